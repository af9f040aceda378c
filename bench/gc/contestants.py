"""What the scripts of this folder share: the programs as class files, and the collectors of the reference."""
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
JAVA_COLLECTORS = {"java " + name.lower(): ["java", f"-XX:+Use{name}GC"] for name in ("Serial", "Parallel", "G1", "Z")}


def compiled_programs(build):
    """The folder of class files, made anew."""
    classes = build / "classes"
    classes.mkdir(parents=True, exist_ok=True)
    subprocess.run(["javac", "-d", str(classes), *map(str, sorted(HERE.glob("*.java")))], check=True)
    return classes


def only(vms, names):
    """Those of `vms` that `names` names; all of them for None."""
    return vms if names is None else {name: command for name, command in vms.items() if name in names}
