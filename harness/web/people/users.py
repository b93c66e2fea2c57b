"""Users of a workbench that others reach: made, changed, shut, and known by their password.

Passwords are kept as argon2id (argon2-cffi's defaults, RFC 9106's second choice); a wrong name takes
as long as a wrong password.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, insert, select, update

from harness.campaign.errors import Refused
from harness.web.people import tables
from harness.web.people.opened import People
from harness.web.people.rights import RIGHTS, ROLE_NAMES, Right, Role

SHORTEST = 10  # characters of a password
_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody")  # to be held against where there is no such user


@dataclass(frozen=True, slots=True)
class User:
    """`id` is None of who is alone on this machine."""

    id: int | None
    name: str
    role: Role
    campaigns: frozenset[str] | None = None  # None: all
    shut: bool = False

    def may(self, right: Right) -> bool:
        return right in RIGHTS[self.role]

    def sees(self, campaign: str) -> bool:
        return self.campaigns is None or campaign in self.campaigns


def users(connection: Connection) -> tuple[User, ...]:
    rows = connection.execute(select(tables.users).order_by(tables.users.c.id))
    return tuple(_user(connection, row) for row in rows.all())


def user(connection: Connection, id: int) -> User | None:
    row = connection.execute(select(tables.users).where(tables.users.c.id == id)).first()
    return _user(connection, row) if row else None


def _user(connection: Connection, row: object) -> User:
    id, name, role, shut = row.id, row.name, Role(row.role), row.shut  # type: ignore[attr-defined]
    table = tables.members
    names = connection.execute(select(table.c.campaign).where(table.c.user_id == id)).scalars()
    return User(id, name, role, None if role is Role.ADMIN else frozenset(names), shut)


def known(people: People, name: str, password: str) -> User | None:
    """Whose name and password these are; None where nobody's."""
    with people.reading() as connection:
        table = tables.users
        row = connection.execute(select(table).where(table.c.name == name.strip())).first()
        found = _user(connection, row) if row else None
    digest = row.password if row else _NOBODY
    try:
        _hasher.verify(digest, password)
    except (VerificationError, InvalidHashError):
        return None
    if found is None or found.shut:
        return None
    if _hasher.check_needs_rehash(digest):
        with people.writing() as connection:
            connection.execute(
                update(table).where(table.c.id == found.id).values(password=_hasher.hash(password))
            )
    return found


def add_user(
    people: People, name: str, role: Role, password: str, campaigns: Sequence[str], *, by: str
) -> None:
    name = _sound_name(name)
    _sound_password(password)
    with people.writing() as connection:
        table = tables.users
        if connection.execute(select(table.c.id).where(table.c.name == name)).first():
            raise Refused(f"已有名为“{name}”的用户，请换一个姓名")
        row = {"name": name, "role": role.value, "password": _hasher.hash(password), "shut": False}
        connection.execute(insert(table).values(**row))
        id = connection.execute(select(table.c.id).where(table.c.name == name)).scalar_one()
        _join(connection, id, campaigns)
        _note(connection, people, by, f"新建用户：{name}（{ROLE_NAMES[role]}）")


def change_user(
    people: People,
    id: int,
    *,
    by: str,
    role: Role,
    campaigns: Sequence[str],
    shut: bool,
    password: str = "",
) -> None:
    """An empty password leaves it as it is. Who is shut, or has a new password, is logged out."""
    if password:
        _sound_password(password)
    with people.writing() as connection:
        before = user(connection, id)
        if before is None:
            raise Refused("没有这个用户")
        _keep_an_admin(connection, before, role, shut=shut)
        values: dict[str, object] = {"role": role.value, "shut": shut}
        if password:
            values["password"] = _hasher.hash(password)
        connection.execute(update(tables.users).where(tables.users.c.id == id).values(**values))
        connection.execute(delete(tables.members).where(tables.members.c.user_id == id))
        _join(connection, id, campaigns)
        if shut or password:
            connection.execute(delete(tables.sessions).where(tables.sessions.c.user_id == id))
        told = "停用" if shut else ROLE_NAMES[role]
        more = "，换了密码" if password else ""
        _note(connection, people, by, f"更改用户：{before.name}（{told}{more}）")


def change_password(people: People, id: int, old: str, new: str) -> None:
    """One's own; Refused where the old one is not right. All sessions of the account end."""
    with people.reading() as connection:
        before = user(connection, id)
    if before is None or known(people, before.name, old) is None:
        raise Refused("原来的密码不对")
    _sound_password(new)
    with people.writing() as connection:
        of = tables.users.c.id == id
        connection.execute(update(tables.users).where(of).values(password=_hasher.hash(new)))
        connection.execute(delete(tables.sessions).where(tables.sessions.c.user_id == id))
        _note(connection, people, before.name, "换了自己的密码")


def _keep_an_admin(connection: Connection, before: User, role: Role, *, shut: bool) -> None:
    if before.role is not Role.ADMIN or (role is Role.ADMIN and not shut):
        return
    others = [
        one
        for one in users(connection)
        if one.role is Role.ADMIN and not one.shut and one.id != before.id
    ]
    if not others:
        raise Refused(f"{before.name}是唯一的管理员，不能停用或改任；请先另设一位管理员")


def _join(connection: Connection, id: int, campaigns: Sequence[str]) -> None:
    rows = [{"user_id": id, "campaign": each} for each in dict.fromkeys(campaigns)]
    if rows:
        connection.execute(insert(tables.members), rows)


def _note(connection: Connection, people: People, by: str, what: str) -> None:
    at = people.now().astimezone(UTC).isoformat(timespec="seconds")
    connection.execute(insert(tables.doings).values(at=at, by=by, what=what))


def _sound_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 40:
        raise Refused("姓名应为1至40个字")
    if not name.isprintable():
        raise Refused("姓名里有看不见的字符，请重新输入")
    return name


def _sound_password(password: str) -> None:
    if len(password) < SHORTEST:
        raise Refused(f"密码至少{SHORTEST}个字符")
    if len(password) > 200:
        raise Refused("密码至多200个字符")
    if len(set(password)) < 5:
        raise Refused("密码里不同的字符太少，容易被猜中，请换一个")
