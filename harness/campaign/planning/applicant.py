"""`applicant`: the people in whose names is applied: what is on record of them, their consent, and the
identity number that a form needs. Nothing here shows or records a number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from harness.campaign.workspace import Refused, Workspace
from harness.store import people, plan
from harness.store.errors import StoreError
from harness.store.keys import where
from harness.store.people import Person
from letters.identity import NoNumber, holds_identity_number, typed
from letters.model import Applicant

VERB = "applicant"
_STAR = "＊"


@dataclass(frozen=True, slots=True)
class Listed:
    """One person, masked. `applications`: how many are planned in that name; `key`: where the key of
    number and letters lies, in words."""

    id: str
    name: str
    email: str
    phone: str
    number_stored: bool
    consented_on: date | None
    forgotten_on: date | None
    applications: int
    key: str


@dataclass(frozen=True, slots=True)
class Said:
    """What was, or would be, recorded. `key`: where the key of a number lies, in words."""

    applicant: str
    what: str
    changed: bool
    written: bool
    key: str = ""


def applicants(workspace: Workspace) -> tuple[Listed, ...]:
    """Everybody of the campaign, and who is no more in its table but was planned."""
    with workspace.store.reading() as connection:
        known = people.people(connection)
        planned = [each.applicant for each in plan.applications(connection)]
    everybody = {each.id: each for each in (*planned, *workspace.campaign.applicants)}
    return tuple(
        _listed(each, known.get(id, Person(id)), sum(who.id == id for who in planned))
        for id, each in sorted(everybody.items())
    )


def _listed(who: Applicant, known: Person, applications: int) -> Listed:
    return Listed(
        who.id, masked(who.name, 1), _masked_mail(who.email), masked(who.phone, 3),
        known.has_number, known.consented_on or who.consented_on, known.forgotten_on, applications,
        where(known.key_id) if known.key_id else "",
    )  # fmt: skip


def masked(text: str, shown: int) -> str:
    """The first characters, a star for each other one."""
    return text[:shown] + _STAR * len(text[shown:])


def _masked_mail(address: str) -> str:
    name, at, domain = address.partition("@")
    return f"{masked(name, 1)}{at}{domain}"


def one_of(workspace: Workspace, id: str) -> Listed:
    """The person with this id; Refused where there is none."""
    found = {each.id.casefold(): each for each in applicants(workspace)}
    if (who := found.get(id.casefold())) is None:
        known = "、".join(each.id for each in found.values())
        raise Refused(f"没有编号为“{id}”的申请人，现有 {known}")
    return who


def may_have_number(workspace: Workspace, who: Listed) -> None:
    """Refused where no number is to be typed in: said before anybody types it."""
    if workspace.campaign.drill:
        raise Refused("这是演练，申请人都是虚构的，不录入证件号码")
    if who.forgotten_on:
        raise Refused(f"申请人 {who.id} 已于 {who.forgotten_on} 删除，不能再录入")
    if who.consented_on is None:
        raise Refused(
            f"申请人 {who.id}（{who.name}）还没有本人同意的记录，不能录入证件号码；"
            f"请先登记：mingcha applicant {who.id} --consent 日期 --write"
        )


def enter(workspace: Workspace, who: Listed, text: str) -> Said:
    """Keep the number that was typed in, encrypted; the same again changes nothing."""
    may_have_number(workspace, who)
    try:
        number = typed(text)
    except NoNumber as wrong:
        raise Refused(str(wrong)) from None  # its cause would hold what was typed
    what = f"申请人 {who.id}：录入证件号码（加密存放）"
    if _is_kept(workspace, who, number):
        return Said(who.id, what, False, False)
    with workspace.store.writing(verb=VERB, what=what) as connection:
        key = people.keep_number(connection, workspace.folder, who.id, number)
    return Said(who.id, what, True, True, key)


def _is_kept(workspace: Workspace, who: Listed, number: str) -> bool:
    try:
        with workspace.store.reading() as connection:
            return people.number_of(connection, who.id) == number
    except StoreError:  # its key is not here: it is typed in anew
        return False


def agree(workspace: Workspace, who: Listed, on: date, note: str, *, write: bool) -> Said:
    """The person agreed on that day to apply in the own name; `note`: where the paper lies."""
    if on > workspace.as_of:
        raise Refused(f"同意的日期 {on} 晚于今天 {workspace.as_of}，请核对")
    if holds_identity_number(note):
        raise Refused("--note 中不得写身份证件号码，没有登记")
    if who.forgotten_on:
        raise Refused(f"申请人 {who.id} 已于 {who.forgotten_on} 删除，不能再登记")
    what = f"申请人 {who.id}：{on} 同意以本人名义申请" + (f"（{note}）" if note else "")
    doing = workspace.store.writing(verb=VERB, what=what) if write else workspace.store.trying()
    with doing as connection:
        changed = people.consent(connection, who.id, on, note)
    return Said(who.id, what, changed, write and changed)


def without_consent(workspace: Workspace, asking: Collection[Applicant]) -> tuple[str, ...]:
    """A Chinese line for each who may not be planned with; in a drill nobody is real."""
    if workspace.campaign.drill:
        return ()
    with workspace.store.reading() as connection:
        known = people.people(connection)
    found = []
    for each in sorted({one.id: one for one in asking}.values(), key=lambda one: one.id):
        of = known.get(each.id, Person(each.id))
        place = f"applicants.xlsx，申请人 {each.id}（{each.name}）"
        if of.forgotten_on:
            found.append(f"{place}：已于 {of.forgotten_on} 删除，不能再编入计划，请换人申请")
        elif of.consented_on is None and each.consented_on is None:
            found.append(
                f"{place}：没有本人同意的记录，不能编入计划；请在“同意日期”列填写本人书面同意的日期，"
                f"或者运行 mingcha applicant {each.id} --consent 日期 --write"
            )
    return tuple(found)
