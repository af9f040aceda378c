"""Random Java expressions of a wanted type, over the variables, fields and methods a scope may name (see javagen.py).

Divisions, indices and dereferences are mostly safe; inside a `try` they often are not. What two correct VMs may answer
differently is never asked: identity hashes, bits of a NaN, transcendental functions.
"""
PRIMITIVES = ["int", "long", "float", "double", "byte", "short", "char", "boolean"]
NUMBERS = ["int", "long", "float", "double", "byte", "short", "char"]
ARRAYS = ["int[]", "long[]", "double[]", "byte[]", "char[]", "short[]", "float[]", "boolean[]"]
CORNERS = {
    "int": ["0", "1", "-1", "2", "3", "5", "7", "10", "31", "32", "33", "63", "64", "127", "128", "-128", "255", "256",
            "32767", "32768", "-32768", "65535", "65536", "1000003", "0x55555555", "0xAAAAAAAA", "0x7fffffff",
            "0x80000000", "-2147483647", "0x12345678"],
    "long": ["0L", "1L", "-1L", "2L", "7L", "63L", "255L", "-256L", "0x7fffffffL", "0x80000000L", "-0x80000000L", "0xffffffffL",
             "0x100000000L", "0x7fffffffffffffffL", "0x8000000000000000L", "0x123456789abcdefL", "-1000000007L", "10L"],
    "float": ["0f", "-0f", "1f", "-1f", "2f", "0.5f", "1e10f", "1e-10f", "3.4028235e38f", "1.4e-45f", "-1.17549435e-38f",
              "Float.NaN", "Float.POSITIVE_INFINITY", "Float.NEGATIVE_INFINITY", "16777217f", "2147483648f", "3.7f", "-9.2e18f"],
    "double": ["0.0", "-0.0", "1.0", "-1.0", "0.5", "2.0", "1e300", "1e-300", "4.9e-324", "1.7976931348623157e308",
               "2.2250738585072014e-308", "Double.NaN", "Double.POSITIVE_INFINITY", "Double.NEGATIVE_INFINITY",
               "2147483648.0", "-2147483649.0", "9.223372036854775807e18", "-9.3e18", "3.14159", "1e10", "0.1"],
    "byte": ["(byte) 0", "(byte) 1", "(byte) -1", "(byte) 127", "(byte) -128", "(byte) 77"],
    "short": ["(short) 0", "(short) 1", "(short) -1", "(short) 32767", "(short) -32768", "(short) 300"],
    "char": ["'a'", "'b'", "'0'", "'\\0'", "'\\uffff'", "'\\u8000'", "'z'", "'\\u20ac'"],
    "boolean": ["true", "false"],
    "String": ['""', '"a"', '"Aa"', '"BB"', '"hello"', '"\\u20ac"', '"h\\u00e9"', '"0"', '"x,y"'],
}
BITS = {"int": ["Integer.bitCount(%s)", "Integer.numberOfLeadingZeros(%s)", "Integer.numberOfTrailingZeros(%s)", "Integer.reverse(%s)",
                "Integer.reverseBytes(%s)", "Integer.highestOneBit(%s)", "Integer.rotateLeft(%s, 7)", "Math.abs(%s)",
                "Integer.signum(%s)", "Integer.hashCode(%s)"],
        "long": ["Long.reverse(%s)", "Long.reverseBytes(%s)", "Long.rotateRight(%s, 13)", "Math.abs(%s)", "Long.lowestOneBit(%s)",
                 "Math.multiplyHigh(%s, 0x123456789abcdefL)"],
        "float": ["Math.abs(%s)", "(float) Math.sqrt(%s)", "Float.intBitsToFloat(Float.floatToIntBits(%s) ^ 1)", "Math.signum(%s)",
                  "Math.fma(%s, 3f, 1f)"],
        "double": ["Math.abs(%s)", "Math.sqrt(%s)", "Math.floor(%s)", "Math.ceil(%s)", "Math.rint(%s)", "Math.signum(%s)",
                   "Math.fma(%s, 3.0, 1.0)", "Double.longBitsToDouble(Double.doubleToLongBits(%s) ^ 1)"]}

STRING_CALLS = ["trim()", "toUpperCase()", 'concat("!")', 'replace("a", "bc")', "intern()", "repeat(2)"]


class Expressions:
    """Mixed into Program, which owns the random numbers and the tables of names."""

    def chance(self, p):
        return self.r.random() < p

    def corner(self, kind):
        return self.r.choice(CORNERS[kind]) if self.chance(0.7) or kind in ("boolean", "String", "char") else self.some(kind)

    def some(self, kind):
        """A constant from the whole range."""
        bits = {"byte": 8, "short": 16, "int": 32, "long": 64}.get(kind)
        if bits:
            value = self.r.getrandbits(self.r.randint(1, bits))
            value -= (1 << bits) if value >= 1 << (bits - 1) else 0
            if kind == "int" and value == -(1 << 31) or kind == "long" and value == -(1 << 63):
                value += 1
            return f"{value}L" if kind == "long" else f"({kind}) {value}" if bits < 32 else str(value)
        value = self.r.uniform(-1000, 1000) if self.chance(0.5) else self.r.uniform(-1, 1) * 10.0 ** self.r.randint(-30, 30)
        return f"{value!r}f" if kind == "float" else repr(value)

    def cast_to(self, kind, text):
        return f"({kind}) ({text})" if kind in ("byte", "short", "char") else text

    def names(self, s, kind, assignable=False):
        """Variables, static fields and fields of this type that may be named here."""
        found = [n for n, k, free in s.vars if k == kind and (free or not assignable)]
        found += [n for n, k, _ in self.statics if k == kind]
        if s.this:
            found += [n for n, k, _ in self.fields if k == kind]
        return found

    def place(self, s):
        """(text, type) of something that can be assigned."""
        locals_ = [(n, k) for n, k, free in s.vars if free]
        roll = self.r.random()
        if locals_ and roll < 0.5:
            return self.r.choice(locals_)
        if roll < 0.7:
            n, k, _ = self.r.choice(self.fields)
            return (n if s.this and self.chance(0.5) else f"{self.object(s)}.{n}"), k
        n, k, _ = self.r.choice([f for f in self.statics])
        return n, k

    def object(self, s):
        """Something of class A, seldom null outside of a try."""
        found = self.names(s, "A") + self.names(s, "B")
        if s.tries and found and self.chance(0.5):
            return self.r.choice(found)
        return self.r.choice(["new B()", "new C()", "s_A", "s_A", "((A) new D())"] + (["this"] if s.this else []))

    def index(self, s, array):
        roll = self.r.random()
        if s.tries and roll < 0.15:
            return self.expr(s, "int", 2)
        if roll < 0.3:
            return str(self.r.randint(0, 7))
        counters = [n for n, k, free in s.vars if k == "int" and not free and n[0] == "i"]
        if counters and roll < 0.6:
            return f"{self.r.choice(counters)} & 7"
        return f"({self.expr(s, 'int', 1)}) & 7"

    def divisor(self, s, kind):
        e = self.expr(s, kind if kind in ("int", "long", "float", "double") else "int", 2)
        if kind in ("float", "double") or s.tries and self.chance(0.5):
            return e
        return f"({e} | 1)" if self.chance(0.6) else self.r.choice(["3", "7", "-1", "10", "16", "1000"])

    def call(self, s, kind):
        """A call whose result has this type (None: any), or None when there is no method for it."""
        if not s.calls:
            return None
        late = [m for i, m in enumerate(self.methods) if i > s.method and kind in (None, m[1])]
        if s.depth_name and kind in (None, self.methods[s.method][1]) and self.chance(0.3):
            late.append(self.methods[s.method])
        virtual = [v for v in self.virtuals if kind in (None, v[1])] if not s.this or s.method < 0 else []
        if late and (self.chance(0.6) or not virtual):
            name, _, params, recursive, _ = self.r.choice(late)
            arguments = [self.argument(s, k) for _, k in params]
            if recursive:
                mine = s.depth_name and self.methods[s.method][0] == name
                arguments.insert(0, "depth - 1" if mine else str(self.r.randint(1, 12)))
            return f"{name}({', '.join(arguments)})"
        if virtual:
            name, _, params = self.r.choice(virtual)
            receiver = self.r.choice(["s_A", self.object(s), f"make({self.expr(s, 'int', 1)})" if s.tries else "new B()"])
            return f"{receiver}.{name}({', '.join(self.argument(s, k) for _, k in params)})"
        return None

    def argument(self, s, kind):
        text = self.expr(s, kind, 1)
        return self.cast_to(kind, text)

    def expr(self, s, kind, depth):
        """An expression of type `kind` no deeper than `depth`."""
        if kind.endswith("[]"):
            return self.array_expr(s, kind, depth)
        if depth <= 0 or self.chance(0.15):
            found = self.names(s, kind)
            if found and self.chance(0.7):
                return self.r.choice(found)
            if kind in PRIMITIVES or kind == "String":
                return self.corner(kind)
        if kind in ("A", "B", "Object", "E"):
            return self.object_expr(s, kind, depth)
        if kind == "String":
            return self.string_expr(s, depth)
        if kind == "boolean":
            return self.boolean_expr(s, depth)
        return self.number_expr(s, kind, depth)

    def array_expr(self, s, kind, depth):
        found = self.names(s, kind)
        if found and (depth <= 0 or self.chance(0.75)):
            return self.r.choice(found)
        element = kind[:-2]
        if depth > 0 and self.chance(0.3):
            values = ", ".join(self.cast_to(element, self.expr(s, element, 1)) for _ in range(self.r.randint(8, 9)))
            return f"new {kind} {{{values}}}"
        if s.tries and self.chance(0.1):
            return f"new {element}[{self.expr(s, 'int', 0)} & 0x800000ff]" if self.chance(0.5) else f"(({kind}) null)"
        return f"new {element}[{self.r.randint(8, 20)}]"

    def number_expr(self, s, kind, depth):
        small = kind in ("byte", "short", "char")
        d = depth - 1
        roll = self.r.random()
        if roll < 0.07:
            call = self.call(s, kind)
            if call:
                return call
        if roll < 0.15:
            return f"{self.expr(s, kind + '[]', 0)}[{self.index(s, '')}]"
        if roll < 0.20 and any(k == kind for _, k, _ in self.fields):
            return f"{self.object(s)}.{self.r.choice([n for n, k, _ in self.fields if k == kind])}"
        if roll < 0.30:
            return f"({kind}) ({self.expr(s, self.r.choice(NUMBERS), d)})"
        if roll < 0.36:
            return f"({self.expr(s, 'boolean', d)} ? {self.expr(s, kind, d)} : {self.expr(s, kind, d)})"
        if roll < 0.40:
            targets = [n for n in self.names(s, kind, True)]
            if targets:
                t = self.r.choice(targets)
                return self.r.choice([f"{t}++", f"--{t}", f"({t} += {self.expr(s, kind, d)})", f"({t} = {self.value(s, kind)})"])
        if small:
            return f"({kind}) ({self.expr(s, 'int', d)})"
        if roll < 0.48:
            return self.r.choice(BITS[kind]) % self.expr(s, kind, d)
        if kind == "int" and roll < 0.58:
            return self.int_library(s, d)
        if kind in ("int", "long") and roll < 0.68:
            shift = self.expr(s, self.r.choice(["int", "long", "byte"]), d)
            return f"({self.expr(s, kind, d)} {self.r.choice(['<<', '>>', '>>>'])} ({shift}))"
        if kind in ("int", "long") and roll < 0.78:
            op = self.r.choice(["&", "|", "^"])
            return f"({self.expr(s, kind, d)} {op} {self.expr(s, self.r.choice(['int', kind]), d)})"
        if roll < 0.84:
            return f"({self.expr(s, kind, d)} {self.r.choice(['/', '%'])} {self.divisor(s, kind)})"
        if roll < 0.89:
            return f"Math.{self.r.choice(['min', 'max'])}({self.expr(s, kind, d)}, {self.expr(s, kind, d)})"
        if roll < 0.93:
            return self.r.choice(["-({})", "+({})"] + (["~({})"] if kind in ("int", "long") else [])).format(self.expr(s, kind, d))
        lower = {"int": ["int", "byte", "short", "char"], "long": ["int", "long", "char"], "float": ["int", "long", "float"],
                 "double": ["int", "long", "float", "double"]}[kind]
        return f"({self.expr(s, kind, d)} {self.r.choice(['+', '-', '*'])} {self.expr(s, self.r.choice(lower), d)})"

    def int_library(self, s, d):
        e = self.expr
        options = [lambda: f"R.at({e(s, 'String', d)}, {e(s, 'int', d)})", lambda: f"(\"\" + {e(s, 'String', d)}).length()",
                   lambda: f"(\"\" + {e(s, 'String', d)}).hashCode()", lambda: f"(\"k\" + {e(s, 'String', d)}).compareTo({self.corner('String')})",
                   lambda: f"(\"\" + {e(s, 'String', d)}).indexOf({self.corner('String')})", lambda: f"{e(s, 'E', d)}.weight()",
                   lambda: f"Long.compare({e(s, 'long', d)}, {e(s, 'long', d)})", lambda: f"Double.compare({e(s, 'double', d)}, {e(s, 'double', d)})",
                   lambda: f"Float.floatToIntBits({e(s, 'float', d)})", lambda: f"Math.floorMod({e(s, 'int', d)}, {self.divisor(s, 'int')})",
                   lambda: f"{e(s, self.r.choice(ARRAYS), 0)}.length", lambda: f"Math.round({e(s, 'float', d)})",
                   lambda: f"new P({e(s, 'int', d)} & 63, {e(s, 'long', d)}, {self.corner('String')}).hashCode()",
                   lambda: f"Long.bitCount({e(s, 'long', d)})", lambda: f"Long.numberOfLeadingZeros({e(s, 'long', d)})"]
        if s.tries:
            options += [lambda: f"Math.addExact({e(s, 'int', d)}, {e(s, 'int', d)})", lambda: f"Math.multiplyExact({e(s, 'int', d)}, {e(s, 'int', d)})",
                        lambda: f"Integer.parseInt({e(s, 'String', d)})", lambda: f"((int) (Integer) {e(s, 'Object', d)})",
                        lambda: f"java.util.Objects.checkIndex({e(s, 'int', d)}, 9)", lambda: f"((B) (A) {e(s, 'A', d)}).f_int",
                        lambda: f"Math.toIntExact({e(s, 'long', d)})", lambda: f"{e(s, 'String', d)}.charAt({e(s, 'int', d)})"]
        return self.r.choice(options)()

    def boolean_expr(self, s, depth):
        d = depth - 1
        kind = self.r.choice(["int", "long", "float", "double", "char", "int", "byte"])
        options = [lambda: f"({self.expr(s, kind, d)} {self.r.choice(['<', '<=', '>', '>=', '==', '!='])} {self.expr(s, kind, d)})"] * 5
        options += [lambda: f"({self.expr(s, 'boolean', d)} {self.r.choice(['&&', '||', '&', '|', '^', '=='])} {self.expr(s, 'boolean', d)})",
                    lambda: f"!{self.wrapped(s, d)}", lambda: f"({self.expr(s, 'Object', d)} instanceof {self.r.choice(['A', 'B', 'C', 'D', 'String', 'Shape', 'Integer', 'int[]', 'Comparable'])})",
                    lambda: f"({self.expr(s, 'A', d)} {self.r.choice(['==', '!='])} {self.r.choice(['null', 's_A', 's_Object'])})",
                    lambda: f"(\"\" + {self.expr(s, 'String', d)}).equals({self.expr(s, 'String', d)})",
                    lambda: f"({self.object(s)}.area({self.expr(s, 'int', d)}) > {self.corner('int')})" if s.calls and not s.this else "(s_A == null)",
                    lambda: f"{self.expr(s, 'boolean[]', 0)}[{self.index(s, '')}]",
                    lambda: f"Double.isNaN({self.expr(s, 'double', d)})", lambda: f"B.class.isInstance({self.expr(s, 'Object', d)})",
                    lambda: f"({self.expr(s, 'boolean', d)} ? {self.expr(s, 'boolean', d)} : {self.expr(s, 'boolean', d)})"]
        return self.r.choice(options)()

    def wrapped(self, s, d):
        return f"({self.expr(s, 'boolean', d)})"

    def string_expr(self, s, depth):
        d = depth - 1
        e = self.expr
        options = [lambda: f"({e(s, 'String', d)} + {e(s, self.r.choice(PRIMITIVES + ['String']), d)})",
                   lambda: f"(\"<\" + {e(s, 'int', d)} + {e(s, 'long', d)} + '|' + {e(s, 'double', d)} + {e(s, 'boolean', d)} + {e(s, 'char', d)})",
                   lambda: f"String.valueOf({e(s, self.r.choice(['int', 'long', 'float', 'double', 'boolean', 'char']), d)})",
                   lambda: f"R.sub({e(s, 'String', d)}, {e(s, 'int', d)}, {e(s, 'int', d)})",
                   lambda: f"new StringBuilder().append({e(s, 'String', d)}).append({e(s, 'int', d)}).reverse().append({e(s, 'char', d)}).toString()",
                   lambda: f"(\"\" + {e(s, 'String', d)}).{self.r.choice(STRING_CALLS)}",
                   lambda: f"Long.toHexString({e(s, 'long', d)})", lambda: f"{e(s, 'E', d)}.name()",
                   lambda: f"new P({self.r.randint(0, 70)}, {e(s, 'long', d)}, {e(s, 'String', d)}).toString()",
                   lambda: f"new String(new char[] {{{e(s, 'char', d)}, {e(s, 'char', d)}}})"]
        if s.tries:
            options += [lambda: f"((String) {e(s, 'Object', d)})", lambda: f"{e(s, 'String', d)}.substring({e(s, 'int', d)})"]
        call = self.call(s, "String") if self.chance(0.2) else None
        return call or self.r.choice(options)()

    def object_expr(self, s, kind, depth):
        if kind == "E":
            return self.r.choice(["E.X", "E.Y", "E.Z", f"E.values()[(({self.expr(s, 'int', max(depth - 1, 0))}) & 0x7fffffff) % 3]"])
        found = self.names(s, kind)
        if found and self.chance(0.5):
            return self.r.choice(found)
        if kind == "B":
            return self.r.choice(["new B()", "new D()"])
        if kind == "A":
            call = self.call(s, "A") if depth > 0 and self.chance(0.3) else None
            return call or self.r.choice(["new B()", "new C()", "new A()", "new D()", "s_A", f"make({self.expr(s, 'int', depth - 1)})" if depth > 0 else "s_A"])
        return "((Object) {})".format(self.r.choice([
            "s_A", "s_String", "s_Object", "null", "new B()", "E.X", "5", "7L", "s_ints", "LOCK",
            f"({self.expr(s, 'int', 0)})" if depth > 0 else "new D()"]))
