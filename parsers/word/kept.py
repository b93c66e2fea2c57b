"""What an old document keeps beside its text, which a conversion may lose: objects, signatures, parts of others.

In: the bytes of a .doc, .wps, .rtf or .odt, and the document that its conversion gave. Out: its parts with the
files that could be taken out here, and what was not read. Every root entry of the container and every
member of the package is known, read, or named.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import olefile  # type: ignore[import-untyped]

from parsers import lazy_re as re
from parsers.document import ANYTHING, SEAL, Document, Unread, fingerprint
from parsers.packed import compound
from parsers.packed.zipped import is_zip, open_zip
from parsers.parser import OpenPart
from parsers.word import objects

# entries at the root of a .doc or .wps that hold the text, or nothing that is shown
_ROOT_WORDS = """worddocument 0table 1table data summaryinformation documentsummaryinformation compobj ole
    objectpool macros msodatastore _vba_project_cur ole10native olepres000 printersettings
    obj_info objinfo odb eprint wpscustomdata kscustomdata ksoproductbuildver wpsproductbuildver
    bibliography item properties"""
_ROOT = frozenset(_ROOT_WORDS.split())
_SIGNED = frozenset(("_signatures", "_xmlsignatures"))
_RTF_OBJECT = re.compile(rb"\\objdata(?![a-z])")
# members of an OpenDocument that the conversion reads, or that are not shown
_ODT_KNOWN = (
    *(
        "mimetype",
        "content.xml",
        "styles.xml",
        "meta.xml",
        "settings.xml",
        "manifest.rdf",
        "layout-cache",
    ),
    *("META-INF/manifest.xml", "META-INF/macrosignatures.xml", "Thumbnails/", "Configurations2/"),
    *("Pictures/", "Basic/", "Dialogs/", "Scripts/", "ObjectReplacements/", "Fonts/", "Versions/"),
    "VersionList.xml",
)
_ODT_OBJECT = re.compile(
    rb"<draw:object(?:-ole)?\s[^>]{0,600}?xlink:href=\"(?:\./)?([^\"#]{1,100})\""
)


def beside(
    data: bytes, converted: Document, open_part: OpenPart
) -> tuple[tuple[Document, ...], tuple[Unread, ...]]:
    """The parts, and what beside them was not read."""
    if data.startswith(compound.MAGIC):
        return _of_container(data, converted, open_part)
    if is_zip(data):
        return converted.parts, tuple(_of_odt(data, converted))
    said = _missing(len(_RTF_OBJECT.findall(data)), converted)
    return converted.parts, tuple(said)


def _missing(there: int, converted: Document) -> Iterator[Unread]:
    """Objects that came through no conversion, neither as files nor as something named."""
    named = sum(each.code == "object" for each in converted.unread)
    pictures = ("jpg", "png", "tif")
    files = sum(part.media not in pictures for part in converted.parts)
    if there > files + named:
        yield Unread("object", ANYTHING, f"嵌入的对象有{there - files - named}个没有读取")


def _of_container(
    data: bytes, converted: Document, open_part: OpenPart
) -> tuple[tuple[Document, ...], tuple[Unread, ...]]:
    parts = list(converted.parts)
    there = 0
    for found in objects.in_pool(data):
        there += 1
        if found and fingerprint(found[1]) not in {part.sha256 for part in parts}:
            parts.append(open_part(found[1], found[0]))
    missing = _missing(there - (len(parts) - len(converted.parts)), converted)
    return tuple(parts), (*missing, *_of_root(data))


def _of_root(data: bytes) -> Iterator[Unread]:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            names = {path[0] for path in container.listdir(streams=True, storages=True)}
    except MemoryError:  # says nothing of the file
        raise
    except Exception:  # noqa: BLE001 — olefile raises whatever broken sectors lead it to
        yield Unread("damaged", ANYTHING, "文档的容器有损坏，其中嵌入的对象没有查看")
        return
    for name in sorted(names):
        plain = "".join(char for char in name if char.isprintable()).lower()
        if plain in _SIGNED:
            yield Unread("signature", (SEAL,), "文档带有 Office 数字签名，没有核验", 1)
        elif plain not in _ROOT:
            yield Unread("part", ANYTHING, f"文档里有不认识的部分（{plain[:40]}），没有读取", 1)


def _of_odt(data: bytes, converted: Document) -> Iterator[Unread]:
    package = open_zip(data)
    names = package.names
    texts = (package.get(name) or b"" for name in ("content.xml", "styles.xml"))
    shown = {
        found.decode("utf-8", "replace") for text in texts for found in _ODT_OBJECT.findall(text)
    }
    objects_there = {name.split("/")[0] for name in names} & shown
    yield from _missing(len(objects_there), converted)
    for name in names:
        if name == "META-INF/documentsignatures.xml":
            yield Unread("signature", (SEAL,), "文档带有数字签名，没有核验", 1)
        elif not name.startswith(_ODT_KNOWN) and name.split("/")[0] not in objects_there:
            yield Unread("part", ANYTHING, f"文档里有不认识的部分（{name[-60:]}），没有读取", 1)
