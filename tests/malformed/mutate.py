"""Mutations of class files that keep most of a file's structure: `mutate(data, random)`."""
import struct

import caselib  # noqa: F401  (sets the path)
from classfile import (CLASS, FIELDREF, INTERFACE_METHODREF, METHODREF, NAME_AND_TYPE, SIZES, UTF8, Attribute, BadClassFile, ClassFile)

LENGTHS = {}
for _name, (_code, _operands) in caselib.OPCODES.items():
    _digits = [int(c) for c in _operands if c.isdigit()]
    LENGTHS[_code] = 0 if _operands in ("T", "L") or _name == "wide" else 1 + sum(_digits)
SAME_LENGTH = {n: [c for c, m in LENGTHS.items() if m == n] for n in set(LENGTHS.values())}
DESCRIPTORS = ["I", "J", "D", "F", "Z", "B", "[I", "Ljava/lang/Object;", "Ljava/lang/String;", "[[J", "V", "()V", "(I)I", "(JD)Ljava/lang/Object;",
               "(Ljava/lang/String;[I)V", "Ljava/lang/Runnable;", "L;", "[", "Q", "()"]
NAMES = ["<init>", "<clinit>", "run", "a.b", "a;b", "", "hashCode", "clone", "finalize", "java/lang/Object", "[I", "java/util/List", "java/lang/Cloneable"]
INTERESTING = [0, 1, 2, 3, 4, 5, 8, 127, 128, 251, 252, 254, 255, 256, 65534, 65535]


def starts_of(data):
    """Offsets of the instructions, as far as the code makes sense."""
    at, starts = 0, []
    while at < len(data):
        starts.append(at)
        code = data[at]
        if code in (0xaa, 0xab):
            base = (at + 4) & ~3
            if base + 12 > len(data):
                break
            low, high = struct.unpack_from(">ii", data, base + 4)
            at = base + 12 + 4 * (high - low + 1) if code == 0xaa else base + 8 + 8 * low
            if at <= starts[-1]:
                break
        elif code == 0xc4:
            at += 6 if data[at + 1:at + 2] == b"\x84" else 4
        else:
            at += LENGTHS.get(code, 1)
    return starts


def a_number(r):
    return r.choice(INTERESTING) if r.random() < 0.5 else r.randrange(300)


def edit_code(c, r):
    """One change to the bytes of one method's code."""
    methods = [m for m in c.methods if m.code is not None and m.code.data]
    if not methods:
        return False
    code = r.choice(methods).code
    data = code.data
    starts = starts_of(data)
    at = r.choice(starts)
    end = next((s for s in starts if s > at), len(data))
    kind = r.randrange(11)
    if kind <= 2:
        data[at] = r.choice(SAME_LENGTH.get(LENGTHS.get(data[at], 1), [data[at]]))
    elif kind == 3:
        data[at] = r.randrange(256)
    elif kind == 4 and end - at > 1:
        data[r.randrange(at + 1, end)] = r.randrange(256)
    elif kind == 5 and end - at >= 3:
        data[at + 1:at + 3] = struct.pack(">H", r.randrange(1, len(c.pool.entries)))
    elif kind == 6:
        data[at:end] = bytes(end - at)
    elif kind == 7:
        other = r.choice(starts)
        end2 = next((s for s in starts if s > other), len(data))
        if end2 - other == end - at:
            data[at:end], data[other:end2] = data[other:end2], data[at:end]
        else:
            data[at:end] = bytes(end - at)
    elif kind == 8 and end - at >= 3 and (0x99 <= data[at] <= 0xa8 or data[at] in (0xc6, 0xc7)):
        data[at + 1:at + 3] = struct.pack(">h", r.choice(starts) - at)
    elif kind == 9:
        del data[at:end]
    else:
        data[at:at] = bytes([r.choice(SAME_LENGTH[1])])
    return True


def edit_limits(c, r):
    methods = [m for m in c.methods if m.code is not None]
    if not methods:
        return False
    code = r.choice(methods).code
    if r.random() < 0.5:
        code.stack = max(0, code.stack + r.choice((-2, -1, 1)))
    else:
        code.locals = max(0, code.locals + r.choice((-2, -1, 1)))
    return True


def edit_handlers(c, r):
    methods = [m for m in c.methods if m.code is not None and (m.code.handlers or r.random() < 0.1)]
    if not methods:
        return False
    code = r.choice(methods).code
    starts = starts_of(code.data)
    if not code.handlers or r.random() < 0.2:
        code.handlers.append([r.choice(starts), r.choice(starts), r.choice(starts), r.choice((0, r.randrange(len(c.pool.entries))))])
    elif r.random() < 0.2:
        code.handlers.pop(r.randrange(len(code.handlers)))
    else:
        row = r.choice(code.handlers)
        row[r.randrange(4)] = r.choice((r.choice(starts), a_number(r), r.randrange(len(c.pool.entries))))
    return True


def edit_stack_map(c, r):
    tables = [(m.code, a) for m in c.methods if m.code is not None for a in m.code.attributes if c.pool.text(a.name) == b"StackMapTable"]
    if not tables:
        return False
    code, table = r.choice(tables)
    kind = r.randrange(6)
    data = bytearray(table.data)
    if kind == 0:
        code.attributes.remove(table)
        return True
    at = r.randrange(len(data)) if data else 0
    if not data or kind == 1:
        data[at:at] = bytes([r.randrange(256)])
    elif kind == 2:
        del data[at]
    elif kind == 3 and len(data) > 3:
        data[at] = r.randrange(9)
    else:
        data[at] = r.choice((r.randrange(256), (data[at] + r.choice((-1, 1))) & 255))
    table.data = bytes(data)
    return True


def edit_constant(c, r):
    entries = c.pool.entries
    indices = [i for i, e in enumerate(entries) if e is not None]
    i = r.choice(indices)
    tag, data = entries[i]
    kind = r.randrange(6)
    if tag == UTF8:
        texts = DESCRIPTORS if kind < 3 else NAMES
        if kind == 5 and data:
            text = bytearray(data)
            text[r.randrange(len(text))] = r.choice(b"/;[L.<>()VIJ\x80\xc0a")
            entries[i] = [tag, bytes(text)]
        else:
            entries[i] = [tag, r.choice(texts).encode()]
    elif kind == 0:
        same = [t for t, n in SIZES.items() if n == len(data)]
        entries[i] = [r.choice(same), data]
    elif len(data) in (2, 4) and tag not in (3, 4):
        at = 2 * r.randrange(len(data) // 2)
        # Mostly another entry of the same kind, so that the file stays readable.
        old = struct.unpack_from(">H", data, at)[0]
        like = entries[old][0] if old < len(entries) and entries[old] else None
        choice = [j for j in indices if entries[j][0] == like] if kind < 5 else indices
        entries[i] = [tag, data[:at] + struct.pack(">H", r.choice(choice or indices)) + data[at + 2:]]
    elif data:
        at = r.randrange(len(data))
        entries[i] = [tag, data[:at] + bytes([r.randrange(256)]) + data[at + 1:]]
    return True


def edit_member_reference(c, r):
    """Makes a reference name another class, or another member."""
    entries = c.pool.entries
    references = [i for i, e in enumerate(entries) if e is not None and e[0] in (FIELDREF, METHODREF, INTERFACE_METHODREF)]
    if not references:
        return False
    i = r.choice(references)
    tag, data = entries[i]
    like = CLASS if r.random() < 0.5 else NAME_AND_TYPE
    other = struct.pack(">H", r.choice([j for j, e in enumerate(entries) if e is not None and e[0] == like]))
    entries[i] = [tag if r.random() < 0.8 else r.choice((METHODREF, INTERFACE_METHODREF)), other + data[2:] if like == CLASS else data[:2] + other]
    return True


def edit_flags(c, r):
    target = r.choice([c, *c.methods, *c.fields])
    target.flags ^= 1 << r.randrange(16)
    return True


def edit_header(c, r):
    kind = r.randrange(6)
    classes = [i for i, e in enumerate(c.pool.entries) if e is not None and e[0] == CLASS]
    if kind == 0:
        c.super = r.choice(classes)
    elif kind == 1:
        c.interfaces.append(r.choice(classes))
    elif kind == 2 and c.interfaces:
        c.interfaces.pop()
    elif kind == 3:
        c.this = r.choice(classes)
    else:
        c.major = r.choice((45, 46, 47, 48, 49, 49, 49, 50, 50, 51, 52, 53, 55, 60))
    return True


def edit_attribute(c, r):
    owners = [c.attributes, *[m.attributes for m in (*c.methods, *c.fields) if m.attributes], *[m.code.attributes for m in c.methods if m.code]]
    attributes = r.choice(owners)
    if not attributes:
        return False
    a = r.choice(attributes)
    kind = r.randrange(6)
    if kind == 0:
        attributes.remove(a)
    elif kind == 1:
        attributes.append(a)
    elif kind == 2:
        a.name = r.choice([x for o in owners for x in o]).name
    elif kind == 3:
        a.length_override = max(0, len(a.code.bytes() if a.code else a.data) + r.choice((-2, -1, 1, 2)))
    elif a.data and not a.code:
        at = r.randrange(len(a.data))
        a.data = a.data[:at] + bytes([r.choice((0, 1, 255, r.randrange(256)))]) + a.data[at + 1:]
    else:
        attributes.append(Attribute(a.name, a.data + b"\0"))
    return True


def edit_members(c, r):
    members = c.methods if r.random() < 0.7 else c.fields
    if not members:
        return False
    m = r.choice(members)
    texts = [i for i, e in enumerate(c.pool.entries) if e is not None and e[0] == UTF8]
    kind = r.randrange(4)
    if kind == 0:
        members.remove(m)
    elif kind == 1:
        members.append(m)
    elif kind == 2:
        m.name = r.choice([x.name for x in members] + [r.choice(texts)])
    else:
        m.descriptor = r.choice([x.descriptor for x in members] + [r.choice(texts)])
    return True


EDITS = [(edit_code, 40), (edit_stack_map, 14), (edit_constant, 10), (edit_member_reference, 10), (edit_limits, 4), (edit_handlers, 6), (edit_flags, 5),
         (edit_header, 5), (edit_attribute, 5), (edit_members, 4)]
CHOICES = [e for e, weight in EDITS for _ in range(weight)]


def mutate(data, r):
    """A changed copy of a class file. `r` is a random.Random; equal states give equal files."""
    if r.random() < 0.03:
        data = bytearray(data)
        for _ in range(r.choice((1, 1, 2, 4))):
            data[r.randrange(len(data))] = r.randrange(256)
        return bytes(data[:r.randrange(len(data))] if r.random() < 0.2 else data)
    try:
        c = ClassFile.read(data)
        for _ in range(r.choice((1, 1, 1, 2, 3))):
            for _ in range(5):
                if r.choice(CHOICES)(c, r):
                    break
        return c.bytes()
    except (struct.error, IndexError, BadClassFile, TypeError):
        # A change before made the file unreadable; flip a byte instead.
        data = bytearray(data)
        data[r.randrange(len(data))] ^= 1 << r.randrange(8)
        return bytes(data)
