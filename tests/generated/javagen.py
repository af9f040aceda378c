"""Random Java programs that end by construction: program(seed) is the source of one class G<seed>.

A program has a small class hierarchy (G$A with subclasses B, C, D, an interface, an enum, a record), static methods that
call only later ones (or themselves with a decreasing depth), fields of all types, and `run(round)`, which drives them.
Loops have constant trip counts; where nests or calls could multiply, a shared `R.fuel` ends them. Every statement has a
number, and program(seed, drop) leaves the numbered ones out without changing the rest: that is how failures are shrunk.
Expressions are in expressions.py.
"""
import random

from expressions import ARRAYS, NUMBERS, PRIMITIVES, Expressions

RETURNS = ["int", "long", "float", "double", "boolean", "void", "String", "A", "int", "long", "byte", "char"]
WIDE = ["Ex", "RuntimeException", "Exception", "Throwable"]  # to be caught after narrower ones, in this order
CATCHES = ["ArithmeticException", "ArrayIndexOutOfBoundsException", "NullPointerException", "ClassCastException",
           "RuntimeException", "Exception", "Throwable", "Ex", "Ey", "NegativeArraySizeException", "ArrayStoreException"]


class Scope:
    """Where a statement stands: what it may name and do."""

    def __init__(self, method, returns, this=None, depth_name=None):
        self.method = method          # only later static methods may be called
        self.returns = returns        # None inside a lambda: no return there
        self.this = this              # class of `this`, None in static code
        self.depth_name = depth_name  # parameter that counts recursion down
        self.vars = []                # (name, type, may be assigned)
        self.labels = []              # loops around, innermost last: (label, is_loop)
        self.tries = 0
        self.times = 1                # product of the trip counts around without fuel
        self.loops = 0
        self.calls = True


class Program(Expressions):
    """One program in the making."""

    def __init__(self, seed, drop=()):
        self.r = random.Random(seed)
        self.name = f"G{seed}"
        self.drop = set(drop)
        self.next_statement = 0
        self.next_name = 0
        self.statics = []
        self.fields = []
        self.methods = []
        self.virtuals = []
        self.size = self.r.choice([3, 5, 8, 12])

    def fresh(self, prefix):
        self.next_name += 1
        return f"{prefix}{self.next_name}"

    # Statements. Each returns a list of lines.

    def block(self, s, count):
        """`count` statements in a scope of their own."""
        mark = len(s.vars)
        lines = []
        for _ in range(count):
            lines += self.statement(s)
        del s.vars[mark:]
        return ["  " + l for l in lines]

    def statement(self, s):
        """One statement. Declarations stay when statements are dropped: later ones use them."""
        if self.chance(0.22):
            return self.declaration(s)
        number = self.next_statement
        self.next_statement += 1
        mark = len(s.vars)
        lines = self.pick_statement(s)
        del s.vars[mark:]
        return [] if number in self.drop else lines

    def pick_statement(self, s):
        nested = s.loops + len(s.labels) + s.tries
        simple = [self.assign] * 8 + [self.array_store] * 3 + [self.hash_value] * 2 + [self.library_call]
        heavy = [self.branch] * 3 + [self.loop] * 4 + [self.switch] * 2 + [self.try_] * 3 + [self.synchronized]
        calls = [self.call_statement] * 3 + [self.lambda_] if s.calls else []
        leave = [self.leave] * 2 if s.labels or s.returns else []
        kinds = simple + calls + leave + (heavy if nested < 4 else [])
        return self.r.choice(kinds)(s)

    def declaration(self, s):
        kind = self.r.choice(PRIMITIVES + ["int", "long", "String", "A", "B", "Object"] + self.r.sample(ARRAYS, 3))
        name = self.fresh("v")
        line = f"{kind} {name} = {self.value(s, kind)};"
        s.vars.append((name, kind, True))
        return [line]

    def value(self, s, kind):
        """An expression that may initialise a variable of this type."""
        return f"R.cap({self.expr(s, kind, 3)})" if kind == "String" else self.expr(s, kind, self.r.randint(1, 3))

    def assign(self, s):
        target, kind = self.place(s)
        if kind in NUMBERS and self.chance(0.5):
            roll = self.r.random()
            if roll < 0.25:
                return [self.r.choice([f"{target}++;", f"--{target};", f"{target}--;", f"++{target};"])]
            if kind not in ("float", "double") and roll < 0.45:
                return [f"{target} {self.r.choice(['<<=', '>>=', '>>>='])} {self.expr(s, self.r.choice(['int', 'long']), 2)};"]
            if kind not in ("float", "double") and roll < 0.6:
                return [f"{target} {self.r.choice(['&=', '|=', '^='])} {self.expr(s, self.r.choice(['int', kind]), 2)};"]
            if roll < 0.7:
                return [f"{target} {self.r.choice(['/=', '%='])} {self.divisor(s, kind)};"]
            return [f"{target} {self.r.choice(['+=', '-=', '*='])} {self.expr(s, self.r.choice(NUMBERS), 2)};"]
        if kind == "String" and self.chance(0.4):
            return [f"{target} += {self.expr(s, self.r.choice(PRIMITIVES + ['String', 'A']), 2)};",
                    f"{target} = R.cap({target});"]
        if kind == "boolean" and self.chance(0.3):
            return [f"{target} {self.r.choice(['&=', '|=', '^='])} {self.expr(s, 'boolean', 2)};"]
        return [f"{target} = {self.value(s, kind)};"]

    def array_store(self, s):
        kind = self.r.choice(ARRAYS)
        array, element = self.expr(s, kind, 1), kind[:-2]
        if "new " in array or "?" in array or "{" in array:
            return [f"R.h({array});"]
        target = f"{array}[{self.index(s, array)}]"
        if element in NUMBERS and self.chance(0.4):
            op = self.r.choice(["+=", "-=", "*=", "^=" if element not in ("float", "double") else "+="])
            right = self.expr(s, "int" if op == "^=" else self.r.choice(NUMBERS), 2)
            return [f"{target} {op} {right};"]
        if element in NUMBERS and self.chance(0.2):
            return [f"{target}{self.r.choice(['++', '--'])};"]
        return [f"{target} = {self.value(s, element)};"]

    def hash_value(self, s):
        return [f"R.h({self.expr(s, self.r.choice(PRIMITIVES + ['String', 'Object'] + ARRAYS), 3)});"]

    def call_statement(self, s):
        call = self.call(s, None)
        return [f"{call};"] if call else self.hash_value(s)

    def library_call(self, s):
        kind = self.r.choice(ARRAYS)
        a, b = self.expr(s, kind, 0), self.expr(s, kind, 0)
        n = self.r.randint(0, 8)
        wild = s.tries and self.chance(0.3)
        raw = self.expr(s, "int", 1) if wild else self.r.randint(0, 8 - n)
        length = f"({raw}) % 1000" if wild else n + 3  # more may be all the memory there is
        return [self.r.choice([
            f"System.arraycopy({a}, {raw}, {b}, {self.r.randint(0, 8 - n)}, {n});",
            f"java.util.Arrays.fill({a}, {self.cast_to(kind[:-2], self.expr(s, kind[:-2], 1))});",
            f"R.h(java.util.Arrays.hashCode({a}));",
            f"R.h(java.util.Arrays.equals({a}, {b}));",
            f"R.h({a}.clone());",
            f"R.h(java.util.Arrays.copyOf({a}, {length}));",
            f"R.h(({a}).length);"])]

    def branch(self, s):
        lines = [f"if ({self.expr(s, 'boolean', 3)}) {{"] + self.inner(s, 1, 3)
        while self.chance(0.25):
            lines += [f"}} else if ({self.expr(s, 'boolean', 2)}) {{"] + self.inner(s, 1, 2)
        if self.chance(0.5):
            lines += ["} else {"] + self.inner(s, 1, 3)
        return lines + ["}"]

    def inner(self, s, low, high):
        s.labels.append((None, False))
        lines = self.block(s, self.r.randint(low, high))
        s.labels.pop()
        return lines

    def loop(self, s):
        trips = self.r.choice([1, 2, 3, 5, 7, 8, 11, 16] + ([40, 100] if s.loops == 0 else []))
        fuel = s.times * trips > 200 or self.chance(0.4)
        extra = " && R.fuel-- > 0" if fuel else ""
        i, label = self.fresh("i"), self.fresh("L")
        saved = s.times, s.calls
        s.times *= 1 if fuel else trips
        s.calls = s.calls and (fuel or s.times <= 20)
        s.loops += 1
        s.labels.append((label, True))
        mark = len(s.vars)
        form = self.r.randint(0, 6)
        kind = self.r.choice(["int", "int", "int", "long", "short", "byte", "double"])
        count = self.r.randint(1, 5)
        if form <= 2:
            step = self.r.choice([1, 1, 2, 3])
            if kind == "byte" and (trips + 1) * step > 127:
                kind = "short"  # a byte never gets there
            s.vars.append((i, kind, False))
            head = (f"for ({kind} {i} = 0; {i} < {trips * step}{extra}; {i} += {step}) {{" if form < 2 else
                    f"for ({kind} {i} = {trips}; {i} > 0{extra}; {i}--) {{")
            lines = [f"{label}: {head}"] + self.block(s, count) + ["}"]
        elif form == 3:
            s.vars.append((i, "int", False))
            lines = [f"int {i} = {trips};", f"{label}: while ({i}-- > 0{extra} && {self.expr(s, 'boolean', 1)}) {{",
                     *self.block(s, count), "}"]
        elif form == 4:
            s.vars.append((i, "int", False))
            lines = [f"int {i} = 0;", f"{label}: do {{", *self.block(s, count), f"}} while (++{i} < {trips}{extra});"]
        elif form == 5:
            array = self.r.choice(ARRAYS)
            s.vars.append((i, array[:-2], True))
            lines = [f"{label}: for ({array[:-2]} {i} : {self.expr(s, array, 0)}) {{", *self.block(s, count), "}"]
        else:
            j = self.fresh("j")
            s.vars += [(i, "int", False), (j, "long", False)]
            lines = [f"{label}: for (int {i} = 0, {j}_ = 0; ; {i}++) {{", f"  long {j} = (long) {i} * {j}_ + 7;",
                     f"  if ({i} >= {trips}{' || R.fuel-- <= 0' if fuel else ''}) break;", f"  {j}_ += 3;",
                     *self.block(s, count), "}"]
        del s.vars[mark:]
        s.labels.pop()
        s.loops -= 1
        s.times, s.calls = saved
        return lines

    def leave(self, s):
        """break, continue, return or throw, always under a condition: what follows stays reachable."""
        loops = [label for label, is_loop in s.labels if is_loop]
        condition = self.expr(s, "boolean", 2)
        choices = [f"throw new {self.r.choice(['Ex', 'Ey'])}({self.expr(s, 'int', 1)});"] if s.tries or self.chance(0.2) else []
        if loops:
            label = self.r.choice(loops)
            choices += [f"break {label};", f"continue {label};"] * 2
        if s.returns and (s.tries or self.chance(0.4)):
            choices.append("return;" if s.returns == "void" else f"return {self.value(s, s.returns)};")
        if not choices:
            return self.hash_value(s)
        return [f"if ({condition}) {self.r.choice(choices)}"]

    def switch(self, s):
        kind = self.r.choice(["dense", "sparse", "string", "enum", "char", "arrow"])
        if kind == "arrow":
            n = self.fresh("v")
            arms = [f"  case {c} -> {self.expr(s, 'long', 2)};" for c in self.r.sample(range(-3, 12), 4)]
            return [f"long {n} = switch ({self.expr(s, 'int', 2)} & 15) {{", *arms,
                    f"  default -> {{ R.h({self.expr(s, 'int', 1)}); yield {self.expr(s, 'long', 1)}; }}", "};", f"R.h({n});"]
        heads = {"dense": lambda: (f"{self.expr(s, 'int', 2)} & 7", [str(x) for x in range(8)]),
                 "sparse": lambda: (f"0 + {self.expr(s, 'int', 2)}", ["0", "-1", "1", "1000", "Integer.MIN_VALUE", "Integer.MAX_VALUE", "65536", "7"]),
                 "string": lambda: (f"\"\" + {self.expr(s, 'String', 2)}", ['""', '"a"', '"Aa"', '"BB"', '"null"', '"hello"', '"\\u20ac"', '"0"']),
                 "enum": lambda: (self.expr(s, "E", 1), ["X", "Y", "Z"]),
                 "char": lambda: (self.expr(s, "char", 2), ["'a'", "'b'", "'\\0'", "'\\uffff'", "'0'"])}
        head, labels = heads[kind]()
        lines = [f"switch ({head}) {{"]
        for label in self.r.sample(labels, self.r.randint(1, len(labels))):
            lines.append(f"  case {label}:")
            if self.chance(0.8):
                lines += ["    {", *self.inner(s, 1, 2), "    }"]
                if self.chance(0.7):
                    lines.append("    break;")
        if self.chance(0.6):
            lines += ["  default:", "    {", *self.inner(s, 1, 2), "    }"]
        return lines + ["}"]

    def try_(self, s):
        s.tries += 1
        body = self.inner(s, 1, 4)
        s.tries -= 1
        lines = ["try {", *body]
        if self.chance(0.2):
            lines[0] = f"try (Res {self.fresh('res')} = new Res({self.expr(s, 'int', 1)})) {{"
        if self.chance(0.5):
            lines.append(f"  if ({self.expr(s, 'boolean', 1)}) throw new {self.r.choice(['Ex', 'Ey'])}({self.expr(s, 'int', 1)});")
        catches = self.r.sample(CATCHES, self.r.randint(1, 3))
        catches.sort(key=lambda c: WIDE.index(c) if c in WIDE else -1)
        plain = self.chance(0.85)
        if plain:
            for c in catches:
                e = self.fresh("e")
                lines += [f"}} catch ({c} {e}) {{", f"  R.h({e});", *self.inner(s, 0, 2)]
        if not plain or self.chance(0.4):
            lines += ["} finally {", *self.inner(s, 1, 2)]
            if self.chance(0.1) and s.returns and s.returns != "void":
                lines.append(f"  if ({self.expr(s, 'boolean', 1)}) return {self.value(s, s.returns)};")
        return lines + ["}"]

    def synchronized(self, s):
        lock = self.r.choice(["LOCK", f"{self.name}.class"] + (["this"] if s.this else []) + (["new Object()"]))
        return [f"synchronized ({lock}) {{", *self.inner(s, 1, 3), "}"]

    def lambda_(self, s):
        """A lambda over captured copies, or a method reference; called at once or in a stream."""
        c1, c2, f = self.fresh("c"), self.fresh("c"), self.fresh("f")
        k1, k2 = self.r.choice(PRIMITIVES), self.r.choice(PRIMITIVES + ["String", "A"])
        lines = [f"final {k1} {c1} = {self.value(s, k1)};", f"final {k2} {c2} = {self.value(s, k2)};"]
        t = Scope(s.method, None, s.this)
        t.calls, t.times, t.loops, t.tries = False, s.times, s.loops + 1, 0
        p = self.fresh("p")
        t.vars = [(c1, k1, False), (c2, k2, False), (p, "int", True)]
        kind = self.r.choice(["function", "function", "runnable", "reference", "stream"])
        if kind == "function":
            lines += [f"java.util.function.IntUnaryOperator {f} = {p} -> {{", *self.block(t, self.r.randint(1, 2)),
                      f"  return {self.expr(t, 'int', 2)};", "};", f"R.h({f}.applyAsInt({self.expr(s, 'int', 1)}));"]
            if self.chance(0.4):
                lines.append(f"R.h({f}.andThen({f}).applyAsInt({self.r.randint(0, 9)}));")
        elif kind == "runnable":
            t.vars.pop()
            lines += [f"Runnable {f} = () -> {{", *self.block(t, 2), "};", f"{f}.run();"]
        elif kind == "reference":
            ref = self.r.choice(["Math::abs", "Integer::reverse", "Integer::bitCount", "x -> x * x"])
            lines += [f"java.util.function.IntUnaryOperator {f} = {ref};", f"R.h({f}.applyAsInt({self.expr(s, 'int', 2)}));"]
        else:
            lines += [f"R.h(java.util.stream.IntStream.range(0, {self.r.randint(1, 6)})"
                      f".map({p} -> {self.expr(t, 'int', 2)}).sum());"]
        return lines

    # Members.

    def body(self, s, kind, count):
        mark = len(s.vars)
        lines = []
        for _ in range(count):
            lines += ["  " + l for l in self.statement(s)]
        for name, _, _ in s.vars[mark:][-4:]:
            lines.append(f"  R.h({name});")
        if kind != "void":
            lines.append(f"  return {self.value(s, kind)};")
        del s.vars[mark:]
        return lines

    def signature(self, limit):
        kinds = PRIMITIVES + ["int", "long", "double", "String", "A", "int[]", "Object"]
        return [(self.fresh("a"), self.r.choice(kinds)) for _ in range(self.r.choice([0, 1, 2, 2, 3, 4, limit]))]

    def static_method(self, index):
        name, kind, params, recursive, sync = self.methods[index]
        s = Scope(index, kind, None, "depth" if recursive else None)
        s.vars = [(n, k, True) for n, k in params]
        names = ", ".join(f"{k} {n}" for n, k in params)
        if recursive:
            names = "int depth" + (", " + names if names else "")
        nothing = {"void": "", "boolean": " false", "String": " \"\"", "A": " null"}.get(kind, " 0")
        guard = f"  if (--R.fuel < 0{' || depth <= 0' if recursive else ''}) return{nothing};"
        return [f"static {sync}{kind} {name}({names}) {{", guard, *self.body(s, kind, self.r.randint(2, self.size)), "}"]

    def virtual_method(self, cls, name, kind, params):
        s = Scope(len(self.methods), kind, cls)
        s.vars = [(n, k, True) for n, k in params]
        names = ", ".join(f"{k} {n}" for n, k in params)
        lines = [f"public {self.r.choice(['', '', 'synchronized '])}{kind} {name}({names}) {{"]
        if cls != "A" and self.chance(0.4) and kind != "void":
            arguments = ", ".join(n for n, _ in params)
            lines.append(f"  {kind} up = super.{name}({arguments});")
            s.vars.append(("up", kind, True))
        return lines + self.body(s, kind, self.r.randint(1, 4)) + ["}"]

    def hierarchy(self):
        lines = ["interface Shape {", "  int area(int x);",
                 f"  default long twice(long v) {{ return area((int) v) * {self.corner('long')} + v; }}", "}",
                 "enum E { X, Y, Z; int weight() { return ordinal() * 3 + 1; } }",
                 "record P(int a, long b, String c) { P { if (a == 77) throw new IllegalArgumentException(\"77\"); } }",
                 "static class Ex extends RuntimeException { final int code; Ex(int c) { super(\"x\" + c); code = c; } }",
                 "static final class Ey extends Ex { Ey(int c) { super(c + 1); } }",
                 "static final class Res implements AutoCloseable { final int n; Res(int n) { this.n = n; R.h(n); }",
                 "  public void close() { R.h(n + 1); if ((n & 15) == 5) throw new Ey(n); } }"]
        for cls, parent in (("A", None), ("B", "A"), ("C", "A"), ("D", "B")):
            final = "final " if cls in ("C",) and self.chance(0.5) else ""
            lines.append(f"static {final}class {cls} " + (f"extends {parent} {{" if parent else "implements Shape {"))
            if not parent:
                lines += [f"  {v}{k} {n}{' = ' + self.corner(k) if k in PRIMITIVES else ''};" for n, k, v in self.fields]
                lines.append("  public String toString() { return getClass().getSimpleName() + f_int; }")
            lines.append(f"  {cls}() {{ {'super(); ' if parent else ''}f_int{' += ' if parent else ' = '}{self.r.randint(0, 99)}; }}")
            s = Scope(len(self.methods), "int", cls)
            s.vars = [("x0", "int", True)]
            if not parent or self.chance(0.6):
                lines += ["  public int area(int x0) {", *self.body(s, "int", self.r.randint(0, 2)), "  }"]
            for name, kind, params in self.virtuals:
                if not parent or self.chance(0.5):
                    lines += ["  " + l for l in self.virtual_method(cls, name, kind, params)]
            lines.append("}")
        return lines

    def source(self):
        """The text of the program."""
        for k in PRIMITIVES + ["String", "A", "Object"] + ARRAYS:
            self.statics.append((f"s_{k.replace('[]', 's')}", k, self.r.choice(["", "", "volatile "])))
            if self.chance(0.7) or k == "int":
                self.fields.append((f"f_{k.replace('[]', 's')}", k, self.r.choice(["", "", "", "volatile "])))
        for i in range(self.r.randint(2, 6)):
            recursive = self.chance(0.25)
            self.methods.append((f"m{i}", self.r.choice(RETURNS), self.signature(self.r.choice([5, 9, 12])), recursive,
                                 self.r.choice(["", "", "", "synchronized "])))
        for i in range(3):
            self.virtuals.append((f"virt{i}", self.r.choice(RETURNS), self.signature(5)))
        members = []
        for i in range(len(self.methods)):
            members += self.static_method(i)
        members += self.hierarchy()
        driver = Scope(-1, "void")
        driver.vars = [("round", "int", False)]
        head = ["static A make(int i) {", "  switch (i & 7) { case 0: return new A(); case 1: return new C();",
                "    case 2: return R.fuel > 0 && late ? new D() : new B(); case 3: return null; default: return new B(); }", "}",
                "static boolean late;", "static final Object LOCK = new Object();"]
        run = ["public static void run(int round) {", f"  late = round > {self.r.randint(3, 20)};",
               *self.statics_reset(), *self.guarded(driver), *self.hot_loop(driver), "}"]
        tail = ["public static void fields() {", *[f"  R.h({n});" for n, _, _ in self.statics], "}"]
        statics = [f"static {v}{k} {n};" for n, k, v in self.statics]
        lines = [f"public class {self.name} {{", *["  " + l for l in statics + head + members + run + tail], "}"]
        return "\n".join(lines) + "\n"

    def statics_reset(self):
        """Arrays and objects get values in the first round, so that a program is not all NullPointerExceptions."""
        made = [f"    {n} = new {k[:-2]}[{self.r.randint(8, 16)}];" for n, k, _ in self.statics if k.endswith("[]")]
        return ["  if (round % 8 == 0) {", *made, "    s_A = new B(); s_String = \"\" + round; s_Object = s_A;", "  }"]

    def guarded(self, s):
        """The statements of `run`, each in a try of its own: one that always throws does not end the program."""
        lines = []
        for _ in range(self.size + 3):
            s.tries = self.r.choice([0, 1])
            e = self.fresh("e")
            body = self.block(s, self.r.randint(1, 2))
            lines += ["  try {", *body, f"  }} catch (Throwable {e}) {{ R.h({e}); }}"]
        s.tries = 0
        return lines

    def hot_loop(self, s):
        """A long loop for on-stack replacement in some programs."""
        if not self.chance(0.5):
            return []
        s.times, s.calls, s.loops = 100, False, 1
        i = self.fresh("i")
        s.vars.append((i, "int", False))
        return [f"  for (int {i} = 0; {i} < {self.r.choice([300, 1000, 2000])}; {i}++) {{",
                *["  " + l for l in self.block(s, self.r.randint(1, 3))], "  }"]


def program(seed, drop=()):
    """(source, number of droppable statements) of the program with this seed."""
    p = Program(seed, drop)
    return p.source(), p.next_statement
