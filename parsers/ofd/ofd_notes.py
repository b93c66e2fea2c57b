"""The annotations of an OFD document, by the page that bears them.

In: the package and a document. Out: page ID -> its `Annot` elements. A watermark is no text of the letter;
stamps, highlights, strokes and typed notes are drawn on it and belong to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from parsers.document import TEXT
from parsers.limits import MAX_NOTES
from parsers.ofd.ofd_account import NOTES, Account
from parsers.ofd.ofd_package import Package, children, every, is_hidden, local, text_at
from parsers.ofd.ofd_resources import files_named
from parsers.ofd.ofd_units import Walk, notes_at
from parsers.parser import Unreadable

Notes = dict[str, list[etree._Element]]
_LISTED = 2000  # pages that a list may name


def notes(package: Package, at: str, root: etree._Element, account: Account) -> Notes:
    found: Notes = defaultdict(list)
    for place in files_named(root, "Annotations"):
        for page, name, file in _files(package, at, place, account):
            try:
                sheet = package.xml(name)
            except Unreadable as fault:
                account.miss("note", f"OFD 的批注文件“{file}”没有读取：{fault.message}")
                continue
            if sheet is None:
                account.miss("note", f"OFD 缺少批注文件“{file}”")
                continue
            _take(found[page], sheet, account)
    return found


def _files(
    package: Package, at: str, place: str, account: Account
) -> Iterator[tuple[str, str, str]]:
    """(page ID, member, how it is called) of every file that the list names."""
    name = package.resolve(at, place)
    try:
        listed = package.xml(name)
    except Unreadable as fault:
        account.miss("note", f"OFD 的批注列表没有读取：{fault.message}")
        return
    if listed is None:
        account.miss("note", "OFD 缺少批注列表")
        return
    account.known(listed, NOTES, "批注列表")
    count = 0
    for page in every(listed, "Page"):
        for file in files_named(page, "FileLoc"):
            count += 1
            if count > _LISTED:
                account.miss("note", "OFD 的批注文件过多，有些没有读取")
                return
            yield page.get("PageID", ""), package.resolve(name, file), file


def _take(found: list[etree._Element], sheet: etree._Element, account: Account) -> None:
    for each in sheet:
        if local(each) == "Annot":
            found.append(each)
        elif local(each):
            account.miss("note", f"OFD 的批注里有不认识的内容“{local(each)}”，没有读取")


def draw(shown: list[etree._Element], walk: Walk, watermarks: Walk) -> None:
    """A page's annotations onto the page, its watermarks apart."""
    walk.note = True
    for number, each in enumerate(shown):
        if number >= MAX_NOTES:
            _miss(walk, f"的批注至多读取{MAX_NOTES}个，其余")
            return
        if is_hidden(each):
            continue
        apart = each.get("Type", "").lower() == "watermark"
        appearances = list(children(each, "Appearance"))
        for appearance in appearances:
            (watermarks if apart else walk).block(appearance, notes_at(appearance), 0)
        if not appearances and text_at(each, "Remark"):
            _miss(walk, "有批注的文字没有显示在页面上，", TEXT)
        for child in each:
            name = local(child)
            if name and name not in ("Appearance", "Remark", "Parameters"):
                _miss(walk, f"的批注里有不认识的内容“{name}”，")


def _miss(walk: Walk, what: str, *touches: str) -> None:
    more = {"touches": touches} if touches else {}
    walk.account.miss("note", f"第{walk.page}页{what}没有读取", page=walk.page, **more)
