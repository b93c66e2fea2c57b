"""标题

要求：答复应当有标题，写明是什么文书，如“政府信息公开申请答复书”“政府信息公开告知书”“关于……的答复”。
依据：党政机关公文格式（GB/T 9704）对公文标题的规定；各测评方案均把标题列为答复书要素。
瑕疵：无。名称各地不一，只要是文书名称即可；电子邮件的主题不是文书的标题。
"""

from __future__ import annotations

from harness.checker.example import Example, letter
from harness.checker.finding import Element, Finding
from harness.checker.opened import Opened

ELEMENT = Element.TITLE

PRESENT = (
    Example(letter(title="政府信息公开告知书"), value="政府信息公开告知书"),
    Example(letter(title="关于林晓雯申请信息公开有关问题的复函")),
    Example(letter(title="告知书")),
)
DEFECTIVE: tuple[Example, ...] = ()
ABSENT = (
    Example(letter(title="")),
    Example("您好：\n您申请公开的信息不存在。\n演江市财政局", media="eml"),
)
QUIET = (
    Example(letter(title="演江市财政局\n政府信息公开申请答复书")),
    Example(letter(title="大英县自然资源和规划局关于李某某\n政府信息公开答复书")),
    Example(letter(title="自然资源部政府信息公开告知书")),
    Example(letter(title="非本机关政府信息告知书")),
    Example(letter(title="政府信息公开申请答复书（二）")),
)


def check(opened: Opened) -> Finding:
    found = opened.letter.title
    if found is not None:
        return opened.present(
            ELEMENT,
            f"有标题“{found.value}”",
            value=found.value,
            evidence=opened.quote(found.start, found.end),
        )
    headers = opened.dossier.document.headers
    if opened.letter.is_body and headers and headers.subject:
        return opened.absent(
            ELEMENT, f"邮件正文没有文书标题（邮件主题“{headers.subject}”不是文书标题）"
        )
    return opened.absent(ELEMENT, "全文未见文书标题")
