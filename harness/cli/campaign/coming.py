"""`collect`, `queue`, `file`, `case`: what comes, what only a person can decide, where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.cli.campaign import dossier
from harness.cli.campaign.desk import (
    AsJson,
    AsOf,
    By,
    Desk,
    Folder,
    Seen,
    Write,
    name_left,
    password_typed,
    table,
)
from harness.cli.errors import UserError
from harness.cli.shown import say

if TYPE_CHECKING:
    from harness.campaign.placing.file import Refiled, Standing
    from harness.campaign.queue import Item
    from harness.campaign.receiving.collect import Collected
    from harness.reading.arrived.reply_kind import ReplyKind


def register(app: typer.Typer) -> None:
    app.command("collect", help="收件：邮箱、incoming 文件夹、交寄清单和台账，收下、阅读、归卷。")(
        collect
    )
    app.command("queue", help="待办：只有人能定的事，和可能归入的申请。")(queue)
    app.command("file", help="归卷：来件属于哪件申请、是什么；写入后期限、认定和评分随之改变。")(
        file
    )
    app.command("case", help="案卷：一件申请的经过、期限、来件、核对结果和人工认定。")(case)


def collect(
    watch: Annotated[
        bool,
        typer.Option("--watch", help="一直收，直到按 Ctrl-C；有新来件时告知，每天出一份简报。"),
    ] = False,
    every: Annotated[
        str | None,
        typer.Option("--every", metavar="多久", help="隔多久收一次，如 10分钟、90秒；默认10分钟。"),
    ] = None,
    once: Annotated[
        bool, typer.Option("--once", help="与 --watch 同用：只收一轮，供系统定时任务调用。")
    ] = False,
    digest_at: Annotated[
        str | None,
        typer.Option("--digest-at", metavar="钟点", help="每天几点以后出简报；默认 08:00。"),
    ] = None,
    digest_to: Annotated[
        str | None,
        typer.Option(
            "--digest-to", metavar="邮箱",
            help="简报发到哪里，须与 campaign.toml 写明的相同；写 none 则不发邮件。",
        ),
    ] = None,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: Annotated[bool, typer.Option("--write", help="可加可不加：收件立即登记。")] = False,  # noqa: ARG001
) -> None:  # fmt: skip
    """Exit status 1 where a row of the ledger or of a posting list could not be taken over, or the
    program could not say of something new what it is or where it belongs."""
    desk = Desk(folder, as_json, by, as_of)
    if watch:
        from harness.cli.campaign.watching import Asked, run

        if run(desk, Asked(every, digest_at, digest_to, once), show_collected, password_typed):
            raise typer.Exit(1)
        return
    given = {"--every": every, "--digest-at": digest_at, "--digest-to": digest_to}
    alone = [*(name for name, value in given.items() if value), *(["--once"] if once else [])]
    if alone:
        raise UserError(f"{'、'.join(alone)} 与 --watch 同用，请加上 --watch")
    if show_collected(desk, _collected(desk)):
        raise typer.Exit(1)


def _collected(desk: Desk) -> Collected:
    with desk.opened() as workspace:
        from harness.campaign.receiving.collect import collect as done

        return done(workspace, ask=password_typed)


def show_collected(desk: Desk, found: Collected) -> bool:
    """Whether something could not be judged."""
    if desk.as_json:
        desk.answer(found)
    else:
        _show_arrivals(found)
        if found.queue:
            desk.next("mingcha queue")
        else:
            desk.next("mingcha due")
    left = [f"{each.what}：{each.why}" for each in found.doubts]
    left += [f"来件 {each.id}：{each.doubt}" for each in found.arrivals if each.doubt]
    return name_left(left)


def _show_arrivals(found: Collected) -> None:
    from harness.reading.arrived.reply_kind import KIND_NAMES, ReplyKind

    if found.arrivals:
        table(
            ("来件", "收到日", "种类", "归入", "疑问"),
            (
                (each.id, each.on, KIND_NAMES[ReplyKind(each.kind)], each.application, each.doubt)
                for each in found.arrivals
            ),
        )
    say(f"新收{found.new}件，已归卷{found.filed}件；待人工归卷共{found.queue}件。")


def queue(
    folder: Folder = None, as_json: AsJson = False, by: By = None, as_of: AsOf = None
) -> None:
    desk = Desk(folder, as_json, by, as_of)
    with desk.opened() as workspace:
        from harness.campaign.queue import WHAT_NAMES
        from harness.campaign.queue import queue as waiting

        items = waiting(workspace)
    if as_json:
        desk.answer(items)
        return
    if not items:
        say("没有待办的事。")
        desk.next("mingcha report")
        return
    table(
        ("编号", "事项", "说明", "可能归入"),
        (
            (
                each.id, WHAT_NAMES[each.what], each.why,
                "、".join(one.application for one in each.candidates),
            )
            for each in items
        ),
    )  # fmt: skip
    first = items[0]
    look = f"请先看原件再定：{first.path}" if first.path else "第一项没有原件可看，按说明办理"
    say(f"共{len(items)}项，{look}。")
    desk.next(_how_to_settle(items[0]))


def _how_to_settle(item: Item) -> str:
    """The command that shows what would follow."""
    if item.what == "filing":
        place = item.candidates[0].application if item.candidates else "none"
        return f"mingcha file {item.target} {place}"
    if item.what == "finding" and item.target:
        stage = f" --stage {item.stage}" if item.stage else ""
        return f"mingcha rule {item.target} present --why 理由{stage}"
    if item.what == "date":
        return f"mingcha rule {item.target} 日期 --why 理由"
    if item.what == "objection":
        return f"mingcha objection decide {item.target} upheld --value 结论 --why 理由"
    if item.what == "sending":
        if item.state == "refused":
            return f"mingcha resend {item.target}"
        return _how_to_send(*item.target.partition("/")[::2], item.state == "returned")
    return "mingcha collect" if item.what == "ledger" else "mingcha verify"


def _how_to_send(application: str, letter: str, returned: bool) -> str:
    """`letter`: what followed the application; empty: the application itself."""
    gone = "withdrawn" if letter.startswith("撤回") else "clarification_submitted"
    if returned:
        how = "--withdraw" if gone == "withdrawn" else "--supplement"
        return f"mingcha letters {how} {application}"
    return f"mingcha log {gone if letter else 'submitted'} {application} --on 日期"


def file(
    arrival: Annotated[str, typer.Argument(metavar="来件", help="来件编号，如 邮件4。")],
    applications: Annotated[
        list[str],
        typer.Argument(
            metavar="申请...",
            help="申请编号，可有几个；说的是其后的信的写 U001-B/撤回申请，不属于任何一件的写 none。",
        ),
    ],
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="种类", help="是什么：代号或中文，如 answer、补正告知。"),
    ] = None,
    days: Annotated[
        int | None,
        typer.Option("--days", metavar="天数", help="延期或补正告知所写的工作日数。"),
    ] = None,
    why: Annotated[str, typer.Option("--why", metavar="理由", help="为什么这样归。")] = "",
    seen: Seen = None,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: Write = False,
) -> None:
    desk = Desk(folder, as_json, by, as_of)
    said = _kind(kind)
    with desk.opened() as workspace:
        from harness.campaign.placing.file import file as refile

        done = refile(
            workspace, arrival, applications, kind=said, days=days, why=why, seen=seen, write=write
        )
    if as_json:
        desk.answer(done)
        return
    _show_refiled(done)
    if write:
        desk.next("mingcha queue")
        return
    options = [arrival, *applications]
    options += ["--kind", kind] if kind else []
    options += ["--days", str(days)] if days is not None else []
    options += ["--why", why] if why else []
    desk.next(f"mingcha file {desk.words(options)} --write --seen {done.seen}", "写入请运行")


def _kind(text: str | None) -> ReplyKind | None:
    from harness.reading.arrived.reply_kind import KIND_NAMES, ReplyKind

    if text is None:
        return None
    names = {name: kind for kind, name in KIND_NAMES.items()} | {
        each.value: each for each in ReplyKind
    }
    found = names.get(text.strip().casefold())
    if found is None:
        known = "、".join(f"{each.value}（{name}）" for each, name in KIND_NAMES.items())
        raise UserError(f"--kind “{text}”不是来件的种类，应是其中之一：{known}")
    return found


def _show_refiled(done: Refiled) -> None:
    say(f"来件 {done.arrival}")
    say(f"  原来：{done.before}")
    say(f"  {'现在' if done.written else '将会'}：{done.after}")
    for each in done.changed:
        say(f"  申请 {each.application}：{_standing(each.before)} → {_standing(each.after)}")
    if not done.changed:
        say("  各申请的期限和状态不变。")


def _standing(standing: Standing) -> str:
    from harness.clock.result import STATE_NAMES, State

    parts = [STATE_NAMES[State(standing.state)]]
    parts += [f"截止 {standing.due_on}"] if standing.due_on else []
    parts += [f"答复 {standing.answered_on}"] if standing.answered_on else []
    return "，".join(parts)


def case(
    application: Annotated[str, typer.Argument(metavar="申请", help="申请编号，如 U001-A。")],
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
) -> None:
    desk = Desk(folder, as_json, by, as_of)
    with desk.opened() as workspace:
        from harness.campaign.clocks.case import case as found

        whole: Any = found(workspace, application)
    if as_json:
        desk.answer(whole)
    else:
        dossier.show(desk, whole)
