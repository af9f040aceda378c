#!/usr/bin/env python3
"""Gives tools/check/layers.py small trees with one defect each and expects it to be found, at its line."""
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools/check"))
import layers  # noqa: E402

ORDER = """# order
base
left | right
gc
top
inside gc: space < trace < heap
only <asmjit/: top/stubs
only base/ in top: top/view
only offsetof: base/offsets.h
"""


class Layers(unittest.TestCase):
    def problems(self, files, extra=""):
        """What the checker says about a tree of {path: text}."""
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            headers = ("base/a.h", "left/a.h", "right/a.h", "gc/space/s.h", "gc/trace/t.h", "gc/heap.h", "top/a.h",
                       "include/kiln/api.h", "gc/free.h")
            for name, text in {**dict.fromkeys(headers, ""), **files, "cmake/layers.txt": ORDER + extra}.items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return layers.Checker(root).check()

    def assert_one(self, expected, files, extra=""):
        self.assertEqual([expected], self.problems(files, extra))

    def test_downwards_is_fine(self):
        self.assertEqual([], self.problems({
            "left/x.cpp": '#include "base/a.h"\n#include "left/a.h"\n#include <vector>\n',
            "gc/heap.cpp": '#include "gc/space/s.h"\n#include "gc/free.h"\n#include "left/a.h"\n',
            "top/x.cpp": '#include "kiln/api.h"\n', "examples/e.cpp": '#include "kiln/api.h"\n'}))

    def test_upwards(self):
        self.assert_one("base/x.cpp:2: base may not include gc/heap.h: gc is not below it",
                        {"base/x.cpp": '// idea\n#include "gc/heap.h"\n'})

    def test_strangers(self):
        self.assert_one("left/x.cpp:1: left may not include right/a.h: right is not below it",
                        {"left/x.cpp": '#include "right/a.h"\n'})

    def test_inner_order(self):
        self.assert_one("gc/space/x.cpp:1: gc/space may not include gc/heap.h: gc/heap is not below it",
                        {"gc/space/x.cpp": '#include "gc/heap.h"\n'})

    def test_not_root_relative(self):
        self.assert_one("base/x.cpp:1: a.h is not a path from the root of the repository",
                        {"base/x.cpp": '#include "a.h"\n'})

    def test_outside_sees_only_include(self):
        self.assert_one("examples/e.cpp:1: examples may not include base/a.h: it sees only what is in include/",
                        {"examples/e.cpp": '#include "base/a.h"\n'})

    def test_system_header(self):
        self.assertEqual([], self.problems({"top/stubs_x86.cpp": "#include <asmjit/x86.h>\n"}))
        self.assert_one("top/x.cpp:1: asmjit/x86.h may be included only in top/stubs",
                        {"top/x.cpp": "#include <asmjit/x86.h>\n"})

    def test_own_header_within_a_folder(self):
        self.assertEqual([], self.problems({"top/view/v.cpp": '#include "base/a.h"\n'}))
        self.assert_one("top/x.cpp:1: base/a.h may be included only in top/view", {"top/x.cpp": '#include "base/a.h"\n'})

    def test_word(self):
        self.assertEqual([], self.problems({
            "base/offsets.h": "int x = offsetof(A, b);\n",
            "left/x.h": "// offsetof\nstatic_assert(\n  offsetof(A, b) == 4);\nint offsetofs;\n"}))
        self.assert_one("left/x.h:3: offsetof may be said only in base/offsets.h and in a static_assert",
                        {"left/x.h": "/* a\n */ static_assert(offsetof(A, b) == 4);\nint x = offsetof(A, b);\n"})

    def test_exception(self):
        files = {"left/x.cpp": '#include "right/a.h"\n'}
        self.assertEqual([], self.problems(files, "allow left/x.cpp -> right  # for now\n"))

    def test_exception_not_needed(self):
        self.assert_one("layers.txt:10: this exception is not needed any more: allow left/x.cpp -> right",
                        {"left/x.cpp": ""}, "allow left/x.cpp -> right  # for now\n")

    def test_exception_without_reason(self):
        with self.assertRaises(SystemExit):
            self.problems({}, "allow left/x.cpp -> right\n")


if __name__ == "__main__":
    unittest.main()
