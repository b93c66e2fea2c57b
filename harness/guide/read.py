"""A guide read as a whole: every item, the channels, whose guide it is.

In: a `Document`. Out: a `Guide`. A paper that does not say that it is a guide is not judged: every item is
`unclear`, for nobody has seen the guide.
"""

from __future__ import annotations

import re as plain
from dataclasses import replace

from harness.checker.finding import Verdict
from harness.guide.channels import channels, on_channels, on_notes
from harness.guide.conditions import others
from harness.guide.contacts import contacts
from harness.guide.finding import Channel, Guide, ItemFinding
from harness.guide.items import ChannelKind, Item
from harness.guide.periods import periods
from harness.guide.text import CELL, GuideText, text_of
from harness.guide.wordings import pattern
from parsers.document import Document

_NO_GUIDE = "这个文件没有写明是政府信息公开指南，不作认定；请确认是不是取错了文件"
_HARDLY = "写着“政府信息公开指南”，但几乎没有指南的内容，可能是栏目页、消息或者没有保存全，不作认定"
# a page that only names the guide, or tells that there is a new one, has none of these
_SUBSTANCE = frozenset(
    {*Item} - {Item.CATEGORIES, Item.WAYS, Item.CONDITIONS, Item.REGULATION, Item.WEBSITE}
)
_FOUND, _LEAST = (Verdict.PRESENT, Verdict.DEFECTIVE), 2
_FRAME = "《“【"


def read_guide(document: Document) -> Guide:
    """Judge it."""
    text = text_of(document)
    if text.title is None:
        return _no_guide(text, _NO_GUIDE)
    ways = channels(text)
    found = (
        on_channels(text, ways),
        on_notes(text),
        *contacts(text),
        *periods(text),
        *others(text),
    )
    if sum(one.verdict in _FOUND and one.element in _SUBSTANCE for one in found) < _LEAST:
        return _no_guide(text, _HARDLY)
    by_item = {one.element: one for one in found}
    by_item[Item.WEBSITE] = _by_mail(by_item, ways)
    return Guide(_unit(text), tuple(by_item[item] for item in Item), ways, text.unread, True)


def _by_mail(found: dict[Item, ItemFinding], ways: tuple[Channel, ...]) -> ItemFinding:
    """A mailbox is a 互联网联系方式 too: a unit that takes no applications on the web needs no address for them."""
    site, mailbox = found[Item.WEBSITE], found[Item.EMAIL]
    online = next(one for one in ways if one.kind is ChannelKind.WEB)
    if site.verdict is not Verdict.ABSENT or mailbox.verdict not in (
        Verdict.PRESENT,
        Verdict.UNCLEAR,
    ):
        return site
    if online.open:
        return site
    sure = "写的" if mailbox.verdict is Verdict.PRESENT else "可能写的"
    reason = f"{site.reason}；没有说开通网上申请，互联网联系方式{sure}是电子邮箱"
    return replace(site, reason=reason, excused=True)


def _no_guide(text: GuideText, why: str) -> Guide:
    reason = f"{text.unread[0].what.rstrip('。')}，不作认定" if text.unread else why
    found = tuple(ItemFinding(item, Verdict.UNCLEAR, reason) for item in Item)
    ways = tuple(Channel(kind, None, None, reason) for kind in ChannelKind)
    return Guide(None, found, ways, text.unread, False)


def _unit(text: GuideText) -> str | None:
    """The name before 政府信息公开指南 in the title."""
    if text.title is None:
        return None
    said = text.said(text.title)
    match = pattern("guide_title").search(said)
    if match is None:
        return None
    name = said[: match.start()].rsplit(CELL, 1)[-1].rsplit(">", 1)[-1].lstrip(_FRAME)
    name = plain.sub(r"\(?\d{4}年?(?:版|修订)?\)?", "", name)
    name = name.strip(":-~")
    # X镇人民政府信息公开指南: the title says 政府 once for two
    return f"{name}政府" if name.endswith("人民") else name or None
