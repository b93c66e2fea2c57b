"""CSS, as far as it says what of a page is shown and how.

In: the text of a style attribute or a style sheet. Out: whether it hides, whether line breaks are
kept, which pictures it shows, which words it writes. A sheet is understood for simple selectors
(element, .class, #id), the last one of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from parsers import lazy_re as re

_HIDES = re.compile(
    r"(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}(?:hidden|collapse))", re.I
)
_SPACE = re.compile(r"white-space(?:-collapse)?\s{0,9}:\s{0,9}([a-z-]{3,20})", re.IGNORECASE)
_KEPT = frozenset(("pre", "pre-wrap", "pre-line", "break-spaces", "preserve", "preserve-breaks"))
_URL = re.compile(r"url\(\s{0,9}[\"']?([^\"')]{1,4000}+)", re.IGNORECASE)
_LAST = re.compile(r"([.#]?[\w-]{1,100}+)(?::[\w():-]{1,60}+)?\s{0,99}$")
_CONTENT = re.compile(r"content\s{0,9}:\s{0,9}(\"[^\"]{0,2000}+\"|'[^']{0,2000}+')", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_LENGTH = r"\s{0,9}:\s{0,9}([0-9.]{1,9})\s{0,9}(px|pt|cm|mm|in|em|rem)?(?![%\w])"
_WIDE = re.compile(r"(?<![\w-])width" + _LENGTH, re.IGNORECASE)
_HIGH = re.compile(r"(?<![\w-])height" + _LENGTH, re.IGNORECASE)
_PIXELS = {"pt": 4 / 3, "cm": 37.8, "mm": 3.78, "in": 96.0, "em": 16.0, "rem": 16.0}
_BORDER = re.compile(r"border-left(?:-style|-width)?\s{0,9}:\s{0,9}([^;]{0,80})", re.IGNORECASE)
_NO_BORDER = re.compile(r"\b(?:none|hidden|0(?:px|pt)?)\b", re.IGNORECASE)
_INDENT = re.compile(r"text-indent\s{0,9}:\s{0,9}(?!-|0(?![.\d]))[\d.]", re.IGNORECASE)
_WORDS = re.compile(r"[\u3400-\u9fff]|[A-Za-z0-9]{2}")


def hides(style: str) -> bool:
    return bool(style) and _HIDES.search(style) is not None


def keeps_lines(style: str) -> bool | None:
    """Whether line breaks in the source are line breaks on the page; None where it says nothing."""
    found = _SPACE.search(style) if style else None
    return found[1].lower() in _KEPT if found else None


def indents(style: str) -> bool:
    return bool(style) and _INDENT.search(style) is not None


def has_bar(style: str) -> bool:
    """A line drawn at the left of it: how mail programs show that they quote."""
    return any(_NO_BORDER.search(found[1]) is None for found in _BORDER.finditer(style))


def pictures(style: str) -> tuple[str, ...]:
    """What it shows by url(...)."""
    return tuple(_URL.findall(style)) if "url(" in style.lower() else ()


def size(attributes: Mapping[str, str]) -> tuple[float | None, float | None]:
    """(width, height) in pixels, where they are told; a share of the window tells none."""
    style = attributes.get("style", "")
    return (
        _length(_WIDE.search(style), attributes.get("width", "")),
        _length(_HIGH.search(style), attributes.get("height", "")),
    )


def _length(styled: re.Match[str] | None, plain: str) -> float | None:
    if styled:
        return _number(styled[1], _PIXELS.get((styled[2] or "px").lower(), 1.0))
    found = re.fullmatch(r"\s{0,9}([0-9.]{1,9})\s{0,9}(?:px)?\s{0,9}", plain, re.IGNORECASE)
    return _number(found[1], 1.0) if found else None


def _number(digits: str, unit: float) -> float | None:
    try:
        return float(digits) * unit
    except ValueError:
        return None


@dataclass
class Sheet:
    """The style sheets of a page, as they come."""

    keeping: dict[str, bool] = field(default_factory=dict)  # selector -> line breaks are kept
    pictures: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)  # words that only the sheet has

    def add(self, text: str) -> None:
        for selectors, said in _rules(text):
            self.pictures += pictures(said)
            kept = keeps_lines(said)
            for selector in selectors.split(",") if kept is not None else ():
                if last := _LAST.search(selector[-200:]):
                    self.keeping[last[1].lower()] = bool(kept)
            self.written += [word for word in map(_plain, _CONTENT.findall(said)) if word]

    def keeps_lines(self, tag: str, attributes: Mapping[str, str]) -> bool | None:
        names: Iterable[str] = (
            f"#{attributes.get('id', '')}",
            *(f".{name}" for name in attributes.get("class", "").split()),
            tag,
        )
        return next((self.keeping[n.lower()] for n in names if n.lower() in self.keeping), None)


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """(selectors, what they say) of each rule; fonts and other sheets carry no words."""
    bare = "".join(piece.partition("/*")[0] for piece in text.split("*/"))
    for rule in bare.split("}"):
        before, _, said = rule.rpartition("{")
        selectors = before.rpartition("{")[2].rpartition(";")[2].strip()
        if said and not selectors.lower().startswith("@font-face"):
            yield selectors, said


def _plain(quoted: str) -> str:
    """The words of a `content:`; signs, bullets and the glyphs of an icon font are none."""
    text = _ESCAPE.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)), quoted[1:-1])
    return text if _WORDS.search(text) else ""
