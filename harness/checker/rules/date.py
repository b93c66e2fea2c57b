"""答复日期（成文日期）

要求：答复应当有落款日期。
依据：党政机关公文处理工作条例第九条；GB/T 9704 7.3.5（成文日期）；答复期限按条例第三十三条计算。
瑕疵：impossible（日历上没有的日子）；after_sending（落款日期在寄出之后，需有寄出、送达日期为证，或者晚于送来答复的邮件的日期）。
压在印章下面的日期可能认错，要有寄出日期或者收到申请的日期、文号年份相佐证，否则待人工认定。
正文中的日期（收到申请、作出补正等）不是答复日期；用阿拉伯数字或者汉字书写均可。
"""

from __future__ import annotations

from datetime import date as day
from datetime import timedelta

from harness.checker.example import Example, letter
from harness.checker.finding import Element, Finding
from harness.checker.opened import Opened
from harness.reading.letter_parts.days import mailed_on

ELEMENT = Element.DATE

# a date that was read under a seal is believed where the letter was sent within this time of it
A_WHILE = timedelta(days=31)

PRESENT = (
    Example(letter(), value="2020年10月16日"),
    Example(letter(date="二〇二〇年十月十六日")),
    Example(letter(issuer="", date="演江市财政局2020年10月16日"), value="2020年10月16日"),
)
DEFECTIVE = (
    Example(letter(date="2020年9月31日"), defects=("impossible",)),
    Example(
        letter(date="2020年10月26日"), defects=("after_sending",), replied_on=day(2020, 10, 20)
    ),
)
ABSENT = (Example(letter(date="")),)
QUIET = (
    Example(letter(date="2020年10月20日"), replied_on=day(2020, 10, 20)),
    Example(letter(date="二○二○年十月十六日")),
    Example(letter(date="2020 年 10 月 16 日")),
    Example(letter(date="2020年10月16日\n联系人：王工 联系电话：12345678")),
    Example(letter(date="2020年10月26日")),
)


def check(opened: Opened) -> Finding:
    place = opened.letter.dated
    if place is None:
        if opened.covered:
            return opened.unclear(ELEMENT, "落款处盖有印章，压住的文字未能识别出日期，请核对原件")
        return opened.absent(ELEMENT, "落款处未见成文日期")
    found = {"value": place.value, "evidence": opened.quote(place.start, place.end)}
    if opened.letter.rival_dates:
        told = "、".join(f"“{one.value}”" for one in (*opened.letter.rival_dates, place))
        return opened.unclear(
            ELEMENT, f"落款处有几个日期（{told}），请核对哪一个是答复日期", **found
        )
    signed = opened.letter.day
    if signed is None and opened.covered:
        return opened.unclear(
            ELEMENT, f"落款日期识别为“{place.value}”，可能被印章压住，请核对原件", **found
        )
    if signed is None:
        return opened.faulty(
            ELEMENT, {"impossible": f"落款日期“{place.value}”在日历上不存在"}, **found
        )
    sent = opened.dossier.replied_on
    # under a seal, the day of a mail's own Date line counts as that of the sending
    borne = opened.replied_on if opened.covered else None
    if opened.covered and borne is None and opened.on == signed:
        borne_by = "申请日期、文号年份" if _number_has_year(opened) else "申请日期"
        return opened.present(
            ELEMENT,
            f"落款日期为{place.value}，与{borne_by}没有矛盾；印章可能压住笔画，请核对",
            **found,
        )
    if opened.covered and not (borne and day(2008, 5, 1) < signed <= borne <= signed + A_WHILE):
        return opened.unclear(
            ELEMENT, f"落款日期识别为“{place.value}”，印章可能压住笔画，请核对原件", **found
        )
    if sent and signed > sent:
        return opened.faulty(
            ELEMENT,
            {"after_sending": f"落款日期为{place.value}，晚于实际寄出（收到）的{sent:%Y-%m-%d}"},
            **found,
        )
    mailed = mailed_on(opened.dossier.document)
    if not sent and mailed and mailed.certain and signed > mailed.on:
        told = f"落款日期为{place.value}，晚于送来答复的邮件的日期{mailed.on:%Y-%m-%d}"
        return opened.faulty(ELEMENT, {"after_sending": told}, **found)
    return opened.present(ELEMENT, f"落款日期为{place.value}", **found)


def _number_has_year(opened: Opened) -> bool:
    number = opened.letter.number
    return number is not None and number.year is not None
