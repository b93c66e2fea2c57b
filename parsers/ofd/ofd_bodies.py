"""The documents in an OFD file and what lies beside their pages: versions, attachments, tags, extensions.

In: the package. Out: its `Body`s, of each the version that is in force; the files attached. What is
encrypted, missing or an application's own is told to the account.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from parsers.ofd.ofd_account import ATTACHMENTS, EXTENSIONS, PACKAGE, VERSION, Account
from parsers.ofd.ofd_package import Package, children, every, is_hidden, local, text_at, words
from parsers.ofd.ofd_resources import files_named
from parsers.parser import Unreadable

_ENCRYPTED = "OFD 设有密码或者证书加密，无法读取；请向来件单位索取未加密的文件"


@dataclass(frozen=True, slots=True)
class Body:
    """One document of the package: its Document.xml and its list of signatures. `alone`: there is no
    other."""

    root: str
    signatures: str
    named_signatures: bool
    alone: bool


def bodies(package: Package, account: Account) -> list[Body]:
    entry = package.xml(package.resolve("", "OFD.xml"))
    if entry is None:
        raise Unreadable("damaged", "OFD 缺少入口 OFD.xml，无法读取")
    account.known(entry, PACKAGE, "入口文件")
    found = list(every(entry, "DocBody"))
    if not found:
        raise Unreadable("damaged", "OFD 中没有文档，可能已损坏")
    if _encryption(package, entry):
        account.miss("encrypted", "OFD 有加密的部分，无法读取；请向来件单位索取未加密的文件")
    return [_body(package, each, account, alone=len(found) == 1) for each in found]


def _body(package: Package, body: etree._Element, account: Account, *, alone: bool) -> Body:
    package.asked(package.resolve("", text_at(body, "Cover")))
    root = package.resolve("", _own_text(body, "DocRoot"))
    current = _current(package, body, account)
    if current and root and current != root:
        account.miss("version", "OFD 有几个版本，入口所指的不是当前版本，只读取了当前版本")
    signatures = _own_text(body, "Signatures")
    return Body(current or root, package.resolve("", signatures), bool(signatures), alone)


def _own_text(element: etree._Element, name: str) -> str:
    return "".join(words(each) for each in children(element, name)).strip()


def _current(package: Package, body: etree._Element, account: Account) -> str:
    """The document of the version in force; those before it are no part of the letter."""
    current = ""
    for each in every(body, "Version"):
        place = package.resolve("", each.get("BaseLoc", ""))
        version = _listed(package, place)
        if version is None:
            account.miss("version", "OFD 缺少一个版本的说明，没有读取")
            continue
        account.known(version, VERSION, "版本说明")
        root = package.resolve(place, text_at(version, "DocRoot"))
        if each.get("Current", "").lower() in ("true", "1"):
            current = root
        else:
            earlier = (package.resolve(place, words(file)) for file in every(version, "File"))
            package.asked(root, *earlier)
            account.remarks.append("OFD 里有较早的版本，只读取了当前版本")
    return current


def _encryption(package: Package, entry: etree._Element) -> bool:
    """GM/T 0099: a list of what is encrypted lies in the root, or is named there."""
    named = [each for kind in ("Encryptions",) for each in files_named(entry, kind)]
    places = [package.resolve("", place) for place in (*named, "Encryptions.xml")]
    listed = [place for place in places if place]
    package.asked(*listed)
    return bool(listed or named)


def root_of(package: Package, body: Body, account: Account) -> etree._Element | None:
    """Raises `Unreadable` where the file has no other document."""
    why = f"OFD 缺少“{body.root or 'Document.xml'}”，无法读取"
    code = "damaged"
    try:
        root = package.xml(body.root)
        if root is not None:
            return root
    except Unreadable as fault:
        why, code = fault.message, fault.code
    if any(one.code == "encrypted" for one in account.unread):
        why, code = _ENCRYPTED, "encrypted"
    if body.alone:
        raise Unreadable(code, why)
    account.miss("document", f"OFD 里有一份文档没有读取：{why}")
    return None


def attachments(
    package: Package, at: str, root: etree._Element, account: Account
) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of the files attached to a document; none that are not shown to its reader."""
    for place in files_named(root, "Attachments"):
        name = package.resolve(at, place)
        listed = package.xml(name)
        if listed is None:
            account.miss("attachments", "OFD 缺少附件列表，附件没有读取")
            continue
        account.known(listed, ATTACHMENTS, "附件列表")
        for each in every(listed, "Attachment"):
            file = package.resolve(name, text_at(each, "FileLoc"))
            if is_hidden(each) and file:
                package.asked(file)
                continue
            yield each.get("Name") or posixpath.basename(file), package.get(file) or b""


def beside(package: Package, at: str, root: etree._Element, account: Account) -> None:
    """Tags say what objects of the pages mean, and carry nothing; extensions are an application's own,
    and may carry anything."""
    for place in files_named(root, "CustomTags"):
        _tags(package, package.resolve(at, place))
    for place in files_named(root, "Extensions"):
        name = package.resolve(at, place)
        listed = _listed(package, name)
        if listed is None:
            account.miss("extension", "OFD 的扩展数据没有读取")
        else:
            _extensions(package, name, listed, account)


def _listed(package: Package, name: str) -> etree._Element | None:
    try:
        return package.xml(name)
    except Unreadable:
        return None


def _tags(package: Package, name: str) -> None:
    listed = _listed(package, name)
    for kind in ("FileLoc", "SchemaLoc"):
        for each in every(listed, kind) if listed is not None else ():
            package.asked(package.resolve(name, words(each)))


def _extensions(package: Package, name: str, listed: etree._Element, account: Account) -> None:
    for each in listed.iter():
        kind = local(each)
        if kind == "ExtendData":
            package.asked(package.resolve(name, words(each)))
        filled = kind in ("Data", "ExtendData") and (len(each) or words(each).strip())
        if filled or (kind and kind not in EXTENSIONS):
            account.miss("extension", "OFD 带有软件自定的扩展数据，没有读取")
