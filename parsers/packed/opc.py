"""A package of Office (OPC, ECMA-376 part 2): its parts, their types, and what each refers to.

In: an opened zip. Out: `Package`. Names are compared as the standard says, without regard to case, and
written with "/" whatever the program that packed them wrote. Nothing here knows what a part holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from urllib.parse import unquote

from lxml import etree

from parsers.limits import MAX_BYTES
from parsers.packed.packed_xml import member_xml
from parsers.packed.zipped import Zipped

_TYPES = "[content_types].xml"
# what the strict form calls otherwise
_STRICT = {"extendedproperties": "extended-properties", "customproperties": "custom-properties"}
# who says what a relationship means; of anybody else's we know nothing
_KNOWN_BY = (
    "http://schemas.openxmlformats.org/",
    "http://schemas.microsoft.com/",
    "http://purl.oclc.org/ooxml/",
)


@dataclass(frozen=True, slots=True)
class Relation:
    """One line of a .rels. `kind` is the last piece of its type in lower case ("image"), the whole
    type where nobody that we know defined it; `target` a part's name, or an address outside."""

    id: str
    kind: str
    target: str
    outside: bool


@dataclass
class Package:
    zipped: Zipped
    _relations: dict[str, tuple[Relation, ...]] = field(default_factory=dict)

    @cached_property
    def _members(self) -> dict[str, str]:
        """Part name in lower case -> the member's own name."""
        return {_folded(name): name for name in self.zipped.names}

    @property
    def parts(self) -> list[str]:
        """Every member that is a part: neither the list of types nor one of relationships."""
        names = (name.replace("\\", "/").lstrip("/") for name in self.zipped.names)
        return [name for name in names if not _is_machinery(name)]

    def has(self, name: str) -> bool:
        return _folded(name) in self._members

    def get(self, name: str, limit: int = MAX_BYTES) -> bytes | None:
        member = self._members.get(_folded(name))
        return None if member is None else self.zipped.get(member, limit)

    def xml(self, name: str) -> etree._Element | None:
        member = self._members.get(_folded(name))
        return None if member is None else member_xml(self.zipped, member)

    @cached_property
    def _types(self) -> tuple[dict[str, str], dict[str, str]]:
        """By ending, and by name."""
        root = self.xml(_TYPES)
        endings: dict[str, str] = {}
        names: dict[str, str] = {}
        for element in root if root is not None else ():
            kind = element.get("ContentType", "").lower()
            if ending := element.get("Extension"):
                endings[ending.lower()] = kind
            elif name := element.get("PartName"):
                names[_folded(name)] = kind
        return endings, names

    def type_of(self, name: str) -> str:
        """The content type in lower case; empty where none is said."""
        endings, names = self._types
        ending = name.rpartition(".")[2].lower()
        return names.get(_folded(name)) or endings.get(ending, "")

    def relations(self, name: str = "") -> tuple[Relation, ...]:
        """What a part refers to; the package itself without a name."""
        if name not in self._relations:
            self._relations[name] = tuple(self._read_relations(name))
        return self._relations[name]

    def _read_relations(self, name: str) -> list[Relation]:
        path = PurePosixPath(name)
        root = self.xml(str(path.parent / "_rels" / f"{path.name}.rels") if name else "_rels/.rels")
        found: list[Relation] = []
        for element in root.iter("{*}Relationship") if root is not None else ():
            target, key = element.get("Target", ""), element.get("Id", "")
            outside = element.get("TargetMode", "").lower() == "external"
            where = target if outside else resolved(path.parent, target)
            found.append(Relation(key, _kind(element.get("Type", "")), where, outside))
        return found


def _kind(said: str) -> str:
    if not said.startswith(_KNOWN_BY):
        return said
    kind = said.rstrip("/").rpartition("/")[2].lower()
    return _STRICT.get(kind, kind)


def _folded(name: str) -> str:
    return unquote(name.replace("\\", "/").lstrip("/")).lower()


def _is_machinery(name: str) -> bool:
    folded = name.lower()
    return folded == _TYPES or (folded.endswith(".rels") and "_rels/" in folded)


def resolved(folder: PurePosixPath, target: str) -> str:
    """A target as seen from the folder of the part that names it."""
    target = target.replace("\\", "/").partition("#")[0]
    if target.startswith("/"):
        return target[1:]
    parts: list[str] = []
    for piece in (folder / target).parts:
        if piece == "..":
            parts = parts[:-1]
        elif piece != ".":
            parts.append(piece)
    return "/".join(parts)
