#!/usr/bin/env python3
"""Which classes are verified, by whom, and by which rules: flags and class file versions, beside the reference `java`.

    tests/malformed/flags.py --vm build/release/bin/vm --build DIR

Every class has a method that no verifier may take, or that only type inference takes, and that is never called: so the class
runs wherever it is not verified. Output and exit code must be the reference's.
"""
import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import caselib  # noqa: E402
from runlib import clean_environment, find_tool  # noqa: E402

MAIN = """.method public static main ([Ljava/lang/String;)V
.limit stack 2
.limit locals 1
getstatic java/lang/System.out:Ljava/io/PrintStream;
ldc "ran"
invokevirtual java/io/PrintStream.println(Ljava/lang/String;)V
return
.end
"""
METHODS = {
    "wrong": "fconst_0\nistore_0\nreturn",                            # no verifier takes it
    "no-map": "iconst_0\nifeq A\nnop\nA: return",                     # only inference takes it
    "subroutine": "jsr S\nreturn\nS: astore_0\nret 0",                # the same
    "bad-map": "iconst_0\nifeq A\nnop\nA: return\n.codeattribute StackMapTable 0001 80",  # a table that cannot be read
    "good": "return",
}
FLAGS = [[], ["-Xverify:all"], ["-Xverify:remote"], ["-Xverify:none"], ["-Xverify"], ["-noverify"], ["-verify"], ["-Xverify:nonsense"],
         ["-XX:-BytecodeVerificationRemote"], ["-XX:+BytecodeVerificationLocal"], ["-XX:-FailOverToOldVerifier"], ["-XX:+FailOverToOldVerifier"],
         ["-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"], ["-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal"],
         ["-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal", "-XX:-BytecodeVerificationRemote"]]


def outcome(vm, words):
    """Exit code and what is said, without the two VMs' ways of introducing themselves."""
    done = subprocess.run([vm, *words], capture_output=True, timeout=60, env=clean_environment(), check=False)
    text = (done.stdout + done.stderr).decode("utf-8", "replace")
    return done.returncode, re.sub(r"^(OpenJDK 64-Bit Server|Kiln) VM warning:", "VM warning:", text, flags=re.M)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vm", type=lambda p: Path(p).resolve(), required=True)
    parser.add_argument("--build", type=lambda p: Path(p).resolve(), required=True)
    options = parser.parse_args()
    java = find_tool("java")
    if java is None:
        print("no reference java: skipped")
        return 77
    shutil.rmtree(options.build, ignore_errors=True)
    runs = differing = 0
    for version in (48, 49, 50, 51, 61):
        for name, body in METHODS.items():
            folder = options.build / f"{name}-{version}"
            folder.mkdir(parents=True)
            _, data = caselib.assemble(f".version {version}\n.class public super M\n" + MAIN + f".method static m ()V\n.limit stack 2\n.limit locals 1\n{body}\n.end\n")
            (folder / "M.class").write_bytes(data)
            for flags in FLAGS if (version, name) in ((61, "wrong"), (50, "no-map"), (48, "wrong")) else FLAGS[:2]:
                for place in (["-cp", folder], [f"-Xbootclasspath/a:{folder}", "-cp", options.build]):
                    words = [*flags, *map(str, place), "M"]
                    theirs, ours = outcome(java, words), outcome(str(options.vm), words)
                    runs += 1
                    if theirs != ours:
                        differing += 1
                        print(f"{name}-{version} {' '.join(words)}\n  java: {theirs}\n  vm:   {ours}")
    print(f"{runs} runs, {differing} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
