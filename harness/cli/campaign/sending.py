"""`send`, `pause`, `resume`, `recall`, `resend`: mails go out, are held, are taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.campaign.desk import (
    AsJson,
    AsOf,
    By,
    Desk,
    Folder,
    Write,
    day_given,
    name_left,
    password_typed,
)
from harness.cli.campaign.plan import On
from harness.cli.errors import UserError
from harness.cli.shown import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.campaign.sending.holding import Held, Recalled
    from harness.campaign.sending.looking import Found
    from harness.campaign.sending.send import ByAccount, Sending

_DOMAINS = 8  # named of an account's


def register(app: typer.Typer) -> None:
    app.command("send", help="发送到期的邮件；不加 --send 只预告，--rehearse 全部寄给自己看。")(
        send
    )
    app.command("pause", help="暂停发送：立即生效，正在发送的那几封发完即止。")(pause)
    app.command("resume", help="恢复发送：本身不发信，再运行 mingcha send。")(resume)
    app.command("recall", help="撤回还没有发出的邮件（已发出的收不回来）。")(recall)
    app.command("resend", help="把确实没有发出的邮件重新排入发送。")(resend)


def send(
    on: On = None,
    number: Annotated[
        int | None,
        typer.Option("--send", metavar="封数", min=0, help="真的发送；封数须与预告的相同。"),
    ] = None,
    rehearse: Annotated[
        str | None,
        typer.Option("--rehearse", metavar="邮箱", help="全部寄到自己的这个邮箱，不作登记。"),
    ] = None,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
) -> None:
    """Exit status 1 where a mail was refused or may not go, or nobody knows whether it went out."""
    if number is not None and rehearse is not None:
        raise UserError("--send 和 --rehearse 只能选一个")
    desk = Desk(folder, as_json, by, as_of)
    day = day_given(on, "--on") or desk.day
    with desk.opened() as workspace:
        from harness.campaign.sending import looking
        from harness.campaign.sending import send as sending

        if rehearse is not None:
            done = sending.rehearse(workspace, day, rehearse, ask=password_typed)
        elif number is not None:
            try:
                done = sending.send(workspace, day, number, ask=password_typed)
            except KeyboardInterrupt:
                left = sending.forecast(workspace, day).due
                say(f"发送已停下，还有{len(left)}封待发；再运行 mingcha send 接着发。", err=True)
                raise
        else:
            done = sending.forecast(workspace, day)
        found = looking.look(workspace, done.unknown, password_typed)
    if as_json:
        desk.answer({**_as_dict(done), "looked": found})
    else:
        _show_found(found)
        _show_sending(desk, done, day.isoformat(), number is not None, rehearse)
    if name_left(_left(done)):
        raise typer.Exit(1)


def _left(done: Sending) -> list[str]:
    later = {*done.left}
    left = [
        f"{id}：{'这次没有发出，仍在等候' if id in later else '没有发出'}，{why}"
        for id, why in done.refused
    ]
    left += [f"{id}：不能发，{why}" for id, why in done.barred]
    left += [
        f"{id}：先前没有发出，{why or '被拒收'}；怎样再发，见 mingcha queue"
        for id, why in done.before
    ]
    left += [
        f"{id}：是否已经发出不明，核实前不会重发；要找什么，见 mingcha queue" for id in done.unknown
    ]
    return left


def _show_found(found: Sequence[Found]) -> None:
    from harness.campaign.sending.looking import in_words

    for line in (each for one in found for each in in_words(one)):
        say(f"{line}。")


def _as_dict(done: Sending) -> dict[str, object]:
    return {
        "due": done.due,
        "due_by_kind": _by_kind(done.due),
        "sent": done.sent,
        "refused": [{"application": id, "why": why} for id, why in done.refused],
        "unknown": done.unknown,
        "on_paper": done.on_paper,
        "server": done.server,
        "barred": [{"application": id, "why": why} for id, why in done.barred],
        "left": done.left,
        "refused_before": [{"application": id, "why": why} for id, why in done.before],
        "stopped": done.stopped,
        "paused": done.paused,
        "accounts": [
            {
                "account": each.account,
                "server": each.server,
                "mails": each.mails,
                "domains": dict(each.domains),
                "begins": each.begins or None,
                "ends": each.ends or None,
            }
            for each in done.accounts
        ],
    }


def _by_kind(ids: Sequence[str]) -> dict[str, list[str]]:
    from harness.store.further import NAMES, kind_of

    return {kind: [id for id in ids if kind_of(id) == kind] for kind in ("application", *NAMES)}


def _apart(ids: Sequence[str]) -> str:
    """U001-B、U002-B；撤回申请1封：U003-B/撤回申请"""
    from harness.store.further import NAMES

    apart = _by_kind(ids)
    first = apart.pop("application")
    later = [
        f"{NAMES[kind]}{len(those)}封：{'、'.join(those)}" for kind, those in apart.items() if those
    ]
    if not later:
        return "、".join(first) or "无"
    told = [f"申请{len(first)}封：{'、'.join(first)}"] if first else []
    return "；".join((*told, *later))


def _show_sending(desk: Desk, done: Sending, day: str, sent: bool, rehearsed: str | None) -> None:
    if sent:
        _show_sent(desk, done, day)
        return
    if rehearsed is not None:
        say(f"演习：{len(done.sent)}封已寄到 {rehearsed}（{_apart(done.sent)}），没有作任何登记。")
    until = done.until.isoformat() if done.until else day
    say(f"到 {until} 为止应发邮件{len(done.due)}封：{_apart(done.due)}。")
    if until < day:
        say(f"{until} 以后到期的还没有到日子，不提前发；到了那天再运行 mingcha send。")
    if done.barred:
        say(f"另有{len(done.barred)}封到期而不能发（原因见后）。")
    if done.on_paper:
        say(f"另有{len(done.on_paper)}件须邮寄、递交或者网上填报：{'、'.join(done.on_paper)}。")
    if done.paused:
        say(f"已经暂停发送：{done.paused}。")
    if done.due:
        for each in done.accounts:
            _show_account(each)
        if not done.accounts and rehearsed is None:
            say(f"发信服务器：{done.server or '未设置'}")
        desk.next(
            "mingcha resume" if done.paused else f"mingcha send --on {until} --send {len(done.due)}"
        )
    elif done.on_paper:
        desk.next(f"mingcha letters --on {day}")
    else:
        desk.next("mingcha due")


def _show_sent(desk: Desk, done: Sending, day: str) -> None:
    say(f"发出{len(done.sent)}封：{_apart(done.sent)}。")
    for why in done.stopped:
        say(f"{why}。")
    if done.left:
        say(f"还有{len(done.left)}封待发：{'、'.join(done.left)}。")
        desk.next(f"mingcha send --on {day} --send {len(done.left)}", "接着发")
    else:
        desk.next("mingcha collect" if done.sent else "mingcha due")


def _show_account(each: ByAccount) -> None:
    named = "、".join(f"{domain} {n}封" for domain, n in each.domains[:_DOMAINS])
    more = len(each.domains) - _DOMAINS
    say(f"账号 {each.account}（{each.server}）发{each.mails}封：{named}")
    if more > 0:
        say(f"  以及另外{more}个域名")
    begins = _clock(each.begins)
    if each.ends:
        say(f"  {begins} 可以开始，预计 {_clock(each.ends)} 发完")
    else:
        say(
            f"  {begins or '授权期限内没有可以发信的时间'}{'可以开始，' if begins else '，'}授权到期之前发不完"
        )


def _clock(at: str) -> str:
    return at[:16].replace("T", " ")


def pause(
    why: Annotated[str, typer.Option("--why", metavar="原因", help="为什么暂停。")] = "",
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
) -> None:
    desk = Desk(folder, as_json, by)
    with desk.opened() as workspace:
        from harness.campaign.sending import holding

        held = holding.pause(workspace, why)
    _show_held(desk, held, f"{'已暂停发送' if held.changed else '早先已经暂停'}：{held.paused}。")
    desk.next("mingcha resume", "恢复")


def resume(folder: Folder = None, as_json: AsJson = False, by: By = None) -> None:
    desk = Desk(folder, as_json, by)
    with desk.opened() as workspace:
        from harness.campaign.sending import holding

        held = holding.resume(workspace)
    _show_held(desk, held, "可以发送了。" if held.changed else "没有暂停，不需要恢复。")
    desk.next("mingcha send")


def _show_held(desk: Desk, held: Held, said: str) -> None:
    if desk.as_json:
        desk.answer({"paused": held.paused or None, "changed": held.changed})
    else:
        say(said)


def recall(
    applications: Annotated[
        list[str], typer.Argument(metavar="申请编号", help="要撤回的；全部待发的写“全部”。")
    ],
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    write: Write = False,
) -> None:
    desk = Desk(folder, as_json, by)
    with desk.opened() as workspace:
        from harness.campaign.sending import holding

        done = holding.recall(workspace, applications, write=write)
    named = "、".join(done.applications) or "无"
    again = f"mingcha recall {' '.join(applications)} --write"
    _show_recalled(desk, done, f"撤回待发的邮件{len(done.applications)}封：{named}", again)


def resend(
    application: Annotated[str, typer.Argument(metavar="申请编号", help="要重新排入的。")],
    why: Annotated[
        str, typer.Option("--why", metavar="理由", help="怎样核实没有发出；撤回、拒收的可以不写。")
    ] = "",
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    write: Write = False,
) -> None:
    desk = Desk(folder, as_json, by)
    with desk.opened() as workspace:
        from harness.campaign.sending import holding

        done = holding.resend(workspace, application, why, write=write)
    named = "、".join(done.applications) or "无（已经在等候发送）"
    reason = f" --why {desk.words([why])}" if why else ""
    again = f"mingcha resend {application}{reason} --write"
    _show_recalled(desk, done, f"重新排入发送：{named}", again)


def _show_recalled(desk: Desk, done: Recalled, said: str, again: str) -> None:
    if desk.as_json:
        desk.answer({"applications": done.applications, "written": done.written})
        return
    say(f"{said}。" if done.written or not done.applications else f"{said}（还没有写入）。")
    desk.next("mingcha send" if done.written or not done.applications else again)
