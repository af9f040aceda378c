#!/usr/bin/env python3
"""Speed of the kernels on two VMs, side by side.

    bench/compare.py --vm build/release/bin/vm --ref "java -Xint"
    bench/compare.py --vm build/release/bin/vm --ref java --kernels Fib Maps --rounds 5

Runs of both VMs alternate, so that a slow phase of the machine hits both. A kernel times itself inside the process and
prints its median; the table shows the median over the rounds, the ratio (below 1: the VM under test is faster) and the
geometric mean of the ratios.
"""
import argparse
import json
import math
import os
import re
import shlex
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPO = HERE.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(REPO / "tests" / "tools"))
import runlib  # noqa: E402

LINE = re.compile(r"kernel=(\S+) checksum=(-?\d+) iterations=(\d+) median_ns=(\d+) min_ns=(\d+)")


def compile_kernels(classes):
    """Compiles bench/kernels when a source is newer than its class file."""
    sources = sorted((HERE / "kernels").glob("*.java"))
    with runlib.BuildLock(classes):
        stamp = classes / ".stamp"
        newest = max(p.stat().st_mtime for p in sources)
        if not stamp.exists() or stamp.stat().st_mtime < newest:
            subprocess.run([runlib.find_tool("javac"), "-d", str(classes), *map(str, sources)], check=True)
            stamp.touch()
    return [p.stem for p in sources if p.stem != "Kernel"]


def resolve(command):
    """The words of a command, its program as a full path because runs start in a folder of their own."""
    words = shlex.split(command)
    if os.sep in words[0]:
        words[0] = str(Path(words[0]).resolve())
    return words


def measure(command, classes, kernel, iterations, timeout):
    """(median ns, checksum) of one run, or what went wrong as text."""
    options = [f"-Dkernel.iterations={iterations}"] if iterations else []
    done = runlib.run_command(command + options + ["-cp", str(classes), kernel], b"", timeout)
    found = LINE.search(done.stdout.decode("utf-8", "replace"))
    if done.exit_code != 0 or not found:
        why = "timeout" if done.exit_code is None else f"exit {done.exit_code}"
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        return f"{why}: {lines[-1][:100] if lines else 'no output'}"
    return int(found[4]), found[2]


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--vm", required=True, metavar="CMD", help="VM under test, with options")
    p.add_argument("--ref", default="java -Xint", metavar="CMD", help='what it is compared with (default "java -Xint")')
    p.add_argument("--kernels", nargs="+", metavar="NAME")
    p.add_argument("--rounds", type=int, default=3, help="runs of each VM per kernel (default 3)")
    p.add_argument("--iterations", type=int, default=0, help="timed iterations inside a run (default: the kernel's own)")
    p.add_argument("--timeout", type=float, default=300, help="seconds per run")
    p.add_argument("--json", type=Path, metavar="FILE", help="write all figures there, too")
    p.add_argument("--build", type=Path, default=REPO / "build" / "bench")
    o = p.parse_args()
    classes = o.build.resolve() / "kernels"
    names = compile_kernels(classes)
    if o.kernels:
        unknown = set(o.kernels) - set(names)
        if unknown:
            sys.exit("no such kernel: " + ", ".join(sorted(unknown)))
        names = o.kernels
    commands = [resolve(o.vm), resolve(o.ref)]
    print(f"vm:  {o.vm}\nref: {o.ref}\n")
    print(f"{'kernel':<16}{'vm ms':>10}{'ref ms':>10}{'vm/ref':>9}")
    rows, ratios, broken = [], [], False
    for name in names:
        times, sums, error = ([], []), set(), None
        for round_number in range(o.rounds):
            for side in ((0, 1), (1, 0))[round_number % 2]:
                got = measure(commands[side], classes, name, o.iterations, o.timeout)
                if isinstance(got, str):
                    error = f"{'vm' if side == 0 else 'ref'} {got}"
                    break
                times[side].append(got[0])
                sums.add(got[1])
            if error:
                break
        if not error and len(sums) > 1:
            error = "checksums differ: " + ", ".join(sorted(sums))
        if error:
            broken = True
            print(f"{name:<16}  {error}")
            rows.append({"kernel": name, "error": error})
            continue
        vm, ref = (statistics.median(t) / 1e6 for t in times)
        ratios.append(vm / ref)
        rows.append({"kernel": name, "vm_ns": times[0], "ref_ns": times[1], "ratio": vm / ref})
        print(f"{name:<16}{vm:>10.2f}{ref:>10.2f}{vm / ref:>9.2f}", flush=True)
    geomean = math.exp(statistics.fmean(map(math.log, ratios))) if ratios else None
    if geomean:
        print(f"{'geomean':<16}{'':>10}{'':>10}{geomean:>9.2f}  ({len(ratios)} of {len(names)} kernels)")
    if o.json:
        o.json.write_text(json.dumps({"vm": o.vm, "ref": o.ref, "kernels": rows, "geomean": geomean}, indent=1) + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
