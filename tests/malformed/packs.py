"""Runs packs of class files through driver/Driver.java, going on after the case that ended a VM."""
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools"))
from runlib import clean_environment, find_tool  # noqa: E402

IDENTITY = re.compile(r"@(?:0x)?[0-9a-f]{5,8}\b")


def normal(text):
    """Without identity hash codes."""
    return IDENTITY.sub("@#", text)


def compile_driver(build):
    """Compiles driver and support classes to `build`/driver unless they are newer than their sources."""
    out = build / "driver"
    sources = sorted(HERE.glob("driver/*.java")) + sorted(HERE.glob("support/**/*.java"))
    stamp = out / ".stamp"
    if stamp.exists() and all(s.stat().st_mtime < stamp.stat().st_mtime for s in sources):
        return
    out.mkdir(parents=True, exist_ok=True)
    subprocess.run([find_tool("javac"), "-nowarn", "-d", str(out), *map(str, sources)], check=True)
    stamp.write_text("")


def run_pack(command, build, pack, mode, names, label, *, class_path=(), timeout=120, options=()):
    """{case: verdict} of a pack; a case that ends the VM gets the verdict `VM ended: ...`."""
    output = build / f"{pack.stem}.{label}.out"
    output.unlink(missing_ok=True)
    output.touch()
    verdicts = {}
    first = 0
    path = ":".join([str(build / "driver"), *map(str, class_path)])
    while first < len(names):
        ended = ""
        try:
            done = subprocess.run([*command, *options, "-cp", path, "Driver", mode, str(pack), str(output), str(first)],
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout, cwd=build,
                                  env=clean_environment(), check=False)
            if done.returncode != 0 or output.read_bytes()[-1:] != b"\n":
                text = done.stdout.decode("utf-8", "backslashreplace")
                ended = f"VM ended: {done.returncode}: " + text[:6000].replace("\n", "\\n")
        except subprocess.TimeoutExpired:
            ended = f"VM ended: {timeout} seconds are up"
        lines = output.read_text(errors="backslashreplace").split("\n")
        if ended and lines[-1]:
            lines[-1] += ended
            with output.open("a") as out:
                out.write(ended + "\n")
        elif ended and "VM ended: 9:" not in ended and len(lines) - 1 < len(names):
            sys.exit(f"{command[0]} does not even run the driver: {ended}")
        count = sum(1 for line in lines if line)
        if not ended and count < len(names):
            sys.exit(f"{command[0]} stopped after {count} of {len(names)} cases without saying why")
        first = count
    lines = output.read_text(errors="backslashreplace").split("\n")
    for name, line in zip(names, lines):
        if not line.startswith(name + ": "):
            sys.exit(f"{output}: expected a line about {name}: {line[:200]}")
        verdicts[name] = normal(line[len(name) + 2:])
    return verdicts
