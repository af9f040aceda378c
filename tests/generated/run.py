#!/usr/bin/env python3
"""Random programs on the reference `java` and on the VM under test, in many modes; their outputs must be equal.

    tests/generated/run.py --vm build/release/bin/vm --seeds 0-40                     a few, as ctest does
    tests/generated/run.py --vm build/release/bin/vm --minutes 60 --modes all         the long soak, new seeds each time
    tests/generated/run.py --vm build/release/bin/vm --seeds 1234 --modes xcomp --shrink
    tests/generated/run.py --vm build/release/bin/vm --kind code --seeds 0-40         bytecode that javac never emits

Kinds: `java` (javagen.py) and `code` (codegen.py). Modes are rows of MODES below, or `name=options`; a mode whose
options the VM refuses stops the run. A failing program is kept in --keep DIR (source, both outputs, with --shrink a
smaller source with the same kind of failure); its seed gives it again.
"""
import argparse
import os
import random
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / "tools"))
sys.path.insert(0, str(HERE))
import codegen  # noqa: E402
import jasm  # noqa: E402
import javagen  # noqa: E402
import runlib  # noqa: E402
import shrink  # noqa: E402

# Ways to run a program on the VM under test. `all` is every one of them.
MODES = {
    "default": "",
    "uncombined": "-XX:-CombineBytecodes",
    "gc-stress": "-XX:StressGCInterval=1009 -XX:+VerifyHeap",
    "compiler": "-XX:+UseCompiler",
    "xcomp": "-Xcomp",
    "osr": "-Xbatch -XX:CompileThreshold=5 -XX:BackEdgeThreshold=1",
    "deoptimize": "-Xcomp -XX:DeoptimizeEvery=7",
    "invalidate": "-Xbatch -XX:CompileThreshold=2 -XX:BackEdgeThreshold=2 -XX:InvalidateEvery=3",
    "background": "-XX:+BackgroundCompilation -XX:CompileThreshold=2 -XX:BackEdgeThreshold=2 -XX:BackgroundCompileSize=1",
    "small-cache": "-Xcomp -XX:ReservedCodeCacheSize=1m",
    "random-thresholds": "-XX:StressThresholdsSeed=-1",
    "xcomp-gc-stress": "-Xcomp -XX:StressGCInterval=1009 -XX:+VerifyHeap",
}
REFERENCE_OPTIONS = ["-XX:-OmitStackTraceInFastThrow", "-XX:TieredStopAtLevel=1", "-Xshare:auto"]


class Server:
    """A javac that stays: CompileServer.java in a process of its own."""

    def __init__(self, java, folder):
        classes = folder / "server"
        classes.mkdir(parents=True)
        subprocess.run([runlib.find_tool("javac"), "-d", str(classes), str(HERE / "CompileServer.java")], check=True)
        self.process = subprocess.Popen([java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", str(classes), "CompileServer"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def compile(self, out, files):
        """None, or the messages of javac."""
        self.process.stdin.write("\t".join([str(out), *map(str, files)]) + "\n")
        self.process.stdin.flush()
        word, count = self.process.stdout.readline().split()
        lines = [self.process.stdout.readline() for _ in range(int(count))]
        return None if word == "ok" else "".join(lines)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Workshop:
    """Makes, compiles and runs programs of one kind."""

    def __init__(self, options, folder):
        self.o, self.folder = options, folder
        self.server = Server(options.java, folder)
        self.support = folder / "support"
        self.support.mkdir()
        wrong = self.server.compile(self.support, [HERE / "R.java", HERE / "Batch.java"])
        if wrong:
            sys.exit(wrong)
        self.opcodes = jasm.read_opcodes()
        self.count = 0

    def make(self, seed, drop=()):
        """(text, number of droppable statements)."""
        return (javagen if self.o.kind == "java" else codegen).program(seed, drop)

    def name(self, seed):
        return f"{'G' if self.o.kind == 'java' else 'J'}{seed}"

    def build(self, programs):
        """Class folder of {seed: text}; what does not compile is an error of the generator and ends the run."""
        self.count += 1
        out = self.folder / f"batch{self.count}"
        shutil.copytree(self.support, out)
        files = []
        for seed, text in programs.items():
            file = out / f"{self.name(seed)}.{'java' if self.o.kind == 'java' else 'jasm'}"
            file.write_text(text, encoding="utf-8")
            files.append(file)
            if self.o.kind == "code":
                name, data, _ = jasm.assemble(file, self.opcodes)
                (out / f"{name}.class").write_bytes(data)
        wrong = self.server.compile(out, files) if self.o.kind == "java" else None
        if wrong:
            shutil.rmtree(out)
            raise ValueError(f"the generator made programs that do not compile:\n{wrong[:2000]}")
        return out

    def run(self, command, classes, seeds, trace=False):
        """{seed: what it printed}; after a crash or timeout the ones behind it are run in a new process."""
        results, rest = {}, list(seeds)
        while rest:
            line = command + (["-Dtrace=true"] if trace else []) + ["-cp", str(classes), "Batch", str(self.o.rounds), str(self.o.fuel)]
            done = runlib.run_command(line + [self.name(s) for s in rest], b"", self.o.timeout + len(rest))
            parts = done.stdout.decode("utf-8", "backslashreplace").split("== ")[1:]
            got = dict(p.split("\n", 1) for p in parts if "\n" in p)
            complete = done.exit_code == 0
            for seed in rest:
                if self.name(seed) in got:
                    results[seed] = got[self.name(seed)]
            last = max((i for i, s in enumerate(rest) if s in results), default=0)
            if complete:
                for seed in rest:
                    results.setdefault(seed, "(did not run)\n")
                return results
            why = "ran out of time" if done.exit_code is None else f"ended with {done.exit_code}"
            tail = "".join(l + "\n" for l in runlib.tail(done.stderr, 30))
            results[rest[last]] = results.get(rest[last], "") + f"({why})\n{tail}"
            rest = rest[last + 1:]
        return results

    def reference(self, classes, seeds, careful=False, trace=False):
        """The reference's answers; `careful` asks its interpreter."""
        return self.run([self.o.java, *(["-Xint"] if careful else REFERENCE_OPTIONS)], classes, seeds, trace)

    def under_test(self, mode, classes, seeds, trace=False):
        return self.run(self.o.command + shlex.split(self.o.chosen[mode]), classes, seeds, trace)


def report(shop, seed, mode, text, expected, actual):
    """Keeps a failing program and says where."""
    o = shop.o
    o.keep.mkdir(parents=True, exist_ok=True)
    name = shop.name(seed)
    base = f"{o.kind}-{seed}-{mode}"
    ending = "java" if o.kind == "java" else "jasm"
    if o.shrink:
        text = shrink.shrink(shop, seed, mode)
    folder = shop.build({seed: text})
    traces = [shop.reference(folder, [seed], True, True)[seed], shop.under_test(mode, folder, [seed], True)[seed]]
    shutil.rmtree(folder)
    difference = "\n".join(runlib.short_diff(traces[0].encode(), traces[1].encode(), 40))
    (o.keep / f"{base}.txt").write_text(
        f"# {name} in mode {mode} ({o.chosen[mode]})\n# tests/generated/run.py --vm VM --kind {o.kind} --seeds {seed} "
        f"--modes {shlex.quote(mode + '=' + o.chosen[mode])}\n\nexpected:\n{expected}\nactual:\n{actual}\nfirst differing values:\n{difference}\n")
    kept = o.keep / base
    kept.mkdir(exist_ok=True)
    (kept / f"{name}.{ending}").write_text(text)
    print(f"FAIL {name} {mode}: see {o.keep / base}.txt", flush=True)


def batch(shop, seeds):
    """Runs these seeds in all modes; returns the number of failures."""
    made = {seed: shop.make(seed)[0] for seed in seeds}
    classes = shop.build(made)
    expected = shop.reference(classes, seeds)
    failures = 0
    for mode in shop.o.chosen:
        actual = shop.under_test(mode, classes, seeds)
        for seed in seeds:
            if actual[seed] == expected[seed]:
                continue
            careful = shop.reference(classes, [seed], careful=True)[seed]
            if actual[seed] == careful:
                print(f"note {shop.name(seed)}: the reference's compiler and interpreter differ", flush=True)
                continue
            alone = shop.under_test(mode, classes, [seed])[seed] if "(ran out of time)" in actual[seed] else None
            if alone == careful:
                print(f"note {shop.name(seed)} {mode}: ran out of time among others, not alone", flush=True)
                continue
            failures += 1
            report(shop, seed, mode, made[seed], careful, actual[seed])
    shutil.rmtree(classes)
    return failures


def parse_seeds(text):
    seeds = []
    for part in text.split(","):
        low, _, high = part.partition("-")
        seeds += range(int(low), int(high or low) + (0 if high else 1))
    return seeds


def arguments():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--vm", required=True, help="launcher under test; may hold options")
    p.add_argument("--java", default=runlib.find_tool("java"))
    p.add_argument("--kind", choices=["java", "code"], default="java")
    p.add_argument("--seeds", default="", help="like 0-40 (without 40) or 3,17,99")
    p.add_argument("--minutes", type=float, help="go on with new seeds for so long")
    p.add_argument("--modes", nargs="+", default=["default"], help=f"{', '.join(MODES)}, all, or name=options")
    p.add_argument("--batch", type=int, default=40, help="programs per process")
    p.add_argument("--rounds", type=int, default=30, help="calls of each program")
    p.add_argument("--fuel", type=int, default=2000, help="loops and calls per round, roughly")
    p.add_argument("--timeout", type=float, default=120, help="seconds per process, and one more per program")
    p.add_argument("--keep", type=Path, default=runlib.REPO / "build" / "generated", help="where failing programs go")
    p.add_argument("--shrink", action="store_true", help="make failing programs smaller")
    p.add_argument("--max-failures", type=int, default=20)
    o = p.parse_args()
    o.command = shlex.split(o.vm)
    if os.sep in o.command[0]:
        o.command[0] = str(Path(o.command[0]).resolve())
    o.chosen = {}
    for word in o.modes:
        name, is_custom, options = word.partition("=")
        if name == "all" and not is_custom:
            o.chosen.update(MODES)
        elif is_custom:
            o.chosen[name] = options
        elif name in MODES:
            o.chosen[name] = MODES[name]
        else:
            sys.exit(f"no mode called {name}")
    return o


def main():
    o = arguments()
    end = time.monotonic() + o.minutes * 60 if o.minutes else None
    seeds = parse_seeds(o.seeds) if o.seeds else []
    if not seeds and end:
        first = random.SystemRandom().randrange(1_000_000, 1_000_000_000)
        print(f"seeds from {first}", flush=True)
    failures, done, told = 0, 0, time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="kiln-generated-"))
    try:
        shop = Workshop(o, folder)
        while (seeds or end and time.monotonic() < end) and failures < o.max_failures:
            if not seeds:
                seeds = list(range(first, first + o.batch))
                first += o.batch
            failures += batch(shop, seeds[:o.batch])
            done += len(seeds[:o.batch])
            seeds = seeds[o.batch:]
            if time.monotonic() - told > 60:
                told = time.monotonic()
                print(f"{done} programs, {failures} failures", flush=True)
        shop.server.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{done} programs in {len(o.chosen)} modes, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
