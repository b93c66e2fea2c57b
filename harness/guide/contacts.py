"""受理机构、地址、邮编、时间、电话、传真、邮箱、网址: what a guide says they are.

In: a `GuideText`. Out: a finding for each. A value counts where it stands behind its label (or in the sentence
that says to send there), in the guide's own part and in the shape that such a value has. Nothing is put
together, completed or guessed: what is not written so is shown to a person.
"""

from __future__ import annotations

import re as plain
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from harness.checker.finding import Verdict
from harness.guide.finding import ItemFinding
from harness.guide.items import ASKED, CONTACTS, Item
from harness.guide.labels import Labelled, is_head, labelled
from harness.guide.settle import Missing, missing
from harness.guide.text import CELL, GuideText, Stretch
from harness.guide.wordings import pattern

PHONE = plain.compile(
    r"(?<![\d\-.@])(?:(?:\(0\d{2,3}\)|0\d{2,3})[-~]?\d{7,8}|[2-8]\d{6,7}|1[3-9]\d{9}|[48]00-?\d{3}-?\d{4}|12345)"
    r"(?:[-转]\d{1,5})?(?![\d@.])"
)
EMAIL = plain.compile(
    r"(?<![\w.+-])[A-Za-z0-9_][\w.+-]{0,63}[@﹫](?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}", plain.ASCII
)
URL = plain.compile(
    r"(?:https?://|www\.)[!-'*-+\--:=?-~]+|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:cn|com|net|org)\b[!-'*-+\--:=?-~]*",
    plain.ASCII,
)
_POSTCODE = plain.compile(r"(?<!\d)\d{6}(?!\d)")
_ONE = frozenset({Item.POSTCODE, Item.FAX, Item.EMAIL, Item.OFFICE})  # of these a unit has one
_MOST = 3  # more addresses than that are a list of many offices
_LONGEST = {Item.OFFICE: 40, Item.ADDRESS: 90, Item.HOURS: 90}
_MAY_BE_NONE = frozenset({Item.FAX, Item.EMAIL, Item.WEBSITE})


@dataclass
class _Found:
    """What was found of one item."""

    values: dict[str, list[Stretch]] = field(default_factory=dict)
    empty: list[Stretch] = field(default_factory=list)  # a label and nothing behind it
    strange: list[Stretch] = field(default_factory=list)  # something else stands there
    none: list[Stretch] = field(default_factory=list)  # it says that there is none


def contacts(text: GuideText) -> tuple[ItemFinding, ...]:
    """The eight findings."""
    found = {item: _Found() for item in CONTACTS}
    claimed: list[tuple[Item | None, Stretch]] = []
    for one in labelled(text, text.own):
        if one.item is None:
            continue
        _note(text, one, found[one.item], claimed)
    _in_sentences(text, found)
    return tuple(_finding(text, item, found[item], claimed) for item in CONTACTS)


def _note(
    text: GuideText, one: Labelled, found: _Found, claimed: list[tuple[Item | None, Stretch]]
) -> None:
    item = one.item
    if item is None:
        return
    stretches = list(_READ[item](text, one.value))
    whole = Stretch(one.label.start, max(one.label.end, one.value.end))
    if stretches:
        for stretch in stretches:
            found.values.setdefault(_told(text, item, stretch), []).append(stretch)
            claimed.append((item, stretch))
        claimed.append((item, one.label))
    elif one.value.start >= one.value.end:
        found.empty.append(one.label)
        claimed.append((item, one.label))
    elif _says_none(text, one.value):
        found.none.append(whole)
        claimed.append((item, whole))
    else:
        found.strange.append(whole)


def _says_none(text: GuideText, value: Stretch) -> bool:
    bare = ":" + text.said(value).rstrip("。;")
    return bool(pattern("none_value").fullmatch(bare))


def _in_sentences(text: GuideText, found: dict[Item, _Found]) -> None:
    """The e-mail and web address of the sentence that says to apply there."""
    own = [(one.start, one.end) for one in text.own]
    for sentence in text.sentences():
        if not any(a <= sentence.start < b for a, b in own):
            continue
        said = text.said(sentence)
        for item, says, shape in (
            (Item.EMAIL, "email_open", EMAIL),
            (Item.WEBSITE, "web_open", URL),
        ):
            if pattern(says).search(said) and not found[item].values:
                for match in shape.finditer(text.text, sentence.start, sentence.end):
                    stretch = Stretch(match.start(), match.end())
                    found[item].values.setdefault(_told(text, item, stretch), []).append(stretch)


# --- the shapes -----------------------------------------------------------------------------------


def _shaped(shape: plain.Pattern[str]) -> Callable[[GuideText, Stretch], Iterable[Stretch]]:
    def read(text: GuideText, value: Stretch) -> Iterable[Stretch]:
        return [
            Stretch(m.start(), m.end()) for m in shape.finditer(text.text, value.start, value.end)
        ]

    return read


def _worded(says: str, stops: str) -> Callable[[GuideText, Stretch], Iterable[Stretch]]:
    def read(text: GuideText, value: Stretch) -> Iterable[Stretch]:
        said = text.said(value)
        end = next((at for at, char in enumerate(said) if char in stops and at), len(said))
        bare = said[:end].rstrip(",、:│(")
        if bare and pattern(says).search(bare):
            yield Stretch(value.start, value.start + len(bare))

    return read


_READ: dict[Item, Callable[[GuideText, Stretch], Iterable[Stretch]]] = {
    Item.OFFICE: _worded("office_value", f",;。(、{CELL}"),
    Item.ADDRESS: _worded("address_value", f";。{CELL}"),
    Item.POSTCODE: _shaped(_POSTCODE),
    Item.HOURS: _worded("hours_value", "。"),
    Item.TELEPHONE: _shaped(PHONE),
    Item.FAX: _shaped(PHONE),
    Item.EMAIL: _shaped(EMAIL),
    Item.WEBSITE: _shaped(URL),
}


def _told(text: GuideText, item: Item, stretch: Stretch) -> str:
    if item in (Item.TELEPHONE, Item.FAX, Item.EMAIL, Item.WEBSITE, Item.POSTCODE):
        return text.said(stretch).rstrip(".,")
    return text.raw(stretch.start, stretch.end)


# --- findings -------------------------------------------------------------------------------------


def _finding(
    text: GuideText, item: Item, found: _Found, claimed: list[tuple[Item | None, Stretch]]
) -> ItemFinding:
    name = ASKED[item].name
    values = tuple(found.values)
    if values:
        stretches = [several[0] for several in found.values.values()]
        evidence = tuple(span for one in stretches for span in text.quote(one.start, one.end))
        listed = "、".join(f"“{value}”" for value in values[: _MOST + 1])
        if len(values) > _MOST:
            reason = f"列有{len(values)}个{name}，分不清哪一个是本机关的，请核对"
        elif len(values) > 1 and item in _ONE:
            reason = f"列有不同的{name}：{listed}，请核对用哪一个"
        elif any(len(value) > _LONGEST.get(item, 99) for value in values):
            reason = f"{name}后面的内容过长，请核对：{listed[:60]}……"
        elif any(_may_go_on(text, item, one) for one in stretches):
            reason = f"{name}可能分在两行，请核对是否完整：{listed}"
        else:
            return ItemFinding(
                item, Verdict.PRESENT, f"{name}：{'、'.join(values)}", values, (), evidence
            )
        return ItemFinding(item, Verdict.UNCLEAR, reason, values, ("several",), evidence)
    if found.strange:
        where = found.strange[0]
        reason = f"“{text.raw(where.start, where.end)[:40]}”没有写成通常的样子，请核对原文"
        return ItemFinding(
            item, Verdict.UNCLEAR, reason, (), (), text.quote(where.start, where.end)
        )
    if found.none and item in _MAY_BE_NONE:
        where = found.none[0]
        reason = f"指南写明没有{name}"
        evidence = text.quote(where.start, where.end)
        return ItemFinding(item, Verdict.NOT_REQUIRED, reason, (), (), evidence)
    # what is claimed by another item is no sign of this one; this one's empty label neither
    others = [stretch for owner, stretch in claimed if owner is not None]
    empty = found.empty[0] if found.empty else None
    told = f"“{text.raw(empty.start, empty.end)}”后面没有内容" if empty else f"指南没有写明{name}"
    looked = Missing(
        item, told, (f"perhaps_{item}", "elsewhere"), tuple(others), empty, _shape(item)
    )
    return missing(text, looked)


def _may_go_on(text: GuideText, item: Item, value: Stretch) -> bool:
    """Whether the value may be longer or shorter than it was read: a line of a pasted text runs on by guess, and
    the cell of a table may go on in the next line."""
    rows, first = text.prose.rows, text.prose.row_at(value.start)
    last = text.prose.row_at(value.end - 1)
    if last + 1 >= len(rows):
        return False
    row, below = rows[last], rows[last + 1]
    start = text.prose.starts[last + 1]
    beneath = Stretch(start, start + len(below.text))
    at_end = value.end >= text.prose.end_of(last)
    if item in _NET:
        return at_end and bool(_NET_GOES_ON.match(below.text))
    if item not in _LONGEST:
        return _second_line(text, last)
    if last != first and rows[first].bbox is None:
        return True
    if below.page != row.page or _begins_anew(text, beneath):
        return False
    if row.bbox and below.bbox:
        under = (
            at_end and below.bbox[0] > row.bbox[0] + 1.5 * row.height
        )  # below the value, not the label
        return under or (CELL in row.text and CELL in below.text)
    shaped = item is not Item.OFFICE and pattern(f"{item}_value").search(below.text)
    whole = not at_end or len(below.text) > _CELL or set(below.text) & set(",。;:")
    return bool(shaped) and not whole


def _second_line(text: GuideText, at: int) -> bool:
    """On paper, a row of cells below another that holds no label: it may be the rest of that one."""
    if at == 0:
        return False
    row, above = text.prose.rows[at], text.prose.rows[at - 1]
    start = text.prose.starts[at - 1]
    cells = row.bbox is not None and CELL in row.text and CELL in above.text
    return (
        cells
        and not _begins_anew(text, Stretch(start, start + len(above.text)))
        and not is_head(text, start)
    )


_CELL = 30
_NET = frozenset({Item.EMAIL, Item.WEBSITE})
_NET_GOES_ON = plain.compile(r"[A-Za-z0-9/.?&=_-]+(?:│|$)")


def _begins_anew(text: GuideText, line: Stretch) -> bool:
    said = text.said(line)
    return bool(pattern("ordinal").match(said)) or bool(labelled(text, (line,)))


def _shape(item: Item) -> plain.Pattern[str] | None:
    return {
        Item.TELEPHONE: PHONE, Item.FAX: None, Item.EMAIL: EMAIL, Item.WEBSITE: URL,
    }.get(item)  # fmt: skip
