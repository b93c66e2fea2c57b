"""印章

要求：答复书应当加盖答复机关印章（或者政府信息公开专用章、有效的电子签章），压署名和成文日期。
依据：国发〔1999〕25号；GB/T 9704 7.3.5；（2015）行他字第32号（人民政府可用其办公室或者信息公开专用章）。
瑕疵：name_mismatch（印文与落款机关和被申请机关都明显不同）；blank（印章所在页没有署名和日期，属空白印章）。
签章数据写明的印文可以直接认定；从印迹上辨认的，只有红色印迹、字字清楚、是另一个机关的完整名称、不同之处在两字以上而且无一字相同的，
才作认定，其余与落款机关、被申请机关都不同的待人工认定。
只有电子邮件、网页文字的答复没有可以盖章的页面，纯文字（txt）文件看不出印章，都待人工认定；页面未能查找印章的，不作缺失认定。
"""

from __future__ import annotations

from harness.checker.dossier import Expected
from harness.checker.example import Example, letter
from harness.checker.finding import Element, Finding
from harness.checker.opened import Opened
from harness.checker.seal_names import has_another_word, is_of, slips_of, words_differ
from harness.law.body_names import bare, covers, same_body
from harness.reading.letter_parts.signature import is_agency
from harness.reading.page.blank_page import ends_blank, is_blank, says_blank
from harness.reading.page.prose import Place
from parsers.document import Box, Page, Seal, SealForm, Span

ELEMENT = Element.SEAL

PRESENT = (
    Example(letter(), seal="演江市财政局", value="演江市财政局"),
    Example(letter(), seal=""),
)
DEFECTIVE = (
    Example(
        letter(),
        seal="演江市水利局",
        defects=("name_mismatch",),
        expected=Expected(unit="演江市财政局"),
    ),
    Example(letter(issuer="", date=""), seal="", defects=("blank",)),
)
ABSENT = (Example(letter(), seal=None),)
QUIET = (
    Example(letter(), seal="演江市财政局政府信息公开专用章"),
    Example(
        letter(issuer="演江市人民政府"),
        seal="演江市人民政府办公室",
        expected=Expected(unit="演江市人民政府"),
    ),
    Example(letter(issuer="演江市人民政府"), seal="演江市人民政府（政府信息公开专用章）"),
    Example(letter(), seal="寅江市财政局"),
    Example(letter(), seal="财政局"),
)

_FORMS = {
    SealForm.INK: "印章",
    SealForm.DIGITAL_SIGNATURE: "数字签名",
    SealForm.OFD_SIGNATURE: "电子签章",
}
_EVERY_CHARACTER = 0.9  # how surely the least sure character of a name in ink must be read
_WORDS_ONLY = frozenset({"eml", "msg", "html"})


def check(opened: Opened) -> Finding:
    seals = opened.letter.seals
    if not seals:
        return _without(opened)
    page, seal = _best(opened)
    found = _shown(opened, page, seal)
    if seal.name and _differs(opened, seal):
        return _of_another(opened, page, seal, found)
    if where := _blank(opened, page):
        return opened.faulty(ELEMENT, {"blank": f"{where}没有署名和日期，属空白印章"}, **found)
    if _is_perhaps_another(opened, seal):
        why = f"印文辨认为“{seal.name}”，与{_whose(opened)}有数字不同；是辨认有误还是他人的印章，请核对原件"
        return opened.unclear(ELEMENT, why, **found)
    return opened.present(ELEMENT, _sentence(opened, page, seal), **found)


def _of_another(opened: Opened, page: Page, seal: Seal, found: dict[str, object]) -> Finding:
    """A name that the file itself states accuses; one read from ink, where it can hardly have been
    misread: else it asks a person to look."""
    whose = f"与{_whose(opened)}不一致"
    surely = not _is_read_from_ink(seal) or _is_surely_another(opened, seal)
    if not surely or _on_a_copy(opened, page):
        return opened.unclear(
            ELEMENT, f"印文辨认为“{seal.name}”，{whose}；辨认可能有误，请核对原件", **found
        )
    return opened.faulty(ELEMENT, {"name_mismatch": f"印文为“{seal.name}”，{whose}"}, **found)


def _on_a_copy(opened: Opened, page: Page) -> bool:
    """On a page without our signature: what is enclosed bears the seals of others."""
    places = [_page_of(opened, one) for one in (opened.letter.dated, opened.letter.issuer) if one]
    return bool(places) and page.number not in places


def _whose(opened: Opened) -> str:
    """Whose seal it should be, in the words of the letter and of whoever asked."""
    issuer, unit = opened.letter.issuer, opened.expected.unit
    said = [f"落款机关“{issuer.value}”"] if issuer else []
    said += [f"被申请机关“{unit}”"] if unit and not (issuer and issuer.value == unit) else []
    return "、".join(said) + ("均" if len(said) > 1 else "")


def _without(opened: Opened) -> Finding:
    media = opened.letter.document.media
    if media == "txt" and not opened.letter.is_body:
        return opened.unclear(ELEMENT, "纯文字文件看不出印章，请核对原件")
    if opened.letter.is_body or media in _WORDS_ONLY:
        return _text_only(opened)
    return opened.absent(ELEMENT, "逐页查看，未见印章、电子签章")


def _text_only(opened: Opened) -> Finding:
    """A reply in words only: nothing can be sealed in it, unless an attachment was not understood."""
    others = [
        part
        for part in opened.dossier.document.walk()
        if part is not opened.letter.document and part.pages
    ]
    sealed = [part.name for part in others if any(page.seals for page in part.pages)]
    if sealed:
        return opened.unclear(
            ELEMENT, f"答复为邮件文字，附件“{sealed[0]}”上有印章，请核对是否为答复盖章"
        )
    return opened.unclear(
        ELEMENT,
        "答复只有邮件（网页）文字，没有加盖印章的文书；是否另有盖章的文书、是否扣分请人工认定",
    )


def _best(opened: Opened) -> tuple[Page, Seal]:
    """The seal at the date; else one whose name fits; else the last one."""
    seals = opened.letter.seals
    at_place = [pair for pair in seals if _at_signature(opened, *pair)]
    fitting = [
        pair for pair in (at_place or seals) if pair[1].name and not _differs(opened, pair[1])
    ]
    return (fitting or at_place or list(seals))[-1]


def _shown(opened: Opened, page: Page, seal: Seal) -> dict[str, object]:
    file = opened.letter.document.name
    return {
        "value": seal.name,
        "evidence": (Span(file, page.number, seal.bbox, seal.name or "（印文未读出）"),),
        "confidence": min(opened.confidence, seal.confidence)
        if not opened.unsure
        else seal.confidence,
        "extra": {"form": str(seal.form), "colour": seal.colour},
    }


def _sentence(opened: Opened, page: Page, seal: Seal) -> str:
    colour = {"red": "红色", "grey": "灰色"}.get(seal.colour or "", "")
    where = "落款处" if _at_signature(opened, page, seal) else ""
    seen = f"第{page.number}页{where}有{colour}{_FORMS[seal.form]}"
    if seal.name is None:
        return f"{seen}，印文未读出"
    fits = next((one for one in _wanted(opened) if is_of(seal.name, one)), None)
    if fits is None and _is_read_from_ink(seal):
        return f"{seen}，印文辨认为“{seal.name}”，把握不足，未作核对"
    read = "印文辨认为" if _is_read_from_ink(seal) else "印文"
    if fits is None:
        return f"{seen}，{read}“{seal.name}”"
    how = "相符" if same_body(seal.name, fits) or covers(seal.name, fits) else "相近"
    return f"{seen}，{read}“{seal.name}”，与“{fits}”{how}"


# --- whose seal, and over what ------------------------------------------------------------------


def _wanted(opened: Opened) -> list[str]:
    issuer = opened.letter.issuer.value if opened.letter.issuer else ""
    names = (issuer, opened.expected.unit, *opened.expected.unit_aliases)
    return [one for one in names if one]


def _bodies(opened: Opened) -> list[str]:
    """The bodies whose seal it may be, each by its name alone: not by its office's, nor a special seal's."""
    names = list(dict.fromkeys(map(bare, _wanted(opened))))
    return [
        one for one in names if not any(len(own) < len(one) and covers(one, own) for own in names)
    ]


def _is_read_from_ink(seal: Seal) -> bool:
    return seal.name_confidence < 1.0


def _differs(opened: Opened, seal: Seal) -> bool:
    """Clearly another body's: neither the issuer's nor the expected unit's, and not merely misread."""
    name, wanted = seal.name or "", _wanted(opened)
    if not wanted or len(name) < 4 or seal.confidence < 0.8:
        return False
    slips = slips_of(name)
    if _is_read_from_ink(seal) and seal.name_confidence < _EVERY_CHARACTER:
        # one character was not read surely, all others were: it may be one more slip, and no more
        if seal.gist_confidence is None or seal.gist_confidence < _EVERY_CHARACTER:
            return False
        slips += 1
    return not any(is_of(name, one, slips) for one in wanted)


# of 94 rings read from 138 damaged pages none was read so and wrong (tests/bench/seals.md)
_SURELY = 0.97  # how surely all characters but the least sure one must be read to accuse


def _is_surely_another(opened: Opened, seal: Seal) -> bool:
    """Read from red ink, sure in every character, and the whole name of a body that has another word
    where ours has its own: 审计 in the place of 财政, and no character the same."""
    name, gist = seal.name or "", seal.gist_confidence or 0.0
    legible = seal.name_confidence >= _EVERY_CHARACTER and gist >= _SURELY and seal.colour == "red"
    return (
        legible and is_agency(name) and all(has_another_word(name, one) for one in _bodies(opened))
    )


def _is_perhaps_another(opened: Opened, seal: Seal) -> bool:
    """Nearly ours, and yet surely read with another word in one place: 梧桥街道 where ours is 桐荫街道."""
    name, gist = seal.name or "", seal.gist_confidence or 0.0
    if not _is_read_from_ink(seal) or gist < _SURELY or seal.name_confidence < _EVERY_CHARACTER:
        return False
    wanted = _bodies(opened)
    return bool(wanted) and is_agency(name) and all(words_differ(name, one) for one in wanted)


def _blank(opened: Opened, page: Page) -> str:
    """Where the seal stands on a page that carries neither date nor signature, nor any running text: in
    Chinese. A page that says 此页无正文 is one; empty where it is none."""
    letter = opened.letter
    where = f"第{page.number}页印章处"
    if letter.dated is None and letter.issuer is None:
        return "" if opened.covered else where  # what it seals may be what it hides
    if page.width is None and len(letter.pages) == 1:  # a format without pages
        return "“此页无正文”一页的印章处" if ends_blank(letter) else ""
    places = [_page_of(opened, place) for place in (letter.dated, letter.issuer) if place]
    if page.number in places or not is_blank(page, letter.pages):
        return ""
    return "" if opened.covered and not (says_blank(page) and len(places) > 1) else where


def _page_of(opened: Opened, place: Place) -> int | None:
    return opened.prose.rows[opened.prose.row_at(place.start)].page


def _at_signature(opened: Opened, page: Page, seal: Seal) -> bool:
    places = [place for place in (opened.letter.dated, opened.letter.issuer) if place]
    for place in places:
        for span in opened.quote(place.start, place.end):
            if (
                span.page == page.number
                and span.bbox
                and seal.bbox
                and _touch(span.bbox, seal.bbox)
            ):
                return True
    return False


def _touch(one: Box, other: Box) -> bool:
    """Whether the boxes meet, with a little room around them."""
    room = 12.0
    return (
        one[0] <= other[2] + room
        and other[0] <= one[2] + room
        and one[1] <= other[3] + room
        and other[1] <= one[3] + room
    )
