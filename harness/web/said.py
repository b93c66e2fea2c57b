"""What a verb says to somebody at the command line -> what it says on a page: there a box is ticked
where an option would be given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from harness.campaign.errors import Refused

_REPLACED = (
    # from plan to report
    (re.compile(r"，恢复请运行 mingcha resume"), "，要恢复请按“恢复发送”"),
    (re.compile(r"到期由 mingcha send 发送"), "到期由程序发送"),
    (
        re.compile(
            r"请先 mingcha recall \S+ --write，再(?:用)? ?mingcha (?:resend|letters) [^；。]*"
        ),
        "请先撤回，再重新排入发送",
    ),
    (re.compile(r"并用 --why 写明"), "并写明"),
    (re.compile(r"；确已发出：mingcha log .*$"), ""),
    (re.compile(r"：请设置环境变量 .*$"), "，请在发送的表单里填写"),
    (
        re.compile(
            r"campaign\.toml 没有 \[mail\] 一节，不知道用哪台服务器发信，请补上 smtp_host 和 smtp_port"
        ),
        "还没有设置发信服务器，请在“表格和设置”里填写",
    ),
    (
        re.compile(r"、\[{1,2}(?:mail|accounts)\]{1,2} 的 smtp_port 无误"),
        "，并在“表格和设置”里核对发信服务器的端口",
    ),
    (re.compile(r"，再(?:用)? ?mingcha send"), "，再发送"),
    (
        re.compile(r"(?:运行 )?mingcha plan --write；然后 mingcha resend [^\s，。；]+ --write"),
        "重新编入计划，然后重新排入发送",
    ),
    (re.compile(r"mingcha resend [^\s，。；]+ --write"), "在“发送”里重新排入发送"),
    (
        re.compile(r"重写一封(?:：|（)mingcha letters --\w+ [^\s，。；）]+(?:）)?"),
        "在案卷里重写一封",
    ),
    (
        re.compile(r"再登记：mingcha log clarification_submitted [^。]*--write"),
        "再登记补正",
    ),
    # not in what is said of campaign.toml itself, where the keys are what one mends
    (
        re.compile(r"请核对 smtp_host，自建服务器请在 ca_file 写明根证书"),
        "请核对发信服务器，自建服务器请写明根证书",
    ),
    (re.compile(r"(?<=请核对) smtp_user (?=和密码)"), "登录名"),
    (re.compile(r"并核对 smtp_host"), "并核对发信服务器"),
    (re.compile(r"请(?:先)?运行 mingcha collect（或 mingcha ledger in --write）"), "请先收件"),
    (re.compile(r"先用 mingcha undo 撤销"), "先在“记录”里撤销"),
    (re.compile(r"，不必写 --seed、--clean"), ""),
    (re.compile(r"，不写 --value、--defect、--alike"), "，不填今后的认定"),
    (re.compile(r"异议不成立的请写 rejected"), "不改的请选“异议不成立”"),
    (re.compile(r"须用 --defect 写明哪一种；其他结论不写 --defect"), "须选明哪一种；其他结论不选"),
    (re.compile(r"时才写 --defect"), "时才选瑕疵"),
    (re.compile(r"：--(?:why|value|text) [^；。\n]*"), ""),
    (re.compile(r"（log feedback）"), ""),
    (re.compile(r"：--stage decision"), ""),
    (re.compile(r"^--note 中"), "“同意书放在哪里”中"),
    # intake
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
    (re.compile(r"（--(?:number|by|on)[^）]*）"), ""),
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
