"""A Word document in one XML file -> the package that Word would have packed.

In: bytes of flat OPC (`pkg:package`, [ECMA-376] as Word saves "Word XML Document") or of Word 2003 XML
(`w:wordDocument`). Out: a zip that `word` reads like any other, so that both are read by one reader. Of
Word 2003 XML headers and pictures become parts of their own; what it keeps as Word's own binary data
goes along as objects that nobody here opens.
"""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from lxml import etree

from parsers.limits import MAX_XML_BYTES
from parsers.packed.packed_xml import parsed
from parsers.packed.zipped import Zipped, open_zip
from parsers.parser import Unreadable
from parsers.word.spaces import R, named

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN = "word/document.xml"
# of Word 2003 XML, beside the text: how it looks and how it was made
_STYLING_WORDS = """ignoreElements ignoreSubtree DocumentProperties CustomDocumentProperties fonts lists styles divs
    shapeDefaults docPr docSuppData smartTagType schemaLibrary docOleData frameset permissions"""
_STYLING = frozenset(_STYLING_WORDS.split())
_SHOWN = {"frameset": "frame", "docOleData": "oleObject"}
_STORY = {"hdr": "header", "ftr": "footer"}


def opened(data: bytes) -> Zipped:
    if len(data) > MAX_XML_BYTES:
        raise Unreadable("too_large", "Word XML 文件过大，未打开")
    try:
        root = parsed(data, "文件")
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Unreadable("damaged", "Word XML 文件已损坏，无法读取") from fault
    made = _Made()
    if named(root)[1] == "package":
        _flat(root, made)
    else:
        _word_2003(root, made)
    return open_zip(made.packed())


@dataclass
class _Made:
    parts: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(
        default_factory=list
    )  # of the text: id, kind, target

    def packed(self) -> bytes:
        said = "".join(
            f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(kind)}/>"
            for name, kind in self.types.items()
        )
        types = f'<Types xmlns="{_TYPES}">{said}</Types>'
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            package.writestr("[Content_Types].xml", types)
            for name, content in self.parts.items():
                package.writestr(name, content)
        return out.getvalue()

    def relate(self) -> None:
        """Write down what the text refers to, and that it is the text."""
        main = [("main", "officeDocument", _MAIN)]
        self.parts["_rels/.rels"] = _rels(main)
        self.parts["word/_rels/document.xml.rels"] = _rels(self.relations)


def _rels(relations: list[tuple[str, str, str]]) -> bytes:
    lines = "".join(
        f"<Relationship Id={quoteattr(key)} Type={quoteattr(f'{R}/{kind}')} Target={quoteattr('/' + target)}/>"
        for key, kind, target in relations
    )
    return f'<Relationships xmlns="{_RELATIONS}">{lines}</Relationships>'.encode()


def _flat(root: etree._Element, made: _Made) -> None:
    for part in root:
        if named(part)[1] != "part":
            continue
        said = {key.rpartition("}")[2]: value for key, value in part.attrib.items()}
        name = said.get("name", "").lstrip("/")
        for held in part:
            kind = named(held)[1]
            if kind == "xmlData":
                made.parts[name] = b"".join(etree.tostring(each, with_tail=False) for each in held)
            elif kind == "binaryData":
                made.parts[name] = _binary(held)
        made.types[name] = said.get("contentType", "")


def _binary(element: etree._Element) -> bytes:
    try:
        return base64.b64decode("".join((element.text or "").split()))
    except (binascii.Error, ValueError):
        return b""  # named where it is shown, as nothing that can be opened


def _word_2003(root: etree._Element, made: _Made) -> None:
    for number, held in enumerate(list(root.iter("{*}binData"))):
        _data(held, number, made)
    for shown in root.iter("{*}imagedata"):
        if source := shown.get("src"):
            shown.set(f"{{{R}}}id", source)
    for number, story in enumerate(list(root.iter("{*}hdr", "{*}ftr"))):
        target = f"word/story{number}.xml"
        made.parts[target] = etree.tostring(story, with_tail=False)
        made.relations.append((f"story{number}", _STORY[named(story)[1]], target))
        above = story.getparent()
        if above is not None:
            above.remove(story)
    for child in list(root):
        name = named(child)[1]
        if name in _STYLING:
            if kind := _SHOWN.get(name):
                made.relations.append((name, kind, f"word/{name}"))
                made.parts.setdefault(f"word/{name}", b"")
            root.remove(child)
    made.parts[_MAIN] = etree.tostring(root)
    made.relate()


def _data(held: etree._Element, number: int, made: _Made) -> None:
    """Pictures are named by what shows them; macros show nothing."""
    name = next((v for k, v in held.attrib.items() if k.endswith("}name")), "")
    above = held.getparent()
    if above is not None and named(above)[1] in ("pict", "bgPict"):
        target = f"word/media/{number}{name[-5:] if '.' in name[-5:] else ''}"
        made.parts[target] = _binary(held)
        made.relations.append((name, "image", target))
    if above is not None:
        above.remove(held)
