#!/usr/bin/env python3
"""Every native method of the installed JDK's image has somebody who implements it.

    tests/natives/run.py --build build/release/natives

Reads all classes of lib/modules. A native method is there when a shared library of the JDK exports its JNI symbol, or when
stdlib/registry.def has a function for it. Not counted: signature-polymorphic methods, which the VM links at each call, and
two lists below of what the JDK itself lacks and of what Kiln is known not to have.
"""
import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / "tools"))
import runlib  # noqa: E402

# Declared, but implemented by nobody on Linux, the reference VM included: left over, or another system's.
NOBODYS = {
    "sun/nio/ch/Net.discardOOB",
    "sun/font/FileFontStrike.initNative", "sun/font/FileFontStrike._getGlyphImageFromWindows",
    "sun/java2d/loops/TransformBlit.Transform", "sun/java2d/xr/XIDGenerator.bufferXIDs",
    "sun/java2d/xr/XRBackendNative.padBlitNative", "sun/java2d/xr/XRMaskBlit.maskBlit", "sun/java2d/xr/XRMaskFill.maskFill",
    "sun/security/krb5/Config.getWindowsDirectory", "sun/security/krb5/Credentials.acquireDefaultNativeCreds",
}
NOBODYS_CLASSES = (
    "sun/security/krb5/SCDynamicStoreConfig", "sun/jvm/hotspot/debugger/bsd/", "sun/jvm/hotspot/debugger/windbg/",
    "com/sun/security/auth/module/NTSystem",
)
# What Kiln has not: Flight Recorder, and the interface to compilers written in Java (-XX:+EnableJVMCI).
MISSING_CLASSES = ("jdk/jfr/internal/JVM", "jdk/vm/ci/")
POLYMORPHIC = {"java/lang/invoke/MethodHandle", "java/lang/invoke/VarHandle"}


def mangled(text):
    """JNI's encoding of a name or of the inside of an argument list."""
    parts = []
    for c in text:
        if c.isascii() and c.isalnum():
            parts.append(c)
        else:
            parts.append({"/": "_", "_": "_1", ";": "_2", "[": "_3"}.get(c) or f"_0{ord(c):04x}")
    return "".join(parts)


def native_methods(build, java, javac):
    """(module, class, name, descriptor) of each native method of the image."""
    classes = build / "classes"
    classes.mkdir(parents=True, exist_ok=True)
    reader = ["--add-modules", "jdk.jdeps", "--add-exports", "jdk.jdeps/com.sun.tools.classfile=ALL-UNNAMED"]
    subprocess.run([javac, *reader, "-nowarn", "-d", str(classes), str(HERE / "src" / "NativeMethods.java")], check=True)
    listing = subprocess.run([java, *reader, "-cp", str(classes), "NativeMethods"], check=True, stdout=subprocess.PIPE, text=True)
    return [tuple(line.split(" ")) for line in listing.stdout.splitlines()]


def exported_symbols(home):
    """Names of all functions that the JDK's libraries export, but for those of the VM's library."""
    symbols = set()
    for library in sorted((home / "lib").glob("*.so")):
        listing = subprocess.run(["nm", "-D", "--defined-only", str(library)], check=True, stdout=subprocess.PIPE, text=True)
        symbols.update(line.split()[-1].split("@")[0] for line in listing.stdout.splitlines())
    return symbols


def registered():
    """(class, name, descriptor) of the natives that the VM binds itself."""
    text = (ROOT / "stdlib" / "registry.def").read_text()
    return set(re.findall(r'^VM_NATIVE\("([^"]+)", "([^"]+)", "([^"]+)",', text, re.MULTILINE))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, required=True)
    options = parser.parse_args()
    java, javac = runlib.find_tool("java"), runlib.find_tool("javac")
    if not java or not javac or not shutil.which("nm"):
        sys.exit("needs a JDK 17 and nm")
    home = Path(java).resolve().parent.parent
    methods = native_methods(options.build, java, javac)
    symbols, bound = exported_symbols(home), registered()
    missing = []
    for module, holder, name, descriptor in methods:
        if holder in POLYMORPHIC or f"{holder}.{name}" in NOBODYS or holder.startswith(NOBODYS_CLASSES + MISSING_CLASSES):
            continue
        short = f"Java_{mangled(holder)}_{mangled(name)}"
        arguments = descriptor[1:descriptor.index(")")]
        if (holder, name, descriptor) in bound or short in symbols or f"{short}__{mangled(arguments)}" in symbols:
            continue
        missing.append(f"{module} {holder}.{name}{descriptor}")
    for line in missing:
        print("nobody implements", line)
    print(f"{len(methods)} native methods, {len(missing)} of them missing")
    return 1 if missing or len(methods) < 1000 else 0


if __name__ == "__main__":
    sys.exit(main())
