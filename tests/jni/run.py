#!/usr/bin/env python3
"""The JNI test library under the VM and under the reference java, outputs compared; one case per chapter.

    tests/jni/run.py --build build/release/jni --vm build/release/bin/vm

The library (target jnitest) is expected in --build.
"""
import signal
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / "tools"))
import runlib  # noqa: E402

ABORTED = -signal.SIGABRT
MISTAKES = range(8)
CHAPTERS = "strings arrays fields calls references classes exceptions monitors buffers invocation".split()
CHECKED = "strings arrays fields calls exceptions monitors buffers".split()


def compile_java(classes):
    javac = runlib.find_tool("javac")
    if not javac:
        sys.exit("no javac found (install a JDK 17 or set JAVA_HOME)")
    classes.mkdir(parents=True, exist_ok=True)
    subprocess.run([javac, "-g", "-encoding", "UTF-8", "-nowarn", "-d", str(classes),
                    *map(str, sorted((HERE / "src").glob("*.java")))], check=True)


def main():
    options = runlib.suite_options(__doc__.splitlines()[0], "jni")
    library = options.build / "libjnitest.so"
    if not library.exists():
        sys.exit(f"{library} is not there: build the target jnitest, or give its folder with --build")
    classes = options.build / "classes"
    with runlib.BuildLock(options.build):
        compile_java(classes)
    key = runlib.digest(library.read_bytes(), *(p.read_bytes() for p in sorted((HERE / "src").glob("*.java"))))
    path = f"-Djava.library.path={options.build}"

    def case(name, words, more_options=(), main="JniTest", **rest):
        return runlib.Case(name=name, main=main, class_path=classes, key=runlib.digest(key, name), args=words,
                           vm_options=[path, *more_options], **rest)

    cases = [case(chapter, [chapter], compare_stderr=chapter == "exceptions") for chapter in CHAPTERS]
    # With -Xcheck:jni the warnings, and what ends the process.
    cases += [case(f"check-{chapter}", [chapter], ["-Xcheck:jni"]) for chapter in CHECKED]
    cases += [case(f"mistake-{i}", ["mistake", str(i)], ["-Xcheck:jni"], exit_code=ABORTED) for i in MISTAKES]
    cases.append(case("fatal", ["fatal"], exit_code=ABORTED))
    # Native methods of all shapes, by each of the ways in which they may be called.
    for name, more_options in {"": [], "-int": ["-Xint"], "-comp": ["-Xcomp"]}.items():
        cases.append(case("shapes" + name, [], more_options, main="NativeShapes"))
    cases.append(case("check-shapes", ["1"], ["-Xcheck:jni", "-Xcomp"], main="NativeShapes"))  # nothing to warn of
    return runlib.run_suite(cases, options)


if __name__ == "__main__":
    sys.exit(main())
