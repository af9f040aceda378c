#!/usr/bin/env python3
"""The JDK's own tools, from an installed JDK and from a home that tools/lay-jdk-home.sh has laid on Kiln.

    tests/tools-of-jdk/run.py --libjvm build/release/lib/libjvm.so               all cases
    tests/tools-of-jdk/run.py --libjvm ... --only jar jshell                     some
    tests/tools-of-jdk/run.py --libjvm ... --only javac-jdk --sources src.zip --count 1000

Each case of cases.txt is a little shell script, run twice with $JAVA_HOME/bin first in PATH, in folders that differ in
nothing else. Standard output, standard error, exit code and every file left behind must be equal, byte for byte; a case
deletes what cannot be.
"""
import argparse
import difflib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPO = HERE.parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / "tools"))
import runlib  # noqa: E402


def read_cases(path):
    """Name -> script. A case begins with a line `== name`; `#` lines before it are comments."""
    cases, name = {}, None
    for line in path.read_text().splitlines(keepends=True):
        if line.startswith("== "):
            name = line[3:].strip()
            cases[name] = ""
        elif name:
            cases[name] += line
    return cases


def installed_jdk():
    javac = runlib.find_tool("javac")
    return Path(javac).resolve().parent.parent if javac else None


def extract_sources(archive, count, folder):
    """All source files of java.base; `files` names the first `count` of them, in the order of their names."""
    with zipfile.ZipFile(archive) as z:
        names = sorted(n for n in z.namelist() if re.fullmatch(r"java\.base/(java|sun|jdk)/.*/[A-Za-z]\w*\.java", n))
        for name in names:
            z.extract(name, folder)
    (folder / "files").write_text("".join(f"{folder}/{name}\n" for name in names[:count]))


class Run:
    """One run of a script: what it printed and left."""

    def __init__(self, home, script, scratch, options, extra):
        work = scratch / "work"
        work.mkdir(parents=True)
        environment = runlib.clean_environment()
        environment.update(JAVA_HOME=str(home), PATH=f"{home}/bin:{environment['PATH']}", SRC=str(HERE / "src"),
                           REPO=str(REPO), HOME=str(scratch), JDK=str(installed_jdk()), **extra)
        start = time.monotonic()
        process = subprocess.Popen(["bash", "-c", script], cwd=work, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        try:
            self.out, self.err = process.communicate(timeout=options.timeout)
            self.code = process.returncode
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            self.out, self.err = process.communicate()
            self.code = "timeout"
        self.seconds = time.monotonic() - start
        # The two homes and folders have different names; nothing else may differ.
        names = [(str(home).encode(), b"<home>"), (str(work).encode(), b"<work>")]
        for old, new in names:
            self.out = self.out.replace(old, new)
            self.err = self.err.replace(old, new)
        self.files = {}
        for path in sorted(work.rglob("*")):
            if path.is_file():
                data = path.read_bytes()
                for old, new in names:
                    data = data.replace(old, new)
                self.files[str(path.relative_to(work))] = hashlib.sha256(data).hexdigest()


def differences(want, have):
    lines = []
    if want.code != have.code:
        lines.append(f"exit code {have.code}, expected {want.code}")
    for name, a, b in (("stdout", want.out, have.out), ("stderr", want.err, have.err)):
        if a != b:
            lines += [name + ":"] + runlib.short_diff(a, b)
    for name in sorted(want.files.keys() | have.files.keys()):
        if want.files.get(name) != have.files.get(name):
            state = "missing" if name not in have.files else "not expected" if name not in want.files else "differs"
            lines.append(f"file {name}: {state}")
    return lines[:40]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--libjvm", required=True, help="Kiln's libjvm.so")
    parser.add_argument("--only", nargs="+", help="just these cases")
    parser.add_argument("--sources", help="src.zip for the case javac-jdk (else the JDK's, if it has one)")
    parser.add_argument("--count", type=int, default=100, help="source files of java.base to compile")
    parser.add_argument("--timeout", type=float, default=600)
    parser.add_argument("--keep", action="store_true", help="leave the folders there")
    options = parser.parse_args()
    jdk = installed_jdk()
    if jdk is None:
        print("no JDK\n0 passed, 0 failed")
        return 0
    cases = read_cases(HERE / "cases.txt")
    if options.only:
        unknown = set(options.only) - cases.keys()
        if unknown:
            sys.exit("no such case: " + " ".join(sorted(unknown)))
        cases = {name: cases[name] for name in options.only}
    scratch = Path(tempfile.mkdtemp(prefix="kiln-tools-"))
    home = scratch / "home"
    subprocess.run([REPO / "tools/lay-jdk-home.sh", "--jdk", jdk, "--libjvm", options.libjvm, home], check=True,
                   stdout=subprocess.DEVNULL)
    extra = {}
    sources = Path(options.sources) if options.sources else jdk / "lib/src.zip"
    if sources.exists():
        extra["JDK_SOURCES"] = str(scratch / "jdk-sources")
        extract_sources(sources, options.count, scratch / "jdk-sources")
    failed = 0
    skipped = 0
    for name, script in cases.items():
        need = re.search(r"^# needs (\S+)", script, re.M)
        if need and need[1] not in extra and not shutil.which(need[1]):
            print(f"SKIP {name}: no {need[1]}")
            skipped += 1
            continue
        want = Run(jdk, script, scratch / "reference" / name, options, extra)
        have = Run(home, script, scratch / "kiln" / name, options, extra)
        lines = differences(want, have)
        failed += bool(lines)
        print(f"{'FAIL' if lines else 'ok  '} {name} ({len(want.files)} files; reference {want.seconds:.1f} s, "
              f"Kiln {have.seconds:.1f} s)")
        for line in lines:
            print("    " + line)
        sys.stdout.flush()
    print(f"{len(cases) - failed - skipped} passed, {failed} failed, {skipped} skipped")
    if options.keep:
        print(f"folders in {scratch}")
    else:
        shutil.rmtree(scratch, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
