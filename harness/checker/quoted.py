"""What a mail's body quotes of the mail it answers: our own application is not the agency's words.

In: the lines of a mail's body. Out: the lines without what was quoted. A forwarded mail is no
quotation: who forwards an answer sends us its words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.document import Line

# after one of these everything down to the end is the older mail
_OLDER = re.compile(
    r"^[\s>*]*(?:[-_=—]{2,}\s*(?:原始邮件|原邮件|原始信息|回复的邮件|Original Message|Original)\s*[-_=—]*"
    r"|(?:发件人|From)\s*[:：].{0,120}(?:发送时间|发送日期|Sent|Date)\s*[:：].*)$",
    re.IGNORECASE,
)
_FORWARDED = re.compile(r"[-_=—]{2,}\s*(?:转发|Forwarded)", re.IGNORECASE)
# “在 2020-09-18 09:00:00，张三 写道：” and its kin: what follows may be marked with > or simply follow
_WROTE = re.compile(
    r"^[\s>*]*(?:在|于|On)?.{0,100}(?:写道|来信说|wrote)\s*[:：]?\s*$", re.IGNORECASE
)
_FROM = re.compile(r"^[\s>*]*(?:发件人|From)\s*[:：]", re.IGNORECASE)
_SENT = re.compile(
    r"^[\s>*]*(?:发送时间|发送日期|日期|时间|Sent|Date|收件人|To|主题|Subject)\s*[:：]",
    re.IGNORECASE,
)
_MARKED = re.compile(r"^\s*[>＞|]")


def own_words(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines that the sender wrote."""
    kept: list[Line] = []
    for index, line in enumerate(lines):
        if _MARKED.match(line.text):
            continue
        if _WROTE.match(line.text):
            if any(_MARKED.match(later.text) for later in lines[index + 1 : index + 6]):
                continue
            break
        if _begins_older_mail(lines, index) and not _was_forwarded(lines, index):
            break
        kept.append(line)
    return tuple(kept)


def _begins_older_mail(lines: Sequence[Line], index: int) -> bool:
    text = lines[index].text
    if _OLDER.match(text):
        return True
    return bool(_FROM.match(text)) and any(
        _SENT.match(later.text) for later in lines[index + 1 : index + 4]
    )


def _was_forwarded(lines: Sequence[Line], index: int) -> bool:
    return any(_FORWARDED.search(line.text) for line in lines[max(0, index - 3) : index + 1])
