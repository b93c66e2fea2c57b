"""OFD packages made by hand: one page, and whatever a test slips into it."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from functools import cache

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import sans_path

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
FONT = "Doc_0/Res/f.ttf"


def named(root: str, inner: str, attributes: str = "") -> str:
    return f"<ofd:{root} {NS} {attributes}>{inner}</ofd:{root}>"


def sheet(content: str, head: str = "") -> str:
    return named("Page", f"{head}<ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content>")


def text(words: str, x: float = 20, y: float = 30, more: str = "", code: str = "") -> str:
    """A text object; its characters are 5 mm and stand side by side."""
    code = code or 'DeltaX="g 99 5"'
    return (
        f'<ofd:TextObject Boundary="{x} {y} 100 6" Size="5" {more}>'
        f'<ofd:TextCode X="0" Y="4" {code}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def instead(words: str, glyphs: str, x: float = 20, y: float = 30) -> str:
    """A text object that draws these glyphs of the font instead of its characters."""
    count = len(glyphs.split())
    return (
        f'<ofd:TextObject Boundary="{x} {y} 100 6" Size="5" Font="7">'
        f'<ofd:CGTransform CodePosition="0" CodeCount="{len(words)}" GlyphCount="{count}"><ofd:Glyphs>{glyphs}</ofd:Glyphs></ofd:CGTransform>'
        f'<ofd:TextCode X="0" Y="4" DeltaX="g 99 5">{words}</ofd:TextCode></ofd:TextObject>'
    )


def path(data: str, more: str = "", colours: str = "") -> str:
    inner = f"{colours}<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject Boundary="0 0 210 297" {more}>{inner}</ofd:PathObject>'


def ofd(
    page: str = "",
    *,
    head: str = "",
    document: str = "",
    common: str = "",
    resources: str = "",
    body: str = "",
    entry: str = "",
    members: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A package of one page with the ID 1. Members given replace or add to it."""
    files: dict[str, str | bytes] = {
        "OFD.xml": named("OFD", f"<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{body}</ofd:DocBody>{entry}"),
        "Doc_0/Document.xml": named(
            "Document",
            "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
            f"<ofd:PublicRes>Res.xml</ofd:PublicRes>{common}</ofd:CommonData>"
            f'<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/P.xml"/></ofd:Pages>{document}',
        ),
        "Doc_0/Res.xml": named("Res", resources, 'BaseLoc="Res"'),
        "Doc_0/Pages/P.xml": sheet(page, head),
    }  # fmt: skip
    return packed({**files, **(members or {})})


def packed(files: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def composite(content: str, unit: str = "70") -> str:
    return (
        f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="{unit}" Width="210" Height="297">'
        f"<ofd:Content>{content}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    )


def uses(unit: str = "70", boundary: str = "0 0 210 297", more: str = "") -> str:
    return f'<ofd:CompositeObject ResourceID="{unit}" Boundary="{boundary}" {more}/>'


def image(boundary: str = "0 0 210 297", more: str = "") -> str:
    return f'<ofd:ImageObject Boundary="{boundary}" ResourceID="9" {more}/>'


PICTURE = '<ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>'


def noted(*notes: str, page: str = "1") -> dict[str, str]:
    """The members that hold annotations; the document names them by `ANNOTATIONS`."""
    listed = f'<ofd:Page PageID="{page}"><ofd:FileLoc>N.xml</ofd:FileLoc></ofd:Page>'
    return {
        "Doc_0/A.xml": named("Annotations", listed),
        "Doc_0/N.xml": named("PageAnnot", "".join(notes)),
    }


ANNOTATIONS = "<ofd:Annotations>A.xml</ofd:Annotations>"


def note(content: str, kind: str = "Stamp", boundary: str = "0 0 210 297", more: str = "") -> str:
    inner = f'<ofd:Appearance Boundary="{boundary}">{content}</ofd:Appearance>' if content else ""
    return f'<ofd:Annot Type="{kind}" {more}>{inner}</ofd:Annot>'


def font(characters: str, glyphs: range) -> bytes:
    """A font that says which character each of these glyphs draws, and holds nothing else: a cmap of
    format 12."""
    pairs = sorted((ord(char), glyph) for char, glyph in zip(characters, glyphs, strict=True))
    groups = b"".join(struct.pack(">III", code, code, glyph) for code, glyph in pairs)
    sub = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(pairs)) + groups
    table = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + sub
    directory = struct.pack(">4sHHHH", b"\x00\x01\x00\x00", 1, 0, 0, 0)
    return directory + struct.pack(">4sIII", b"cmap", 0, 28, len(table)) + table


FONTS = '<ofd:Fonts><ofd:Font ID="7" FontName="甲"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font></ofd:Fonts>'


@cache
def _typeface() -> TTFont:
    return TTFont(str(sans_path()), fontNumber=0)


def outlined(words: str, x: float, y: float, size: float = 6, more: str = "") -> str:
    """Words as drawings, a path object for each character."""
    face = _typeface()
    names, shapes = face.getBestCmap(), face.getGlyphSet()
    scale = size / face["head"].unitsPerEm
    found = []
    for place, char in enumerate(words):
        pen = SVGPathPen(shapes, lambda number: f" {number:.0f} ")
        shapes[names[ord(char)]].draw(pen)
        # Q and C of SVG are Q and B here, Z is C; H and V are lines
        data = _as_ofd(pen.getCommands())
        matrix = f"{scale} 0 0 {-scale} {x + place * size} {y}"
        found.append(path(data, f'CTM="{matrix}" Fill="true" Stroke="false" {more}'))
    return "".join(found)


def _as_ofd(commands: str) -> str:
    steps = {"C": "B", "Z": "C"}
    out: list[str] = []
    x = y = "0"
    kind = ""
    given: list[str] = []
    spaced = "".join(f" {char} " if char.isalpha() else char for char in commands.replace(",", " "))
    for token in spaced.split():
        if token.isalpha():
            kind, given = token, []
            out += ["C"] if kind == "Z" else []
            continue
        given.append(token)
        need = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "C": 6}[kind]
        if len(given) == need:
            if kind in "HV":
                given = [given[0], y] if kind == "H" else [x, given[0]]
            out += [steps.get(kind, "L" if kind in "HV" else kind), *given]
            x, y = given[-2:]
            given = []
    return " ".join(out)
