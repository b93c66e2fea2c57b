"""What would make LibreOffice reach out of a document, taken out before it sees the document.

In: the bytes of an ODT, FODT, RTF or .doc. Out: the same document without links to outside; of RTF and
.doc no byte moves, for they count their bytes. What is shown stays, addresses in the text too.
Behind it stand the settings of `PROFILE`, and a lane without a network.

Cannot see: a field of a .doc whose name a program has split over several pieces of text.
"""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from parsers import lazy_re as re
from parsers.packed.packed_xml import parsed
from parsers.packed.zipped import open_zip
from parsers.parser import Unreadable

_HREF = "{http://www.w3.org/1999/xlink}href"
_OUTSIDE = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,30}:|[/\\]|\.\.)")
_REACHING = rb"INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|DDEAUTO|DDE|DATABASE|RD"
_INSTRUCTION = re.compile(rb"\\fldinst(?![a-z])")
_NAMED = re.compile(rb"(?:" + _REACHING + rb")(?![A-Z])", re.IGNORECASE)
_WORD = re.compile(rb"\\[a-z]+-?\d* ?|\\\*|[{}\r\n]", re.IGNORECASE)
_ESCAPED = re.compile(rb"\\'([0-9a-f]{2})", re.IGNORECASE)
_TEMPLATE = re.compile(rb"\\template(?![a-z])")
_UPDATING = re.compile(rb"\\obj(?:autlink|update|link|sub|pub)(?![a-z])")
_BRACE = re.compile(rb"\\[{}\\]|[{}]")


def _wide(letters: bytes) -> bytes:
    return b"|".join(
        b"".join(b"%c\x00" % letter for letter in word) for word in letters.split(b"|")
    )


# a field of a .doc begins with 13h, in one byte a character or in two
_NARROW_FIELD = re.compile(rb"(\x13[ \t]*)(" + _REACHING + rb")(?![A-Z])", re.IGNORECASE)
_WIDE_FIELD = re.compile(
    rb"(\x13\x00(?:[ \t]\x00)*)(" + _wide(_REACHING) + rb")(?![A-Z]\x00)", re.IGNORECASE
)

_SET = {
    "Common/Security/Scripting": {
        "BlockUntrustedRefererLinks": "true",
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "DisableActiveContent": "true",
    },
    "Common/Misc": {"CrashReport": "false", "CollectUsageInformation": "false"},
    "Writer/Content/Update": {"Link": "2"},  # never
    "Calc/Content/Update": {"Link": "2"},
    "Java/VirtualMachine": {"Enable": "false"},
    "Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments": {
        "AutoCheckEnabled": "false"
    },
}
PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
    + "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, settings in _SET.items()
        for name, value in settings.items()
    )
    + "</oor:items>\n"
)


def without_links(data: bytes, suffix: str) -> tuple[bytes, bool]:
    """The document, and whether something that it would show lay outside. `suffix` is what
    LibreOffice will be told that it is."""
    if suffix == ".rtf":
        return _rtf(data)
    if suffix == ".odt":
        return _odt(data)
    if suffix == ".fodt":
        return _xml(data, "文件")
    return _word(data)


def _odt(data: bytes) -> tuple[bytes, bool]:
    """Its parts packed anew, read under the limits of every zip."""
    package = open_zip(data)
    lost = False
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for info in package.archive.infolist():
            if info.is_dir():
                continue
            content = package.extract(info)
            # whatever its name: the manifest may call any member a part
            if content.lstrip(b"\xef\xbb\xbf \t\r\n\xff\xfe\x00")[:1] == b"<":
                content, shown = _xml(content, info.filename)
                lost |= shown
            how = zipfile.ZIP_STORED if info.filename == "mimetype" else zipfile.ZIP_DEFLATED
            packed.writestr(info.filename, content, how)
    return out.getvalue(), lost


def _xml(content: bytes, name: str) -> tuple[bytes, bool]:
    try:
        root = parsed(content, name)
    except etree.XMLSyntaxError as fault:
        raise Unreadable("damaged", f"“{name}”已损坏，无法读取") from fault
    changed = shown = False
    for element in root.iter():
        where = element.get(_HREF) if isinstance(element.tag, str) else None
        if where is not None and _OUTSIDE.match(where.lstrip()):
            element.set(_HREF, "")
            changed = True
            # a hyperlink shows nothing, and its text stays
            shown |= etree.QName(element).localname != "a"
    if not changed:
        return content, False
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True), shown


def _rtf(data: bytes) -> tuple[bytes, bool]:
    out = bytearray(data)
    for found in _INSTRUCTION.finditer(data):
        end = _group_end(data, found.end())
        if _NAMED.match(_plain(data[found.end() : end]).lstrip()):
            out[found.end() : end] = b" " * (end - found.end())
    for found in _TEMPLATE.finditer(data):
        end = _group_end(data, found.end())
        out[found.end() : end] = b" " * (end - found.end())
    for found in _UPDATING.finditer(data):  # an object that is kept as it is
        out[found.start() : found.end()] = b"\\objemb".ljust(len(found[0]))[: len(found[0])]
    return bytes(out), bytes(out) != data


def _plain(group: bytes) -> bytes:
    """The letters of a group, however its words are dressed."""
    bare = _WORD.sub(b"", group)
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), bare)


def _group_end(data: bytes, start: int) -> int:
    """Where the group ends in which this stands: at its closing brace."""
    depth = 0
    for found in _BRACE.finditer(data, start):
        depth += {b"{": 1, b"}": -1}.get(found[0], 0)
        if depth < 0:
            return found.start()
    return len(data)


def _word(data: bytes) -> tuple[bytes, bool]:
    without = _WIDE_FIELD.sub(_unnamed, _NARROW_FIELD.sub(_unnamed, data))
    return without, without != data


def _unnamed(found: re.Match[bytes]) -> bytes:
    """The field under a name that no program knows: what it last showed stays."""
    return found[1] + re.sub(rb"[A-Za-z]", b"X", found[2])
