#!/usr/bin/env python3
"""A small assembler for Java class files: text in, one .class per file out.

    tests/tools/jasm.py -d OUT FILE.jasm...

One instruction or directive per line; `#` starts a comment; a word ending in `:` at the head of a line is a label.
Instructions and their operands come from vm/bytecode/bytecodes.def. Nothing is verified, so wrong classes can be
written as well as right ones. There is no StackMapTable but for `.frame`: other code with branches wants class-file
version 49 (or 50). The bytes of an attribute are hexadecimal digits or name constants: `u:text` is the index of a Utf8,
`c:java/lang/String` of a class, `k:X` of the constant X of one word, `m:a/B.c(I)V` and `f:a/B.c:I` of a member.

    .version 49                                     major [minor], default 49
    .class public super Name                        .interface public abstract Name
    .super java/lang/Object                         `.super none` for none
    .implements java/lang/Runnable
    .source Name.java       .nesthost A     .nestmember A$B     .attribute Name cafebabe
    .field public static x I [= CONSTANT]
    .method public static main ([Ljava/lang/String;)V
      .limit stack 4                                default 8
      .limit locals 2                               default 8
      .throws java/lang/Exception                   .line 12
      .catch java/lang/Throwable from A to B using C    (`any` for finally)
      top: iload_0
      .byte 0xca 0xfe                               raw bytes in the code
      .frame locals int A:java/lang/String stack    a full stack map frame here; types int float long double null top
                                                    this (uninitializedThis) A:class new:LABEL
      .codeattribute Name 0001 ...                  an attribute of Code
    .end
    .bootstrap NAME KIND REFERENCE CONSTANT...      for invokedynamic and dynamic constants

Operands: classes `java/lang/String`, fields `pkg/Class.name:I`, methods `pkg/Class.name(I)V` (`interface` before one that
is declared by an interface), locals and numbers, labels; `tableswitch LOW L0 L1 default D`; `lookupswitch 1:L0 5:L1 default:D`;
`invokedynamic name(I)V NAME`; `iinc 1 -5`; wide forms are two words, `wide iinc 300 1000`.
Constants: 5  5L  1.5f  1.5d  nanf  -infd  f:0x7fc00001  d:0x1  "text\\u0041\\n"  class X  methodtype (I)V
`handle KIND REFERENCE`  `dynamic name:I NAME`. KIND is one of getfield getstatic putfield putstatic invokevirtual
invokestatic invokespecial newinvokespecial invokeinterface.
"""
import re
import struct
import sys
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent.parent
ROW = re.compile(r'^VM_BYTECODE\((\w+),\s*0x([0-9a-f]+),\s*"([^"]*)"', re.M)
FLAGS = {"public": 1, "private": 2, "protected": 4, "static": 8, "final": 0x10, "super": 0x20, "synchronized": 0x20,
         "volatile": 0x40, "bridge": 0x40, "transient": 0x80, "varargs": 0x80, "native": 0x100, "interface": 0x200,
         "abstract": 0x400, "strict": 0x800, "synthetic": 0x1000, "annotation": 0x2000, "enum": 0x4000}
HANDLE_KINDS = {"getfield": 1, "getstatic": 2, "putfield": 3, "putstatic": 4, "invokevirtual": 5, "invokestatic": 6,
                "invokespecial": 7, "newinvokespecial": 8, "invokeinterface": 9}
FRAME_TYPES = {"top": 0, "int": 1, "float": 2, "double": 3, "long": 4, "null": 5, "this": 6, "A": 7, "new": 8}
ARRAY_TYPES = {"boolean": 4, "char": 5, "float": 6, "double": 7, "byte": 8, "short": 9, "int": 10, "long": 11}
TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|[^\s"]+')


def read_opcodes(path=REPO / "vm/bytecode/bytecodes.def"):
    """{mnemonic: (code, operand letters)} from the table of bytecodes."""
    rows = {}
    for name, code, operands in ROW.findall(path.read_text()):
        rows[name.rstrip("_")] = (int(code, 16), operands)
    return rows


class AssemblyError(Exception):
    """A line that makes no sense, with its place."""


def modified_utf8(text):
    """Java's encoding of strings in class files: zero as two bytes, no four-byte forms."""
    out = bytearray()
    data = text.encode("utf-16-be", "surrogatepass")
    for (c,) in struct.iter_unpack(">H", data):
        if 1 <= c < 0x80:
            out.append(c)
        elif c < 0x800:
            out += bytes([0xc0 | c >> 6, 0x80 | c & 0x3f])
        else:
            out += bytes([0xe0 | c >> 12, 0x80 | c >> 6 & 0x3f, 0x80 | c & 0x3f])
    return bytes(out)


def unescape(token):
    """The text of a quoted token with Java's escapes."""
    plain = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
    return re.sub(r"\\(u([0-9a-fA-F]{4})|.)",
                  lambda m: chr(int(m[2], 16)) if m[2] else plain.get(m[1], m[1]), token[1:-1])


def split_member(token):
    """`a/B.name(I)V` or `a/B.name:I` as (class, name, descriptor)."""
    split = token.index("(") if "(" in token else token.index(":")
    dot = token.rindex(".", 0, split)
    return token[:dot], token[dot + 1:split], token[split:] if token[split] == "(" else token[split + 1:]


def argument_words(descriptor):
    """Stack words of a method descriptor's arguments."""
    words = 0
    for kind in re.findall(r"\[*(?:L[^;]*;|[BCDFIJSZ])", descriptor[1:descriptor.index(")")]):
        words += 2 if kind in "JD" else 1
    return words


class ConstantPool:
    """Entries in order of first use; equal entries are shared."""

    def __init__(self):
        self.entries = {}
        self.next = 1
        self.bootstraps = []

    def add(self, data, slots=1):
        if data not in self.entries:
            self.entries[data] = self.next
            self.next += slots
        return self.entries[data]

    def utf8(self, text):
        data = modified_utf8(text)
        return self.add(struct.pack(">BH", 1, len(data)) + data)

    def klass(self, name):
        return self.add(struct.pack(">BH", 7, self.utf8(name)))

    def string(self, text):
        return self.add(struct.pack(">BH", 8, self.utf8(text)))

    def name_and_type(self, name, descriptor):
        return self.add(struct.pack(">BHH", 12, self.utf8(name), self.utf8(descriptor)))

    def member(self, tag, token):
        owner, name, descriptor = split_member(token)
        return self.add(struct.pack(">BHH", tag, self.klass(owner), self.name_and_type(name, descriptor)))

    def field(self, token):
        return self.member(9, token)

    def method(self, token, interface=False):
        return self.member(11 if interface else 10, token)

    def handle(self, kind, token, interface=False):
        number = HANDLE_KINDS[kind]
        target = self.field(token) if number < 5 else self.method(token, interface or number == 9)
        return self.add(struct.pack(">BBH", 15, number, target))

    def dynamic(self, tag, name, descriptor, bootstrap):
        if bootstrap not in self.bootstraps:
            self.bootstraps.append(bootstrap)
        return self.add(struct.pack(">BHH", tag, self.bootstraps.index(bootstrap), self.name_and_type(name, descriptor)))

    def number(self, token):
        """Index of a numeric constant and whether it takes two slots."""
        m = re.fullmatch(r"([fd]):(0x[0-9a-fA-F]+)", token)
        if m:
            wide = m[1] == "d"
            return self.add(struct.pack(">BQ" if wide else ">BI", 6 if wide else 4, int(m[2], 16)), 2 if wide else 1), wide
        if re.fullmatch(r"-?(0x[0-9a-fA-F]+|\d+)L", token):
            return self.add(struct.pack(">BQ", 5, int(token[:-1], 0) & (1 << 64) - 1), 2), True
        if re.fullmatch(r"-?(0x[0-9a-fA-F]+|\d+)", token):
            return self.add(struct.pack(">BI", 3, int(token, 0) & 0xffffffff)), False
        if re.fullmatch(r"-?(nan|inf|[\d.]+([eE][-+]?\d+)?)f", token):
            return self.add(struct.pack(">Bf", 4, float(token[:-1]))), False
        if re.fullmatch(r"-?(nan|inf|[\d.]+([eE][-+]?\d+)?)d", token):
            return self.add(struct.pack(">Bd", 6, float(token[:-1])), 2), True
        raise AssemblyError(f"not a constant: {token}")

    def constant(self, tokens):
        """Takes one constant from the front of `tokens`; its index and whether it takes two slots."""
        word = tokens.pop(0)
        if word.startswith('"'):
            return self.string(unescape(word)), False
        if word == "class":
            return self.klass(tokens.pop(0)), False
        if word == "methodtype":
            return self.add(struct.pack(">BH", 16, self.utf8(tokens.pop(0)))), False
        if word == "handle":
            kind = tokens.pop(0)
            interface = tokens[0] == "interface" and bool(tokens.pop(0))
            return self.handle(kind, tokens.pop(0), interface), False
        if word == "dynamic":
            name, descriptor = tokens.pop(0).split(":", 1)
            return self.dynamic(17, name, descriptor, tokens.pop(0)), descriptor in "JD"
        return self.number(word)

    def bytes(self):
        return struct.pack(">H", self.next) + b"".join(self.entries)


class Code:
    """The instructions of a method; branches are patched when all labels are known."""

    def __init__(self, opcodes, pool):
        self.opcodes = opcodes
        self.pool = pool
        self.out = bytearray()
        self.labels = {}
        self.fixups = []          # (place, width, start of instruction, label)
        self.catches = []         # (class, from, to, handler)
        self.lines = []
        self.frames = []          # (place, locals, stack), types as the pieces of text given
        self.attributes = []
        self.stack = 8
        self.locals = 8

    def branch(self, width, start, label):
        self.fixups.append((len(self.out), width, start, label))
        self.out += bytes(width)

    def instruction(self, words):
        start = len(self.out)
        name = words.pop(0)
        wide = name == "wide"
        if wide:
            self.out.append(self.opcodes[name][0])
            name = words.pop(0)
        if name not in self.opcodes:
            raise AssemblyError(f"no instruction {name}")
        code, operands = self.opcodes[name]
        self.out.append(code)
        if operands == "T":
            self.out += bytes(-len(self.out) % 4)
            at = words.index("default")
            low, targets = int(words[0], 0), words[1:at]
            self.branch(4, start, words[at + 1])
            self.out += struct.pack(">ii", low, low + len(targets) - 1)
            for label in targets:
                self.branch(4, start, label)
            return
        if operands == "L":
            self.out += bytes(-len(self.out) % 4)
            pairs = [w.split(":") for w in words]
            cases = sorted((int(k, 0), label) for k, label in pairs if k != "default")
            self.branch(4, start, dict(pairs)["default"])
            self.out += struct.pack(">i", len(cases))
            for key, label in cases:
                self.out += struct.pack(">i", key)
                self.branch(4, start, label)
            return
        call = None
        for letter, digits in re.findall(r"([a-z])(\d)", operands):
            width = int(digits)
            if letter == "z":
                self.out += bytes(width)
            elif letter == "u" and call:
                self.out.append(argument_words(split_member(call)[2]) + 1)
            elif letter in "sul":
                width = 2 if wide else width
                self.out += (int(words.pop(0), 0) & (1 << 8 * width) - 1).to_bytes(width, "big")
            elif letter == "o":
                self.branch(width, start, words.pop(0))
            else:
                index, call = self.pooled(letter, name, words)
                if index >= 1 << 8 * width:
                    raise AssemblyError(f"constant {index} is too far for {name}")
                self.out += index.to_bytes(width, "big")
        if words:
            raise AssemblyError(f"too many operands: {' '.join(words)}")

    def pooled(self, letter, name, words):
        """Value of an operand that names a constant, and the method when it is a call."""
        if letter == "a":
            word = words.pop(0)
            return ARRAY_TYPES.get(word) or int(word, 0), None
        if letter == "c":
            return self.pool.constant(words)[0], None
        if letter == "k":
            return self.pool.klass(words.pop(0)), None
        if letter == "f":
            return self.pool.field(words.pop(0)), None
        if letter == "y":
            word = words.pop(0)
            split = word.index("(")
            return self.pool.dynamic(18, word[:split], word[split:], words.pop(0)), None
        interface = words[0] == "interface" and bool(words.pop(0))
        word = words.pop(0)
        return self.pool.method(word, interface or name == "invokeinterface"), word

    def attribute(self):
        def place(label):
            if label not in self.labels:
                raise AssemblyError(f"no label {label}")
            return self.labels[label]
        for at, width, start, label in self.fixups:
            delta = place(label) - start
            if not -(1 << 8 * width - 1) <= delta < 1 << 8 * width - 1:
                raise AssemblyError(f"{label} is too far for a branch of {width} bytes")
            self.out[at:at + width] = delta.to_bytes(width, "big", signed=True)
        handlers = b"".join(struct.pack(">HHHH", place(a), place(b), place(h), 0 if c == "any" else self.pool.klass(c))
                            for c, a, b, h in self.catches)
        inner = b""
        if self.lines:
            table = b"".join(struct.pack(">HH", pc, line) for pc, line in self.lines)
            inner = attribute(self.pool, "LineNumberTable", struct.pack(">H", len(self.lines)) + table)
        if self.frames:
            inner += attribute(self.pool, "StackMapTable", self.stack_map_table(place))
        inner += b"".join(self.attributes)
        count = bool(self.lines) + bool(self.frames) + len(self.attributes)
        body = struct.pack(">HHI", self.stack, self.locals, len(self.out)) + self.out
        body += struct.pack(">H", len(self.catches)) + handlers + struct.pack(">H", count) + inner
        return attribute(self.pool, "Code", bytes(body))


    def stack_map_table(self, place):
        def types(words):
            out = struct.pack(">H", len(words))
            for word in words:
                kind, _, rest = word.partition(":")
                out += bytes([FRAME_TYPES[kind]])
                if kind in ("A", "new"):
                    out += struct.pack(">H", self.pool.klass(rest) if kind == "A" else place(rest))
            return out
        out = struct.pack(">H", len(self.frames))
        last = -1
        for at, local_types, stack_types in self.frames:
            out += struct.pack(">BH", 255, at - last - 1) + types(local_types) + types(stack_types)
            last = at
        return out


def attribute(pool, name, body):
    return struct.pack(">HI", pool.utf8(name), len(body)) + body


def attribute_bytes(pool, words):
    """Content of an attribute: hexadecimal words, and constants by name."""
    makers = {"u": pool.utf8, "c": pool.klass, "m": pool.method, "f": pool.field,
              "i": lambda token: pool.method(token, True), "k": lambda token: pool.constant([token])[0],
              "n": lambda token: pool.name_and_type(*split_member("." + token)[1:])}
    out = b""
    for word in words:
        if word[1:2] == ":" and word[0] in makers:
            out += struct.pack(">H", makers[word[0]](word[2:]))
        else:
            out += bytes.fromhex(word)
    return out


def split_flags(words):
    """Bits of the leading access words; what follows stays in `words`."""
    bits = 0
    while words and words[0] in FLAGS:
        bits |= FLAGS[words.pop(0)]
    return bits


class Assembler:
    """One class file."""

    def __init__(self, text, opcodes):
        self.opcodes = opcodes
        self.pool = ConstantPool()
        self.version = (49, 0)
        self.flags, self.name, self.super = 0x21, None, "java/lang/Object"
        self.interfaces, self.fields, self.methods, self.attributes, self.members = [], [], [], [], []
        self.bootstraps = {}
        self.method = None
        for self.line, line in enumerate(text.splitlines(), 1):
            words = []
            for token in TOKEN.findall(line):
                if token.startswith("#"):
                    break
                words.append(token)
            if words:
                self.statement(words)
        if self.method:
            raise AssemblyError("the last method has no .end")

    def statement(self, words):
        if self.method:
            return self.in_method(words)
        kind = words.pop(0)
        if kind == ".version":
            self.version = (int(words[0]), int(words[1]) if len(words) > 1 else 0)
        elif kind in (".class", ".interface"):
            self.flags = split_flags(words) | (0x200 if kind == ".interface" else 0)
            self.name = words[0]
        elif kind == ".super":
            self.super = None if words[0] == "none" else words[0]
        elif kind == ".implements":
            self.interfaces.append(words[0])
        elif kind == ".source":
            self.attributes.append(attribute(self.pool, "SourceFile", struct.pack(">H", self.pool.utf8(words[0]))))
        elif kind == ".nesthost":
            self.attributes.append(attribute(self.pool, "NestHost", struct.pack(">H", self.pool.klass(words[0]))))
        elif kind == ".nestmember":
            self.members.append(words[0])
        elif kind == ".attribute":
            self.attributes.append(attribute(self.pool, words[0], attribute_bytes(self.pool, words[1:])))
        elif kind == ".field":
            bits = split_flags(words)
            value = b""
            if "=" in words:
                index, _ = self.pool.constant(words[words.index("=") + 1:])
                value = attribute(self.pool, "ConstantValue", struct.pack(">H", index))
            self.fields.append(struct.pack(">HHHH", bits, self.pool.utf8(words[0]), self.pool.utf8(words[1]),
                                           1 if value else 0) + value)
        elif kind == ".bootstrap":
            self.bootstraps[words[0]] = words[1:]
        elif kind == ".method":
            bits = split_flags(words)
            self.method = (bits, words[0], words[1], Code(self.opcodes, self.pool), [], [])
        else:
            raise AssemblyError(f"unknown directive {kind}")

    def in_method(self, words):
        bits, name, descriptor, code, throws, extra = self.method
        while words and words[0].endswith(":") and not words[0].startswith('"'):
            label = words.pop(0)[:-1]
            if label in code.labels:
                raise AssemblyError(f"label {label} is there twice")
            code.labels[label] = len(code.out)
        if not words:
            return
        kind = words[0]
        if kind == ".limit":
            setattr(code, words[1], int(words[2]))
        elif kind == ".throws":
            throws.append(words[1])
        elif kind == ".line":
            code.lines.append((len(code.out), int(words[1])))
        elif kind == ".catch":
            code.catches.append((words[1], words[3], words[5], words[7]))
        elif kind == ".byte":
            code.out += bytes(int(w, 0) for w in words[1:])
        elif kind == ".attribute":
            extra.append(attribute(self.pool, words[1], attribute_bytes(self.pool, words[2:])))
        elif kind == ".codeattribute":
            code.attributes.append(attribute(self.pool, words[1], attribute_bytes(self.pool, words[2:])))
        elif kind == ".frame":
            split = words.index("stack")
            code.frames.append((len(code.out), words[2:split], words[split + 1:]))
        elif kind == ".end":
            attributes = extra
            if code.out or code.labels:
                attributes.append(code.attribute())
            if throws:
                body = b"".join(struct.pack(">H", self.pool.klass(t)) for t in throws)
                attributes.append(attribute(self.pool, "Exceptions", struct.pack(">H", len(throws)) + body))
            self.methods.append(struct.pack(">HHHH", bits, self.pool.utf8(name), self.pool.utf8(descriptor),
                                            len(attributes)) + b"".join(attributes))
            self.method = None
        elif kind.startswith("."):
            raise AssemblyError(f"unknown directive {kind}")
        else:
            code.instruction(words)

    def bootstrap_methods(self):
        """The BootstrapMethods attribute; a bootstrap's own constants may add further bootstraps."""
        rows = []
        done = 0
        while done < len(self.pool.bootstraps):
            name = self.pool.bootstraps[done]
            done += 1
            if name not in self.bootstraps:
                raise AssemblyError(f"no .bootstrap {name}")
            words = list(self.bootstraps[name])
            kind = words.pop(0)
            interface = words[0] == "interface" and bool(words.pop(0))
            handle = self.pool.handle(kind, words.pop(0), interface)
            arguments = []
            while words:
                arguments.append(self.pool.constant(words)[0])
            rows.append(struct.pack(f">HH{len(arguments)}H", handle, len(arguments), *arguments))
        return attribute(self.pool, "BootstrapMethods", struct.pack(">H", len(rows)) + b"".join(rows))

    def bytes(self):
        this = self.pool.klass(self.name)
        parent = self.pool.klass(self.super) if self.super else 0
        interfaces = [self.pool.klass(i) for i in self.interfaces]
        attributes = list(self.attributes)
        if self.members:
            body = b"".join(struct.pack(">H", self.pool.klass(m)) for m in self.members)
            attributes.append(attribute(self.pool, "NestMembers", struct.pack(">H", len(self.members)) + body))
        if self.pool.bootstraps:
            attributes.append(self.bootstrap_methods())
        tail = struct.pack(f">HHHH{len(interfaces)}H", self.flags, this, parent, len(interfaces), *interfaces)
        for group in (self.fields, self.methods, attributes):
            tail += struct.pack(">H", len(group)) + b"".join(group)
        return struct.pack(">IHH", 0xcafebabe, self.version[1], self.version[0]) + self.pool.bytes() + tail


def assemble(path, opcodes):
    """(class name, class file, Assembler) of a .jasm file."""
    a = None
    try:
        a = Assembler.__new__(Assembler)
        a.line = 0
        a.__init__(path.read_text(encoding="utf-8"), opcodes)
        return a.name, a.bytes(), a
    except (AssemblyError, IndexError, ValueError, KeyError, OverflowError) as error:
        sys.exit(f"{path}:{a.line}: {type(error).__name__}: {error}")


def main():
    if len(sys.argv) < 4 or sys.argv[1] != "-d":
        sys.exit(__doc__)
    out = Path(sys.argv[2])
    opcodes = read_opcodes()
    for source in sys.argv[3:]:
        name, data, _ = assemble(Path(source), opcodes)
        target = out / f"{name}.class"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


if __name__ == "__main__":
    main()
