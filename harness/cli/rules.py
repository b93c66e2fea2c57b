"""`mingcha rules [ID]`: the rules of the checker in their own words, and the dated rule sets."""

from __future__ import annotations

import inspect
from typing import Annotated

import typer

from harness.cli.errors import UserError


def register(app: typer.Typer) -> None:
    app.command("rules", help="列出检查规则（要求、依据、瑕疵）；给出 ID 时只列这一条。")(rules)


def rules(
    rule_id: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="要素，如 remedy、seal；也可写中文名。")
    ] = None,
) -> None:
    from harness.checker.finding import ELEMENT_NAMES
    from harness.checker.rules import RULES
    from harness.checker.statutes import rulesets

    chosen = [
        rule for rule in RULES if rule_id in (None, str(rule.ELEMENT), ELEMENT_NAMES[rule.ELEMENT])
    ]
    if not chosen:
        known = "、".join(f"{rule.ELEMENT}（{ELEMENT_NAMES[rule.ELEMENT]}）" for rule in RULES)
        raise UserError(f"没有规则 {rule_id}；可用的是 {known}")
    for rule in chosen:
        typer.echo(f"[{rule.ELEMENT}] {inspect.getdoc(rule)}\n")
    if rule_id is None:
        typer.echo("规则集（按答复之日适用）：")
        for since, what, source in rulesets():
            typer.echo(f"  {since:%Y-%m-%d} 起  {what}（{source}）")
