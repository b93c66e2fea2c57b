"""OFD 版式文件（GB/T 33190）

目前只认得出、不读取：留存原件，说明请转为 PDF。内容一概看不见。
"""

from __future__ import annotations

from parsers.document import Document, refused
from parsers.parser import OpenPart
from parsers.zipped import names_in

NAME = "OFD 版式文件"
MEDIA = ("ofd",)
LATER = "OFD 文件目前还不能读取，请用 OFD 阅读器转为 PDF 再导入；原件已留存"


def claims(data: bytes, /) -> bool:
    return "OFD.xml" in names_in(data)


def read(data: bytes, name: str, _open_part: OpenPart, /) -> Document:
    return refused(data, name, "ofd", "tool_missing", LATER)
