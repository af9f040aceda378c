#!/usr/bin/env python3
"""Hostile class files: large enough to hurt, and still verified in bounded time.

    tests/malformed/hostile.py --vm build/release/bin/vm [--compare] [--build DIR]

Every file is linked (not run) by the driver and has to be done, one way or the other, within LIMIT_SECONDS of
processor time. With --compare
the reference's time, which has no such limit, stands beside ours. docs/verification.md states the bounds.
"""
import argparse
import resource
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import caselib  # noqa: E402
from caselib import Case, u2  # noqa: E402
from classfile import CLASS, INTEGER, ClassFile  # noqa: E402
from packs import compile_driver, run_pack  # noqa: E402
from runlib import find_tool  # noqa: E402

LIMIT_SECONDS = 25.0  # of processor time for one file, the start of the VM included


def base(version=61, stack=4, local=4):
    """A class with one method `go` whose code is to be replaced."""
    return ClassFile.read(caselib.assemble(f".version {version}\n.class public super T\n" + caselib.method("go", "return", stack=stack, local=local))[1])


def with_code(c, code, table=None):
    method = c.method("go").code
    method.data = bytearray(code)
    if table is not None:
        c.add_attribute("StackMapTable", table, method.attributes)
    return c.bytes()


def files():
    """(name, bytes, class name the loader expects)."""
    # A frame at each offset of 65,535 bytes of code.
    nops = bytes(65534) + b"\xb1"
    yield "frame-at-each-offset", with_code(base(), nops, u2(65534) + bytes([0]) * 1 + bytes([0]) * 65533)
    # The same with full frames of 200 locals each time.
    c = base(local=200)
    full = b"".join(b"\xff" + u2(0, 200) + bytes(200) + u2(0) for _ in range(65534))
    yield "full-frame-at-each-offset", with_code(c, nops, u2(65534) + full)
    # One tableswitch with 16,000 targets, all the same, with 60,000 locals.
    c = base(local=60000)
    count = 16000
    switch = b"\x03\xaa\0\0" + struct.pack(">iii", 0, 0, count - 1)
    end = len(switch) + 4 * count
    switch = b"\x03\xaa\0\0" + struct.pack(">iii", end - 1, 0, count - 1) + struct.pack(">i", end - 1) * count + b"\xb1"
    yield "switch-16000-locals-60000", with_code(c, switch, u2(1) + b"\xff" + u2(end, 60000) + bytes(60000) + u2(0))
    # 60,000 locals and the same frame behind every store into one of them.
    c = base(local=60000)
    tops = b"\xff" + u2(0, 60000) + bytes(60000) + u2(0)
    yield "store-and-frame-32000-locals-60000", with_code(c, b"\x03\x3c" * 32000 + b"\xb1", u2(32001) + tops + bytes([1]) * 32000)
    # 5,400 stores, each followed by a branch to a frame of 60,000 locals.
    c = base(local=60000)
    end = 6 * 5400
    code = b"".join(b"\x03\x3c\x03\x99" + struct.pack(">h", end - (6 * i + 3)) for i in range(5400)) + b"\xb1"
    yield "store-and-branch-5400-locals-60000", with_code(c, code, u2(1) + b"\xff" + u2(end, 60000) + bytes(60000) + u2(0))
    # 16,000 stores under 60,000 handlers.
    c = base()
    c.method("go").code.handlers = [[0, 32000, 32001, 0]] * 60000
    yield "stores-16000-handlers-60000", with_code(c, b"\x03\x3c" * 16000 + b"\xb1\x57\xb1",
                                                   u2(1) + b"\xff" + u2(32001, 0, 1) + b"\x07" + u2(c.pool.klass("java/lang/Throwable")))
    # 65,535 constants.
    c = base()
    while len(c.pool.entries) < 65534:
        c.pool.entries.append([INTEGER, struct.pack(">I", len(c.pool.entries))])
    yield "constants-65535", c.bytes()
    c = base()
    texts = len(c.pool.entries)
    while len(c.pool.entries) < 60000:
        c.pool.entries.append([1, b"a%d" % len(c.pool.entries)])
    for i in range(texts, texts + 5000):
        c.pool.entries.append([CLASS, u2(i)])
    yield "names-65000", c.bytes()
    # 255 dimensions, over and over.
    deep = caselib.assemble(".version 49\n.class public super T\n" + caselib.method("go", (
        "aconst_null\ncheckcast " + "[" * 255 + "I\nastore_0\n") * 2000 + "return"))[1]
    yield "dimensions-255", deep
    # 65,000 handlers around 65,000 instructions.
    for version in (49, 61):
        c = base(version)
        c.method("go").code.handlers = [[0, 65000, 65533, 0]] * 65000
        code = bytes(65000) + bytes(532) + b"\xb1" + b"\x57\xb1"
        table = u2(1) + b"\xff" + u2(65533, 0, 1) + b"\x07" + u2(c.pool.klass("java/lang/Throwable"))
        yield f"handlers-65000-v{version}", with_code(c, code, table if version > 49 else None)
    # Subroutines inside subroutines, 250 deep, and 5,000 calls of one.
    nested = "".join(f"S{i}: astore {min(i, 255)}\njsr S{i + 1}\nret {min(i, 255)}\n" for i in range(250))
    yield "subroutines-250-deep", caselib.assemble(".version 48\n.class public super T\n" + caselib.method(
        "go", "jsr S0\nreturn\n" + nested + "S250: astore 250\nret 250", local=256))[1]
    yield "subroutine-5000-callers", caselib.assemble(".version 48\n.class public super T\n" + caselib.method(
        "go", "jsr S\n" * 5000 + "return\nS: astore_0\nret 0"))[1]
    # Backward jumps from block to block, 9,000 of them, for type inference.
    jumps = "goto_w B8999\n" + "".join(f"B{i}: iinc 0 1\ngoto{'' if i else '_w'} B{i - 1 if i else 'X'}\n" for i in range(9000)) + "BX: return"
    yield "backward-9000", caselib.assemble(".version 48\n.class public super T\n" + caselib.method("go", "iconst_0\nistore_0\n" + jumps))[1]
    # Annotations inside annotations, 9,000 deep: the parser of the VM has to look at them.
    c = base()
    name = c.pool.utf8("LA;")
    value = b"B" + u2(1)
    for _ in range(9000):
        value = b"@" + u2(name, 1, name) + value
    c.add_attribute("RuntimeVisibleAnnotations", u2(1, name, 1, name) + value)
    yield "annotations-9000-deep", c.bytes()


def processor_seconds():
    """Of all child processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vm", type=lambda p: Path(p).resolve(), required=True)
    parser.add_argument("--build", type=lambda p: Path(p).resolve(), default=Path("build/malformed").resolve())
    parser.add_argument("--compare", action="store_true")
    options = parser.parse_args()
    if find_tool("javac") is None:
        print("no javac: skipped")
        return 77
    options.build.mkdir(parents=True, exist_ok=True)
    compile_driver(options.build)
    wrong = 0
    for name, data in files():
        case = Case(name, [("T", data)])
        pack = options.build / "hostile.pack"
        pack.write_bytes(case.pack())
        line = f"{name:28} {len(data):9} bytes"
        for vm in [str(options.vm)] + ([find_tool("java")] if options.compare else []):
            start = processor_seconds()
            verdict = run_pack([vm], options.build, pack, "link", [name], "hostile", timeout=300)[name]
            seconds = processor_seconds() - start
            line += f"  {seconds:6.2f} s {verdict[:70]}"
            if vm == str(options.vm) and ("VM ended" in verdict or seconds > LIMIT_SECONDS):
                wrong += 1
                line += "  TOO LONG"
        print(line, flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
