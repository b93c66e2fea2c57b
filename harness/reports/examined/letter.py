"""One letter opened and judged, in every shape that `mingcha check` shows.

In: bytes and what a right answer would hold. Out: `CheckedLetter` (checked.py): the JSON object of
contracts.md (section 1), a table for a reader, the page with the evidence marked.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from harness.checker.check import Judgement, judge
from harness.checker.dossier import Dossier, Expected
from harness.checker.finding import ELEMENT_NAMES, VERDICT_NAMES, Finding, Verdict
from harness.clock.result import said
from harness.reading.arrived.reply_kind import KIND_NAMES
from harness.reading.arrived.which_part import other_letters
from harness.reading.decision.decisions import NAMES
from harness.reports.examined.checked import CheckedLetter, few, refusal
from parsers import Kept, read, read_and_keep
from parsers.document import TEXT, Document, Span, TextFrom
from parsers.parser import Unreadable

if TYPE_CHECKING:
    from PIL import Image

_DPI = 144  # twice what a screen shows: sharp on a fine one and on paper
_QUALITY = 82


def checked(
    data: bytes, name: str, wanted: Expected, day: date | None, with_page: bool
) -> CheckedLetter:
    """Judge the reply; `with_page`: with its page for a browser."""
    kept = read_and_keep(data, name) if with_page else Kept(read(data, name), {})
    document = kept.document
    if document.error is not None:
        code, why = document.error.code, document.error.message
        refused = refusal(document.sha256, document.media, code, why)
        return CheckedLetter(json.dumps(refused, ensure_ascii=False), (why,))
    judgement = judge(Dossier(document, wanted, day))
    return CheckedLetter(
        json.dumps(as_dict(document, judgement), ensure_ascii=False),
        tuple(_unread(document, judgement)),
        _heading(judgement),
        () if asks_for_nothing(judgement) else _rows(judgement),
        _page(judgement, kept) if with_page else None,
        msgspec.json.encode(judgement) if with_page else None,
    )


def asks_for_nothing(judgement: Judgement) -> bool:
    """A receipt, an automatic reply, a bounce: nothing of an answer is looked for in it."""
    return all(one.verdict is Verdict.NOT_REQUIRED for one in judgement.findings)


def _rows(judgement: Judgement) -> tuple[tuple[str, str, str], ...]:
    said = {(one.verdict, one.reason) for one in judgement.findings}
    if len(said) == 1:  # one thing is said of all of them: once
        ((verdict, reason),) = said
        return (("十一项要素", VERDICT_NAMES[verdict], reason),)
    return tuple(
        (ELEMENT_NAMES[one.element], VERDICT_NAMES[one.verdict], one.reason)
        for one in judgement.findings
    )


def as_dict(document: Document, judgement: Judgement) -> dict[str, Any]:
    """A judgement in the shape of contracts.md, section 1, without its `source`."""
    file = {"sha256": document.sha256, "media": document.media}
    return {**file, **judgement_dict(judgement)}


def judgement_dict(judgement: Judgement) -> dict[str, Any]:
    """The same without the file that was judged."""
    return {
        "pages": judgement.pages,
        "text_from": _text_from(judgement.text_from),
        "kind": str(judgement.kind),
        "decisions": list(judgement.decisions),
        "replied_on": judgement.replied_on.isoformat() if judgement.replied_on else None,
        "replied_on_certain": judgement.replied_on_certain,
        "unread": [
            {"code": one.code, "touches": list(one.touches), "page": one.page, "what": one.what}
            for one in judgement.unread
        ],
        "unexplained": [_span(one) for one in judgement.unexplained],
        "elements": {str(one.element): _finding(one) for one in judgement.findings},
        "rules": judgement.rules,
    }


def _unread(document: Document, judgement: Judgement) -> list[str]:
    told = [
        f" 中的{one.what}" if one.what.startswith("“") else one.what
        for one in judgement.unread
        if TEXT in one.touches
    ] + [
        f" 中的“{part.name}”：像是另一份答复，一次只核对一份，请取出来单独核对"
        for part in other_letters(document)
    ]
    if judgement.text_from == "none" and not told:
        return ["没有读出文字，请看原件"]
    # a tree of archives may say the same of a hundred members, and more of a thousand
    return list(few(list(dict.fromkeys(told))))


def _text_from(where: TextFrom) -> str | None:
    """None where no page could be read: the contract knows digital, ocr and mixed."""
    return None if where == "none" else str(where)


# fields that single elements have beside the common ones, empty where nothing was found
_EXTRA: dict[str, dict[str, Any]] = {
    "legal_basis": {"citations": []},
    "remedy": {"reconsideration": None, "litigation": None},
    "seal": {"form": None, "colour": None},
}


def _span(span: Span) -> dict[str, Any]:
    return {
        "file": span.file,
        "page": span.page,
        "bbox": list(span.bbox) if span.bbox else None,
        "text": span.text,
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "verdict": str(one.verdict),
        "value": one.value,
        "defects": list(one.defects),
        "confidence": round(one.confidence, 3),
        "evidence": [_span(span) for span in one.evidence],
        "reason": one.reason,
        **_EXTRA.get(str(one.element), {}),
        **one.extra,
    }


def _heading(judgement: Judgement) -> str:
    if asks_for_nothing(judgement):
        on = f"（{said(judgement.replied_on)}）" if judgement.replied_on else ""
        return f"{KIND_NAMES[judgement.kind]}{on}，不是答复，不要求各项要素"
    decisions = "、".join(NAMES[code] for code in judgement.decisions) or "无"
    return f"{KIND_NAMES[judgement.kind]}；处理决定：{decisions}"


def _page(judgement: Judgement, kept: Kept) -> str:
    from harness.reports.examined.explain import explain_page  # brings jinja2, which few calls need

    return explain_page(judgement, kept.document, pictures_of(kept.files))


def pictures_of(files: Mapping[str, bytes]) -> Callable[[str, int], str | None]:
    """What shows a page of these files as a data: address."""
    from parsers import pages  # brings every library that draws pages

    def picture(sha256: str, page: int) -> str | None:
        data = files.get(sha256)
        if data is None:
            return None
        try:
            return _address(pages.render(data, sha256, page, _DPI))
        except Unreadable:
            return None  # the page is then shown by its text

    return picture


def _address(picture: Image.Image) -> str:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "WEBP", quality=_QUALITY, method=4)
    return f"data:image/webp;base64,{base64.b64encode(out.getvalue()).decode('ascii')}"
