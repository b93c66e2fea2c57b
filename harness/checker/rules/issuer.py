"""答复主体

要求：答复应当由收到申请的行政机关以自己的名义作出，落款写明机关名称；人民政府可以由其办公厅（室）或者以信息公开专用章答复。
法律、法规授权的具有管理公共事务职能的组织，以自己的名义答复，视同行政机关（条例第五十四条）。
依据：条例第四条、第十条、第二十七条、第五十四条；法释〔2021〕5号第六条；GB/T 9704 对发文机关署名的规定（公文格式的惯例，不是条例的要求）。
瑕疵：other_unit（不是被申请的机关，也不是其办公室或者专用章，需有 EXPECT）；inner_office（只有内设科室署名）。
"""

from __future__ import annotations

from harness.checker.dossier import Expected
from harness.checker.example import Example, letter
from harness.checker.finding import Element, Finding
from harness.checker.opened import Opened
from harness.law.body_names import covers, same_body
from harness.reading.arrived import who_answers
from parsers.document import Seal

ELEMENT = Element.ISSUER

_CZ = Expected(unit="演江市财政局")
PRESENT = (
    Example(letter(), value="演江市财政局", expected=_CZ),
    Example(letter(issuer="演江市财政局（印章）")),
    Example(letter(issuer="", date="演江市财政局 2020年10月16日"), value="演江市财政局"),
)
DEFECTIVE = (
    Example(letter(issuer="演江市水利局"), defects=("other_unit",), expected=_CZ),
    Example(letter(issuer="政策法规科"), defects=("inner_office",)),
    Example(letter(issuer="办公室"), defects=("inner_office",)),
    Example(letter(issuer="演江市财政局综合科"), defects=("inner_office",), expected=_CZ),
)
ABSENT = (
    Example(letter(issuer=""), seal=None),
    Example(letter(issuer="", title="关于政府信息公开申请的复函"), seal=None),
)
QUIET = (
    # a name too long for its line
    Example(
        letter(issuer="演江市城东区人民政府望江街道\n办事处"),
        expected=Expected(unit="演江市城东区人民政府望江街道办事处"),
    ),
    Example(letter(issuer="演江市财政局办公室"), expected=_CZ),
    Example(letter(issuer="演江市人民政府办公室"), expected=Expected(unit="演江市人民政府")),
    Example(letter(issuer="演江自治区演江市财政局"), expected=_CZ),
    Example(letter(issuer="市财政局"), expected=_CZ),
    Example(letter(issuer="演江市城东街道办事处"), expected=Expected(unit="演江市城东街道办事处")),
    Example(letter(issuer="演江市财政局政府信息公开办公室"), expected=_CZ),
    Example(letter(issuer="", title="演江市财政局政府信息公开告知书"), expected=_CZ),
)

_EVERY_CHARACTER = 0.9  # how surely the least sure character of a name in ink must be read


def check(opened: Opened) -> Finding:
    place = opened.letter.issuer
    if place is None:
        return _elsewhere(opened)
    found = {"value": place.value, "evidence": opened.quote(place.start, place.end)}
    name = who_answers.without_brackets(place.value)
    wrong = who_answers.is_inner_office(name) or (
        opened.expected.unit and not _is_unit(name, opened.expected)
    )
    if wrong and opened.covered and _is_unit_under_a_seal(name, opened):
        return opened.present(
            ELEMENT,
            f"落款识别为“{name}”，其中一字当是印章压出的，与另处写明的“{opened.expected.unit}”一致",
            **found,
        )
    if wrong and opened.covered:
        return opened.unclear(
            ELEMENT, f"落款识别为“{name}”，可能被印章压住而不全，请核对原件", **found
        )
    if who_answers.is_inner_office(name):
        return opened.faulty(
            ELEMENT, {"inner_office": f"落款为“{name}”，是内设科室，不是行政机关"}, **found
        )
    if opened.expected.unit and not _is_unit(name, opened.expected):
        return opened.faulty(
            ELEMENT,
            {"other_unit": f"落款为“{name}”，不是被申请的“{opened.expected.unit}”"},
            **found,
        )
    return opened.present(ELEMENT, f"答复主体为“{place.value}”", **found)


def _is_unit(name: str, expected: Expected) -> bool:
    return any(
        same_body(name, one) or covers(name, one) for one in (expected.unit, *expected.unit_aliases)
    )


def _is_unit_under_a_seal(name: str, opened: Opened) -> bool:
    """Whether but for one character, as a seal's strokes give one, the signature is the unit's, and the
    letterhead or the seal itself says so too."""
    less = (name[:place] + name[place + 1 :] for place in range(len(name)))
    if not any(_is_unit(each, opened.expected) for each in less):
        return False
    head = opened.letter.masthead
    told = [head.value] if head else []
    told += [seal.name for _, seal in opened.letter.seals if seal.name and _is_legible(seal)]
    return any(_is_unit(each, opened.expected) for each in told)


def _is_legible(seal: Seal) -> bool:
    """A name that the file states, or one read from ink surely in every character."""
    return bool(seal.name) and seal.name_confidence >= _EVERY_CHARACTER


def _elsewhere(opened: Opened) -> Finding:
    """No signature: the title, the letterhead or the seal may still say who answers."""
    told = who_answers.in_title(opened.letter)
    if told:
        return opened.present(
            ELEMENT, f"落款处未见署名，标题写明答复主体“{told.value}”", value=told.value,
            evidence=opened.quote(told.start, told.end),
        )  # fmt: skip
    row = who_answers.labelled(opened.letter)
    if row:
        return opened.present(
            ELEMENT, f"落款处未见署名，文中载明答复机关“{row.value}”", value=row.value,
            evidence=opened.quote(row.start, row.end),
        )  # fmt: skip
    head = opened.letter.masthead
    if head:
        return opened.present(
            ELEMENT, f"落款处未见署名，版头写明答复主体“{head.value}”", value=head.value,
            evidence=opened.quote(head.start, head.end),
        )  # fmt: skip
    named = next((seal.name for _, seal in opened.letter.seals if _is_legible(seal)), None)
    if named:
        return opened.present(ELEMENT, f"落款处未见署名，印文载明“{named}”", value=named)
    if opened.letter.seals:
        return opened.unclear(ELEMENT, "落款处未见署名，印章的印文未能读出，请核对原件")
    if opened.covered:
        return opened.unclear(ELEMENT, "落款处未识别出署名，可能被印章压住，请核对原件")
    sender = who_answers.sender(opened.dossier.document.headers)
    if opened.letter.is_body and sender:
        return opened.unclear(
            ELEMENT, f"邮件正文没有署名，发件人显示为“{sender}”，请人工认定", value=sender
        )
    return opened.absent(ELEMENT, "落款、版头、标题均未写明答复机关")
