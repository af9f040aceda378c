#!/usr/bin/env python3
"""Sizes that a VM chooses inside a control group with limits, compared with the reference VM in the same group.

    tests/container/run.py --vm build/release/bin/vm

Makes a group with 512 MB and one processor, of version 2 or 1, whichever is mounted, and removes it again.
Exit code 77: groups cannot be made here.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
import runlib  # noqa: E402

ROOT = Path("/sys/fs/cgroup")
MEMORY = 512 << 20
GRANULE = 4 << 20  # sizes are rounded up to it on the reference, to less here
SOURCE = """
public class Limits {
  public static void main(String[] arguments) {
    var machine = (com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    System.out.println("processors " + Runtime.getRuntime().availableProcessors());
    System.out.println("memory " + (machine.getTotalMemorySize() >> 20));
  }
}
"""
OPTIONS = [[], ["-XX:-UseContainerSupport"], ["-XX:ActiveProcessorCount=7"], ["-XX:ActiveProcessorCount=0"],
           ["-XX:MaxRAMPercentage=50"], ["-XX:InitialRAMPercentage=10", "-XX:-UseContainerSupport"]]


def make_groups():
    """The folders of the new group."""
    name = f"kiln-test-{os.getpid()}"
    if (ROOT / "cgroup.controllers").exists():
        folders = {ROOT / name: {"memory.max": MEMORY, "cpu.max": "100000 100000"}}
    else:
        folders = {ROOT / "memory" / name: {"memory.limit_in_bytes": MEMORY},
                   ROOT / "cpu" / name: {"cpu.cfs_period_us": 100000, "cpu.cfs_quota_us": 100000}}
    made = []
    try:
        for folder, limits in folders.items():
            folder.mkdir()
            made.append(folder)
            for file, value in limits.items():
                (folder / file).write_text(str(value))
    except OSError as error:
        remove_groups(made)
        print(f"no control group can be made here: {error}")
        sys.exit(77)
    return made


def remove_groups(folders):
    for folder in folders:
        folder.rmdir()


def run_inside(folders, command):
    def enter():
        for folder in folders:
            (folder / "cgroup.procs").write_text("0")
    return subprocess.run(command, preexec_fn=enter, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          timeout=60, check=False).stdout


def facts(folders, launcher, options, classes):
    lines = run_inside(folders, [*launcher, *options, "-cp", classes, "Limits"]).splitlines()
    flags = run_inside(folders, [*launcher, *options, "-XX:+PrintFlagsFinal", "-version"])
    for name in ("MaxHeapSize", "InitialHeapSize"):
        for size in re.findall(rf"\b{name} += (\d+)", flags):
            lines.append(f"{name} {-(-int(size) // GRANULE)}")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--vm", required=True)
    options = parser.parse_args()
    failed = False
    folders = make_groups()
    try:
        with tempfile.TemporaryDirectory() as classes:
            source = Path(classes) / "Limits.java"
            source.write_text(SOURCE)
            subprocess.run([runlib.find_tool("javac"), str(source)], check=True)
            for flags in OPTIONS:
                expected = facts(folders, [runlib.find_tool("java")], flags, classes)
                actual = facts(folders, [str(Path(options.vm).resolve())], flags, classes)
                same = len(expected) == 4 and expected == actual
                failed |= not same
                print("same" if same else f"DIFFERENT\n  expected {expected}\n  actual   {actual}", *flags)
    finally:
        remove_groups(folders)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
