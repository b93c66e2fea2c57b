"""PDF（数字文本、带红章、带签名域）

读取：文字层按版面位置排成行（横放、倒放、竖排的字也读，分栏的逐栏读），坐标为点（自页面左上角起）；页面里图像和图形所画的文字由文字识别（OCR）读出；只有图像的页面、文字层是乱码的页面和扫描仪自带识别层的页面，整页改由 OCR 读出；凡画有图像、图形或批注之处查找印章；签名域记为数字签名，并说明签名后文件有无改动；批注框、表单中填写的文字读在所在之处；附带的文件（包括挂在页面、批注、图像上的）作为附件读取。
看不见：手写的文字（多半读不准），黑白扫描页上的印章；签名人的证书是否可信，国密等本程序不认识的签名是否有效。XFA 表单、默认不显示的图层、看不见的文字、多媒体、旁人的批注以及本程序不认识的部件不当作文书内容，逐一列明“没有读取”。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pypdfium2 as pdfium

from parsers import effort, members
from parsers import lazy_re as re
from parsers.document import ANYTHING, Document, Unread, fingerprint
from parsers.effort import Of
from parsers.limits import MAX_PAGES
from parsers.parser import OpenPart, Unreadable
from parsers.pdf import pdf_integrity, pdf_page, pdf_parts, pdf_signatures
from parsers.pdf.pdf_open import PDFIUM, from_its_start, opened, shared
from parsers.pdf.pdf_parts import Account
from parsers.pdf.pdf_render import picture_of
from parsers.pdf.pdf_sheet import Read, unread

__all__ = ["opened", "picture_of", "read"]  # the first two for whoever shows a page


def read(data: bytes, name: str, open_part: OpenPart, /) -> Document:
    whole, data = data, from_its_start(data)
    with shared(data) as pdf:
        with PDFIUM:
            count = len(pdf)
        account = pdf_parts.account(data, count)
        with PDFIUM:
            signatures = pdf_signatures.signatures(pdf)
        if account.pictures is None:  # the structure cannot be followed but by pdfium
            with PDFIUM:
                account = _attachments(pdf, account)
        read_pages = list(_read_pages(pdf, data, count, account, signatures))
    pages = tuple(one.page for one in read_pages)
    remarks = [said for one in read_pages for said in one.remarks]
    hidden = pdf_signatures.without_place(signatures)
    if hidden and pages:
        pages = (*pages[:-1], replace(pages[-1], seals=pages[-1].seals + hidden))
        remarks.append("文件带有数字签名，但签名未显示在任何页面上")
    if signatures:
        remarks += pdf_integrity.remarks(data)
    parts = members.opened(account.files, open_part)
    left = (*account.unread, *(each for one in read_pages for each in one.unread))
    return Document(
        name, fingerprint(whole), "pdf", pages, parts, tuple(remarks), unread=_once(left)
    )


def _once(left: tuple[Unread, ...]) -> tuple[Unread, ...]:
    return tuple(dict.fromkeys(left))


def _read_pages(
    pdf: pdfium.PdfDocument,
    data: bytes,
    count: int,
    account: Account,
    signatures: tuple[pdf_signatures.Signature, ...],
) -> Iterator[Read]:
    """As far as limits go; where they end it, one more that stands for the rest."""
    own = _own_pages(data, count)
    for index in range(count):
        if index == MAX_PAGES:
            yield unread(index + 1, "pages", f"共{count}页，只读取了前{MAX_PAGES}页")
            return
        if index == own:
            said = f"称有{count}页，其实是{own}页反复引用，只读取了前{own}页"
            yield unread(index + 1, "pages", said)
            return
        if why := effort.page_refusal():
            said = f"共{count}页，第{index + 1}页起没有读取：{why}"
            yield unread(index + 1, "pages", said)
            return
        yield pdf_page.read(pdf, data, index, account, signatures)


_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")


def _own_pages(data: bytes, count: int) -> int:
    """How many of the pages are pages of their own: a tree may name one 20,000 times, which no program
    does. Told only where the file's objects lie open, and not of a few that do not say what they are."""
    if b"/ObjStm" in data:
        return count
    own = len(_PAGE.findall(data))
    return own if own and count > 2 * own + 5 else count


def _attachments(pdf: pdfium.PdfDocument, account: Account) -> Account:
    """The files that pdfium knows of."""
    found: list[tuple[str, bytes]] = []
    left = list(account.unread)
    try:
        for index in range(pdf.count_attachments()):
            effort.go_on()
            attachment = pdf.get_attachment(index)
            try:
                content = bytes(attachment.get_data())
            except pdfium.PdfiumError:  # named in the file, but its bytes are not there
                content = b""
            effort.take(Of.BYTES, len(content))
            found.append((attachment.get_name(), content))
    except Unreadable as fault:
        left.append(Unread("attachment", ANYTHING, f"附件没有读完：{fault.message}"))
    return replace(account, files=tuple(found), unread=tuple(left))
