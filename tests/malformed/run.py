#!/usr/bin/env python3
"""Malformed class files: the same exception and the same message as the reference `java`.

    tests/malformed/run.py --vm build/release/bin/vm [--build DIR] [--only TEXT] [--verbose] [--list]

All files of the corpus (cases_*.py) go through one run of driver/Driver.java on each VM. Every differing line must be
listed in known_differences.txt with a reason, and every listed one must differ. A sample is run as the main class of a
class path as well, comparing stderr and exit code.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import caselib  # noqa: E402
import cases_attributes  # noqa: E402
import cases_code  # noqa: E402
import cases_format  # noqa: E402
import cases_frames  # noqa: E402
import cases_inference  # noqa: E402
import cases_linking  # noqa: E402
from packs import compile_driver, normal, run_pack  # noqa: E402
from runlib import find_tool, run_command  # noqa: E402

HERE = Path(__file__).resolve().parent
GROUPS = (cases_format, cases_attributes, cases_code, cases_frames, cases_inference, cases_linking)
SAMPLE = 150  # every so many cases one is run from the class path


def corpus():
    """All cases."""
    k = caselib.Corpus()
    for group in GROUPS:
        group.add(k)
    return k.cases


def known_differences():
    """{case name: reason} of known_differences.txt."""
    known = {}
    for line in (HERE / "known_differences.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, reason = line.partition(" : ")
            if not reason.strip():
                sys.exit(f"known_differences.txt: no reason: {line}")
            known[name.strip()] = reason.strip()
    return known


def class_path_runs(cases, options, java):
    """Names of sampled cases whose runs from the class path differ, with both outcomes."""
    differing = {}
    for case in cases:
        folder = options.build / "sample"
        shutil.rmtree(folder, ignore_errors=True)
        for name, data in case.files:
            target = folder / (name.replace(".", "/") + ".class")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        outcomes = []
        for vm in (java, str(options.vm)):
            command = [vm, "-cp", f"{folder}{os.pathsep}{options.build / 'driver'}", case.files[0][0]]
            done = run_command(command, b"", 60)
            outcomes.append(f"exit {done.exit_code}: {normal(done.stderr.decode('utf-8', 'backslashreplace'))}")
        if outcomes[0] != outcomes[1]:
            differing[f"class path: {case.name}"] = outcomes
    return differing


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vm", type=lambda p: Path(p).resolve())
    parser.add_argument("--build", type=lambda p: Path(p).resolve(), default=Path("build/malformed").resolve())
    parser.add_argument("--only", default="", help="cases whose name contains this")
    parser.add_argument("--verbose", action="store_true", help="show what the reference says to every case")
    parser.add_argument("--list", action="store_true", help="only count the cases by section")
    options = parser.parse_args()
    cases = [c for c in corpus() if options.only in c.name]
    if options.list:
        sections = {}
        for c in cases:
            section = c.name.partition("/")[0]
            sections[section] = sections.get(section, 0) + 1
        print("\n".join(f"{n:5} {s}" for s, n in sections.items()) + f"\n{len(cases):5} in all")
        return 0
    java = find_tool("java")
    if java is None:
        print("no reference java: skipped")
        return 77
    options.build.mkdir(parents=True, exist_ok=True)
    compile_driver(options.build)
    pack = options.build / "corpus.pack"
    pack.write_bytes(b"".join(c.pack() for c in cases))
    names = [c.name for c in cases]
    expected = run_pack([java], options.build, pack, "run", names, "java")
    actual = run_pack([str(options.vm)], options.build, pack, "run", names, "vm")
    differing = {n: [expected[n], actual[n]] for n in names if expected[n] != actual[n]}
    if options.verbose:
        print("\n".join(f"{n}: {expected[n]}" for n in names))
    accepted = sum(v.startswith("ok: ") for v in expected.values())
    sample = [c for c in cases if c.files[0][0] and "/" not in c.files[0][0]][::SAMPLE]
    differing |= class_path_runs(sample, options, java)
    known = {} if options.only else known_differences()
    wrong = 0
    for name, (a, b) in differing.items():
        if name not in known:
            wrong += 1
            print(f"DIFFERS {name}\n  java: {a}\n  vm:   {b}")
    for name in sorted(set(known) - set(differing)):
        wrong += 1
        print(f"known_differences.txt lists {name}, which is equal now")
    print(f"{len(cases)} files, {len(cases) - accepted} refused and {accepted} accepted by the reference, "
          f"{len(sample)} also from the class path; {wrong} unexpected, {len(differing) - wrong} known differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
