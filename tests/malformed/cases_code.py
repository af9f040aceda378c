"""JVMS 4.9 and 4.10: static and structural constraints of code, each for type checking (61), type inference (48) and
the version between, for which a refused stack map is given a second opinion (50)."""
from caselib import CONSTRUCTOR, method, u2
from classfile import CLASS, INVOKE_DYNAMIC, METHODREF

VERSIONS = (48, 50, 61)
INIT = {"flags": "public", "descriptor": "()V"}


def everywhere(k, rule, label, code, versions=VERSIONS, **options):
    for version in versions:
        k.run(rule, f"{label}-v{version}", code, version=version, **options)


def patched(k, rule, label, code, change, versions=VERSIONS, **options):
    """`change` edits the code's bytes (a bytearray)."""
    everywhere(k, rule, label, code, versions, edit=lambda c: change(c.method("run").code.data), **options)


def set_byte(at, value):
    return lambda data: data.__setitem__(at, value)


def instructions(k):
    """4.9.1: which bytes may stand where."""
    for code in (0xba, 0xca, 0xcb, 0xd5, 0xee, 0xef, 0xfe, 0xff):
        patched(k, "4.9.1", f"opcode-{code:02x}", "nop\nnop\nnop\nnop\nnop\nreturn", set_byte(0, code), versions=(48, 50, 61))
    for name, size in (("bipush 1", 2), ("sipush 1", 3), ("ldc 5", 2), ("goto L\nL:", 3), ("invokestatic T.run()V", 3), ("iinc 0 1", 3),
                       ("wide iinc 0 1", 6), ("new T", 3), ("multianewarray [[I 2", 4), ("invokeinterface java/lang/Runnable.run()V", 5)):
        for cut in range(1, size):
            patched(k, "4.9.1", f"cut-{name.split()[0]}-{cut}", f"nop\n{name}", lambda d, n=size - cut: d.__delitem__(slice(len(d) - n, len(d))),
                    versions=(48, 61))
    for code in (0x00, 0x10, 0x3c, 0xb2, 0xc4, 0xc8):
        patched(k, "4.9.1", f"wide-{code:02x}", "wide iload 0\npop\nreturn", set_byte(1, code))
    patched(k, "4.9.1", "tableswitch-high-below-low", "iconst_0\ntableswitch 0 A A default A\nA: .frame locals stack\nreturn",
            lambda d: d.__setitem__(slice(12, 16), b"\xff\xff\xff\xf0"))
    patched(k, "4.9.1", "tableswitch-too-many", "iconst_0\ntableswitch 0 A A default A\nA: .frame locals stack\nreturn",
            lambda d: d.__setitem__(slice(12, 16), b"\x7f\xff\xff\xf0"))
    patched(k, "4.9.1", "tableswitch-range-wraps", "iconst_0\ntableswitch 0 A A default A\nA: .frame locals stack\nreturn",
            lambda d: d.__setitem__(slice(8, 16), b"\x80\0\0\0\x7f\xff\xff\xff"))
    patched(k, "4.9.1", "tableswitch-padding", "iconst_0\ntableswitch 0 A A default A\nA: .frame locals stack\nreturn", set_byte(2, 1),
            versions=(48, 50, 51, 61))
    patched(k, "4.9.1", "tableswitch-target-beyond", "iconst_0\ntableswitch 0 A A default A\nA: .frame locals stack\nreturn", set_byte(19, 99))
    patched(k, "4.9.1", "tableswitch-target-inside", "iconst_0\ntableswitch 0 A A default A\nA: .frame locals stack\nreturn", set_byte(19, 3))
    patched(k, "4.9.1", "tableswitch-default-beyond", "iconst_0\ntableswitch 0 A A default A\nA: .frame locals stack\nreturn", set_byte(7, 99))
    lookup = "iconst_0\nlookupswitch 1:A 5:A default:A\nA: .frame locals stack\nreturn"
    patched(k, "4.9.1", "lookupswitch-negative-count", lookup, lambda d: d.__setitem__(slice(8, 12), b"\xff\xff\xff\xff"))
    patched(k, "4.9.1", "lookupswitch-count-beyond", lookup, lambda d: d.__setitem__(slice(8, 12), b"\0\0\1\0"))
    patched(k, "4.9.1", "lookupswitch-unsorted", lookup, set_byte(15, 9))
    patched(k, "4.9.1", "lookupswitch-equal-keys", lookup, set_byte(15, 5))
    patched(k, "4.9.1", "lookupswitch-padding", lookup, set_byte(3, 1))
    patched(k, "4.9.1", "lookupswitch-target", lookup, set_byte(19, 1))
    branch = "iconst_0\nifeq A\nnop\nnop\nA: .frame locals stack\nreturn"
    for label, offset in (("beyond", 100), ("before", -50), ("inside", 1), ("to-the-end", 6)):
        patched(k, "4.9.1", f"branch-{label}", branch, lambda d, o=offset: d.__setitem__(slice(2, 4), u2(o)))
        patched(k, "4.9.1", f"goto-{label}", "goto A\nnop\nnop\nnop\nnop\nA: .frame locals stack\nreturn",
                lambda d, o=offset: d.__setitem__(slice(1, 3), u2(o)))
        patched(k, "4.9.1", f"goto_w-{label}", "goto_w A\nnop\nnop\nA: .frame locals stack\nreturn",
                lambda d, o=offset: d.__setitem__(slice(1, 5), (o & 0xffffffff).to_bytes(4, "big")))
    everywhere(k, "4.9.1", "falls-off", "nop")
    everywhere(k, "4.9.1", "falls-off-after-branch", "iconst_0\nifeq A\nA: .frame locals stack\nnop")
    everywhere(k, "4.9.1", "dead-code", "return\nnop\nreturn")
    everywhere(k, "4.9.1", "dead-code-at-the-end", "return\nnop")
    everywhere(k, "4.9.1", "jsr", "jsr S\nreturn\nS: astore_0\nret 0", versions=(48, 50, 51, 61))
    everywhere(k, "4.9.1", "ret", "aconst_null\nastore_0\nret 0", versions=(48, 50, 51, 61))


def operands(k):
    """4.9.1: which constants, locals and numbers may be operands."""
    wrong = {"zero": lambda c: 0, "out-of-range": lambda c: 5000, "utf8": lambda c: c.pool.utf8("T"), "nat": lambda c: c.pool.name_and_type("q", "I"),
             "class": lambda c: c.this, "string": lambda c: c.pool.append(8, u2(c.pool.utf8("s"))), "int": lambda c: c.pool.append(3, bytes(4)),
             "long": lambda c: c.pool.append(5, bytes(8)), "second-half": lambda c: c.pool.append(5, bytes(8)) + 1,
             "field": lambda c: c.pool.member(9, "T", "x", "I"), "method": lambda c: c.pool.member(METHODREF, "T", "run", "()V"),
             "interface-method": lambda c: c.pool.member(11, "java/util/List", "size", "()I"),
             "interface-static": lambda c: c.pool.member(11, "java/util/List", "of", "()Ljava/util/List;")}
    uses = {"ldc_w": "ldc_w 5\npop\nreturn", "ldc2_w": "ldc2_w 5L\npop2\nreturn", "getstatic": "getstatic T.x:I\npop\nreturn",
            "putfield": "aconst_null\niconst_0\nputfield T.x:I\nreturn", "invokestatic": "invokestatic T.run()V\nreturn",
            "invokevirtual": "aconst_null\ninvokevirtual java/lang/Object.notify()V\nreturn",
            "invokespecial": "aconst_null\ninvokespecial java/lang/Object.notify()V\nreturn",
            "invokeinterface": "aconst_null\ninvokeinterface java/lang/Runnable.run()V\nreturn",
            "new": "new T\npop\nreturn", "anewarray": "iconst_0\nanewarray T\npop\nreturn", "checkcast": "aconst_null\ncheckcast T\npop\nreturn",
            "instanceof": "aconst_null\ninstanceof T\npop\nreturn", "multianewarray": "iconst_0\nmultianewarray [I 1\npop\nreturn"}
    for use, code in uses.items():
        for label, index in wrong.items():
            def edit(c, i=index, u=use):
                data = c.method("run").code.data
                at = {"aconst_null": 1, "iconst_0": 1}.get(uses[u].split("\n")[0], 0) + (1 if u == "putfield" else 0)
                data[at + 1:at + 3] = u2(i(c))
            for version in (48, 61) if label not in ("interface-method", "interface-static") else (48, 50, 51, 52, 61):
                k.run("4.9.1", f"{use}-of-{label}-v{version}", code, version=version, more=".field static x I", edit=edit)
    for version in (48, 50, 51, 61):
        k.run("4.9.1", f"invokedynamic-v{version}", "nop\nnop\nnop\nnop\nnop\nreturn", version=version,
              edit=lambda c: c.method("run").code.data.__setitem__(slice(0, 5), b"\xba\0\1\0\0"))
    k.run("4.9.1", "invokedynamic-zeroes", "nop\nnop\nnop\nnop\nnop\nreturn", edit=lambda c: (
        c.add_attribute("BootstrapMethods", u2(1, c.pool.append(15, b"\6" + u2(c.pool.member(METHODREF, "T", "run", "()V"))), 0)),
        c.method("run").code.data.__setitem__(slice(0, 5), b"\xba" + u2(c.pool.append(INVOKE_DYNAMIC, u2(0, c.pool.name_and_type("x", "()V")))) + b"\0\1")))
    for local in (4, 255, 65535):
        for op in ("iload", "lload", "aload", "istore", "dstore", "ret"):
            word = f"wide {op} {local}" if local > 255 else f"{op} {local}"
            before = {"istore": "iconst_0\n", "dstore": "dconst_0\n"}.get(op, "")
            everywhere(k, "4.9.1", f"{op}-{local}", f"{before}{word}\nreturn", local=4, versions=(48, 61))
    for op in ("lload 3", "dload_3", "lstore 3", "dstore_3", "iinc 4 1", "iload_3"):
        before = "lconst_0\n" if "lstore" in op else "dconst_0\n" if "dstore" in op else ""
        everywhere(k, "4.9.1", f"last-local-{op.split()[0]}", f"{before}{op}\nreturn", local=4, versions=(48, 61))
    for kind in (0, 3, 12, 255):
        patched(k, "4.9.1", f"newarray-{kind}", "iconst_0\nnewarray int\npop\nreturn", set_byte(2, kind))
    for dims, name in ((0, "[[I"), (3, "[[I"), (1, "java/lang/String"), (255, "[[I"), (2, "[[I")):
        everywhere(k, "4.9.1", f"multianewarray-{dims}-{name.replace('/', '.')}", "iconst_0\n" * min(dims, 4) + f"multianewarray {name} {dims}\npop\nreturn")
    for name in ("[I", "[Ljava/lang/String;", "java/lang/Runnable", "java/lang/Number", "Missing"):
        everywhere(k, "4.9.1", f"new-{name.replace('/', '.')}", f"new {name}\npop\nreturn", versions=(48, 61))
    for dims in (254, 255):
        everywhere(k, "4.9.1", f"anewarray-{dims}", f"iconst_0\nanewarray {'[' * dims}I\npop\nreturn", versions=(48, 61))
    for count in (0, 2, 255):
        patched(k, "4.9.1", f"invokeinterface-count-{count}", "aconst_null\ninvokeinterface java/lang/Runnable.run()V\nreturn", set_byte(4, count))
    patched(k, "4.9.1", "invokeinterface-zero", "aconst_null\ninvokeinterface java/lang/Runnable.run()V\nreturn", set_byte(5, 1))
    for op, member in (("invokevirtual", "java/lang/Object.<init>()V"), ("invokestatic", "java/lang/Object.<init>()V"),
                       ("invokestatic", "T.<clinit>()V"), ("invokespecial", "T.<clinit>()V"), ("invokeinterface", "java/lang/Runnable.<init>()V")):
        everywhere(k, "4.9.1", f"{op}-{member.split('.')[-1][1:-4]}", f"aconst_null\n{op} {member}\nreturn", versions=(45, 48, 61))
    for op in ("ldc", "ldc_w"):
        for version in (48, 49, 50):
            k.run("4.9.1", f"{op}-class-v{version}", f"{op} class T\npop\nreturn", version=version)
    for op, member in (("getfield", "[I.x:I"), ("putfield", "[I.x:I"), ("getstatic", "[I.x:I"), ("putstatic", "[I.x:I"), ("invokevirtual", "[I.clone()Ljava/lang/Object;"),
                       ("invokevirtual", "[I.hashCode()I"), ("invokestatic", "[I.x()V"), ("invokespecial", "[I.clone()Ljava/lang/Object;"),
                       ("invokeinterface", "[I.x()V")):
        before = {"getfield": "aconst_null", "putfield": "aconst_null\niconst_0", "putstatic": "iconst_0"}.get(op, "aconst_null" if "x()V" not in member or op == "invokeinterface" else "")
        everywhere(k, "4.9.1", f"{op}-of-array-{member[3:].partition('(')[0].partition(':')[0]}", f"{before}\n{op} {member}\nreturn", versions=(48, 61))


SIMPLE = """iadd ladd fadd dadd isub lmul fdiv drem ineg lneg fneg dneg ishl lshl iushr lushr iand lor ixor i2l i2f i2d l2i l2f l2d f2i f2l
f2d d2i d2l d2f i2b i2c i2s lcmp fcmpl fcmpg dcmpl dcmpg pop pop2 dup dup_x1 dup_x2 dup2 dup2_x1 dup2_x2 swap iaload laload faload daload aaload
baload caload saload iastore lastore fastore dastore aastore bastore castore sastore arraylength athrow monitorenter monitorexit ireturn lreturn
freturn dreturn areturn""".split()
VALUES = {"none": "", "int": "iconst_0", "long": "lconst_0", "float": "fconst_0", "double": "dconst_0", "null": "aconst_null", "string": "ldc \"x\"",
          "new": "new java/lang/Object", "int-int": "iconst_0\niconst_0", "long-int": "lconst_0\niconst_0", "int-long": "iconst_0\nlconst_0",
          "float-int": "fconst_0\niconst_0", "null-int": "aconst_null\niconst_0", "string-int": "ldc \"x\"\niconst_0",
          "array-int": "iconst_0\nnewarray int\niconst_0", "null-int-int": "aconst_null\niconst_0\niconst_0",
          "array-int-float": "iconst_0\nnewarray int\niconst_0\nfconst_0", "bytes-int-int": "iconst_0\nnewarray byte\niconst_0\niconst_0",
          "new-int": "new java/lang/Object\niconst_0", "long-long": "lconst_0\nlconst_0"}


def stack(k):
    """4.9.2: types of operands, instruction by instruction."""
    for i, op in enumerate(SIMPLE):
        # Each instruction with a third of the stacks, so that every pair of kinds occurs somewhere.
        for j, (label, value) in enumerate(VALUES.items()):
            if (i + j) % 3 == 0:
                everywhere(k, "4.9.2", f"{op}-on-{label}", f"{value}\n{op}\nreturn", versions=(48, 61))
    for kind, value in VALUES.items():
        if "-" in kind:
            continue
        for result in "VIJFDZ":
            op = {"V": "return", "Z": "ireturn"}.get(result, f"{result.lower().replace('j', 'l')}return")
            everywhere(k, "4.9.2", f"return-{kind}-as-{result}", f"{value}\n{op}", descriptor=f"(){result}", versions=(48, 61))
        for result in ("Ljava/lang/String;", "Ljava/lang/Object;", "Ljava/lang/Runnable;", "[I", "[Ljava/lang/Object;", "Ljava/lang/Number;", "LMissing;"):
            everywhere(k, "4.9.2", f"return-{kind}-as-{result.replace('/', '.')}", f"{value}\nareturn", descriptor=f"(){result}", versions=(48, 61))
        for op in ("istore_0", "lstore_0", "fstore_0", "dstore_0", "astore_0", "ifeq A", "ifnull A", "if_icmpeq A", "if_acmpeq A", "checkcast T",
                   "instanceof T", "newarray int", "anewarray T", "tableswitch 0 A default A"):
            everywhere(k, "4.9.2", f"{op.split()[0]}-on-{kind}", f"{value}\n{op}\nA: .frame locals stack\nreturn", versions=(48, 61))
    for result, op in (("I", "return"), ("V", "ireturn"), ("J", "ireturn"), ("V", "areturn")):
        everywhere(k, "4.9.2", f"return-wrong-{op}-{result}", f"iconst_0\n{op}", descriptor=f"(){result}", versions=(48, 61))
    for limit in (0, 1, 2):
        for label, code in (("long", "lconst_0\npop2\nreturn"), ("two", "iconst_0\niconst_0\npop\npop\nreturn"), ("dup", "iconst_0\ndup\npop2\nreturn"),
                            ("call", "invokestatic java/lang/System.nanoTime()J\npop2\nreturn")):
            everywhere(k, "4.9.2", f"max-stack-{limit}-{label}", code, stack=limit, versions=(48, 61))
    for first in ("iload_0", "lload_0", "fload_0", "dload_0", "aload_0", "iinc 0 1", "ret 0"):
        for kind, store in (("nothing", ""), ("int", "iconst_0\nistore_0"), ("long", "lconst_0\nlstore_0"), ("float", "fconst_0\nfstore_0"),
                            ("double", "dconst_0\ndstore_0"), ("null", "aconst_null\nastore_0"), ("half", "lconst_0\nlstore_0\niconst_0\nistore_1"),
                            ("new", "new T\nastore_0"), ("upper-half", "lconst_0\nlstore_0\niconst_0\nistore_0\niload_1\npop")):
            everywhere(k, "4.9.2", f"{first.split()[0]}-of-{kind}", f"{store}\n{first}\nreturn", versions=(48, 61))


def calls(k):
    """4.9.2: arguments, receivers, constructors, protected members."""
    for label, code in {
            "argument-float": "fconst_0\ninvokestatic java/lang/Math.abs(I)I\npop\nreturn",
            "argument-missing": "invokestatic java/lang/Math.abs(I)I\npop\nreturn",
            "argument-null-for-int": "aconst_null\ninvokestatic java/lang/Math.abs(I)I\npop\nreturn",
            "argument-wrong-class": 'ldc "x"\ninvokestatic java/lang/Thread.holdsLock(Ljava/lang/Thread;)Z\npop\nreturn',
            "argument-interface": 'ldc "x"\ninvokestatic T.take(Ljava/lang/Runnable;)V\nreturn',
            "argument-array-interface": "iconst_0\nnewarray int\ninvokestatic T.take(Ljava/lang/Runnable;)V\nreturn",
            "argument-array-cloneable": "iconst_0\nnewarray int\ninvokestatic T.take(Ljava/lang/Cloneable;)V\nreturn",
            "argument-array-of-array": "iconst_0\nanewarray [I\ninvokestatic T.take([[J)V\nreturn",
            "argument-array-of-string": "iconst_0\nanewarray java/lang/String\ninvokestatic T.take([Ljava/lang/Object;)V\nreturn",
            "argument-array-of-object": "iconst_0\nanewarray java/lang/Object\ninvokestatic T.take([Ljava/lang/String;)V\nreturn",
            "argument-array-to-object-array": "iconst_0\nnewarray int\ninvokestatic T.take([Ljava/lang/Object;)V\nreturn",
            "argument-uninitialised": "new java/lang/Object\ninvokestatic T.take(Ljava/lang/Object;)V\nreturn",
            "argument-missing-class": 'ldc "x"\ninvokestatic T.take(LMissing;)V\nreturn',
            "receiver-int": "iconst_0\ninvokevirtual java/lang/Object.hashCode()I\npop\nreturn",
            "receiver-wrong": 'ldc "x"\ninvokevirtual java/lang/Thread.start()V\nreturn',
            "receiver-uninitialised": "new java/lang/Object\ninvokevirtual java/lang/Object.hashCode()I\npop\nreturn",
            "receiver-interface": 'ldc "x"\ninvokeinterface java/lang/Runnable.run()V\nreturn',
            "receiver-interface-int": "iconst_0\ninvokeinterface java/lang/Runnable.run()V\nreturn",
            "invokespecial-foreign": 'ldc "x"\ninvokespecial java/lang/String.length()I\npop\nreturn',
            "invokespecial-super-other-object": 'ldc "x"\ninvokespecial java/lang/Object.hashCode()I\npop\nreturn',
            "constructor-of-object": "new java/lang/Object\ndup\ninvokespecial java/lang/Object.<init>()V\npop\nreturn",
            "constructor-twice": "new java/lang/Object\ndup\ndup\ninvokespecial java/lang/Object.<init>()V\ninvokespecial java/lang/Object.<init>()V\nreturn",
            "constructor-of-other": "new java/lang/Object\ninvokespecial java/lang/Thread.<init>()V\nreturn",
            "constructor-on-string": 'ldc "x"\ninvokespecial java/lang/Object.<init>()V\nreturn',
            "constructor-on-null": "aconst_null\ninvokespecial java/lang/Object.<init>()V\nreturn",
            "constructor-on-int": "iconst_0\ninvokespecial java/lang/Object.<init>()V\nreturn",
            "constructor-result": "new java/lang/Object\ndup\ninvokespecial java/lang/Object.<init>()V\ninvokevirtual java/lang/Object.hashCode()I\npop\nreturn",
            "uninitialised-returned": "new java/lang/Object\nareturn",
            "uninitialised-stored": "new java/lang/Object\nputstatic T.o:Ljava/lang/Object;\nreturn",
            "uninitialised-locked": "new java/lang/Object\nmonitorenter\nreturn",
            "uninitialised-compared": "new java/lang/Object\nifnull A\nA: .frame locals stack\nreturn",
            "uninitialised-cast": "new java/lang/Object\ncheckcast java/lang/Object\npop\nreturn",
            "uninitialised-thrown": "new java/lang/Error\nathrow",
            "uninitialised-in-array": "iconst_1\nanewarray java/lang/Object\niconst_0\nnew java/lang/Object\naastore\nreturn",
            "throw-object": 'ldc "x"\nathrow', "throw-null": "aconst_null\nathrow", "throw-array": "iconst_0\nnewarray int\nathrow",
            "protected-clone": "new java/lang/Object\ndup\ninvokespecial java/lang/Object.<init>()V\ninvokevirtual java/lang/Object.clone()Ljava/lang/Object;\npop\nreturn",
            "protected-clone-array": "iconst_0\nnewarray int\ninvokevirtual java/lang/Object.clone()Ljava/lang/Object;\npop\nreturn",
            "protected-clone-null": "aconst_null\ninvokevirtual java/lang/Object.clone()Ljava/lang/Object;\npop\nreturn",
            "protected-finalize-array": "iconst_0\nnewarray int\ninvokevirtual java/lang/Object.finalize()V\nreturn",
            "field-of-int": "iconst_0\ngetfield T.x:I\npop\nreturn", "field-of-other": 'ldc "x"\ngetfield T.x:I\npop\nreturn',
            "field-put-float": "aconst_null\nfconst_0\nputfield T.x:I\nreturn", "field-put-wrong-class": 'ldc "x"\nputstatic T.t:Ljava/lang/Thread;\nreturn',
            "field-put-uninitialised": "new T\niconst_0\nputfield T.x:I\nreturn", "field-put-interface": 'ldc "x"\nputstatic T.r:Ljava/lang/Runnable;\nreturn',
    }.items():
        everywhere(k, "4.9.2", label, code, more=".field x I\n.field static o Ljava/lang/Object;\n.field static t Ljava/lang/Thread;\n"
                   ".field static r Ljava/lang/Runnable;\n.method public static take (Ljava/lang/Runnable;)V\nreturn\n.end")
    user = ".method public static {} ()V\nnew T\ndup\ninvokespecial T.<init>()V\npop\nreturn\n.end\n.field x I\n.field static o Ljava/lang/Object;"
    for label, code in {
            "without-super": "return", "super-twice": "aload_0\ninvokespecial java/lang/Object.<init>()V\naload_0\ninvokespecial java/lang/Object.<init>()V\nreturn",
            "this-before-super": "aload_0\nputstatic T.o:Ljava/lang/Object;\naload_0\ninvokespecial java/lang/Object.<init>()V\nreturn",
            "field-before-super": "aload_0\niconst_0\nputfield T.x:I\naload_0\ninvokespecial java/lang/Object.<init>()V\nreturn",
            "field-read-before-super": "aload_0\ngetfield T.x:I\npop\naload_0\ninvokespecial java/lang/Object.<init>()V\nreturn",
            "foreign-field-before-super": "aload_0\niconst_0\nputfield java/lang/Thread.x:I\naload_0\ninvokespecial java/lang/Object.<init>()V\nreturn",
            "call-before-super": "aload_0\ninvokevirtual java/lang/Object.hashCode()I\npop\naload_0\ninvokespecial java/lang/Object.<init>()V\nreturn",
            "grandparent": "aload_0\ninvokespecial java/lang/Thread.<init>()V\nreturn",
            "conditional-super": "iconst_0\nifeq A\naload_0\ninvokespecial java/lang/Object.<init>()V\nA: .frame locals this stack\nreturn",
            "conditional-super-flag-lost": "iconst_0\nifeq A\naload_0\ninvokespecial java/lang/Object.<init>()V\nA: .frame locals stack\nreturn",
            "loop-before-super": "A: .frame locals this stack\niconst_0\nifeq A\naload_0\ninvokespecial java/lang/Object.<init>()V\nreturn",
            "super-in-try": "S: aload_0\ninvokespecial java/lang/Object.<init>()V\nE: return\nH: .frame locals top stack A:java/lang/Throwable\n"
                            "pop\nreturn\n.catch any from S to E using H",
            "super-in-try-rethrow": "S: aload_0\ninvokespecial java/lang/Object.<init>()V\nE: return\nH: .frame locals top stack A:java/lang/Throwable\n"
                                    "athrow\n.catch any from S to E using H",
            "super-in-try-loop": "S: aload_0\ninvokespecial java/lang/Object.<init>()V\nE: return\nH: .frame locals top stack A:java/lang/Throwable\n"
                                 "pop\nX: .frame locals top stack\ngoto X\n.catch any from S to E using H",
            "throw-without-super": "aconst_null\nathrow", "endless-without-super": "A: .frame locals this stack\ngoto A",
            "this-in-local": "aload_0\nastore_1\naload_1\ninvokespecial java/lang/Object.<init>()V\naload_0\npop\naload_1\ninvokevirtual java/lang/Object.hashCode()I\npop\nreturn",
            "this-overwritten": "aload_0\ninvokespecial java/lang/Object.<init>()V\naconst_null\nastore_0\nreturn",
            "this-overwritten-before": "aconst_null\nastore_0\nreturn",
    }.items():
        for version in VERSIONS:
            k.case("4.10.1.9.invokespecial", f"{label}-v{version}", method("<init>", code, flags="public") + user.format("go" if label.startswith(("loop", "endless")) else "run"), version=version)


def merging(k):
    """4.10: what flows together."""
    for label, code in {
            "stack-height": "iconst_0\nifeq A\niconst_0\nA: .frame locals stack int\npop\nreturn",
            "stack-kind": "iconst_0\nifeq A\nfconst_0\ngoto B\nA: .frame locals stack\niconst_0\nB: .frame locals stack int\npop\nreturn",
            "stack-long": "iconst_0\nifeq A\nlconst_0\ngoto B\nA: .frame locals stack\niconst_0\niconst_0\nB: .frame locals stack long\npop2\nreturn",
            "local-lost": "iconst_0\nistore_0\niload_0\nifeq A\nfconst_0\nfstore_0\nA: .frame locals stack\niload_0\npop\nreturn",
            "local-claimed": "iconst_0\nistore_0\niload_0\nifeq A\nfconst_0\nfstore_0\nA: .frame locals int stack\niload_0\npop\nreturn",
            "class-merged": 'iconst_0\nifeq A\nldc "x"\ngoto B\nA: .frame locals stack\nnew java/lang/Thread\ndup\ninvokespecial java/lang/Thread.<init>()V\n'
                            "B: .frame locals stack A:java/lang/String\ninvokevirtual java/lang/String.length()I\npop\nreturn",
            "null-merged": 'iconst_0\nifeq A\nldc "x"\ngoto B\nA: .frame locals stack\naconst_null\n'
                           "B: .frame locals stack A:java/lang/String\ninvokevirtual java/lang/String.length()I\npop\nreturn",
            "arrays-merged": "iconst_0\nifeq A\niconst_0\nnewarray int\ngoto B\nA: .frame locals stack\niconst_0\nnewarray long\n"
                             "B: .frame locals stack A:[I\narraylength\npop\nreturn",
            "new-merged": "iconst_0\nifeq A\nnew java/lang/Object\ngoto B\nA: .frame locals stack\nnew java/lang/Object\n"
                          "B: .frame locals stack A:java/lang/Object\npop\nreturn",
            "new-in-loop": "A: .frame locals stack\nnew java/lang/Object\nastore_0\niconst_0\nifeq A\naload_0\ninvokespecial java/lang/Object.<init>()V\nreturn",
            "new-on-stack-in-loop": "A: .frame locals stack\nnew java/lang/Object\niconst_0\nifeq A\npop\nreturn",
            "backward-with-new": "new java/lang/Object\nastore_0\nA: .frame locals new:N stack\niconst_0\nifeq A\nN: aload_0\npop\nreturn",
            "handler-sees-store": "iconst_0\nistore_0\nS: fconst_0\nfstore_0\nE: return\nH: .frame locals int stack A:java/lang/Throwable\n"
                                  "iload_0\npop\nreturn\n.catch any from S to E using H",
            "handler-type": "S: nop\nE: return\nH: .frame locals stack A:java/lang/String\npop\nreturn\n.catch java/lang/Error from S to E using H",
            "handler-no-throwable": "S: nop\nE: return\nH: .frame locals stack A:java/lang/String\npop\nreturn\n.catch java/lang/String from S to E using H",
            "handler-missing-class": "S: nop\nE: return\nH: .frame locals stack A:Missing\npop\nreturn\n.catch Missing from S to E using H",
            "handler-array": "S: nop\nE: return\nH: .frame locals stack A:java/lang/Throwable\npop\nreturn\n.catch [I from S to E using H",
            "handler-needs-stack": "S: nop\nE: return\nH: .frame locals stack A:java/lang/Throwable\nareturn\n.catch any from S to E using H",
            "handler-is-protected": "S: nop\nE: return\nH: .frame locals stack A:java/lang/Throwable\npop\nG: return\n.catch any from S to G using H",
    }.items():
        if label in ("new-in-loop", "backward-with-new"):  # endless when accepted: not run
            for version in VERSIONS:
                k.case("4.10", f"{label}-v{version}", method("go", code), version=version)
        else:
            everywhere(k, "4.10", label, code)
    everywhere(k, "4.10", "handler-without-stack", "S: nop\nE: return\nH: .frame locals stack A:java/lang/Throwable\nreturn\n.catch any from S to E using H", stack=0)
    for label, row in (("start-inside", (1, 3, 3, 0)), ("end-inside", (0, 1, 3, 0)), ("handler-inside", (0, 3, 1, 0))):
        everywhere(k, "4.9.1", f"handler-{label}", "sipush 1\npop\nreturn", edit=lambda c, r=row: c.method("run").code.handlers.append(list(r)))


def add(k):
    """All cases of this file."""
    for group in (instructions, operands, stack, calls, merging):
        group(k)
