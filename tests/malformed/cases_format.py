"""JVMS 4.1 to 4.6: the frame of a file, constants, names, descriptors, flags."""
from caselib import CONSTRUCTOR, method, u2
from classfile import (CLASS, DOUBLE, DYNAMIC, FIELDREF, INTEGER, INTERFACE_METHODREF, INVOKE_DYNAMIC, LONG, METHODREF,
                       METHOD_HANDLE, METHOD_TYPE, MODULE, NAME_AND_TYPE, PACKAGE, STRING, UTF8)

RUN = method("run", "getstatic java/lang/System.out:Ljava/io/PrintStream;\npop\nreturn")


def header(k):
    def put(name, value):
        return lambda c: setattr(c, name, value)
    k.case("4.1", "magic", RUN, edit=put("magic", 0xcafebabf))
    k.case("4.1", "magic-zero", RUN, edit=put("magic", 0))
    for major, minor in [(44, 0), (44, 65535), (0, 0), (45, 65535), (45, 4), (46, 7), (55, 3), (56, 1), (56, 65535),
                         (60, 65535), (60, 2), (61, 1), (61, 65535), (61, 65534), (62, 0), (62, 65535), (65535, 0)]:
        k.case("4.1", f"version-{major}.{minor}", RUN, edit=lambda c, a=major, b=minor: (put("major", a)(c), put("minor", b)(c)))
    for size in (0, 1, 3, 4, 7, 8, 9, 10, 11, 13, 40):
        k.case("4.1", f"truncated-at-{size}", RUN, data=lambda d, n=size: d[:n])
    for size in (1, 2, 3, 5, 7, 9, 20, 30, 40):
        k.case("4.1", f"truncated-by-{size}", RUN, data=lambda d, n=size: d[:-n])
    k.case("4.1", "extra-byte", RUN, data=lambda d: d + b"\0")
    k.case("4.1", "extra-byte-old", RUN, version=45, data=lambda d: d + b"\0")
    k.case("4.1", "this-class-zero", RUN, edit=put("this", 0))
    k.case("4.1", "this-class-out-of-range", RUN, edit=put("this", 999))
    k.case("4.1", "this-class-utf8", RUN, edit=lambda c: put("this", c.pool.utf8("T"))(c))
    k.case("4.1", "this-class-array", RUN, edit=lambda c: put("this", c.pool.klass("[LT;"))(c), expect="")
    k.case("4.1", "this-class-primitive-array", RUN, edit=lambda c: put("this", c.pool.klass("[I"))(c), expect="")
    k.case("4.1", "super-class-zero", RUN, edit=put("super", 0))
    k.case("4.1", "super-class-out-of-range", RUN, edit=put("super", 999))
    k.case("4.1", "super-class-utf8", RUN, edit=lambda c: put("super", c.pool.utf8("T"))(c))
    k.case("4.1", "super-class-array", RUN, edit=lambda c: put("super", c.pool.klass("[Ljava/lang/Object;"))(c))
    k.case("4.1", "interface-zero", RUN, edit=put("interfaces", [0]))
    k.case("4.1", "interface-utf8", RUN, edit=lambda c: put("interfaces", [c.pool.utf8("java/lang/Runnable")])(c))
    k.case("4.1", "interface-array", RUN, edit=lambda c: put("interfaces", [c.pool.klass("[I")])(c))
    k.case("4.1", "interface-twice", RUN,
           edit=lambda c: put("interfaces", [c.pool.klass("java/io/Serializable")] * 2)(c))
    k.case("4.1", "interface-with-other-super", head=".interface public abstract T\n.super java/lang/Number")
    k.case("4.1", "interface-super-none", head=".interface public abstract T\n.super none")
    k.case("4.1", "wrong-name", RUN, expect="U")
    k.case("4.1", "wrong-name-package", RUN, expect="a.T")
    k.case("4.1", "wrong-name-case", RUN, expect="t")


def class_flags(k):
    for version in (48, 49, 61):
        for flags in (0x0010 | 0x0400, 0x0200, 0x0201, 0x0600 | 0x20, 0x0600 | 0x4000, 0x0600 | 0x10, 0x2000, 0x2400,
                      0x2600, 0x0600 | 0x1000, 0x4000, 0xffff & ~0x8000, 0x0002, 0x8000, 0x8020, 0x8021):
            k.case("4.1-A", f"flags-{flags:04x}-v{version}", version=version, edit=lambda c, f=flags: setattr(c, "flags", f))
    k.case("4.1-A", "module-v53", version=53, edit=lambda c: setattr(c, "flags", 0x8000))
    k.case("4.1-A", "module-v52", version=52, edit=lambda c: setattr(c, "flags", 0x8000))


def module_info(k):
    def make(c):
        c.flags, c.super = 0x8000, 0
        c.this = c.pool.klass("module-info")
        module = c.pool.add(MODULE, u2(c.pool.utf8("m")))
        c.add_attribute("Module", u2(module, 0, 0, 0, 0, 0, 0, 0))
    k.case("4.1", "module-info-as-class", edit=make, expect="module-info")
    k.case("4.1", "module-info-unnamed", edit=make, expect="")
    k.case("4.7.25", "module-attribute-of-class", RUN, edit=lambda c: c.add_attribute("Module", u2(1, 0, 0, 0, 0, 0, 0, 0)))
    for tag in (MODULE, PACKAGE):
        k.case("4.4", f"constant-{tag}-in-class", RUN, edit=lambda c, t=tag: c.pool.append(t, u2(c.pool.utf8("m"))))
        k.case("4.4", f"constant-{tag}-in-old-class", RUN, version=52,
               edit=lambda c, t=tag: c.pool.append(t, u2(c.pool.utf8("m"))))
        k.case("4.4", f"constant-{tag}-zero", RUN, edit=lambda c, t=tag: c.pool.append(t, u2(0)))


def constants(k):
    def append(tag, *values):
        data = b"".join(v if isinstance(v, bytes) else u2(v) for v in values)
        return lambda c: c.pool.append(tag, data)
    for tag in (0, 2, 13, 14, 21, 99, 255):
        k.case("4.4", f"tag-{tag}", RUN, edit=append(tag, 1))
    k.case("4.4", "count-zero", RUN, edit=lambda c: setattr(c.pool, "count_override", 0))
    k.case("4.4", "count-one", RUN, edit=lambda c: setattr(c.pool, "count_override", 1))
    k.case("4.4", "count-too-small", RUN, edit=lambda c: setattr(c.pool, "count_override", 5))
    k.case("4.4", "count-too-large", RUN, edit=lambda c: setattr(c.pool, "count_override", 60000))
    for name, tag, size in [("Class", CLASS, 1), ("String", STRING, 1), ("Fieldref", FIELDREF, 2), ("Methodref", METHODREF, 2),
                            ("InterfaceMethodref", INTERFACE_METHODREF, 2), ("NameAndType", NAME_AND_TYPE, 2),
                            ("MethodType", METHOD_TYPE, 1)]:
        k.case("4.4", f"{name}-zero", RUN, edit=append(tag, *[0] * size))
        k.case("4.4", f"{name}-out-of-range", RUN, edit=append(tag, *[5000] * size))
        k.case("4.4", f"{name}-names-itself", RUN,
               edit=lambda c, t=tag, n=size: c.pool.append(t, u2(*[len(c.pool.entries)] * n)))
        k.case("4.4", f"{name}-names-integer", RUN,
               edit=lambda c, t=tag, n=size: c.pool.append(t, u2(*[c.pool.append(INTEGER, bytes(4))] * n)))
        k.case("4.4", f"{name}-names-second-half", RUN,
               edit=lambda c, t=tag, n=size: c.pool.append(t, u2(*[c.pool.append(LONG, bytes(8)) + 1] * n)))
    k.case("4.4.5", "long-at-the-end", RUN, edit=lambda c: (
        c.pool.append(DOUBLE, bytes(8)), setattr(c.pool, "count_override", len(c.pool.entries) - 1)))
    for text, label in [(b"\0", "nul"), (b"\x80", "stray-continuation"), (b"\xc0", "cut-short"), (b"\xc1\x81", "overlong-A"),
                        (b"\xe0\x80\xaf", "overlong-slash"), (b"\xf0\x90\x80\x80", "four-bytes"), (b"\xff", "ff"),
                        (b"\xe2\x82", "three-cut-short"), (b"\xc3\x28", "bad-second"), (b"\xed\xa0\x80", "lone-surrogate"),
                        (b"\xe2\x28\xa1", "bad-second-of-three"), (b"\xc0\x80", "nul-as-two")]:
        for version in (47, 61):
            k.case("4.4.7", f"utf8-{label}-v{version}", RUN, version=version, edit=append(UTF8, text))
    for label, text in (("bad", b"\xf0zz9"), ("good", b"qzz9")):
        for keep in (-2, 0, 1, 2):
            k.case("4.4.7", f"utf8-{label}-cut-{keep}", RUN, edit=append(UTF8, text), data=lambda d, t=text, n=keep: d[:d.index(t) + len(t) + n])
    for version in (50, 51, 54, 55):
        k.case("4.4.8", f"MethodHandle-in-v{version}", RUN, version=version,
               edit=lambda c: c.pool.append(METHOD_HANDLE, b"\6" + u2(c.pool.member(METHODREF, "T", "run", "()V"))))
        k.case("4.4.9", f"MethodType-in-v{version}", RUN, version=version, edit=lambda c: c.pool.append(METHOD_TYPE, u2(c.pool.utf8("()V"))))
        for name, tag in (("Dynamic", DYNAMIC), ("InvokeDynamic", INVOKE_DYNAMIC)):
            k.case("4.4.10", f"{name}-without-attribute-v{version}", RUN, version=version,
                   edit=lambda c, t=tag: c.pool.append(t, u2(0, c.pool.name_and_type("x", "I" if t == DYNAMIC else "()I"))))


def method_handles(k):
    for kind in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255):
        for target, tag, name, descriptor in (("field", FIELDREF, "out", "Ljava/io/PrintStream;"), ("method", METHODREF, "run", "()V"),
                                              ("interface", INTERFACE_METHODREF, "run", "()V"),
                                              ("init", METHODREF, "<init>", "()V"), ("clinit", METHODREF, "<clinit>", "()V"),
                                              ("interface-init", INTERFACE_METHODREF, "<init>", "()V")):
            if kind in (0, 10, 255) and target != "method":
                continue
            k.case("4.4.8", f"kind-{kind}-{target}", RUN, edit=lambda c, kk=kind, t=tag, n=name, d=descriptor: c.pool.append(
                METHOD_HANDLE, bytes([kk]) + u2(c.pool.member(t, "java/lang/System", n, d))))
    k.case("4.4.8", "interface-static-v51", RUN, version=51, edit=lambda c: c.pool.append(
        METHOD_HANDLE, b"\6" + u2(c.pool.member(INTERFACE_METHODREF, "java/util/List", "of", "()Ljava/util/List;"))))
    k.case("4.4.8", "reference-zero", RUN, edit=lambda c: c.pool.append(METHOD_HANDLE, b"\5\0\0"))
    k.case("4.4.8", "reference-utf8", RUN, edit=lambda c: c.pool.append(METHOD_HANDLE, b"\5" + u2(c.pool.utf8("T"))))


def names(k):
    for version in (48, 61):
        for label, name in [("dot", "a.b"), ("semicolon", "a;b"), ("bracket", "a[b"), ("slash", "a/b"), ("empty", ""),
                            ("angle", "<a>"), ("init", "<init>"), ("clinit", "<clinit>"), ("space", "a b"), ("digit", "1a"),
                            ("minus", "a-b"), ("letter", "\u00e9"), ("no-letter", "\u2028"), ("less", "a<"), ("greater", ">")]:
            k.case("4.2.2", f"field-name-{label}-v{version}", ".field x I", version=version,
                   edit=lambda c, n=name: setattr(c.fields[0], "name", c.pool.utf8(n)))
            k.case("4.2.2", f"method-name-{label}-v{version}", ".method public abstract x ()V\n.end", version=version,
                   head=".class public super abstract T", edit=lambda c, n=name: setattr(c.methods[0], "name", c.pool.utf8(n)))
        for label, name in [("dot", "a.b"), ("semicolon", "a;b"), ("bracket", "a[b"), ("two-slashes", "a//b"), ("lead", "/a"),
                            ("trail", "a/"), ("empty", ""), ("angle", "<a>"), ("space", "a b"), ("array", "[I"),
                            ("array-of-class", "[Ljava/lang/String;"), ("array-bad", "[Q"), ("array-open", "[Ljava/lang/String"),
                            ("array-void", "[V"), ("array-255", "[" * 255 + "I"), ("array-256", "[" * 256 + "I"),
                            ("descriptor", "Ljava/lang/String;")]:
            k.case("4.2.1", f"class-constant-{label}-v{version}", RUN, version=version, edit=lambda c, n=name: c.pool.klass(n))
    for label, name in [("dot", "a.b"), ("semicolon", "a;b"), ("bracket", "T["), ("two-slashes", "a//b"), ("empty", "")]:
        k.case("4.2.1", f"own-name-{label}", RUN, edit=lambda c, n=name: setattr(c, "this", c.pool.klass(n)), expect="")
        k.case("4.2.1", f"super-name-{label}", RUN, edit=lambda c, n=name: setattr(c, "super", c.pool.klass(n)))
    k.case("5.3", "prohibited-package", RUN, head=".class public super java/util/T", expect="java.util.T")
    k.case("4.2.2", "interface-method-named-init", ".method public abstract <init> ()V\n.end", head=".interface public abstract T")


FIELD_DESCRIPTORS = ["", "V", "Q", "L", "L;", "LT", "T", "[", "[V", "[[", "II", "I ", "()V", "La.b;", "La//b;", "L/a;", "La/;",
                     "[L;", "La[b;", "[" * 255 + "I", "[" * 256 + "I", "Ljava/lang/String;I", "l", "Lé;", "L<a>;", "L;;"]
METHOD_DESCRIPTORS = ["", "V", "(", "()", "(V)V", "()VV", "(I", "I)V", "()Q", "(Q)V", "(L)V", "(L;)V", "(LT)V", "()[V", "([)V",
                      "(())V", "((I)V", "(I))V", "()LT", "(La.b;)V", "(" + "I" * 255 + ")V", "(" + "I" * 256 + ")V",
                      "(" + "J" * 127 + ")V", "(" + "J" * 128 + ")V", "(" + "J" * 127 + "I)V", "([" * 300 + "I)V",
                      "(" + "[" * 256 + "I)V", "()" + "[" * 256 + "I", "(;)V", "()V;"]


def short(text):
    return text if len(text) < 24 else f"{text[:6]}..{len(text)}"


def descriptors(k):
    for version in (48, 61):
        for i, d in enumerate(FIELD_DESCRIPTORS):
            k.case("4.3.2", f"field-{i}-v{version} {short(d)!a}", ".field x I", version=version,
                   edit=lambda c, d=d: setattr(c.fields[0], "descriptor", c.pool.utf8(d)))
        for i, d in enumerate(METHOD_DESCRIPTORS):
            k.case("4.3.3", f"method-{i}-v{version} {short(d)!a}", ".method public abstract x ()V\n.end", version=version,
                   head=".class public super abstract T",
                   edit=lambda c, d=d: setattr(c.methods[0], "descriptor", c.pool.utf8(d)))
    for i, d in enumerate(["", "V", "Q", "()", "(I", "LT", "()Q"]):
        k.case("4.4.6", f"NameAndType-{i} {d!a}", RUN, edit=lambda c, d=d: c.pool.name_and_type("x", d))
        k.case("4.4.9", f"MethodType-{i} {d!a}", RUN, edit=lambda c, d=d: c.pool.append(METHOD_TYPE, u2(c.pool.utf8(d))))
        k.case("4.4.2", f"Fieldref-{i} {d!a}", RUN, edit=lambda c, d=d: c.pool.member(FIELDREF, "T", "x", d))
        k.case("4.4.2", f"Methodref-{i} {d!a}", RUN, edit=lambda c, d=d: c.pool.member(METHODREF, "T", "x", d))
    for label, tag, name, descriptor in [("field-with-method-type", FIELDREF, "x", "()V"), ("method-with-field-type", METHODREF, "x", "I"),
                                         ("interface-method-with-field-type", INTERFACE_METHODREF, "x", "I"),
                                         ("angle", METHODREF, "<x>", "()V"), ("clinit", METHODREF, "<clinit>", "()V"),
                                         ("init-not-void", METHODREF, "<init>", "()I"), ("interface-init", INTERFACE_METHODREF, "<init>", "()V"),
                                         ("clinit-arguments", METHODREF, "<clinit>", "(I)V"), ("empty-name", METHODREF, "", "()V"),
                                         ("field-named-init", FIELDREF, "<init>", "I"), ("field-named-clinit", FIELDREF, "<clinit>", "I")]:
        for version in (48, 61):
            k.case("4.4.2", f"{label}-v{version}", RUN, version=version,
                   edit=lambda c, t=tag, n=name, d=descriptor: c.pool.member(t, "T", n, d))
    k.case("4.3.3", "too-many-arguments-with-this", ".method public abstract x (" + "I" * 255 + ")V\n.end",
           head=".class public super abstract T")
    k.case("4.6", "init-not-void", method("<init>", "iconst_0\nireturn", "()I", "public"))
    k.case("4.6", "init-not-void-old", method("<init>", "iconst_0\nireturn", "()I", "public"), version=48)
    for version in (50, 51, 61):
        for label, flags, descriptor in [("arguments", "static", "(I)V"), ("result", "static", "()I"), ("not-static", "public", "()V"),
                                         ("private", "private static", "()V"), ("abstract", "static abstract", "()V"),
                                         ("final-synchronized", "static final synchronized", "()V")]:
            body = "iconst_0\nireturn" if descriptor.endswith("I") else "return"
            k.case("4.6", f"clinit-{label}-v{version}", method("<clinit>", body if "abstract" not in flags else "", descriptor, flags),
                   version=version)


def member_flags(k):
    for version in (48, 61):
        for flags in (0x0003, 0x0005, 0x0006, 0x0007, 0x0050, 0xffff, 0x0020, 0x4000, 0x1000, 0x0800):
            k.case("4.5", f"field-flags-{flags:04x}-v{version}", ".field x I", version=version,
                   edit=lambda c, f=flags: setattr(c.fields[0], "flags", f))
        for flags in (0x0001, 0x0009, 0x0011, 0x0019, 0x0018, 0x001a, 0x0059, 0x0099, 0x1019, 0x4019, 0x0419):
            k.case("4.5", f"interface-field-flags-{flags:04x}-v{version}", ".field public static final x I", version=version,
                   head=".interface public abstract T", edit=lambda c, f=flags: setattr(c.fields[0], "flags", f))
    for version in (45, 46, 51, 52, 59, 60, 61):
        for flags in (0x0003, 0x0006, 0x0402, 0x0410, 0x0408, 0x0420, 0x0500, 0x0c00, 0x0d00, 0x0900, 0x0940, 0xffff, 0x0801, 0x1000):
            native = bool(flags & 0x500)
            text = ".method public x ()V\n" + ("" if native else "return\n") + ".end"
            k.case("4.6", f"method-flags-{flags:04x}-v{version}", text, version=version, head=".class public super abstract T",
                   edit=lambda c, f=flags: setattr(c.methods[0], "flags", f))
    for version in (49, 51, 52, 61):
        for flags in (0x0001, 0x0002, 0x0004, 0x0008, 0x0009, 0x000a, 0x0011, 0x0021, 0x0101, 0x0401, 0x0402, 0x0404, 0x0409,
                      0x0411, 0x0421, 0x0501, 0x0801, 0x0c01, 0x0441, 0x0481, 0x0000, 0x0400):
            text = ".method public x ()V\n" + ("" if flags & 0x500 else "return\n") + ".end"
            k.case("4.6", f"interface-method-flags-{flags:04x}-v{version}", text, version=version, head=".interface public abstract T",
                   edit=lambda c, f=flags: setattr(c.methods[0], "flags", f))
    for flags in (0x0008, 0x0010, 0x0020, 0x0040, 0x0100, 0x0400, 0x0003, 0x0880, 0x1000):
        k.case("4.6", f"init-flags-{flags:04x}", CONSTRUCTOR, edit=lambda c, f=flags: setattr(c.methods[0], "flags", f))
    k.case("4.6", "init-flags-static-old", CONSTRUCTOR, version=48, edit=lambda c: setattr(c.methods[0], "flags", 8))
    k.case("4.5", "field-twice", ".field x I\n.field x I")
    k.case("4.5", "field-same-name-other-type", ".field x I\n.field x J")
    k.case("4.6", "method-twice", method("run", "return") * 2)
    k.case("4.6", "method-same-name-other-type", method("run", "return") + method("run", "return", "(I)V"))
    k.case("4.6", "clinit-twice", method("<clinit>", "return", flags="static") * 2)
    for what in ("name", "descriptor"):
        for label, index in (("zero", 0), ("out-of-range", 5000)):
            k.case("4.5", f"field-{what}-{label}", ".field x I", edit=lambda c, w=what, i=index: setattr(c.fields[0], w, i))
            k.case("4.6", f"method-{what}-{label}", RUN, edit=lambda c, w=what, i=index: setattr(c.methods[0], w, i))
        k.case("4.5", f"field-{what}-class", ".field x I", edit=lambda c, w=what: setattr(c.fields[0], w, c.this))
        k.case("4.6", f"method-{what}-class", RUN, edit=lambda c, w=what: setattr(c.methods[0], w, c.this))


def add(k):
    """All cases of this file."""
    for group in (header, class_flags, module_info, constants, method_handles, names, descriptors, member_flags):
        group(k)
