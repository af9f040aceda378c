#!/usr/bin/env python3
"""Differential fuzzing of parser, verifier and linker: mutated class files on the reference `java` and on the VM.

    tests/malformed/fuzz_diff.py --vm build/release/bin/vm --count 100000 [--first N] [--seed S] [--jars A.jar,B.jar]
                                 [--execute build/dev/bin/vm] [--build DIR]

Seeds are classes of the run-time image, of jars and of this folder's driver that link unchanged. Mutant N of seed S is the
same file on every run. Each batch is one run of driver/Driver.java on each VM, which defines and links every file.
Verdicts that differ are grouped by what they say and saved to DIR/differences; with --execute the mutants that link are
also executed (constructor and all methods, with zeroes and nulls) by the interpreter of a further VM, usually the build with
sanitizers, none of which may end it.
"""
import argparse
import collections
import random
import re
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from caselib import Case  # noqa: E402
from classfile import BadClassFile, ClassFile  # noqa: E402
from mutate import mutate  # noqa: E402
from packs import compile_driver, run_pack  # noqa: E402
from runlib import find_tool  # noqa: E402

MODULES = ["java.base", "java.desktop", "java.xml", "jdk.compiler", "jdk.jlink", "jdk.httpserver", "java.naming", "jdk.jshell"]
BATCH = 2500
# Explained differences.
ORDER = "explained: several bad methods, and the reference verifies them in another order"
NUMBERS = "explained: an instruction number that the reference uses internally"
LARGEST = 8000
# The reference VM has internal instructions with numbers from ca to ee: it knows their lengths and names.
INTERNAL = re.compile(r"Bad instruction(: (c[a-f]|d.|e[0-9a-e]))?\\n.*? @\d+: [\w<>?]+")


def read_pack(path):
    """Cases of a pack."""
    data = path.read_bytes()
    at, cases = 0, []

    def text():
        nonlocal at
        size = int.from_bytes(data[at:at + 2], "big")
        at += 2 + size
        return data[at - size:at].decode()
    while at < len(data):
        count = int.from_bytes(data[at:at + 2], "big")
        at += 2
        name, files = text(), []
        for _ in range(count):
            file_name = text()
            size = int.from_bytes(data[at:at + 4], "big")
            at += 4 + size
            files.append((file_name, data[at - size:at]))
        cases.append(Case(name, files))
    return cases


def find_seeds(options, java):
    """Classes that link as they are on the reference, each as a Case."""
    pack = options.build / "image.pack"
    subprocess.run([java, "-cp", options.build / "driver", "Seeds", pack, str(options.step), *MODULES], check=True)
    cases = read_pack(pack)
    for jar in options.jars:
        with zipfile.ZipFile(jar) as z:
            names = [n for n in sorted(z.namelist()) if n.endswith(".class") and "module-info" not in n and not n.startswith("META-INF")]
            for n in names[::max(1, len(names) // 150)]:
                cases.append(Case(n[:-6].replace("/", "."), [(n[:-6].replace("/", "."), z.read(n))]))
    for folder in [options.build / "driver", *options.classes]:
        for path in sorted(folder.rglob("*.class")):
            name = str(path.relative_to(folder))[:-6].replace("/", ".")
            cases.append(Case(name, [(name, path.read_bytes())]))
    cases = [c for c in cases if 60 < len(c.files[0][1]) < LARGEST and not c.name.startswith("java.")]
    pack.write_bytes(b"".join(c.pack() for c in cases))
    verdicts = run_pack([java], options.build, pack, "link", [c.name for c in cases], "seeds", class_path=options.jars)
    return [c for c in cases if verdicts[c.name] == "ok: linked"]


def reported_method(verdict):
    """Name, and descriptor where it is said, of the method that an error is about."""
    m = (re.search(r"Location:\\n    [^ ]*?\.([^.(]+)(\([^ ]*) @", verdict) or re.search(r"method: (\S+) signature: (\S+)\)", verdict)
         or re.search(r"overrides final method \S+\.([^.(]+)(\([^ ]*)", verdict))
    if m:
        return m[1], m[2]
    return None


def method_first(data, name, descriptor):
    """The class file with that method before the others, or None."""
    try:
        c = ClassFile.read(data)
        wanted = [m for m in c.methods if c.pool.text(m.name) == name.encode() and descriptor in (None, c.pool.text(m.descriptor).decode())]
        c.methods = wanted + [m for m in c.methods if m not in wanted]
        return c.bytes() if wanted else None
    except (struct.error, IndexError, BadClassFile, UnicodeDecodeError, TypeError):
        return None


def reordered(options, cases, expected):
    """Names of cases with the expected verdict once the method it names comes first: the reference verifies methods in an
    order of its own (by the addresses of their names), so of several bad ones it may report another."""
    again = []
    for c in cases:
        method = reported_method(expected[c.name])
        data = method and method_first(c.files[0][1], *method)
        if data:
            again.append(Case(c.name, [(c.files[0][0], data)]))
        elif expected[c.name].startswith("link: ") and not method:
            # No method is named: any that says the same when it comes first.
            try:
                for m in ClassFile.read(c.files[0][1]).methods:
                    pool = ClassFile.read(c.files[0][1]).pool
                    data = method_first(c.files[0][1], pool.text(m.name).decode(), pool.text(m.descriptor).decode())
                    again.append(Case(f"{c.name}#{len(again)}", [(c.files[0][0], data)]))
            except (struct.error, IndexError, BadClassFile, UnicodeDecodeError, TypeError):
                pass
    found = said_again(options, again, expected)
    # In a file of version 50 the message is that of type checking, and the error's class that of inference: two methods.
    pairs = []
    for c in cases:
        method = reported_method(expected[c.name])
        data = method and c.name not in found and c.files[0][1][7] == 50 and method_first(c.files[0][1], *method)
        for m in ClassFile.read(data).methods if data else []:
            pool = ClassFile.read(data).pool
            second = method_first(data, pool.text(m.name).decode(), pool.text(m.descriptor).decode())
            pairs.append(Case(f"{c.name}#{len(pairs)}", [(c.files[0][0], method_first(second, *method))]))
    return found | said_again(options, pairs, expected)


def said_again(options, again, expected):
    """Names (up to #) of the cases of which the VM says what is expected."""
    pack = options.build / "again.pack"
    pack.write_bytes(b"".join(c.pack() for c in again))
    got = run_pack([str(options.vm)], options.build, pack, "link", [c.name for c in again], "again", class_path=options.jars) if again else {}
    found = set()
    for name, verdict in got.items():
        wanted = expected[name.partition("#")[0]]
        # Or the VM stops in that method, too, at an instruction that the reference knows.
        plain = re.search(r"in method '\S+ \S*?\.([^.(]+)\(", wanted)
        stopped_in = INTERNAL.search(verdict) and reported_method(verdict)
        if same(wanted, verdict) or stopped_in and (stopped_in == reported_method(wanted) or plain and plain[1] == stopped_in[0]):
            found.add(name.partition("#")[0])
    return found


def normal_internal(verdict):
    """Without what depends on instructions that only the reference VM has."""
    return INTERNAL.sub("Bad instruction ?", verdict)


def same(theirs, ours):
    """Whether the verdicts agree."""
    theirs, ours = normal_internal(theirs), normal_internal(ours)
    if theirs != ours and "StackMapTable error: bad offset" in ours:
        # Where the table ends before its count of frames the reference also prints what happens to lie behind it.
        return theirs.rpartition("\\n")[0] == ours.rpartition("\\n")[0]
    return theirs == ours


def signature(a, b):
    """What two verdicts say without names and numbers, to group differences."""
    def core(v):
        return re.sub(r"[\w$/.]*[/.][\w$/.]*|'[^']*'|\"[^\"]*\"|\d+|\(.*?\)", "*", v.split("\\nException Details")[0])[:110]
    if a.split("\\n")[0] == b.split("\\n")[0]:
        at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
        section = re.findall(r"\\n  (\w[\w ]+):", a[:at + 1])
        return f"{core(a)} | details differ in {section[-1] if section else 'text'}"
    return f"{core(a)} | {core(b)}"


def run_batch(options, java, seeds, first, count, groups):
    """One batch; returns how many mutants the reference accepted, and the number of those executed."""
    cases = []
    for n in range(first, first + count):
        r = random.Random(f"{options.seed}:{n}")
        seed = r.choice(seeds)
        cases.append(Case(f"{n}:{seed.name}", [(seed.files[0][0], mutate(seed.files[0][1], r))]))
    pack = options.build / "batch.pack"
    pack.write_bytes(b"".join(c.pack() for c in cases))
    names = [c.name for c in cases]
    a = run_pack([java], options.build, pack, "link", names, "java", class_path=options.jars, timeout=600, options=["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"])
    b = run_pack([str(options.vm)], options.build, pack, "link", names, "vm", class_path=options.jars, timeout=600)
    differing = [c for c in cases if not same(a[c.name], b[c.name])]
    explained = reordered(options, differing, a)
    for c in differing:
        x, y = normal_internal(a[c.name]), normal_internal(b[c.name])
        if c.name in explained:
            groups.setdefault(ORDER, []).append(c.name)
        elif INTERNAL.search(b[c.name]):
            groups.setdefault(NUMBERS, []).append(c.name)
        else:
            group = groups.setdefault(signature(x, y), [])
            group.append(c.name)
            if len(group) <= 3:
                folder = options.build / "differences"
                folder.mkdir(exist_ok=True)
                stem = c.name.replace(":", "-")[:120]
                (folder / f"{stem}.class").write_bytes(c.files[0][1])
                (folder / f"{stem}.txt").write_text(f"java: {x}\nvm:   {y}\n")
    accepted = [c for c in cases if b[c.name] == "ok: linked"]
    if options.execute and accepted:
        pack = options.build / "execute.pack"
        pack.write_bytes(b"".join(c.pack() for c in accepted))
        done = run_pack([str(options.execute)], options.build, pack, "call", [c.name for c in accepted], "execute", class_path=options.jars, timeout=1800, options=["-Xint", f"-Ddriver.millis={options.execute_millis}"])
        for c in accepted:
            if re.fullmatch(r".*VM ended: \d+: ", done[c.name]):
                continue  # it called System.exit and nobody complained
            if done[c.name].startswith("VM ended") or "VM ended" in done[c.name] and "still running" not in done[c.name]:
                groups.setdefault("executing: " + re.sub(r"\d+|0x[0-9a-f]+", "*", done[c.name][:160]), []).append(c.name)
                folder = options.build / "crashes"
                folder.mkdir(exist_ok=True)
                stem = c.name.replace(":", "-")[:120]
                (folder / f"{stem}.class").write_bytes(c.files[0][1])
                (folder / f"{stem}.txt").write_text(done[c.name].replace("\\n", "\n"))
    return sum(v == "ok: linked" for v in a.values()), len(accepted) if options.execute else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vm", type=lambda p: Path(p).resolve(), required=True)
    parser.add_argument("--execute", type=lambda p: Path(p).resolve())
    parser.add_argument("--execute-millis", type=int, default=500, help="for all methods of a mutant; the VM is started anew behind one that takes longer")
    parser.add_argument("--build", type=lambda p: Path(p).resolve(), default=Path("build/fuzz_diff").resolve())
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--step", type=int, default=9, help="of the image's classes every so many one is a seed")
    parser.add_argument("--jars", type=lambda s: [Path(p).resolve() for p in s.split(",") if p], default=[])
    parser.add_argument("--classes", type=lambda s: [Path(p).resolve() for p in s.split(",") if p], default=[])
    options = parser.parse_args()
    java = find_tool("java")
    options.build.mkdir(parents=True, exist_ok=True)
    compile_driver(options.build)
    seeds = find_seeds(options, java)
    print(f"{len(seeds)} seeds", flush=True)
    groups = collections.OrderedDict()
    accepted = executed = 0
    start = time.monotonic()
    for first in range(options.first, options.first + options.count, BATCH):
        size = min(BATCH, options.first + options.count - first)
        done = run_batch(options, java, seeds, first, size, groups)
        accepted += done[0]
        executed += done[1]
        differing = sum(map(len, groups.values()))
        explained = len(groups.get(ORDER, ())) + len(groups.get(NUMBERS, ()))
        print(f"{first + size - options.first} mutants, {accepted} accepted, {executed} executed, {differing} differ, {explained} of them explained, "
              f"{time.monotonic() - start:.0f} s", flush=True)
    for name, members in sorted(groups.items(), key=lambda g: -len(g[1])):
        print(f"{len(members):6}  {name}\n        {members[0]}")
    return 1 if set(groups) - {ORDER, NUMBERS} else 0


if __name__ == "__main__":
    sys.exit(main())
