#!/usr/bin/env python3
"""The programs of examples/, run on the reference and on the VM under test, outputs compared.

    tests/examples/run.py --vm build/release/bin/vm

The options are those of tests/programs/run.py.
"""
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / "tools"))
import runlib  # noqa: E402

EXAMPLES = runlib.REPO / "examples"
JSON = b'{"name": "kiln", "list": [1, -2.5e3, true, null, [], {}], "nested": {"text": "a \\"quoted\\" word"}}'
# (case, class, arguments, standard input, exit code, compare stderr)
RUNS = [
    ("WordCount", "WordCount", [str(EXAMPLES / "README.md")], b"", 0, True),
    ("JsonFormat", "JsonFormat", [], JSON, 0, True),
    ("JsonFormat-compact", "JsonFormat", ["--compact"], JSON, 0, True),
    ("JsonFormat-wrong", "JsonFormat", [], b'{"a": [1, 2,\n  oops]}', 1, True),
    ("NBody", "NBody", ["2000"], b"", 0, True),
    ("Maze", "Maze", [], b"", 0, True),
    ("Maze-large", "Maze", ["61", "21", "7"], b"", 0, True),
    ("Bank", "Bank", ["4", "2000"], b"", 0, True),
    ("WebServer", "WebServer", [], b"", 0, False),
    ("NioServer", "NioServer", [], b"", 0, True),
    ("SocketChat", "SocketChat", [], b"", 0, True),
]


def main():
    options = runlib.suite_options(__doc__.splitlines()[0], "examples")
    sources = sorted(EXAMPLES.glob("*.java"))
    classes, key = options.build, ""
    if options.java and not options.list:
        classes, key = runlib.compile_when_changed(options.build, sources, also=[EXAMPLES / "README.md"])
    cases = [runlib.Case(name, main, classes, key, args=args, stdin=stdin, exit_code=code, compare_stderr=stderr)
             for name, main, args, stdin, code, stderr in RUNS]
    listed = {c.main for c in cases}
    forgotten = [p.stem for p in sources if p.stem not in listed]
    if forgotten:
        sys.exit("examples without a test: " + ", ".join(forgotten))
    return runlib.run_suite(cases, options)


if __name__ == "__main__":
    sys.exit(main())
