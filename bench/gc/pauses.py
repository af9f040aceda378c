#!/usr/bin/env python3
"""Pauses side by side: how late a thread is that allocates at a fixed rate over a live set, and how long collections last.

    bench/gc/pauses.py --vm build/release/bin/vm                          256 MB and 1 GB alive, compilers on
    bench/gc/pauses.py --vm build/release/bin/vm --sizes 256 --rounds 3 --seconds 5

Contestants alternate; figures are medians over the rounds. `late` is measured by the thread itself (Hiccups.java); `pauses`
are those that the VM logs after the live set has been built, the longest also while it is built. The machine's own share
comes first: the same program, allocating nearly nothing. Processor seconds are those of the whole process.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from contestants import JAVA_COLLECTORS, compiled_programs, only

PAUSE = re.compile(r"Pause [^\n]*?([0-9.]+)ms")
BUILT = "live set built"
LATE = re.compile(r"p50 ([0-9.]+) p99 ([0-9.]+) p99.9 ([0-9.]+) max ([0-9.]+)")
SIZES = {"256": ("768m", 100), "1024": ("2560m", 300)}  # alive: -Xmx, MB/s


def once(command, heap, live, rate, seconds, classes):
    """(p99, p99.9, latest ms, collections, median and longest pause ms, longest while building, processor seconds, MB)."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen([*command, f"-Xmx{heap}", "-Xlog:gc", "-cp", str(classes), "Hiccups", live, str(rate), str(seconds)],
                                   stdout=out, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        out.seek(0)
        text = out.read().decode(errors="replace")
    late = LATE.search(text)
    if status != 0 or not late:
        sys.exit(f"{' '.join(command)}: exit {os.waitstatus_to_exitcode(status)}\n{text[-500:]}")
    building, _, running = text.partition(BUILT)
    numbers = [sorted(map(float, PAUSE.findall(part))) for part in (building, running)]
    pauses = numbers[1]
    return (*(float(late[i]) for i in (2, 3, 4)), len(pauses), pauses[len(pauses) // 2] if pauses else 0, max(pauses, default=0),
            max(numbers[0], default=0), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--vm", required=True)
    p.add_argument("--build", type=Path, default=Path(tempfile.gettempdir()) / "kiln-bench-gc")
    p.add_argument("--sizes", nargs="*", default=list(SIZES), help="MB alive: 256, 1024")
    p.add_argument("--rounds", type=int, default=1)
    p.add_argument("--seconds", type=int, default=10)
    p.add_argument("--only", nargs="*", help="names of VMs (default: all)")
    options = p.parse_args()
    classes = compiled_programs(options.build)
    vm = str(Path(options.vm).resolve())
    vms = {"kiln": [vm], "kiln, no ConcurrentMark": [vm, "-XX:-ConcurrentMark"]} | JAVA_COLLECTORS
    vms["java z"] = [*vms["java z"], "-Xlog:gc+phases"]  # where it says how long its pauses are
    vms = only(vms, options.only)
    columns = ("p99", "p99.9", "latest", "count", "median", "longest", "building", "cpu s", "MB")
    for size in options.sizes:
        heap, rate = SIZES[size]
        contestants = {"(nothing allocated)": (next(iter(vms.values())), 0)} | {name: (command, rate) for name, command in vms.items()}
        results = {name: [] for name in contestants}
        for _ in range(options.rounds):
            for name, (command, mb) in contestants.items():
                results[name].append(once(command, heap, size, mb, options.seconds, classes))
        print(f"{size + f' MB, {rate} MB/s':24}" + "".join(f"{column:>9}" for column in columns))
        for name, rounds in results.items():
            medians = [sorted(column)[len(column) // 2] for column in zip(*rounds)]
            print(f"{name:24}" + "".join(f"{value:9.2f}" if i not in (3, 8) else f"{value:9.0f}" for i, value in enumerate(medians)),
                  flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
