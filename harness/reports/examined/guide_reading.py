"""The job behind guides.py: opens the file, reads the guide, tells it.

In: bytes. Out: a `ReadGuide`.
"""

from __future__ import annotations

import json
from typing import Any

from harness.guide.finding import Channel, Guide, ItemFinding
from harness.guide.items import ASKED, CHANNEL_NAMES
from harness.guide.read import read_guide
from harness.reports.examined.checked import few
from harness.reports.examined.guides import ReadGuide, refusal
from parsers import Kept, read, read_and_keep
from parsers.document import Document, Span


def opened(data: bytes, name: str, with_page: bool) -> ReadGuide:
    kept = read_and_keep(data, name) if with_page else Kept(read(data, name), {})
    document = kept.document
    if document.error is not None:
        code, why = document.error.code, document.error.message
        refused = refusal(document.sha256, document.media, code, why)
        return ReadGuide(json.dumps(refused, ensure_ascii=False), (why,))
    guide = read_guide(document)
    from harness.reports.examined.guide_page import counts_of, guide_page, strip_of, verdict_name

    page = None
    if with_page:
        from harness.reports.examined.letter import pictures_of

        page = guide_page(guide, document, pictures_of(kept.files))
    return ReadGuide(
        json.dumps(as_dict(document, guide), ensure_ascii=False),
        few(list(dict.fromkeys(one.what for one in guide.unread))),
        _heading(guide),
        tuple((ASKED[one.element].name, verdict_name(one), one.reason) for one in guide.findings),
        page,
        strip_of(guide),
        counts_of(guide),
    )


def _heading(guide: Guide) -> str:
    if not guide.is_guide:
        return "没有认出是政府信息公开指南"
    opened = [CHANNEL_NAMES[one.kind] for one in guide.channels if one.open]
    return f"{guide.unit or '标题没有写明单位'}；列明的渠道：{'、'.join(opened) or '无'}"


def as_dict(document: Document, guide: Guide) -> dict[str, Any]:
    """The JSON object without its `source` (docs/guide.md)."""
    return {
        "sha256": document.sha256,
        "media": document.media,
        "unit": guide.unit,
        "is_guide": guide.is_guide,
        "channels": {str(one.kind): _channel(one) for one in guide.channels},
        "items": {str(one.element): _item(one) for one in guide.findings},
        "unread": [
            {"code": one.code, "touches": list(one.touches), "page": one.page, "what": one.what}
            for one in guide.unread
        ],
        "error": None,
    }


def _channel(one: Channel) -> dict[str, Any]:
    return {
        "open": one.open,
        "told": one.told,
        "reason": one.reason,
        "evidence": [_span(span) for span in one.evidence],
    }


def _item(one: ItemFinding) -> dict[str, Any]:
    return {
        "verdict": str(one.verdict),
        "asked": one.asked,
        "values": list(one.values),
        "defects": list(one.defects),
        "evidence": [_span(span) for span in one.evidence],
        "reason": one.reason,
    }


def _span(span: Span) -> dict[str, Any]:
    box = list(span.bbox) if span.bbox else None
    return {"file": span.file, "page": span.page, "bbox": box, "text": span.text}
