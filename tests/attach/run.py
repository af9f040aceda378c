#!/usr/bin/env python3
"""Other processes look into a running VM: jcmd, jstack, jmap, jinfo, heap dumps. What can be is compared with the
reference VM's answers to the same questions.

    tests/attach/run.py --vm build/release/bin/vm                   everything
    tests/attach/run.py --vm build/release/bin/vm JcmdTest -v       unittest's arguments follow
"""
import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE.parent / "tools"), str(HERE)]
import hprof  # noqa: E402
import runlib  # noqa: E402

TIMEOUT = 120
VM = None
JAVA = None
CLASSES = None


def launch(command, main, options=(), **more):
    process = subprocess.Popen([command, *options, "-cp", str(CLASSES), *main], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True, env=runlib.clean_environment(), **more)
    line = process.stdout.readline()
    if line != "ready\n":
        process.kill()
        raise AssertionError(line + process.stdout.read())
    return process


def end(process):
    if process.poll() is None:
        process.stdin.close()
        try:
            process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    process.stdout.close()
    return process.returncode


def tool(name, *arguments):
    """Exit code and output of a JDK tool (on the reference VM)."""
    done = subprocess.run([runlib.find_tool(name), *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          env=runlib.clean_environment(), timeout=TIMEOUT, check=False)
    return done.returncode, done.stdout


def attach(pid):
    """Makes the VM listen, without a JDK tool."""
    path = f"/tmp/.java_pid{pid}"
    if not os.path.exists(path):
        mark = Path(f"/tmp/.attach_pid{pid}")
        mark.touch()
        try:
            os.kill(pid, signal.SIGQUIT)
            limit = time.monotonic() + 20
            while not os.path.exists(path):
                assert time.monotonic() < limit, "nobody listens"
                time.sleep(0.02)
        finally:
            mark.unlink(missing_ok=True)
    return path


def ask_raw(pid, request):
    """Sends bytes; the whole answer."""
    with socket.socket(socket.AF_UNIX) as s:
        s.settimeout(TIMEOUT)
        s.connect(attach(pid))
        s.sendall(request)
        answer = b""
        try:
            while piece := s.recv(65536):
                answer += piece
        except ConnectionResetError:  # not everything that was sent was read
            pass
    return answer


class Looking(unittest.TestCase):
    """Two subjects, one on each VM, for all tests of a class."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="kiln-attach-"))
        cls.ours = launch(VM, ["Subject", "one", "two words"], ["-Xmx64m", "-Dgiven=yes"], cwd=cls.folder)
        cls.theirs = launch(JAVA, ["Subject", "one", "two words"], ["-Xmx64m", "-Dgiven=yes"], cwd=cls.folder)

    @classmethod
    def tearDownClass(cls):
        end(cls.ours)
        end(cls.theirs)
        shutil.rmtree(cls.folder, ignore_errors=True)

    def both(self, name, *arguments):
        """Answers of Kiln and of the reference, with their process numbers hidden."""
        answers = []
        for process in (self.ours, self.theirs):
            code, text = tool(name, *(str(process.pid) if a is None else a for a in arguments))
            answers.append((code, text.replace(str(process.pid), "PID")))
        return answers

    def assert_same(self, name, *arguments):
        ours, theirs = self.both(name, *arguments)
        self.assertEqual(ours, theirs, f"{name} {arguments}")
        return ours


class JcmdTest(Looking):
    def test_help_of_each_command(self):
        _, text = tool("jcmd", str(self.ours.pid), "help")
        names = re.findall(r"^(?:[A-Z]\w+\.\w+|help)$", text, re.M)
        self.assertGreaterEqual(len(names), 13)
        _, theirs = tool("jcmd", str(self.theirs.pid), "help")
        for name in names:
            self.assertIn(name + "\n", theirs)
            self.assert_same("jcmd", None, "help", name)
        self.assertEqual(names, sorted(names))
        self.assertTrue(text.endswith(theirs[theirs.index("\nFor more"):]))

    def test_errors(self):
        for line in ("Nonsense", "VM.version more", "help Nonsense", "Thread.print -wrong", "VM.set_flag", "VM.set_flag Nonsense 1",
                     "VM.set_flag MaxHeapSize 3", "GC.heap_dump", "Thread.print -l=maybe"):
            self.assert_same("jcmd", None, *line.split())

    def ask(self, *words):
        code, text = tool("jcmd", str(self.ours.pid), *words)
        self.assertEqual(code, 0, text)
        return text.split("\n", 1)[1]

    def test_class_trees(self):
        self.assert_same("jcmd", None, "VM.classloaders")
        self.assert_same("jcmd", None, "VM.class_hierarchy", "java.util.List")
        self.assert_same("jcmd", None, "VM.class_hierarchy", "no.such.Class")
        self.assertRegex(self.ask("VM.class_hierarchy", "Subject$Derived"),
                         r"^java\.lang\.Object/null\n\|--Subject\$Node/0x[0-9a-f]{16}\n\|  \|--Subject\$Derived/0x[0-9a-f]{16}\n$")
        ours, theirs = (sorted(text.splitlines()) for _, text in self.both("jcmd", None, "VM.class_hierarchy", "-i", "java.util.ArrayList"))
        self.assertEqual(ours, theirs)
        self.assertGreater(len(ours), 15)
        whole = self.ask("VM.class_hierarchy")
        self.assertEqual(whole.count("|--java.lang.String/null\n"), 1)
        self.assertIn("|--java.util.Map/null (intf)\n", whole)
        shown = self.ask("VM.classloaders", "show-classes")
        self.assertRegex(shown, r" Classes: Subject\n {18}(\||  ).*Subject\$Node")
        self.assertIn("Loader Klass: 0x0000000000000000", self.ask("VM.classloaders", "verbose"))

    def test_tables(self):
        shape = r"^{} statistics:\nNumber of buckets       : +\d+ = +\d+ bytes, each 8\nNumber of entries       : +(\d+) = "
        for command, name in (("VM.stringtable", "StringTable"), ("VM.symboltable", "SymbolTable")):
            found = re.match(shape.format(name), self.ask(command))
            self.assertTrue(found)
            lines = self.ask(command, "-verbose").splitlines()
            self.assertEqual(lines[0], "VERSION: 1.1")
            self.assertGreaterEqual(len(lines), int(found[1]) + 1)
        self.assertIn("\n4: main\n", self.ask("VM.stringtable", "-verbose"))
        self.assertIn("\n7 65535: Subject\n", self.ask("VM.symboltable", "-verbose"))
        self.assertRegex(self.ask("VM.metaspace"), r"\n  Non-class: +\d+\.\d\d [KM]B used\.\n")

    def test_code(self):
        used = re.match(r"CodeCache: size=\d+Kb used=(\d+)Kb max_used=\d+Kb free=\d+Kb\n total_blobs=\d+ nmethods=(\d+) ", self.ask("Compiler.codecache"))
        self.assertTrue(used)
        listed = self.ask("Compiler.codelist").splitlines()
        self.assertGreaterEqual(len(listed), int(used[2]))
        for line in listed:
            self.assertRegex(line, r"^\d+ 1 [01] \S+\(\S*\)\S+ \[0x[0-9a-f]{16}, 0x[0-9a-f]{16} - 0x[0-9a-f]{16}\]$")
        self.assertRegex(self.ask("Compiler.queue"), r"^Current compiles: \n(?:  \S+ .*\n)*\nCompile queue:\n(Empty|(  \S+::\S+ \(\d+ bytes\)\n)+)\n")
        path = Path(f"/tmp/perf-{self.ours.pid}.map")
        self.addCleanup(path.unlink, True)
        self.ask("Compiler.perfmap")
        lines = path.read_text().splitlines()
        self.assertGreaterEqual(len(lines), len(listed))
        for line in lines:
            self.assertRegex(line, r"^0x[0-9a-f]+ 0x[0-9a-f]+ \S+$")

    def test_process(self):
        libraries = self.ask("VM.dynlibs")
        self.assertTrue(libraries.startswith("Dynamic libraries:\n"))
        self.assertIn("/libjava.so\n", libraries)
        info = self.ask("VM.info")
        for part in ("# Java VM: Kiln ", "\"main\"", "Java heap: ", "VM arguments:", "-Dgiven=yes", "\nEND.\n"):
            self.assertIn(part, info)
        self.assertRegex(self.ask("System.trim_native_heap"), r"^Trim native heap: RSS\+Swap: \d+K->\d+K \([+-]?\d+K\)\n$")
        self.assert_same("jcmd", None, "GC.finalizer_info")

    def test_log(self):
        self.assert_same("jcmd", None, "VM.log")
        self.assertIn("Log output configuration:\n #0: stdout all=warning uptime,level,tags\n #1: stderr all=off uptime,level,tags\n", self.ask("VM.log", "list"))
        self.assert_same("jcmd", None, "VM.log", "what=xyz", "output=stderr")
        self.assert_same("jcmd", None, "VM.log", "what=gc", "output=file=gc-%p.log", "decorators=none", "output_options=filecount=2")
        path = self.folder / f"gc-{self.ours.pid}.log"
        self.ask("GC.run")
        self.assertIn("Pause", path.read_text())
        listed = self.ask("VM.log", "list")
        self.assertIn(" #2: file=gc-%p.log all=off,gc=info none filecount=2,filesize=20480K\n", listed)
        self.ask("VM.log", "rotate")
        self.assertEqual(path.read_text(), "")
        self.assertIn("Pause", Path(f"{path}.0").read_text())
        self.ask("VM.log", "disable")
        self.assertIn(" #0: stdout all=off ", self.ask("VM.log", "list"))
        self.ask("VM.log", "what=all=warning")

    def test_management_agent(self):
        self.assert_same("jcmd", None, "ManagementAgent.status")
        self.assert_same("jcmd", None, "ManagementAgent.start_local")
        status = self.ask("ManagementAgent.status")
        self.assertIn("Agent: enabled\n\nConnection Type: local\n", status)
        self.assert_same("jcmd", None, "ManagementAgent.start", "config.file=/no/such/file")
        self.assert_same("jcmd", None, "ManagementAgent.stop")

    def test_command_line(self):
        ours, theirs = self.both("jcmd", None, "VM.command_line")
        self.assertEqual(ours[0], 0)
        pattern = r"java_command: .*|jvm_args: .*|java_class_path.*"
        self.assertEqual(re.findall(pattern, ours[1]), re.findall(pattern, theirs[1]))

    def test_version(self):
        _, text = tool("jcmd", str(self.ours.pid), "VM.version")
        self.assertRegex(text, r"^\d+:\nKiln 64-Bit Server VM version \S+\nJDK 17\.\S+\n$")

    def test_uptime(self):
        _, text = tool("jcmd", str(self.ours.pid), "VM.uptime")
        self.assertRegex(text, r"^\d+:\n\d+\.\d{3} s\n$")
        _, text = tool("jcmd", str(self.ours.pid), "VM.uptime", "-date")
        self.assertRegex(text, r"\n\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000: \d+\.\d{3} s\n$")

    def test_system_properties(self):
        ours, theirs = self.both("jcmd", None, "VM.system_properties")
        mine = dict(l.split("=", 1) for l in ours[1].splitlines() if "=" in l)
        other = dict(l.split("=", 1) for l in theirs[1].splitlines() if "=" in l)
        self.assertEqual(mine["given"], "yes")
        for key in ("java.class.path", "sun.java.command", "user.dir", "java.version", "java.runtime.version", "file.encoding"):
            self.assertEqual(mine[key], other[key])

    def test_gc(self):
        self.assert_same("jcmd", None, "GC.run")
        self.assert_same("jcmd", None, "GC.run_finalization")
        _, text = tool("jcmd", str(self.ours.pid), "GC.heap_info")
        self.assertRegex(text, r"Java heap +total \d+K, used \d+K")

    def test_flags(self):
        _, text = tool("jcmd", str(self.ours.pid), "VM.flags")
        self.assertIn(" -XX:MaxHeapSize=67108864", " " + text.split("\n")[1])
        _, text = tool("jcmd", str(self.ours.pid), "VM.flags", "-all")
        self.assertRegex(text, r"bool +HeapDumpOnOutOfMemoryError += (true|false) +\{manageable\}")
        self.assert_same("jcmd", None, "VM.set_flag", "HeapDumpPath", "/nowhere")
        self.assert_same("jinfo", "-flag", "HeapDumpPath", None)

    def test_native_memory(self):
        _, text = tool("jcmd", str(self.ours.pid), "VM.native_memory", "scale=KB")
        amounts = {name.strip(): (int(a), int(b)) for name, a, b in
                   re.findall(r"^(?:-?\s*)(\w[\w ]*?)(?:: | \()reserved=(\d+)KB, committed=(\d+)KB", text, re.M)}
        total = amounts.pop("Total")
        self.assertEqual(sorted(amounts), sorted(["Java Heap", "Class", "Metaspace", "Thread", "Code", "Mapped files", "Native"]))
        self.assertEqual(total, tuple(sum(column) for column in zip(*amounts.values())))
        status = Path(f"/proc/{self.ours.pid}/status").read_text()
        resident = int(re.search(r"VmRSS:\s+(\d+)", status)[1])
        self.assertLess(abs(total[1] - resident), resident / 4)
        self.assertTrue(all(reserved >= committed > 0 for reserved, committed in amounts.values()), text)

    def test_histogram(self):
        for arguments in (["GC.class_histogram"], ["GC.class_histogram", "-all"]):
            ours, theirs = self.both("jcmd", None, *arguments)
            for text in (ours[1], theirs[1]):
                self.assertRegex(text, r"\n +\d+: +1001 +\d+  Subject\$Node\n")
                self.assertRegex(text, r"\n +\d+: +\d+ +\d+  \[B \(java\.base@17\S*\)\n")
                self.assertRegex(text, r"\nTotal +\d+ +\d+\n$")
            self.assertEqual(ours[1].split("\n")[:3], theirs[1].split("\n")[:3])
            rows = [(int(a), int(b)) for a, b in re.findall(r"^ +\d+: +(\d+) +(\d+)  ", ours[1], re.M)]
            total = re.search(r"Total +(\d+) +(\d+)", ours[1])
            self.assertEqual((sum(r[0] for r in rows), sum(r[1] for r in rows)), (int(total[1]), int(total[2])))
            self.assertEqual([r[1] for r in rows], sorted((r[1] for r in rows), reverse=True))

    def test_threads(self):
        ours, theirs = self.both("jcmd", None, "Thread.print", "-l")
        for name in ("main", "holder", "Finalizer", "Common-Cleaner", "Attach Listener"):
            block = [re.search(rf'^"{name}" #.*?(?=\n\n"|\n\nJNI)', text, re.M | re.S)[0] for _, text in (ours, theirs)]
            block = [re.sub(r"0x[0-9a-f]+|#\d+|(cpu|elapsed)=[\d.]+m?s", "N", b) for b in block]
            block = [re.sub(r"N (waiting on condition|runnable)  \[N\]", "N", b) for b in block]
            self.assertEqual(*block)
        self.assertIn("- <", re.search(r'"holder".*?None|"holder".*?ReentrantLock', ours[1], re.S)[0])


class ToolsTest(Looking):
    def test_jstack(self):
        code, text = tool("jstack", "-l", str(self.ours.pid))
        self.assertEqual(code, 0)
        self.assertIn("\tat Subject.hold(Subject.java:", text)
        self.assertIn("ReentrantLock$NonfairSync)", text)

    def test_jmap_histogram(self):
        for option in ("-histo", "-histo:live"):
            _, text = tool("jmap", option, str(self.ours.pid))
            self.assertRegex(text, r"\n +\d+: +1001 +\d+  Subject\$Node\n")
        path = self.folder / "histogram"
        self.assertIn("Heap inspection file created: ", tool("jmap", f"-histo:file={path}", str(self.ours.pid))[1])
        self.assertIn("Subject$Node", path.read_text())

    def test_jinfo(self):
        for arguments in (["-flag", "Nonsense"], ["-flag", "+Nonsense"], ["-flag", "MaxHeapSize"],
                          ["-flag", "+HeapDumpOnOutOfMemoryError"], ["-flag", "HeapDumpOnOutOfMemoryError"],
                          ["-flag", "-HeapDumpOnOutOfMemoryError"], ["-flag", "HeapDumpPath=/x"], ["-flag", "HeapDumpPath"],
                          ["-flag", "MaxHeapSize=5"]):
            ours, theirs = self.both("jinfo", *arguments, None)
            self.assertEqual((ours[0], ours[1].split("\n")[0]), (theirs[0], theirs[1].split("\n")[0]), arguments)

    def test_agents_are_refused(self):
        status, text = ask_raw(self.ours.pid, b"1\0load\0instrument\0false\0x.jar\0").decode().split("\n", 1)
        self.assertEqual(status, "-1")
        self.assertIn("Agents are not supported yet: instrument", text)


class ProtocolTest(Looking):
    def test_wrong_requests(self):
        for request in (b"1\0nonsense\0\0\0\0", b"2\0jcmd\0help\0\0\0", b"1\0jcmd\0Nonsense\0\0\0", b"1\0printflag\0x\0\0\0",
                        b"1\0printflag\0\0\0\0", b"1\0setflag\0\0\0\0", b"1\0setflag\0x\0y\0\0", b"1\0setflag\0MaxHeapSize\0y\0\0",
                        b"1\0setflag\0HeapDumpOnOutOfMemoryError\0y\0\0", b"1\0inspectheap\0-x\0\0\0",
                        b"1\0dumpheap\0\0\0\0", b"1\0dumpheap\0/nowhere/x\0-x\0\0", b"1\0dumpheap\0/nowhere/x\0-live\0x\0"):
            self.assertEqual(ask_raw(self.ours.pid, request), ask_raw(self.theirs.pid, request))
        self.assertEqual(ask_raw(self.ours.pid, b"2\0"), b"101\n")
        self.assertEqual(ask_raw(self.ours.pid, b"1\0" + b"x" * 5000), b"")
        self.assertTrue(ask_raw(self.ours.pid, b"1\0jcmd\0VM.version\0\0\0").startswith(b"0\nKiln"))

    def test_many_commands_in_one(self):
        text = ask_raw(self.ours.pid, b"1\0jcmd\0# no\nVM.version\n\nhelp VM.version\nstop\nhelp\0\0\0").decode()
        self.assertEqual(text.count("VM.version"), 2)
        self.assertNotIn("GC.run", text)

    def test_socket_is_private_and_comes_back(self):
        path = attach(self.ours.pid)
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        os.unlink(path)
        self.assertEqual(tool("jcmd", str(self.ours.pid), "VM.version")[0], 0)
        self.assertTrue(os.path.exists(path))

    def test_socket_goes_with_the_process(self):
        process = launch(VM, ["Subject"])
        path = attach(process.pid)
        self.assertEqual(end(process), 0)
        self.assertFalse(os.path.exists(path))

    def test_disabled(self):
        process = launch(VM, ["Subject"], ["-XX:+DisableAttachMechanism"])
        mark = Path(f"/tmp/.attach_pid{process.pid}")
        mark.touch()
        self.addCleanup(mark.unlink)
        os.kill(process.pid, signal.SIGQUIT)
        self.assertRegex(process.stdout.readline(), r"^\d{4}-")
        self.assertFalse(os.path.exists(f"/tmp/.java_pid{process.pid}"))
        threading_text = ""
        while "Heap\n" not in threading_text:
            threading_text += process.stdout.readline()
        end(process)

    def test_from_the_start(self):
        process = launch(VM, ["Subject"], ["-XX:+StartAttachListener"])
        self.assertTrue(os.path.exists(f"/tmp/.java_pid{process.pid}"))
        end(process)


class PerfDataTest(Looking):
    def test_jps(self):
        for option in ("", "-l", "-m", "-v", "-lmv"):
            _, text = tool("jps", *([option] if option else []))
            lines = {p: re.search(rf"^{p.pid} (.*)$", text, re.M) for p in (self.ours, self.theirs)}
            self.assertIsNotNone(lines[self.ours], text)
            self.assertEqual(lines[self.ours][1], lines[self.theirs][1])

    def test_jstat_columns(self):
        for option in ("-gc", "-gcutil", "-gccapacity", "-gcold", "-gcoldcapacity", "-gcnew", "-gcnewcapacity", "-gcmetacapacity",
                       "-gccause", "-class", "-compiler"):
            ours, theirs = self.both("jstat", option, None)
            self.assertEqual(ours[0], 0, ours[1])
            self.assertEqual(ours[1].split("\n")[0].split(), theirs[1].split("\n")[0].split())

    def column(self, option, name):
        _, text = tool("jstat", option, str(self.ours.pid))
        names, values = (line.split() for line in text.splitlines()[:2])
        return float(values[names.index(name)])

    def test_jstat_values(self):
        before = self.column("-gc", "FGC")
        tool("jcmd", str(self.ours.pid), "GC.run")
        time.sleep(0.5)
        self.assertEqual(self.column("-gc", "FGC"), before + 1)
        self.assertGreater(self.column("-gc", "FGCT"), 0)
        used = self.column("-gc", "OU")
        self.assertGreater(used, 3 * 1024)  # Subject.LARGE
        self.assertLessEqual(used, self.column("-gc", "OC"))
        self.assertGreater(self.column("-class", "Loaded"), 400)
        self.assertTrue(used <= self.column("-gccapacity", "OGCMX") <= 64 * 1024)
        self.assertTrue(0 < self.column("-gcutil", "O") <= 100)
        self.assertGreater(self.column("-compiler", "Compiled"), 0)
        _, text = tool("jstat", "-gccause", str(self.ours.pid))
        self.assertIn("System.gc()", text)

    def test_snap(self):
        _, text = tool("jcmd", str(self.ours.pid), "PerfCounter.print")
        for line in ("java.threads.live=", "java.property.java.vm.name="):
            self.assertIn(line, text)

    def test_file(self):
        files = list(Path("/tmp").glob(f"hsperfdata_*/{self.ours.pid}"))
        self.assertEqual(len(files), 1)
        self.assertEqual(files[0].stat().st_mode & 0o777, 0o600)
        self.assertEqual(files[0].stat().st_size, 32768)

    def test_without(self):
        for option in ("-XX:-UsePerfData", "-XX:+PerfDisableSharedMem"):
            process = launch(VM, ["Subject"], [option])
            self.assertEqual(list(Path("/tmp").glob(f"hsperfdata_*/{process.pid}")), [])
            self.assertEqual(end(process), 0)

    def test_gone_at_the_end(self):
        process = launch(VM, ["Subject"])
        self.assertEqual(end(process), 0)
        self.assertEqual(list(Path("/tmp").glob(f"hsperfdata_*/{process.pid}")), [])

    def test_stale_files_go(self):
        process = launch(VM, ["Subject"])
        file = next(Path("/tmp").glob(f"hsperfdata_*/{process.pid}"))
        process.kill()
        process.wait()
        process.stdout.close()
        process.stdin.close()
        self.assertTrue(file.exists())
        end(launch(VM, ["Subject"]))
        self.assertFalse(file.exists())

    def test_tools_on_kiln(self):
        """jps and jstat themselves, run by the VM under test."""
        for name, arguments, part in (("jps.Jps", ["-l"], f"{self.ours.pid} Subject\n"), ("jstat.Jstat", ["-gc", str(self.ours.pid)], " OC "),
                                      ("jcmd.JCmd", [str(self.ours.pid), "VM.version"], "\nJDK 17")):
            done = subprocess.run([VM, "-m", "jdk.jcmd/sun.tools." + name, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  text=True, env=runlib.clean_environment(), timeout=TIMEOUT, check=False)
            self.assertEqual(done.returncode, 0, done.stdout)
            self.assertIn(part, done.stdout)


class HeapDumpTest(Looking):
    def look(self, dump):
        """What a dump of Subject says about it, in words that do not depend on the VM."""
        klass = dump.classes[dump.class_named("Subject")]
        facts = {"statics": sorted((n, k, v if k != 2 else "ref") for n, (k, v) in klass.statics.items() if not n.startswith("<")),
                 "node fields": sorted(dump.classes[dump.class_named("Subject$Node")].fields)}
        node, chain = klass.statics["head"][1], []
        while node:
            values = dump.values_of(node)
            chain.append((dump.string(values["text"]), *(values[n] for n in ("number", "square", "small", "yes", "letter", "half"))))
            node = values["next"]
        facts["chain"] = chain
        for name in ("INTS", "LONGS", "SHORTS", "DOUBLES", "BOOLEANS"):
            facts[name] = dump.objects[klass.statics[name][1]][1:]
        outer = dump.objects[klass.statics["TEXTS"][1]]
        facts["TEXTS"] = (dump.classes[outer[1]].name, [r and len(dump.objects[r][2]) for r in outer[2]])
        facts["text in text"] = dump.string(dump.objects[outer[2][0]][2][0])
        large = dump.objects[klass.statics["LARGE"][1]]
        facts["large"] = (large[1], len(large[2]), large[2] == bytes(i & 255 for i in range(3 << 20)))
        facts["derived"] = dump.string(dump.values_of(klass.statics["derived"][1])["text"])
        facts["supers"] = [dump.classes[dump.classes[dump.class_named(n)].super].name
                           for n in ("Subject$Derived", "Subject$Node", "[I", "java/lang/Integer")]
        # The object that only a local variable holds, from the frame that does.
        frames = {f[0]: (f[1], f[2]) for f in dump.frames.values() if f[0] in ("hold", "main")}
        facts["frames"] = sorted(frames.items())
        locals_ = [parts for kind, parts in dump.roots if kind == "Java frame" and
                   dump.objects.get(parts[0], ("",))[0] == "instance" and parts[0] in dump.instances("Subject$Node")]
        facts["local"] = sorted({dump.values_of(p[0])["number"] for p in locals_} & {77777})
        thread = [parts for kind, parts in dump.roots if kind == "thread"
                  and dump.string(dump.values_of(parts[0])["name"]) == "holder"]
        facts["holder"] = [dump.frames[f][0] for f in dump.traces[thread[0][2]][1]]
        seen = dump.reachable()
        facts["nodes"] = len([n for n in dump.instances("Subject$Node") if n in seen])
        return facts

    def test_contents(self):
        looks = []
        for process, name in ((self.ours, "ours"), (self.theirs, "theirs")):
            path = self.folder / f"{name}.hprof"
            code, text = tool("jcmd", str(process.pid), "GC.heap_dump", str(path))
            self.assertRegex(text, rf"\nDumping heap to {path} \.\.\.\nHeap dump file created \[{path.stat().st_size} bytes in ")
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)
            # HotSpot dumps objects of its archive with references to others that it leaves out.
            looks.append(self.look(hprof.Dump(path, complete=process is self.ours)))
        for key in looks[1]:
            self.assertEqual(looks[0][key], looks[1][key], key)

    def test_variants(self):
        path = self.folder / "all.hprof"
        pid = str(self.ours.pid)
        tool("jcmd", pid, "GC.heap_dump", "-all", str(path))
        hprof.Dump(path)
        self.assertIn(f"Unable to create {path}: File exists", tool("jcmd", pid, "GC.heap_dump", str(path))[1])
        self.assertIn("Heap dump file created", tool("jcmd", pid, "GC.heap_dump", "-overwrite", str(path))[1])
        packed = self.folder / "packed.hprof.gz"
        tool("jcmd", pid, "GC.heap_dump", "-gz=1", str(packed))
        self.assertEqual(packed.read_bytes()[:2], b"\x1f\x8b")
        self.assertEqual(len(hprof.Dump(packed).instances("Subject$Node")), 1001)
        self.assertIn("No such file or directory", tool("jcmd", pid, "GC.heap_dump", "/nowhere/x.hprof")[1])
        mapped = self.folder / "mapped.hprof"
        tool("jmap", f"-dump:live,format=b,file={mapped}", pid)
        hprof.Dump(mapped)


class OutOfMemoryTest(unittest.TestCase):
    def run_both(self, *options, arguments=()):
        results = []
        for command in (VM, JAVA):
            folder = Path(tempfile.mkdtemp(prefix="kiln-oom-"))
            self.addCleanup(shutil.rmtree, folder, True)
            process = subprocess.Popen([command, "-Xmx24m", *options, "-cp", str(CLASSES), "Exhaust", *arguments], cwd=folder,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=runlib.clean_environment())
            text, _ = process.communicate(timeout=TIMEOUT)
            text = re.sub(r"\[\d+ bytes in [\d.]+ secs\]", "[SIZE]", text.replace(str(process.pid), "PID"))
            results.append((process.returncode, text, sorted(p.name.replace(str(process.pid), "PID") for p in folder.rglob("*"))))
            for path in folder.rglob("*.hprof"):
                dump = hprof.Dump(path, complete=command == VM)
                self.assertGreater(len(dump.objects), 100)
                self.assertIn("Exhaust", [c.name for c in dump.classes.values()])
        self.assertEqual(*results)
        return results[0]

    def test_dump(self):
        code, text, files = self.run_both("-XX:+HeapDumpOnOutOfMemoryError")
        self.assertEqual(files, ["java_pidPID.hprof"])
        self.assertEqual(text.count("Dumping heap"), 1)

    def test_dump_path(self):
        self.run_both("-XX:+HeapDumpOnOutOfMemoryError", "-XX:HeapDumpPath=named.hprof")
        self.run_both("-XX:+HeapDumpOnOutOfMemoryError", "-XX:HeapDumpPath=.")
        self.run_both("-XX:+HeapDumpOnOutOfMemoryError", "-XX:HeapDumpPath=/nowhere/x.hprof")

    def test_command(self):
        self.run_both("-XX:OnOutOfMemoryError=touch made")

    def test_exit(self):
        code, _, _ = self.run_both("-XX:+ExitOnOutOfMemoryError")
        self.assertEqual(code, 3)

    def test_nothing(self):
        self.run_both()


def main():
    global VM, JAVA, CLASSES
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--vm", required=True)
    options, rest = parser.parse_known_args()
    VM, JAVA = str(Path(options.vm).resolve()), runlib.find_tool("java")
    javac = runlib.find_tool("javac")
    if javac is None or runlib.find_tool("jcmd") is None:
        print("no JDK: skipped")
        return 0
    with tempfile.TemporaryDirectory(prefix="kiln-attach-classes-") as folder:
        CLASSES = Path(folder)
        subprocess.run([javac, "-d", folder, *HERE.glob("src/*.java")], check=True)
        return 0 if unittest.main(argv=[sys.argv[0], *rest], exit=False).result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
