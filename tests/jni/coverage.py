#!/usr/bin/env python3
"""Does tests/jni/native call every function of vm/jni/functions.def? Prints those that it does not."""
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TYPES = "Boolean Byte Char Short Int Long Float Double Object".split()


def called():
    """Names after (*env)->, with Name in macros standing for every type."""
    names = set()
    for path in sorted((HERE / "native").glob("*.c")):
        for name in re.findall(r"\(\*env\)->([\w#]+)\(", path.read_text()):
            if "##Name##" in name:
                names |= {name.replace("##Name##", t) for t in TYPES}
            else:
                names.add(name)
    return names


def main():
    table = re.findall(r"^VM_JNI\((\w+)\)", (HERE.parents[1] / "vm/jni/functions.def").read_text(), re.MULTILINE)
    missing = [name for name in table if name not in called()]
    for name in missing:
        print(f"tests/jni/native never calls {name}")
    if not missing:
        print(f"all {len(table)} functions of the table are called")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
