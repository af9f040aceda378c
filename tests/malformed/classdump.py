#!/usr/bin/env python3
"""vm-classdump over a fifth of the corpus: it never fails, says `well formed` as the parser does, its JSON can be read, and the
bytes of its leaves are the file's, in order and without a gap, unless it says where the file breaks.

    tests/malformed/classdump.py --tool build/release/bin/vm-classdump --build DIR
"""
import argparse
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import run  # noqa: E402


def leaves(node):
    """Leaves of a tree in order."""
    if "children" not in node:
        yield node
    for child in node.get("children", ()):
        yield from leaves(child)


def check(path, entry):
    """What is wrong with the dump of one file, or None."""
    data = path.read_bytes()
    at, broken = 0, False
    for leaf in leaves(entry["tree"]):
        broken |= leaf.get("error", False)
        if leaf["size"] == 0:
            continue
        if leaf["offset"] != at:
            if not broken:
                return f"bytes from {at} to {leaf['offset']} are in no leaf"
        if bytes.fromhex(leaf["bytes"]) != data[leaf["offset"]:leaf["offset"] + leaf["size"]]:
            return f"other bytes at {leaf['offset']}"
        at = leaf["offset"] + leaf["size"]
    if at != len(data) and not broken:
        return f"only {at} of {len(data)} bytes shown, and no word about it"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", type=lambda p: Path(p).resolve(), required=True)
    parser.add_argument("--build", type=lambda p: Path(p).resolve(), required=True)
    options = parser.parse_args()
    options.build.mkdir(parents=True, exist_ok=True)
    cases = [c for c in run.corpus() if len(c.files[0][1]) < 20000][::5]
    paths = []
    for i, case in enumerate(cases):
        path = options.build / f"{i}.class"
        path.write_bytes(case.files[0][1])
        paths.append(path)
    wrong = well_formed = 0
    for first in range(0, len(paths), 500):
        batch = paths[first:first + 500]
        done = subprocess.run([options.tool, "--json", *batch], stdout=subprocess.PIPE, timeout=120, check=False)
        if done.returncode not in (0, 1):
            sys.exit(f"vm-classdump ended with {done.returncode} on files {first}..")
        for path, case, entry in zip(batch, cases[first:], json.loads(done.stdout)):
            well_formed += entry["well_formed"]
            problem = check(path, entry)
            if problem:
                wrong += 1
                print(f"{case.name}: {problem}")
    text = subprocess.run([options.tool, paths[0], paths[-1]], stdout=subprocess.PIPE, timeout=60, check=False).stdout
    if b"magic" not in text or b"constant_pool_count" not in text:
        wrong += 1
        print("the text form is missing")
    print(f"{len(paths)} files, {well_formed} well formed, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
