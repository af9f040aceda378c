#!/usr/bin/env python3
"""vm --verify: over the corpus it must say what the VM says when it links the class, in JSON that can be read; and a few
command lines, with their exit codes and what they show.

    tests/malformed/explain.py --vm build/release/bin/vm --build DIR
"""
import argparse
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import caselib  # noqa: E402
import run  # noqa: E402
from packs import compile_driver, normal, run_pack  # noqa: E402
from runlib import find_tool  # noqa: E402

BAD = """.version 61
.class public super demo/Bad
.source Bad.java
.method public <init> ()V
.limit stack 1
.limit locals 1
.line 3
aload_0
invokespecial java/lang/Object.<init>()V
return
.end
.method public static sum (ILjava/lang/String;)I
.limit stack 2
.limit locals 2
.line 7
iload_0
.line 8
aload_1
iadd
ireturn
.end
.method public static join (I)V
.limit stack 1
.limit locals 2
.line 11
iload_0
ifeq A
fconst_0
fstore_1
A: return
.codeattribute StackMapTable 0001 fc 0006 01
.end
"""


def command(options, *words):
    """Exit code, what it prints, what it complains of."""
    done = subprocess.run([options.vm, *map(str, words)], capture_output=True, timeout=120, check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def compare_corpus(options, wrong):
    """Verdict and message of every case of one file, beside those of linking it."""
    cases = [c for c in run.corpus() if len(c.files) == 1 and len(c.files[0][1]) < 100000]
    pack = options.build / "explain.pack"
    pack.write_bytes(b"".join(c.pack() for c in cases))
    names = [c.name for c in cases]
    linked = run_pack([str(options.vm)], options.build, pack, "link", names, "vm")
    folder = options.build / "files"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for i, c in enumerate(cases):
        (folder / f"{i}.class").write_bytes(c.files[0][1])
    counts = {"passed": 0, "failed": 0, "undecided": 0}
    compared = 0
    reports = []
    for first in range(0, len(cases), 500):
        files = [folder / f"{i}.class" for i in range(first, min(first + 500, len(cases)))]
        code, out, _ = command(options, "--verify", "--json", "-cp", options.build / "driver", *files)
        reports += json.loads(out)
        if code != 1:
            wrong.append(f"exit code {code} with failures among the files from {first} on")
    for c, report in zip(cases, reports):
        counts[report["outcome"]] += 1
        stage, _, said = linked[c.name].partition(": ")
        kind = said.partition(": ")[0]
        if stage == "link" and kind in ("java.lang.VerifyError", "java.lang.ClassFormatError"):
            compared += 1
            ours = normal(f"{report.get('exception')}: {report.get('message')}".replace("\n", "\\n"))
            if ours != said.partition(" [cause]")[0]:
                wrong.append(f"{c.name}:\n  linked:  {said[:300]}\n  explained: {report['outcome']} {ours[:300]}")
            failed = [m for m in report["methods"] if m["outcome"] == "failed"]
            if not failed or "reason" not in failed[0]["problem"]:
                wrong.append(f"{c.name}: no method is said to fail")
        elif stage == "ok" and report["outcome"] == "failed":
            wrong.append(f"{c.name}: {linked[c.name]}, but {report.get('message')}")
    print(f"{len(cases)} files: {counts}; {compared} refusals word for word")
    if compared < 700:
        wrong.append("too few refusals were compared")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vm", type=lambda p: Path(p).resolve(), required=True)
    parser.add_argument("--build", type=lambda p: Path(p).resolve(), required=True)
    parser.add_argument("--skip-corpus", action="store_true")
    options = parser.parse_args()
    if find_tool("javac") is None:
        print("no javac: skipped")
        return 77
    options.build.mkdir(parents=True, exist_ok=True)
    compile_driver(options.build)
    wrong = []

    def expect(what, truth, seen=""):
        if not truth:
            wrong.append(f"{what}: {seen}")

    name, data = caselib.assemble(BAD)
    folder = options.build / "classes"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "demo").mkdir(parents=True)
    bad = folder / "demo" / "Bad.class"
    bad.write_bytes(data)
    jar = options.build / "bad.jar"
    with zipfile.ZipFile(jar, "w", zipfile.ZIP_DEFLATED) as z:
        z.write(bad, "demo/Bad.class")
    text = command(options, "--verify", bad)
    expect("exit code of a bad class", text[0] == 1, text)
    for part in ("sum(ILjava/lang/String;)I: FAILED by type checking at 2: iadd (Bad.java:8)", "Bad type on operand stack",
                 "Type 'java/lang/String' (current frame, stack[1]) is not assignable to integer", "-> ", "stack map frame",
                 "join(I)V: FAILED by type checking at 6: return (Bad.java:11)", "      ! locals[1]   -                                   integer",
                 "      ! stack[1]    'java/lang/String'", "1 classes: 0 passed, 1 failed, 0 undecided"):
        expect(f"the text has no {part}", part in text[1], text[1])
    for words in ([jar], [folder], ["-cp", folder, "demo.Bad"], ["-cp", jar, "demo/Bad"], [f"--class-path={jar}", "demo.Bad"]):
        code, out, _ = command(options, "--verify", "--json", *words)
        reports = json.loads(out)
        expect(f"{words}", code == 1 and len(reports) == 1 and reports[0]["class"] == "demo/Bad", out[:300])
        methods = {m["name"]: m for m in reports[0]["methods"]}
        expect("outcomes", [methods[n]["outcome"] for n in ("<init>", "sum", "join")] == ["passed", "failed", "failed"], out)
        problem = methods["sum"]["problem"]
        expect("problem of sum", (problem["bci"], problem["line"], problem["instruction"]) == (2, 8, "iadd")
               and problem["current_frame"]["stack"] == ["integer", "'java/lang/String'"], problem)
        problem = methods["join"]["problem"]
        expect("problem of join", problem["current_frame"]["locals"] == ["integer"] and problem["slot"] == "locals[1]"
               and problem["expected_frame"]["locals"] == ["integer", "integer"], problem)
    code, out, _ = command(options, "-cp", jar, "--verify", "demo.Bad")
    expect("options before --verify", code == 1 and "demo/Bad" in out, out)
    code, out, _ = command(options, "--verify", "--frames", "java.lang.Object", "java.lang.String")
    expect("classes of the JDK", code == 0 and "locals: { 'java/lang/String'" in out and "2 classes: 2 passed" in out, out[-300:])
    code, out, _ = command(options, "--verify", "--module", "java.base")
    expect("java.base", code == 0 and ", 0 failed, 0 undecided" in out, out[-300:])
    for words in ([], ["--nonsense", bad], ["--json"], [folder / "Missing.class"], ["no.such.Thing"], ["-cp"]):
        code, out, said = command(options, "--verify", *words)
        expect(f"usage {words}", code == 2 and said, (code, out, said))
    broken = folder / "Broken.class"
    broken.write_bytes(data[:40])
    code, out, _ = command(options, "--verify", "--json", broken)
    expect("a broken file", code == 1 and json.loads(out)[0]["exception"] == "java.lang.ClassFormatError", out)
    if not options.skip_corpus:
        compare_corpus(options, wrong)
    print("\n".join(wrong[:40]))
    print(f"{len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
