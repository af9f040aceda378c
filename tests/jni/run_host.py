#!/usr/bin/env python3
"""The hosting program host/embed.c with libjvm.so under test and with the reference's: stdout and exit code compared.

    tests/jni/run_host.py --program build/release/jni/jnihost --library build/release/lib/libjvm.so
"""
import argparse
import difflib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / "tools"))
import runlib  # noqa: E402

CHAPTERS = "defaults simple threads elsewhere refused version options faults signal-free chained".split()


def reference_library():
    java = runlib.find_tool("java")
    home = Path(java).resolve().parents[1] if java else None
    library = home / "lib/server/libjvm.so" if home else None
    return library if library and library.exists() else None


def run(program, library, classes, chapter, preload=None):
    environment = dict(os.environ)
    if chapter == "chained":
        environment["LD_PRELOAD"] = str(reference_library().parents[1] / "libjsig.so")
    if preload:  # what vm tells the sanitizer by itself, a host does not
        environment.update(LD_PRELOAD=f"{preload} {environment.get('LD_PRELOAD', '')}", ASAN_OPTIONS="detect_leaks=0:" + environment.get("ASAN_OPTIONS", ""))
    done = subprocess.run([program, library, classes, chapter], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300,
                          check=False, env=environment)
    return done.stdout.decode(errors="replace").splitlines() + [f"exit code {done.returncode}"], done.stderr


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--preload", type=Path, help="sanitizer runtime for the library under test")
    parser.add_argument("--only", nargs="+", default=CHAPTERS)
    options = parser.parse_args()
    reference = reference_library()
    if reference is None:
        print("no reference libjvm.so: nothing to compare with")
        return 0
    failures = 0
    with tempfile.TemporaryDirectory() as classes:
        subprocess.run([runlib.find_tool("javac"), "-d", classes, str(HERE / "src/Embedded.java")], check=True)
        for chapter in options.only:
            expected, _ = run(options.program, reference, classes, chapter)
            actual, stderr = run(options.program, options.library, classes, chapter, options.preload)
            if actual == expected:
                continue
            failures += 1
            print(f"FAIL {chapter}")
            print("\n".join(difflib.unified_diff(expected, actual, "reference", "here", lineterm="")))
            print(stderr.decode(errors="replace")[-2000:])
    print(f"{len(options.only) - failures} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
