#!/usr/bin/env python3
"""Reports files that have grown beyond one job: longer than 600 lines. A report, not a verdict: it always ends with 0.

    tools/check/lengths.py [ROOT]
"""
import subprocess
import sys
from pathlib import Path

LIMIT = 600
ENDINGS = {".h", ".cpp", ".def", ".inc", ".py", ".sh", ".java", ".cmake"}


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    names = subprocess.run(["git", "ls-files"], cwd=root, stdout=subprocess.PIPE, text=True, check=True).stdout
    lengths = []
    for name in names.splitlines():
        path = root / name
        if path.suffix in ENDINGS and path.is_file() and not name.startswith("tests/"):
            lengths.append((path.read_text(errors="replace").count("\n"), name))
    over = [entry for entry in sorted(lengths, reverse=True) if entry[0] > LIMIT]
    for length, name in over:
        print(f"{name}: {length} lines")
    print(f"{len(over)} of {len(lengths)} files are longer than {LIMIT} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
