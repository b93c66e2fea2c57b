"""Files that attack whoever opens them: made by code, never stored. `FAMILIES` is the list."""

from __future__ import annotations

from importlib import import_module

from hostile_files.listing import KEPT, LETTER, Hostile

_FAMILIES = {
    "pdf": ("pdf_structure", "pdf_streams", "pdf_content", "pdf_fonts"),
    "ofd": ("ofd",),
    "word": ("word",),
    "old-text": ("old_text",),
    "pictures": ("pictures",),
    "mail": ("mail",),
    "outlook": ("msg_tnef",),
    "text": ("html_text",),
    "archives": ("archives",),
    "letters": ("long_letters",),
    "kept": ("kept_texts", "kept_sheets"),
}
FAMILIES: dict[str, tuple[Hostile, ...]] = {
    family: tuple(
        file for module in modules for file in import_module(f"hostile_files.{module}").FILES
    )
    for family, modules in _FAMILIES.items()
}
FILES: tuple[Hostile, ...] = tuple(file for files in FAMILIES.values() for file in files)

__all__ = ["FAMILIES", "FILES", "KEPT", "LETTER", "Hostile"]
