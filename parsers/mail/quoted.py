"""Where a mail's writer ends and the mail that he answers begins, and where he goes on below it.

In: the lines of a mail's text. Out: his own lines, and the quoted ones. A checker must not take our
own application for the agency's words, nor the agency's words for a quotation. Quoted is what a
mail program marks (>, a quoting element), and what follows a head that only quotations have: where
the marked lines end, the writer goes on; without marks, up to the head of an answer below our
application. An indented block without any such sign is the writer's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from parsers import lazy_re as re
from parsers.hypertext import Row
from parsers.mail import voices

# heads that mail programs write above what they quote, each a whole line
_HEADS = (
    re.compile(
        r"^[-_—=\s]*(?:原始邮件|原邮件|原始信件|转发的?邮件|转发邮件信息|Original Message|Forwarded message)[-_—=\s:：]*$",
        re.I,
    ),
    re.compile(r"^(?:在|于)\s*\d{4}\s*[-年/.].{0,80}(?:写道|编写|写信说)\s*[:：]\s*$"),
    re.compile(r"^(?:At|On)\s.{4,120}\b(?:wrote|写道)\s*[:：]\s*$", re.I),
    re.compile(
        r"^.{0,60}<[^<>\s@]{1,120}@[^<>\s]{1,120}>\s*(?:于|在)\s*\d{4}.{0,60}写道\s*[:：]\s*$"
    ),
    re.compile(r"^\d{4}\s*[-年/.].{0,60}<[^<>\s@]{1,120}@[^<>\s]{1,120}>\s*(?:写道)?\s*[:：]\s*$"),
)
# four header-like lines in a row, as Outlook and QQ mail write them
_FIELD = re.compile(
    r"^\**(?:发件人|收件人|抄送|主题|日期|发送时间|发送日期|From|To|Cc|Subject|Date|Sent)\**\s*[:：]",
    re.I,
)
_SENDER = re.compile(r"^\**(?:发件人|From)\**\s*[:：]", re.IGNORECASE)
_FORWARD_HEAD = re.compile(r"^[-_—=\s]*(?:转发|Forwarded)", re.IGNORECASE)
_FORWARD_SUBJECT = re.compile(r"^\s*(?:转发|Fwd?)\s*[:：]", re.IGNORECASE)
_LONG = 400  # so much of a line that names a sender is compared
_WROTE = re.compile(r"(?:写道|wrote)\s*[:：]\s*$", re.I)
_OPENS = re.compile(r"^(?:在|于|On|At)\s.{0,100}\d{4}", re.I)
# > or a bar down the left side; a line with more bars is a table's
_MARK = re.compile(r"[>＞]|[|｜│┃](?![^\n]{0,200}[|｜│┃])")
# the writer says that his answer stands in what he quotes
_BELOW = re.compile(
    r"(?:答复|回复|意见|答案|内容)[^。，,]{0,8}(?:见|如|在)(?:下|以下|下方|下文|下面|原邮件|来信|邮件|文中|红|蓝)"
    r"|见(?:下|下方|下文|下面|文中|邮件内|来信)?[^。，,]{0,4}[红蓝](?:色|字)"
)


@dataclass
class Divided:
    """A mail's text taken apart, each half in order."""

    own: list[Row] = field(default_factory=list)
    quoted: list[Row] = field(default_factory=list)

    @property
    def quoted_lines(self) -> list[str]:
        return [_bare(row.text) for row in self.quoted]

    @property
    def may_hold_answer(self) -> bool:
        """The answer may stand among what is quoted: the writer says so, or he himself gives none."""
        own = [row.text for row in self.own]
        if not self.quoted or voices.of(own).is_answer:
            return False
        if any(_BELOW.search(line) for line in own):
            return True
        return voices.of(row.text for row in self.quoted).is_answer


def split(rows: Sequence[Row]) -> tuple[list[str], list[str]]:
    """(the writer's own lines, the quoted lines), both in order."""
    divided = divide(rows)
    return [row.text for row in divided.own], divided.quoted_lines


def divide(rows: Sequence[Row]) -> Divided:
    found = Divided()
    at = 0
    ours = _quoted_blocks(rows)
    while at < len(rows):
        head = _head_length(rows, at)
        end = _end_of_quotation(rows, at + head) if head else _end_of_marked(rows, at, ours)
        if end > at:
            _take_quotation(rows[at:end], head, found)
            at = end
        else:
            found.own.append(rows[at])
            at += 1
    return found


def _quoted_blocks(rows: Sequence[Row]) -> frozenset[int]:
    """The indented blocks that hold an applicant's words."""
    heard: dict[int, voices.Voices] = {}
    for row in rows:
        if row.block and not row.quoted:
            heard.setdefault(row.block, voices.Voices()).hear(row.text)
    return frozenset(block for block, said in heard.items() if said.is_application)


def _end_of_marked(rows: Sequence[Row], at: int, ours: frozenset[int]) -> int:
    """The end of the lines that are marked as quoted, or lie in a block of our words."""
    while at < len(rows) and (_is_marked(rows[at]) or rows[at].block in ours):
        at += 1
    return at


def _is_marked(row: Row) -> bool:
    return row.quoted or _MARK.match(row.text) is not None


def _end_of_quotation(rows: Sequence[Row], begin: int) -> int:
    """Where what stands under a head ends: with its marks, else with the mail."""
    if begin >= len(rows) or not (_is_marked(rows[begin]) or rows[begin].block):
        return len(rows)
    block, end = rows[begin].block, begin
    while end < len(rows) and (_is_marked(rows[end]) or (block and rows[end].block == block)):
        end += 1
    return end


def _take_quotation(rows: Sequence[Row], head: int, found: Divided) -> None:
    """What is quoted, but for an answer that was written into our application or below it."""
    answers = set(_answers_within(rows))
    found.quoted += rows[:head]
    said, at = voices.Voices(), head
    while at < len(rows):
        inner = _head_length(rows, at)
        own = at in answers and said.is_application
        end = at + inner if inner else _next_head(rows, at) if own else at + 1
        own = own or (not inner and _is_put_between(rows[at]))
        (found.own if own else found.quoted).extend(rows[at:end])
        if inner:
            said = voices.Voices()
        else:
            said.hear(rows[at].text)
        at = end


def _is_put_between(row: Row) -> bool:
    return not _MARK.match(row.text) and voices.begins_answer(row.text)


_FOLLOW = 12  # an answer shows itself within so many lines of its head


def _answers_within(rows: Sequence[Row]) -> Iterator[int]:
    """Where a line heads an answer and an office's words follow."""
    for at, row in enumerate(rows):
        if not _MARK.match(row.text) and voices.heads_answer(row.text):
            following = rows[at + 1 : at + 1 + _FOLLOW]
            if voices.of(each.text[:_LONG] for each in following).is_answer:
                yield at


def _next_head(rows: Sequence[Row], at: int) -> int:
    return next((n for n in range(at + 1, len(rows)) if _head_length(rows, n)), len(rows))


def is_passed_on(quoted: Sequence[str], subject: str, ours: Sequence[str]) -> bool:
    """Whether the quoted lines are somebody else's mail that the writer passes on, such as another
    office's answer. `ours` are the names and addresses of the receiver: what he wrote is quoted."""
    senders = [line[:_LONG] for line in quoted[:8] if _SENDER.match(line)]
    marked = bool(_FORWARD_HEAD.match(quoted[0]) or _FORWARD_SUBJECT.match(subject))
    return marked and bool(senders) and not any(name in line for name in ours for line in senders)


def _head_length(rows: Sequence[Row], index: int) -> int:
    """How many lines the head of a quotation has that begins here; 0: none does."""
    text = rows[index].text
    length, fields = _fields(rows, index)
    if fields >= 3:
        return length
    if any(head.match(text) for head in _HEADS):
        length, fields = _fields(rows, index + 1)
        return 1 + (length if fields >= 2 else 0)
    following = rows[index + 1].text if index + 1 < len(rows) else ""
    # a head that was folded over two lines
    if _OPENS.match(text) and _WROTE.search(following) and len(following) < 80:
        return 2
    return 0


def _fields(rows: Sequence[Row], index: int) -> tuple[int, int]:
    """A header block that begins here: its lines, of which one at a time may continue another, and
    how many of them name a field."""
    if index >= len(rows) or not _FIELD.match(rows[index].text):
        return 0, 0
    window = [bool(_FIELD.match(row.text)) for row in rows[index : index + 8]]
    length = 1
    for at in range(1, len(window)):
        if window[at] and at - length < 2:
            length = at + 1
    return length, sum(window[:length])


def _bare(text: str) -> str:
    return text.lstrip(">＞|｜│┃ ").strip() or text
