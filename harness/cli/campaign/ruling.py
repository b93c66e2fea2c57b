"""`rule`: what a person holds of a verdict, a day or points, at which stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.campaign.desk import AsJson, AsOf, By, Desk, Folder, Seen, Write, table
from harness.cli.errors import UserError
from harness.cli.shown import say

if TYPE_CHECKING:
    from harness.campaign.ruling.rule import Ruled
    from harness.scoring.people import Stage


def register(app: typer.Typer) -> None:
    app.command("rule", help="人工认定：要素的结论、收到或答复的日期、指标的分数；须写理由。")(rule)


def rule(
    target: Annotated[
        str,
        typer.Argument(
            metavar="对象", help="U001-A/remedy（要素）、U001-A/answered_on（日期）、U001/指标。"
        ),
    ],
    value: Annotated[
        str, typer.Argument(metavar="认定", help="结论（present、absent……或中文）、日期或分数。")
    ],
    defect: Annotated[
        list[str] | None,
        typer.Option("--defect", metavar="瑕疵", help="结论为有瑕疵时是哪种；可写几次。"),
    ] = None,
    why: Annotated[str, typer.Option("--why", metavar="理由", help="认定的理由，必填。")] = "",
    stage: Annotated[
        str | None,
        typer.Option(
            "--stage",
            metavar="阶段",
            help="初评、复评或定评；不填为初评。复评看不到此前的认定，定评由第三人作出。",
        ),
    ] = None,
    seen: Seen = None,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: Write = False,
) -> None:
    desk = Desk(folder, as_json, by, as_of)
    at = _stage(stage)
    with desk.opened() as workspace:
        from harness.campaign.ruling.rule import rule as ruling

        done = ruling(
            workspace,
            target,
            value,
            defects=defect or (),
            why=why,
            stage=at,
            seen=seen,
            write=write,
        )
    if as_json:
        desk.answer(done)
        return
    _show_ruled(done)
    if write:
        desk.next("mingcha queue")
        return
    options = [target, value, *(word for one in defect or () for word in ("--defect", one))]
    options += ["--why", why, *(["--stage", stage] if stage else [])]
    shown = f" --seen {done.seen}" if done.seen else ""
    desk.next(f"mingcha rule {desk.words(options)} --write{shown}", "写入请运行")


def _stage(text: str | None) -> Stage:
    from harness.scoring.people import STAGE_NAMES, Stage

    if text is None:
        return Stage.FIRST
    for each in (Stage.FIRST, Stage.SECOND, Stage.DECISION):
        if text.strip().casefold() in (each.name.casefold(), STAGE_NAMES[each]):
            return each
    raise UserError(
        f"--stage：“{text}”不是认定的阶段，应为 first（初评）、second（复评）、decision（定评）之一；"
        "对异议的决定用 mingcha objection decide"
    )


def _show_ruled(done: Ruled) -> None:
    from harness.casebook.ruled.wording import target_told, value_told

    say(target_told(done.target, done.after.value if done.after else None))
    if done.before is None or done.after is None:
        say(
            f"  {'已记' if done.written else '将记'}为复评；此前的认定和程序的认定，不向复评人显示。"
        )
        return
    for name, stand in (("原来", done.before), ("现在" if done.written else "将会", done.after)):
        because = f"；{stand.why}" if stand.why else ""
        say(f"  {name}：{value_told(done.target, stand.value, stand.defects)}{because}")
    if done.effects:
        say("变更清单")
        table(
            ("单位编号", "单位", "项目", "原来", "现在" if done.written else "将会"),
            ((one.unit_id, one.unit, one.what, one.before, one.after) for one in done.effects),
        )
    if done.disputed:
        say("  与复评不一，定评之前不扣分：mingcha rule 对象 结论 --why 理由 --stage decision")
