"""What of an OFD file was not read, and what its elements are known to be.

In: whatever a walk through the package meets. Out: `Unread`s and remarks. What the standard (GB/T
33190-2016) names and what carries neither words of the letter nor a seal is listed here; all else that
nobody reads is named as unread.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsers.document import ANYTHING, Unread
from parsers.ofd.ofd_package import Package, local

_MOST = 60  # things named one by one; the rest is named together


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# elements of each kind of file by their names in the standard: those that are read, and those that say
# only how something looks, works or is called
_OUTLINE = (
    "Outlines OutlineElem Bookmarks Bookmark Dest Goto GotoA URI Sound Movie Region Area Move Line"
)
_OUTLINE += " QuadraticBezier CubicBezier Arc Close Actions Action"
PACKAGE = _names(
    "OFD DocBody DocInfo DocID Title Author Subject Abstract CreationDate ModDate DocUsage Cover"
    " Keywords Keyword Creator CreatorVersion CustomDatas CustomData DocRoot Versions Version"
    " Signatures Encryptions"
)
VERSION = _names("DocVersion FileList File DocRoot")
DOCUMENT = _names(
    "Document CommonData MaxUnitID PageArea PhysicalBox ApplicationBox ContentBox BleedBox PublicRes"
    " DocumentRes TemplatePage DefaultCS Pages Page Permissions Edit Annot Export Signature Watermark"
    " PrintScreen Print ValidPeriod VPreferences PageMode PageLayout TabDisplay HideToolbar HideMenubar"
    f" HideWindowUI ZoomMode Zoom Annotations CustomTags Attachments Extensions {_OUTLINE}"
)
RESOURCES = _names(
    "Res ColorSpaces ColorSpace Palette CV DrawParams DrawParam Fonts Font FontFile MultiMedias MultiMedia"
    " MediaFile CompositeGraphicUnits CompositeGraphicUnit"
)
SIGNATURES = _names("Signatures MaxSignId Signature")
SIGNATURE = _names(
    "Signature SignedInfo Provider SignatureMethod SignatureDateTime Parameters Parameter References"
    " Reference CheckValue StampAnnot Seal BaseLoc SignedValue RelativeSignatures"
    " RelativeSignature"
)
NOTES = _names("Annotations Page FileLoc")
EXTENSIONS = _names("Extensions Extension Property Data ExtendData")
ATTACHMENTS = _names("Attachments Attachment FileLoc")
_WALKED = ("CompositeGraphicUnit", "DrawParam")  # whatever is in them is met where they are used

# files that nothing leads to and that show nothing, by how their names end
_SILENT = (".ttf", ".otf", ".ttc", ".cff", ".pfb", ".icc", ".icm", ".xsd", ".ds_store", "thumbs.db")
_OF_PACKERS = ("__macosx/", "meta-inf/")
_INTEGRITY = ("ofdentries.xml", "signedvalue.dat")  # GM/T 0099: hashes of the files


@dataclass
class Account:
    """Fills while a file is read."""

    remarks: list[str] = field(default_factory=list)
    _unread: dict[Unread, None] = field(default_factory=dict)

    @property
    def unread(self) -> tuple[Unread, ...]:
        return tuple(self._unread)

    def miss(self, code: str, what: str, touches: tuple[str, ...] = ANYTHING, page: int | None = None) -> None:  # fmt: skip
        """Something was not read; it may touch these."""
        if len(self._unread) < _MOST:
            self._unread[Unread(code, touches, what, page)] = None
        else:
            self._unread[Unread("more", ANYTHING, "还有其他内容没有读取，请看原件", page)] = None

    def known(self, root: etree._Element, names: frozenset[str], where: str) -> None:
        """Everything in a file of the package whose name is not among these is named."""
        for strange in _strange(root, names):
            self.miss("element", f"OFD 的{where}有不认识的内容“{strange}”，没有读取")

    def known_files(self, package: Package) -> None:
        """Whatever no walk led to, at the end of all walks."""
        for name in package.twins:
            self.miss("twins", f"OFD 里有两个文件同名（“{name}”），只读取了其中一个")
        for name in package.unasked:
            if not _shows_nothing(name) and package.zipped.archive.getinfo(name).file_size:
                self.miss("stray", f"OFD 里的文件“{name}”不属于任何页面，没有读取")


def _strange(root: etree._Element, names: frozenset[str]) -> Iterator[str]:
    """Below the root, whatever that is called."""
    found: dict[str, None] = {}
    left = list(root)
    while left:
        element = left.pop()
        name = local(element)
        if name and name not in names:
            found[name] = None
        elif name not in _WALKED:
            left += element
    yield from found


def _shows_nothing(name: str) -> bool:
    plain = name.lower().replace("\\", "/")
    return plain.endswith(_SILENT) or plain.startswith(_OF_PACKERS) or plain in _INTEGRITY
