"""A letter's text -> the letter as a .docx, one that somebody wrote at home: no form, no table.

In the text a line that begins with `# ` is the heading, one with `> ` stands at the right; the others
stand as they are, two full-width spaces at their head being the indent of a paragraph.
"""

from __future__ import annotations

from datetime import date

from docx.document import Document as WordDocument
from docx.shared import Mm, Pt

from letters import typeset
from letters.typeset import CENTRE, HEI, SONG, say

HEADING, RIGHT, INDENT = "# ", "> ", "　　"
SIZE = 12.0
_RIGHT_FROM = 92.0  # mm; where what stands at the right begins, under one another


def written(text: str, *, title: str, author: str, on: date, mark: str = "") -> bytes:
    """The same text gives the same bytes. `mark`: stands at each page's foot."""
    document = typeset.a4(top=28, bottom=24, side=28)
    lines = text.strip("\n").split("\n")
    for number, line in enumerate(lines):
        _line(document, line, is_last_blank=not line and number > 0 and not lines[number - 1])
    if mark:
        footer = document.sections[0].footer.paragraphs[0]
        footer.alignment = CENTRE
        say(footer, mark, font=HEI, size=10.5, colour=typeset.DRILL_RED, spacing=1)
    return typeset.zipped(typeset.parts(document, title=title, author=author, on=on), on)


def _line(document: WordDocument, line: str, *, is_last_blank: bool) -> None:
    if is_last_blank:
        return  # two empty lines are one
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.line_spacing = 1.5
    if line.startswith(HEADING):
        paragraph.alignment = CENTRE
        layout.space_after = Mm(3)
        say(paragraph, line.removeprefix(HEADING), font=HEI, size=17, spacing=1)
    elif line.startswith(RIGHT):
        layout.left_indent = Mm(_RIGHT_FROM)
        layout.keep_with_next = True
        say(paragraph, line.removeprefix(RIGHT), font=SONG, size=SIZE)
    elif line.startswith(INDENT):
        layout.first_line_indent = Pt(2 * SIZE)
        say(paragraph, line.removeprefix(INDENT), font=SONG, size=SIZE)
    elif line:
        say(paragraph, line, font=SONG, size=SIZE)
    else:
        layout.line_spacing = 0.8
        say(paragraph, "", size=SIZE)


def pasted(text: str) -> str:
    """The same letter as the text of a mail or a web page."""
    lines = text.strip("\n").split("\n")
    kept = [
        line.removeprefix(RIGHT)
        for number, line in enumerate(lines)
        if not line.startswith(HEADING) and not (number and not line and not lines[number - 1])
    ]
    return "\n".join(kept).strip("\n") + "\n"


def heading_of(text: str) -> str:
    first = text.lstrip("\n").partition("\n")[0]
    return first.removeprefix(HEADING) if first.startswith(HEADING) else ""
