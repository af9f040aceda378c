#!/usr/bin/env python3
"""Load on examples/NioServer.java: many connections held open, every answer checked, memory sampled, SIGTERM at the end.

    tests/server/run.py --vm build/release/bin/vm                              200 connections for 20 seconds
    tests/server/run.py --vm build/release/bin/vm --seconds 600 --table        ten minutes, with the memory every 30 seconds
    tests/server/run.py                                                        the same against the reference java

Fails when an answer is wrong or missing, a connection breaks, the resident memory at the end exceeds what it was after
the first third by more than `--growth` MB, or the server does not end by itself with code 143 after its hooks ran.
"""
import argparse
import random
import selectors
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / "tools"))
import runlib  # noqa: E402

SOURCE = runlib.REPO / "examples" / "NioServer.java"
PRIMES = {10: 4, 100: 25, 500: 95, 1000: 168, 2000: 303}
ANSWER_LIMIT = 60


def question(r):
    """A request as bytes, and the body its answer must have."""
    kind = r.randrange(4)
    if kind == 0:
        name = "".join(r.choice("abcdefgh") for _ in range(r.randrange(1, 30)))
        return f"GET /hello?name={name} HTTP/1.1\r\nHost: x\r\n\r\n", f"Hello, {name}!\n", 200
    if kind == 1:
        text = "".join(r.choice("0123456789äöü") for _ in range(r.randrange(1, 2000)))
        return f"POST /reverse HTTP/1.1\r\nContent-Length: {len(text.encode())}\r\n\r\n{text}", text[::-1] + "\n", 200
    if kind == 2:
        below = r.choice(list(PRIMES))
        return f"GET /primes?below={below} HTTP/1.1\r\n\r\n", f"{PRIMES[below]} primes below {below}\n", 200
    return "GET /nowhere HTTP/1.1\r\n\r\n", "There is no /nowhere.\n", 404


class Client:
    """One connection: asks, waits for the answer, pauses, asks again."""

    def __init__(self, address, r, pause):
        self.r = r
        self.pause = pause
        self.address = address
        self.next = time.monotonic() + r.random() * pause
        self.expected = None
        self.buffer = b""
        self.connect()

    def connect(self):
        self.socket = socket.create_connection(self.address)
        self.socket.settimeout(ANSWER_LIMIT)

    def ask(self):
        text, body, status = question(self.r)
        self.expected = (body.encode(), status)
        self.asked = time.monotonic()
        self.buffer = b""
        self.socket.sendall(text.encode())

    def receive(self):
        """True when the answer is complete and right; an error text when something is wrong; False to wait on."""
        data = self.socket.recv(65536)
        if not data:
            return "the server closed a connection"
        self.buffer += data
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return False
        length = int(head.split(b"Content-Length: ")[1].split(b"\r\n")[0])
        if len(body) < length:
            return False
        if body != self.expected[0] or int(head.split()[1]) != self.expected[1]:
            return f"wrong answer {self.buffer[:300]!r}, expected {self.expected!r:.300}"
        self.expected = None
        self.next = time.monotonic() + self.pause * (0.5 + self.r.random())
        return True


def resident_mb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as f:
        for line in f:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0.0


def load(process, address, options):
    """Holds the connections; (answers, list of errors, [(second, MB)], slowest answer in seconds)."""
    selector = selectors.DefaultSelector()
    clients = [Client(address, random.Random(options.seed + i), options.pause) for i in range(options.connections)]
    for c in clients:
        selector.register(c.socket, selectors.EVENT_READ, c)
    answers, errors, samples, slowest = 0, [], [], 0.0
    start = time.monotonic()
    next_sample = start
    while time.monotonic() - start < options.seconds and len(errors) < 10:
        now = time.monotonic()
        if process.poll() is not None:
            errors.append(f"the server ended with {process.returncode}")
            break
        if now >= next_sample:
            samples.append((now - start, resident_mb(process.pid)))
            next_sample = now + max(1.0, options.seconds / 40)
        for c in clients:
            if c.expected is None and c.next <= now:
                c.ask()
            elif c.expected is not None and now - c.asked > ANSWER_LIMIT:
                errors.append("no answer for a minute")
                c.asked = now
        for key, _ in selector.select(0.01):
            c = key.data
            got = c.receive()
            if isinstance(got, str):
                errors.append(got)
                selector.unregister(c.socket)
                clients.remove(c)
            elif got:
                answers += 1
                slowest = max(slowest, time.monotonic() - c.asked)
                if c.r.random() < options.renew:            # now and then a client goes and another comes
                    selector.unregister(c.socket)
                    c.socket.close()
                    c.connect()
                    selector.register(c.socket, selectors.EVENT_READ, c)
    samples.append((time.monotonic() - start, resident_mb(process.pid)))
    # Half of the connections are still open, some with a question on its way, when the signal comes.
    for c in clients[:len(clients) // 2]:
        c.socket.close()
    return answers, errors, samples, slowest


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--vm", default=runlib.find_tool("java"), help="launcher under test (default: the reference)")
    p.add_argument("--vm-options", default="-Xmx64m", metavar="OPTS", help="options for it (default -Xmx64m)")
    p.add_argument("--seconds", type=float, default=20)
    p.add_argument("--connections", type=int, default=200)
    p.add_argument("--pause", type=float, default=0.5, help="seconds between an answer and the next question (mean)")
    p.add_argument("--renew", type=float, default=0.005, help="share of answers after which the connection is made anew")
    p.add_argument("--growth", type=float, default=8, help="MB the server may grow after the first third")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--table", action="store_true", help="print the memory samples")
    p.add_argument("--build", type=Path, default=runlib.REPO / "build" / "server")
    options = p.parse_args(runlib.command_line())
    classes, _ = runlib.compile_when_changed(options.build.resolve(), [SOURCE])
    command = [*runlib.launcher_command(options.vm, options.vm_options), "-cp", str(classes), "NioServer", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=runlib.clean_environment())
    errors = []
    try:
        line = process.stdout.readline()
        if not line.startswith("serving http://"):
            sys.exit(f"the server did not start: {line}{process.stdout.read()}")
        address = ("127.0.0.1", int(line.split(":")[2].split("/")[0]))
        answers, errors, samples, slowest = load(process, address, options)
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            begun = time.monotonic()
            try:
                rest, _ = process.communicate(timeout=60)
                ended = time.monotonic() - begun
                if process.returncode not in (143, -signal.SIGTERM):
                    errors.append(f"exit code {process.returncode} after SIGTERM, expected 143")
                if "goodbye after " not in rest:
                    errors.append(f"the hook did not run: {rest!r:.300}")
                elif abs(int(rest.split("goodbye after ")[1].split()[0]) - answers) > options.connections:
                    errors.append(f"{rest.strip()}, but {answers} answers arrived")
                print(f"{rest.strip()}; ended {ended:.2f} s after SIGTERM")
            except subprocess.TimeoutExpired:
                errors.append("did not end within a minute after SIGTERM")
        else:
            errors.append(process.stdout.read()[-2000:])
    finally:
        if process.poll() is None:
            process.kill()
    settled = [mb for second, mb in samples if second >= options.seconds / 3] or [0]
    growth = samples[-1][1] - settled[0]
    if options.seconds >= 60 and growth > options.growth:
        errors.append(f"grew by {growth:.1f} MB after the first third")
    if options.table:
        for second, mb in samples:
            print(f"  {second:6.0f} s  {mb:7.1f} MB")
    print(f"{answers} answers over {options.connections} connections in {options.seconds:.0f} s, slowest {slowest:.2f} s, "
          f"{samples[0][1]:.1f} MB at the start, {settled[0]:.1f} MB after a third, {samples[-1][1]:.1f} MB at the end, {len(errors)} errors")
    for e in errors:
        print("ERROR " + e)
    return 1 if errors or answers == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
