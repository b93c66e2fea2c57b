"""The graphic units of an OFD page, each of them: text, image, path, composite, block, pattern.

In: the roots of a page, its templates and annotations, and the resources that they name. Out: `Drawn`,
everything where it lies on the page. What is switched off (Visible) or wholly transparent is not there.
Whatever is neither known to draw nothing nor understood is told to the account.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsers import effort
from parsers.effort import Of
from parsers.limits import MAX_DRAWING_BYTES, MAX_DRAWINGS, MAX_GLYPHS, MAX_UNITS
from parsers.ofd import ofd_paths, ofd_text
from parsers.ofd.ofd_account import Account
from parsers.ofd.ofd_matrix import Matrix, boundary, ctm, image_placed, placed
from parsers.ofd.ofd_package import children, first, is_hidden, local, numbers, words
from parsers.ofd.ofd_paths import Colour, Drawing
from parsers.ofd.ofd_resources import Resources
from parsers.ofd.ofd_text import Look, Run
from parsers.parser import Unreadable

_DEEPEST = 60  # blocks and composites in each other
_OPAQUE, _PALE = 255, 160
_BLACK = (0, 0, 0)
_BLOCKS = ("Page", "Content", "Layer", "PageBlock", "CellContent", "Appearance")
_ZORDER = {"background": 0, "body": 1, "foreground": 2}

# what stands in a page and in its objects, and draws nothing of its own
_SILENT = frozenset(
    ("Area", "Template", "PageRes", "Actions", "Clips", "Border", "Thumbnail", "Substitution")
)
_COLOURS = frozenset(("FillColor", "StrokeColor"))
_OF = {
    "TextObject": _SILENT | _COLOURS | {"TextCode", "CGTransform"},
    "PathObject": _SILENT | _COLOURS | {"AbbreviatedData"},
    "ImageObject": _SILENT | _COLOURS,
    "CompositeObject": _SILENT | _COLOURS,
}
_SHADES = frozenset(("AxialShd", "RadialShd", "GouraudShd", "LaGouraudShd", "LaGourandShd"))


@dataclass(frozen=True, slots=True)
class Image:
    """An image of this resource; its unit square lies on the page by the matrix."""

    resource: str
    matrix: Matrix
    order: int
    solid: bool  # nothing says that what is below may be seen through it


@dataclass
class Drawn:
    """What a page shows, in the order in which it is drawn."""

    runs: list[Run] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)


@dataclass
class Walk:
    """One page being walked through."""

    resources: Resources
    account: Account
    page: int
    note: bool = False  # an annotation is being walked through
    drawn: Drawn = field(default_factory=Drawn)
    units: int = 0
    glyphs: int = 0
    bytes: int = 0
    _within: list[str] = field(default_factory=list)  # composites that are being drawn

    def sheet(self, root: etree._Element) -> None:
        """A page's content, or a template's."""
        if local(root) != "Page":
            self._miss("unit", f"的内容是“{local(root)}”，不是页面")
        for layer in _by_layers(root):
            self.unit(layer, Matrix(), 0)

    def block(self, element: etree._Element, at: Matrix, depth: int, param: str = "") -> None:
        own = element.get("DrawParam", "") or param
        for child in element:
            self.unit(child, at, depth + 1, own)

    def unit(self, element: etree._Element, at: Matrix, depth: int, param: str = "") -> None:
        kind = local(element)
        self._count()
        if element.tag is etree.Entity:
            self._miss("entity", "有没有写出的内容（XML 实体）")
        if not kind or kind in _SILENT or is_hidden(element) or _is_clear(element):
            return
        if depth > _DEEPEST:
            self._miss("unit", "内容嵌套过深")
        elif kind in _BLOCKS:
            self.block(element, at, depth, param)
        elif kind in _OF:
            self._object(kind, element, at, depth, element.get("DrawParam", "") or param)
        else:
            self._miss("unit", f"有不认识的内容“{kind}”")

    def _object(
        self, kind: str, element: etree._Element, at: Matrix, depth: int, param: str
    ) -> None:
        match kind:
            case "TextObject":
                self._text(element, at, param)
            case "ImageObject":
                self._image(element, at)
            case "PathObject":
                self._path(element, at, param)
            case "CompositeObject":
                self._composite(element, at, depth)
        for child in element:
            name = local(child)
            if name and name not in _OF[kind]:
                self._miss("unit", f"{kind} 里有不认识的内容“{name}”")
        for kind_of in ("FillColor", "StrokeColor"):
            colour = self._colour_of(element, kind_of, param)
            if colour is not None:
                self._pattern(colour, placed(element, at), depth)

    def _count(self) -> None:
        self.units += 1
        if self.units > MAX_UNITS:
            raise Unreadable("too_large", f"一页至多读取{MAX_UNITS}个图元")
        if not self.units % 1000:
            effort.go_on()

    def _miss(self, code: str, what: str) -> None:
        self.account.miss(code, f"第{self.page}页{what}，没有读取", page=self.page)

    # ---- the kinds

    def _text(self, element: etree._Element, at: Matrix, param: str) -> None:
        colour = self._colour_of(element, "FillColor", param)
        unfilled = element.get("Fill", "").lower() in ("false", "0")
        unseen = unfilled and element.get("Stroke", "").lower() not in ("true", "1")
        red = _is_red(_rgb(colour))
        clear = colour is not None and _is_clear(colour)
        pale = _is_pale(element) or (colour is not None and _is_pale(colour))
        look = Look(red, unseen or clear, self.units, self.note or pale)
        codes = list(children(element, "TextCode"))
        if any(child.tag is etree.Entity for code in codes for child in code):
            self._miss("entity", "有没有写出的字（XML 实体）")
        count = sum(len(words(code)) for code in codes)
        self.glyphs += count
        if self.glyphs > MAX_GLYPHS:
            raise Unreadable("too_large", f"一页至多读取{MAX_GLYPHS}个字")
        effort.take(Of.GLYPHS, count)
        for run in () if clear else ofd_text.runs(element, at, look):
            self.glyphs += run.chars.count(ofd_text.NAMELESS)  # glyphs that have no character
            self.drawn.runs.append(run)

    def _image(self, element: etree._Element, at: Matrix) -> None:
        alpha = numbers(element.get("Alpha", ""))
        solid = not element.get("ImageMask") and (not alpha or alpha[0] >= _OPAQUE)
        place = image_placed(element, at)
        self.drawn.images.append(Image(element.get("ResourceID", ""), place, self.units, solid))

    def _path(self, element: etree._Element, at: Matrix, param: str) -> None:
        data = " ".join(words(each) for each in children(element, "AbbreviatedData"))
        if not ofd_paths.is_understood(data):
            self._miss("drawing", "有图形看不懂")
            return
        fill = self._paint(element, "Fill", param, usual=False)
        stroke = self._paint(element, "Stroke", param, usual=True)
        width = (numbers(element.get("LineWidth", "")) or [0.353])[0]
        if fill is None and stroke is None:
            return
        self.bytes += len(data)
        if len(self.drawn.drawings) >= MAX_DRAWINGS or self.bytes > MAX_DRAWING_BYTES:
            self._miss("drawing", "有过多的图形")
            return
        self.drawn.drawings.append(Drawing(data, placed(element, at), fill, stroke, width))

    def _composite(self, element: etree._Element, at: Matrix, depth: int) -> None:
        name = element.get("ResourceID", "")
        unit = self.resources.units.get(name)
        if unit is None or name in self._within:
            self._miss("unit", "的复合图元缺失或者引用自身")
            return
        self._within.append(name)
        inner = placed(element, at)
        for child in unit:
            self.unit(child, inner, depth + 1)
        self._within.pop()

    def _pattern(self, colour: etree._Element, at: Matrix, depth: int) -> None:
        """One tile of what an object is filled with; the others are the same again."""
        for child in colour:
            kind = local(child)
            if kind == "Pattern":
                inner = at.after(ctm(child) or Matrix())
                for content in children(child, "CellContent"):
                    self.unit(content, inner, depth + 1)
            elif kind and kind not in _SHADES:
                self._miss("unit", f"的颜色里有不认识的内容“{kind}”")

    # ---- how they look

    def _colour_of(self, element: etree._Element, kind: str, param: str) -> etree._Element | None:
        own = next(children(element, kind), None)
        return own if own is not None else self.resources.param(param, kind)

    def _paint(
        self, element: etree._Element, kind: str, param: str, *, usual: bool
    ) -> Colour | None:
        said = element.get(kind, "").lower()
        if not (usual if not said else said in ("true", "1")):
            return None
        colour = self._colour_of(element, f"{kind}Color", param)
        if colour is not None and _is_clear(colour):
            return None
        return _rgb(colour)


def _by_layers(root: etree._Element) -> Iterator[etree._Element]:
    """The children of a page and of its contents, backgrounds first."""
    parts: list[etree._Element] = []
    for child in root:
        parts += child if local(child) == "Content" else [child]
    yield from sorted(parts, key=_level)


def _level(part: etree._Element) -> int:
    return _ZORDER.get(part.get("Type", "").lower(), 1) if local(part) else 1


def _is_pale(element: etree._Element) -> bool:
    """Half transparent, as watermarks are that a writer puts among the text."""
    alpha = numbers(element.get("Alpha", ""))
    return bool(alpha) and alpha[0] < _PALE


def _is_clear(element: etree._Element) -> bool:
    """Wholly transparent."""
    alpha = numbers(element.get("Alpha", ""))
    return bool(alpha) and alpha[0] <= 0


def _rgb(colour: etree._Element | None) -> Colour:
    """Of an RGB, grey or CMYK value; the first of a shading; black where nothing is said."""
    if colour is None:
        return _BLACK
    value = colour.get("Value", "")
    if not value:
        inner = first(colour, "Color")
        value = inner.get("Value", "") if inner is not None else ""
    found = [min(255.0, max(0.0, number)) for number in numbers(value)]
    if len(found) == 1:
        found *= 3
    if len(found) == 4:
        c, m, y, k = (1 - min(1.0, number if max(found) <= 1 else number / 255) for number in found)
        found = [255 * c * k, 255 * m * k, 255 * y * k]
    if len(found) != 3:
        return _BLACK
    red, green, blue = (round(number) for number in found)
    return red, green, blue


def _is_red(colour: Colour) -> bool:
    red, green, blue = colour
    return red > 130 and max(green, blue) < red - 70


def notes_at(appearance: etree._Element) -> Matrix:
    """Where the inside of an annotation's appearance lies."""
    x, y, _, _ = boundary(appearance)
    return Matrix(e=x, f=y)
