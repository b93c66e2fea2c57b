"""文号（发文字号）

要求：答复书应当有自己的发文字号，如“演财公开〔2020〕18号”。
依据：党政机关公文处理工作条例第九条；GB/T 9704 7.2.5（机关代字、六角括号括注年份、顺序号，不加“第”字、不编虚位）。
文号和它的写法是公文格式的要求，信息公开条例没有规定；没有文号是否扣分，看测评方案。
瑕疵：style（写在文末、括号不是六角括号、有“第”字、编虚位、年份在前等：提示，不是错误）；year_mismatch（文号年份与成文日期年份不一致；
判决、复议之后重新答复而沿用原文号的，只作提示）。
正文中引用的文号、申请编号、所申请文件的文号、复议和诉讼案号，不是答复书的文号。
"""

from __future__ import annotations

from harness.checker.example import Example, letter
from harness.checker.finding import Element, Finding
from harness.checker.opened import Opened
from harness.reading.letter_parts.doc_numbers import answers_anew

ELEMENT = Element.DOC_NUMBER

PRESENT = (
    Example(
        letter(number="自然资公开告知〔2019〕1123号", date="2019年8月2日"),
        value="自然资公开告知〔2019〕1123号",
    ),
    Example(letter(number="虹规信公开（2020）第KD12345678号-答"), defects=("style",)),
    Example(letter(number="编号：2020-22"), defects=("style",)),
    Example(letter(number="〔2020〕通自然资规依复135号"), defects=("style",)),
    Example(letter(number="2020年（答）第29号"), defects=("style",)),
)
DEFECTIVE = (Example(letter(number="演财公开〔2018〕18号"), defects=("year_mismatch",)),)
ABSENT = (
    Example(letter(number="")),
    Example(
        letter(
            number="",
            request="本机关收到你的申请（申请编号：SQ2020091801），申请公开“国办发〔2010〕5号文件”。",
        )
    ),
    Example(letter(number="申请编号：2020091801")),
)
QUIET = (
    Example(letter(number="常信依〔2020〕8号"), value="常信依〔2020〕8号"),
    Example(letter(number="演财公开〔2019〕18号", date="2020年1月6日")),
    Example(
        letter(
            number="证监信息公开〔2020〕287号",
            request="本机关于2020年9月18日收到你的申请，申请公开“苏政地[2013]598号”。",
        )
    ),
    Example(letter(title="政府信息公开申请答复书\n演财公开〔2020〕18号", number="")),
)


def check(opened: Opened) -> Finding:
    number = opened.letter.number
    if number is None:
        return opened.absent(ELEMENT, "版头、标题附近未见答复书自己的发文字号")
    found = {"value": number.value, "evidence": opened.quote(number.start, number.end)}
    remarks = () if number.standard and not number.at_foot else ("style",)
    day = opened.letter.day
    apart = (
        number.year
        and day
        and number.year != day.year
        and not _turn_of_year(number.year, day.year, day.month)
    )
    if apart and day and answers_anew(opened.words.told[opened.letter.body[0] :]):
        reason = (
            f"文号“{number.value}”的年份与成文年份{day.year}年不同，文中说明系重新答复，仅作提示"
        )
        return opened.present(ELEMENT, reason, defects=remarks, **found)
    if apart and day:
        told = f"文号“{number.value}”的年份为{number.year}年，成文日期为{day.year}年，不一致"
        faults = {**dict.fromkeys(remarks, ""), "year_mismatch": told}
        return opened.faulty(ELEMENT, faults, **found)
    if number.at_foot:
        reason = f"文号“{number.value}”写在文末，公文格式上应当在版头，仅作提示"
        return opened.present(ELEMENT, reason, defects=remarks, **found)
    if remarks:
        return opened.present(
            ELEMENT,
            f"有文号“{number.value}”；写法与公文格式国家标准不尽一致，仅作提示",
            defects=remarks,
            **found,
        )
    return opened.present(ELEMENT, f"有文号“{number.value}”", **found)


def _turn_of_year(number: int, day: int, month: int) -> bool:
    """Numbered at the end of the old year and signed in the first weeks of the new one."""
    return number + 1 == day and month == 1
