"""What each part of a PDF may hold by the standard (ISO 32000-2): what is read, and what is known to carry neither
words nor a seal. A name that is not here is one that nobody here knows."""

from __future__ import annotations


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# what programs show nothing of, or pdfium draws, or is walked below
CATALOG = _names(
    "Type Version Extensions Pages PageLabels Names Dests ViewerPreferences PageLayout PageMode Outlines Threads"
    " OpenAction AA URI AcroForm Metadata StructTreeRoot MarkInfo Lang SpiderInfo OutputIntents PieceInfo OCProperties"
    " Perms Legal Requirements Collection NeedsRendering DSS AF DPartRoot LastModified"
)
NAMES = _names("Dests AP JavaScript Pages IDS URLS EmbeddedFiles Renditions")
NAMES_UNSEEN = {"Templates": "页面模板", "AlternatePresentations": "另一种演示方式"}
PAGE = _names(
    "Type Parent LastModified Resources MediaBox CropBox BleedBox TrimBox ArtBox BoxColorInfo Contents Rotate Group"
    " Thumb B Dur Trans Annots AA Metadata PieceInfo StructParents ID PZ SeparationInfo Tabs TemplateInstantiated"
    " PresSteps UserUnit VP AF OutputIntents DPart"
)
FORM = _names(
    "Type Subtype FormType BBox Matrix Resources Group Metadata PieceInfo LastModified StructParent StructParents"
    " OPI OC Name AF Measure PtData Length Filter DecodeParms F FFilter FDecodeParms DL"
    # of patterns, which draw as forms do
    " PatternType PaintType TilingType XStep YStep Shading ExtGState"
)
IMAGE = _names(
    "Type Subtype Width Height ColorSpace BitsPerComponent Intent ImageMask Mask Decode Interpolate SMask SMaskInData"
    " Name StructParent ID OPI Metadata OC AF Measure PtData Matte Length Filter DecodeParms F FFilter"
    " FDecodeParms DL"
)
DRAWN = _names(
    "DCTDecode DCT JPXDecode JBIG2Decode CCITTFaxDecode CCF FlateDecode Fl LZWDecode LZW RunLengthDecode RL"
    " ASCII85Decode A85 ASCIIHexDecode AHx Crypt"
)
WRITTEN = DRAWN - _names("DCTDecode DCT JPXDecode JBIG2Decode CCITTFaxDecode CCF")


# --- notes: subtypes ------------------------------------------------------------------------------

# they lead somewhere, or mark how a sheet is printed: their drawing is part of the page, they hold no words
BARE = _names("Link Popup TrapNet PrinterMark")
# their drawing is part of the page, and somebody's remark may be kept in them
MARKS = _names(
    "Text Square Circle Line Polygon PolyLine Highlight Underline Squiggly Caret Stamp Watermark"
)
UNSEEN = {
    "Sound": ("media", "一段录音"),
    "Movie": ("media", "一段影像"),
    "Screen": ("media", "一段多媒体内容"),
    "RichMedia": ("media", "一段多媒体内容"),
    "3D": ("media", "一个三维图形"),
    "Projection": ("media", "一段投影内容"),
}
CHANGING = {
    "Ink": ("handwriting", "有手写批注，没有读取"),
    "StrikeOut": ("struck", "有文字被批注划去，没有判断划去的是哪些"),
    "Redact": ("redaction", "有待涂黑的区域，没有判断涂去的是哪些"),
}
# kinds of fields that are written in
FILLED = _names("Tx Ch")
