"""A class file as Python data that need not make sense: read, change anything, write.

    c = ClassFile.read(data)
    c.major = 44
    c.method("run").code.data[0] = 0xba
    data = c.bytes()

Used by the corpus of malformed classes and by the mutator. Reading wants a well-formed file (it raises struct.error,
IndexError or BadClassFile otherwise); writing never complains: lengths and counts are right unless an `*_override` says
something else.
"""
import struct

UTF8, INTEGER, FLOAT, LONG, DOUBLE, CLASS, STRING, FIELDREF, METHODREF, INTERFACE_METHODREF, NAME_AND_TYPE = (
    1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
METHOD_HANDLE, METHOD_TYPE, DYNAMIC, INVOKE_DYNAMIC, MODULE, PACKAGE = 15, 16, 17, 18, 19, 20
SIZES = {INTEGER: 4, FLOAT: 4, LONG: 8, DOUBLE: 8, CLASS: 2, STRING: 2, FIELDREF: 4, METHODREF: 4,
         INTERFACE_METHODREF: 4, NAME_AND_TYPE: 4, METHOD_HANDLE: 3, METHOD_TYPE: 2, DYNAMIC: 4, INVOKE_DYNAMIC: 4,
         MODULE: 2, PACKAGE: 2}


class BadClassFile(Exception):
    """A file that cannot be read."""


class Reader:
    """Big-endian numbers from bytes."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def u1(self):
        self.at += 1
        return self.data[self.at - 1]

    def u2(self):
        self.at += 2
        return self.data[self.at - 2] << 8 | self.data[self.at - 1]

    def u4(self):
        self.at += 4
        return struct.unpack_from(">I", self.data, self.at - 4)[0]

    def take(self, size):
        self.at += size
        if self.at > len(self.data):
            raise BadClassFile("truncated")
        return bytes(self.data[self.at - size:self.at])


class Constants:
    """The constant pool: entries [tag, content]; None for entry 0 and second halves of long and double."""

    def __init__(self):
        self.entries = [None]
        self.count_override = None

    @staticmethod
    def read(r):
        pool = Constants()
        count = r.u2()
        while len(pool.entries) < count:
            tag = r.u1()
            if tag != UTF8 and tag not in SIZES:
                raise BadClassFile(f"constant tag {tag}")
            pool.entries.append([tag, r.take(r.u2() if tag == UTF8 else SIZES[tag])])
            if tag in (LONG, DOUBLE):
                pool.entries.append(None)
        return pool

    def bytes(self):
        count = len(self.entries) if self.count_override is None else self.count_override
        out = [struct.pack(">H", count & 0xffff)]
        for entry in self.entries:
            if entry is not None:
                tag, data = entry
                out.append(struct.pack(">BH", tag, len(data)) + data if tag == UTF8 else bytes([tag]) + data)
        return b"".join(out)

    def add(self, tag, data):
        """Index of the entry, which is appended unless it is there."""
        if isinstance(data, str):
            data = data.encode()
        for i, entry in enumerate(self.entries):
            if entry is not None and entry[0] == tag and entry[1] == data:
                return i
        return self.append(tag, data)

    def append(self, tag, data):
        """Index of a new entry at the end."""
        self.entries.append([tag, data])
        if tag in (LONG, DOUBLE):
            self.entries.append(None)
            return len(self.entries) - 2
        return len(self.entries) - 1

    def utf8(self, text):
        return self.add(UTF8, text)

    def klass(self, name):
        return self.add(CLASS, struct.pack(">H", self.utf8(name)))

    def name_and_type(self, name, descriptor):
        return self.add(NAME_AND_TYPE, struct.pack(">HH", self.utf8(name), self.utf8(descriptor)))

    def member(self, tag, owner, name, descriptor):
        return self.add(tag, struct.pack(">HH", self.klass(owner), self.name_and_type(name, descriptor)))

    def text(self, index):
        """The bytes of a Utf8, or of the Utf8 that a class or string names."""
        tag, data = self.entries[index]
        return data if tag == UTF8 else self.entries[struct.unpack(">H", data)[0]][1]

    def find(self, tag, nth=0):
        """Index of the nth entry of that kind."""
        return [i for i, e in enumerate(self.entries) if e is not None and e[0] == tag][nth]


class Attribute:
    """Name (index of a Utf8) and content; Code is taken apart when asked for."""

    def __init__(self, name, data, code=None):
        self.name = name
        self.data = data
        self.code = code
        self.length_override = None

    @staticmethod
    def read_all(r):
        return [Attribute(r.u2(), r.take(r.u4())) for _ in range(r.u2())]

    def bytes(self):
        data = self.code.bytes() if self.code else self.data
        length = len(data) if self.length_override is None else self.length_override
        return struct.pack(">HI", self.name, length & 0xffffffff) + data


def write_attributes(attributes, count=None):
    return struct.pack(">H", len(attributes) if count is None else count) + b"".join(a.bytes() for a in attributes)


class Code:
    """The Code attribute: stack, locals, data (bytearray), handlers (lists of four numbers), attributes."""

    def __init__(self, data):
        r = Reader(data)
        self.stack, self.locals = r.u2(), r.u2()
        self.data = bytearray(r.take(r.u4()))
        self.handlers = [[r.u2(), r.u2(), r.u2(), r.u2()] for _ in range(r.u2())]
        self.attributes = Attribute.read_all(r)
        self.length_override = None
        self.handler_count_override = None

    def bytes(self):
        length = len(self.data) if self.length_override is None else self.length_override
        handlers = len(self.handlers) if self.handler_count_override is None else self.handler_count_override
        out = struct.pack(">HHI", self.stack, self.locals, length) + bytes(self.data) + struct.pack(">H", handlers)
        return out + b"".join(struct.pack(">4H", *h) for h in self.handlers) + write_attributes(self.attributes)


class Member:
    """A field or a method."""

    def __init__(self, flags, name, descriptor, attributes, pool):
        self.flags, self.name, self.descriptor, self.attributes, self.pool = flags, name, descriptor, attributes, pool

    @staticmethod
    def read_all(r, pool):
        return [Member(r.u2(), r.u2(), r.u2(), Attribute.read_all(r), pool) for _ in range(r.u2())]

    def bytes(self):
        return struct.pack(">HHH", self.flags, self.name, self.descriptor) + write_attributes(self.attributes)

    @property
    def code(self):
        """The Code attribute taken apart, or None."""
        for a in self.attributes:
            if a.code:
                return a.code
            if self.pool.text(a.name) == b"Code":
                a.code = Code(a.data)
                return a.code
        return None


class ClassFile:
    """A whole file."""

    @staticmethod
    def read(data):
        c = ClassFile()
        r = Reader(data)
        c.magic, c.minor, c.major = r.u4(), r.u2(), r.u2()
        c.pool = Constants.read(r)
        c.flags, c.this, c.super = r.u2(), r.u2(), r.u2()
        c.interfaces = [r.u2() for _ in range(r.u2())]
        c.fields = Member.read_all(r, c.pool)
        c.methods = Member.read_all(r, c.pool)
        c.attributes = Attribute.read_all(r)
        c.tail = bytes(data[r.at:])
        return c

    def bytes(self):
        out = struct.pack(">IHH", self.magic, self.minor, self.major) + self.pool.bytes()
        out += struct.pack(f">4H{len(self.interfaces)}H", self.flags, self.this, self.super, len(self.interfaces),
                           *self.interfaces)
        for members in (self.fields, self.methods):
            out += struct.pack(">H", len(members)) + b"".join(m.bytes() for m in members)
        return out + write_attributes(self.attributes) + self.tail

    def _find(self, members, name):
        return next(m for m in members if self.pool.text(m.name) == name.encode())

    def method(self, name):
        return self._find(self.methods, name)

    def field(self, name):
        return self._find(self.fields, name)

    def attribute(self, name, attributes=None):
        """The first attribute of that name, of the class or of the list given."""
        return next(a for a in (self.attributes if attributes is None else attributes)
                    if self.pool.text(a.name) == name.encode())

    def add_attribute(self, name, data, attributes=None):
        """Appends an attribute to the class or to the list given."""
        a = Attribute(self.pool.utf8(name), data)
        (self.attributes if attributes is None else attributes).append(a)
        return a
