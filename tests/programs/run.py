#!/usr/bin/env python3
"""Whole programs, run on the reference `java` and on the VM under test, outputs compared.

    tests/programs/run.py --vm build/release/bin/vm             everything
    tests/programs/run.py --vm "java -XXaltjvm=DIR" --small     the light ones, another way in
    tests/programs/run.py --only Hello Records --vm-options "-Xlog:gc"

Each src/NAME.java is one program in the default package. Comment lines at its head that begin with `// @` hold
directives, several to a line: `@args a b`, `@vm -ea`, `@exit 3`, `@stderr` (compare stderr too), `@small` (light enough
for a collection at every allocation), `@slow N` (N times the time limit), `@uses A B` (classes of other programs that
run). NAME.in is its standard input, NAME*.properties go onto the class path, NAME*.jasm too, assembled.
"""
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / "tools"))
import jasm  # noqa: E402
import runlib  # noqa: E402

DIRECTIVES = {"args", "vm", "exit", "stderr", "small", "slow", "uses"}


def read_directives(path, text):
    """The directives at the head of a source as {name: [words]}."""
    found = {}
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        body = line[2:].strip()
        if not body.startswith("@"):
            continue
        for part in re.split(r"(?:^|\s)@", body)[1:]:
            name, _, rest = part.partition(" ")
            if name not in DIRECTIVES:
                sys.exit(f"{path}: unknown directive @{name}")
            found[name] = shlex.split(rest)
    return found


def compile_stale(sources, classes, build):
    """Compiles the sources that changed since the last run, all in one javac, and forgets removed ones."""
    javac = runlib.find_tool("javac")
    if not javac:
        sys.exit("no javac found (install a JDK 17 or set JAVA_HOME)")
    version = subprocess.run([javac, "-version"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False).stdout
    manifest_path = build / "manifest.json"
    try:
        manifest = json.loads(manifest_path.read_text())
    except (OSError, ValueError):
        manifest = {}
    current = {p.stem: runlib.digest(version, p.read_bytes()) for p in sources}
    stale = [p for p in sources if manifest.get(p.stem) != current[p.stem]]
    for name in set(manifest) - set(current) | {p.stem for p in stale}:
        for old in [classes / f"{name}.class", *classes.glob(f"{name}$*.class")]:
            old.unlink(missing_ok=True)
    if stale:
        classes.mkdir(parents=True, exist_ok=True)
        done = subprocess.run([javac, "-g", "-encoding", "UTF-8", "-nowarn", "-Xlint:none", "-proc:none", "-XDignore.symbol.file",
                               "--add-modules", "jdk.nio.mapmode,jdk.incubator.foreign", "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED",
                               "-cp", str(classes), "-d", str(classes), *map(str, stale)],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode != 0:
            sys.stdout.buffer.write(done.stdout)
            sys.exit("the programs do not compile")
    for resource in (HERE / "src").glob("*.properties"):
        shutil.copy(resource, classes / resource.name)
    opcodes = jasm.read_opcodes()
    for source in (HERE / "src").glob("*.jasm"):
        name, data, _ = jasm.assemble(source, opcodes)
        (classes / f"{name}.class").write_bytes(data)
    if manifest != current:
        manifest_path.write_text(json.dumps(current))


def collect(classes):
    """Every program of src/ as a case."""
    cases = []
    for path in sorted((HERE / "src").glob("*.java")):
        text = path.read_text(encoding="utf-8")
        d = read_directives(path, text)
        stdin = path.with_suffix(".in")
        resources = [r.read_bytes() for kind in ("properties", "jasm") for r in sorted(path.parent.glob(f"{path.stem}*.{kind}"))]
        resources += [(path.parent / f"{used}.java").read_bytes() for used in d.get("uses", [])]
        cases.append(runlib.Case(
            name=path.stem, main=path.stem, class_path=classes, key=runlib.digest(text, *resources),
            args=d.get("args", []), vm_options=d.get("vm", []), exit_code=int(d.get("exit", ["0"])[0]),
            compare_stderr="stderr" in d, small="small" in d, stdin=stdin.read_bytes() if stdin.exists() else b"",
            timeout_factor=float(d.get("slow", ["1"])[0])))
    return cases


def main():
    options = runlib.suite_options(__doc__.splitlines()[0], "programs")
    classes = options.build / "classes"
    if not options.list and options.java:
        with runlib.BuildLock(options.build):
            compile_stale(sorted((HERE / "src").glob("*.java")), classes, options.build)
    return runlib.run_suite(collect(classes), options)


if __name__ == "__main__":
    sys.exit(main())
