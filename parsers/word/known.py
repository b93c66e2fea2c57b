"""What each relationship and each part of an Office file is: read, known to carry neither words nor a seal.

Tables only. What stands in none of them is unread. Kinds are the last piece of a relationship's type in
lower case, as ECMA-376 part 1 (transitional and strict) and [MS-DOCX], [MS-ODRAWXML] name them.
"""

from __future__ import annotations

MAIN = "officedocument"
# texts of a letter, in the order in which they are read around the body
BEFORE, AFTER = ("header",), ("footnotes", "endnotes", "footer")
STORIES = frozenset((MAIN, *BEFORE, *AFTER))
PICTURE = "image"
CHUNK = "afchunk"
OBJECTS = frozenset(("oleobject", "package"))
# parts whose words are read where they are shown
DRAWN = frozenset(("chart", "chartex", "diagramdata", "chartusershapes", "drawing", "vmldrawing"))
NOTES = frozenset(("comments", "threadedcomment", "notesslide"))

# how things look, how they were made, what another part shows: no words of a letter
_NOTHING_WORDS = """styles styleswitheffects settings websettings fonttable font theme themeoverride numbering
    hyperlink glossarydocument attachedtemplate printersettings keymapcustomizations attachedtoolbars
    vbaproject wordvbadata vbaprojectsignature vbaprojectsignatureagile vbaprojectsignaturev3
    customxml customxmlprops customxmldata
    core-properties extended-properties custom-properties thumbnail
    mailmergesource mailmergeheadersource mailmergerecipientdata recipientdata transform
    commentsextended commentsids commentsextensible people person documenttasks
    diagramlayout diagramquickstyle diagramcolors diagramdrawing chartstyle chartcolorstyle
    hdphoto tags userxmldata xmlmaps calcchain connections querytable externallink externallinkpath revisionheaders
    ui extensibility customproperty classificationlabels labelinfo
    slidelayout slidemaster presprops viewprops tablestyles notesmaster handoutmaster commentauthors
    authors changesinfo changesinfos revisioninfo docmetadata stylesheet sharedstrings sheetmetadata metadata
    rdrichvalue rdrichvaluestructure rdrichvaluetypes richvaluerel rdrichvaluewebimage
    ctrlprop pivotcachedefinition pivotcacherecords pivottable slicercache table tablesinglecells
    slide"""
NOTHING = frozenset(_NOTHING_WORDS.split())
# what the walk knows and cannot read: what people are told, and what it may hold
UNREAD = {
    "ink": ("ink", "有手写墨迹"),
    "control": ("control", "有控件（可能是电子签章或者表单）"),
    "activexcontrolbinary": ("control", "有控件（可能是电子签章或者表单）"),
    "subdocument": ("linked", "有一部分正文在另一个文件里（子文档）"),
    "frame": ("linked", "有框架，内容在另一个文件里"),
    "video": ("media", "有视频"),
    "audio": ("media", "有音频"),
    "media": ("media", "有音频或者视频"),
    "model3d": ("drawing", "有三维模型"),
}
SIGNATURES = frozenset(("origin", "signature"))

# members that lie in a package and are referred to by nothing, as programs leave them there
_LOOSE_TYPES = (
    *("+xml-properties", "officedocument.theme+xml", "thememanager+xml", "customxmlproperties+xml"),
    *("core-properties+xml", "extended-properties+xml", "custom-properties+xml", "obfuscatedfont"),
    *("wordprocessingml.styles+xml", "wordprocessingml.settings+xml", "printersettings"),
    *("wordprocessingml.websettings+xml", "wordprocessingml.fonttable+xml", "numbering+xml"),
    *("styleswitheffects+xml", "spreadsheetml.styles+xml", "sharedstrings+xml", "calcchain+xml"),
    *("tablestyles+xml", "presprops+xml", "viewprops+xml", "x-fontdata", "x-font-ttf"),
)
_LOOSE_FOLDERS = (
    "docprops/",
    "[trash]/",
    "customxml/",
    "__macosx/",
    "word/glossary/",
    "word/theme/",
)
_LOOSE_NAMES = frozenset(("mimetype", "thumbs.db", ".ds_store", "desktop.ini"))


def is_loose(name: str, content_type: str) -> bool:
    """Whether a part that nothing refers to is known to carry nothing."""
    folded = name.lower()
    if folded.startswith(_LOOSE_FOLDERS) or folded.rpartition("/")[2] in _LOOSE_NAMES:
        return True
    return content_type.endswith(_LOOSE_TYPES)
