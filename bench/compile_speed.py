#!/usr/bin/env python3
"""How fast the compiler compiles: megabytes of bytecode a second, from the JSON log of an -Xcomp run of javac.

    bench/compile_speed.py --vm build/release/bin/vm

By the processor time of the compiling thread, and by the clock on the wall, which on a busy machine counts what others run
meanwhile; both also without the slowest hundredth of the compilations.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--vm", required=True)
    o = p.parse_args()
    with tempfile.TemporaryDirectory(prefix="kiln-bench-") as folder:
        log = Path(folder) / "log"
        subprocess.run([o.vm, "-Xcomp", "-XX:+LogCompilation", f"-XX:LogFile={log}", "-m", "jdk.compiler/com.sun.tools.javac.Main",
                        "-d", folder, str(HERE / "kernels/Kernel.java"), str(HERE / "kernels/Maps.java")], check=True)
        compilations = [json.loads(line) for line in log.read_text().splitlines()]

    def tell(name, key, part):
        part = sorted(compilations, key=lambda c: c[key])[: len(compilations) * part // 100]
        bytecodes, code, us = (sum(c[k] for c in part) for k in ("bytecodes", "code", key))
        print(f"{name}: {len(part)} compilations, {bytecodes} bytes of bytecode to {code} of machine code in {us / 1000:.1f} ms: "
              f"{bytecodes / us:.2f} MB/s, {us / len(part):.1f} us each")

    for key, clock in (("cpu_us", "processor"), ("us", "wall")):
        tell(f"{clock}, all", key, 100)
        tell(f"{clock}, without the slowest 1 %", key, 99)
    return 0


if __name__ == "__main__":
    sys.exit(main())
