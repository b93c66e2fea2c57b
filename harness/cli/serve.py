"""`serve`: the workbench, on this machine or for a team."""

from __future__ import annotations

import ipaddress
import logging
import webbrowser
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.cli.campaign.desk import By, Desk
from harness.cli.errors import UserError
from harness.cli.interruption import Stopped
from harness.cli.shown import say
from harness.cli.today import today

if TYPE_CHECKING:
    from harness.web.serving import Place
    from harness.web.settings import Settings

PORT = 8321

Home = Annotated[
    Path | None,
    typer.Argument(
        metavar="[文件夹]",
        help="测评文件夹，或者放着几个测评文件夹的文件夹；不填则为最近的测评文件夹，没有则为当前文件夹。",
    ),
]
Open = Annotated[bool, typer.Option("--open", help="自动用浏览器打开。")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="端口；0为任意空闲端口。")]
Host = Annotated[
    str | None,
    typer.Option("--host", metavar="地址", help="给同事使用：本机在网络上的地址，须登录。"),
]
Name = Annotated[
    list[str] | None,
    typer.Option("--name", metavar="名称", help="同事用来打开的服务器名称；可以写几个。"),
]
Certificate = Annotated[
    Path | None, typer.Option("--tls-cert", metavar="文件", help="TLS 证书（PEM）。")
]
Key = Annotated[Path | None, typer.Option("--tls-key", metavar="文件", help="TLS 私钥（PEM）。")]
Behind = Annotated[
    str | None,
    typer.Option(
        "--behind-proxy", metavar="地址", help="前面有反向代理提供 TLS：代理的地址，如 127.0.0.1。"
    ),
]
Admin = Annotated[
    str | None, typer.Option("--add-admin", metavar="姓名", help="新建一位管理员（提示输入密码）。")
]


def register(app: typer.Typer) -> None:
    app.command("serve", help="工作台：在浏览器里测评。")(serve)


def serve(
    home: Home = None,
    open_it: Open = False,
    port: Port = PORT,
    host: Host = None,
    name: Name = None,
    tls_cert: Certificate = None,
    tls_key: Key = None,
    behind_proxy: Behind = None,
    add_admin: Admin = None,
    by: By = None,
) -> None:
    desk = Desk(None, False, by, None)
    folder = _home(home)
    if add_admin is not None:
        _add_admin(folder, add_admin, desk)
    place, settings = _settings(
        desk, folder, host, port, name or [], tls_cert, tls_key, behind_proxy
    )
    _run(place, settings, open_it=open_it)


def _home(given: Path | None) -> Path:
    from harness.campaign.errors import Refused
    from harness.campaign.workspace import nearest

    if given is not None:
        if not given.is_dir():
            raise UserError(f"没有文件夹“{given}”，请检查路径")
        return given
    try:
        return nearest(Path.cwd())
    except Refused:
        return Path.cwd()


def _settings(
    desk: Desk,
    folder: Path,
    host: str | None,
    port: int,
    names: list[str],
    certificate: Path | None,
    key: Path | None,
    proxy: str | None,
) -> tuple[Place, Settings]:
    from harness.store.database import login
    from harness.web.serving import Place
    from harness.web.settings import Settings

    if (certificate is None) != (key is None):
        raise UserError("--tls-cert 和 --tls-key 要一起写")
    for file, what in ((certificate, "--tls-cert"), (key, "--tls-key")):
        if file is not None and not file.is_file():
            raise UserError(f"{what}：没有文件“{file}”，请检查路径")
    alone = host is None
    address = host or "127.0.0.1"
    if not alone and certificate is None and proxy is None:
        raise UserError(
            "--host 让别的机器连进来，必须加密：用 --tls-cert、--tls-key 给出证书，"
            "或者前面已有反向代理的，用 --behind-proxy 写明代理的地址"
        )
    if alone and (certificate or proxy or names):
        raise UserError("--tls-cert、--behind-proxy、--name 只与 --host 同用")
    proxies = (_address(proxy, "--behind-proxy"),) if proxy else ()
    hosts = ("127.0.0.1", "localhost") if alone else (address, *names)
    settings = Settings(
        folder,
        today=_today,
        by=desk.writer or login(),
        alone=alone,
        secure=not alone,
        hosts=hosts,
        proxies=proxies,
    )
    return Place(address, port, certificate, key, proxies), settings


def _today() -> date:
    return today()


def _address(text: str, what: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise UserError(f"{what}：“{text}”不是地址，应如 127.0.0.1") from None


def _add_admin(folder: Path, name: str, desk: Desk) -> None:
    from datetime import UTC, datetime
    from getpass import getpass

    from harness.store.database import login
    from harness.web.people.opened import open_people
    from harness.web.people.rights import Role
    from harness.web.people.users import add_user

    people = open_people(folder, lambda: datetime.now(UTC))
    password = getpass(f"{name}的密码（至少10个字符，不显示）：")
    if getpass("再输入一次：") != password:
        raise UserError("两次输入的密码不一样，没有新建")
    add_user(people, name, Role.ADMIN, password, (), by=desk.writer or login())
    people.engine.dispose()
    say(f"已新建管理员：{name}")


def _run(place: Place, settings: Settings, *, open_it: bool) -> None:
    from harness.web.app import create_app
    from harness.web.people.users import users
    from harness.web.serving import listening, serve

    listener = listening(place)
    app = create_app(settings)
    if not settings.alone:
        with app.state.desk.people.reading() as connection:
            if not users(connection):
                raise UserError("还没有用户；请先新建管理员：加 --add-admin 姓名")
    port = listener.getsockname()[1]
    scheme = "https" if place.certificate else "http"
    shown = f"[{place.host}]" if ":" in place.host else place.host
    link = f"{scheme}://{shown}:{port}" + (app.state.entry.link if settings.alone else "/")

    def ready() -> None:
        say("明察工作台：本机程序，不联网。" if settings.alone else "明察工作台，供同事登录使用。")
        say(f"地址：{link}")
        if settings.alone:
            say("这个链接只能用一次；停止请按 Ctrl-C。")
        if open_it and not webbrowser.open(link):
            say("没有能自动打开的浏览器，请把上面的地址复制到浏览器里。", err=True)

    _log_faults()
    try:
        serve(app, place, listener, ready)
    except KeyboardInterrupt:
        raise Stopped from None


def _log_faults() -> None:
    """Faults of the program go to the window in which it was started: the page says so."""
    handler = logging.StreamHandler()
    handler.setLevel(logging.ERROR)
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
    logging.getLogger("harness").addHandler(handler)
