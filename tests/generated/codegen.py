"""Random bytecode that javac never emits, as text for tests/tools/jasm.py: program(seed) is one class J<seed>.

A method is a set of blocks. Each block begins with a fixed shape of the operand stack (values travel over branches), and
ends by going anywhere: forward, backward, into the middle of loops. All locals have one type for the whole method, so that
every edge is correct; a counter in each block ends the wandering. Exception ranges overlap, begin and end inside of blocks,
and may hold their own handler. There are subroutines (jsr, ret), all forms of dup, wide instructions, goto_w, switches
whose arms carry values, and now and then a very long method.

Every chunk of instructions has random numbers of its own, so leaving one out (`drop`) hardly changes the others.
"""
import random

import codeops
from codeops import WORDS

SHAPES = ["", "I", "J", "IJ", "DI", "AI", "IIFD", "JAJ", "SN", "FF"]
LOCAL_TYPES = "IIIJJFDASN"


class Method:
    """One static method in the making: lines of assembly, types of locals and of the operand stack."""

    def __init__(self, program, index, params, returns):
        self.p, self.index, self.params, self.returns = program, index, params, returns
        self.lines, self.stack, self.highest, self.next_label = [], [], 0, 0
        self.r = random.Random(f"{program.seed}/{index}")
        base = self.r.choice([0, 0, 0, 0, 250, 300]) if self.r.random() < 0.5 else 0
        self.locals, at = [], 0       # (index, type)
        for kind in params:
            self.locals.append((at, kind))
            at += WORDS[kind]
        at = max(at, base)
        for kind in self.r.choices(LOCAL_TYPES, k=self.r.randint(3, 9)):
            self.locals.append((at, kind))
            at += WORDS[kind]
        self.fuel, self.thrown, self.back = at, at + 1, [at + 2, at + 3]
        self.max_locals = at + 4
        self.shapes = self.r.sample(SHAPES, 3) + [""]
        self.subroutines = self.r.choice([0, 0, 1, 2])
        self.nested = self.r.random() < 0.5   # the first subroutine calls the second, and nobody else does
        self.inside_subroutine = 0

    # Emitting with a typed stack.

    def emit(self, text, pops="", pushes=""):
        """One instruction; its operands must be on the stack."""
        for kind in reversed(pops):
            top = self.stack.pop()
            assert top == kind or kind == "A" and top in "ASN", (text, pops, top)
        self.stack += pushes
        self.highest = max(self.highest, sum(WORDS[k] for k in self.stack))
        self.lines.append("  " + text)

    def label(self):
        self.next_label += 1
        return f"L{self.next_label}"

    def place(self, label):
        self.lines.append(f"{label}:")

    def local(self, op, index):
        """`iload` and the like, wide when needed and sometimes when not."""
        wide = "wide " if index > 255 or self.r.random() < 0.03 else ""
        short = f"{op}_{index}" if not wide and index < 4 and op != "ret" and self.r.random() < 0.7 else f"{wide}{op} {index}"
        return short

    def load(self, index, kind):
        self.emit(self.local({"I": "i", "J": "l", "F": "f", "D": "d"}.get(kind, "a") + "load", index), "", kind)

    def store(self, index, kind):
        self.emit(self.local({"I": "i", "J": "l", "F": "f", "D": "d"}.get(kind, "a") + "store", index), kind, "")

    def push(self, kind):
        """Some value of this type: a local or a constant."""
        found = [i for i, k in self.locals if k == kind or kind == "A" and k in "SN"]
        if found and self.r.random() < 0.7:
            index = self.r.choice(found)
            real = dict(self.locals)[index]
            self.load(index, real)
            self.stack[-1] = kind
        else:
            codeops.constant(self, kind)

    def need(self, kinds):
        """Makes the top of the stack be these types, by what lies there already or by pushing."""
        n = len(kinds)
        have = "".join(self.stack[len(self.stack) - n:]) if n <= len(self.stack) else ""
        if have == kinds and self.r.random() < 0.8:
            return
        for kind in kinds:
            self.push(kind)

    def drop_top(self):
        """Takes the top value away; mostly its value is hashed."""
        kind = self.stack[-1]
        if self.r.random() < 0.6:
            self.hash_top()
        else:
            self.emit("pop2" if WORDS[kind] == 2 else "pop", kind)

    def hash_top(self):
        kind = self.stack[-1]
        self.emit(f"invokestatic R.h({codeops.DESCRIPTOR[kind]})V", kind)

    def reshape(self, shape):
        """Turns the stack into the given shape, keeping what fits."""
        same = 0
        while same < min(len(shape), len(self.stack)) and shape[same] == self.stack[same]:
            same += 1
        while len(self.stack) > same:
            self.drop_top()
        for kind in shape[same:]:
            self.push(kind)

    # Blocks.

    def generate(self):
        count = self.r.choice([2, 4, 6, 9, 12]) if self.r.random() < 0.97 else 250
        self.entry_shapes = [self.r.choice(self.shapes) for _ in range(count)]
        self.prologue()
        self.reshape(self.entry_shapes[0])
        marks = []
        for number in range(count):
            self.block(number, count, marks)
        self.place("Lend")
        self.stack = []
        self.place("Lout")
        self.r = random.Random(f"{self.p.seed}/{self.index}/out")
        for index, kind in self.locals:
            if self.r.random() < 0.5:
                self.load(index, kind)
                self.hash_top()
        if self.returns == "V":
            self.emit("return")
        else:
            self.push(self.returns)
            self.emit({"I": "ireturn", "J": "lreturn", "F": "freturn", "D": "dreturn"}.get(self.returns, "areturn"), self.returns)
        for number in range(self.subroutines):
            self.subroutine(number)
        return self.text(self.handlers(marks))

    def prologue(self):
        for index, kind in self.locals[len(self.params):]:
            codeops.constant(self, kind)
            self.store(index, kind)
        self.emit(f"bipush {self.r.choice([10, 30, 60, 100])}", "", "I")
        self.emit(self.local("istore", self.fuel), "I")
        self.emit("aconst_null", "", "A")
        self.emit(self.local("astore", self.thrown), "A")
        go = self.label()
        for text, pops, pushes in [("getstatic R.fuel:I", "", "I"), ("iconst_1", "", "I"), ("isub", "II", "I"), ("dup", "I", "II"),
                                   ("putstatic R.fuel:I", "I", ""), (f"ifgt {go}", "I", ""), ("goto_w Lout", "", "")]:
            self.emit(text, pops, pushes)
        self.place(go)

    def block(self, number, count, marks):
        self.stack = list(self.entry_shapes[number])
        self.place(f"B{number}")
        marks.append(f"B{number}")
        self.lines.append(f"  .line {self.p.line()}")
        stay = self.label()
        self.emit(f"{'wide ' if self.fuel > 255 else ''}iinc {self.fuel} -1")
        self.emit(self.local("iload", self.fuel), "", "I")
        self.emit(f"ifgt {stay}", "I")
        saved = list(self.stack)
        while self.stack:                     # values left on the stack at the end of the fuel
            self.emit("pop2" if WORDS[self.stack[-1]] == 2 else "pop", self.stack[-1])
        self.emit("goto_w Lout")
        self.stack = saved
        self.place(stay)
        for _ in range(self.r.randint(1, 7)):
            self.chunk()
            if self.r.random() < 0.2:
                marks.append(self.label())
                self.place(marks[-1])
        self.r = random.Random(f"{self.p.seed}/{self.index}/end{number}")
        self.leave(count)
        self.r = random.Random(f"{self.p.seed}/{self.index}/next{number}")

    def chunk(self):
        """A few instructions that can be left out together."""
        n = self.p.next_statement
        self.p.next_statement += 1
        keep, self.r = self.r, random.Random(f"{self.p.seed}/chunk{n}")
        if n not in self.p.drop:
            if self.r.random() < 0.4:
                self.lines.append(f"  .line {self.p.line()}")
            codeops.chunk(self)
            while sum(WORDS[k] for k in self.stack) > 24:
                self.drop_top()
        self.r = keep

    def leave(self, count):
        """Ends a block: a condition, a switch, a throw or a plain jump, anywhere."""
        roll, target = self.r.random(), self.r.randrange(count)
        if roll < 0.55:
            text, operands = self.r.choice(codeops.BRANCHES)
            self.reshape(self.entry_shapes[target])
            for kind in operands:
                self.push(kind)
            self.emit(f"{text} B{target}", operands)
            target = self.r.randrange(count)
        elif roll < 0.7:
            shape = self.entry_shapes[target]
            targets = [i for i in range(count) if self.entry_shapes[i] == shape]
            arms = [f"B{self.r.choice(targets)}" for _ in range(self.r.randint(1, 6))]
            self.reshape(shape)
            self.push("I")
            if self.r.random() < 0.5:
                self.emit(f"tableswitch {self.r.choice([-2, 0, 1, 100])} {' '.join(arms)} default B{target}", "I")
            else:
                keys = self.r.sample([-2147483648, -1, 0, 1, 2, 5, 77, 65536, 2147483647], len(arms))
                self.emit(f"lookupswitch {' '.join(f'{k}:{a}' for k, a in zip(keys, arms))} default:B{target}", "I")
            return
        elif roll < 0.75:
            codeops.throw(self)
            return
        elif roll < 0.78:
            self.reshape("")
            self.emit("goto Lend")
            return
        self.reshape(self.entry_shapes[target])
        self.emit(f"{self.r.choice(['goto', 'goto_w'])} B{target}")

    def subroutine(self, number):
        """`jsr` comes here with an empty stack; the first one may call the second."""
        self.inside_subroutine = number + 1
        self.stack = ["R"]
        self.highest = max(self.highest, 1)
        self.place(f"S{number}")
        again, done = self.label(), self.label()
        self.emit(self.local("astore", self.back[number]), "R")
        for _ in range(self.r.randint(1, 3)):
            self.chunk()
        self.reshape("")
        self.place(again)
        self.emit(f"{'wide ' if self.fuel > 255 else ''}iinc {self.fuel} -1")
        self.emit(self.local("iload", self.fuel), "", "I")
        self.emit(f"ifle {done}", "I")
        self.chunk()
        self.reshape("")
        self.push("I")
        self.emit(f"ifeq {again}", "I")
        self.place(done)
        self.emit(("wide " if self.back[number] > 255 else "") + f"ret {self.back[number]}")

    def handlers(self, marks):
        """Exception ranges between any two marks; handlers lie behind the code and go back into it."""
        lines, marks = [], marks + ["Lend"]
        self.inside_subroutine = 0
        for number in range(self.r.choice([0, 1, 2, 3])):
            low, high = sorted(self.r.sample(range(len(marks)), 2))
            kind = self.r.choice(["any", "any", "java/lang/Throwable", "java/lang/RuntimeException", "java/lang/ArithmeticException",
                                  "java/lang/NullPointerException", "java/lang/ArrayIndexOutOfBoundsException"])
            end = f"H{number}end" if high == len(marks) - 1 and self.r.random() < 0.2 else marks[high]
            lines.append(f"  .catch {kind} from {marks[low]} to {end} using H{number}")
            target = self.r.randrange(len(self.entry_shapes))
            self.place(f"H{number}")
            self.stack = ["A"]
            for text, pops, pushes in [("checkcast java/lang/Throwable", "A", "A"), ("dup", "A", "AA"),
                                       (self.local("astore", self.thrown), "A", ""), ("invokestatic R.h(Ljava/lang/Throwable;)V", "A", "")]:
                self.emit(text, pops, pushes)
            self.place(f"H{number}end")
            self.reshape(self.entry_shapes[target])
            self.emit(f"goto_w B{target}")
        return lines

    def text(self, catches):
        descriptor = "".join(codeops.DESCRIPTOR[k] for k in self.params)
        returns = codeops.DESCRIPTOR.get(self.returns, "V")
        return [f".method static m{self.index} ({descriptor}){returns}", f"  .limit stack {self.highest + 6}",
                f"  .limit locals {self.max_locals}", *catches, *self.lines, ".end", ""]


class Program:
    """One class."""

    def __init__(self, seed, drop=()):
        self.seed, self.drop, self.next_statement, self.next_line = seed, set(drop), 0, 0
        self.r = random.Random(f"{seed}/class")
        self.name = f"J{seed}"
        self.methods = [Method(self, i, self.r.choices("IIJFDASN", k=self.r.choice([0, 1, 2, 3, 5, 8, 11])),
                               self.r.choice("VIIJFDA")) for i in range(self.r.randint(1, 4))]

    def line(self):
        self.next_line += 1
        return self.next_line

    def source(self):
        lines = [f".version {self.r.choice([45, 48, 49, 49])}", f".class public super {self.name}", f".source {self.name}.jasm",
                 *[f".field static s{k} {codeops.DESCRIPTOR[k]}" for k in "IJFDASN"], "", *codeops.pool_method()]
        for method in reversed(self.methods):     # later ones first: only those are called
            lines += method.generate()
        return "\n".join(lines + self.run() + self.fields()) + "\n"

    def run(self):
        """run(round): every method, each under a handler of its own."""
        lines, catches = [], []
        for m in self.methods:
            n = m.index
            lines.append(f"T{n}:")
            for k in m.params:
                lines.append("  " + {"I": "iload_0", "J": "iload_0\n  i2l", "F": "iload_0\n  i2f", "D": "iload_0\n  i2d",
                                     "A": "aconst_null", "S": 'ldc "arg"', "N": f"getstatic {self.name}.sN:[I"}[k])
            descriptor = "".join(codeops.DESCRIPTOR[k] for k in m.params)
            returns = codeops.DESCRIPTOR.get(m.returns, "V")
            lines.append(f"  invokestatic {self.name}.m{n}({descriptor}){returns}")
            if m.returns != "V":
                lines.append(f"  invokestatic R.h({returns})V")
            lines += [f"T{n}end:", f"  goto T{n}next", f"T{n}handler:", "  checkcast java/lang/Throwable",
                      "  invokestatic R.h(Ljava/lang/Throwable;)V", f"T{n}next:"]
            catches.append(f"  .catch any from T{n} to T{n}end using T{n}handler")
        start = ["  bipush 11", "  newarray int", f"  putstatic {self.name}.sN:[I", '  ldc "s"', f"  putstatic {self.name}.sS:Ljava/lang/String;"]
        return [".method public static run (I)V", "  .limit stack 40", "  .limit locals 2", *catches, *start, *lines, "  return", ".end", ""]

    def fields(self):
        lines = []
        for k in "IJFDASN":
            lines += [f"  getstatic {self.name}.s{k}:{codeops.DESCRIPTOR[k]}", f"  invokestatic R.h({codeops.DESCRIPTOR[k]})V"]
        return [".method public static fields ()V", "  .limit stack 4", "  .limit locals 1", *lines, "  return", ".end"]


def program(seed, drop=()):
    """(assembly text, number of droppable chunks)."""
    p = Program(seed, drop)
    return p.source(), p.next_statement
