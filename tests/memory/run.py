#!/usr/bin/env python3
"""Memory under pressure: how much a process needs, running out of heap, collections at awkward moments.

    tests/memory/run.py --vm build/release/bin/vm              everything short
    tests/memory/run.py --vm build/release/bin/vm churn boot   some cases
    tests/memory/run.py --vm build/release/bin/vm soak         the long ones

turnover   20 GB allocated in a heap of 64 MB with 20 MB alive: finishes, and the process stays below heap + 32 MB
exhaust    the heap is filled again and again, by one thread and by several; the program goes on living
leave      -XX:+ExitOnOutOfMemoryError ends the process at the first of them
boot       Hello with a collection that moves everything at each allocation, from the very first one
churn      many threads share, lock, hash, throw and are born while everything moves all the time
behind     programs run while another thread makes everything move, so that they are stopped at every kind of place;
           their output is compared with a plain run
unload     class loaders and hidden classes by the thousand, used and dropped with 64 MB of metadata: the process
           stays as it is
inject     one allocation after the other of a small program finds no room, from the first of the boot on, every 499th:
           the process ends in order, and says OutOfMemoryError or does its work
endure     threads turn an old live set over for half an hour (20 s unless it is asked for as `endure_long`) and check it:
           no failure, and the process does not grow
budget     -XX:MaxProcessMemory: full heaps, many loaders, threads: the process stays within it
soak       `inject` at every allocation; `unload` with 10,000 loaders and 100,000 hidden classes; churn for a minute under several intervals; all programs behind the mover
"""
import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / "tools"))
import jasm  # noqa: E402
import runlib  # noqa: E402

HEAP_MB = 64
# What a process may need besides its heap: measured are 20 MB (release build).
OVERHEAD_MB = 32
STRESS = ["-XX:+VerifyHeap"]

BEHIND = ["ArrayErrors", "CastMatrix", "ClassInit", "Dispatch", "Exceptions", "Generics", "InnerClasses", "Lambdas",
          "Reflection", "StringSwitchIntern", "MonitorPingPong"]
# Programs whose output depends on being called by a launcher, on time or on what else lives.
NOT_BEHIND = {"StackOverflow", "ManyClasses", "OutOfMemory", "References", "Uncaught", "UncaughtInThread", "ShutdownOrder",
              "ExitCodes", "HaltNow", "MainInitFailure", "InitFailure", "ThreadsTour", "ManagementTour", "StackWalks",
              "StackTraces", "StdinSum", "StdinScanner", "SecurityManagers", "Interruptions", "Behind", "Assertions",
              "Arguments", "GcChurn", "ThreadsGc", "Unloading", "MetaspaceFull",
              "MetaspaceUncaught", "ForeignCalls", "ForeignThreads", "ForeignUncaught"}


class Runner:
    """Starts the VM and notes what went wrong."""

    def __init__(self, options, classes):
        self.vm = [str(Path(options.vm).resolve()), *options.vm_options.split()]
        self.sanitized = options.sanitized
        self.classes = classes
        self.factor = options.timeout_factor
        self.failures = 0

    def run(self, flags, main, *args, timeout, path=None):
        """One process; its exit code (None: out of time), stdout, stderr, seconds and largest resident set in MB."""
        command = [*self.vm, *flags, "-cp", str(path or self.classes), main, *map(str, args)]
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            start = time.monotonic()
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True,
                                       env=runlib.clean_environment())
            deadline = start + timeout * self.factor
            while True:
                pid, status, usage = os.wait4(process.pid, os.WNOHANG)
                if pid != 0:
                    break
                if time.monotonic() > deadline:
                    os.killpg(process.pid, signal.SIGKILL)
                    _, status, usage = os.wait4(process.pid, 0)
                    status = None
                    break
                time.sleep(0.02)
            process.returncode = 0  # waited for above
            out.seek(0)
            err.seek(0)
            code = None if status is None else os.waitstatus_to_exitcode(status)
            return code, out.read().decode(errors="replace"), err.read().decode(errors="replace"), \
                time.monotonic() - start, usage.ru_maxrss / 1024

    def watch(self, flags, main, *args, timeout):
        """Like `run`; instead of the largest resident set, all of them in MB, one a second."""
        command = [*self.vm, *flags, "-cp", str(self.classes), main, *map(str, args)]
        sizes = []
        with tempfile.TemporaryFile() as out:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
                                       env=runlib.clean_environment())
            deadline = time.monotonic() + timeout * self.factor
            while process.poll() is None and time.monotonic() < deadline:
                pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
                if pages:
                    sizes.append(pages * os.sysconf("SC_PAGE_SIZE") / 2**20)
                time.sleep(1)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            code = process.wait()
            out.seek(0)
            return code, out.read().decode(errors="replace"), sizes

    def report(self, name, problems, remark):
        """Prints the verdict on one case."""
        print(f"{'FAIL' if problems else 'ok  '} {name} {remark}")
        for problem in problems:
            print("    " + problem)
        sys.stdout.flush()
        self.failures += bool(problems)

    def check(self, name, flags, main, *args, timeout, expect, path=None, limit_mb=None):
        """Runs one case: `expect` is the stdout, or how it begins if it ends with `...`."""
        code, out, err, seconds, rss = self.run(flags, main, *args, timeout=timeout, path=path)
        problems = []
        if code is None:
            problems.append("out of time")
        elif code != 0:
            problems.append(f"exit code {code}")
        same = out.startswith(expect[:-3]) if expect.endswith("...") else out == expect
        if not same:
            problems += [f"expected {line}" for line in expect.splitlines()[-20:]]
            problems += [f"got      {line}" for line in out.splitlines()[-20:]]
        if problems:
            problems += ["stderr: " + line for line in err.splitlines()[-30:]]
        if limit_mb is not None and not self.sanitized and rss > limit_mb:
            problems.append(f"the process needed {rss:.0f} MB, more than {limit_mb}")
        self.report(name, problems, f"({seconds:.1f} s, {rss:.0f} MB)")


EXHAUST_ROUND = """small: Java heap space
16 KB: Java heap space
1 MB: Java heap space
as large as the heap: Java heap space
2 GB: Java heap space
longest array: Requested array size exceeds VM limit
matrix: Java heap space
string: Java heap space
clone: Java heap space
"""
EXHAUST = EXHAUST_ROUND * 3 + "errors in a thread: 3\n" * 4 + "caught 27\nstill alive: 199919981997199619951994\n"


def stress(interval):
    return [f"-XX:StressGCInterval={interval}", *STRESS]


def turnover(r):
    total = 2048 if r.sanitized else 20480
    r.check("turnover", [f"-Xmx{HEAP_MB}m"], "Turnover", total, 20, timeout=300, limit_mb=HEAP_MB + OVERHEAD_MB,
            expect=f"allocated {total} MB, checked; never less than 20 MB alive, ...")


def exhaust(r):
    r.check("exhaust", [f"-Xmx{HEAP_MB}m"], "Exhaust", timeout=300, expect=EXHAUST, limit_mb=2 * HEAP_MB + OVERHEAD_MB + 16)


def leave(r):
    code, out, _, seconds, _ = r.run(["-Xmx16m", "-XX:+ExitOnOutOfMemoryError"], "Exhaust", timeout=60)
    wanted = "Terminating due to java.lang.OutOfMemoryError: Java heap space\n"
    right = code == 3 and out == wanted
    r.report("leave", [] if right else [f"exit code {code}, {out!r}"], f"({seconds:.1f} s)")


def boot(r):
    r.check("boot", stress(1), "Hello", timeout=300, expect="Hello, world\n")


def churn(r):
    r.check("churn", ["-Xmx64m"], "Churn", 5, 6, timeout=60, expect="done\n")
    r.check("churn moving at every 200th allocation", ["-Xmx64m", *stress(200)], "Churn", 10, 6, timeout=120, expect="done\n")


def one_behind(r, name, interval):
    path = r.classes
    code, out, err, _, _ = r.run([], name, timeout=60, path=path)
    if code != 0:
        r.report(f"behind {name}", [f"the plain run ends with {code}", *err.splitlines()[-5:]], "")
        return
    r.check(f"behind {name}", stress(interval), "Behind", name, timeout=300, expect=out, path=path)


def behind(r):
    for name in BEHIND:
        one_behind(r, name, 100)


def unload(r, loaders=2000, hidden=10000):
    if r.sanitized:
        # What the sanitizer keeps of freed memory, and of who allocated, is not the VM's growth.
        os.environ["ASAN_OPTIONS"] = ":".join(filter(None, [os.environ.get("ASAN_OPTIONS"), "malloc_context_size=1",
                                                            "quarantine_size_mb=1", "thread_local_quarantine_size_kb=16"]))
    for kind, count in (("loaders", loaders), ("hidden", hidden)):
        count = count // 10 if r.sanitized else count
        r.check(f"unload {count} {kind}", [f"-Xmx{HEAP_MB}m", "-XX:MaxMetaspaceSize=64m"], "Loaders", kind, count, timeout=600,
                expect="right\nunloaded\nflat\n", limit_mb=HEAP_MB + OVERHEAD_MB)
    one_behind(r, "Unloading", 1000)


def one_injection(r, number, normal, mode):
    """What went wrong when allocation `number` failed, and whether the program got so far."""
    flags = [*mode, f"-XX:FailAllocation={number}", "-Xlog:gc+alloc:stderr", "-Xmx64m"]
    code, out, err, _, _ = r.run(flags, "Inject", timeout=60)
    reached = f"allocation {number} fails" in err
    if code is None:
        return "out of time", reached
    if code == 0 and (out == normal or reached and out.endswith("end\n")):
        return None, reached
    said = "OutOfMemoryError" in err or "OutOfMemoryError" in out or "NoClassDefFoundError" in err
    if code == 1 and said and reached:
        return None, reached
    return f"exit code {code}, stdout {out[-300:]!r}, stderr {err[-600:]!r}", reached


def inject(r, step=499):
    code, normal, err, _, _ = r.run(["-Xmx64m"], "Inject", timeout=60)
    if code != 0 or not normal.endswith("end\n"):
        r.report("inject", [f"the plain run ends with {code}", err[-300:]], "")
        return
    for mode in ([], ["-Xcomp"]):
        problems, number, reached = [], 1, True
        while reached:
            problem, reached = one_injection(r, number, normal, mode)
            if problem:
                problems.append(f"allocation {number}: {problem}")
            number += step * (5 if r.sanitized else 1)
        if number < 10000:
            problems.append(f"only {number} allocations")
        r.report(f"inject {' '.join(mode)}", problems, f"(every {step}th of {number})")


def endure(r, seconds=20, megabytes=32):
    for mode in ([], ["-XX:-ConcurrentMark"]):
        code, out, sizes = r.watch([*mode, "-Xmx128m"], "Endure", seconds, 4, megabytes, timeout=seconds * 2 + 60)
        problems = [] if code == 0 and out == "done\n" else [f"exit code {code}", *out.splitlines()[-20:]]
        # The first third is for compiled code and for the heap to find its size.
        third = len(sizes) // 3
        early, late = max(sizes[third:2 * third], default=0), max(sizes[2 * third:], default=0)
        if not r.sanitized and (late > early * 1.1 or late > 128 + 2 * OVERHEAD_MB):
            problems.append(f"the process grew from {early:.0f} to {late:.0f} MB")
        r.report(f"endure {' '.join(mode)}", problems, f"({seconds} s, {early:.0f} MB, later {late:.0f} MB)")


def endure_long(r):
    endure(r, 1800)


def budget(r):
    for megabytes in (96, 192):
        flags = [f"-XX:MaxProcessMemory={megabytes}m"]
        r.check(f"budget {megabytes}, full", flags, "Exhaust", timeout=300, expect=EXHAUST, limit_mb=megabytes)
        r.check(f"budget {megabytes}, loaders", flags, "Loaders", "loaders", 1000, timeout=300,
                expect="right\nunloaded\n...", limit_mb=megabytes)
        r.check(f"budget {megabytes}, churn", flags, "Churn", 5, 6, timeout=300, expect="done\n", limit_mb=megabytes)
        r.check(f"budget {megabytes}, threads", [*flags, "-Xlog:disable"], "ManyThreads", 10000, timeout=300,
                expect="refused: unable to create native thread: possibly out of memory or process/resource limits reached\n"
                       "all ended\n", limit_mb=megabytes)


def soak(r):
    inject(r, 1)
    unload(r, 10000, 100000)
    for interval in (1, 7, 97, 1009):
        r.check(f"churn, interval {interval}", ["-Xmx64m", *stress(interval)], "Churn", 60, 8, timeout=600, expect="done\n")
    r.check("churn, a small heap", ["-Xmx20m"], "Churn", 60, 16, timeout=600, expect="done\n")
    for source in sorted((HERE.parent / "programs" / "src").glob("*.java")):
        if source.stem not in NOT_BEHIND:
            one_behind(r, source.stem, 50)


CASES = {"turnover": turnover, "exhaust": exhaust, "leave": leave, "boot": boot, "churn": churn, "behind": behind,
         "unload": unload, "inject": inject, "budget": budget,
         "endure": endure, "endure_long": endure_long, "soak": soak}


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("cases", nargs="*", help="default: all but soak")
    p.add_argument("--vm", required=True, help="the launcher under test")
    p.add_argument("--vm-options", default="", metavar="OPTS", help="more options for it")
    p.add_argument("--build", type=Path, default=runlib.REPO / "build" / "memory", help="folder for the classes")
    p.add_argument("--sanitized", action="store_true", help="no limits for the process; less work")
    p.add_argument("--timeout-factor", type=float, default=1)
    options = p.parse_args()
    javac = runlib.find_tool("javac")
    if not javac:
        sys.exit("no javac found (install a JDK 17 or set JAVA_HOME)")
    classes = options.build.resolve() / "classes"
    programs = HERE.parent / "programs" / "src"
    sources = sorted((HERE / "src").glob("*.java")) + sorted(programs.glob("*.java"))
    resources = sorted(programs.glob("*.properties")) + sorted(programs.glob("*.jasm"))
    with runlib.BuildLock(options.build):
        stamp = classes / ".stamp"
        key = runlib.digest(*(s.read_bytes() for s in sources + resources))
        if not stamp.exists() or stamp.read_text() != key:
            classes.mkdir(parents=True, exist_ok=True)
            subprocess.run([javac, "-g", "-encoding", "UTF-8", "-nowarn", "-Xlint:none", "-proc:none", "-XDignore.symbol.file",
                            "--add-modules", "jdk.nio.mapmode,jdk.incubator.foreign", "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED",
                            "-d", str(classes), *map(str, sources)], check=True)
            opcodes = jasm.read_opcodes()
            for resource in resources:
                if resource.suffix == ".jasm":
                    name, data, _ = jasm.assemble(resource, opcodes)
                    (classes / f"{name}.class").write_bytes(data)
                else:
                    shutil.copy(resource, classes)
            stamp.write_text(key)
    r = Runner(options, classes)
    for name in options.cases or [c for c in CASES if c not in ("soak", "endure_long")]:
        if name not in CASES:
            sys.exit(f"no case called {name}; there are: {', '.join(CASES)}")
        CASES[name](r)
    return 1 if r.failures else 0


if __name__ == "__main__":
    sys.exit(main())
