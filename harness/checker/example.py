"""A letter written out in one line: the examples that stand beside a rule.

In: the parts of a letter that matter to an example; `letter()` fills in the rest with a letter
without fault of October 2020. Out: its text, and with `document_of` the `Document` that a parser
would make of it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date

from harness.checker.dossier import Expected
from parsers.document import Document, Line, Page, Seal, TextFrom

UNIT = "演江市财政局"
REMEDY = (
    "如对本答复不服，可以自收到本答复书之日起60日内向演江市人民政府申请行政复议，"
    "或者在6个月内向演江市城东区人民法院提起行政诉讼。"
)
_PARTS = {
    "number": "演财公开〔2020〕18号",
    "title": "政府信息公开申请答复书",
    "addressee": "林晓雯：",
    "request": "本机关于2020年9月18日收到你提交的政府信息公开申请，申请公开“2019年度部门决算”。",
    "decision": "经检索，本机关未制作、未保存该信息。根据《中华人民共和国政府信息公开条例》第三十六条第（四）项的规定，你申请公开的政府信息不存在。",
    "remedy": REMEDY,
    "closing": "特此告知。",
    "issuer": UNIT,
    "date": "2020年10月16日",
}


@dataclass(frozen=True, slots=True)
class Example:
    """A letter and what its rule must say of it."""

    text: str
    defects: tuple[str, ...] = ()
    value: str | None = None  # where given, the finding's value
    expected: Expected = field(default_factory=Expected)
    replied_on: date | None = None
    seal: str | None = UNIT  # the name in the seal's ring; "" a seal whose name was not read
    media: str = "pdf"


def letter(**parts: str) -> str:
    """A whole letter, faultless but for the parts that are given; an empty part is left out."""
    unknown = set(parts) - set(_PARTS)
    if unknown:
        raise ValueError(f"no such part of a letter: {', '.join(sorted(unknown))}")
    filled = {**_PARTS, **parts}
    return "\n".join(text for text in filled.values() if text)


def document_of(
    text: str, *, name: str = "答复书.pdf", seal: str | None = UNIT, media: str = "pdf"
) -> Document:
    """One digital page with these lines; a seal stands on it unless `seal` is None."""
    lines = tuple(Line(line) for line in text.splitlines())
    seals = () if seal is None else (Seal(None, seal or None),)
    page = Page(1, 595.0, 842.0, TextFrom.DIGITAL, lines, seals)
    return Document(name, hashlib.sha256(text.encode()).hexdigest(), media, (page,))
