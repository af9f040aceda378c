#!/usr/bin/env python3
"""The `vm` command against the `java` command: the same words in, the same text and exit code out.

    tests/launcher/run.py --vm build/release/bin/vm             everything
    tests/launcher/run.py --vm build/release/bin/vm --only jar  cases whose name contains a word
    KILN_LIBJVM=/path/to/libjvm.so tests/launcher/run.py ...    the launcher on another VM

Each case is a command line, run once with the reference and once with the launcher under test in the same folder
(src/ compiled, and files made by `make_files`). How strictly the two are compared is the case's `compare`:

    same    stdout, stderr and exit code are equal (after the program's name in the usage text)
    head    stdout, exit code and the first line of stderr are equal: what follows is a stack trace or the VM's affair
    lines   as `same`, the lines in any order
    shape   the exit code is equal, and each stream is empty or not as the reference's
    text    no reference: exit code, and a text that must occur in stderr
"""
import argparse
import dataclasses
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / "tools"))
import runlib  # noqa: E402


@dataclasses.dataclass
class Case:
    name: str
    args: list
    compare: str = "same"
    env: dict = dataclasses.field(default_factory=dict)
    java: list = None             # the reference's words, where they differ
    folder: str = "."             # where to run, below the work folder
    exit_code: int = 0            # for `text`
    text: str = ""                # for `text`
    own_vm: bool = False          # only with Kiln's own libjvm.so


def case(name, line, **more):
    """A case from a command line split at blanks; words with blanks are given as a list."""
    return Case(name, line.split() if isinstance(line, str) else line, **more)


def cases():
    """Every command line of this suite."""
    yield from help_and_version()
    yield from main_classes()
    yield from jars()
    yield from modules()
    yield from sources()
    yield from argument_files()
    yield from environment()
    yield from mistakes()
    yield from endings()


def help_and_version():
    yield case("help-none", "")
    yield case("help-class-path-only", "-cp .")
    for option in ("-?", "-h", "-help", "--help", "-X", "--help-extra"):
        yield case("help" + option, [option])
    for option in ("-version", "--version"):
        yield case("version" + option, [option], compare="shape")
    for option in ("-showversion", "--show-version"):
        yield case("version" + option, [option, "Show"], compare="shape")
    yield case("version-then-nonsense", "-version -nonsense", compare="shape")
    yield case("version-full", "-fullversion")
    yield case("version--full", "--full-version")
    yield case("settings-unknown-category", "-XshowSettings:locale Show", compare="same")
    yield case("settings-vm", "-XshowSettings:vm Show", compare="shape")
    yield case("settings-alone", "-XshowSettings:locale")


def main_classes():
    yield case("class", "Show")
    yield case("class-arguments", ["Show", "1", "two words", "*", "", "-cp", "ä"])
    yield case("class-path", "-cp elsewhere Other")
    for option in ("-cp .", "-classpath .", "--class-path .", "--class-path=."):
        yield case("class-path " + option, option.split() + ["a.b.Packed", "x"])
    yield case("class-path-empty", ["-cp", "", "Show"])
    yield case("class-path-last-wins", "-cp nowhere -cp . Show")
    yield case("class-path-property", "-Djava.class.path=elsewhere Other")
    yield case("class-path-variable", "Other", env={"CLASSPATH": "elsewhere"})
    yield case("class-path-variable-empty", "Show", env={"CLASSPATH": ""})
    yield case("class-path-over-variable", "-cp . Show", env={"CLASSPATH": "elsewhere"})
    yield case("class-path-wildcard", ["-cp", "jars/*", "a.b.Packed"])
    yield case("class-path-wildcard-here", ["-cp", "*:..", "Show"], folder="jars")
    yield case("class-path-wildcard-none", ["-cp", "elsewhere/*:.", "Show"])
    yield case("class-path-wildcard-variable", "a.b.Packed", env={"CLASSPATH": "jars/*"})
    yield case("class-with-slashes", "a/b/Packed")
    yield case("class-missing", "Missing")
    yield case("class-missing-package", "-cp nowhere no.such.Thing")
    yield case("class-wrong-case", "show", compare="head")
    yield case("class-empty-name", [""])
    yield case("class-no-main", "NoMain")
    yield case("class-bad-main", "BadMain")
    yield case("class-not-initialisable", "End clinit")
    yield case("class-dry-run", "--dry-run Show")
    yield case("class-dry-run-no-main", "--dry-run NoMain")
    yield case("class-diag", "-Xdiag Missing", compare="head")
    yield case("class-truncated", "Truncated")
    yield case("class-empty", "Empty")
    yield case("class-newer-version", "Newer")
    yield case("class-wrong-name", "Misnamed")
    # A path to a class file: ours, so the reference is told the same in its own words.
    yield case("file", "Show.class x", java=["Show", "x"])
    yield case("file-package", "a/b/Packed.class x", java=["a.b.Packed", "x"])
    yield case("file-above", "../a/b/Packed.class", folder="elsewhere", java=["-cp", "..", "a.b.Packed"])
    yield case("file-inside-package", "-cp ../.. Packed.class", folder="a/b", java=["-cp", "../..", "a.b.Packed"])
    yield case("file-respects-class-path", "-cp nowhere Show.class", java=["-cp", "nowhere", "Show"])
    yield case("file-and-variable", "elsewhere/Other.class", env={"CLASSPATH": "jars"},
               java=["-cp", "elsewhere:jars", "Other"])
    yield case("file-missing", "Missing.class")
    yield case("file-truncated", "Truncated.class", java=["Truncated"])
    yield case("file-misnamed", "Misnamed.class", java=["Misnamed"])
    yield case("file-no-main", "NoMain.class", java=["NoMain"])


def jars():
    yield case("jar", ["-jar", "jars/app.jar", "x", "y z"])
    yield case("jar-replaces-class-path", "-cp nowhere -jar jars/app.jar")
    yield case("jar-over-variable", "-jar jars/app.jar", env={"CLASSPATH": "nowhere"})
    yield case("jar-with-bytes-before", "-jar odd/prefixed.jar")
    yield case("jar-class-path-attribute", "-jar odd/refers.jar")
    yield case("jar-options-after", "-jar jars/app.jar -cp x -version")
    yield case("jar-none", "-jar")
    yield case("jar-missing", "-jar missing.jar")
    yield case("jar-no-manifest", "-jar odd/no-manifest.jar")
    yield case("jar-no-main-class", "-jar odd/no-main.jar")
    yield case("jar-main-class-missing", "-jar odd/missing-main.jar")
    for name in ("empty", "text", "truncated"):
        yield case("jar-" + name, f"-jar odd/{name}.jar")
    yield case("jar-is-folder", "-jar odd")
    yield case("jar-is-class", "-jar Show.class")
    if os.geteuid() != 0:
        yield case("jar-unreadable", "-jar odd/unreadable.jar")


def modules():
    yield case("module", "-p mods -m m/m.app.Main x")
    yield case("module-long", "--module-path mods --module m/m.app.Main x y")
    yield case("module-equals", "--module-path=mods --module=m/m.app.Main")
    yield case("module-jar-main-class", "-p modjars -m m x")
    yield case("module-no-main-class", "-p mods -m m")
    yield case("module-missing", "-m missing/Main")
    yield case("module-missing-class", "-p mods -m m/m.app.Missing")
    yield case("module-java-base", "-m java.base")
    yield case("module-add", "-p mods --add-modules jdk.compiler -m m/m.app.Main")
    yield case("module-add-missing", "--add-modules=missing Show")
    yield case("module-limit", "--limit-modules java.base --list-modules", compare="lines")
    yield case("module-list", "--list-modules", compare="lines")
    yield case("module-list-path", "-p mods --list-modules", compare="lines")
    yield case("module-describe", "-d java.logging", compare="lines")
    yield case("module-describe-long", "--describe-module java.compiler", compare="lines")
    yield case("module-describe-path", "-p mods --describe-module=m", compare="lines")
    yield case("module-describe-missing", "-d missing")
    yield case("module-validate", "--validate-modules")
    yield case("module-resolution", "--limit-modules java.logging --show-module-resolution Show", compare="lines")
    yield case("module-dry-run", "--dry-run -p mods -m m/m.app.Main")
    yield case("opens-not", "Reach")
    yield case("opens", "--add-opens java.base/java.lang=ALL-UNNAMED Reach")
    yield case("opens-equals", "--add-opens=java.base/java.lang=ALL-UNNAMED Reach")
    yield case("opens-jar-manifest", "-jar odd/opens.jar")
    yield case("exports", "--add-exports java.base/jdk.internal.misc=ALL-UNNAMED Show")
    yield case("exports-bad", "--add-exports nonsense Show", compare="head")
    yield case("reads", "--add-reads java.logging=ALL-UNNAMED Show")
    yield case("patch", "-p mods --patch-module m=patch -m m/m.app.Patch")


def sources():
    yield case("source", ["Hello.java", "a", "b c"])
    yield case("source-version", "--source 11 Hello.java x")
    yield case("source-version-equals", "--source=17 Hello.java")
    yield case("source-any-name", "--source 17 hello-script x")
    yield case("source-class-path", "-cp elsewhere Uses.java")
    yield case("source-error", "Wrong.java")
    yield case("source-throws", "Throws.java")
    yield case("source-missing", "Missing.java")
    yield case("source-missing-version", "--source 17 missing")
    yield case("source-none", "--source 17")


def argument_files():
    yield case("args", "@args/simple x")
    yield case("args-quotes", "@args/quotes")
    yield case("args-continued", "@args/continued")
    yield case("args-comments", "@args/comments")
    yield case("args-open-quote", "@args/open-quote")
    yield case("args-option-split", "@args/class-path-only . Show")
    yield case("args-after-main", "Show @args/simple @@x")
    yield case("args-after-module", "-p mods -m m/m.app.Main @args/simple")
    yield case("args-after-module-equals", "-p mods --module=m/m.app.Main @args/simple")
    yield case("args-after-jar", "-jar jars/app.jar @args/simple")
    yield case("args-before-module", "@args/property -p mods --module m/m.app.Main @args/simple")
    yield case("args-not-nested", "@args/nested")
    yield case("args-escaped", "@@args/simple")
    yield case("args-empty", "@args/empty Show")
    yield case("args-missing", "@args/missing")
    yield case("args-folder", "@args")
    yield case("args-lone", "@")
    yield case("args-disabled", "--disable-@files Show @args/simple", java=["Show", "@args/simple"])
    yield case("args-disabled-before", "--disable-@files @args/simple", compare="text", exit_code=1,
               text="Could not find or load main class @args.simple")


def environment():
    def variable(name, value, line="Show", **more):
        return case("variable-" + name, line, env={"JDK_JAVA_OPTIONS": value}, **more)
    yield variable("property", "-Dp=1")
    yield variable("quotes", "-Dp=\"a b\" -Dq='c \"d\"'e")
    yield variable("no-escapes", "-Dp=a\\tb -Dq=\"c\\td\"")
    yield variable("no-comments", "-Dp=#x")
    yield variable("order", "-Dp=1", "-Dp=2 Show")
    yield variable("empty", "")
    yield variable("argument-file", "@args/property")
    yield variable("argument-file-missing", "@args/missing")
    yield variable("open-quote", "-Dp=\"x")
    yield variable("main-class", "Show")
    yield variable("jar", "-jar jars/app.jar")
    for option in ("-m", "--module=m", "-version", "--version", "-fullversion", "-h", "--help", "-X", "--dry-run"):
        yield variable("refused" + option, option)
    yield variable("class-path", "-cp elsewhere", "Other")
    yield variable("dangling", "-cp", ". Show", compare="shape")
    yield case("variable-tool", "Show", env={"JAVA_TOOL_OPTIONS": "-Dp=tool"})


def mistakes():
    for option in ("-nonsense", "--nonsense", "-XX:Nonsense", "-Xnonsense", "-", "--", "-d64", "-list-modules",
                   "--list-modules=x"):
        yield case("bad" + option, [option, "Show"])
    for option in ("-cp", "-classpath", "--class-path", "-m", "--module", "--module=", "-p", "--module-path",
                   "--upgrade-module-path", "--add-modules", "--add-modules=", "--limit-modules", "--add-exports",
                   "--add-opens", "--add-reads", "--patch-module", "-d", "--describe-module", "--source",
                   "--source=", "--enable-native-access"):
        yield case("lacks-argument" + option, [option])
    yield case("module-empty", ["-m", ""])
    yield case("heap-size-bad", "-Xmx8x Show")
    yield case("heap-too-small", "-Xmx1k Show")
    yield case("stack-too-small", "-Xss1k Show")
    yield case("stack-size-bad", "-Xss8x Show")
    yield case("old-options", "-cs -noasyncgc Show")
    yield case("old-memory-options", "-ms32m -mx64m -ss2m Show")
    yield case("vm-kind", "-server -client Show")
    yield case("splash", "-splash:none.png Show")
    yield case("jdk-missing", "--jdk /nonexistent Show", compare="text", exit_code=1, text="/nonexistent")
    yield case("jdk-missing-equals", "--jdk=/nonexistent Show", compare="text", exit_code=1, text="/nonexistent")
    yield case("jdk-no-argument", "--jdk", compare="text", exit_code=1, text="--jdk requires")
    yield case("jdk-wrong-version", "--jdk jdk99 Show", compare="text", exit_code=1, text="version 99")
    yield case("jdk", ["--jdk", str(jdk_home()), "Show"], java=["Show"], own_vm=True)
    yield case("libjvm-missing", "-XXaltjvm=nowhere Show", compare="text", exit_code=1, text="nowhere/libjvm.so")
    yield case("libjvm-not-a-vm", "Show", env={"KILN_LIBJVM": "libm.so.6"}, compare="text", exit_code=1,
               text="is not a Java virtual machine")


def endings():
    for way in ("throw", "clinit", "hook", "hook-exit", "late", "late-throw", "late-exit", "throw-late", "daemon",
                "handler", "halt"):
        yield case("end-" + way, ["End", way])
    for code in ("0", "7", "255", "256", "-1"):
        yield case("end-exit-" + code, ["End", "exit", code])
    yield case("end-deep", "End deep", compare="head")
    yield case("assertions", "-ea Show")
    yield case("assertions-long", "-enableassertions Show")
    yield case("assertions-of-package", "-ea:a.b... Show")
    yield case("assertions-of-class", "-ea -da:Show Show")
    yield case("assertions-of-system", "-esa -dsa Show")
    yield case("properties", ["-Dp=a b", "-Dq", "Show"])
    yield case("stack-small", "Depth 1000")
    yield case("stack-large", "-Xss256m Depth 200000")


def jdk_home():
    """The folder of the reference JDK."""
    return Path(runlib.find_tool("java") or "/nonexistent/bin/java").resolve().parent.parent


def write_zip(path, entries, prefix=b""):
    """A zip file of {name: bytes}, in order, after `prefix`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb") as file:
        file.write(prefix)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in entries.items():
                archive.writestr(name, data)


def javac(work, *args):
    tool = runlib.find_tool("javac")
    if not tool:
        sys.exit("no javac found (install a JDK 17 or set JAVA_HOME)")
    subprocess.run([tool, *map(str, args)], cwd=work, check=True)


def make_files(work):
    """Compiles src/ into `work` and adds the odd files the cases name."""
    sources = HERE / "src"
    javac(work, "-d", ".", *sorted(sources.glob("*.java")), sources / "a/b/Packed.java")
    javac(work, "-d", "mods/m", *sorted((sources / "module/m").rglob("*.java")))
    made = {
        "Hello.java": 'public class Hello { public static void main(String[] a) {'
                      ' System.out.println("hello " + String.join("|", a)); } }\n',
        "hello-script": '#!/usr/bin/java --source 17\npublic class Script { public static void main(String[] a) {'
                        ' System.out.println("script " + a.length); } }\n',
        "Uses.java": 'public class Uses { public static void main(String[] a) { Other.main(a); } }\n',
        "Wrong.java": 'public class Wrong { public static void main(String[] a) { int i = "x"; } }\n',
        "Throws.java": 'public class Throws { public static void main(String[] a) {'
                       ' throw new IllegalStateException("thrown"); } }\n',
        "other/Other.java": 'public class Other { public static void main(String[] a) {'
                            ' System.out.println("other " + System.getProperty("java.class.path")); } }\n',
        "patched/m/app/Patch.java": 'package m.app; public class Patch { public static void main(String[] a) {'
                                    ' System.out.println("patched " + Patch.class.getModule()); } }\n',
        "args/simple": "-Dp=file\n-cp .\nShow one two\n",
        "args/quotes": "-Dp=\"a b\" -Dq='c\"d'\"e'f\"\nShow \"\" 'x y' \"tab\\tnl\\nq\\q\\\"\" plain\\x last\"\"\n",
        "args/continued": "-Dp=\"first \\\n    second\" \"-Dq=a\\\r\n\tb\" -cp . Show end\\\n next\n",
        "args/comments": "# a comment\n-Dp=1 # another \"'\n-Dq='#no' Show a#b c\nd\n#",
        "args/open-quote": "-Dp=\"open\n-cp . Show 'still open\nnot\n",
        "args/class-path-only": "-cp",
        "args/nested": "-Dp=1 @args/simple",
        "args/property": "-Dp=\"from file\"",
        "args/empty": "",
        "jdk99/lib/modules": "",
        "jdk99/release": 'IMPLEMENTOR="X"\nJAVA_VERSION="99.0.1"\n',
    }
    for name, text in made.items():
        path = work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    (work / "nowhere").mkdir()
    javac(work, "-d", "elsewhere", "other/Other.java")
    javac(work, "-d", "patch", "--patch-module", "m=patched", "-p", "mods", "patched/m/app/Patch.java")

    show = (work / "Show.class").read_bytes()
    (work / "Truncated.class").write_bytes(show[:100])
    (work / "Empty.class").write_bytes(b"")
    (work / "Newer.class").write_bytes(show[:6] + b"\x00\x63" + show[8:])
    (work / "Misnamed.class").write_bytes(show)

    packed = {"a/b/Packed.class": (work / "a/b/Packed.class").read_bytes()}
    def manifest(*lines):
        return {"META-INF/MANIFEST.MF": "".join(l + "\r\n" for l in ("Manifest-Version: 1.0", *lines, ""))}
    write_zip(work / "jars/app.jar", {**manifest("Main-Class: a.b.Packed"), **packed})
    write_zip(work / "odd/prefixed.jar", {**manifest("Main-Class: a.b.Packed"), **packed}, b"#!/bin/sh\nexit\n")
    write_zip(work / "odd/refers.jar", manifest("Main-Class: a.b.Packed", "Class-Path: ../jars/app.jar"))
    write_zip(work / "odd/no-manifest.jar", packed)
    write_zip(work / "odd/no-main.jar", {**manifest(), **packed})
    write_zip(work / "odd/missing-main.jar", {**manifest("Main-Class: a.b.Missing"), **packed})
    write_zip(work / "odd/opens.jar", {**manifest("Main-Class: Reach", "Add-Opens: java.base/java.lang"),
                                       "Reach.class": (work / "Reach.class").read_bytes()})
    whole = (work / "jars/app.jar").read_bytes()
    (work / "odd/empty.jar").write_bytes(b"")
    (work / "odd/text.jar").write_bytes(b"this is not a jar file at all, but it is long enough for one\n")
    (work / "odd/truncated.jar").write_bytes(whole[:len(whole) // 2])
    (work / "odd/unreadable.jar").write_bytes(whole)
    (work / "odd/unreadable.jar").chmod(0)

    tool = runlib.find_tool("jar")
    (work / "modjars").mkdir()
    subprocess.run([tool, "--create", "--file", "modjars/m.jar", "--main-class", "m.app.Main", "-C", "mods/m", "."],
                   cwd=work, check=True)


def run(command, test, work, timeout):
    """(stdout, stderr, exit code) of one command line, or None when it ran out of time."""
    environment = {**runlib.clean_environment(), **test.env}
    try:
        done = subprocess.run(command, cwd=work / test.folder, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        return None
    return done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"), done.returncode


def without_own_name(text):
    """The usage text as `java` prints it: its program name, without the paragraph on Kiln's own options."""
    if "Usage: vm " not in text:
        return text
    text = text.split("Kiln's own:\n", 1)[0]
    return text.replace(": vm [", ": java [").replace(" or  vm [", " or  java [").replace("       vm [", "       java [")


def usage_alike(text):
    """Lists of selectable VMs differ between JDK builds; they are no part of the comparison."""
    return "".join(l for l in text.splitlines(True) if "VM\n" not in l or "to select" not in l)


def differences(test, expected, actual):
    """Lines that say how a run differs from what is wanted; empty when it does not."""
    if actual is None:
        return ["timed out"]
    out, err, code = actual
    if test.compare == "text":
        problems = [f"exit code {code}, expected {test.exit_code}"] if code != test.exit_code else []
        return problems + ([f"stderr lacks `{test.text}`:", *err.splitlines()[:5]] if test.text not in err else [])
    problems = [] if code == expected[2] else [f"exit code {code}, expected {expected[2]}"]
    if test.compare == "shape":
        for name, mine, theirs in (("stdout", out, expected[0]), ("stderr", err, expected[1])):
            if bool(mine.strip()) != bool(theirs.strip()):
                problems.append(f"{name} should be {'filled' if theirs.strip() else 'empty'}")
        return problems
    for name, mine, theirs in (("stdout", out, expected[0]), ("stderr", err, expected[1])):
        mine, theirs = usage_alike(without_own_name(mine)), usage_alike(theirs)
        if test.compare == "head" and name == "stderr":
            mine, theirs = "".join(mine.splitlines(True)[:1]), "".join(theirs.splitlines(True)[:1])
        if test.compare == "lines":
            mine, theirs = "".join(sorted(mine.splitlines(True))), "".join(sorted(theirs.splitlines(True)))
        if mine != theirs:
            problems += [name + ":"] + runlib.short_diff(theirs.encode(), mine.encode())
    return problems


def main():
    p = argparse.ArgumentParser(description="compares the vm command with java")
    p.add_argument("--vm", required=True, help="the launcher under test")
    p.add_argument("--java", default=runlib.find_tool("java"), help="reference java (default: JAVA_HOME or PATH)")
    p.add_argument("--only", nargs="+", metavar="TEXT", help="cases whose name contains one of these")
    p.add_argument("--timeout", type=float, default=120, help="seconds per run (default 120)")
    p.add_argument("--verbose", action="store_true", help="print a line for cases that pass, too")
    p.add_argument("--known", type=Path, default=HERE / "known_failures.txt", help="list of known failures")
    options = p.parse_args()
    if not options.java:
        sys.exit("no reference java found (install a JDK 17 or set JAVA_HOME)")
    vm = str(Path(options.vm).resolve())
    known = runlib.read_known_failures(options.known, "launcher")
    foreign_vm = "KILN_LIBJVM" in os.environ
    if foreign_vm:
        known = {}

    passed = failed = skipped = 0
    work = Path(tempfile.mkdtemp(prefix="kiln-launcher-"))
    try:
        make_files(work)
        for test in cases():
            if options.only and not any(text in test.name for text in options.only):
                continue
            if test.own_vm and foreign_vm:
                skipped += 1
                continue
            expected = None
            if test.compare != "text":
                expected = run([options.java, *(test.java if test.java is not None else test.args)], test, work,
                               options.timeout)
                if expected is None:
                    sys.exit(f"{test.name}: the reference timed out")
            problems = differences(test, expected, run([vm, *test.args], test, work, options.timeout))
            if problems and test.name in known:
                skipped += 1
                print(f"KNOWN {test.name}: {known[test.name]}")
                continue
            if not problems and test.name in known:
                problems = [f"passes, but is listed as a known failure ({known[test.name]})"]
            if problems:
                failed += 1
                print(f"FAIL {test.name}: {' '.join(test.args)}")
                for line in problems:
                    print("    " + line)
            else:
                passed += 1
                if options.verbose:
                    print(f"ok   {test.name}")
            sys.stdout.flush()
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
