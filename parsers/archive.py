"""压缩包（zip）

读取：包内每个文件，逐个按其格式读取；文件名按 UTF-8 或者 GBK 还原。
看不见：有密码的文件；rar 和 7z（会说明需要先解压）。文件个数、解压后大小、压缩比和层数都有上限。
"""

from __future__ import annotations

from parsers.document import Document, fingerprint
from parsers.limits import MAX_PARTS
from parsers.parser import OpenPart, Unreadable
from parsers.zipped import is_zip, names_in, open_zip

NAME = "压缩包"
MEDIA = ("zip",)
# members that make a zip a document of some office program
_NOT_ARCHIVES = frozenset(("[Content_Types].xml", "OFD.xml", "META-INF/manifest.xml"))
# files beside the letters that systems put into archives
_CLUTTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def claims(data: bytes, /) -> bool:
    if not is_zip(data):
        return False
    names = names_in(data)
    return not names & _NOT_ARCHIVES


def read(data: bytes, name: str, open_part: OpenPart, /) -> Document:
    package = open_zip(data)
    members = [info for info in package.archive.infolist() if not info.is_dir()]
    wanted = [info for info in members if not any(mark in info.filename for mark in _CLUTTER)]
    parts: list[Document] = []
    warnings: list[str] = []
    for info in wanted[:MAX_PARTS]:
        try:
            content = package.extract(info)
        except Unreadable as fault:
            warnings.append(fault.message)
            continue
        parts.append(open_part(content, info.filename))
    if len(wanted) > MAX_PARTS:
        warnings.append(f"压缩包内有{len(wanted)}个文件，只读取了前{MAX_PARTS}个")
    if not wanted:
        raise Unreadable("empty", "压缩包内没有文件")
    return Document(name, fingerprint(data), "zip", (), tuple(parts), tuple(warnings))
