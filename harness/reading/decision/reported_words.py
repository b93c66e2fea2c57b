"""Words that a letter reports but does not itself decide, blanked out at equal length.

In: a letter's text. Out: texts of the same length in which such words are spaces, so that positions
still point into the letter: names in 《》 and “”, the clause that repeats the application, what the
law says in general (“逾期不补正的，视为……”), suits forbidden, and the paragraph on remedies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from harness.reading.page.prose import sentences
from harness.reading.wordings.book import pattern
from parsers import lazy_re as re

_QUOTED = re.compile(
    r"《[^《》]{1,120}》|“[^“”]{1,300}”|‘[^‘’]{1,200}’|\"[^\"\n]{1,200}\"|「[^「」]{1,200}」|『[^『』]{1,200}』"
)
# a model form's boxes: what was not ticked was not said
# (a tick that its font does not name comes as a private sign, or as the sign for no sign)
_TICK = "☑√■☒✓✔\ufffd\ue000-\uf8ff"
_TICKED = re.compile(f"[{_TICK}]")
_UNTICKED = re.compile(rf"[□☐▢](?![√✓✔])[^□☐▢{_TICK}。;\n]{{1,60}}")
# a number of another paper holds words too: 溪住建公开费〔2026〕1号
_PAPER_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}[〔\[(（【]\d{4}[〕\])）】][^号,。;\n]{0,8}号")


def _without(words: re.Pattern[str], text: str) -> str:
    return words.sub(lambda match: " " * len(match[0]), text)


def without_quotations(text: str) -> str:
    return _without(_QUOTED, text)


def blanked(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    """The text with these ranges blanked out, in one pass: they may be many."""
    pieces, at = [], 0
    for start, end in sorted(ranges):
        if end > at:
            begin = max(start, at)
            pieces += [text[at:begin], " " * (end - begin)]
            at = end
    return "".join([*pieces, text[at:]])


def without_unticked(text: str) -> str:
    """A form's text with the boxes blanked out that nobody ticked; without any tick, as it is."""
    if not _TICKED.search(text):
        return text
    return _without(_UNTICKED, text)


def application_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the application is told again."""
    for told in (pattern("retold"), pattern("requested")):
        yield from (match.span() for match in told.finditer(text))


def quotation_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where others' words stand, and names of documents."""
    return (match.span() for match in _QUOTED.finditer(text))


def operative(text: str, remedies: tuple[tuple[int, int], ...] = ()) -> str:
    """What the letter itself finds and decides."""
    text = _without(pattern("history"), text)
    text = blanked(without_quotations(without_unticked(text)), remedies)
    for reported in (
        pattern("retold"), pattern("requested"), pattern("conditional"), pattern("given"), pattern("counted"),
        pattern("recited"), _PAPER_NUMBER, pattern("no_law_orders"),
    ):  # fmt: skip
        text = _without(reported, text)
    return text


def without_forbidden_suits(text: str) -> str:
    """The text with 不得直接起诉 and the like blanked out."""
    return _without(pattern("forbidden_suit"), text)


# --- the paragraph on remedies ----------------------------------------------------------------

_A_BODY = re.compile(r"(?:政府|厅|局|委员会|部|署|海关)")
_ONE_WAY = re.compile(r"^[\s\d一二三四①②(（)）.、:]{0,4}(?:行政)?(?:复议|诉讼)[:(（—|｜,]")


def remedy_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences that tell of remedies, neighbours in the order of the letter."""
    ranges: list[tuple[int, int]] = []
    parts = list(_apart(text))
    for (start, end), (_, following) in zip(parts, [*parts[1:], (0, 0)], strict=False):
        words = text[start:end]
        bare = without_quotations(words)
        if (
            pattern("remedy_label").match(words)
            or pattern("names_body").search(words)
            or _lists(bare)
            or _offers(bare)
            or (_opens(bare) and _may_offer(text[end:following]))
            or (ranges and ranges[-1][1] == start and _goes_on(words))
        ):
            ranges.append((start, end))
    return tuple(ranges)


_LONG = 120  # characters: a sentence of more may tell everything, each in a part of its own


def _apart(text: str) -> Iterator[tuple[int, int]]:
    """The sentences; of a long one that begins with something else, the parts between its semicolons,
    or what stands before a clause that opens the remedies (……,如不服,可以……)."""
    for start, end in sentences(text):
        if end - start <= _LONG:
            yield start, end
            continue
        marks = [at + 1 for at in range(start, end - 1) if text[at] == ";"]
        if not marks or _may_offer(text[start : marks[0]]):
            opening = pattern("opens_remedy").search(text, start + 1, end)
            clause = _clause_of(text, start, opening.start()) if opening else 0
            marks = [clause] if clause and not _may_offer(text[start:clause]) else []
        yield from pairwise([start, *marks, end])


_LEAD = 12  # characters: of so many is what a clause says before 如不服


def _clause_of(text: str, start: int, at: int) -> int:
    """Where the clause begins that opens the remedies; behind a table's last cell no mark stands."""
    comma = text.rfind(",", start, at + 1) + 1
    return comma if at - comma <= _LEAD else at


def _may_offer(words: str) -> bool:
    return pattern("remedy_word").search(words) is not None


def _offers(bare: str) -> bool:
    bare = _without(pattern("no_remedy"), bare)
    if not pattern("remedy_word").search(bare):
        return False
    if not (pattern("offer").search(bare) or re.search(r"依法申请|依法提起", bare)):
        return bool(re.search(r"如.{0,12}不服", bare) or pattern("opens_remedy").match(bare))
    if pattern("happened").search(bare) and not re.search(
        r"如.{0,30}不服|对.{0,6}本.{0,8}不服|之日起", bare
    ):
        return False
    return bool(pattern("offer_trigger").search(bare)) or bool(
        re.search(r"(?:可以?|有权|应当).{0,30}依法|也可以?|直接向", bare)
    )


def _lists(bare: str) -> bool:
    """Both ways with a term and a body, or one way on a line of its own; or: 属复议前置事项."""
    if pattern("happened").search(bare) or pattern("of_application").search(bare):
        return False
    if pattern("review_first").search(bare):
        return True
    both = "复议" in bare and re.search(r"诉讼|起诉|法院", bare)
    if not pattern("term_listed").search(bare) or not (both or _ONE_WAY.search(bare)):
        return False
    return bool(_A_BODY.search(bare) or "法院" in bare)


def _opens(bare: str) -> bool:
    """若您对这份答复不满意,有两条路可以选。"""
    return pattern("opens_remedy").search(bare) is not None


def _goes_on(words: str) -> bool:
    """A sentence behind remedies that tells more of them: 受理机关是……, 期间从收到之日起算."""
    if pattern("how_to_apply").search(words):
        return True
    if pattern("happened").search(words):
        return False
    told = pattern("remedy_word").search(words) and re.search(r"也可|可以|可|向|地址|电话|:", words)
    return bool(told or pattern("tells_more").search(words))
