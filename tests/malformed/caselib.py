"""How the files of the corpus are written: cases are made by `case`, one defect each.

A case is named RULE/LABEL, RULE being the section of the JVMS (Java SE 17) that the file breaks, or that says what
must happen. Its text is for tests/tools/jasm.py, assembled without the defect where that is possible; `edit` then makes
the defect in the class file as data (tests/tools/classfile.py).
"""
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
import classfile  # noqa: E402
import jasm  # noqa: E402

OPCODES = jasm.read_opcodes()


def u2(*values):
    """The big-endian bytes of 16-bit numbers."""
    return struct.pack(f">{len(values)}H", *[v & 0xffff for v in values])


class Case:
    """Files of one case as (name the loader expects, bytes); the first is the one that is tried."""

    def __init__(self, name, files):
        self.name = name
        self.files = files

    def pack(self):
        """Its place in a pack of the driver."""
        out = [struct.pack(">H", len(self.files)), utf(self.name)]
        for name, data in self.files:
            out += [utf(name), struct.pack(">I", len(data)), data]
        return b"".join(out)


def utf(text):
    data = text.encode()
    return struct.pack(">H", len(data)) + data


def assemble(text):
    """A jasm text as (name, bytes)."""
    a = jasm.Assembler(text, OPCODES)
    return a.name, a.bytes()


class Corpus:
    """Collects cases; names must differ."""

    def __init__(self):
        self.cases = []
        self.names = set()

    def add(self, case):
        if case.name in self.names:
            raise ValueError(f"case {case.name} is there twice")
        self.names.add(case.name)
        self.cases.append(case)

    def case(self, rule, label, body="", *, version=61, head=".class public super T", edit=None, data=None, others=(),
             expect=None):
        """A class `T` (or as `head` says) with this body. `data` changes the finished bytes; `others` are texts of
        further classes; `expect` is the name the loader asks for."""
        name, file = assemble(f".version {version}\n{head}\n{body}\n")
        if edit is not None:
            c = classfile.ClassFile.read(file)
            edit(c)
            file = c.bytes()
        if data is not None:
            file = data(file)
        files = [(name if expect is None else expect, file)]
        for other in others:
            files.append(assemble(other if other.lstrip().startswith(".version") else ".version 61\n" + other))
        self.add(Case(f"{rule}/{label}", files))

    def run(self, rule, label, code, *, descriptor="()V", flags="public static", stack=8, local=8, more="", **options):
        """A class with a method `run` of this code."""
        method = f".method {flags} run {descriptor}\n.limit stack {stack}\n.limit locals {local}\n{code}\n.end\n"
        self.case(rule, label, method + more, **options)


def method(name, code, descriptor="()V", flags="public static", stack=8, local=8):
    """Text of a method."""
    return (f".method {flags} {name} {descriptor}\n.limit stack {stack}\n.limit locals {local}\n{code}\n.end\n")


CONSTRUCTOR = method("<init>", "aload_0\ninvokespecial java/lang/Object.<init>()V\nreturn", flags="public")
