#!/usr/bin/env python3
"""What the VM tells about itself: crash reports, thread dumps, signals, logs, the bytecode trace.

    tests/observing/run.py --vm build/release/bin/vm                    everything
    tests/observing/run.py --vm build/release/bin/vm CrashTest -v       unittest's arguments follow

Needs javac and a C compiler. Every test runs in an empty folder of its own.
"""
import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / "tools"))
import runlib  # noqa: E402

TIMEOUT = 120
VM = None       # the command under test
CLASSES = None  # folder with the compiled classes and libcrash.so


def build(folder, compiler):
    """Compiles src/ into `folder`."""
    javac = runlib.find_tool("javac")
    home = Path(javac).resolve().parent.parent
    subprocess.run([javac, "-nowarn", "-XDignore.symbol.file", "-d", folder, *HERE.glob("src/*.java")], check=True,
                   stderr=subprocess.DEVNULL)
    subprocess.run([compiler, "-O2", "-fomit-frame-pointer", "-shared", "-fPIC", "-I", home / "include",
                    "-I", home / "include/linux", "-o", folder / "libcrash.so", HERE / "src/crash.c"], check=True)


class Observing(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="kiln-observing-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.environment = runlib.clean_environment()
        # Under AddressSanitizer the faults are ours, too, and a preloaded library may come before its runtime.
        mine = "handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0:use_sigaltstack=0:detect_leaks=0" \
               ":verify_asan_link_order=0"
        self.environment["ASAN_OPTIONS"] = self.environment.get("ASAN_OPTIONS", "") + ":" + mine

    def command(self, main, options):
        return [VM, *options, "-cp", str(CLASSES), *main]

    def run_vm(self, *main, options=(), **more):
        """Runs to the end; a CompletedProcess with text."""
        return subprocess.run(self.command(main, options), cwd=self.folder, env=self.environment, timeout=TIMEOUT,
                              stdout=more.pop("stdout", subprocess.PIPE), stderr=subprocess.PIPE, text=True, check=False, **more)

    def start_vm(self, *main, options=(), **more):
        """A running process that has printed "ready"."""
        process = subprocess.Popen(self.command(main, options), cwd=self.folder, env=self.environment, text=True,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        line = process.stdout.readline()
        self.assertEqual(line, "ready\n", line + process.stdout.read() if line != "ready\n" else "")
        return process

    def end(self, process):
        """Waits for the end; exit code and what it printed after "ready"."""
        text, _ = process.communicate(timeout=TIMEOUT)
        return process.returncode, text


class CrashTest(Observing):
    """Native code, or the VM, does something fatal."""

    def crash(self, how, options=(), code=-signal.SIGABRT):
        done = self.run_vm("Crash", str(CLASSES / "libcrash.so"), how, options=options)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertNotIn("survived", done.stdout)
        return done

    def report(self):
        files = list(self.folder.glob("hs_err_pid*.log"))
        self.assertEqual(len(files), 1, files)
        return files[0].read_text()

    def check(self, how, headline, *frames):
        """Runs Crash; the stack has frames that match, in this order."""
        done = self.crash(how)
        self.assertIn("# A fatal error has been detected by Kiln:", done.stdout)
        self.assertRegex(done.stdout, headline)
        self.assertIn("hs_err_pid", done.stdout)
        text = self.report()
        self.assertRegex(text, headline)
        self.assertTrue(text.endswith("\nEND.\n"), text[-500:])
        self.assertNotIn("is incomplete", text)
        stack = text[text.index("\nFrames:"):text.index("\nsiginfo:")]
        at = 0
        for frame in frames:
            match = re.compile("^" + frame, re.MULTILINE).search(stack, at)
            self.assertIsNotNone(match, f"{frame} not in order in {stack}")
            at = match.end()
        return text

    def test_write(self):
        text = self.check("write", r"SIGSEGV \(0xb\) at pc=0x[0-9a-f]{16}, pid=\d+, tid=\d+", r"C  \[libcrash.so\+0x[0-9a-f]+\]  inner_function",
                          r"C .*Java_Crash_write", r"V  \[libjvm.so", r"j  Crash.write\(\)V  \(native\)",
                          r"j  Crash.inJava\(Ljava/lang/String;\)V\+\d+  Crash.java:\d+", r"j  Crash.main", "v  ~call from the VM into Java")
        self.assertIn("si_addr: 0x0000000000000008  (null pointer)", text)
        self.assertRegex(text, r'Current thread:  0x[0-9a-f]+ JavaThread "main" \[in native code, id=\d+, stack\(')
        for part in ("Command line: ", "Registers:", "What the registers hold:", "Instructions (pc=", "Java heap: used", "metadata: ",
                     '"Finalizer" daemon', "Memory map and loaded libraries:", "libjava.so", "VM arguments:", "java.class.path = ",
                     "Environment variables:", "LC_ALL=C.UTF-8", "Signal handlers", "uname: Linux", "limits: STACK="):
            self.assertIn(part, text)

    def test_divide(self):
        self.check("divide", "SIGFPE", "C .*Java_Crash_divide", "j  Crash.divide")

    def test_illegal(self):
        self.check("illegal", "SIGILL", "C .*Java_Crash_illegal", "j  Crash.illegal")

    def test_wild_jump(self):
        self.check("jump", "SIGSEGV", "C  0x0000000000000008", "C .*Java_Crash_jump", "j  Crash.jump", "j  Crash.main")

    def test_in_c_library(self):
        self.check("copy", "SIGSEGV", r"C  \[libc.so.6", "C .*Java_Crash_copy", "j  Crash.copy")

    def test_stack_overflow(self):
        text = self.check("overflow", "stack overflow: native code has used up", "C .*recurse", r" +\.\.\. the same \d+ more times", "j  Crash.overflow")
        self.assertIn("(stack overflow)", text)

    def test_java_below_native(self):
        self.check("callBack", "SIGSEGV", "j  Crash.write", "j  Crash.calledBack", "v  ~call", "C .*Java_Crash_callBack", "j  Crash.callBack", "j  Crash.main")

    def test_unsafe(self):
        self.check("unsafe", "SIGSEGV", "V .*putInt", r"j  jdk.internal.misc.Unsafe.putInt\(Ljava/lang/Object;JI\)V  \(native\)", "j  Crash.inJava")

    def test_inside_vm(self):
        self.check("insideVm", "SIGSEGV", "V .*GetArrayLength", "j  Crash.insideVm", "j  Crash.main")

    def test_other_thread(self):
        text = self.check("thread", "SIGSEGV", "j  Crash.write", "j  java.lang.Thread.run")
        self.assertIn('JavaThread "crashing thread \u00fc" [', text)

    def test_several_at_once(self):
        done = self.crash("together")
        self.assertEqual(done.stdout.count("A fatal error has been detected"), 1)
        self.assertTrue(self.report().endswith("\nEND.\n"))

    def test_abort_is_nobodys_business(self):
        done = self.crash("abort")
        self.assertNotIn("fatal error", done.stdout)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_sent_from_outside(self):
        process = self.start_vm("Crash", str(CLASSES / "libcrash.so"), "ready")
        process.send_signal(signal.SIGSEGV)
        code, text = self.end(process)
        self.assertEqual(code, -signal.SIGABRT, text)
        self.assertIn(f"The signal was sent by process {os.getpid()}", text)

    def test_error_file(self):
        done = self.crash("write", ["-XX:ErrorFile=%%report_%p.txt"])
        files = list(self.folder.iterdir())
        self.assertEqual(len(files), 1)
        self.assertRegex(files[0].name, r"^%report_\d+\.txt$")
        self.assertIn(f"# {files[0].resolve()}\n", done.stdout)

    def test_error_file_that_cannot_be(self):
        self.crash("write", ["-XX:ErrorFile=/nowhere/at/all"])
        self.report()

    def test_error_file_to_stdout(self):
        done = self.crash("write", ["-XX:+ErrorFileToStdout"])
        self.assertEqual(list(self.folder.iterdir()), [])
        self.assertEqual(done.stdout.count("# A fatal error"), 1)
        self.assertTrue(done.stdout.endswith("\nEND.\n"))

    def test_on_error(self):
        done = self.crash("write", ["-XX:OnError=echo on error of %p; echo twice"])
        self.assertRegex(done.stdout, r"\non error of \d+\ntwice\n")

    def test_without_core(self):
        done = self.crash("write", ["-XX:-CreateCoredumpOnCrash"], code=1)
        self.assertIn("No core dump will be written", done.stdout)

    def test_earlier_handler(self):
        self.environment.update(LD_PRELOAD=str(CLASSES / "libcrash.so"), CRASH_TEST_HANDLER="1")
        done = self.run_vm("Crash", str(CLASSES / "libcrash.so"), "write")
        self.assertEqual((done.returncode, done.stdout), (7, "handled elsewhere\n"), done.stderr)
        self.assertEqual(list(self.folder.iterdir()), [])


class SignalTest(Observing):
    """Signals that Java is told of."""

    def send(self, number, main=("Hooks",), options=(), **more):
        process = self.start_vm(*main, options=options, **more)
        process.send_signal(number)
        return self.end(process)

    def test_shutdown(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            with self.subTest(number):
                self.assertEqual(self.send(number), (128 + number, "hook\n"))

    def test_reduced(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
            with self.subTest(number):
                self.assertEqual(self.send(number, options=["-Xrs"]), (-number, ""))

    def test_ignored_from_outside(self):
        process = self.start_vm("Hooks", preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        process.send_signal(signal.SIGHUP)
        time.sleep(0.3)
        self.assertIsNone(process.poll())
        process.send_signal(signal.SIGTERM)
        self.assertEqual(self.end(process), (143, "hook\n"))

    def test_handler_in_java(self):
        process = self.start_vm("Hooks", "USR2", "INT")
        for name in ("USR2", "INT", "USR2"):
            process.send_signal(getattr(signal, "SIG" + name))
            self.assertEqual(process.stdout.readline(), f"got SIG{name}\n")
        process.send_signal(signal.SIGTERM)
        self.assertEqual(self.end(process), (143, "hook\n"))

    def test_broken_pipe(self):
        reader, writer = os.pipe()
        os.close(reader)
        done = self.run_vm("Busy", stdout=writer)
        os.close(writer)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_default_is_left_to_the_system(self):
        self.assertEqual(self.send(signal.SIGUSR1)[0], -signal.SIGUSR1)


class ThreadDumpTest(Observing):
    """SIGQUIT."""

    OBJECT = r"<0x[0-9a-f]{16}> \(a %s\)\n"

    def dump(self, *arguments):
        process = self.start_vm("Dump", *arguments)
        process.send_signal(signal.SIGQUIT)
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("  class space"):
                break
        # Still alive, and willing to do it again.
        process.send_signal(signal.SIGQUIT)
        for line in process.stdout:
            if line.startswith("Full thread dump"):
                break
        process.kill()
        text = "".join(lines)
        self.paragraphs = {}
        for paragraph in text[:text.index("\nJNI global refs: ")].split("\n\n"):
            if paragraph.startswith('"'):
                # Threads of the VM's own have no number.
                end = paragraph.rindex('" #') if '" #' in paragraph else paragraph.index('"', 1)
                self.paragraphs[paragraph[1:end]] = paragraph + "\n"
        return text

    def check(self, name, head, *lines):
        paragraph = self.paragraphs[name]
        self.assertRegex(paragraph, rf'^"{name}" #\d+ {head}  \[0x[0-9a-f]{{16}}\]\n')
        at = 0
        for line in lines:
            match = re.compile(line).search(paragraph, at)
            self.assertIsNotNone(match, f"{line} not in order in {paragraph}")
            at = match.end()

    def test_dump(self):
        text = self.dump()
        self.assertRegex(text, r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\nFull thread dump Kiln 64-Bit Server VM \(.* mode\):\n")
        numbers = r"prio=\d+ os_prio=0 cpu=\d+\.\d\dms elapsed=\d+\.\d\ds tid=0x[0-9a-f]{16} nid=0x[0-9a-f]+ "
        self.check("main", numbers + "waiting on condition", r"   java.lang.Thread.State: TIMED_WAITING \(sleeping\)\n",
                   r"\tat java.lang.Thread.sleep\(java.base@17[0-9.]*/Native Method\)\n", r"\tat Dump.main\(Dump.java:\d+\)\n")
        plain = self.OBJECT % "java.lang.Object"
        self.check("holder", "daemon " + numbers + "waiting on condition", "Thread.sleep", r"\tat Dump.hold\(Dump.java:\d+\)\n",
                   r"\t- locked " + plain, r"\t- locked " + plain, r"\t- locked " + self.OBJECT % "java.lang.Class for Dump", "Thread.run")
        self.check("blocked", "daemon " + numbers + "waiting for monitor entry", r"BLOCKED \(on object monitor\)\n", r"\tat Dump\.lambda",
                   r"\t- waiting to lock " + plain)
        builder = self.OBJECT % "java.lang.StringBuilder"
        self.check("waiter", "daemon " + numbers + r"in Object.wait\(\)", r"State: WAITING \(on object monitor\)\n",
                   r"\tat java.lang.Object.wait\(java.base@[0-9.]*/Native Method\)\n\t- waiting on " + builder,
                   r"\tat Dump\.lambda.*\n\t- locked " + builder)
        self.check("timed waiter", "daemon " + numbers + r"in Object.wait\(\)", r"State: TIMED_WAITING \(on object monitor\)\n")
        self.check("parked", "daemon " + numbers + "waiting on condition", r"WAITING \(parking\)\n", "Unsafe.park")
        self.check("locker", "daemon " + numbers + "waiting on condition", "Unsafe.park.*\n\t- parking to wait for  " +
                   self.OBJECT % r"java.util.concurrent.locks.ReentrantLock\$NonfairSync")
        self.check("spinner", "daemon " + numbers + "runnable", "State: RUNNABLE\n", r"\tat Dump\.lambda")
        for name in ("Reference Handler", "Finalizer", "Signal Dispatcher"):
            self.assertIn(name, self.paragraphs)
        self.assertRegex(text, r"\nJNI global refs: \d+, weak refs: \d+\n")
        self.assertRegex(text, r"\nHeap\n Java heap       total \d+K, used \d+K, maximum \d+K\n Metaspace ")
        self.assertNotIn("deadlock", text)

    def test_deadlock(self):
        text = self.dump("deadlock")
        self.assertIn("Found one Java-level deadlock:\n=============================\n", text)
        for one, other in ((1, 2), (2, 1)):
            self.assertRegex(text, rf'"deadlocked {one}":\n  waiting to lock monitor 0x[0-9a-f]{{16}} \(object 0x[0-9a-f]{{16}}, a java.lang.Object\),\n'
                             rf'  which is held by "deadlocked {other}"\n')
        self.assertIn("\nFound 1 deadlock.\n", text)


class LogTest(Observing):
    """-Xlog, -verbose and the trace, in whatever build this is."""

    def output(self, *options):
        done = self.run_vm("Busy", options=options)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("42\n", done.stdout)
        return done.stdout

    def test_class_load(self):
        for options in (["-Xlog:class+load"], ["-verbose:class"], ["-verbose"]):
            text = self.output(*options)
            self.assertRegex(text, r"(?m)^\[\d+\.\d+s\]\[info\]\[class,load\] java.lang.Object source: jrt:/java.base$")
            self.assertRegex(text, r"(?m)^\[.*\]\[class,load\] Busy source: file:")

    def test_class_init(self):
        self.assertRegex(self.output("-Xlog:class+init"), r"\[class,init\] \d+ Initializing 'Busy'")

    def test_gc(self):
        for option in ("-Xlog:gc", "-verbose:gc"):
            self.assertRegex(self.output(option), r"\[info\]\[gc\] GC\(0\) Pause Full \(System.gc\(\)\) \d+M->\d+M\(\d+M\) \d+\.\d+ms")

    def test_file(self):
        self.assertEqual(self.output("-Xlog:gc*:file=gc_%p.txt:uptime,tags"), "42\n")
        files = list(self.folder.iterdir())
        self.assertEqual(len(files), 1)
        self.assertRegex(files[0].read_text(), r"(?m)^\[\d+\.\d+s\]\[gc,start *\] GC\(0\) Pause Full")

    def test_rotation(self):
        self.output("-Xlog:class+load:file=log.txt::filecount=3,filesize=4k")
        sizes = {path.name: path.stat().st_size for path in self.folder.iterdir()}
        self.assertEqual(sorted(sizes), ["log.txt", "log.txt.0", "log.txt.1", "log.txt.2"])
        for name in ("log.txt.0", "log.txt.1", "log.txt.2"):
            self.assertTrue(4096 <= sizes[name] < 4096 + 300, sizes)
        self.output("-Xlog:class+load:file=one.txt::filecount=0", "-Xlog:gc")
        self.output("-Xlog:class+load:file=one.txt::filecount=0")
        self.assertEqual([path.name for path in self.folder.glob("one*")], ["one.txt"])

    def test_decorations(self):
        everything = "time,utctime,uptime,timemillis,uptimemillis,timenanos,uptimenanos,hostname,pid,tid,level,tags"
        texts = [self.output(f"-Xlog:class+load:stdout:{names}").split("\n")[0]
                 for names in (everything, "t,utc,u,tm,um,tn,un,hn,p,ti,l,tg")]
        date = r"\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000\]"
        for text in texts:
            self.assertRegex(text, rf"^{date}{date}\[\d+\.\d{{3}}s\]\[\d+ms\]\[\d+ms\]\[\d+ns\]\[\d+ns\]\[[^]]+\]\[\d+\]\[\d+\]"
                             r"\[info\]\[class,load\] java\.lang\.Object source: ")

    def test_what_makes_no_sense(self):
        """The reference VM's words for every mistake."""
        java = runlib.find_tool("java")
        for option in ("nonsense", "gc=loud", "gc:file=", "gc:file=x::filecount=z", "gc::nodec", "gc:blah=x", "gc:#7", "gc+gc",
                       "class+load:stdout:x,y", "gc:file=/nowhere/x", "gc+nonsense*", "gc:file=y::filesize=1x",
                       "gc:file=z::nothing=1", "gc+heap+start+ref+cpu+init", 'gc:file="q'):
            answers = []
            for command in (VM, java):
                done = subprocess.run([command, "-Xlog:" + option, "-cp", str(CLASSES), "Busy"], cwd=self.folder, env=self.environment,
                                      timeout=TIMEOUT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
                answers.append((done.returncode, re.sub(r"\[\d+\.\d{3}s\]", "", done.stdout)))
            self.assertEqual(*answers, option)

    def test_bytecodes(self):
        text = self.output("-XX:+TraceBytecodes")
        self.assertRegex(text, r"(?m)^\[\d+\] Busy.twice\(I\)I @2 +iadd +\| 15 15$")

    def test_exceptions(self):
        done = self.run_vm("Crash", str(CLASSES / "libcrash.so"), "nothing of the kind", options=["-Xlog:exceptions"])
        self.assertEqual(done.returncode, 1)
        for method in ("inJava", "main"):
            self.assertRegex(done.stdout, r"\[exceptions\] Exception <a 'java/lang/IllegalArgumentException'\{0x[0-9a-f]{16}\}: nothing of the kind> "
                             rf"thrown in method '{method}' .* in 'Crash' at bci \d+ of thread 0x")

    def test_native_methods(self):
        done = self.run_vm("Crash", str(CLASSES / "libcrash.so"), "abort", options=["-verbose:jni"])
        self.assertIn("[Dynamic-linking native method Crash.abort ... JNI]", done.stdout)

    def test_quiet(self):
        self.assertEqual(self.output(), "42\n")


class CompilationTest(Observing):
    """What is told about compiled code."""

    def hot(self, *options):
        done = self.run_vm("Hot", options=["-XX:+UseCompiler", *options])
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_perf_map(self):
        path = Path(f"/tmp/perf-{self.hot('-XX:+DumpPerfMapAtExit').split()[0]}.map")
        self.addCleanup(path.unlink, True)
        lines = [line.split(" ", 2) for line in path.read_text().splitlines()]
        self.assertIn("Hot.work(I)I", [name for _, _, name in lines])
        places = sorted((int(start, 16), int(size, 16)) for start, size, _ in lines)
        for (start, size), (following, _) in zip(places, places[1:]):
            self.assertLessEqual(start + size, following)

    def test_perf_climbs_through_compiled_code(self):
        perf = shutil.which("perf")
        if perf is None or subprocess.run([perf, "record", "-o", self.folder / "try", "true"], capture_output=True, check=False).returncode != 0:
            self.skipTest("no usable perf")
        command = self.command(["Hot", "400000"], ["-XX:+DumpPerfMapAtExit"])
        done = subprocess.run([perf, "record", "-F", "999", "--call-graph", "fp", "-o", "data", *command], cwd=self.folder,
                              env=self.environment, capture_output=True, text=True, timeout=TIMEOUT, check=True)
        self.addCleanup(Path(f"/tmp/perf-{done.stdout.split()[0]}.map").unlink, True)
        script = subprocess.run([perf, "script", "-i", "data", "-F", "ip,sym"], cwd=self.folder, capture_output=True, text=True,
                                timeout=TIMEOUT, check=True).stdout
        stacks = [[(line.split(None, 1) + ["?"])[1] for line in sample.strip().splitlines()] for sample in script.split("\n\n") if sample.strip()]
        inside = [stack for stack in stacks if stack[0] == "Hot.work(I)I"]
        self.assertGreater(len(inside), 10)
        # Down to libc's start of a thread, or to the launcher's, which a sanitizer starts without frame pointers.
        climbed = [stack for stack in inside if "Hot.main([Ljava/lang/String;)V" in stack
                   and any(frame == "start_thread" or frame.startswith("kiln::launcher::") for frame in stack)]
        self.assertGreater(len(climbed), len(inside) * 0.8)

    def test_debugger_names_compiled_code(self):
        gdb = shutil.which("gdb")
        if gdb is None:
            self.skipTest("no gdb")
        # The listing says that the method is compiled.
        with subprocess.Popen(self.command(["Hot", "400000000"], ["-XX:+GdbJitInterface", "-XX:+PrintCompilation"]), env=self.environment,
                              stdout=subprocess.PIPE, text=True) as running:
            self.addCleanup(running.kill)
            while not re.search(r" Hot::main ", running.stdout.readline()):
                pass
            # Most of the time main is in work; now and then the debugger comes between two calls.
            inside = r"#0 .* in Hot\.work\(I\)I \(\)\n#1 .* in Hot\.main\(\[Ljava/lang/String;\)V"
            for _ in range(5):
                done = subprocess.run([gdb, "-p", str(running.pid), "-batch", "-nx", "-ex", "thread apply all bt 4"], capture_output=True,
                                      text=True, timeout=TIMEOUT, check=False)
                if "ptrace" in done.stderr or re.search(inside, done.stdout):
                    break
            running.kill()
        if "ptrace" in done.stderr:
            self.skipTest("no right to debug")
        self.assertRegex(done.stdout, inside)

    def test_code_cache_is_swept(self):
        done = self.run_vm("-m", "jdk.compiler/com.sun.tools.javac.Main", "-d", str(self.folder), str(HERE / "src/Hot.java"),
                           options=["-Xcomp", "-XX:ReservedCodeCacheSize=1m", "-Xlog:jit+compilation"])
        self.assertEqual(done.returncode, 0, done.stderr)
        swept = re.findall(r"Code cache swept: (\d+) methods stay, (\d+) of (\d+) bytes used", done.stdout)
        self.assertTrue(swept)
        for _, used, capacity in swept:
            self.assertLessEqual(int(used), int(capacity))
        self.assertTrue((self.folder / "Hot.class").exists())

    def test_random_thresholds(self):
        first = self.run_vm("Hot", options=["-XX:StressThresholdsSeed=-1", "-XX:+PrintCompilation"])
        seed = re.fullmatch(r"-XX:StressThresholdsSeed=(\d+)\n", first.stderr)
        self.assertTrue(seed, first.stderr)
        runs = [self.run_vm("Hot", options=[f"-XX:StressThresholdsSeed={number}", "-XX:+PrintCompilation"]).stdout
                for number in (seed[1], int(seed[1]) + 1)]
        compiled = [re.findall(r" (\S+::\S+) ", text)[:20] for text in (first.stdout, *runs)]
        self.assertEqual(compiled[0], compiled[1])
        self.assertNotEqual(compiled[0], compiled[2])

    def test_jitdump(self):
        path = Path(f"/tmp/jit-{self.hot('-XX:+PerfJitDump').split()[0]}.dump")
        self.addCleanup(path.unlink, True)
        data = path.read_bytes()
        self.assertEqual(data[:4], b"DTiJ")
        self.assertIn(b"Hot.work(I)I\0", data)
        self.assertIn(b"Hot.java\0", data)

    def test_log(self):
        self.hot("-XX:+LogCompilation", "-XX:LogFile=log_%p.jsonl")
        log = [json.loads(line) for line in next(self.folder.glob("log_*.jsonl")).read_text().splitlines()]
        self.assertEqual([c["id"] for c in log], list(range(1, len(log) + 1)))
        work = [c for c in log if c["method"] == "Hot.work" and c["descriptor"] == "(I)I"]
        self.assertTrue(work)
        offsets = [offset for offset, _, _ in work[-1]["points"]]
        self.assertEqual(offsets, sorted(offsets))
        self.assertLess(offsets[-1], work[-1]["code"])
        self.assertIn(6, {line for _, _, line in work[-1]["points"]})   # sum += ...

    def test_assembly(self):
        listing = self.hot("-XX:+PrintAssembly").split("[Hot.work(I)I", 1)
        self.assertEqual(len(listing), 2)
        self.check_assembly(listing[1])

    def test_assembly_of_one_method(self):
        told = self.hot("-XX:CompileCommand=print,Hot::work")
        self.assertEqual(told.count("  id "), told.count("[Hot.work(I)I"))
        self.check_assembly(told.split("[Hot.work(I)I", 1)[1])

    def check_assembly(self, text):
        method = text.split("\n\n")[0]
        self.assertRegex(method, r"\d+: ixor +Hot.java:6\n(.*\n)*? +[0-9a-f]+  xor ")
        self.assertRegex(method, r"[0-9a-f]+  ret")


def main():
    global VM, CLASSES
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vm", required=True, help="the command under test")
    parser.add_argument("--cc", default="cc", help="C compiler")
    options, rest = parser.parse_known_args()
    VM = str(Path(options.vm).resolve())
    with tempfile.TemporaryDirectory(prefix="kiln-observing-classes-") as folder:
        CLASSES = Path(folder)
        build(CLASSES, options.cc)
        unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
