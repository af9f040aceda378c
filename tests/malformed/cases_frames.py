"""JVMS 4.7.4: every kind of stack map frame and verification type, well used and misused."""
from caselib import CONSTRUCTOR, method

# A method with branches to three places: bci 4 (behind nops), 8 and the end.
CODE = "iload_0\nifeq A\nA: nop\niload_0\nifeq B\nB: nop\niload_0\nifeq C\nC: nop\nreturn"  # A = 4, B = 9, C = 14


def table(k, label, content, *, code=CODE, descriptor="(I)V", flags="public static", versions=(50, 61), local=4, stack=4, name="go", more=""):
    """A method with this StackMapTable (hexadecimal and constants by name)."""
    for version in versions:
        body = (f".method {flags} {name} {descriptor}\n.limit stack {stack}\n.limit locals {local}\n{code}\n"
                f".codeattribute StackMapTable {content}\n.end\n" + more)
        k.case("4.7.4", f"{label}-v{version}", body, version=version)


def add(k):
    """All cases of this file."""
    # Every frame type, right.
    table(k, "same", "0003 04 04 04")
    table(k, "same-extended", "0003 fb 0004 fb 0004 fb 0004")
    table(k, "append", "0003 fc 0004 00 04 04")
    table(k, "append-2", "0003 fd 0004 00 00 04 04")
    table(k, "append-3", "0003 fe 0004 00 00 00 04 04")
    table(k, "append-too-many", "0003 fe 0004 00 00 00 fc 0004 00 04")
    table(k, "append-int", "0003 fc 0004 01 04 04")
    table(k, "append-long-too-many", "0003 fe 0004 00 00 04 04 04")
    table(k, "chop", "0003 04 04 fa 0004")
    table(k, "chop-used", "0003 fa 0004 04 04")
    table(k, "chop-2", "0003 f9 0004 04 04")
    table(k, "chop-3", "0003 f8 0004 04 04")
    table(k, "full", "0003 ff 0004 0001 01 0000 04 04")
    table(k, "full-too-many-locals", "0003 ff 0004 0005 01 00 00 00 00 0000 04 04")
    table(k, "full-too-many-locals-long", "0003 ff 0004 0004 01 00 00 04 0000 04 04")
    table(k, "full-too-much-stack", "0003 ff 0004 0001 01 0005 01 01 01 01 01 04 04")
    table(k, "full-stack-claimed", "0003 ff 0004 0001 01 0001 01 04 04")
    table(k, "full-float", "0003 ff 0004 0001 02 0000 04 04")
    table(k, "same-locals-1", "0003 44 01 04 04")
    table(k, "same-locals-1-extended", "0003 f7 0004 01 04 04")
    table(k, "same-locals-1-no-room", "0003 44 04 04 04", stack=1)
    for tag in range(128, 247, 17):
        table(k, f"reserved-{tag}", f"0003 {tag:02x} 04 04")
    table(k, "reserved-246", "0003 f6 0004 04 04")
    # Places.
    table(k, "none", "0000")
    table(k, "missing-first", "0002 09 04")
    table(k, "missing-last", "0002 04 04")
    table(k, "extra-harmless", "0004 00 03 04 04")
    table(k, "offset-inside-instruction", "0003 02 06 04")
    table(k, "offset-beyond", "0003 04 04 3f")
    table(k, "offset-far-beyond", "0003 04 04 fb ffff")
    table(k, "offset-at-end", "0003 04 04 06")
    table(k, "offset-wraps", "0003 fb ffff fb 0004 04")
    table(k, "same-offset-twice", "0004 04 fb ffff 04 04")
    # What is printed of a table whose first frame is bad.
    for label, rest in {"reserved": "80 04", "cut-same": "04", "cut-same-1": "44", "cut-same-1-class": "44 07 00", "cut-append": "fd 0004 01",
                        "cut-append-all": "fd 0004", "cut-full": "ff 0004 0002 01", "cut-full-stack": "ff 0004 0001 01 0002 01",
                        "cut-same-1-extended": "f7 0004", "bad-type": "44 0c 04"}.items():
        table(k, f"offset-bad-then-{label}", f"0003 02 {rest}")
    # A bad offset of Uninitialized, and what follows it.
    for label, frame in {"end": "ff 0004 0001 08 0003 0000", "same-list": "ff 0004 0002 08 0003 0c 0000", "next-list": "ff 0004 0001 08 0003 0001 0c",
                         "next-frame": "ff 0004 0001 08 0003 0000 ff 0001 0001 0c 0000", "append": "fd 0004 08 0003 0c", "append-cut": "fd 0004 08 0003",
                         "stack": "ff 0004 0000 0002 08 0003 0c", "too-many": "ff 0004 0006 08 0003 00 00 00 00 00 0000", "single": "44 08 0003 0c",
                         "locals-cut": "ff 0004 0002 08 0003"}.items():
        table(k, f"uninitialized-bad-{label}", f"0003 {frame} 04 04")
    # Sizes.
    table(k, "count-too-large", "0004 04 04 04")
    table(k, "count-too-small", "0002 04 04 04")
    table(k, "count-huge", "ffff 04 04 04")
    table(k, "cut-in-frame", "0003 04 04 fb 00")
    table(k, "cut-in-type", "0003 04 04 ff 0004 0001 07 00")
    table(k, "cut-in-full", "0003 04 04 ff 0004")
    table(k, "extra-byte", "0003 04 04 04 00")
    # Verification types.
    for tag in (9, 10, 42, 255):
        table(k, f"type-{tag}", f"0003 fc 0004 {tag:02x} 04 04")
    for label, content in {"class": "07 c:java/lang/Object", "class-zero": "07 0000", "class-out-of-range": "07 1388", "class-utf8": "07 u:T",
                           "class-missing": "07 c:Missing", "class-array": "07 c:[I", "class-empty-array": "07 c:[Q", "uninitialised-0": "08 0000",
                           "uninitialised-beyond": "08 ffff", "uninitialised-no-new": "08 0001", "uninitialised-this": "06", "null": "05",
                           "long": "04", "double": "03", "top": "00", "int": "01", "float": "02"}.items():
        table(k, f"append-type-{label}", f"0003 fc 0004 {content} 04 04", versions=(50, 61) if label != "top" else (51,))
        table(k, f"stack-type-{label}", f"0003 44 {content} 04 04")
    # Agreement with what flows in.
    table(k, "argument-narrowed", "0001 fc 0003 07 c:java/lang/String", code="aload_0\nifnull A\nA: return", descriptor="(Ljava/lang/Object;)V")
    flow = "aload_0\nifnull A\nA: aload_0\npop\nreturn"
    for have in ("Ljava/lang/Object;", "Ljava/lang/String;", "[I", "[[I", "[Ljava/lang/String;", "Ljava/lang/Runnable;", "LMissing;", "LT;"):
        for want in ("java/lang/Object", "java/lang/String", "[I", "[Ljava/lang/Object;", "java/lang/Cloneable", "java/lang/Runnable", "Missing", "T"):
            table(k, f"flow-{have}-to-{want}".replace("/", "."), f"0001 ff 0004 0001 07 c:{want} 0000", code=flow, descriptor=f"({have})V", versions=(61,))
    table(k, "null-to-class", "0001 ff 0006 0001 07 c:java/lang/String 0000", code="aconst_null\nastore_0\naload_0\nifnull A\nA: return", descriptor="()V")
    table(k, "class-to-null", "0001 ff 0004 0001 05 0000", code=flow, descriptor="(Ljava/lang/String;)V")
    table(k, "long-halves", "0001 ff 0005 0002 00 01 0000", code="iconst_0\nnop\nifeq A\nA: return", descriptor="(J)V")
    table(k, "long-kept", "0001 05", code="iconst_0\nnop\nifeq A\nA: return", descriptor="(J)V")
    table(k, "long-chopped", "0001 fa 0005", code="iconst_0\nnop\nifeq A\nA: return", descriptor="(J)V")
    table(k, "long-in-last-local", "0001 ff 0005 0001 04 0000", code="iconst_0\nnop\nifeq A\nA: return", descriptor="()V", local=1)
    # New objects.
    new = "new java/lang/Object\niconst_0\nifeq A\nA: invokespecial java/lang/Object.<init>()V\nreturn"
    table(k, "new-kept", "0001 47 08 0000", code=new, descriptor="()V")
    table(k, "new-as-object", "0001 47 07 c:java/lang/Object", code=new, descriptor="()V")
    table(k, "new-as-top", "0001 47 00", code=new, descriptor="()V")
    table(k, "object-as-new", "0001 4b 08 0000", descriptor="()V",
          code="new java/lang/Object\ndup\ninvokespecial java/lang/Object.<init>()V\niconst_0\nifeq A\nA: pop\nreturn")
    two = "new java/lang/Object\nnew java/lang/Object\niconst_0\nifeq A\nA: pop\npop\nreturn"
    table(k, "new-mixed-up", "0001 ff 000a 0000 0002 08 0003 08 0000", code=two, descriptor="()V")
    for label, content, code in (("this-kept", "0001 04", "iconst_0\nifeq A\nA: aload_0\ninvokespecial java/lang/Object.<init>()V\nreturn"),
                                 ("this-as-top", "0001 ff 0004 0001 00 0000", "iconst_0\nifeq A\nA: return"),
                                 ("this-dropped", "0001 fa 0004", "iconst_0\nifeq A\nA: return"),
                                 ("this-as-object", "0001 ff 0004 0001 07 c:T 0000", "iconst_0\nifeq A\nA: return"),
                                 ("this-initialised-claimed-not", "0001 ff 0008 0001 06 0000", "aload_0\ninvokespecial java/lang/Object.<init>()V\niconst_0\nifeq A\nA: return"),
                                 ("this-twice", "0001 ff 0004 0002 06 06 0000", "iconst_0\nifeq A\nA: aload_0\ninvokespecial java/lang/Object.<init>()V\nreturn")):
        table(k, f"constructor-{label}", content, code=code, descriptor="()V", flags="public", name="<init>")
    table(k, "this-in-static", "0001 ff 0004 0001 06 0000", code="iconst_0\nifeq A\nA: return", descriptor="()V")
    # Backward branches and handlers.
    table(k, "backward", "0001 00", code="A: iconst_0\nifeq A\nreturn", descriptor="()V")
    table(k, "backward-missing", "0000", code="A: iconst_0\nifeq A\nreturn", descriptor="()V")
    table(k, "backward-local-appended", "0001 fc 0000 01", code="A: iconst_0\nistore_0\ngoto A", descriptor="()V")
    table(k, "after-goto-missing", "0000", code="goto A\nA: return", descriptor="()V")
    table(k, "after-return-missing", "0000", code="return\nreturn", descriptor="()V")
    for label, content in (("right", "0001 44 07 c:java/lang/Throwable"), ("wider", "0001 44 07 c:java/lang/Object"),
                           ("narrower", "0001 44 07 c:java/lang/Error"), ("empty-stack", "0001 04"), ("missing", "0000"), ("no-object", "0001 44 01")):
        table(k, f"handler-{label}", content, code="S: nop\nnop\nnop\nE: return\nH: pop\nreturn\n.catch any from S to E using H", descriptor="()V")
    k.case("4.7.4", "version-49-ignored", method("go", "return") .replace(".end", ".codeattribute StackMapTable 0001 ff\n.end"), version=49)
    k.case("4.7.4", "constructor-plain", CONSTRUCTOR)
