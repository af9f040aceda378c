"""JVMS 4.10.2: subroutines, and what only type inference sees (class files before version 50)."""
from caselib import method


def add(k):
    """All cases of this file."""
    for label, code in {
            "plain": "jsr S\nreturn\nS: astore_0\nret 0",
            "two-callers": "jsr S\njsr S\nreturn\nS: astore_0\nret 0",
            "nested": "jsr S\nreturn\nS: astore_0\njsr U\nret 0\nU: astore_1\nret 1",
            "recursive": "jsr S\nreturn\nS: astore_0\njsr S\nret 0",
            "mutually-recursive": "jsr S\nreturn\nS: astore_0\njsr U\nret 0\nU: astore_1\njsr S\nret 1",
            "two-rets": "jsr S\nreturn\nS: astore_0\niconst_0\nifeq A\nret 0\nA: ret 0",
            "ret-of-outer": "jsr S\nreturn\nS: astore_0\njsr U\nret 0\nU: astore_1\nret 0",
            "nested-and-direct": "jsr S\njsr U\nreturn\nS: astore_0\njsr U\nret 0\nU: astore_1\nret 1",
            "nested-and-direct-before": "jsr U\njsr S\nreturn\nS: astore_0\njsr U\nret 0\nU: astore_1\nret 1",
            "shared-by-two": "jsr S\njsr V\nreturn\nS: astore_0\njsr U\nret 0\nV: astore_0\njsr U\nret 0\nU: astore_1\nret 1",
            "shared-without-return": "jsr S\njsr U\nreturn\nS: astore_0\njsr U\nreturn\nU: astore_1\nret 1",
            "shared-local-touched": "iconst_0\nistore_2\njsr S\njsr U\niload_2\npop\nreturn\nS: astore_0\njsr U\nreturn\nU: astore_1\nfconst_0\nfstore_2\nret 1",
            "shared-local-touched-outside": "iconst_0\nistore_2\njsr S\nreturn\nS: astore_0\nfconst_0\nfstore_2\njsr U\nfload_2\npop\nret 0\nU: astore_1\nret 1",
            "ret-twice": "jsr S\nreturn\nS: astore_0\nret 0\nret 0",
            "ret-outside": "aconst_null\nastore_0\nret 0", "ret-of-int": "iconst_0\nistore_0\nret 0", "ret-of-nothing": "ret 0",
            "address-returned": "jsr S\nreturn\nS: areturn", "address-loaded": "jsr S\nreturn\nS: astore_0\naload_0\npop\nret 0",
            "address-stored-as-int": "jsr S\nreturn\nS: istore_0\nreturn", "address-compared": "jsr S\nreturn\nS: ifnull A\nA: return",
            "address-popped": "jsr S\nreturn\nS: pop\nreturn", "address-swapped": "iconst_0\njsr S\npop\nreturn\nS: swap\npop\nastore_0\niconst_0\nret 0",
            "address-duplicated": "jsr S\nreturn\nS: dup\nastore_0\nastore_1\nret 1", "address-thrown": "jsr S\nreturn\nS: athrow",
            "address-in-array": "iconst_1\nanewarray java/lang/Object\niconst_0\njsr S\nreturn\nS: aastore\nreturn",
            "address-locked": "jsr S\nreturn\nS: monitorenter\nreturn", "address-as-argument": "jsr S\nreturn\nS: invokestatic java/lang/System.identityHashCode(Ljava/lang/Object;)I\nreturn",
            "ret-after-ret": "jsr S\nreturn\nS: astore_0\njsr U\nreturn\nU: astore_1\nret 0",
            "local-untouched": "iconst_0\nistore_1\njsr S\niload_1\npop\nfconst_0\nfstore_1\njsr S\nfload_1\npop\nreturn\nS: astore_0\nret 0",
            "local-touched": "iconst_0\nistore_1\njsr S\niload_1\npop\nreturn\nS: astore_0\nfconst_0\nfstore_1\nret 0",
            "local-mixed-read-inside": "iconst_0\nistore_1\njsr S\nfconst_0\nfstore_1\njsr S\nreturn\nS: astore_0\niload_1\npop\nret 0",
            "stack-mixed": "iconst_0\njsr S\npop\nfconst_0\njsr S\npop\nreturn\nS: astore_0\nret 0",
            "stack-height": "jsr S\niconst_0\njsr S\nreturn\nS: astore_0\nret 0",
            "falls-into": "iconst_0\nifeq A\naconst_null\ngoto S\nA: jsr S\nreturn\nS: astore_0\nret 0",
            "never-returns": "jsr S\nnop\nnop\nS: goto S", "jsr-last": "goto A\nS: astore_0\nret 0\nA: jsr S",
            "jump-out": "jsr S\nA: return\nS: astore_0\ngoto A", "jump-out-then-back": "jsr S\nA: jsr S\nreturn\nS: astore_0\ngoto A",
            "jsr_w": "jsr_w S\nreturn\nS: astore_0\nret 0", "wide-ret": "jsr S\nreturn\nS: astore_0\nwide ret 0", "wide-ret-beyond": "jsr S\nreturn\nS: astore_0\nwide ret 300",
            "handler-in-subroutine": "jsr S\nreturn\nS: astore_0\nP: nop\nE: ret 0\nH: athrow\n.catch any from P to E using H",
            "handler-around-jsr": "P: jsr S\nE: return\nS: astore_0\nret 0\nH: athrow\n.catch any from P to E using H",
            "handler-rets": "jsr S\nreturn\nS: astore_0\nP: nop\nE: ret 0\nH: pop\nret 0\n.catch any from P to E using H",
            "new-across": "new java/lang/Object\njsr S\ninvokespecial java/lang/Object.<init>()V\nreturn\nS: astore_0\nret 0",
            "new-inside-loop": "A: new java/lang/Object\npop\njsr S\ngoto A\nS: astore_0\nret 0",
            "long-across": "lconst_0\nlstore_1\njsr S\nlload_1\npop2\nreturn\nS: astore_0\niconst_0\nistore_2\nret 0",
            "branch-into": "iconst_0\nifeq B\njsr S\nreturn\nS: astore_0\nB: ret 0",
            "dead-subroutine": "return\nS: astore_0\nret 0", "ret-merged-addresses": "iconst_0\nifeq A\njsr S\nreturn\nA: jsr U\nreturn\nS: astore_0\ngoto R\nU: astore_0\nR: ret 0"}.items():
        for version in (45, 48, 50):
            k.case("4.10.2.5", f"{label}-v{version}", method("go" if label in ("never-returns", "new-inside-loop") else "run", code), version=version)
    # A constructor's own object before it is one, in putfield.
    for label, code in {"early-put": "aload_0\naload_1\nputfield T.f:LT;", "early-value": "aload_1\naload_0\nputfield T.f:LT;",
                        "early-both": "aload_0\naload_0\nputfield T.f:LT;", "early-value-other": "aconst_null\naload_0\nputfield T.o:Ljava/lang/Object;",
                        "early-value-alone": "aload_0\nputfield T.f:LT;", "early-inherited": "aload_0\naload_0\nputfield T.g:LT;",
                        "early-string": 'ldc "x"\naload_0\nputfield T.f:LT;', "early-get": "aload_0\ngetfield T.f:LT;\npop"}.items():
        for version in (48, 50):
            k.case("4.10.2.4", f"{label}-v{version}", f".field f LT;\n.field o Ljava/lang/Object;\n.method public <init> (LT;)V\n.limit stack 4\n.limit locals 2\n{code}\n"
                   "aload_0\ninvokespecial java/lang/Object.<init>()V\nreturn\n.end\n" + method("run", "return"), version=version)
    for label, code in {
            "interface-as-object": 'ldc "x"\ninvokestatic T.take(Ljava/lang/Runnable;)V\nreturn',
            "missing-class-merged": "aconst_null\ncheckcast Missing\nastore_0\niconst_0\nifeq A\naconst_null\ncheckcast Other\nastore_0\nA: aload_0\nareturn",
            "arrays-merged": "iconst_0\nnewarray int\nastore_0\niconst_0\nifeq A\niconst_0\nanewarray java/lang/String\nastore_0\nA: aload_0\narraylength\npop\nreturn",
            "arrays-of-arrays-merged": "iconst_0\nanewarray [I\nastore_0\niconst_0\nifeq A\niconst_0\nanewarray [Ljava/lang/String;\nastore_0\nA: aload_0\niconst_0\naaload\narraylength\npop\nreturn",
            "classes-merged": 'ldc "x"\nastore_0\niconst_0\nifeq A\naconst_null\ncheckcast java/lang/Integer\nastore_0\nA: aload_0\ninvokevirtual java/lang/String.length()I\npop\nreturn',
            "interfaces-merged": "aconst_null\ncheckcast java/lang/Runnable\nastore_0\niconst_0\nifeq A\naconst_null\ncheckcast java/util/List\nastore_0\nA: aload_0\ninvokeinterface java/util/List.size()I\npop\nreturn",
            "handler-first": "H: nop\nP: nop\nE: return\n.catch any from P to E using H", "handlers-bad-first-last": "H: nop\nP: nop\nE: return\n.catch any from P to E using H\n.catch java/lang/String from P to E using P",
            "handlers-bad-last-first": "H: nop\nP: nop\nE: return\n.catch java/lang/String from P to E using P\n.catch any from P to E using H",
            "handler-first-own-range": "H: nop\nE: return\n.catch any from H to E using H",
            "unreachable-bad": "return\niadd\nfadd\nreturn", "unreachable-bad-operand": "return\niload 200\nreturn"}.items():
        for version in (46, 49):
            k.run("4.10.2.2", f"{label}-v{version}", code, version=version, more=method("take", "return", "(Ljava/lang/Runnable;)V"))
