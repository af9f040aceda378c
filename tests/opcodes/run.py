#!/usr/bin/env python3
"""One test per bytecode: .jasm files, assembled by tests/tools/jasm.py, run on the reference and on the VM under test.

    tests/opcodes/run.py --vm build/release/bin/vm [--only Subroutines] [--variant gc-stress-1]

The options are those of tests/programs/run.py. A comment line at the head of a .jasm may say `@support` (a class the
tests use, not a test), `@exit N` or `@stderr`.
"""
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / "tools"))
import jasm  # noqa: E402
import runlib  # noqa: E402


def assemble_all(classes):
    """Writes every class file whose text changed; returns a hash over all sources and the assembler."""
    opcodes = jasm.read_opcodes()
    parts = []
    classes.mkdir(parents=True, exist_ok=True)
    for path in sorted(HERE.glob("*.jasm")):
        name, data, _ = jasm.assemble(path, opcodes)
        target = classes / f"{name}.class"
        if not target.exists() or target.read_bytes() != data:
            target.write_bytes(data)
        parts.append(data)
    return runlib.digest(*parts)


def collect(classes, key):
    """Every .jasm that is not a support class, as a case; all of them are small."""
    cases = []
    for path in sorted(HERE.glob("*.jasm")):
        head = path.read_text(encoding="utf-8").split("\n", 1)[0]
        if "@support" in head:
            continue
        code = re.search(r"@exit (\d+)", head)
        cases.append(runlib.Case(name=path.stem, main=path.stem, class_path=classes, key=key, small=True,
                                 exit_code=int(code[1]) if code else 0, compare_stderr="@stderr" in head))
    return cases


def main():
    options = runlib.suite_options(__doc__.splitlines()[0], "opcodes")
    classes = options.build / "classes"
    with runlib.BuildLock(options.build):
        key = assemble_all(classes)
    return runlib.run_suite(collect(classes, key), options)


if __name__ == "__main__":
    sys.exit(main())
