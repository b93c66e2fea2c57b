"""`applicant`: the people in whose names is applied. An identity number is typed in, never given as an
argument: those are kept by the shell and seen by everybody on the machine."""

from __future__ import annotations

import getpass
import sys
import warnings
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
    table,
)
from harness.cli.errors import UserError
from harness.cli.shown import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.campaign.planning.applicant import Listed, Said
    from harness.campaign.planning.forget import Forgotten
    from harness.campaign.workspace import Workspace

_ELSEWHERE = "密钥 {} 不在这台电脑上，没有删到：请在录入号码、制作信件的那台电脑上也删除一次"
LONGEST_ID = 12  # letters/cells.py; whatever is longer is no id, and is not shown again


def register(app: typer.Typer) -> None:
    app.command(
        "applicant", help="申请人：名单（遮盖）；录入证件号码（提示输入，不回显）；登记同意；删除。"
    )(applicant)


def applicant(
    who: Annotated[
        list[str] | None, typer.Argument(metavar="[编号]", help="申请人的编号，如 P1；不填则列出。")
    ] = None,
    consent: Annotated[
        str | None, typer.Option("--consent", metavar="日期", help="登记本人书面同意的日期。")
    ] = None,
    note: Annotated[
        str, typer.Option("--note", metavar="文字", help="与 --consent 同用：同意书放在哪里等。")
    ] = "",
    forget: Annotated[
        bool, typer.Option("--forget", help="测评结束后删除此人的证件号码、地址、电话和信件。")
    ] = False,
    folder: Folder = None,
    as_json: AsJson = False,
    by: By = None,
    as_of: AsOf = None,
    write: Write = False,
) -> None:
    """Without --consent and --forget, --write asks for the identity number, or reads it from a pipe.
    Exit status 1 where somebody was forgotten whose key may still be on another machine."""
    id = _id(who or [])
    if consent is not None and forget:
        raise UserError("--consent 和 --forget 只能选一个")
    if id is None and (consent is not None or forget or write):
        raise UserError("请写明是哪一位申请人，如 mingcha applicant P1")
    desk = Desk(folder, as_json, by, as_of)
    on = day_given(consent, "--consent")
    with desk.opened() as workspace:
        from harness.campaign.planning import applicant as people

        if id is None:
            _show_all(desk, people.applicants(workspace), drill=workspace.campaign.drill)
            return
        one = people.one_of(workspace, id)
        if on is not None:
            said = people.agree(workspace, one, on, note.strip(), write=write)
            words = [one.id, "--consent", on.isoformat(), *(["--note", note] if note else [])]
            _show_said(desk, said, words)
        elif forget:
            from harness.campaign.planning.forget import forget as done

            _show_forgotten(desk, forgotten := done(workspace, one, write=write), write)
            if name_left(_ELSEWHERE.format(each) for each in forgotten.elsewhere):
                raise typer.Exit(1)
        elif write:
            _enter(desk, workspace, one)
        else:
            _show_one(desk, one)


def _id(words: Sequence[str]) -> str | None:
    """What was written in place of an id is not shown again: it may be a number."""
    if any(len(word) > LONGEST_ID or not word.isascii() for word in words) or len(words) > 1:
        raise UserError(
            "这里只写一个申请人编号，如 mingcha applicant P1；证件号码不要写在命令里"
            "（会留在命令的历史记录中，请清除），加 --write 后按提示输入"
        )
    return words[0] if words else None


def _enter(desk: Desk, workspace: Workspace, one: Listed) -> None:
    from harness.campaign.planning import applicant as people

    people.may_have_number(workspace, one)
    said = people.enter(workspace, one, _typed(f"{one.id}（{one.name}）的证件号码（不显示）："))
    _show_said(desk, said, [])


def _typed(prompt: str) -> str:
    """From the keyboard without echo; from a pipe its first line."""
    if not sys.stdin.isatty():
        try:
            return sys.stdin.readline()
        except UnicodeDecodeError:
            raise UserError("标准输入里不是证件号码，没有录入") from None
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(prompt, stream=sys.stderr)
        except getpass.GetPassWarning:
            raise UserError("这个终端关不掉回显，没有录入；请换一个终端，或者由管道输入") from None
        except EOFError:
            return ""


def _show_all(desk: Desk, found: Sequence[Listed], *, drill: bool) -> None:
    if desk.as_json:
        desk.answer(found)
        return
    table(
        ("编号", "姓名", "邮箱", "电话", "证件号码", "同意", "申请"),
        (
            (each.id, each.name, each.email, each.phone, _number(each), _consent(each), each.applications)
            for each in found
        ),
    )  # fmt: skip
    lacking = next((each for each in found if not (each.consented_on or each.forgotten_on)), None)
    without = next((each for each in found if not (each.number_stored or each.forgotten_on)), None)
    if drill:
        say("这是演练：申请人都是虚构的，不需要同意，也不录入证件号码。")
        desk.next("mingcha plan")
    elif lacking:
        desk.next(f"mingcha applicant {lacking.id} --consent 日期 --write")
    elif without:
        desk.next(f"mingcha applicant {without.id} --write")
    else:
        desk.next("mingcha plan")


def _number(each: Listed) -> str:
    if each.forgotten_on:
        return "已删除"
    return "已录入" if each.number_stored else "未录入"


def _consent(each: Listed) -> str:
    return each.consented_on.isoformat() if each.consented_on else "未登记"


def _show_one(desk: Desk, one: Listed) -> None:
    if desk.as_json:
        desk.answer(one)
        return
    say(f"申请人 {one.id}（{one.name}）：证件号码{_number(one)}，本人同意：{_consent(one)}。")
    if one.key:
        say(f"  密钥放在{one.key}。")
    if one.forgotten_on:
        desk.next("mingcha applicant")
    elif one.consented_on is None:
        desk.next(f"mingcha applicant {one.id} --consent 日期 --write", "登记同意请运行")
    else:
        desk.next(f"mingcha applicant {one.id} --write", "录入（按提示输入，不显示）请运行")


def _show_said(desk: Desk, said: Said, words: list[str]) -> None:
    """`words`: what was typed, to be typed again with --write."""
    if desk.as_json:
        desk.answer(said)
        return
    if not said.changed:
        say(f"已经登记过，没有变动：{said.what}")
        desk.next("mingcha applicant")
        return
    say(f"{'已登记' if said.written else '将登记'}：{said.what}")
    if said.key:
        say(
            f"  密钥放在{said.key}。它不随测评文件夹和备份走；没有它，号码和以此人名义发出的信件打不开。"
        )
    if said.written:
        desk.next("mingcha applicant")
    else:
        desk.next(f"mingcha applicant {desk.words(words)} --write", "写入请运行")


def _show_forgotten(desk: Desk, done: Forgotten, write: bool) -> None:
    if desk.as_json:
        desk.answer(done)
        return
    if not done.changed:
        say(f"申请人 {done.applicant} 先前已经删除，没有变动。")
        desk.next("mingcha verify")
        return
    say(f"申请人 {done.applicant} {'已删除' if done.written else '将删除（不能恢复）'}：")
    for each in done.gone:
        say(f"  {each}")
    if done.removed:
        say(
            f"  共{len(done.removed)}个文件：{'、'.join(done.removed[:5])}{'等' if len(done.removed) > 5 else ''}"
        )
    say("保留：")
    for each in done.stays:
        say(f"  {each}")
    if write:
        desk.next("mingcha verify")
    else:
        desk.next(f"mingcha applicant {done.applicant} --forget --write", "写入请运行")
