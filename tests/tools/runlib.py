"""Runs Java programs on a reference VM and on the VM under test and compares what they print.

The suites (tests/programs, tests/opcodes) turn their sources into a list of `Case`s; this file does the rest:
options, variants (tests/variants.json), known failures, sharding, caching of the reference's answers, comparison,
the report. A case passes when stdout is equal byte for byte, the exit code is equal, and, where the case asks for
it, stderr is equal too. Only the Python standard library is used.
"""
import argparse
import dataclasses
import difflib
import fcntl
import hashlib
import json
import os
import random
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
REPO = TESTS.parent
REFERENCE_TIMEOUT = 60
CACHE_FORMAT = 1  # raise it when the way programs are run changes, so that cached answers are not reused


@dataclasses.dataclass
class Case:
    """One program: what to start and what to compare."""
    name: str
    main: str
    class_path: Path
    key: str                      # hash of everything that decides the output on the reference
    args: list = dataclasses.field(default_factory=list)
    vm_options: list = dataclasses.field(default_factory=list)
    exit_code: int = 0            # what the source says; the reference has to agree
    compare_stderr: bool = False
    small: bool = False           # light enough for a collection at every allocation
    stdin: bytes = b""
    timeout_factor: float = 1.0


@dataclasses.dataclass
class Outcome:
    """What one run printed and how it ended; `exit_code` is None when it ran out of time."""
    stdout: bytes
    stderr: bytes
    exit_code: object
    seconds: float


@dataclasses.dataclass
class Variant:
    """A row of tests/variants.json: one way to run every program."""
    name: str
    options: list
    subset: str = "all"           # all | small | rest (not small)
    command: str = ""             # replaces --vm; may use {libdir} and {java}
    timeout_factor: float = 1.0
    exclude: dict = dataclasses.field(default_factory=dict)   # program -> why it makes no sense here


def digest(*parts):
    """Hash of byte strings and strings, separated so that moving a byte between parts changes it."""
    h = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode()
        h.update(b"%d:" % len(data))
        h.update(data)
    return h.hexdigest()


def find_tool(name):
    """Path of a JDK tool from JAVA_HOME or PATH, or None."""
    home = os.environ.get("JAVA_HOME")
    if home and os.access(Path(home) / "bin" / name, os.X_OK):
        return str(Path(home) / "bin" / name)
    return shutil.which(name)


def clean_environment():
    """The same small environment for every run: locale, time zone and options cannot leak in."""
    keep = {k: v for k, v in os.environ.items()
            if k in ("PATH", "HOME", "JAVA_HOME", "LD_LIBRARY_PATH", "TMPDIR")
            or k.endswith("SAN_OPTIONS") or k.startswith("KILN_")}
    keep.update(LANG="C.UTF-8", LC_ALL="C.UTF-8", TZ="UTC")
    return keep


def run_command(command, stdin, timeout):
    """Runs a command in an empty directory of its own; its whole process group is ended when time is up."""
    scratch = tempfile.mkdtemp(prefix="kiln-run-")
    start = time.monotonic()
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   cwd=scratch, env=clean_environment(), start_new_session=True)
        try:
            out, err = process.communicate(stdin, timeout=timeout)
            code = process.returncode
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
            code = None
        return Outcome(out, err, code, time.monotonic() - start)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


class Reference:
    """The reference `java` and its remembered answers."""

    def __init__(self, java, cache):
        self.java = java
        self.cache = cache
        cache.mkdir(parents=True, exist_ok=True)
        done = subprocess.run([java, "-version"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env=clean_environment(), check=False)
        self.version = done.stdout
        self.usable = done.returncode == 0

    def outcome(self, case):
        """The reference's run of a case, from the cache when source, options and JDK are unchanged."""
        key = digest(CACHE_FORMAT, self.version, case.key, case.main, "\0".join(case.args),
                     "\0".join(case.vm_options), case.stdin)
        path = self.cache / f"{case.name}.json"
        try:
            saved = json.loads(path.read_text())
            if saved["key"] == key:
                return Outcome(saved["stdout"].encode("latin-1"), saved["stderr"].encode("latin-1"),
                               saved["exit"], saved["seconds"])
        except (OSError, ValueError, KeyError):
            pass
        command = [self.java, *case.vm_options, "-cp", str(case.class_path), case.main, *case.args]
        result = run_command(command, case.stdin, REFERENCE_TIMEOUT)
        if result.exit_code is not None and result.exit_code >= 0:
            temporary = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
            temporary.write_text(json.dumps({"key": key, "stdout": result.stdout.decode("latin-1"),
                                             "stderr": result.stderr.decode("latin-1"), "exit": result.exit_code,
                                             "seconds": result.seconds}))
            temporary.replace(path)
        return result


def short_diff(expected, actual, limit=12):
    """The first lines on which two outputs differ."""
    a = expected.decode("utf-8", "backslashreplace").splitlines()
    b = actual.decode("utf-8", "backslashreplace").splitlines()
    lines = [l for l in difflib.unified_diff(a, b, "expected", "actual", n=1, lineterm="")][2:]
    if not lines:
        return ["(only line ends or the last newline differ)"]
    cut = [l if len(l) <= 200 else l[:200] + "..." for l in lines[:limit]]
    return cut + ([f"... {len(lines) - limit} more"] if len(lines) > limit else [])


def tail(data, limit=12):
    """The last lines of a stream, for the report of a crash."""
    lines = data.decode("utf-8", "backslashreplace").splitlines()
    return [l[:240] for l in lines[-limit:]]


def compare(case, expected, actual):
    """Lines that describe how a run differs from the reference; empty when it does not."""
    problems = []
    if actual.exit_code is None:
        problems.append(f"timed out after {actual.seconds:.0f} s")
    elif actual.exit_code != expected.exit_code:
        how = f"signal {-actual.exit_code}" if actual.exit_code < 0 else str(actual.exit_code)
        problems.append(f"exit code {how}, expected {expected.exit_code}")
    if actual.stdout != expected.stdout:
        problems += ["stdout:"] + short_diff(expected.stdout, actual.stdout)
    if case.compare_stderr and actual.stderr != expected.stderr:
        problems += ["stderr:"] + short_diff(expected.stderr, actual.stderr)
    elif problems and actual.stderr:
        problems += ["its stderr ends:"] + tail(actual.stderr)
    return problems


def read_known_failures(path, variant):
    """Names listed as `NAME : variant : reason` for this variant (or `*`), with their reasons."""
    known = {}
    if not path.exists():
        return known
    for number, line in enumerate(path.read_text().splitlines(), 1):
        line = line.split("#", 1)[0].strip()
        if not line:
            continue
        parts = [p.strip() for p in line.split(":", 2)]
        if len(parts) != 3 or not all(parts):
            sys.exit(f"{path}:{number}: expected `NAME : variant : reason`")
        if parts[1] in ("*", variant):
            known[parts[0]] = parts[2]
    return known


def read_variant(name):
    """The row of tests/variants.json called `name`."""
    for row in json.loads((TESTS / "variants.json").read_text())["variants"]:
        if row["name"] == name:
            options = row.get("options", [])
            if any("{seed}" in option for option in options):
                seed = str(random.randrange(1, 1_000_000))
                options = [option.replace("{seed}", seed) for option in options]
                print("options:", *options, flush=True)
            return Variant(row["name"], options, row.get("subset", "all"), row.get("command", ""),
                           row.get("timeout_factor", 1.0), row.get("exclude", {}))
    sys.exit(f"no variant called {name} in {TESTS / 'variants.json'}")


class BuildLock:
    """Only one process at a time compiles into a build directory; shards of one CTest run share it."""

    def __init__(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / ".lock"

    def __enter__(self):
        self.file = open(self.path, "w")
        fcntl.flock(self.file, fcntl.LOCK_EX)
        return self

    def __exit__(self, *_):
        self.file.close()


def compile_when_changed(build, sources, javac_options=(), also=()):
    """Compiles `sources` together when one of them or of the files `also` changed; (folder of classes, hash of all)."""
    classes = build / "classes"
    key = digest(*(p.read_bytes() for p in [*sources, *also]))
    with BuildLock(build):
        stamp = build / "key"
        if not stamp.exists() or stamp.read_text() != key:
            done = subprocess.run([find_tool("javac"), "-nowarn", "-Xlint:none", "-XDignore.symbol.file", "-encoding", "UTF-8",
                                   *javac_options, "-d", str(classes), *map(str, sources)],
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
            if done.returncode != 0:                 # notes of a compilation that worked are of no interest
                sys.exit(f"{done.stdout}\nthe sources do not compile")
            stamp.write_text(key)
    return classes, key


def command_line():
    """The arguments of this program, --vm-options joined with its value: that may begin with a dash."""
    arguments = sys.argv[1:]
    if "--vm-options" in arguments[:-1]:
        at = arguments.index("--vm-options")
        arguments[at:at + 2] = ["--vm-options=" + arguments[at + 1]]
    return arguments


def launcher_command(vm, vm_options):
    """The command under test as a list; its program by an absolute path, so that it runs in any folder."""
    command = shlex.split(vm)
    if os.sep in command[0]:
        command[0] = str(Path(command[0]).resolve())
    return command + shlex.split(vm_options)


def suite_options(description, suite):
    """The command line of a suite: the options that every suite understands."""
    p = argparse.ArgumentParser(description=description)
    p.add_argument("--vm", metavar="CMD", help="launcher under test; may hold options (default: the reference itself)")
    p.add_argument("--vm-options", default="", metavar="OPTS", help="more options for the launcher under test")
    p.add_argument("--variant", default="interp", help="a row of tests/variants.json (default: interp)")
    p.add_argument("--libdir", default="", help="folder of libjvm.so, for variants that need it")
    p.add_argument("--java", default=find_tool("java"), help="reference java (default: from JAVA_HOME or PATH)")
    p.add_argument("--only", nargs="+", metavar="NAME", help="just these programs")
    p.add_argument("--small", action="store_true", help="just the programs marked @small")
    p.add_argument("--shard", default="1/1", metavar="I/N", help="the I-th of N parts (from 1)")
    p.add_argument("--jobs", type=int, default=1, help="programs run at the same time")
    p.add_argument("--timeout", type=float, default=60, help="seconds per program before factors (default 60)")
    p.add_argument("--build", type=Path, default=REPO / "build" / suite, help="folder for classes and cached answers")
    p.add_argument("--known", type=Path, help="list of known failures")
    p.add_argument("--times", action="store_true", help="print the time of every program")
    p.add_argument("--list", action="store_true", help="print the names and stop")
    p.add_argument("--verbose", action="store_true", help="print a line for programs that pass, too")
    options = p.parse_args(command_line())
    options.build = options.build.resolve()
    options.known = options.known or TESTS / suite / "known_failures.txt"
    return options


def select(cases, options, variant):
    """The cases that the options and the variant's subset ask for."""
    if options.only:
        wanted = set(options.only)
        missing = wanted - {c.name for c in cases}
        if missing:
            sys.exit("no such program: " + ", ".join(sorted(missing)))
        return [c for c in cases if c.name in wanted]
    if options.small or variant.subset == "small":
        cases = [c for c in cases if c.small]
    elif variant.subset == "rest":
        cases = [c for c in cases if not c.small]
    index, count = (int(x) for x in options.shard.split("/"))
    if not 1 <= index <= count:
        sys.exit("--shard wants I/N with 1 <= I <= N")
    return [c for i, c in enumerate(sorted(cases, key=lambda c: c.name)) if i % count == index - 1]


def run_suite(cases, options):
    """Runs the selected cases, prints the report, returns the exit code of the process."""
    variant = read_variant(options.variant)
    cases = select(cases, options, variant)
    if options.list:
        print("\n".join(c.name for c in cases))
        return 0
    if not options.java:
        print("no reference java found")
        print(f"0 passed, 0 failed, {len(cases)} skipped")
        return 0
    reference = Reference(options.java, options.build / "reference")
    if not reference.usable:
        sys.exit(f"{options.java} does not start")
    command = shlex.split(options.vm) if options.vm else [options.java]
    if variant.command:
        if "{libdir}" in variant.command and not options.libdir:
            sys.exit(f"variant {variant.name} needs --libdir")
        command = shlex.split(variant.command.format(libdir=options.libdir, java=options.java))
    if os.sep in command[0]:
        command[0] = str(Path(command[0]).resolve())
    command += variant.options + shlex.split(options.vm_options)
    known = read_known_failures(options.known, variant.name) if options.known else {}

    def one(case):
        if case.name in variant.exclude:
            return case, None, None
        expected = reference.outcome(case)
        if expected.exit_code != case.exit_code:
            end = expected.exit_code if expected.exit_code is not None else "a timeout"
            return case, [f"the reference ends with {end}, the source says {case.exit_code}",
                          *tail(expected.stderr)], None
        limit = options.timeout * variant.timeout_factor * case.timeout_factor
        line = command + case.vm_options + ["-cp", str(case.class_path), case.main] + case.args
        actual = run_command(line, case.stdin, limit)
        return case, compare(case, expected, actual), actual

    passed = failed = skipped = 0
    with ThreadPoolExecutor(max(1, options.jobs)) as pool:
        for case, problems, actual in pool.map(one, cases):
            clock = f" ({actual.seconds:.2f} s)" if actual and (options.times or options.verbose) else ""
            if problems is None:
                skipped += 1
                print(f"SKIP {case.name}: {variant.exclude[case.name]}")
            elif not problems and case.name in known:
                failed += 1
                print(f"FAIL {case.name}: passes, but is listed as a known failure ({known[case.name]}){clock}")
            elif not problems:
                passed += 1
                if options.verbose or options.times:
                    print(f"ok   {case.name}{clock}")
            elif case.name in known:
                skipped += 1
                print(f"KNOWN {case.name}: {known[case.name]}{clock}")
            else:
                failed += 1
                print(f"FAIL {case.name}: {problems[0]}{clock}")
                for line in problems[1:]:
                    print("    " + line)
            sys.stdout.flush()
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0
