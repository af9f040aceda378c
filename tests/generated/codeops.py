"""Chunks of instructions for codegen.py: constants, arithmetic, stack shuffles, fields, arrays, calls.

Types are letters: I J F D as in descriptors, A Object, S String, N int[], R a return address.
"""
DESCRIPTOR = {"I": "I", "J": "J", "F": "F", "D": "D", "A": "Ljava/lang/Object;", "S": "Ljava/lang/String;", "N": "[I"}
WORDS = {"I": 1, "J": 2, "F": 1, "D": 2, "A": 1, "S": 1, "N": 1, "R": 1}

BRANCHES = [(f"if{c}", "I") for c in ("eq", "ne", "lt", "ge", "gt", "le")] + \
           [(f"if_icmp{c}", "II") for c in ("eq", "ne", "lt", "ge", "gt", "le")] + \
           [("ifnull", "A"), ("ifnonnull", "A"), ("if_acmpeq", "AA"), ("if_acmpne", "AA")]

# instruction, what it takes, what it leaves
OPERATIONS = [
    *[(op, "II", "I") for op in ("iadd", "isub", "imul", "iand", "ior", "ixor", "ishl", "ishr", "iushr")],
    *[(op, "JJ", "J") for op in ("ladd", "lsub", "lmul", "land", "lor", "lxor")],
    *[(op, "JI", "J") for op in ("lshl", "lshr", "lushr")],
    *[(op, "FF", "F") for op in ("fadd", "fsub", "fmul", "fdiv", "frem")],
    *[(op, "DD", "D") for op in ("dadd", "dsub", "dmul", "ddiv", "drem")],
    ("ineg", "I", "I"), ("lneg", "J", "J"), ("fneg", "F", "F"), ("dneg", "D", "D"),
    ("i2l", "I", "J"), ("i2f", "I", "F"), ("i2d", "I", "D"), ("l2i", "J", "I"), ("l2f", "J", "F"), ("l2d", "J", "D"),
    ("f2i", "F", "I"), ("f2l", "F", "J"), ("f2d", "F", "D"), ("d2i", "D", "I"), ("d2l", "D", "J"), ("d2f", "D", "F"),
    ("i2b", "I", "I"), ("i2c", "I", "I"), ("i2s", "I", "I"),
    ("lcmp", "JJ", "I"), ("fcmpl", "FF", "I"), ("fcmpg", "FF", "I"), ("dcmpl", "DD", "I"), ("dcmpg", "DD", "I"),
    ("idiv", "II", "I"), ("irem", "II", "I"), ("ldiv", "JJ", "J"), ("lrem", "JJ", "J")]

CALLS = [
    ("invokestatic java/lang/Math.max(II)I", "II", "I"), ("invokestatic java/lang/Math.min(DD)D", "DD", "D"),
    ("invokestatic java/lang/Long.numberOfTrailingZeros(J)I", "J", "I"), ("invokestatic java/lang/Math.abs(F)F", "F", "F"),
    ("invokestatic java/lang/Integer.rotateRight(II)I", "II", "I"), ("invokestatic java/lang/Math.sqrt(D)D", "D", "D"),
    ("invokestatic java/lang/String.valueOf(J)Ljava/lang/String;", "J", "S"), ("invokevirtual java/lang/String.length()I", "S", "I"),
    ("invokestatic java/lang/Integer.valueOf(I)Ljava/lang/Integer;", "I", "A"), ("invokevirtual java/lang/String.hashCode()I", "S", "I"),
    ("invokestatic R.cap(Ljava/lang/String;)Ljava/lang/String;", "S", "S"), ("invokevirtual java/lang/String.concat(Ljava/lang/String;)Ljava/lang/String;", "SS", "S"),
    ("invokevirtual java/lang/Object.equals(Ljava/lang/Object;)Z", "SA", "I"), ("arraylength", "N", "I"),
    ("invokestatic R.at(Ljava/lang/String;I)C", "SI", "I"), ("instanceof java/lang/String", "A", "I"),
    ("instanceof [I", "A", "I"), ("instanceof java/lang/Comparable", "A", "I")]

INTS = [0, 1, -1, 2, 5, 7, 31, 32, 100, 127, -128, 128, 255, 32767, -32768, 32768, 65535, 65536, 2147483647, -2147483648, 1000003]
LONGS = [0, 1, -1, 7, 63, 0x7fffffff, 0x80000000, 0xffffffff, -0x80000000, 0x7fffffffffffffff, -0x8000000000000000, 123456789012345]
FLOATS = ["0x0", "0x80000000", "0x3f800000", "0xbf800000", "0x7f800000", "0xff800000", "0x7fc00000", "0x1", "0x7f7fffff", "0x4f000000", "0x5f000001", "0x40490fdb"]
DOUBLES = ["0x0", "0x8000000000000000", "0x3ff0000000000000", "0xbff0000000000000", "0x7ff0000000000000", "0xfff0000000000000", "0x7ff8000000000000",
           "0x1", "0x7fefffffffffffff", "0x41e0000000000000", "0x43e0000000000000", "0xc3e0000000000001", "0x400921fb54442d18"]


STRINGS = ['"a"', '"xyz"', '"\\u20ac1"', '"lock"', '"object"', '"s"', '"arg"']


def pool_method():
    """A method that is never called: it puts everything that `ldc` names at the head of the constant pool."""
    names = [*map(str, INTS), *(f"f:{f}" for f in FLOATS), *STRINGS]
    body = [line for n in names for line in (f"  ldc {n}", "  pop")]
    return [".method static pool ()V", "  .limit stack 1", "  .limit locals 0", *body, "  return", ".end", ""]


def constant(m, kind):
    """Pushes a constant by one of the instructions that can."""
    r = m.r
    if kind == "I":
        v = r.choice(INTS) if r.random() < 0.7 else r.randint(-2**31, 2**31 - 1)
        if -1 <= v <= 5 and r.random() < 0.6:
            text = f"iconst_{'m1' if v < 0 else v}"
        elif -128 <= v < 128 and r.random() < 0.7:
            text = f"bipush {v}"
        elif -32768 <= v < 32768 and r.random() < 0.8:
            text = f"sipush {v}"
        else:
            text = f"{r.choice(['ldc', 'ldc_w']) if v in INTS else 'ldc_w'} {v}"
    elif kind == "J":
        text = r.choice(["lconst_0", "lconst_1", f"ldc2_w {r.choice(LONGS)}L", f"ldc2_w {r.choice(LONGS)}L"])
    elif kind == "F":
        text = r.choice(["fconst_0", "fconst_1", "fconst_2", f"ldc f:{r.choice(FLOATS)}", f"ldc_w f:{r.choice(FLOATS)}"])
    elif kind == "D":
        text = r.choice(["dconst_0", "dconst_1", f"ldc2_w d:{r.choice(DOUBLES)}", f"ldc2_w d:{r.choice(DOUBLES)}"])
    elif kind == "S":
        text = r.choice(['ldc "a"', 'ldc "xyz"', 'ldc_w ""', "aconst_null", 'ldc "\\u20ac1"'])
    elif kind == "N":
        if r.random() < 0.15:
            text = "aconst_null"
        else:
            m.emit(f"bipush {r.randint(8, 20)}", "", "I")
            m.emit("newarray int", "I", "N")
            return
    else:
        text = r.choice(["aconst_null", 'ldc "object"'])
    m.emit(text, "", kind)


def shuffle(m):
    """One of the dup forms, swap, pop: any that the words on the stack allow."""
    words = []                                 # for each word whether a value begins there
    for kind in m.stack:
        words += [True] + [False] * (WORDS[kind] - 1)

    def whole(low, high):
        """Whether words [low, high) from the top are whole values."""
        at_low, at_high = len(words) - low, len(words) - high
        return at_high >= 0 and words[at_high] and (at_low == len(words) or words[at_low])
    forms = {"dup": (1, 0), "dup_x1": (1, 1), "dup_x2": (1, 2), "dup2": (2, 0), "dup2_x1": (2, 1), "dup2_x2": (2, 2)}
    possible = [f for f, (top, below) in forms.items() if whole(0, top) and (below == 0 or whole(top, top + below))]
    if whole(0, 1) and whole(1, 2):
        possible.append("swap")
    if whole(0, 2):
        possible.append("pop2")
    if not possible:
        m.push(m.r.choice("IJFDAS"))
        return
    form = m.r.choice(possible)

    def take(count):
        """The values of the top `count` words."""
        taken = []
        while count > 0:
            taken.insert(0, m.stack.pop())
            count -= WORDS[taken[0]]
        return taken
    if form == "swap":
        a, b = take(1), take(1)
        m.stack += a + b
    elif form == "pop2":
        take(2)
    else:
        top, below = forms[form]
        a = take(top)
        b = take(below)
        m.stack += a + b + a
    m.emit(form)


def throw(m):
    """Ends a block with an exception."""
    if m.r.random() < 0.3:
        m.emit("aconst_null", "", "A")
        m.emit("athrow", "A")
        m.stack = []
        return
    kind = m.r.choice(["java/lang/RuntimeException", "java/lang/ArithmeticException", "java/lang/IllegalStateException"])
    m.emit(f"new {kind}", "", "A")
    m.emit("dup", "A", "AA")
    m.emit(f"invokespecial {kind}.<init>()V", "A")
    m.emit("athrow", "A")
    m.stack = []


def hammock(m):
    """A branch over a few instructions that leave the stack alone, with values below."""
    text, operands = m.r.choice(BRANCHES)
    end = m.label()
    for kind in operands:
        m.push(kind)
    m.emit(f"{text} {end}", operands)
    index, kind = m.r.choice(m.locals)
    m.push(kind)
    m.store(index, kind)
    if m.r.random() < 0.3:
        m.emit(f"{m.r.choice(['goto', 'goto_w'])} {end}")
    m.place(end)


def array(m):
    """Load or store of an int array, mostly inside its bounds."""
    store = m.r.random() < 0.5
    m.push("N")
    m.push("I")
    if m.r.random() < 0.9:
        m.emit("bipush 7", "", "I")
        m.emit("iand", "II", "I")
    if store:
        m.push("I")
        m.emit("iastore", "NII")
    else:
        m.emit("iaload", "NI", "I")


def field(m):
    kind = m.r.choice("IJFDASN")
    name = f"{m.p.name}.s{kind}:{DESCRIPTOR[kind]}"
    if m.r.random() < 0.5:
        m.emit(f"getstatic {name}", "", kind)
    else:
        m.need(kind)
        m.emit(f"putstatic {name}", kind)


def call(m):
    """A later method of the class."""
    later = [x for x in m.p.methods if x.index > m.index]
    if not later or m.inside_subroutine:
        return operation(m, CALLS)
    callee = m.r.choice(later)
    for kind in callee.params:
        m.push(kind)
    kinds = "".join(callee.params)
    returns = callee.returns
    m.emit(f"invokestatic {m.p.name}.m{callee.index}({''.join(DESCRIPTOR[k] for k in kinds)}){DESCRIPTOR.get(returns, 'V')}",
           kinds, "" if returns == "V" else returns)


def operation(m, table):
    text, pops, pushes = m.r.choice(table)
    if text[1:] in ("div", "rem") and text[0] in "il" and m.r.random() < 0.8:
        m.push(pops[0])                       # mostly no division by zero
        m.push(pops[0])
        m.emit("iconst_1" if pops[0] == "I" else "lconst_1", "", pops[0])
        m.emit("ior" if pops[0] == "I" else "lor", pops, pops[0])
    else:
        m.need(pops)
    m.emit(text, pops, pushes)


def locked(m):
    """A monitor around instructions that cannot throw."""
    m.emit('ldc "lock"', "", "A")
    m.emit("dup", "A", "AA")
    m.emit("monitorenter", "A")
    m.emit("dup", "A", "AA")
    m.emit("monitorenter", "A")
    m.push(m.r.choice("IJFDA"))
    kind = m.stack[-1]
    m.emit("pop2" if WORDS[kind] == 2 else "pop", kind)
    for _ in range(2):
        m.emit('ldc "lock"', "", "A")
        m.emit("monitorexit", "A")
    m.emit("pop", "A")


def subroutines(m):
    """Those that may be called here. One that is called at two depths is refused by the reference's verifier at times."""
    if m.inside_subroutine:
        return [1] if m.nested and m.inside_subroutine == 1 and m.subroutines == 2 else []
    return [0] if m.nested and m.subroutines else list(range(m.subroutines))


def chunk(m):
    """A few instructions of one kind."""
    r = m.r
    roll = r.random()
    if roll < 0.30:
        for _ in range(r.randint(1, 3)):
            operation(m, OPERATIONS)
    elif roll < 0.48:
        for _ in range(r.randint(1, 3)):
            shuffle(m)
    elif roll < 0.56:
        index, kind = r.choice(m.locals)
        m.need(kind)
        m.store(index, kind)
    elif roll < 0.60:
        ints = [i for i, k in m.locals if k == "I"]
        if ints:
            index, by = r.choice(ints), r.choice([1, -1, 100, -128, 127, 1000, -32768, 32767])
            m.emit(f"{'wide ' if index > 255 or not -128 <= by < 128 else ''}iinc {index} {by}")
    elif roll < 0.68:
        array(m)
    elif roll < 0.74:
        field(m)
    elif roll < 0.82:
        operation(m, CALLS)
    elif roll < 0.87:
        call(m)
    elif roll < 0.91:
        hammock(m)
    elif roll < 0.94 and subroutines(m):
        m.reshape("")
        m.emit(f"{r.choice(['jsr', 'jsr_w'])} S{r.choice(subroutines(m))}")
    elif roll < 0.96:
        locked(m)
    elif roll < 0.98:
        m.push("A")
        m.emit("checkcast java/lang/String", "A", "S")
    else:
        m.push(r.choice("IJFDAS"))
        m.hash_top()
