"""`mingcha rules [ID]`: the rules of the checker in their own words, and the dated rule sets."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Annotated

import typer

from harness.cli.errors import UserError
from harness.cli.shown import say, say_text


def register(app: typer.Typer) -> None:
    app.command("rules", help="列出检查规则（要求、依据、瑕疵）；给出 ID 时只列这一条。")(rules)


def rules(
    rule_id: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help="规则，如 remedy、seal、in_time；也可写中文名，如 印章、按期答复。"
        ),
    ] = None,
) -> None:
    from harness.law.statutes import rulesets

    known = tuple(_known())
    chosen = [text for name, chinese, text in known if rule_id in (None, name, chinese)]
    if not chosen:
        names = "、".join(f"{name}（{chinese}）" for name, chinese, _ in known)
        raise UserError(f"没有规则 {rule_id}；可用的是 {names}")
    for text in chosen:
        say_text(text + "\n")
    if rule_id is None:
        say("规则集（按答复之日适用）：")
        for since, what, source in rulesets():
            say(f"  {since:%Y-%m-%d} 起  {what}（{source}）")


def _known() -> Iterator[tuple[str, str, str]]:
    """Every rule: its ID, its Chinese name, its text. First what a letter holds, then its handling."""
    from harness.checker.finding import ELEMENT_NAMES
    from harness.checker.handling import PROCEDURAL
    from harness.checker.rules import RULES

    for rule in RULES:
        yield str(rule.ELEMENT), ELEMENT_NAMES[rule.ELEMENT], _text(str(rule.ELEMENT), rule)
    for procedural in PROCEDURAL:
        text = _text(procedural.ID, procedural)
        yield procedural.ID, (inspect.getdoc(procedural) or "").splitlines()[0], text


def _text(name: str, rule: object) -> str:
    return f"[{name}] {inspect.getdoc(rule)}"
