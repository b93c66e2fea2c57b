"""A labelled letter -> the HTML of a mail that is the letter, in one of the hands in which clients write.

In: the letter. Out: HTML. The hand is drawn from the letter's own stream: same letter, same bytes.
"""

from __future__ import annotations

from html import escape
from random import Random

from corpus import Letter

_CENTRED, _RIGHT, _FLUSH = "题号中", "署日右", "题号主署日行中右抄后"


def page(letter: Letter) -> str:
    random = Random(f"{letter.id} html")
    tag = random.choice(("p", "p", "div"))
    blank = "<br>" if tag == "div" and random.random() < 0.5 else ""
    # blanks before a paragraph: signs of their own, entities, or a style
    lead, style = random.choice(
        (("　　", ""), ("&nbsp;&nbsp;&nbsp;&nbsp;", ""), ("", "text-indent:2em"))
    )
    masthead = letter.masthead or (letter.unit.name if letter.head else "")
    head = (
        [f'<{tag} style="text-align:center;color:red">{escape(masthead)}</{tag}>']
        if masthead
        else []
    )
    body = [_piece(key, text, tag, lead, style) for key, text in letter.parts]
    lines = blank.join(["", *head, *body])
    family = random.choice(("宋体", "仿宋", "Microsoft YaHei"))
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
        f"<style>p{{margin:0}}</style></head><body>"
        f'<div style="font-family:{family};line-height:1.7">{lines}</div></body></html>\n'
    )


def _piece(key: str, text: str, tag: str, lead: str, style: str) -> str:
    if key == "表":
        return _table(text)
    if key == "页":
        return "<hr>"
    styles = [style] if style and key not in _FLUSH else []
    styles += ["text-align:center"] if key in _CENTRED else []
    styles += ["text-align:right"] if key in _RIGHT else []
    said = f' style="{";".join(styles)}"' if styles else ""
    words = escape(text) if key in _FLUSH else lead + escape(text)
    bold = f"<b>{words}</b>" if key == "题" else words
    return f"<{tag}{said}>{bold}</{tag}>\n"


def _table(text: str) -> str:
    rows = (row.split(" | ") for row in text.split(" // "))
    cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return "<table border=1>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>\n"
