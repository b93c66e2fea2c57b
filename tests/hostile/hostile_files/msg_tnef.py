"""Outlook's .msg and winmail.dat: properties, streams and sizes that lie; RTF that unpacks."""

from __future__ import annotations

import struct

from hostile_files.compound import compound, outlook, properties, tnef
from hostile_files.listing import letter, naming

_SUBJECT, _BODY, _HTML, _RTF, _HEADERS, _CLASS = 0x37, 0x1000, 0x1013, 0x1009, 0x7D, 0x1A
_DATA, _NAME, _LONG_NAME, _METHOD, _EMBEDDED = 0x3701, 0x3704, 0x3707, 0x3705, 0x3701
msg, dat = naming("msg", ".msg"), naming("tnef", ".dat")


def _msg(
    values: dict[int, object] | None = None,
    attachments: list[dict[int, object]] | None = None,
    **more: object,
) -> bytes:
    usual = {_SUBJECT: "答复", _BODY: letter(), _CLASS: "IPM.Note"}
    files = [properties(each, head=8) for each in attachments or []]
    return compound(outlook({**usual, **(values or {})}, files, **more))  # type: ignore[arg-type]


def _file(name: str, data: bytes = b"x") -> dict[int, object]:
    return {_LONG_NAME: name, _NAME: name[:8], _DATA: data, _METHOD: 1}


def _nested(depth: int) -> bytes:
    tree = outlook({_SUBJECT: "x", _CLASS: "IPM.Note"}, [], head=24)
    for _ in range(depth):
        inner = {
            **properties({_LONG_NAME: "a.msg", _METHOD: 5}, head=8),
            "__substg1.0_3701000D": tree,
        }
        tree = {
            **outlook({_SUBJECT: "x", _CLASS: "IPM.Note"}, [], head=24),
            "__attach_version1.0_#00000000": inner,
        }
    return compound(tree)


def _packed_rtf(told: int, size: int, body: bytes, magic: bytes = b"LZFu") -> bytes:
    return struct.pack("<II", told, size) + magic + bytes(4) + body


def _with_stream(name: str, data: bytes) -> bytes:
    return compound(
        {**outlook({_SUBJECT: "答复", _BODY: letter(), _CLASS: "IPM.Note"}, []), name: data}
    )


def _told_sizes(size: int) -> bytes:
    """The body says that it is so long."""
    usual = struct.pack("<I", len(letter().encode("utf-16-le")))
    return _msg().replace(usual, struct.pack("<I", size))


def _nested_tnef(depth: int, times: int = 1) -> bytes:
    data = tnef(letter().encode("gbk"), [])
    for _ in range(depth):
        data = tnef(b"x", [(b"winmail.dat", data)] * times)
    return data


def _item(level: int, name: int, kind: int, data: bytes, told: int | None = None) -> bytes:
    size = len(data) if told is None else told
    return (
        struct.pack("<BHHI", level, name, kind, size) + data + struct.pack("<H", sum(data) & 0xFFFF)
    )


def _tnef(*items: bytes) -> bytes:
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(items)


def _props(count: int, body: bytes = b"") -> bytes:
    return _item(1, 0x9003, 6, struct.pack("<I", count) + body)


_STRING = struct.pack("<HHI", 0x1E, 0x37, 1)
_RTF_BOMB = b"\xff" + b"\x00\x0f" * 8
# a line a file
# fmt: off
FILES = (
    msg("nested-40", "messages in messages, 40 deep", _nested, 40),
    msg("attached-180", "180 attachments", lambda: _msg(attachments=[_file(f"a{n}.txt") for n in range(180)])),
    msg("name-climb", "an attachment whose name climbs", lambda: _msg(attachments=[_file("..\\..\\..\\Windows\\x.exe"), _file("../../../etc/passwd")])),
    msg("name-control", "an attachment whose name holds escapes and bidi", lambda: _msg(attachments=[_file("a\x1b]0;x\x07\x9b\u202efdp.exe"), _file("\0"), _file("\ud800\ufffe".encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))])),
    msg("name-long", "an attachment whose name has 30,000 letters", lambda: _msg(attachments=[_file("答" * 30_000)])),
    msg("subject-fffe", "a subject with U+FFFE and NUL", lambda: _msg({_SUBJECT: "答\ufffe复\0\x1b[31m\u202e"})),
    msg("subject-long", "a subject of 60,000 letters", lambda: _msg({_SUBJECT: "答" * 60_000})),
    msg("headers-long", "headers of 90,000 lines", lambda: _msg({_HEADERS: "X-A: b\r\n" * 10_000})),
    msg("html-deep", "a web page 60,000 deep", lambda: _msg({_BODY: "", _HTML: b"<div>" * 30_000})),
    msg("codepage-936", "text in GBK that is cut", lambda: _msg(codepage=936).replace("答复".encode("gbk"), b"\xff\x81\xfe\x00")),
    msg("rtf-size", "RTF that says it unpacks to 4 GB", lambda: _msg({_BODY: "", _RTF: _packed_rtf(2**32 - 1, 2**32 - 1, _RTF_BOMB * 500)})),
    msg("rtf-runs", "RTF of references to its own end", lambda: _msg({_BODY: "", _RTF: _packed_rtf(60_000, 900_000, _RTF_BOMB * 4000)})),
    msg("rtf-magic", "RTF packed in a way that nobody knows", lambda: _msg({_BODY: "", _RTF: _packed_rtf(99, 99, b"x" * 99, b"EVIL")})),
    msg("rtf-short", "RTF shorter than its head", lambda: _msg({_BODY: "", _RTF: b"\1\2"})),
    msg("sizes", "properties that say they have 2^31 bytes", _told_sizes, 2**31 - 1),
    msg("properties-cut", "a list of properties that ends in the middle", lambda: _with_stream("__properties_version1.0", b"\x01" * 37)),
    msg("properties-many", "5,000 properties of nothing", lambda: _with_stream("__properties_version1.0", bytes(32) + struct.pack("<HHIQ", 0x1F, 0x37, 6, 9) * 8000)),
    msg("names-map", "a map of names of noise", lambda: compound({**outlook({_SUBJECT: "x"}, []), "__nameid_version1.0": {"__substg1.0_00030102": b"\xff" * 9000, "__substg1.0_00040102": b"\xff" * 9000}})),
    msg("empty", "a message without properties", lambda: compound({"__properties_version1.0": b""})),
    msg("cut", "a message cut in its middle", lambda: _msg()[:2000]),
    msg("sectors", "a message whose table of sectors is noise", lambda: _msg()[:-512] + b"\x05\0\0\0" * 128),
    msg("recipients", "700 receivers", lambda: compound({**outlook({_SUBJECT: "x", _BODY: letter()}, []), **{f"__recip_version1.0_#{n:08X}": properties({0x3003: "a@b.cn"}, head=8) for n in range(90)}})),
    dat("length-long", "an attachment that says it has 2^32-1 bytes", lambda: _tnef(_item(2, 0x800F, 6, b"x", 2**32 - 1))),
    dat("length-negative", "an attribute of -1 bytes, ten thousand times", lambda: _tnef(*[_item(1, 0x8004, 1, b"", 0xFFFFFFFF)] * 9000)),
    dat("attached-3000", "3,000 attachments", lambda: tnef(letter().encode("gbk"), [(b"a.txt", b"x")] * 2000)),
    dat("properties-many", "2^32-1 properties", lambda: _tnef(_props(2**32 - 1, _STRING * 900))),
    dat("properties-values", "a property of 2^32-1 values", lambda: _tnef(_props(1, struct.pack("<HHI", 0x101E, 0x37, 2**32 - 1) + b"\1\0\0\0" * 900))),
    dat("properties-named", "named properties of 2^31 letters", lambda: _tnef(_props(1, struct.pack("<HH", 0x1F, 0x8001) + bytes(16) + struct.pack("<II", 1, 2**31 - 1) + b"x" * 999))),
    dat("name-climb", "an attachment whose name climbs", lambda: tnef(b"x", [(b"..\\..\\x.exe", b"x"), (b"../../etc/passwd\0\x1b[31m", b"x")])),
    dat("codepage", "an encoding that nobody knows", lambda: tnef(letter().encode("gbk"), [(b"\xff\xfe.txt", b"x")], codepage=999_999)),
    dat("nested", "winmail.dat in winmail.dat, 12 deep", lambda: _nested_tnef(12)),
    dat("nested-two", "two winmail.dat in each, 8 deep", lambda: _nested_tnef(8, 2)),
    dat("rtf", "RTF that says it unpacks to 4 GB", lambda: _tnef(_props(1, struct.pack("<HHII", 0x102, _RTF, 1, 2000) + _packed_rtf(2**32 - 1, 2**32 - 1, _RTF_BOMB * 115)))),
    dat("head-only", "nothing but a head", _tnef),
    dat("noise", "a head and noise", lambda: _tnef(bytes(range(256)) * 300)),
    dat("checksums", "checksums that are wrong, 5,000 times", lambda: _tnef(*[struct.pack("<BHHI", 1, 0x8004, 1, 2) + b"ab\xff\xff"] * 5000)),
)
# fmt: on
