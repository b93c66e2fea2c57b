"""Every part of what came that was not read, and what it may hold.

In: a `Document` and the letter found in it. Out: `Unread`s: what the readers of the files named, a paper
that a mail speaks of and nobody has seen, a sentence too long to be read to its end. What they `touch`
can be called neither absent nor wrong (checker/opened.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.reading.arrived.which_part import is_ours
from harness.reading.letter_parts.letter import Letter
from harness.reading.page.extent import left_unread
from parsers import lazy_re as re
from parsers.document import ANYTHING, TEXT, Document, TextFrom, Unread


def unread_in(document: Document, letter: Letter) -> tuple[Unread, ...]:
    """Nothing of it: all that came was read."""
    return tuple(dict.fromkeys((*_of_files(document, ()), *_of_letter(letter))))


def touching(unread: tuple[Unread, ...], what: str) -> Unread | None:
    """The first part that may hold this: "text", "seal" or an element's name."""
    return next((one for one in unread if what in one.touches), None)


def _of_files(document: Document, path: tuple[str, ...]) -> Iterator[Unread]:
    for one in document.left:
        named = f"“{document.name}”：{one.what}" if path else one.what
        yield Unread(one.code, one.touches, named.rstrip("。"), one.page)
    for part in document.parts:
        if not is_ours(part):
            yield from _of_files(part, (*path, document.name))


def _of_letter(letter: Letter) -> Iterator[Unread]:
    if letter.unread:
        yield Unread("missing", ANYTHING, f"附件“{letter.unread}”未能读出文字，或者没有附上")
    elsewhere = _lies_elsewhere(letter)
    if elsewhere:
        what = f"来件只说答复在别处（“{elsewhere}”），没有见到答复本身，请取来归卷"
        yield Unread("elsewhere", ANYTHING, what)
    if not letter.prose.rows:
        yield Unread("no_words", ANYTHING, "未读出任何文字")
    if _ends_nowhere(letter):
        what = "图像上没有署名、日期和印章，可能还有一页没有收到"
        yield Unread("end", ("seal", "issuer", "date", "remedy"), what)
    for one in (*letter.prose.unread, *letter.cover.unread):
        yield Unread("too_long", (TEXT,), left_unread(one), one.page)


def _ends_nowhere(letter: Letter) -> bool:
    """Photographs and scans of a letter of which the end is not there: its last page may be missing."""
    pictures = all(page.text_from is TextFrom.OCR for page in letter.pages)
    signed = letter.issuer or letter.dated or letter.seals
    return bool(letter.pages) and pictures and not signed and bool(letter.prose.rows)


# a paper that is to be fetched: 答复书已上传，请点击下列链接下载
_PAPER = r"(?:答复(?!如下)|告知书|决定书|回复(?!如下)|复函|文书|公文|函件|通知书|结果)"
_FETCH = r"(?:下载|查看|查收|打开|点[击开]|扫[码描]|提取|领取|登[录陆]|访问|获取|查阅)"
_WHERE = r"(?:链接|网盘|云附件|超大附件|大附件|中转站|二维码|提取码|网址|系统|平台|账[号户]|https?:|www\.)"
_ELSEWHERE = re.compile(
    rf"{_PAPER}[^。\n]{{0,40}}{_FETCH}[^。\n]{{0,30}}|(?:请|可)[^。\n]{{0,30}}{_FETCH}[^。\n]{{0,16}}{_PAPER}[^。\n]{{0,12}}"
    r"|(?:云附件|超大附件|网盘|提取码|中转站)[^。\n]{0,40}"
)
_ADDRESS = re.compile(r"(?:https?:|www\.)[!-~]*+")
_SHORT = 240  # a mail of more words than a covering note has says something itself


def _lies_elsewhere(letter: Letter) -> str:
    """The words of a covering note that say where the answer is to be fetched; empty where the mail
    itself answers."""
    text = letter.text
    bare = _ADDRESS.sub("", text)
    worded = letter.is_body or letter.document.media in ("txt", "html")
    if not worded or letter.title or len(bare) > _SHORT:
        return ""
    if re.search(r"信息公开条例|第[一二三四五六七八九十\d]+条|复议|诉讼", bare):
        return ""
    found = _ELSEWHERE.search(bare)
    if found is None or not re.search(_WHERE, text):
        return ""
    return found[0].strip().replace(",", "，").replace(":", "：")[:40]
