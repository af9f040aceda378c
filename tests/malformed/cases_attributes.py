"""JVMS 4.7: attributes of classes, fields, methods, code and record components."""
import struct

from caselib import CONSTRUCTOR, method, u2
from classfile import METHODREF, METHOD_HANDLE, STRING

RUN = method("run", "iconst_0\nistore_0\nreturn")
RECORD = ".class public super final T\n.super java/lang/Record"


def put(attribute, what, value):
    setattr(attribute, what, value)


def general(k):
    k.case("4.7", "name-zero", RUN, edit=lambda c: put(c.add_attribute("X", b""), "name", 0))
    k.case("4.7", "name-out-of-range", RUN, edit=lambda c: put(c.add_attribute("X", b""), "name", 5000))
    k.case("4.7", "name-class", RUN, edit=lambda c: put(c.add_attribute("X", b""), "name", c.this))
    k.case("4.7", "unknown", RUN, edit=lambda c: c.add_attribute("Unknown", b"abc"))
    k.case("4.7", "unknown-too-long", RUN, edit=lambda c: put(c.add_attribute("Unknown", b"abc"), "length_override", 4))
    k.case("4.7", "unknown-far-too-long", RUN, edit=lambda c: put(c.add_attribute("Unknown", b""), "length_override", 0xffffffff))
    k.case("4.7", "unknown-too-short", RUN, edit=lambda c: put(c.add_attribute("Unknown", b"abc"), "length_override", 2))
    for where in ("field", "method", "code"):
        def attributes(c, w=where):
            return c.fields[0].attributes if w == "field" else c.methods[0].attributes if w == "method" else c.methods[0].code.attributes
        body = ".field x I\n" + RUN
        k.case("4.7", f"{where}-name-zero", body, edit=lambda c, f=attributes: put(c.add_attribute("X", b"", f(c)), "name", 0))
        k.case("4.7", f"{where}-name-class", body, edit=lambda c, f=attributes: put(c.add_attribute("X", b"", f(c)), "name", c.this))
        k.case("4.7", f"{where}-unknown-too-long", body,
               edit=lambda c, f=attributes: put(c.add_attribute("Unknown", b"abc", f(c)), "length_override", 0x7fffffff))


def class_attributes(k):
    """(name, right content as a function of the class, JVMS section); each is broken in the same ways."""
    kinds = [
        ("SourceFile", "4.7.10", lambda c: u2(c.pool.utf8("T.java"))),
        ("SourceDebugExtension", "4.7.11", lambda c: b"SMAP"),
        ("InnerClasses", "4.7.6", lambda c: u2(1, c.pool.klass("T$U"), c.this, c.pool.utf8("U"), 8)),
        ("EnclosingMethod", "4.7.7", lambda c: u2(c.pool.klass("U"), 0)),
        ("Signature", "4.7.9", lambda c: u2(c.pool.utf8("Ljava/lang/Object;"))),
        ("BootstrapMethods", "4.7.23", lambda c: u2(1, c.pool.add(METHOD_HANDLE, b"\6" + u2(c.pool.member(METHODREF, "T", "run", "()V"))), 0)),
        ("NestHost", "4.7.28", lambda c: u2(c.pool.klass("U"))),
        ("NestMembers", "4.7.29", lambda c: u2(1, c.pool.klass("T$U"))),
        ("PermittedSubclasses", "4.7.31", lambda c: u2(1, c.pool.klass("T$U"))),
        ("Synthetic", "4.7.8", lambda c: b""),
        ("Deprecated", "4.7.15", lambda c: b""),
        ("RuntimeVisibleAnnotations", "4.7.16", lambda c: u2(0)),
        ("RuntimeVisibleTypeAnnotations", "4.7.20", lambda c: u2(0)),
        ("RuntimeInvisibleAnnotations", "4.7.17", lambda c: u2(0)),
    ]
    for name, rule, make in kinds:
        k.case(rule, f"{name}-twice", RUN, edit=lambda c, n=name, m=make: (c.add_attribute(n, m(c)), c.add_attribute(n, m(c))))
        for version in (47, 48, 49, 50, 51, 52, 54, 55, 59, 60):
            if version in (48, 54, 60) or name in ("Record", "PermittedSubclasses", "NestHost", "BootstrapMethods"):
                k.case(rule, f"{name}-twice-v{version}", RUN, version=version,
                       edit=lambda c, n=name, m=make: (c.add_attribute(n, m(c)), c.add_attribute(n, m(c))))
        k.case(rule, f"{name}-empty", RUN, edit=lambda c, n=name: c.add_attribute(n, b""))
        k.case(rule, f"{name}-one-byte", RUN, edit=lambda c, n=name: c.add_attribute(n, b"\0"))
        k.case(rule, f"{name}-longer", RUN, edit=lambda c, n=name, m=make: c.add_attribute(n, m(c) + b"\0\0"))
        k.case(rule, f"{name}-shorter", RUN, edit=lambda c, n=name, m=make: c.add_attribute(n, m(c)[:-1]))
        k.case(rule, f"{name}-past-the-end", RUN,
               edit=lambda c, n=name, m=make: put(c.add_attribute(n, m(c)), "length_override", 1000))
        for label, bad in (("zero", 0), ("out-of-range", 5000), ("wrong-kind", None)):
            def replace(c, n=name, m=make, b=bad):
                data = bytearray(m(c))
                at = 2 if len(data) > 2 else 0
                if len(data) >= 2:
                    data[at:at + 2] = u2(c.pool.name_and_type("zz", "I") if b is None else b)
                c.add_attribute(n, bytes(data))
            k.case(rule, f"{name}-index-{label}", RUN, edit=replace)
            k.case(rule, f"{name}-index-{label}-v48", RUN, version=48, edit=replace)


def inner_classes(k):
    def inner(*rows):
        return lambda c: c.add_attribute("InnerClasses", u2(len(rows), *[v(c) if callable(v) else v for row in rows for v in row]))
    t, u, name = (lambda c: c.this), (lambda c: c.pool.klass("T$U")), (lambda c: c.pool.utf8("U"))
    k.case("4.7.6", "row-twice", RUN, edit=inner((u, t, name, 8), (u, t, name, 8)))
    k.case("4.7.6", "row-twice-v48", RUN, version=48, edit=inner((u, t, name, 8), (u, t, name, 8)))
    k.case("4.7.6", "outer-is-inner", RUN, edit=inner((u, u, name, 8)))
    k.case("4.7.6", "inner-zero", RUN, edit=inner((0, t, name, 8)))
    k.case("4.7.6", "outer-utf8", RUN, edit=inner((u, name, name, 8)))
    k.case("4.7.6", "name-class", RUN, edit=inner((u, t, t, 8)))
    for flags in (0x0410, 0x0200, 0x0601 | 0x10, 0x2000, 0x8000, 0xffff, 0x0220):
        k.case("4.7.6", f"flags-{flags:04x}", RUN, edit=inner((u, t, name, flags)))
        k.case("4.7.6", f"flags-{flags:04x}-v48", RUN, version=48, edit=inner((u, t, name, flags)))
    k.case("4.7.6", "count-too-large", RUN, edit=lambda c: c.add_attribute("InnerClasses", u2(7, c.this, 0, 0, 0)))
    k.case("4.7.7", "method-class", RUN, edit=lambda c: c.add_attribute("EnclosingMethod", u2(c.pool.klass("U"), c.this)))
    k.case("4.7.7", "without-inner-classes", RUN, edit=lambda c: c.add_attribute("EnclosingMethod", u2(c.pool.klass("U"), 0)))
    k.case("4.7.7", "v48", RUN, version=48, edit=lambda c: c.add_attribute("EnclosingMethod", u2(0, 0)))
    k.case("4.7.28", "host-and-members", RUN, edit=lambda c: (c.add_attribute("NestHost", u2(c.pool.klass("U"))),
                                                            c.add_attribute("NestMembers", u2(1, c.pool.klass("V")))))
    k.case("4.7.29", "member-twice", RUN, edit=lambda c: c.add_attribute("NestMembers", u2(2, c.pool.klass("V"), c.pool.klass("V"))))
    k.case("4.7.31", "permitted-twice", RUN, edit=lambda c: c.add_attribute("PermittedSubclasses", u2(2, c.pool.klass("V"), c.pool.klass("V"))))
    k.case("4.7.31", "permitted-none", RUN, edit=lambda c: c.add_attribute("PermittedSubclasses", u2(0)))
    k.case("4.7.31", "permitted-of-final", RUN, head=".class public super final T",
           edit=lambda c: c.add_attribute("PermittedSubclasses", u2(1, c.pool.klass("V"))))


def bootstrap(k):
    def handle(c):
        return c.pool.add(METHOD_HANDLE, b"\6" + u2(c.pool.member(METHODREF, "T", "run", "()V")))
    k.case("4.7.23", "count-too-large", RUN, edit=lambda c: c.add_attribute("BootstrapMethods", u2(2, handle(c), 0)))
    k.case("4.7.23", "count-too-small", RUN, edit=lambda c: c.add_attribute("BootstrapMethods", u2(0, handle(c), 0)))
    k.case("4.7.23", "arguments-past-the-end", RUN, edit=lambda c: c.add_attribute("BootstrapMethods", u2(1, handle(c), 9, 1)))
    k.case("4.7.23", "argument-utf8", RUN, edit=lambda c: c.add_attribute("BootstrapMethods", u2(1, handle(c), 1, c.pool.utf8("T"))))
    k.case("4.7.23", "argument-zero", RUN, edit=lambda c: c.add_attribute("BootstrapMethods", u2(1, handle(c), 1, 0)))
    k.case("4.7.23", "argument-member", RUN, edit=lambda c: c.add_attribute(
        "BootstrapMethods", u2(1, handle(c), 1, c.pool.member(METHODREF, "T", "run", "()V"))))
    k.case("4.7.23", "handle-class", RUN, edit=lambda c: c.add_attribute("BootstrapMethods", u2(1, c.this, 0)))
    for tag, descriptor in ((17, "I"), (18, "()V")):
        for version in (51, 55, 61):
            k.case("4.4.10", f"bootstrap-index-beyond-{tag}-v{version}", RUN, version=version, edit=lambda c, t=tag, d=descriptor: (
                c.add_attribute("BootstrapMethods", u2(1, handle(c), 0)), c.pool.append(t, u2(1, c.pool.name_and_type("x", d)))))
        for label, bad in (("method-type", "()V" if tag == 17 else "I"), ("empty", ""), ("bad", "Q")):
            k.case("4.4.10", f"{label}-{tag}", RUN, edit=lambda c, t=tag, d=bad: (
                c.add_attribute("BootstrapMethods", u2(1, handle(c), 0)), c.pool.append(t, u2(0, c.pool.name_and_type("x", d)))))
        for name in ("<init>", "<clinit>", "<x>"):
            k.case("4.4.10", f"name-{name[1:-1]}-{tag}", RUN, edit=lambda c, t=tag, d=descriptor, n=name: (
                c.add_attribute("BootstrapMethods", u2(1, handle(c), 0)), c.pool.append(t, u2(0, c.pool.name_and_type(n, d)))))


def records(k):
    def record(*rows):
        def edit(c):
            data = u2(len(rows))
            for name, descriptor, attributes in rows:
                data += u2(c.pool.utf8(name) if isinstance(name, str) else name,
                           c.pool.utf8(descriptor) if isinstance(descriptor, str) else descriptor, len(attributes))
                for a, content in attributes:
                    body = content(c) if callable(content) else content
                    data += struct.pack(">HI", c.pool.utf8(a), len(body)) + body
            c.add_attribute("Record", data)
        return edit
    plain = ("x", "I", [])
    k.case("4.7.30", "plain", RUN, head=RECORD, edit=record(plain))
    k.case("4.7.30", "twice", RUN, head=RECORD, edit=lambda c: (record(plain)(c), record(plain)(c)))
    k.case("4.7.30", "twice-not-final", RUN, edit=lambda c: (record(plain)(c), record(plain)(c)))
    k.case("4.7.30", "not-final", RUN, head=".class public super T\n.super java/lang/Record", edit=record(plain))
    k.case("4.7.30", "super-object", RUN, edit=record(plain))
    k.case("4.7.30", "v59", RUN, version=59, head=RECORD, edit=record(plain))
    k.case("4.7.30", "bad-v59", RUN, version=59, head=RECORD, edit=lambda c: c.add_attribute("Record", b"\0"))
    k.case("4.7.30", "component-name-zero", RUN, head=RECORD, edit=record((0, "I", [])))
    k.case("4.7.30", "component-name-class", RUN, head=RECORD, edit=record((1, 5000, [])))
    k.case("4.7.30", "component-bad-name", RUN, head=RECORD, edit=record(("a.b", "I", [])))
    k.case("4.7.30", "component-empty-name", RUN, head=RECORD, edit=record(("", "I", [])))
    for d in ("V", "Q", "", "()V", "LT"):
        k.case("4.7.30", f"component-descriptor {d!a}", RUN, head=RECORD, edit=record(("x", d, [])))
    signature = ("Signature", lambda c: u2(c.pool.utf8("TX;")))
    k.case("4.7.30", "component-signature-twice", RUN, head=RECORD, edit=record(("x", "I", [signature, signature])))
    k.case("4.7.30", "component-signature-length", RUN, head=RECORD, edit=record(("x", "I", [("Signature", b"\0")])))
    k.case("4.7.30", "component-signature-zero", RUN, head=RECORD, edit=record(("x", "I", [("Signature", b"\0\0")])))
    notes = ("RuntimeVisibleAnnotations", b"\0\0")
    k.case("4.7.30", "component-annotations-twice", RUN, head=RECORD, edit=record(("x", "I", [notes, notes])))
    types = ("RuntimeVisibleTypeAnnotations", b"\0\0")
    k.case("4.7.30", "component-type-annotations-twice", RUN, head=RECORD, edit=record(("x", "I", [types, types])))
    k.case("4.7.30", "longer", RUN, head=RECORD, edit=lambda c: c.add_attribute("Record", u2(0, 0)))
    k.case("4.7.30", "shorter", RUN, head=RECORD, edit=lambda c: c.add_attribute("Record", u2(1, c.pool.utf8("x"))))


def field_attributes(k):
    def value(descriptor, index, flags="static", label="", version=61, length=None):
        def edit(c):
            i = index(c) if callable(index) else index
            data = u2(i) if length is None else bytes(length)
            c.add_attribute("ConstantValue", data, c.fields[0].attributes)
        k.case("4.7.2", f"{label}-{descriptor.replace('/', '.')}-{flags.replace(' ', '-')}-v{version}", f".field {flags} x {descriptor}",
               version=version, edit=edit)
    numbers = {"int": (3, 4), "float": (4, 4), "long": (5, 8), "double": (6, 8)}
    for kind, (tag, size) in numbers.items():
        for d in ("I", "Z", "B", "J", "F", "D", "Ljava/lang/String;", "Ljava/lang/Object;", "[I"):
            value(d, lambda c, t=tag, n=size: c.pool.append(t, bytes(n)), label=f"value-{kind}")
    for d in ("I", "J", "Ljava/lang/String;", "Ljava/lang/Object;"):
        value(d, lambda c: c.pool.append(STRING, u2(c.pool.utf8("s"))), label="value-string")
        value(d, 0, label="value-zero")
        value(d, 5000, label="value-out-of-range")
        value(d, lambda c: c.this, label="value-class")
    value("I", lambda c: c.pool.append(3, b"\0\0\0\1"), "public", "not-static")
    value("I", lambda c: c.pool.append(5, bytes(8)), "public", "not-static-wrong-kind")
    value("I", 0, "public", "not-static-zero")
    value("I", 0, label="length-1", length=1)
    value("I", 0, label="length-4", length=4)
    value("I", 0, label="length-0", length=0)
    value("I", 0, label="length-4-old", length=4, version=47)
    one = lambda c: c.add_attribute("ConstantValue", u2(c.pool.append(3, bytes(4))), c.fields[0].attributes)  # noqa: E731
    k.case("4.7.2", "twice", ".field static x I", edit=lambda c: (one(c), one(c)))
    k.case("4.7.2", "twice-not-static", ".field x I", edit=lambda c: (one(c), one(c)))
    for name, data in (("Synthetic", b""), ("Deprecated", b""), ("Signature", None), ("RuntimeVisibleAnnotations", b"\0\0"),
                       ("RuntimeVisibleTypeAnnotations", b"\0\0"), ("RuntimeInvisibleAnnotations", b"\0\0")):
        def content(c, d=data):
            return u2(c.pool.utf8("TX;")) if d is None else d
        for version in (48, 61):
            k.case("4.7", f"field-{name}-twice-v{version}", ".field x I", version=version, edit=lambda c, n=name, f=content: (
                c.add_attribute(n, f(c), c.fields[0].attributes), c.add_attribute(n, f(c), c.fields[0].attributes)))
            k.case("4.7", f"field-{name}-longer-v{version}", ".field x I", version=version, edit=lambda c, n=name, f=content:
                   c.add_attribute(n, f(c) + b"\0", c.fields[0].attributes))
            k.case("4.7", f"field-{name}-shorter-v{version}", ".field x I", version=version, edit=lambda c, n=name, f=content:
                   c.add_attribute(n, f(c)[:1], c.fields[0].attributes))
    k.case("4.7.9", "field-signature-zero", ".field x I", edit=lambda c: c.add_attribute("Signature", b"\0\0", c.fields[0].attributes))
    k.case("4.7.9", "method-signature-class", RUN, edit=lambda c: c.add_attribute("Signature", u2(c.this), c.methods[0].attributes))
    k.case("4.7.9", "method-signature-old", RUN, version=48, edit=lambda c: c.add_attribute("Signature", u2(0), c.methods[0].attributes))


def method_attributes(k):
    def attribute(name, *values, times=1):
        def edit(c):
            for _ in range(times):
                c.add_attribute(name, b"".join(v(c) if callable(v) else v for v in values), c.methods[0].attributes)
        return edit
    exception = lambda c: u2(c.pool.klass("java/lang/Exception"))  # noqa: E731
    k.case("4.7.5", "twice", RUN, edit=attribute("Exceptions", u2(1), exception, times=2))
    k.case("4.7.5", "zero", RUN, edit=attribute("Exceptions", u2(1, 0)))
    k.case("4.7.5", "utf8", RUN, edit=attribute("Exceptions", u2(1, 1)))
    k.case("4.7.5", "out-of-range", RUN, edit=attribute("Exceptions", u2(1, 5000)))
    k.case("4.7.5", "longer", RUN, edit=attribute("Exceptions", u2(1), exception, b"\0"))
    k.case("4.7.5", "shorter", RUN, edit=attribute("Exceptions", u2(2), exception))
    k.case("4.7.5", "same-twice", RUN, edit=attribute("Exceptions", u2(2), exception, exception))
    k.case("4.7.5", "no-throwable", RUN, edit=attribute("Exceptions", u2(1), lambda c: u2(c.this)))
    for version in (51, 52):
        k.case("4.7.24", f"twice-v{version}", RUN, version=version, edit=attribute("MethodParameters", b"\0", times=2))
        k.case("4.7.24", f"shorter-v{version}", RUN, version=version, edit=attribute("MethodParameters", b"\1"))
        k.case("4.7.24", f"longer-v{version}", RUN, version=version, edit=attribute("MethodParameters", b"\0\0"))
        k.case("4.7.24", f"name-class-v{version}", RUN, version=version, edit=attribute("MethodParameters", b"\1", lambda c: u2(c.this, 0)))
        k.case("4.7.24", f"flags-v{version}", RUN, version=version, edit=attribute("MethodParameters", b"\1", u2(0, 0xffff)))
        k.case("4.7.24", f"count-differs-v{version}", RUN, version=version, edit=attribute("MethodParameters", b"\2", u2(0, 0, 0, 0)))
    for name in ("RuntimeVisibleAnnotations", "RuntimeVisibleParameterAnnotations", "AnnotationDefault", "RuntimeVisibleTypeAnnotations",
                 "Synthetic", "Deprecated", "RuntimeInvisibleParameterAnnotations"):
        for data in (b"", b"\0", b"\0\0"):
            k.case("4.7", f"method-{name}-twice-{len(data)}", RUN, edit=attribute(name, data, times=2))
            k.case("4.7", f"method-{name}-once-{len(data)}", RUN, edit=attribute(name, data))


def code_attribute(k):
    def code(change):
        return lambda c: change(c.methods[0].code)
    abstract = ".class public super abstract T"
    k.case("4.7.3", "missing", ".method public run ()V\n.end")
    k.case("4.7.3", "of-abstract", RUN, head=abstract, edit=lambda c: put(c.methods[0], "flags", 0x401))
    k.case("4.7.3", "of-native", RUN, edit=lambda c: put(c.methods[0], "flags", 0x109))
    k.case("4.7.3", "twice", RUN, edit=lambda c: c.methods[0].attributes.append(c.methods[0].attributes[0]))
    k.case("4.7.3", "missing-clinit", ".method static <clinit> ()V\n.end")
    for version in (45, 61):
        k.case("4.7.3", f"length-zero-v{version}", RUN, version=version, edit=code(lambda a: a.data.clear()))
        k.case("4.7.3", f"length-65535-v{version}", RUN, version=version, edit=code(lambda a: put(a, "data", bytearray(65534) + b"\xb1")))
        k.case("4.7.3", f"length-65536-v{version}", RUN, version=version, edit=code(lambda a: put(a, "data", bytearray(65535) + b"\xb1")))
        k.case("4.7.3", f"length-negative-v{version}", RUN, version=version, edit=code(lambda a: put(a, "length_override", 0xffffffff)))
    k.case("4.7.3", "length-beyond", RUN, edit=code(lambda a: put(a, "length_override", 100)))
    k.case("4.7.3", "attribute-longer", RUN, edit=lambda c: put(c.methods[0].attributes[0], "length_override",
                                                              len(c.methods[0].attributes[0].data) + 2))
    k.case("4.7.3", "attribute-shorter", RUN, edit=lambda c: put(c.methods[0].attributes[0], "length_override", 10))
    k.case("4.7.3", "empty", RUN, edit=lambda c: put(c.methods[0].attributes[0], "data", b""))
    k.case("4.7.3", "arguments-exceed-locals", method("run", "return", "(IJ)V", local=2))
    k.case("4.7.3", "arguments-exceed-locals-old", method("run", "return", "(IJ)V", local=2), version=45)
    k.case("4.7.3", "receiver-exceeds-locals", method("run", "return", flags="public", local=0))
    k.case("4.7.3", "handler-count-too-large", RUN, edit=code(lambda a: put(a, "handler_count_override", 3)))
    for label, row in [("start-after-end", (2, 1, 0, 0)), ("start-is-end", (1, 1, 0, 0)), ("end-beyond", (0, 4, 0, 0)), ("start-beyond", (3, 3, 0, 0)),
                       ("start-far-beyond", (50, 60, 0, 0)), ("handler-beyond", (0, 1, 3, 0)), ("handler-far", (0, 1, 999, 0)),
                       ("type-out-of-range", (0, 1, 0, 5000)), ("type-utf8", (0, 1, 0, 1)), ("end-is-length", (0, 3, 2, 0))]:
        for version in (48, 61):
            k.case("4.7.3", f"handler-{label}-v{version}", RUN, version=version, edit=code(lambda a, r=row: a.handlers.append(list(r))))


def code_tables(k):
    def table(name, *values, times=1):
        def edit(c):
            for _ in range(times):
                c.add_attribute(name, b"".join(v(c) if callable(v) else v for v in values), c.methods[0].code.attributes)
        return edit
    k.case("4.7.12", "start-beyond", RUN, edit=table("LineNumberTable", u2(1, 3, 1)))
    k.case("4.7.12", "start-far-beyond", RUN, edit=table("LineNumberTable", u2(1, 999, 1)))
    k.case("4.7.12", "start-beyond-old", RUN, version=46, edit=table("LineNumberTable", u2(1, 3, 1)))
    k.case("4.7.12", "twice", RUN, edit=table("LineNumberTable", u2(1, 0, 1), times=2))
    k.case("4.7.12", "longer", RUN, edit=table("LineNumberTable", u2(1, 0, 1, 0)))
    k.case("4.7.12", "shorter", RUN, edit=table("LineNumberTable", u2(2, 0, 1)))
    k.case("4.7.12", "empty", RUN, edit=table("LineNumberTable"))
    name, itype = (lambda c: u2(c.pool.utf8("v"))), (lambda c: u2(c.pool.utf8("I")))
    for kind, rule in (("LocalVariableTable", "4.7.13"), ("LocalVariableTypeTable", "4.7.14")):
        for version in (48, 61):
            def both(*values, v=version, t=kind, label="", r=rule):
                k.case(r, f"{label}-v{v}", RUN, version=v, edit=table(t, u2(1), *values))
            both(u2(0, 3), name, itype, u2(0), label="plain")
            both(u2(3, 0), name, itype, u2(0), label="start-beyond")
            both(u2(9, 0), name, itype, u2(0), label="start-far-beyond")
            both(u2(1, 3), name, itype, u2(0), label="length-beyond")
            both(u2(0, 3), u2(0), itype, u2(0), label="name-zero")
            both(u2(0, 3), name, u2(0), u2(0), label="type-zero")
            both(u2(0, 3), lambda c: u2(c.this), itype, u2(0), label="name-class")
            both(u2(0, 3), name, lambda c: u2(c.this), u2(0), label="type-class")
            both(u2(0, 3), lambda c: u2(c.pool.utf8("a.b")), itype, u2(0), label="bad-name")
            both(u2(0, 3), name, lambda c: u2(c.pool.utf8("Q")), u2(0), label="bad-type")
            both(u2(0, 3), name, itype, u2(8), label="slot-beyond")
            both(u2(0, 3), name, lambda c: u2(c.pool.utf8("J")), u2(7), label="long-slot-beyond")
            both(u2(0, 3), name, itype, label="shorter")
            both(u2(0, 3), name, itype, u2(0, 0), label="longer")
    row = [u2(0, 3), name, itype, u2(0)]
    k.case("4.7.13", "row-twice", RUN, edit=table("LocalVariableTable", u2(2), *row, *row))
    k.case("4.7.13", "row-twice-old", RUN, version=47, edit=table("LocalVariableTable", u2(2), *row, *row))
    k.case("4.7.13", "table-twice", RUN, edit=table("LocalVariableTable", u2(1), *row, times=2))
    k.case("4.7.14", "row-twice", RUN, edit=table("LocalVariableTypeTable", u2(2), *row, *row))
    k.case("4.7.14", "row-without-variable", RUN, edit=table("LocalVariableTypeTable", u2(1), *row))
    k.case("4.7.14", "row-with-variable", RUN, edit=lambda c: (table("LocalVariableTable", u2(1), *row)(c), table("LocalVariableTypeTable", u2(1), *row)(c)))
    k.case("4.7.13", "start-inside-instruction", method("run", "sipush 1\npop\nreturn"), edit=table("LocalVariableTable", u2(1), u2(1, 3), name, itype, u2(0)))
    k.case("4.7.13", "end-inside-instruction", method("run", "sipush 1\npop\nreturn"), edit=table("LocalVariableTable", u2(1), u2(0, 1), name, itype, u2(0)))
    k.case("4.7.4", "stack-map-twice", RUN, edit=table("StackMapTable", u2(0), times=2))
    k.case("4.7.4", "stack-map-twice-v49", RUN, version=49, edit=table("StackMapTable", u2(0), times=2))
    k.case("4.7.4", "stack-map-empty", RUN, edit=table("StackMapTable"))
    k.case("4.7.4", "stack-map-one-byte", RUN, edit=table("StackMapTable", b"\0"))
    k.case("4.7.4", "stack-map-length", RUN, edit=lambda c: put(c.add_attribute("StackMapTable", u2(0), c.methods[0].code.attributes), "length_override", 100))
    k.case("4.7.20", "code-type-annotations-twice", RUN, edit=table("RuntimeVisibleTypeAnnotations", u2(0), times=2))


def add(k):
    """All cases of this file."""
    for group in (general, class_attributes, inner_classes, bootstrap, records, field_attributes, method_attributes, code_attribute, code_tables):
        group(k)
    k.case("4.6", "constructor-of-interface", CONSTRUCTOR, head=".interface public abstract T")
