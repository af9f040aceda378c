#!/usr/bin/env python3
"""Kiln beside HotSpot's interpreter and compilers in one run, as Markdown tables for docs/performance.md.

    bench/table.py --vm build/release/bin/vm                        26 kernels, then the programs that are installed
    bench/table.py --vm build/release/bin/vm --only kernels --rounds 1 --kernels Fib Maps
    bench/table.py --vm "build/release/bin/vm -Xint" --only programs

Kernels: steady time (median inside the process after --warm-up seconds of the same work), median over the rounds.
Programs: wall time of the whole process, outputs compared with the reference. A cell is Kiln's time divided by the column's:
below 1 means that Kiln is faster. The contestants take turns, so a slow phase of the machine hits all.
"""
import argparse
import math
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPO = HERE.parent
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE), str(REPO / "tests" / "tools")]
import runlib  # noqa: E402
from compare import LINE, compile_kernels, resolve  # noqa: E402

COLUMNS = {"-Xint": ["-Xint"], "C1": ["-XX:TieredStopAtLevel=1"], "tier 3": ["-XX:TieredStopAtLevel=3"], "default": []}
JARS = Path("/usr/share/java")

CLOJURE = ('(defn fib [n] (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))'
           '(println (fib 24) (reduce + (filter even? (map #(* % %) (range 50000))))'
           ' (count (distinct (map #(mod (* % 7919) 1009) (range 20000)))))')
JYTHON = """
def sieve(n):
    flags = [True] * n
    for i in range(2, n):
        if flags[i]:
            for j in range(i * i, n, i):
                flags[j] = False
    return sum(1 for i in range(2, n) if flags[i])
words = {}
for i in range(60000):
    key = 'k%d' % (i * 7919 % 997)
    words[key] = words.get(key, 0) + 1
print(sieve(200000), len(words), sorted(words.items())[:2])
"""
RHINO = """
function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
var o = {}; for (var i = 0; i < 100000; i++) { o['p' + i % 500] = (o['p' + i % 500] || 0) + i; }
print(fib(22) + ' ' + o.p77);
"""


def write_sources(folder, count):
    """`count` small classes that use each other, for the compilers."""
    folder.mkdir()
    for i in range(count):
        (folder / f"C{i}.java").write_text(
            f"import java.util.*;\npublic class C{i} extends {'Object' if i % 10 == 0 else f'C{i - 1}'} {{\n"
            f"  private final Map<String, List<Integer>> map{i} = new TreeMap<>();\n"
            f"  public int f{i}(int x) {{ int s = 0; for (int i = 0; i < x; i++) {{ s += i * {i} ^ (s >>> 3); }} return s; }}\n"
            f"  public void put{i}(String k, int v) {{ map{i}.computeIfAbsent(k, z -> new ArrayList<>()).add(v + f{i}(v)); }}\n"
            f"  public String say{i}() {{ StringBuilder b = new StringBuilder(); for (var e : map{i}.entrySet()) {{\n"
            "    try { b.append(e.getKey()).append(e.getValue().size()); } finally { b.append('\\n'); } } return b.toString(); }\n}\n")
    (folder / "list").write_text("\n".join(str(folder / f"C{i}.java") for i in range(count)))


def programs(folder):
    """(name, words behind the launcher, output folder or None) of each program whose parts are installed."""
    sources, out = folder / "src", folder / "out"
    write_sources(sources, 1000)
    javac = ["-m", "jdk.compiler/com.sun.tools.javac.Main", "-proc:none", "-d", str(out)]
    rows = [("javac, one file", javac + [str(sources / "C0.java")], out), ("javac, 1000 files", javac + [f"@{sources / 'list'}"], out)]
    if (JARS / "eclipse-jdt-core.jar").exists():
        rows.append(("ecj, 1000 files", ["-cp", str(JARS / "eclipse-jdt-core.jar"), "org.eclipse.jdt.internal.compiler.batch.Main",
                                         "-17", "-proc:none", "-nowarn", "-d", str(out), str(sources)], out))
    if (JARS / "clojure.jar").exists():
        path = ":".join(str(JARS / f"{n}.jar") for n in ("clojure", "spec.alpha", "core.specs.alpha"))
        rows.append(("Clojure script", ["-cp", path, "clojure.main", "-e", CLOJURE], None))
    if (JARS / "jython.jar").exists():
        (folder / "script.py").write_text(JYTHON)
        rows.append(("Jython script", ["-cp", str(JARS / "jython.jar"), "-Dpython.home=/usr/share/jython", "-Dpython.import.site=false",
                                       f"-Dpython.cachedir={folder}/cache", "org.python.util.jython", str(folder / "script.py")], None))
    if (JARS / "rhino.jar").exists():
        (folder / "script.js").write_text(RHINO)
        rows.append(("Rhino script", ["-cp", str(JARS / "rhino.jar"), "org.mozilla.javascript.tools.shell.Main", str(folder / "script.js")], None))
    return rows


def kernel_time(command, classes, name, o):
    """Nanoseconds of one run (median, with --fastest the fastest), or text that tells what went wrong."""
    count = [f"-Dkernel.iterations={o.fastest}"] if o.fastest else []
    words = command + [f"-Dkernel.seconds={o.warm_up}", *count, "-cp", str(classes), name]
    done = runlib.run_command(words, b"", o.timeout)
    found = LINE.search(done.stdout.decode("utf-8", "replace"))
    return int(found[5 if o.fastest else 4]) if done.exit_code == 0 and found else f"exit {done.exit_code}"


def wall_time(command, words, out, o, expected):
    """Nanoseconds of one process, or text; the first output becomes the expected one."""
    if out:
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
    done = runlib.run_command(command + words, b"", o.timeout)
    result = (done.stdout, sorted((p.name, p.read_bytes()) for p in out.glob("*.class")) if out else [])
    expected.append(result)
    if done.exit_code != 0:
        return f"exit {done.exit_code}"
    return int(done.seconds * 1e9) if result == expected[0] else "output differs"


def table(title, rows, contestants, o, measure):
    """Measures everything and prints one Markdown table with the geometric means below."""
    print(f"\n| {title} | Kiln ms | " + " | ".join(c for c in list(contestants)[1:]) + " |")
    print("|---" * (len(contestants) + 1) + "|")
    ratios = {c: [] for c in contestants}
    broken = False
    for name, detail in rows:
        times, wrong = {c: [] for c in contestants}, {}
        for _ in range(o.rounds):
            state = []
            order = list(contestants)[1:] + list(contestants)[:1]
            for contestant in order:
                got = measure(contestants[contestant], name, detail, state)
                if isinstance(got, str):
                    wrong[contestant] = got
                else:
                    times[contestant].append(got)
        cells = []
        ours = statistics.median(times["Kiln"]) if times["Kiln"] and "Kiln" not in wrong else None
        for c in list(contestants)[1:]:
            if c in wrong or ours is None:
                cells.append(wrong.get(c, "-"))
            else:
                ratios[c].append(ours / statistics.median(times[c]))
                cells.append(f"{ratios[c][-1]:.2f}")
        broken = broken or bool(wrong)
        print(f"| {name} | {f'{ours / 1e6:.2f}' if ours else wrong.get('Kiln', '-')} | " + " | ".join(cells) + " |", flush=True)
    means = [f"{math.exp(statistics.fmean(map(math.log, ratios[c]))):.2f}" if ratios[c] else "-" for c in list(contestants)[1:]]
    print("| **geomean** | | " + " | ".join(f"**{m}**" for m in means) + " |")
    return broken


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--vm", required=True, metavar="CMD", help="VM under test, with options")
    p.add_argument("--java", default=runlib.find_tool("java"))
    p.add_argument("--only", choices=["kernels", "programs"])
    p.add_argument("--kernels", nargs="+", metavar="NAME")
    p.add_argument("--columns", nargs="+", choices=COLUMNS, default=list(COLUMNS))
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--warm-up", type=float, default=1.5, help="seconds of work before a kernel is timed")
    p.add_argument("--fastest", type=int, default=0, metavar="N", help="take the fastest of N iterations: for a busy machine")
    p.add_argument("--timeout", type=float, default=300)
    p.add_argument("--build", type=Path, default=REPO / "build" / "bench")
    o = p.parse_args()
    contestants = {"Kiln": resolve(o.vm)} | {c: [o.java, *COLUMNS[c]] for c in o.columns}
    print(f"Kiln's time (`{o.vm}`) divided by HotSpot's: below 1, Kiln is faster. Load {os.getloadavg()[0]:.1f} at the start, "
          f"{time.strftime('%Y-%m-%d')}.")
    broken = False
    if o.only != "programs":
        classes = o.build.resolve() / "kernels"
        names = [n for n in compile_kernels(classes) if not o.kernels or n in o.kernels]
        broken |= table("kernel", [(n, None) for n in names], contestants, o,
                        lambda command, name, _, __: kernel_time(command, classes, name, o))
    if o.only != "kernels":
        folder = Path(tempfile.mkdtemp(prefix="kiln-bench-"))
        try:
            broken |= table("program", [(n, (w, out)) for n, w, out in programs(folder)], contestants, o,
                            lambda command, _, detail, state: wall_time(command, detail[0], detail[1], o, state))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
