"""zip, RAR, 7z and tar: trees, rings, names, counts and sizes that lie."""

from __future__ import annotations

import bz2
import io
import lzma
import struct
import tarfile
import zipfile
import zlib

from hostile_files.compound import rar
from hostile_files.listing import letter, naming, zeros
from hostile_files.packages import raw_zip, zero_member, zipped
from hostile_files.pdf import document

_LETTER = letter().encode()
named, rarred, seven = naming("zip", ".zip"), naming("rar", ".rar"), naming("7z", ".7z")


def _tree(width: int, depth: int) -> bytes:
    data = zipped({"答复书.txt": _LETTER})
    for _ in range(depth):
        data = zipped({f"{n}.zip": data for n in range(width)})
    return data


def _member(
    name: bytes, data: bytes = _LETTER, told: int | None = None
) -> tuple[bytes, bytes, int, int, int]:
    packed = zlib.compress(data, 9)[2:-4]
    return (
        name,
        packed,
        zlib.crc32(data),
        len(data) if told is None else told,
        len(packed) if told is None else told,
    )


def _overlapping(count: int, size: int) -> bytes:
    """Many entries of the list that all mean the one member."""
    name, data, crc, told, packed = zero_member(b"a", size, zeros(size))
    head = struct.pack("<HHHHHIIIHH", 20, 0x800, 8, 0, 0x5C61, crc, packed, told, 1, 0)
    listed = b"".join(
        b"PK\1\2"
        + struct.pack("<H", 20)
        + head[:-4]
        + struct.pack("<HHHHHII", 6, 0, 0, 0, 0, 0, 0)
        + b"%06d" % n
        for n in range(count)
    )
    body = b"PK\3\4" + head + name + data
    return (
        body
        + listed
        + b"PK\5\6"
        + struct.pack("<HHHHIIH", 0, 0, count, count, len(listed), len(body), 0)
    )


def _names(*names: bytes) -> bytes:
    return raw_zip([_member(name) for name in names])


def _link(target: bytes, name: bytes = b"a.pdf") -> bytes:
    """A symbolic link, as Unix packs it."""
    data = raw_zip([_member(name, target), _member(b"b.txt")], outer=0o120777 << 16)
    return data.replace(b"PK\1\2\x14\0", b"PK\1\2\x14\3")


def _end64(count: int, size: int, offset: int) -> bytes:
    whole = zipped({"a.txt": _LETTER, "b.txt": _LETTER})
    end = whole.rindex(b"PK\5\6")
    record = b"PK\6\6" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = b"PK\6\7" + struct.pack("<IQI", 0, end, 1)
    return (
        whole[:end]
        + record
        + locator
        + b"PK\5\6"
        + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    )


def _packed_as(how: int, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as package:
        package.writestr(zipfile.ZipInfo("a.txt", (2026, 3, 1, 0, 0, 0)), data, how)
    return out.getvalue()


def _method(number: int) -> bytes:
    return raw_zip([_member(b"a.txt"), _member(b"b.txt")], method=number)


def _rar_long(count: int) -> bytes:
    return rar({f"{n}.txt": b"x" for n in range(count)})


def _rar_names(*names: str) -> bytes:
    return rar(dict.fromkeys(names, _LETTER))


def _nested_rar(depth: int) -> bytes:
    data = rar({"a.txt": b"x"})
    for _ in range(depth):
        data = rar({"a.rar": data, "b.rar": data})
    return data


def _seven(next_offset: int, next_size: int, body: bytes = b"") -> bytes:
    start = struct.pack("<QQI", next_offset, next_size, zlib.crc32(body))
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", zlib.crc32(start)) + start + body


def _tar(links: bool) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name in ("../../x", "/etc/x", "a" * 90):
            entry = tarfile.TarInfo(name)
            if links:
                entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(entry, io.BytesIO())
    return out.getvalue()


def _bomb(size: int, count: int = 1) -> bytes:
    return raw_zip([zero_member(b"%d.txt" % n, size, zeros(size)) for n in range(count)])


def _ring() -> bytes:
    """A member stored as it is that holds the archive's own end, and so the archive seems to hold itself."""
    inner = zipped({"a.txt": _LETTER})
    return inner[:-22] + inner + inner[-22:]


def _locked() -> bytes:
    return raw_zip([_member(b"a.txt"), _member(b"b.pdf", document())], flags=0x801)


def _many(count: int, step: str = "") -> bytes:
    return raw_zip([(f"{step}{n}".encode(), b"", 0, 0, 0) for n in range(count)], method=0)


_STRANGE = {
    "climb": (b"../../../../etc/cron.d/x", b"a/../../b", b"..\\..\\x.exe", b".."),
    "absolute": (b"/etc/passwd", b"C:\\Windows\\x.exe", b"\\\\192.0.2.1\\share\\x", b"//192.0.2.1/x"),
    "device": (b"CON", b"nul.txt", b"aux.pdf", b"LPT1.docx", b"a:b:$DATA", b"COM\xc2\xb9.txt"),
    "control": (b"a\x1b]0;x\x07\x1b[2J.txt", b"b\x00c.txt", b"d\ne.txt", b"f\xc2\x9b31m\xc2\x85.txt"),
    "bidi": ("a\u202efdp.exe".encode(), "\u2066b\u2069.txt".encode(), "c\ufeff\u200b.txt".encode()),
    "noise": (b"\xff\xfe\xfd.txt", b"\x80\x81\x82", b"\xed\xa0\x80.txt", b""),
    "long": (b"x" * 40_000 + b".txt", ("答" * 15_000).encode()),
    "deep": (b"a/" * 20_000 + b"b.txt",),
    "same": (b"a.txt",) * 400,
    "cases": (b"a.TXT", b"A.txt", b"a.txt", b"\xc3\xa0.txt", b"a\xcc\x80.txt"),
    "blank": (b" ", b".", b"./", b"/", b"a ", b"a.", b"a. .", b"\t"),
    "folders": tuple(b"f%d/" % n for n in range(450)),
    "mac": (b"__MACOSX/._a.pdf", b".DS_Store", b"._", b"desktop.ini", b"Thumbs.db"),
    "question": (b"\xbc\xd7\x3f*<>|.txt", b"a?b*c.txt"),
}  # fmt: skip
# a line a file
# fmt: off
FILES = (
    named("tree-10-6", "archives in archives, ten each, 6 deep", _tree, 10, 6),
    named("tree-2-12", "archives in archives, two each, 12 deep", _tree, 2, 12),
    named("tree-1-60", "archives in archives, 60 deep", _tree, 1, 60),
    named("tree-40-2", "archives in archives, 40 each, 2 deep", _tree, 40, 2),
    named("ring", "an archive that seems to hold itself", _ring),
    named("bomb-180m", "a member that unpacks to 180 MB", _bomb, 180_000_000),
    named("bombs-9", "ten members of 18 MB", _bomb, 18_000_000, 9),
    named("bomb-lies", "a member that says it has 10 bytes and has 180 MB", lambda: raw_zip([(*zero_member(b"a.txt", 180_000_000, zeros(180_000_000))[:3], 10, 170_000)])),
    named("bomb-nested", "archives whose every layer unpacks a thousandfold", lambda: zipped({"a.zip": zipped({"b.zip": zipped({"c.zip": zipped({"d.txt": b"\0" * 9_000_000})})}, stored=True)})),
    named("overlap-1000", "1,000 members that are all the same 20 MB", _overlapping, 1000, 20_000_000),
    named("members-3000", "3,000 members", _many, 2000),
    named("members-deep", "2,000 members in folders of their own", lambda: raw_zip([(b"%d/%d/%d/a" % (n, n, n), b"", 0, 0, 0) for n in range(1500)], method=0)),
    named("count-lies", "an end that says there are 65,535 members", lambda: raw_zip([_member(b"a.txt")], count=65_535)),
    named("count-none", "an end that says there are none", lambda: raw_zip([_member(b"a.txt")], count=0)),
    named("size-lies", "members that say they have 4 GB", lambda: raw_zip([_member(b"%d.txt" % n, _LETTER, 2**32 - 2) for n in range(9)])),
    named("size-zero", "members that say they are empty", lambda: raw_zip([_member(b"%d.txt" % n, _LETTER, 0) for n in range(9)])),
    named("crc", "members whose checksum is wrong", lambda: raw_zip([(*_member(b"%d.txt" % n)[:2], 7, len(_LETTER), 200) for n in range(9)])),
    named("zip64-count", "an end of zip64 with 2^63 members", _end64, 2**63, 99, 0),
    named("zip64-offset", "an end of zip64 that points beyond everything", _end64, 2, 2**62, 2**63),
    named("zip64-loop", "an end of zip64 that points at itself", lambda: _end64(2, 99, len(_LETTER))),
    named("comment", "a comment of 65,535 ends of archives", lambda: raw_zip([_member(b"a.txt")], comment=b"PK\5\6" * 16_000)),
    named("ends", "10,000 ends of archives, one after the other", lambda: zipped({"a.txt": _LETTER}) + (b"PK\5\6" + bytes(18)) * 8000),
    named("junk-before", "100 KB before the archive", lambda: b"PK\3\4" + b"x" * 100_000 + zipped({"a.txt": _LETTER})),
    named("cut", "an archive cut in its list", lambda: zipped({"a.txt": _LETTER, "b.pdf": document()})[:-60]),
    named("locked", "members that are encrypted", _locked),
    named("link", "a member that is a link to /etc/passwd", _link, b"/etc/passwd"),
    named("link-folder", "a link to a folder and a member below it", _link, b"/tmp", b"d"),
    named("bzip2", "a member packed by bzip2: 45 MB", lambda: _packed_as(zipfile.ZIP_BZIP2, b"\0" * 4_500_000)),
    named("lzma", "a member packed by LZMA", lambda: _packed_as(zipfile.ZIP_LZMA, b"\0" * 4_000_000)),
    named("method-99", "a member encrypted by AES", _method, 99),
    named("method-9", "a member packed by Deflate64", _method, 9),
    named("method-93", "a member packed by Zstandard", _method, 93),
    named("deflate-open", "a member whose packed bytes never end", lambda: raw_zip([(b"a.txt", b"\x00\xff\xff\x00\x00" * 9000, 0, 2**31, 45_000)])),
    named("deflate-empty", "a member of 30,000 empty blocks", lambda: raw_zip([(b"a.txt", b"\0\0\0\xff\xff" * 30_000 + b"\3\0", 0, 0, 150_002)])),
    *(named(f"names-{key}", "names of members: " + key, _names, *names) for key, names in _STRANGE.items()),
    rarred("members", "RAR of 3,000 members", _rar_long, 3000),
    rarred("names", "RAR of names that climb and control", lambda: _rar_names("../../x", "/etc/x", "a\x1b[31m", "b\u202e", "c\\..\\d", "CON")),
    rarred("noise", "RAR of noise behind its head", lambda: b"Rar!\x1a\x07\x01\0" + bytes(range(256)) * 200),
    rarred("old", "old RAR whose blocks have length 0", lambda: b"Rar!\x1a\x07\0" + b"\0" * 90_000),
    rarred("size", "RAR whose block says it has 2^63 bytes", lambda: b"Rar!\x1a\x07\x01\0" + b"\0\0\0\0" + b"\xff" * 9 + b"\x7f" + bytes(99)),
    rarred("locked", "RAR that is encrypted", lambda: rar({"a.txt": _LETTER}, locked=True)),
    rarred("ring", "RAR in RAR in RAR, two each, 9 deep", lambda: _nested_rar(9)),
    seven("far", "7z whose list lies at 2^63", _seven, 2**63 - 1, 2**63 - 1),
    seven("empty", "7z of nothing", _seven, 0, 0),
    seven("files", "7z that says it has 2^63 files", lambda: _seven(0, 12, b"\1\5\xff" + b"\xff" * 7 + b"\x7f\0")),
    seven("packed-list", "7z whose list is packed in itself", lambda: _seven(0, 60, b"\x17\6\x00\1\x09\x80\x80\0\x07\x0b\1\0\1\x21\x21\1\x16\x0c\xff\xff\xff\0\0" + bytes(36))),
    naming("archive", ".tar")("tar-climb", "tar whose names climb", _tar, False),
    naming("archive", ".tar")("tar-links", "tar of links to /etc/passwd", _tar, True),
    naming("archive", ".gz")("gzip", "gzip that unpacks to 180 MB", lambda: b"\x1f\x8b\x08\0\0\0\0\0\0\3" + zeros(180_000_000)[2:-4] + bytes(8)),
    naming("archive", ".bz2")("bzip2", "bzip2 that unpacks to 4 MB", lambda: bz2.compress(b"\0" * 4_000_000)),
    naming("archive", ".xz")("xz", "xz that unpacks to 9 MB", lambda: lzma.compress(b"\0" * 4_000_000, preset=0)),
    naming("archive", ".iso")("iso", "a disk image of nothing", lambda: bytes(32_769) + b"CD001" + b"\xff" * 3000),
    naming("archive", ".cab")("cab", "a cabinet that says it has 65,535 folders", lambda: b"MSCF\0\0\0\0" + b"\xff" * 200),
)
# fmt: on
