#!/usr/bin/env python3
"""Compatibility: many small cases for each area of java.base, compared line by line with the reference java.

    tests/compat/run.py --vm build/release/bin/vm                              all areas
    tests/compat/run.py --vm build/release/bin/vm --only LangMath              one
    tests/compat/run.py --vm build/release/bin/vm --doc docs/compatibility.md  writes the table, too

Each src/compat/AREA.java with a first line `// area: TITLE` is an area: it prints lines `case: result`. A case passes
when both print the same result. Differences that are known stand in known_differences.txt: `AREA | regular expression
of the case | reason`; one that is no difference any more fails the run.
"""
import argparse
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / "tools"))
import runlib  # noqa: E402

OPTIONS = ["--add-opens", "java.base/java.lang=ALL-UNNAMED", "-Dcompat.data=kiln"]


def areas():
    """{class name: title} of all areas."""
    found = {}
    for path in sorted((HERE / "src" / "compat").glob("*.java")):
        first = path.open(encoding="utf-8").readline()
        if first.startswith("// area:"):
            found[path.stem] = first[8:].strip()
    return found


def compile_areas(build):
    """Compiles all areas when a source changed; (folder of classes, hash of the sources)."""
    return runlib.compile_when_changed(build, sorted((HERE / "src").rglob("*.java")), ["-g", "-parameters"])


def cases_of(outcome):
    """{case: result} of what an area printed; a line without a colon belongs to the one before it."""
    cases = {}
    for line in outcome.stdout.decode("utf-8", "backslashreplace").splitlines():
        name, colon, result = line.partition(": ")
        if colon:
            number, unique = 1, name
            while unique in cases:
                number += 1
                unique = f"{name} [{number}]"
            cases[unique] = result
    return cases


def read_known(path):
    known = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            parts = [p.strip() for p in line.split(" | ")]
            if len(parts) != 3:
                sys.exit(f"{path}:{number}: expected `AREA | case | reason`")
            known.append((parts[0], re.compile(parts[1]), parts[2]))
    return known


def write_doc(path, rows, version):
    """The table as a page."""
    run = sum(r[1] for r in rows)
    same = sum(r[2] for r in rows)
    lines = ["# Compatibility", "",
             "Cases of `tests/compat`, run on Kiln and on the reference VM, compared result by result. This page is written by", "",
             "    tests/compat/run.py --vm build/release/bin/vm --doc docs/compatibility.md", "",
             f"Reference: {version}. {len(rows)} areas, {run:,} cases, {same:,} identical. A case whose name ends in a parameter list is a method that is "
             "called with up to 400 combinations of corner values.", "", "| area | cases | identical | known differences |", "|---|---:|---:|---|"]
    for title, count, identical, reasons in rows:
        lines.append(f"| {title} | {count:,} | {identical:,} | {'; '.join(reasons)} |")
    lines += ["", "## Order of members", "",
              "`getDeclaredMethods` and its relatives promise no order. Kiln gives the order of the class file. Seen from outside, the reference gives fields "
              "in that order too, but methods in one that depends on what the process knew before: in a class whose file has `zeta alpha mid beta omega getQ "
              "setQ runQ main` it answers `main mid zeta alpha ...` (names its shared archive knows come first), and with `-Xshare:off`, the same class, "
              "`zeta alpha beta ... main mid`. An order that changes with the archive and with the names used earlier cannot be matched; the cases here sort. "
              "Methods are also verified in that order, so that of several faulty methods another one may be the first to be reported.", "",
              "## Identity hash codes", "",
              "The reference takes them from a generator of each thread that starts alike in every run, Kiln from addresses, so that they differ from one "
              "build or mode to another. The order of a hash table by identity is promised by neither. The reference's hash codes are not one sequence "
              "either: they differ with its archive of classes (`-Xshare:off`) and its collector (`-XX:+UseZGC`). Seen with Checkstyle, where two checks "
              "complain of the same place and the first one is kept: the reference prints one of two texts with its defaults and the other one, in every "
              "run, with either of these two flags; Kiln prints the one or the other.", ""]
    path.write_text("\n".join(lines), encoding="utf-8")


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--vm", default=runlib.find_tool("java"), help="launcher under test (default: the reference)")
    p.add_argument("--vm-options", default="", metavar="OPTS")
    p.add_argument("--only", nargs="+", metavar="AREA")
    p.add_argument("--jobs", type=int, default=1)
    p.add_argument("--timeout", type=float, default=300)
    p.add_argument("--doc", type=Path, help="write the table there")
    p.add_argument("--limit", type=int, default=20, help="differences to print per area")
    p.add_argument("--build", type=Path, default=runlib.REPO / "build" / "compat")
    options = p.parse_args(runlib.command_line())
    build = options.build.resolve()
    classes, key = compile_areas(build)
    reference = runlib.Reference(runlib.find_tool("java"), build / "reference")
    command = runlib.launcher_command(options.vm, options.vm_options) + OPTIONS
    known = read_known(HERE / "known_differences.txt")
    failures = 0

    def one(area):
        case = runlib.Case(area, "compat.Main", classes, runlib.digest(key, " ".join(OPTIONS)), [area], OPTIONS)
        expected = reference.outcome(case)
        actual = runlib.run_command([*command, "-cp", str(classes), "compat.Main", area], b"", options.timeout)
        return area, expected, actual

    rows = []
    titles = areas()
    with ThreadPoolExecutor(options.jobs) as pool:
        for area, expected, actual in pool.map(one, options.only or titles):
            left, right = cases_of(expected), cases_of(actual)
            used, reasons, same, bad = set(), [], 0, []
            for name, result in left.items():
                entry = next((k for k in known if k[0] == area and k[1].fullmatch(name)), None)
                if right.get(name) == result:
                    same += 1
                elif entry:
                    used.add(entry)
                    if entry[2] not in reasons:
                        reasons.append(entry[2])
                else:
                    bad.append((name, result, right.get(name, "(not printed)")))
            bad += [(name, "(not printed)", result) for name, result in right.items() if name not in left]
            bad += [(k[1].pattern, "a known difference", "is none any more") for k in known if k[0] == area and k not in used]
            if expected.exit_code != actual.exit_code:
                bad.append(("exit code", expected.exit_code, actual.exit_code))
            if len(left) < 3 or expected.exit_code != 0:
                bad.append(("the reference", f"{len(left)} cases, exit code {expected.exit_code}", "\n".join(runlib.tail(expected.stderr))))
            rows.append((titles[area], len(left), same, reasons))
            failures += len(bad)
            print(f"{'FAIL' if bad else 'ok  '} {area}: {same} of {len(left)} cases identical, {len(bad)} unexpected ({actual.seconds:.1f} s)")
            for name, want, got in bad[:options.limit]:
                print(f"    {name}\n      reference: {want}\n      here:      {got}")
            if bad and actual.exit_code not in (0, expected.exit_code):
                print("\n".join("    " + line for line in runlib.tail(actual.stderr)))
            sys.stdout.flush()
    print(f"{len(rows)} areas, {sum(r[1] for r in rows)} cases, {sum(r[2] for r in rows)} identical, {failures} unexpected differences")
    if options.doc and not options.only:
        write_doc(options.doc, rows, reference.version.decode().splitlines()[1])
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
