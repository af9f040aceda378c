#!/usr/bin/env python3
"""Proves that the tests of this folder use every bytecode of vm/bytecode/bytecodes.def, wide forms included.

Counts the instructions the assembler emits, so that comments and raw bytes in the code do not count.
"""
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / "tools"))
import jasm  # noqa: E402

WIDE = {"iload", "lload", "fload", "dload", "aload", "istore", "lstore", "fstore", "dstore", "astore", "ret", "iinc"}


class Recording(jasm.Code):
    """Notes each instruction as it is assembled."""
    seen = {}

    def instruction(self, words):
        name = " ".join(words[:2]) if words[0] == "wide" else words[0]
        Recording.seen.setdefault(name, set()).add(Recording.file)
        if words[0] == "wide":
            Recording.seen.setdefault("wide", set()).add(Recording.file)
        super().instruction(words)


def main():
    opcodes = jasm.read_opcodes()
    if len(opcodes) != 202:
        sys.exit(f"the table has {len(opcodes)} bytecodes, the specification 202")
    jasm.Code = Recording
    for path in sorted(HERE.glob("*.jasm")):
        Recording.file = path.stem
        jasm.assemble(path, opcodes)
    wanted = set(opcodes) | {f"wide {name}" for name in WIDE}
    missing = sorted(wanted - set(Recording.seen))
    if "-v" in sys.argv[1:]:
        for name in sorted(Recording.seen):
            print(f"{name}: {', '.join(sorted(Recording.seen[name]))}")
    print(f"{len(wanted) - len(missing)} of {len(wanted)} forms covered")
    if missing:
        sys.exit("no test for: " + ", ".join(missing))


if __name__ == "__main__":
    main()
