#!/usr/bin/env python3
"""Concurrency stress: small races whose forbidden results must never be seen (see README.md).

    tests/concurrency/run.py --vm build/release/bin/vm                                 20 seconds
    tests/concurrency/run.py --vm build/release/bin/vm --seconds 3600                  an hour
    tests/concurrency/run.py --vm build/release/bin/vm --only monitor --verbose        one family, with its table
    tests/concurrency/run.py --vm build/release/bin/vm --vm-options "-XX:StressGCInterval=100"
    tests/concurrency/run.py --list                                                    what each case allows and forbids
"""
import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / "tools"))
import runlib  # noqa: E402

EXPORTS = ["--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED"]


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--vm", default=runlib.find_tool("java"), help="launcher under test (default: the reference)")
    p.add_argument("--vm-options", default="", metavar="OPTS", help="options for it")
    p.add_argument("--seconds", type=float, default=20, help="how long (default 20)")
    p.add_argument("--only", nargs="+", default=[], metavar="PART", help="just cases whose names contain one of these")
    p.add_argument("--build", type=Path, default=runlib.REPO / "build" / "concurrency", help="folder for classes")
    p.add_argument("--verbose", action="store_true", help="the table of every case")
    p.add_argument("--list", action="store_true", help="print the cases with what they allow and forbid, and stop")
    options = p.parse_args(runlib.command_line())
    sources = sorted((HERE / "src").rglob("*.java"))
    classes, _ = runlib.compile_when_changed(options.build.resolve(), sources, ["-g", *EXPORTS])
    command = runlib.launcher_command(options.vm, options.vm_options)
    command += [*EXPORTS, "-cp", str(classes), "stress.Main", "--seconds", str(options.seconds)]
    for part in options.only:
        command += ["--only", part]
    command += ["--verbose"] * options.verbose + ["--list"] * options.list
    return subprocess.run(command, env=runlib.clean_environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
