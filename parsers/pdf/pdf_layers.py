"""The layers of a PDF (optional content) -> which of them nobody sees when the file is opened.

In: the catalogue. Out: `Layers`. pdfium draws what is shown by default and tells the words of all layers; what is
hidden is one click away, or comes out of the printer alone: it is neither there nor absent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from parsers.document import ANYTHING, Unread
from parsers.pdf.pdf_objects import Objects, identity

_SHOWN = 20  # characters of a layer's name that are told


@dataclass(frozen=True, slots=True)
class Layers:
    unread: tuple[Unread, ...] = ()
    hides: bool = False  # words that pdfium tells may be those of a layer that is hidden


def layers(objects: Objects, catalog: dict[str, Any]) -> Layers:
    properties = objects.entries(catalog.get("OCProperties"))
    default = objects.entries(properties.get("D"))
    on, off = (_numbers(objects, default.get(key)) for key in ("ON", "OFF"))
    all_off = objects.name(default.get("BaseState")) == "OFF"
    hidden: list[str] = []
    elsewhere: list[str] = []
    for group in objects.items(properties.get("OCGs")):
        number = identity(group)
        entries = objects.entries(group)
        name = objects.text(entries.get("Name"))[:_SHOWN] or "未命名"
        if number in off or (all_off and number not in on):
            hidden.append(name)
        elif _differs(objects, entries):
            elsewhere.append(name)
    unread = []
    if hidden:
        said = f"PDF 有默认不显示的图层（{_listed(hidden)}），没有当作文书内容读取"
        unread.append(Unread("layer", ANYTHING, said))
    if elsewhere:
        said = f"PDF 有打印时与显示时不同的图层（{_listed(elsewhere)}），没有读全"
        unread.append(Unread("layer", ANYTHING, said))
    return Layers(tuple(unread), bool(hidden or elsewhere))


def _numbers(objects: Objects, groups: Any) -> set[int | None]:
    return {identity(one) for one in objects.items(groups)}


def _differs(objects: Objects, group: dict[str, Any]) -> bool:
    """Whether it is printed and not shown. What is shown and not printed is read."""
    usage = objects.entries(group.get("Usage"))
    shown = objects.name(objects.entries(usage.get("View")).get("ViewState"))
    printed = objects.name(objects.entries(usage.get("Print")).get("PrintState"))
    return printed == "ON" and shown == "OFF"


def _listed(names: list[str]) -> str:
    more = f"等{len(names)}个" if len(names) > 3 else ""
    return "、".join(f"“{name}”" for name in names[:3]) + more
