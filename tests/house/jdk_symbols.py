#!/usr/bin/env python3
"""Is everything there that the JDK asks of the VM?

Compares the two lists of tests/data/jdk17 with what this tree has:
  symbols-imported-from-libjvm.txt    with stdlib/jvm/jvm.h, and with what libjvm.so exports (name and version)
  native-methods-owed-by-the-vm.txt   with the rows of stdlib/registry.def

usage: jdk_symbols.py [--library build/release/lib/libjvm.so]
"""
import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VERSION = "SUNWprivate_1.1"

# Natives that are not rows of the registry, with the reason.
NOT_REGISTERED = {
    "java/lang/invoke/MethodHandle": "signature polymorphic: linked by vm/ops, never called as a native",
    "java/lang/invoke/VarHandle": "signature polymorphic: linked by vm/ops, never called as a native",
    "sun/nio/ch/Net discardOOB": "the JDK declares it and never calls it on this system",
    "jdk/jfr/internal/JVM": "flight recorder: not supported, module jdk.jfr reports that it is not available",
}


def lines(path):
    return [line for line in path.read_text().splitlines() if line and not line.startswith("#")]


def imported_symbols():
    return {line.split(":")[0] for line in lines(ROOT / "tests/data/jdk17/symbols-imported-from-libjvm.txt")}


def owed_natives():
    """(class, method, descriptor) of each row."""
    for line in lines(ROOT / "tests/data/jdk17/native-methods-owed-by-the-vm.txt"):
        _, klass, method = line.split()[:3]
        name, parameters = method.split("(", 1)
        yield klass, name, "(" + parameters


def registered_natives():
    text = (ROOT / "stdlib/registry.def").read_text()
    row = re.compile(r'^VM_NATIVE\w*\(\s*"([^"]+)",\s*"([^"]+)",\s*"([^"]+)"', re.MULTILINE)
    return set(row.findall(text))


def declared_symbols():
    text = (ROOT / "stdlib/jvm/jvm.h").read_text()
    return set(re.findall(r"\b((?:JVM_|jio_)\w+)\(", text))


def exported_symbols(library):
    """Names that the library exports with the JDK's version."""
    output = subprocess.run(["nm", "-D", "--defined-only", "--with-symbol-versions", str(library)], check=True,
                            capture_output=True, text=True).stdout
    pairs = (line.split()[-1].replace("@@", "@").split("@") for line in output.splitlines() if line)
    return {pair[0] for pair in pairs if pair[1:] == [VERSION]}


def is_excused(klass, name):
    return klass in NOT_REGISTERED or f"{klass} {name}" in NOT_REGISTERED


def problems(library):
    imported = imported_symbols()
    for name in sorted(imported - declared_symbols()):
        yield f"stdlib/jvm/jvm.h does not declare {name}"
    if library is not None:
        wanted = imported | {"JNI_CreateJavaVM", "JNI_GetCreatedJavaVMs", "JNI_GetDefaultJavaVMInitArgs"}
        for name in sorted(wanted - exported_symbols(library)):
            yield f"{library.name} does not export {name}@{VERSION}"
    registered = registered_natives()
    for klass, name, descriptor in owed_natives():
        if (klass, name, descriptor) not in registered and not is_excused(klass, name):
            yield f'stdlib/registry.def has no row for {klass}.{name}{descriptor}'


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, help="a built libjvm.so; without it only the sources are compared")
    arguments = parser.parse_args()
    if arguments.library is not None and not arguments.library.exists():
        print(f"{arguments.library} is not built: only the sources are compared")
        arguments.library = None
    found = list(problems(arguments.library))
    for problem in found:
        print(problem)
    if not found:
        print(f"{len(imported_symbols())} symbols and {sum(1 for _ in owed_natives())} native methods: all there")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
