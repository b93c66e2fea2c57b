"""Whether a letter has to tell of a suit: class C0 of the rulebook (section 4).

In: a letter opened. Out: a `Suit`: due, not due (no court takes one: 法释〔2025〕8号 article 10), or open, a
person's to say. C0 follows what the application really is, not the agency's label: where the words of the
request do not fit the label, it is open. The decisions concerned are data (law/data/remedy.toml).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from harness.checker.opened import Opened
from harness.reading.asked import asked_for
from harness.reading.decision.decisions import NAMES
from harness.reading.decision.earlier_answer import Earlier, earlier_answer


class Due(Enum):
    YES = auto()
    NO = auto()
    OPEN = auto()


@dataclass(frozen=True, slots=True)
class Suit:
    """`why`: a Chinese clause, where there is anything to say."""

    due: Due
    why: str = ""


_DUE = Suit(Due.YES)
_NOT_DUE = Suit(Due.NO, "法院不受理对此类告知的起诉，不写起诉途径不是瑕疵")


def first_of(opened: Opened) -> frozenset[str]:
    """The decisions after which 复议 comes first, in this letter: by its articles too."""
    law = opened.remedy_law
    cited = {one.article for one in opened.words.citations if one.is_regulation}
    return law.first | {code for code, at in law.first_if_cited.items() if cited & at}


def suit_of(opened: Opened) -> Suit:
    """One answer for the whole letter: what is due for one of its decisions is due."""
    law, codes = opened.remedy_law, set(opened.codes)
    if law.no_suit and not codes - {"unknown"}:
        return Suit(Due.OPEN, "看不出作出的是哪一种决定，不能断定是否应当告知起诉途径")
    closed = codes & law.no_suit
    if not closed or codes - closed - first_of(opened):
        return _DUE
    if opened.on is None:
        return Suit(Due.OPEN, "答复日期不明，不能断定适用哪一天的规定、是否应当告知起诉途径")
    found = [_of(opened, code) for code in sorted(closed)]
    for due in (Due.YES, Due.OPEN):
        for one in found:
            if one.due is due:
                return one
    return _NOT_DUE


def _of(opened: Opened, code: str) -> Suit:
    text = opened.words.told
    return _BY_DECISION[code](text, asked_for.asked_for(text))


def _repeat(text: str, _: str) -> Suit:
    earlier = earlier_answer(text)
    if earlier is Earlier.GAVE:
        return _NOT_DUE
    if earlier is Earlier.DID_NOT:
        return Suit(Due.YES, "此前的答复没有提供该信息，不是法院不受理的重复申请")
    return Suit(Due.OPEN, "看不出此前的答复有没有公开该信息，是否法院不受理的重复申请")


def _register(text: str, _: str) -> Suit:
    register, archive = asked_for.of_a_register(text), asked_for.of_an_archive(text)
    if register and not archive:
        return _NOT_DUE
    if archive and not register:
        return _DUE
    return Suit(Due.OPEN, "看不出是否属于法院不受理起诉的工商、不动产登记等资料")


def _labelled(code: str, fits: Callable[[str], bool]) -> Callable[[str, str], Suit]:
    """The label is doubted where the request plainly names a record, and nothing that fits the label."""

    def of(_: str, asked: str) -> Suit:
        if not asked_for.is_record(asked) or fits(asked):
            return _NOT_DUE
        return Suit(Due.OPEN, f"申请的是“{asked[:24]}”，是否确属“{NAMES[code]}”")

    return of


_BY_DECISION: dict[str, Callable[[str, str], Suit]] = {
    "repeat": _repeat,
    "special_regime": _register,
    "needs_processing": _labelled("needs_processing", asked_for.are_figures),
    "petition": _labelled("petition", asked_for.is_plea),
    "publication": _labelled("publication", asked_for.is_publication),
}
