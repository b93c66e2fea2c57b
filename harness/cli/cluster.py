"""`mingcha cluster ...`: certificates, scheduler and workers of a cluster that reads files, and how it stands."""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from harness.cli.errors import UserError
from harness.cli.shown import json_text, say

Certs = Annotated[
    Path | None,
    typer.Option("--certs", metavar="文件夹", help="证书所在的文件夹；不写则为本机的配置文件夹。"),
]


def register(app: typer.Typer) -> None:
    from harness.cli.chinese import Typer

    group = Typer(
        help="在多台机器上阅读来件：制作证书，启动调度程序和工作机，查看状况。",
        no_args_is_help=True,
    )
    group.command("certs", help="制作集群的证书：一个机构，调度程序、工作机、使用者各一张。")(certs)
    group.command("scheduler", help="在本机启动调度程序，直到按 Ctrl-C。")(scheduler)
    group.command("worker", help="在本机启动工作机，直到按 Ctrl-C。")(worker)
    group.command("status", help="集群有哪些工作机，能不能用，在做多少件。")(status)
    app.add_typer(group, name="cluster")


def certs(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="新建证书放在这里。")],
    hosts: Annotated[
        list[str] | None,
        typer.Argument(metavar="[主机...]", help="调度程序和工作机的主机名或者网络地址。"),
    ] = None,
) -> None:
    from datetime import UTC, datetime

    from harness.engine import trust

    try:
        made = trust.make(folder, hosts or [], datetime.now(UTC))
    except trust.NotTrusted as wrong:
        raise UserError(str(wrong)) from None
    say(f"证书已放在“{made.folder}”，有效至 {made.until}，主机：{'、'.join(made.hosts)}")
    say("  ca.pem 各台机器都要；scheduler.pem 给调度程序，worker.pem 给工作机，client.pem 给使用者")
    say(
        "  ca.key 能签发新证书，只留在一处；凭 client.pem、worker.pem 就能在各台机器上运行程序，勿给旁人"
    )


def scheduler(
    certs: Certs = None,
    host: Annotated[
        str, typer.Option("--host", metavar="地址", help="在哪个地址上听；不写则为本机所有地址。")
    ] = "",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口。")] = 8786,
) -> None:
    from harness.engine import cluster_serving, trust

    try:
        cluster_serving.scheduler(host, port, trust.folder_of(certs), _told)
    except trust.NotTrusted as wrong:
        raise UserError(str(wrong)) from None
    except OSError:
        raise UserError(f"端口 {port} 用不了，可能已有程序在用；请换一个：--port") from None


def worker(
    address: Annotated[str, typer.Argument(metavar="地址", help="调度程序启动时显示的地址。")],
    certs: Certs = None,
    lanes: Annotated[
        int, typer.Option("--lanes", min=0, max=64, help="同时读几个文件；不写则按处理器核数。")
    ] = 0,
    name: Annotated[str, typer.Option("--name", help="叫什么；不写则为主机名。")] = "",
    host: Annotated[
        str, typer.Option("--host", metavar="地址", help="调度程序从哪个地址连本机。")
    ] = "",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65534, help="端口，另用其后一个；0 为任意。")
    ] = 8788,
    memory: Annotated[
        int, typer.Option("--memory", min=500, help="工作机自身的内存上限，兆字节，不含各路。")
    ] = 2048,
) -> None:
    from harness.campaign.engines import version
    from harness.engine import cluster_serving, trust
    from letters.places import engine_faults

    if faults := engine_faults(address):
        raise UserError(faults[0].partition("：")[2])
    wanted = cluster_serving.Hands(
        address,
        lanes or os.cpu_count() or 1,
        name or socket.gethostname(),
        host,
        port,
        memory * 2**20,
    )
    try:
        cluster_serving.worker(wanted, version(), trust.folder_of(certs), _told)
    except trust.NotTrusted as wrong:
        raise UserError(str(wrong)) from None
    except (OSError, RuntimeError) as wrong:
        raise UserError(
            f"工作机没有启动（{type(wrong).__name__}）：请检查调度程序“{address}”在不在、"
            f"证书是不是同一次制作的、端口 {port} 和 {port + 1} 有没有被占用"
        ) from None


def status(
    address: Annotated[
        str, typer.Argument(metavar="[地址]", help="调度程序的地址；不写则为本测评所写的。")
    ] = "",
    certs: Certs = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
) -> None:
    from harness.campaign.engines import looked
    from letters.places import engine_faults

    address = address or _of_campaign()
    if faults := engine_faults(address):
        raise UserError(faults[0].partition("：")[2])
    seen = looked(address, certs)
    if as_json:
        told = {"address": address, "workers": [asdict(each) for each in seen]}
        typer.echo(json_text(told))
        return
    fit = [each for each in seen if not each.why]
    say(f"{address}：能用的工作机{len(fit)}台，共{sum(each.hands for each in fit)}路")
    for each in seen:
        how = f"不用：{each.why}" if each.why else f"{each.hands}路，正在做{each.busy}件"
        say(f"  {each.name}（{each.address}）：{how}")


def _of_campaign() -> str:
    from harness.campaign.workspace import nearest
    from letters.tables import read_campaign

    campaign = read_campaign(nearest(Path.cwd()))
    if not campaign.engine:
        raise UserError("campaign.toml 没有写 engine：来件在本机读；要看某个集群，请写出它的地址")
    return campaign.engine


def _told(line: str) -> None:
    say(line)
    sys.stdout.flush()
