"""A reader of HPROF files (JAVA PROFILE 1.0.2) that believes nothing: every length, reference and name is checked.

    tests/attach/hprof.py FILE          checks a file and prints what is in it
"""
import gzip
import struct
import sys
from pathlib import Path

SIZES = {4: 1, 5: 2, 6: 4, 7: 8, 8: 1, 9: 2, 10: 4, 11: 8}
FORMATS = {4: "?", 5: "H", 6: "f", 7: "d", 8: "b", 9: "h", 10: "i", 11: "q"}
ROOTS = {0xFF: ("unknown", "i"), 0x01: ("JNI global", "ii"), 0x02: ("JNI local", "i44"), 0x03: ("Java frame", "i44"),
         0x04: ("native stack", "i4"), 0x05: ("sticky class", "i"), 0x06: ("thread block", "i4"),
         0x07: ("monitor", "i"), 0x08: ("thread", "i44")}


class Broken(Exception):
    """The file contradicts itself or the format."""


def need(condition, text):
    if not condition:
        raise Broken(text)


class Class:
    """A class dump: super, loader, static values by name, declared fields in order."""

    def __init__(self):
        self.name = None
        self.super = self.loader = 0
        self.statics = {}
        self.fields = []
        self.bytes = 0


class Dump:
    """The contents. Objects: id -> ("instance", class id, bytes) | ("refs", class id, ids) | ("array", type, bytes)."""

    def __init__(self, path, complete=True):
        self.complete = complete  # whether every reference must lead to something in the file
        self.data = Path(path).read_bytes()
        if self.data[:2] == b"\x1f\x8b":
            self.data = gzip.decompress(self.data)
        self.at = 0
        self.names, self.classes, self.objects = {}, {}, {}
        self.frames, self.traces, self.roots, self.serials = {}, {}, [], {}
        end = self.data.index(b"\0")
        need(self.data[:end] in (b"JAVA PROFILE 1.0.2", b"JAVA PROFILE 1.0.1"), "name of the format")
        self.at = end + 1
        self.id_size = self.u4()
        need(self.id_size in (4, 8), "size of identifiers")
        self.time = self.u8()
        self.ended = False
        while self.at < len(self.data):
            need(not self.ended, "something behind the end of the heap dump")
            tag, _, length = self.take(1)[0], self.u4(), self.u4()
            need(self.at + length <= len(self.data), f"record {tag:#x} is longer than the file")
            self.record(tag, self.at + length)
        need(self.ended, "no end of the heap dump")
        self.check()

    def take(self, n):
        need(self.at + n <= len(self.data), "the file ends too early")
        self.at += n
        return self.data[self.at - n:self.at]

    def u2(self):
        return int.from_bytes(self.take(2), "big")

    def u4(self):
        return int.from_bytes(self.take(4), "big")

    def u8(self):
        return int.from_bytes(self.take(8), "big")

    def id(self):
        return int.from_bytes(self.take(self.id_size), "big")

    def record(self, tag, end):
        if tag == 0x01:
            key = self.id()
            need(key not in self.names, "a name twice")
            self.names[key] = self.take(end - self.at).replace(b"\xc0\x80", b"\0").decode("utf-8", "surrogatepass")
        elif tag == 0x02:
            serial, key, _, name = self.u4(), self.id(), self.u4(), self.id()
            self.serials[serial] = key
            self.classes.setdefault(key, Class()).name = self.name(name)
        elif tag == 0x04:
            key = self.id()
            self.frames[key] = (self.name(self.id()), self.name(self.id()), self.name(self.id(), True), self.u4(),
                                struct.unpack(">i", self.take(4))[0])
        elif tag == 0x05:
            serial, thread, count = self.u4(), self.u4(), self.u4()
            self.traces[serial] = (thread, [self.id() for _ in range(count)])
        elif tag == 0x1C:
            while self.at < end:
                self.sub_record()
        elif tag == 0x2C:
            self.ended = True
        else:
            raise Broken(f"record of kind {tag:#x}")
        need(self.at == end, f"record {tag:#x} does not end where it says")

    def name(self, key, may_be_null=False):
        if may_be_null and key == 0:
            return None
        need(key in self.names, f"name {key:#x} is not defined before its use")
        return self.names[key]

    def value(self, kind):
        if kind == 2:
            return self.id()
        need(kind in SIZES, f"type {kind}")
        return struct.unpack(">" + FORMATS[kind], self.take(SIZES[kind]))[0]

    def sub_record(self):
        tag = self.take(1)[0]
        if tag in ROOTS:
            name, form = ROOTS[tag]
            self.roots.append((name, [self.id() if c == "i" else self.u4() for c in form]))
        elif tag == 0x20:
            key, _ = self.id(), self.u4()
            need(key in self.classes and not hasattr(self.classes[key], "dumped"), "class dump without load, or twice")
            c = self.classes[key]
            c.dumped = True
            c.super, c.loader = self.id(), self.id()
            c.others = [self.id() for _ in range(4)]
            c.bytes = self.u4()
            for _ in range(self.u2()):
                self.u2()
                self.value(self.take(1)[0])
            for _ in range(self.u2()):
                name, kind = self.name(self.id()), self.take(1)[0]
                c.statics[name] = (kind, self.value(kind))
            c.fields = [(self.name(self.id()), self.take(1)[0]) for _ in range(self.u2())]
        elif tag == 0x21:
            key, _, klass, size = self.id(), self.u4(), self.id(), self.u4()
            self.add(key, ("instance", klass, self.take(size)))
        elif tag == 0x22:
            key, _, count, klass = self.id(), self.u4(), self.u4(), self.id()
            data = self.take(count * self.id_size)
            self.add(key, ("refs", klass, struct.unpack(f">{count}{'Q' if self.id_size == 8 else 'I'}", data)))
        elif tag == 0x23:
            key, _, count, kind = self.id(), self.u4(), self.u4(), self.take(1)[0]
            need(kind in SIZES, f"array of type {kind}")
            self.add(key, ("array", kind, self.take(count * SIZES[kind])))
        else:
            raise Broken(f"sub-record of kind {tag:#x}")

    def add(self, key, value):
        need(key != 0 and key not in self.objects, f"object {key:#x} twice")
        self.objects[key] = value

    def fields_of(self, class_id):
        """(name, type, declaring class) in the order of an instance's bytes."""
        result = []
        while class_id:
            c = self.classes[class_id]
            result += [(name, kind, class_id) for name, kind in c.fields]
            class_id = c.super
        return result

    def values_of(self, key):
        """An instance's values by name; of fields hidden by subclasses, the subclass's."""
        _, klass, data = self.objects[key]
        values, at = {}, 0
        for name, kind, _ in self.fields_of(klass):
            size = self.id_size if kind == 2 else SIZES[kind]
            raw = data[at:at + size]
            value = int.from_bytes(raw, "big") if kind == 2 else struct.unpack(">" + FORMATS[kind], raw)[0]
            values.setdefault(name, value)
            at += size
        return values

    def check(self):
        known = self.objects.keys() | self.classes.keys() | {0}
        for key, c in self.classes.items():
            need(hasattr(c, "dumped"), f"class {c.name} has no dump")
            for other in (c.super, c.loader, *c.others, *(v for k, v in c.statics.values() if k == 2)):
                need(not self.complete or other in known, f"class {c.name} refers to {other:#x}")
            need(key not in self.objects, f"{c.name} is dumped as an object as well")
        layouts = {}
        for key, (kind, klass, data) in self.objects.items():
            if kind == "array":
                continue
            need(klass in self.classes, f"object {key:#x} has no class")
            if kind == "refs":
                need(self.classes[klass].name.startswith("["), f"{key:#x} is no array")
                need(not self.complete or all(r in known for r in data), f"array {key:#x} refers to what is not there")
                continue
            if klass not in layouts:
                fields, at, refs = self.fields_of(klass), 0, []
                for _, k, _ in fields:
                    if k == 2:
                        refs.append(at)
                    at += self.id_size if k == 2 else SIZES[k]
                layouts[klass] = (at, refs)
                need(self.classes[klass].bytes == at, f"size of {self.classes[klass].name}")
            size, refs = layouts[klass]
            need(len(data) == size, f"object {key:#x} of {self.classes[klass].name} has {len(data)} bytes, not {size}")
            for at in refs:
                ref = int.from_bytes(data[at:at + self.id_size], "big")
                need(not self.complete or ref in known, f"object {key:#x} of {self.classes[klass].name} refers to {ref:#x}")
        for name, parts in self.roots:
            need(parts[0] in known and parts[0] != 0, f"root ({name}) {parts[0]:#x} is nothing")
        for _, frames in self.traces.values():
            need(all(f in self.frames for f in frames), "a trace of unknown frames")

    def class_named(self, name):
        found = [key for key, c in self.classes.items() if c.name == name]
        need(found, f"no class {name}")
        return found[0]

    def instances(self, name):
        klass = self.class_named(name)
        return [key for key, o in self.objects.items() if o[0] != "array" and o[1] == klass]

    def string(self, key):
        """The text of a java.lang.String."""
        values = self.values_of(key)
        data = self.objects[values["value"]][2]
        return data.decode("latin-1") if values["coder"] == 0 else data.decode("utf-16-le")

    def reachable(self):
        """Everything that the roots lead to."""
        seen, todo = set(), [parts[0] for _, parts in self.roots]
        while todo:
            key = todo.pop()
            if key in seen or key not in self.classes and key not in self.objects:
                continue
            seen.add(key)
            if key in self.classes:
                c = self.classes[key]
                todo += [c.super, c.loader, *c.others, *(v for k, v in c.statics.values() if k == 2)]
                continue
            kind, klass, data = self.objects[key]
            if kind == "array":
                continue
            todo.append(klass)
            if kind == "refs":
                todo += data
            else:
                values, at = [], 0
                for _, k, _ in self.fields_of(klass):
                    size = self.id_size if k == 2 else SIZES[k]
                    if k == 2:
                        values.append(int.from_bytes(data[at:at + size], "big"))
                    at += size
                todo += values
        return seen


def main():
    dump = Dump(sys.argv[1])
    kinds = {}
    for name, _ in dump.roots:
        kinds[name] = kinds.get(name, 0) + 1
    print(f"{len(dump.classes)} classes, {len(dump.objects)} objects, {len(dump.reachable())} reachable, roots {kinds}")


if __name__ == "__main__":
    main()
