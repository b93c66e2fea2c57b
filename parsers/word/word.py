"""Word 文档（docx）

读取：正文、表格（含嵌套）、文本框、页眉页脚、脚注、域的结果；修订中已删除的文字不读，新增的文字照读；图片（嵌入、浮动、VML）按显示尺寸查找红色印章；内容主要是图片的，图片上的文字由文字识别（OCR）读出。
看不见：自动编号的序号，EMF/WMF 图元文件和自选图形画成的印章，分页位置（整份文档记作一页，没有坐标）。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import PurePosixPath

from lxml import etree

from parsers import effort
from parsers.document import Document, Line, Page, Seal, TextFrom, fingerprint
from parsers.limits import MAX_LINES, MAX_PICTURES, MAX_STORIES
from parsers.packed.packed_xml import member_xml
from parsers.packed.zipped import Zipped, open_zip
from parsers.page import picture, recognised
from parsers.page.picture import Picture
from parsers.page.recognised import Reading
from parsers.parser import OpenPart, Unreadable
from parsers.seals import ring, seal

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_W = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_EMU_PER_POINT = 12700
_FEW = 50  # characters: with fewer and a large picture, the picture is the letter
_SKIPPED = frozenset(
    ("del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "sectPr")
)
_BLANKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_RASTER = (".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".gif", ".tif", ".tiff", ".webp")


@dataclass(frozen=True, slots=True)
class _Shown:
    """A picture that the text shows: its member name, and how wide in points if that is said."""

    target: str
    width: float | None

    @property
    def is_large(self) -> bool:
        """Wide enough to be a page and not a seal."""
        return self.width is None or self.width > 250


def read(data: bytes, name: str, _open_part: OpenPart, /) -> Document:
    package = open_zip(data)
    lines: list[Line] = []
    shown: list[_Shown] = []
    cut = ""
    for number, story in enumerate(_stories(package)):
        if cut := _why_no_more(number, len(lines)):
            break
        root = member_xml(package, story)
        if root is None:
            raise Unreadable("damaged", f"Word 文档缺少“{story}”，无法读取")
        lines.extend(Line(text) for text in islice(_paragraphs(root), MAX_LINES + 1 - len(lines)))
        shown.extend(_pictures(root, _relationships(package, story)))
    cut = cut or _why_no_more(0, len(lines))
    few = sum(len(line.text) for line in lines) < _FEW and any(each.is_large for each in shown)
    seen = _look(package, shown, few)
    warnings = list(seen.warnings)
    source = TextFrom.DIGITAL
    if few:
        source, written = _written(seen.read, warnings)
        source = TextFrom.MIXED if lines and source is TextFrom.OCR else source
        lines += written
    if cut:
        source, seen.unseen = TextFrom.NONE, True
        warnings.append(f"文档没有读完：{cut}，其余请看原件")
    if package.mended:
        source = TextFrom.NONE  # words may have been lost: nothing may be called absent
        warnings.append("文档有损坏，只读出了其中一部分")
    page = Page(1, None, None, source, tuple(lines), seen.seals, seals_searched=not seen.unseen)
    return Document(name, fingerprint(data), "docx", (page,), warnings=tuple(warnings))


def _why_no_more(stories: int, lines: int) -> str:
    if stories >= MAX_STORIES:
        return f"至多读取{MAX_STORIES}个部分（正文、页眉、页脚、注释）"
    if lines > MAX_LINES:
        return f"至多读取{MAX_LINES}行"
    return effort.why_stop()


def _stories(package: Zipped) -> list[str]:
    """The parts that hold text, in the order in which they are read: headers first."""
    names = package.names
    main = next((n for n in ("word/document.xml", "word/document2.xml") if n in names), None)
    if main is None:
        raise Unreadable("damaged", "Word 文档中没有正文，可能已损坏")

    def parts(kind: str) -> list[str]:
        return sorted(n for n in names if n.startswith(f"word/{kind}") and n.endswith(".xml"))

    return [*parts("header"), main, *parts("footnotes"), *parts("endnotes"), *parts("footer")]


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _is_word(element: etree._Element) -> bool:
    tag = element.tag
    return isinstance(tag, str) and tag.startswith((_W, _STRICT_W))


def _paragraphs(root: etree._Element) -> Iterator[str]:
    """The text of each paragraph; a text box's paragraphs come after the one that holds it, a
    table row is one line."""
    for child in root:
        if child.tag == _MC_FALLBACK or (_is_word(child) and _local(child) in _SKIPPED):
            continue
        if _is_word(child) and _local(child) == "p":
            yield from _paragraph(child)
        elif _is_word(child) and _local(child) == "tr":
            yield from _row(child)
        else:
            yield from _paragraphs(child)


def _paragraph(paragraph: etree._Element) -> Iterator[str]:
    boxes: list[etree._Element] = []
    text = "".join(_run_text(paragraph, boxes))
    yield from (row.strip() for row in text.split("\n") if row.strip())
    for box in boxes:
        yield from _paragraphs(box)


def _run_text(element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    """Text in document order; text boxes met on the way are put aside."""
    for child in element:
        name = _local(child)
        if name == "txbxContent":
            boxes.append(child)
        elif child.tag == _MC_FALLBACK or (_is_word(child) and name in _SKIPPED):
            continue
        elif _is_word(child) and name == "t":
            yield child.text or ""
        elif _is_word(child) and name in _BLANKS:
            yield _BLANKS[name]
        elif _is_word(child) and name == "sym":
            yield "\u25a1"  # a sign from a picture font, mostly a tick box
        else:
            yield from _run_text(child, boxes)


def _row(row: etree._Element) -> Iterator[str]:
    """A table row as a line, unless a cell holds more than one: then cell by cell."""
    cells = [
        list(_paragraphs(cell)) for cell in row if _local(cell) in ("tc", "sdt", "ins", "customXml")
    ]
    if all(len(cell) <= 1 for cell in cells):
        text = " ".join(cell[0] for cell in cells if cell)
        if text:
            yield text
        return
    for cell in cells:
        yield from cell


def _relationships(package: Zipped, story: str) -> dict[str, str]:
    """Relationship id -> member name; what lies outside the file is left out."""
    path = PurePosixPath(story)
    root = member_xml(package, str(path.parent / "_rels" / f"{path.name}.rels"))
    found: dict[str, str] = {}
    for element in root.iter(_RELATIONSHIP) if root is not None else ():
        target, key = element.get("Target"), element.get("Id")
        if target and key and element.get("TargetMode") != "External":
            found[key] = _resolved(path.parent, target)
    return found


def _resolved(folder: PurePosixPath, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    parts: list[str] = []
    for piece in (folder / target).parts:
        if piece == "..":
            parts = parts[:-1]
        elif piece != ".":
            parts.append(piece)
    return "/".join(parts)


def _pictures(root: etree._Element, targets: dict[str, str]) -> Iterator[_Shown]:
    """Inline, anchored and VML pictures, those in an mc:Fallback only where no other shows it."""
    for element in root.iter():
        name = _local(element)
        key = None
        if name == "blip":
            key = element.get(f"{_R}embed") or element.get(f"{_R}link")
        elif name == "imagedata":
            key = element.get(f"{_R}id")
        if key:  # a picture that lies outside the file has no target in it
            yield _Shown(targets.get(key, ""), _shown_width(element))


def _shown_width(element: etree._Element) -> float | None:
    for above in element.iterancestors():
        name = _local(above)
        if name in ("inline", "anchor"):
            extent = next((child for child in above if _local(child) == "extent"), None)
            size = extent.get("cx", "") if extent is not None else ""
            return int(size) / _EMU_PER_POINT if size.isdigit() and int(size) > 0 else None
        if name in ("shape", "rect"):
            return _vml_width(above.get("style", ""))
    return None


def _vml_width(style: str) -> float | None:
    units = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75}
    for rule in style.split(";"):
        key, _, value = rule.partition(":")
        if key.strip().lower() != "width":
            continue
        number, unit = value.strip()[:-2], value.strip()[-2:].lower()
        try:
            return float(number) * units[unit] or None
        except (ValueError, KeyError):
            return None
    return None


@dataclass
class _Seen:
    """What the pictures of a document show."""

    seals: tuple[Seal, ...] = ()
    unseen: bool = False  # some picture could not be searched for seals
    warnings: list[str] = field(default_factory=list)
    # those that may be pages, where they are the letter; None for one that cannot be opened
    read: list[Reading | None] = field(default_factory=list)


def _look(package: Zipped, shown: list[_Shown], reads: bool) -> _Seen:
    """Each picture in turn: all together they would not fit into memory."""
    seen = _Seen()
    # a fall-back for old programs shows the same picture again, perhaps at another size
    pictures = {each.target: each for each in reversed(shown)}
    wanted = list(reversed(list(pictures.values())[-MAX_PICTURES:]))
    for number, each in enumerate(wanted, 1):
        if why := effort.why_stop():
            seen.unseen = True
            seen.warnings.append(f"第{number}幅图片起没有查看：{why}")
            seen.read.append(None)
            break
        effort.begins_piece()
        frame = _opened(package, each, seen)
        if frame is None:
            seen.unseen = True
            seen.read += [None] if each.is_large else []
            continue
        search = seal.search(frame)
        # a box would be the picture's own, not a place on a page: a .docx has no layout
        seen.seals += tuple(replace(found, bbox=None) for found in ring.named(frame, search.seals))
        if search.cut or search.doubtful:
            seen.unseen = True
            why = search.cut or "有红色图形，无法确定是不是印章"
            seen.warnings.append(
                f"图片“{_title(each)}”{'的印章没有查找完：' * bool(search.cut)}{why}"
            )
        if reads and each.is_large:
            seen.read.append(recognised.read_picture(frame, search.seals, len(seen.read) + 1))
    if len(pictures) > MAX_PICTURES:
        seen.unseen = True
        seen.warnings.append(f"图片多于{MAX_PICTURES}幅，其余未查找印章")
        seen.read += [None] if reads else []
    return seen


def _title(shown: _Shown) -> str:
    return PurePosixPath(shown.target).name


def _opened(package: Zipped, shown: _Shown, seen: _Seen) -> Picture | None:
    """The picture as a document shows it: its first frame."""
    title = _title(shown)
    if not title:
        seen.warnings.append("文档引用的图片不在文件里，无法查看其中有无印章")
    elif not title.lower().endswith(_RASTER):
        seen.warnings.append(f"图片“{title}”是图元文件，无法查看其中有无印章")
    else:
        try:
            return picture.first(package.get(shown.target) or b"", shown.width)
        except Unreadable as fault:
            seen.warnings.append(f"图片“{title}”无法打开：{fault.message}")
    return None


def _written(read: list[Reading | None], warnings: list[str]) -> tuple[TextFrom, list[Line]]:
    """The letter that a document shows as pictures, by OCR. One that was not read spoils all."""
    lines: list[Line] = []
    sources: set[TextFrom] = set()
    for each in read:
        if each is None:
            sources.add(TextFrom.NONE)
            continue
        sources.add(each.text_from)
        warnings += each.warnings
        lines += [replace(line, bbox=None) for line in each.lines]
    unread = TextFrom.NONE in sources or not sources
    if unread:
        warnings.append("文档的内容主要是图片，图片上的文字没有全部读出，请人工查看")
    return (TextFrom.NONE if unread else TextFrom.OCR), lines
