"""`log`: one fact that somebody did or saw: posted, signed for, a call, a letter on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from harness.cli.campaign.desk import AsJson, AsOf, By, Desk, Folder, Write, day_given
from harness.cli.campaign.noted import day_needed, more, show
from harness.cli.chinese import Typer
from harness.cli.errors import UserError

if TYPE_CHECKING:
    from enum import StrEnum

    Code = TypeVar("Code", bound=StrEnum)

# beside `posted`, which has a number
KINDS = {
    "handed_in": "当面递交。",
    "submitted": "在网页上提交，或者传真发出。",
    "delivered": "对方签收。",
    "confirmed": "双方确认收到。",
    "returned": "被退回。",
    "withdrawal_requested": "对方在电话中（或者当面）要求撤回。",
    "withdrawn": "申请人撤回。",
    "clarification_submitted": "提交补正。",
    "fee_paid": "缴费。",
    "third_party_ended": "征求第三方意见结束。",
}
Id = Annotated[str, typer.Argument(metavar="申请", help="申请编号，如 U001-A。")]
On = Annotated[str, typer.Option("--on", metavar="日期", help="哪一天。")]
Note = Annotated[str, typer.Option("--note", metavar="文字", help="备注、凭据。")]
Replace = Annotated[bool, typer.Option("--replace", help="取代先前有误的登记；先前的留存备查。")]


def register(app: typer.Typer) -> None:
    group = Typer(no_args_is_help=True, help="登记一件事：交寄、签收、确认、退回、电话、纸质来件。")
    group.command("posted", help="交寄，须先制作（letters）；有挂号号码的一并登记。")(posted)
    for kind, told in KINDS.items():
        group.command(kind, help=told)(_of(kind))
    group.command("call", help="给单位打的一次电话：咨询测试，或者确认收件。")(call)
    group.command("paper", help="一件纸质来件：各页、信封，收到、邮戳、知悉、落款日期。")(paper)
    group.command("feedback", help="向单位送达反馈单：异议期限从第二天起算。")(feedback)
    group.command("guide", help="单位的公开指南：留存原件，指南的指标按它计分。")(guide)
    app.add_typer(group, name="log")


def posted(
    application: Id,
    on: On,
    number: Annotated[str, typer.Option("--number", metavar="号码", help="挂号号码。")] = "",
    replace: Replace = False,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: Write = False,
) -> None:
    desk = Desk(folder, as_json, by, as_of)
    _record(desk, "posted", application, on, number, "", replace, write)


def _of(kind: str) -> Callable[..., None]:
    """The command for an event of this kind."""

    def noted(
        application: Id,
        on: On,
        note: Note = "",
        replace: Replace = False,
        folder: Folder = None,
        as_json: AsJson = False,
        by: By = None,
        as_of: AsOf = None,
        write: Write = False,
    ) -> None:
        desk = Desk(folder, as_json, by, as_of)
        _record(desk, kind, application, on, "", note, replace, write)

    return noted


def _record(
    desk: Desk,
    kind: str,
    application: str,
    on: str,
    number: str,
    note: str,
    replace: bool,
    write: bool,
) -> None:
    day = day_needed(on, "--on")
    with desk.opened() as workspace:
        from harness.campaign.recording.event import record

        done = record(
            workspace, kind, application, day,
            number=number.strip(), note=note.strip(), replace=replace, write=write,
        )  # fmt: skip
    options = ["--number", number] if number else []
    show(desk, done, [kind, application, "--on", on, *options, *more(note, replace)])


def call(
    unit: Annotated[str, typer.Argument(metavar="单位", help="单位编号、名称或简称。")],
    on: On,
    time: Annotated[str, typer.Option("--time", metavar="时刻", help="几点，如 09:40。")],
    outcome: Annotated[
        str,
        typer.Option(
            "--outcome",
            metavar="结果",
            help="connected 接通，no_answer 无人接听，busy 占线，wrong_number 号码有误，transferred 转接。",
        ),
    ],
    purpose: Annotated[
        str, typer.Option("--purpose", metavar="用途", help="test 咨询测试，confirm 确认收件。")
    ] = "test",
    application: Annotated[
        str | None,
        typer.Option("--application", metavar="申请", help="确认收件时，是哪件申请。"),
    ] = None,
    number: Annotated[
        str, typer.Option("--number", metavar="号码", help="所拨号码；不填则为单位的电话。")
    ] = "",
    note: Note = "",
    replace: Replace = False,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: Write = False,
) -> None:
    desk = Desk(folder, as_json, by, as_of)
    day = day_needed(on, "--on")
    from harness.store.log import OUTCOME_NAMES, PURPOSE_NAMES

    came_of = _code(outcome, "--outcome", OUTCOME_NAMES)
    meant = _code(purpose, "--purpose", PURPOSE_NAMES)
    with desk.opened() as workspace:
        from harness.campaign.recording.call import record_call

        done = record_call(
            workspace, unit, day, time=time, outcome=came_of, purpose=meant,
            application=application, number=number, note=note, replace=replace, write=write,
        )  # fmt: skip
    words = ["call", unit, "--on", on, "--time", time, "--outcome", outcome, "--purpose", purpose]
    words += ["--application", application] if application else []
    words += ["--number", number] if number else []
    show(desk, done, [*words, *more(note, replace)])


def feedback(
    unit: Annotated[str, typer.Argument(metavar="单位", help="单位编号、名称或简称。")],
    on: On,
    note: Note = "",
    replace: Replace = False,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: Write = False,
) -> None:
    desk = Desk(folder, as_json, by, as_of)
    day = day_needed(on, "--on")
    with desk.opened() as workspace:
        from harness.campaign.objecting.objection import feedback as handed

        done = handed(workspace, unit, day, note=note, replace=replace, write=write)
    show(desk, done, ["feedback", unit, "--on", on, *more(note, replace)])


def guide(
    unit: Annotated[str, typer.Argument(metavar="单位", help="单位编号、名称或简称。")],
    file: Annotated[
        Path, typer.Option("--file", metavar="文件", help="指南：网页、docx、pdf 或者 .txt。")
    ],
    on: Annotated[str, typer.Option("--on", metavar="日期", help="哪一天取得。")],
    sure: Annotated[
        bool, typer.Option("--sure", help="标题写的是别的名称，核对过确是该单位的指南。")
    ] = False,
    note: Note = "",
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: Write = False,
) -> None:
    desk = Desk(folder, as_json, by, as_of)
    day = day_needed(on, "--on")
    with desk.opened() as workspace:
        from harness.campaign.recording.guide import record_guide

        done = record_guide(workspace, unit, file, day, note=note, sure=sure, write=write)
    words = ["guide", unit, "--file", str(file), "--on", on, *(["--sure"] if sure else [])]
    show(desk, done, [*words, *more(note, replace=False)], after="mingcha marks")


def paper(
    files: Annotated[
        list[Path], typer.Option("--file", metavar="文件", help="扫描件或照片，一页一个，依次写。")
    ],
    received: Annotated[str, typer.Option("--received", "--on", metavar="日期", help="收到。")],
    unit: Annotated[
        str | None, typer.Argument(metavar="单位", help="寄件的单位：编号或名称；可以不写。")
    ] = None,
    envelopes: Annotated[
        list[Path] | None, typer.Option("--envelope", metavar="文件", help="信封，可写几次。")
    ] = None,
    sent: Annotated[str | None, typer.Option("--posted", metavar="日期", help="邮戳。")] = None,
    noticed: Annotated[
        str | None, typer.Option("--noticed", metavar="日期", help="拆阅、知悉。")
    ] = None,
    signed: Annotated[str | None, typer.Option("--signed", metavar="日期", help="落款。")] = None,
    sender: Annotated[str, typer.Option("--from", metavar="名称", help="信封上的寄件单位。")] = "",
    number: Annotated[
        str, typer.Option("--number", metavar="编号", help="来件编号；不填则依次编号。")
    ] = "",
    carrier: Annotated[
        str,
        typer.Option(
            "--carrier",
            metavar="寄递方式",
            help="邮政、其他快递、到付、当面送达、委托送达、电子送达；可以不写。",
        ),
    ] = "",
    note: Note = "",
    replace: Replace = False,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: Write = False,
) -> None:
    desk = Desk(folder, as_json, by, as_of)
    served = _carrier(carrier)
    days = {"--posted": sent, "--noticed": noticed, "--signed": signed}
    read = {name: day_given(text, name) for name, text in days.items()}
    came = day_needed(received, "--received")
    with desk.opened() as workspace:
        from harness.campaign.recording.paper import Paper, record_paper

        letter = Paper(
            tuple(files), tuple(envelopes or ()), came,
            read["--posted"], read["--noticed"], read["--signed"],
            sender.strip(), number.strip(), note.strip(), served,
        )  # fmt: skip
        done = record_paper(workspace, letter, unit=unit, replace=replace, write=write)
    words = ["paper", *([unit] if unit else [])]
    words += [word for path in files for word in ("--file", str(path))]
    words += [word for path in envelopes or () for word in ("--envelope", str(path))]
    words += ["--received", received]
    words += [word for name, text in days.items() if text for word in (name, text)]
    words += [*(["--from", sender] if sender else []), *(["--number", number] if number else [])]
    words += ["--carrier", carrier] if carrier else []
    show(desk, done, [*words, *more(note, replace)])


def _carrier(text: str) -> str | None:
    from harness.clock.carriers import carrier_named

    if not text.strip():
        return None
    try:
        return carrier_named(text).value
    except ValueError as wrong:
        raise UserError(f"--carrier：{wrong}") from None


def _code(text: str, option: str, names: Mapping[Code, str]) -> Code:
    """A code, or its Chinese name."""
    wanted = text.strip().casefold()
    for code, name in names.items():
        if wanted in (code.value, name):
            return code
    known = "、".join(f"{code.value}（{name}）" for code, name in names.items())
    raise UserError(f"{option} “{text}”不对，应是其中之一：{known}")
