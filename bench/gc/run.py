#!/usr/bin/env python3
"""Collectors side by side: total time, time in pauses, longest pause and resident memory of allocating programs.

    bench/gc/run.py --vm build/release/bin/vm                       all programs, both plans and java, all with -Xint
    bench/gc/run.py --vm build/release/bin/vm --cases trees lru --rounds 3

Every VM gets the same heap (-Xmx). Runs alternate; the table shows for each the run with the median processor time,
which says more than the clock on a machine with other work.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from contestants import JAVA_COLLECTORS, compiled_programs, only

PAUSE = re.compile(r"GC\(\d+\) Pause .* ([0-9.]+)ms")

CASES = {
    "trees": ("256m", "Trees", "16"),
    "lru": ("256m", "Lru", "1000000"),
    "old graph": ("256m", "OldGraph", "6000000"),
    "large arrays": ("256m", "LargeArrays", "30000"),
    "threads": ("256m", "Threads", "2000"),
    "1M small objects": ("512m", "Footprint", "small"),
    "1M map entries": ("512m", "Footprint", "maps"),
    "1M strings": ("512m", "Footprint", "strings"),
    "hiccups 256 MB": ("768m", "Hiccups", "256", "50", "10"),
}


def once(command, heap, words, classes):
    """(processor seconds, seconds, ms in pauses, longest ms, collections, MB resident, last line)."""
    with tempfile.TemporaryFile() as out:
        start = time.monotonic()
        process = subprocess.Popen([*command, f"-Xmx{heap}", "-Xlog:gc", "-cp", str(classes), *words], stdout=out,
                                   stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        seconds = time.monotonic() - start
        out.seek(0)
        text = out.read().decode(errors="replace")
    pauses = [float(ms) for ms in PAUSE.findall(text)]
    last = [line for line in text.splitlines() if not line.startswith("[")][-1:] or ["?"]
    if status != 0:
        last = [f"exit {os.waitstatus_to_exitcode(status)}: " + text.splitlines()[-1][:80]]
    return usage.ru_utime + usage.ru_stime, seconds, sum(pauses), max(pauses, default=0), len(pauses), usage.ru_maxrss / 1024, last[0]


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--vm", required=True)
    p.add_argument("--build", type=Path, default=Path(tempfile.gettempdir()) / "kiln-bench-gc")
    p.add_argument("--cases", nargs="*", default=list(CASES))
    p.add_argument("--rounds", type=int, default=1)
    p.add_argument("--compiled", action="store_true", help="with the compilers of both sides (default: -Xint)")
    p.add_argument("--only", nargs="*", help="names of VMs (default: all)")
    options = p.parse_args()
    classes = compiled_programs(options.build)
    vm = str(Path(options.vm).resolve())
    mode = [] if options.compiled else ["-Xint"]
    vms = {"generational": [vm, *mode], "copying": [vm, *mode, "-Xkiln:gc=copying"]}
    vms |= {name: [*command, *mode] for name, command in JAVA_COLLECTORS.items()}
    vms = only(vms, options.only)
    print(f"{'':18}{'':15}{'s':>8}{'cpu s':>8}{'pauses ms':>11}{'longest':>9}{'count':>7}{'MB':>6}")
    for case in options.cases:
        heap, *words = CASES[case]
        runs = {name: [] for name in vms}
        for _ in range(options.rounds):
            for name, command in vms.items():
                runs[name].append(once(command, heap, words, classes))
        for name, results in runs.items():
            cpu, s, total, longest, count, rss, last = sorted(results)[len(results) // 2]
            print(f"{case:18}{name:15}{s:8.2f}{cpu:8.2f}{total:11.1f}{longest:9.2f}{count:7}{rss:6.0f}  {last}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
