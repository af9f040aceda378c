#!/usr/bin/env python3
"""How fast the compiler compiles: megabytes of bytecode a second, from the JSON log of an -Xcomp run of javac.

    bench/compile_speed.py --vm build/release/bin/vm

The times in the log are wall times. On a busy machine a few compilations are interrupted for milliseconds, so the speed is
also given without the slowest hundredth of them.
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
    compilations.sort(key=lambda c: c["us"])

    def tell(name, part):
        bytecodes, code, us = (sum(c[key] for c in part) for key in ("bytecodes", "code", "us"))
        print(f"{name}: {len(part)} compilations, {bytecodes} bytes of bytecode to {code} of machine code in {us / 1000:.1f} ms: "
              f"{bytecodes / us:.2f} MB/s, {us / len(part):.1f} us each")

    tell("all", compilations)
    tell("without the slowest 1 %", compilations[: len(compilations) * 99 // 100])
    return 0


if __name__ == "__main__":
    sys.exit(main())
