#!/usr/bin/env python3
"""Checks every #include of ours against cmake/layers.txt, whose head explains its lines.

    tools/check/layers.py [ROOT]      prints `file:line: what is wrong`, ends with 1 if anything is

Includes are root-relative, so the path of an included header names its layer. Tests may include everything;
include/ (what embedders see), examples/ and bench/ may include only include/.
"""
import re
import sys
from pathlib import Path

SOURCES = {".h", ".cpp", ".c", ".inc", ".def"}
OUTSIDE = ("include", "examples", "bench")  # see only include/
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


class Rules:
    """The parsed layers.txt."""

    def __init__(self, path):
        self.level = {}      # folder -> number, lowest layer first
        self.inside = {}     # folder -> names in order
        self.only = []       # (what, scope, places)
        self.allow = {}      # (file, what) -> line number of the exception
        for number, line in enumerate(path.read_text().splitlines(), 1):
            text, _, reason = (part.strip() for part in line.partition("#"))
            if not text:
                continue
            where = f"{path.name}:{number}"
            if match := re.fullmatch(r"inside (\S+): (.+)", text):
                self.inside[match[1]] = [name.strip() for name in match[2].split("<")]
            elif match := re.fullmatch(r"only (\S+)(?: in (\S+))?: (.+)", text):
                self.only.append((match[1], match[2] or "", match[3].split()))
            elif match := re.fullmatch(r"allow (\S+) -> (\S+)", text):
                if not reason:
                    sys.exit(f"{where}: an exception needs a reason: allow FILE -> WHAT  # reason")
                self.allow[match[1], match[2]] = where
            elif re.fullmatch(r"[a-z_/]+( *\| *[a-z_/]+)*", text):
                folders = [f.strip() for f in text.split("|")]
                self.level.update(dict.fromkeys(folders, len(self.level)))
            else:
                sys.exit(f"{where}: not understood: {text}")
        # Folders of one line got the same number, later lines larger ones; only the order counts.

    def layer_of(self, path):
        """The layer folder a path lies in, or None."""
        return next((f for f in sorted(self.level, key=len, reverse=True) if path.startswith(f + "/")), None)

    def place_inside(self, layer, path):
        """Index of a path in its layer's inner order, and the name found there; (None, None) if it is free."""
        rest = path[len(layer) + 1:]
        name = rest.split("/", 1)[0] if "/" in rest else Path(rest).stem
        names = self.inside.get(layer, [])
        return (names.index(name), name) if name in names else (None, None)


def begins_with(path, place):
    """Is `path` the place, in the place, or a file whose name begins with it?"""
    return path == place or path.startswith(place + "/") or path.startswith(place + ".") or path.startswith(place + "_")


class Checker:
    """Walks the tree and collects problems."""

    def __init__(self, root):
        self.root = root
        self.rules = Rules(root / "cmake/layers.txt")
        self.problems = []
        self.used = set()

    def check(self):
        folders = sorted({f.split("/", 1)[0] for f in self.rules.level} | set(OUTSIDE))
        for folder in folders:
            for path in sorted((self.root / folder).rglob("*")):
                if path.suffix in SOURCES and path.is_file():
                    self.check_file(str(path.relative_to(self.root)), path.read_text(errors="replace"))
        for key, where in self.rules.allow.items():
            if key not in self.used:
                self.problems.append(f"{where}: this exception is not needed any more: allow {key[0]} -> {key[1]}")
        return self.problems

    def complain(self, file, line, what, message):
        """Reports a problem unless layers.txt allows it for `what`."""
        if (file, what) in self.rules.allow:
            self.used.add((file, what))
        else:
            self.problems.append(f"{file}:{line}: {message}")

    def check_file(self, file, text):
        layer = self.rules.layer_of(file)
        if layer is None and not file.startswith(OUTSIDE):
            self.complain(file, 1, "layers.txt", f"lies in no layer of {'cmake/layers.txt'}")
            return
        for number, line in enumerate(text.splitlines(), 1):
            if match := INCLUDE.match(line):
                if match[1] == '"':
                    self.check_own(file, layer, number, match[2])
                self.check_only(file, number, ("<" if match[1] == "<" else "") + match[2])
        self.check_words(file, text)

    def check_own(self, file, layer, line, header):
        if (self.root / "include" / header).is_file():
            return
        if not (self.root / header).is_file():
            self.complain(file, line, header, f"{header} is not a path from the root of the repository")
            return
        target = self.rules.layer_of(header)
        if layer is None:
            self.complain(file, line, target, f"{file.split('/')[0]} may not include {header}: "
                                              "it sees only what is in include/")
            return
        if target is None:
            self.complain(file, line, header, f"{layer} may not include {header}: it lies in no layer")
        elif target == layer:
            mine, my_name = self.rules.place_inside(layer, file)
            other, other_name = self.rules.place_inside(layer, header)
            if mine is not None and other is not None and other > mine:
                self.complain(file, line, f"{layer}/{other_name}",
                              f"{layer}/{my_name} may not include {header}: {layer}/{other_name} is not below it")
        elif self.rules.level[target] >= self.rules.level[layer]:
            self.complain(file, line, target, f"{layer} may not include {header}: {target} is not below it")

    def check_only(self, file, line, header):
        """`header` begins with `<` if it is a system header."""
        for what, scope, places in self.rules.only:
            is_prefix = what.startswith("<") or what.endswith("/")
            if not is_prefix or not header.startswith(what) or not file.startswith(scope):
                continue
            if not any(begins_with(file, place) for place in places):
                self.complain(file, line, what, f"{header.lstrip('<')} may be included only in {' and '.join(places)}")

    def check_words(self, file, text):
        """Words that only some files may say. Comments and strings do not count, nor does a static_assert."""
        for what, scope, places in self.rules.only:
            if what.startswith("<") or what.endswith("/") or what not in text or not file.startswith(scope):
                continue
            if any(begins_with(file, place) for place in places):
                continue
            code = re.sub(r'//[^\n]*|"(?:\\.|[^"\\\n])*"|/\*.*?\*/',
                          lambda m: "\n" * m[0].count("\n"), text, flags=re.DOTALL)
            start = 0
            for statement in re.split(r"(?<=[;{}])", code):
                for match in re.finditer(rf"\b{re.escape(what)}\b", statement):
                    if "static_assert" not in statement:
                        line = code.count("\n", 0, start + match.start()) + 1
                        self.complain(file, line, what, f"{what} may be said only in {' and '.join(places)}"
                                                        " and in a static_assert")
                start += len(statement)


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    problems = Checker(root).check()
    for problem in problems:
        print(problem)
    if not problems:
        print("every include goes downwards")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
