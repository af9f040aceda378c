#!/usr/bin/env python3
"""Wall time and peak memory of Hello World.

    bench/startup.py --vm build/release/bin/vm [--runs 21]

Compares the VM under test with `java` and `java -Xshare:off`; runs alternate. Prints the median and the fastest wall
time and the median peak resident memory.
"""
import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPO = HERE.parent
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE), str(REPO / "tests" / "tools")]
import runlib  # noqa: E402
from compare import resolve  # noqa: E402


def once(command):
    """(seconds, peak KB) of one run; None when it fails or prints something else."""
    read, write = os.pipe()
    start = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, runlib.clean_environment(),
                          file_actions=[(os.POSIX_SPAWN_DUP2, write, 1), (os.POSIX_SPAWN_CLOSE, read)])
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        output = pipe.read()
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - start
    if status != 0 or output != b"Hello, world\n":
        return None
    return seconds, usage.ru_maxrss


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--vm", metavar="CMD", help="VM under test, with options")
    p.add_argument("--java", default=runlib.find_tool("java"))
    p.add_argument("--runs", type=int, default=21)
    p.add_argument("--build", type=Path, default=REPO / "build" / "bench")
    o = p.parse_args()
    classes = o.build.resolve() / "hello"
    with runlib.BuildLock(classes):
        if not (classes / "Hello.class").exists():
            source = REPO / "tests" / "programs" / "src" / "Hello.java"
            subprocess.run([runlib.find_tool("javac"), "-d", str(classes), str(source)], check=True)
    contestants = {"vm": resolve(o.vm)} if o.vm else {}
    if o.java:
        contestants |= {"java": [o.java], "java -Xshare:off": [o.java, "-Xshare:off"]}
    results = {name: [] for name in contestants}
    failed = set()
    for run in range(o.runs + 1):
        for name, command in contestants.items():
            if name in failed:
                continue
            got = once(command + ["-cp", str(classes), "Hello"])
            if got is None:
                failed.add(name)
            elif run > 0:                     # the first round only warms the page cache
                results[name].append(got)
    print(f"{'':<18}{'median ms':>11}{'fastest ms':>12}{'peak MB':>10}   ({o.runs} runs)")
    for name, runs in results.items():
        if name in failed:
            print(f"{name:<18}  fails")
            continue
        seconds = [r[0] for r in runs]
        print(f"{name:<18}{statistics.median(seconds) * 1e3:>11.1f}{min(seconds) * 1e3:>12.1f}"
              f"{statistics.median(r[1] for r in runs) / 1024:>10.1f}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
