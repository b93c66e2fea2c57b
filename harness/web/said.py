"""What a verb says to somebody at the command line -> what it says on a page: there a box is ticked
where an option would be given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from harness.campaign.errors import Refused

_REPLACED = (
    (re.compile(r"加 --replace 取代它"), "勾选“取代先前的登记”再提交"),
    (re.compile(r"请先运行 mingcha letters --on 日期"), "请先在“计划”里制作"),
    (re.compile(r"请登记 \w+（(\w+)）"), r"请登记“\1”"),
    (re.compile(r"由 mingcha send 发"), "由程序发"),
    (re.compile(r"先用 mingcha undo 撤销"), "先在“记录”里撤销"),
    (re.compile(r"（(?:posted|confirm|test)）"), ""),
    (re.compile(r"，请用 mingcha queue 或 mingcha collect 查看编号"), "，请从“来件”进入"),
    (re.compile(r"；不属于任何一件的，写 none"), "；不属于任何一件的，请按“不是我们的”"),
    (re.compile(r"：--file 文件，有几页就写几次"), "，有几页就选几张"),
    (re.compile(r"只有延期告知和补正告知才写 --days"), "只有延期告知和补正告知才填天数"),
    (re.compile(r"：--application 申请编号"), ""),
    (re.compile(r"，请去掉 --application"), ""),
    (re.compile(r"请用 --answer 写明补正的内容，如 --answer "), "请写明补正的内容，如："),
    (re.compile(r"--number 是"), ""),
    (re.compile(r"（--(?:number|by)[^）]*）"), ""),
    (re.compile(r"--time “"), "“"),
    (
        re.compile(r"(?:（|，|；)?(?:请)?(?:先)?(?:运行|用)? ?mingcha [a-z-]+(?: [\w-]+)*(?:）)?"),
        "",
    ),
)


def on_page(text: str) -> str:
    for pattern, words in _REPLACED:
        text = pattern.sub(words, text)
    return text


@contextmanager
def in_page_words() -> Iterator[None]:
    """Around a verb that a page calls."""
    try:
        yield
    except Refused as wrong:
        raise Refused(*(on_page(each) for each in str(wrong).splitlines())) from wrong
