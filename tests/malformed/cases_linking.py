"""JVMS 5.3 to 5.6: what linking, resolution, selection and initialisation refuse."""
from caselib import CONSTRUCTOR, method, u2
from classfile import METHODREF, METHOD_HANDLE

OBJECT = 'new java/lang/Object\ndup\ninvokespecial java/lang/Object.<init>()V\n'
BASE = 'new p/Base\ndup\ninvokespecial p/Base.<init>()V\n'
RUN = method("run", "return")
NEST = "p/Kinds$"


def hierarchy(k):
    """5.3.5: super classes and super interfaces."""
    for label, parent in (("final", NEST + "Final"), ("interface", "java/lang/Runnable"), ("enum", NEST + "Color"), ("record", NEST + "Point"),
                          ("sealed", NEST + "Sealed"), ("missing", "Missing"), ("itself", "T"), ("near", "p/Near"), ("string", "java/lang/String"),
                          ("hidden-package", "jdk/internal/misc/Unsafe"), ("magic-accessor", "jdk/internal/reflect/MagicAccessorImpl"),
                          ("reflection-accessor", "jdk/internal/reflect/MethodAccessorImpl"), ("reflection-public", "jdk/internal/reflect/Reflection"),
                          ("record-base", "java/lang/Record"), ("enum-base", "java/lang/Enum")):
        k.case("5.3.5", f"super-{label}", RUN, head=f".class public super T\n.super {parent}")
    for label, face in (("class", "java/lang/Object"), ("sealed", NEST + "SealedFace"), ("missing", "Missing"), ("near", NEST + "NearFace"),
                        ("enum", NEST + "Color"), ("annotation", "java/lang/Deprecated")):
        k.case("5.3.5", f"interface-{label}", RUN, head=f".class public super T\n.implements {face}")
        k.case("5.3.5", f"superinterface-{label}", head=f".interface public abstract T\n.implements {face}")
    k.case("5.3.5", "interface-itself", RUN, head=".class public super T\n.implements T")
    k.case("5.3.5", "interface-extends-itself", head=".interface public abstract T\n.implements T")
    k.case("5.3.5", "circle-of-two", RUN, head=".class public super T\n.super U", others=[".class public super U\n.super T"])
    k.case("5.3.5", "circle-of-three", RUN, head=".class public super T\n.super U",
           others=[".class public super U\n.super V", ".class public super V\n.super T"])
    k.case("5.3.5", "circle-of-interfaces", head=".interface public abstract T\n.implements U", others=[".interface public abstract U\n.implements T"])
    for flags in ("super", "super abstract", "super final", "abstract"):
        for label, permitted in (("listed", "T"), ("not-listed", "V")):
            k.case("5.3.5", f"sealed-{label}-{flags.replace(' ', '-')}", RUN, head=".class public super T\n.super U",
                   others=[f".class public {flags} U\n.attribute PermittedSubclasses 0001 c:{permitted}\n" + CONSTRUCTOR])
    k.case("5.3.5", "sealed-other-package", head=".class public super q/T\n.super U", others=[
        ".class public super U\n.attribute PermittedSubclasses 0001 c:q/T\n" + CONSTRUCTOR])
    k.case("5.3.5", "sealed-other-package-near", head=".class super q/T\n.super U", others=[
        ".class public super U\n.attribute PermittedSubclasses 0001 c:q/T\n" + CONSTRUCTOR])
    k.case("5.3.5", "sealed-interface-not-listed", head=".class public super T\n.implements U", others=[
        ".interface public abstract U\n.attribute PermittedSubclasses 0001 c:V"])
    k.case("5.3.5", "sealed-interface-by-interface", head=".interface public abstract T\n.implements U", others=[
        ".interface public abstract U\n.attribute PermittedSubclasses 0001 c:V"])
    k.case("5.3.5", "defined-twice", RUN + method("<clinit>", "return", flags="static"), expect="java.lang.Strin")


def overriding(k):
    """5.4.2, 5.4.5, 5.4.6: final methods and default conflicts."""
    extends = ".class public super T\n.super p/Base"
    for name in ("finalMethod", "finalStaticMethod", "openStaticMethod", "openMethod", "nearMethod", "ownMethod"):
        for flags in ("public", "public static", "private", ""):
            k.case("5.4.2", f"override-{name}-{flags.replace(' ', '-') or 'package'}", method(name, "return", flags=flags), head=extends)
    k.case("5.4.2", "override-getClass", ".method public getClass ()Ljava/lang/Class;\naconst_null\nareturn\n.end")
    k.case("5.4.2", "override-notify", ".method public notify ()V\nreturn\n.end")
    make = "new T\ndup\ninvokespecial T.<init>()V\n"
    both = CONSTRUCTOR + method("run", make + f"invokevirtual T.both()I\nireturn", "()I")
    two = f".class public super T\n.implements {NEST}Left\n.implements {NEST}Right"
    k.case("5.4.3.3", "two-defaults", both, head=two)
    k.case("5.4.3.3", "two-defaults-overridden", both + ".method public both ()I\niconst_3\nireturn\n.end", head=two)
    k.case("5.4.3.3", "two-defaults-abstract-class", both + ".method public abstract both ()I\n.end", head=two.replace("super T", "super abstract T"))
    k.case("5.4.3.3", "two-defaults-private", both + ".method private both ()I\niconst_3\nireturn\n.end", head=two)
    k.case("5.4.3.3", "two-defaults-static", both + ".method public static both ()I\niconst_3\nireturn\n.end", head=two)
    for face in ("Left", "Right"):
        k.case("5.4.6", f"two-defaults-through-{face}", CONSTRUCTOR + method("run", make + f"invokeinterface {NEST}{face}.both()I\nireturn", "()I"), head=two)
    for flags, label in (("", "package"), ("private", "private"), ("protected", "protected"), ("public static", "static"), ("public abstract", "abstract")):
        code = "" if "abstract" in flags else "return\n"
        k.case("5.4.6", f"interface-method-{label}", CONSTRUCTOR + f".method {flags} abstractMethod ()V\n{code}.end\n" +
               method("run", make + f"invokeinterface {NEST}Face.abstractMethod()V\nreturn"),
               head=f".class public super {'abstract ' if 'abstract' in flags else ''}T\n.implements {NEST}Face")
    k.case("5.4.6", "interface-method-missing", CONSTRUCTOR + method("run", make + f"invokeinterface {NEST}Face.abstractMethod()V\nreturn"),
           head=f".class public super T\n.implements {NEST}Face")
    k.case("5.4.6", "abstract-method-missing", CONSTRUCTOR.replace("java/lang/Object", NEST + "Abstract") +
           method("run", make + "invokevirtual T.abstractMethod()I\nireturn", "()I"), head=f".class public super T\n.super {NEST}Abstract")
    k.case("5.4.6", "abstract-super-call", CONSTRUCTOR.replace("java/lang/Object", NEST + "Abstract") +
           ".method public abstractMethod ()I\naload_0\ninvokespecial p/Kinds$Abstract.abstractMethod()I\nireturn\n.end\n" +
           method("run", make + "invokevirtual T.abstractMethod()I\nireturn", "()I"), head=f".class public super T\n.super {NEST}Abstract")
    k.case("5.4.6", "not-implementing", method("run", OBJECT + f"invokeinterface {NEST}Face.abstractMethod()V\nreturn"))
    for target in ("Left", "Face"):
        k.case("5.4.6", f"super-default-of-{target}", CONSTRUCTOR + ".method public go ()I\naload_0\ninvokespecial interface " +
               f"{NEST}{target}.{'both' if target == 'Left' else 'defaultMethod'}()I\nireturn\n.end\n" + method("run", make + "invokevirtual T.go()I\nireturn", "()I"),
               head=two)


def resolution(k):
    """5.4.3, 5.4.4: kinds, existence and access of members."""
    fields = {"open": "I", "kept": "I", "near": "I", "own": "I", "openStatic": "I", "keptStatic": "I", "nearStatic": "I", "ownStatic": "I",
              "fixed": "I", "FIXED": "Ljava/lang/Object;", "none": "I", "open ": "J"}
    for head, where in ((".class public super T", "stranger"), (".class public super T\n.super p/Base", "subclass"), (".class public super p/T", "neighbour")):
        for name, descriptor in fields.items():
            load, pop = ("lconst_0", "pop2") if descriptor == "J" else ("aconst_null", "pop") if descriptor[0] == "L" else ("iconst_0", "pop")
            member = f"p/Base.{name.strip()}:{descriptor}"
            for op, code in (("getstatic", f"getstatic {member}\n{pop}\nreturn"), ("putstatic", f"{load}\nputstatic {member}\nreturn"),
                             ("getfield", f"{BASE}getfield {member}\n{pop}\nreturn"), ("putfield", f"{BASE}{load}\nputfield {member}\nreturn")):
                k.run("5.4.3.2", f"{op}-{name.strip()}-{descriptor[0]}-by-{where}", code, head=head)
        for name in ("openMethod", "keptMethod", "nearMethod", "ownMethod", "openStaticMethod", "keptStaticMethod", "nearStaticMethod", "ownStaticMethod", "none"):
            for op, before in (("invokestatic", ""), ("invokevirtual", BASE), ("invokeinterface", BASE)):
                k.run("5.4.3.3", f"{op}-{name}-by-{where}", f"{before}{op} p/Base.{name}()V\nreturn", head=head)
            k.run("5.4.3.3", f"invokestatic-interface-{name}-by-{where}", f"invokestatic interface p/Base.{name}()V\nreturn", head=head)
        for d in "IJFD":
            push = {"I": "iconst_0", "J": "lconst_0", "F": "fconst_0", "D": "dconst_0"}[d]
            k.run("5.4.3.3", f"constructor-{d}-by-{where}", f"new p/Base\ndup\n{push}\ninvokespecial p/Base.<init>({d})V\npop\nreturn", head=head)
    for op, code in (("new", "new {0}\ndup\ninvokespecial {0}.<init>()V\npop\nreturn"), ("checkcast", 'ldc "x"\ncheckcast {0}\npop\nreturn'),
                     ("checkcast-null", "aconst_null\ncheckcast {0}\npop\nreturn"), ("instanceof", 'ldc "x"\ninstanceof {0}\npop\nreturn'),
                     ("anewarray", "iconst_0\nanewarray {0}\npop\nreturn"), ("multianewarray", "iconst_0\nmultianewarray [L{0}; 1\npop\nreturn"),
                     ("ldc", "ldc class {0}\npop\nreturn"), ("ldc-array", "ldc class [L{0};\npop\nreturn"), ("getstatic", "getstatic {0}.x:I\npop\nreturn"),
                     ("invokestatic", "invokestatic {0}.m()V\nreturn"), ("methodtype", "ldc methodtype (L{0};)V\npop\nreturn"),
                     ("handle", "ldc handle invokestatic {0}.m()V\npop\nreturn")):
        for label, name in (("missing", "Missing"), ("near", "p/Near"), ("abstract", "p/Kinds$Abstract"), ("interface", "p/Kinds$Face"),
                            ("hidden-package", "jdk/internal/misc/Unsafe"), ("other-module", "sun/security/provider/Sun"), ("bad", "U")):
            k.run("5.4.3.1", f"{op}-{label}", code.format(name), others=[".version 44\n.class public super U"] if label == "bad" else ())
    for op, member in (("invokevirtual", NEST + "Face.abstractMethod()V"), ("invokevirtual", NEST + "Face.staticMethod()I"), ("invokestatic", NEST + "Face.staticMethod()I"),
                       ("invokestatic", NEST + "Face.defaultMethod()I"), ("invokestatic", "interface " + NEST + "Face.staticMethod()I"),
                       ("invokestatic", "interface " + NEST + "Face.defaultMethod()I"), ("invokestatic", "interface " + NEST + "Face.none()I"),
                       ("invokestatic", "interface java/lang/Object.hashCode()I"), ("invokestatic", "java/lang/Object.hashCode()I"),
                       ("invokeinterface", NEST + "Face.staticMethod()I"), ("invokeinterface", NEST + "Face.none()I"), ("invokeinterface", "java/lang/Object.hashCode()I"),
                       ("invokeinterface", NEST + "Face.hashCode()I"), ("invokeinterface", NEST + "Face.clone()Ljava/lang/Object;")):
        before = "aconst_null\ncheckcast " + NEST + "Face\n" if op != "invokestatic" else ""
        k.run("5.4.3.4", f"{op}-{member.replace('/', '.').replace(' ', '-')}", f"{before}{op} {member}\nreturn")
    k.run("5.4.3.2", "put-final-of-interface", f"iconst_0\nputstatic {NEST}Face.CONSTANT:I\nreturn")
    for version in (52, 53, 61):
        final = ".field static final s I\n.field final f I\n.field static o I\n" + CONSTRUCTOR
        k.run("5.4.3.2", f"own-static-final-outside-clinit-v{version}", "iconst_0\nputstatic T.s:I\nreturn", more=final, version=version)
        k.run("5.4.3.2", f"own-final-outside-constructor-v{version}", "new T\ndup\ninvokespecial T.<init>()V\niconst_0\nputfield T.f:I\nreturn", more=final, version=version)
        k.run("5.4.3.2", f"own-static-by-putfield-v{version}", "new T\ndup\ninvokespecial T.<init>()V\niconst_0\nputfield T.o:I\nreturn", more=final, version=version)
    k.case("5.5", "initialiser-throws", method("<clinit>", "aconst_null\nathrow", flags="static") + RUN)
    k.case("5.5", "initialiser-throws-error", method("<clinit>", "new java/lang/Error\ndup\ninvokespecial java/lang/Error.<init>()V\nathrow", flags="static") + RUN)
    k.case("5.6", "native-missing", ".method public static native run ()V\n.end")
    k.case("5.4.4", "abstract-instance", CONSTRUCTOR + method("run", "new T\ndup\ninvokespecial T.<init>()V\npop\nreturn"), head=".class public super abstract T")


def nests(k):
    """5.4.4: nest mates."""
    touch = method("run", "getstatic U.x:I\nireturn", "()I")
    private = ".field private static x I"
    for label, own, other in (("none", "", ""), ("right", ".nesthost U", ".nestmember T"), ("not-listed", ".nesthost U", ".nestmember V"), ("no-members", ".nesthost U", ""),
                              ("missing-host", ".nesthost Missing", ""), ("array-host", ".nesthost [LU;", ""), ("itself", ".nesthost T", ""),
                              ("other-package", ".nesthost p/Base", ""), ("library-host", ".nesthost java/lang/Object", "")):
        k.case("5.4.4", f"nest-{label}", touch, head=f".class public super T\n{own}", others=[f".class public super U\n{other}\n{private}"])
    call = CONSTRUCTOR + method("run", "new U\ndup\ninvokespecial U.<init>()V\ninvokevirtual U.m()I\nireturn", "()I")
    callee = CONSTRUCTOR + ".method private m ()I\niconst_4\nireturn\n.end"
    for label, own, other in (("none", "", ""), ("right", ".nesthost U", ".nestmember T"), ("not-listed", ".nesthost U", "")):
        k.case("5.4.4", f"nest-call-{label}", call, head=f".class public super T\n{own}", others=[f".class public super U\n{other}\n{callee}"])


LOOKUP = "Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"


def dynamic(k):
    """5.4.3.6: bootstrap methods of call sites and constants."""
    site = f"({LOOKUP}Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;"
    constant = f"({LOOKUP}Ljava/lang/Class;)Ljava/lang/Object;"
    call, load = "invokedynamic x()V B\nreturn", "ldc dynamic x:I B\nireturn"
    for label, body, descriptor in (("null", "aconst_null\nareturn", site), ("throws", "aconst_null\nathrow", site), ("wrong-parameters", "aconst_null\nareturn", "()Ljava/lang/invoke/CallSite;"),
                                    ("wrong-result", "return", site[:-len("Ljava/lang/invoke/CallSite;")] + "V"), ("string", 'ldc "x"\nareturn', site.replace("Ljava/lang/invoke/CallSite;", "Ljava/lang/Object;")),
                                    ("error", "new java/lang/Error\ndup\ninvokespecial java/lang/Error.<init>()V\nathrow", site)):
        k.run("5.4.3.6", f"callsite-{label}", call, more=method("boot", body, descriptor) + f".bootstrap B invokestatic T.boot{descriptor}")
    for label, body, descriptor in (("null-for-int", "aconst_null\nareturn", constant), ("string-for-int", 'ldc "x"\nareturn', constant), ("throws", "aconst_null\nathrow", constant),
                                    ("wrong-parameters", "aconst_null\nareturn", "()Ljava/lang/Object;"),
                                    ("itself", "ldc dynamic x:I B\npop\naconst_null\nareturn", constant)):
        k.run("5.4.3.6", f"constant-{label}", load, descriptor="()I", more=method("boot", body, descriptor) + f".bootstrap B invokestatic T.boot{descriptor}")
    for label, handle in (("missing-method", f"invokestatic T.none{site}"), ("missing-class", f"invokestatic Missing.boot{site}"), ("not-static", f"invokevirtual T.boot{site}"),
                          ("private-elsewhere", "invokestatic p/Base.ownStaticMethod()V"), ("field", "getstatic T.f:I"), ("constructor", "newinvokespecial java/lang/Object.<init>()V"),
                          ("interface-as-class", f"invokestatic p/Kinds$Face.staticMethod()I"), ("class-as-interface", "invokestatic interface p/Base.openStaticMethod()V")):
        k.run("5.4.3.6", f"bootstrap-{label}", call, more=f".field static f I\n.bootstrap B {handle}")
        k.run("5.4.3.6", f"constant-bootstrap-{label}", load, descriptor="()I", more=f".field static f I\n.bootstrap B {handle}")
    for label, argument in (("class-missing", "class Missing"), ("type-missing", "methodtype (LMissing;)V"), ("handle-missing", "handle invokestatic T.none()V"), ("int", "5"), ("itself", "dynamic x:I B")):
        k.run("5.4.3.6", f"argument-{label}", call, more=method("boot", "aconst_null\nareturn", site) + f".bootstrap B invokestatic T.boot{site} {argument}")
        k.run("5.4.3.6", f"constant-argument-{label}", load, descriptor="()I", more=method("boot", "aconst_null\nareturn", constant) + f".bootstrap B invokestatic T.boot{constant} {argument}")
    for op, code in (("ldc-long", "ldc dynamic x:J B\npop\nreturn"), ("ldc2_w-int", "ldc2_w dynamic x:I B\npop2\nreturn"), ("ldc_w-double", "ldc_w dynamic x:D B\npop\nreturn")):
        k.run("4.9.1", f"dynamic-{op}", code, more=method("boot", "aconst_null\nareturn", constant) + f".bootstrap B invokestatic T.boot{constant}")
    for kind in ("getfield", "getstatic", "putfield", "putstatic"):
        for name in ("open", "openStatic", "own", "kept", "near", "fixed", "none"):
            k.run("5.4.3.5", f"handle-{kind}-{name}", f"ldc handle {kind} p/Base.{name}:I\npop\nreturn")
    for kind in ("invokevirtual", "invokestatic", "invokespecial", "invokeinterface"):
        for name in ("openMethod", "openStaticMethod", "ownMethod", "keptMethod", "nearMethod", "none"):
            k.run("5.4.3.5", f"handle-{kind}-{name}", f"ldc handle {kind} p/Base.{name}()V\npop\nreturn")
    for d in "IJF":
        k.run("5.4.3.5", f"handle-constructor-{d}", f"ldc handle newinvokespecial p/Base.<init>({d})V\npop\nreturn")


def protected(k):
    """4.10.1.8: protected members of other packages."""
    heads = {"subclass": ".class public super T\n.super p/Base"}
    make = CONSTRUCTOR.replace("java/lang/Object", "p/Base")
    for version in (48, 61):
        for where, head in heads.items():
            for label, code in {"field-of-this": "aload_0\ngetfield p/Base.kept:I\npop\nreturn", "field-of-base": f"{BASE}getfield p/Base.kept:I\npop\nreturn",
                                "put-of-base": f"{BASE}iconst_0\nputfield p/Base.kept:I\nreturn", "own-name-of-base": f"{BASE}getfield T.kept:I\npop\nreturn",
                                "method-of-this": "aload_0\ninvokevirtual p/Base.keptMethod()V\nreturn", "method-of-base": f"{BASE}invokevirtual p/Base.keptMethod()V\nreturn",
                                "clone-of-this": "aload_0\ninvokevirtual p/Base.clone()Ljava/lang/Object;\npop\nreturn", "clone-of-base": f"{BASE}invokevirtual p/Base.clone()Ljava/lang/Object;\npop\nreturn",
                                "super-method": "aload_0\ninvokespecial p/Base.keptMethod()V\nreturn", "super-of-base": f"{BASE}invokespecial p/Base.keptMethod()V\nreturn",
                                "constructor": "new p/Base\ndup\niconst_0\ninvokespecial p/Base.<init>(I)V\npop\nreturn", "null": "aconst_null\ngetfield p/Base.kept:I\npop\nreturn",
                                "static": "getstatic p/Base.keptStatic:I\npop\ninvokestatic p/Base.keptStaticMethod()V\nreturn"}.items():
                k.case("4.10.1.8", f"{label}-by-{where}-v{version}", make + method("go", code, flags="public") +
                       method("run", "new T\ndup\ninvokespecial T.<init>()V\ninvokevirtual T.go()V\nreturn"), head=head, version=version)


def add(k):
    """All cases of this file."""
    for group in (hierarchy, overriding, resolution, nests, dynamic, protected):
        group(k)
    k.case("5.4.3.6", "bootstrap-not-a-method-handle", RUN, edit=lambda c: c.add_attribute("BootstrapMethods", u2(1, c.pool.append(
        METHOD_HANDLE, b"\1" + u2(c.pool.member(METHODREF, "T", "run", "()V"))), 0)))
