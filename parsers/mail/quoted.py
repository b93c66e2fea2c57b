"""Where a mail's writer ends and the mail that he answers begins.

In: the lines of a mail's text. Out: his own lines, and the quoted ones. A checker must not take our
own application for the agency's words, so the cut is made at the first line that can only be a
quotation's head, and at lines marked with >.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.hypertext import Row

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


def split(rows: Sequence[Row]) -> tuple[list[str], list[str]]:
    """(the writer's own lines, the quoted lines), both in order."""
    own: list[str] = []
    quoted: list[str] = []
    for index, row in enumerate(rows):
        if _begins_quote(rows, index):
            return own, quoted + [_bare(rest.text) for rest in rows[index:]]
        if row.quoted or row.text.startswith((">", "＞")):
            quoted.append(_bare(row.text))
        else:
            own.append(row.text)
    return own, quoted


def is_passed_on(quoted: Sequence[str], subject: str, ours: Sequence[str]) -> bool:
    """Whether the quoted lines are somebody else's mail that the writer passes on, such as another
    office's answer. `ours` are the names and addresses of the receiver: what he wrote is quoted."""
    senders = [line[:_LONG] for line in quoted[:8] if _SENDER.match(line)]
    marked = bool(_FORWARD_HEAD.match(quoted[0]) or _FORWARD_SUBJECT.match(subject))
    return marked and bool(senders) and not any(name in line for name in ours for line in senders)


def _begins_quote(rows: Sequence[Row], index: int) -> bool:
    text = rows[index].text
    if any(head.match(text) for head in _HEADS):
        return True
    following = rows[index + 1].text if index + 1 < len(rows) else ""
    # a head that was folded over two lines
    if _OPENS.match(text) and _WROTE.search(following) and len(following) < 80:
        return True
    fields = [row for row in rows[index : index + 4] if _FIELD.match(row.text)]
    return bool(_FIELD.match(text)) and len(fields) >= 3


def _bare(text: str) -> str:
    return text.lstrip(">＞ ").strip() or text
