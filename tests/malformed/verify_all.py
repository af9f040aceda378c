#!/usr/bin/env python3
"""Verification switched on for everything: all classes of java.base, and of jars, must verify.

    tests/malformed/verify_all.py --vm build/release/bin/vm [--jars DIR_OR_JAR...] [--class-paths A.jar:B.jar...] [--compare] [--modules java.base ...]

Every class is loaded and linked by driver/VerifyAll.java with -XX:+BytecodeVerificationLocal and -Xverify:all. With --compare
the reference `java` does the same; its lines and times stand beside ours, and ours must not report more failures.
"""
import argparse
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from packs import compile_driver  # noqa: E402
from runlib import clean_environment, find_tool  # noqa: E402


def run(vm, options, arguments):
    """What VerifyAll prints: {what: (classes, failed, seconds)} and the other lines."""
    command = [vm, "-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal", "-XX:+BytecodeVerificationRemote", *options.vm_option, "-cp", str(options.build / "driver"),
               "VerifyAll", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=1800, env=clean_environment(), check=False)
    text = done.stdout.decode("utf-8", "backslashreplace")
    rows = {m[1]: (int(m[2]), int(m[3]), float(m[4])) for m in re.finditer(r"^(\S+): (\d+) classes, (\d+) failed, ([\d.]+) s$", text, re.M)}
    others = [line for line in text.splitlines() if not re.match(r"^\S+: \d+ classes", line)]
    if done.returncode not in (0, 1):
        sys.exit(f"{vm} ended with {done.returncode}:\n{text[-3000:]}")
    return rows, others


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vm", type=lambda p: Path(p).resolve(), required=True)
    parser.add_argument("--build", type=lambda p: Path(p).resolve(), default=Path("build/malformed").resolve())
    parser.add_argument("--modules", nargs="*", default=["java.base"])
    parser.add_argument("--jars", nargs="*", type=Path, default=[])
    parser.add_argument("--class-paths", nargs="*", default=[], help="jars that belong together, all of them verified by one loader")
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--vm-option", action="append", default=[])
    options = parser.parse_args()
    java = find_tool("java")
    if java is None:
        print("no reference java: skipped")
        return 77
    options.build.mkdir(parents=True, exist_ok=True)
    compile_driver(options.build)
    jars = sorted({j.resolve() for p in options.jars for j in (p.rglob("*.jar") if p.is_dir() else [p]) if j.is_file()})
    wrong = 0
    for arguments in ([options.modules] if options.modules else []) + ([["--jars", *map(str, jars), *options.class_paths]] if jars or options.class_paths else []):
        ours, lines = run(str(options.vm), options, arguments)
        theirs, their_lines = run(java, options, arguments) if options.compare else ({}, [])
        for what, (classes, failed, seconds) in ours.items():
            beside = theirs.get(what)
            print(f"{what:40} {classes:6} classes {failed:4} failed {seconds:8.2f} s" + (f"   reference {beside[1]:4} failed {beside[2]:8.2f} s" if beside else ""))
            if classes + failed == 0 and arguments == options.modules:
                wrong += 1
        unexpected = sorted(set(lines) - set(their_lines)) if options.compare else lines
        wrong += len(unexpected)
        print("\n".join(unexpected))
        total = [sum(r[i] for r in ours.values()) for i in range(3)]
        their_total = [sum(r[i] for r in theirs.values()) for i in range(3)]
        print(f"in all {total[0]} classes, {total[1]} failed, {total[2]:.2f} s"
              + (f"; reference {their_total[0]} classes, {their_total[1]} failed, {their_total[2]:.2f} s" if theirs else ""))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
