"""What people do to a campaign, one thing after another, by chance: the same for the same seed.

In: a way to open it and a seed. Each step is a verb of harness/campaign as some person calls it; what a
verb refuses changes nothing, and is a step like any other.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from harness.campaign.errors import Refused
from harness.campaign.objecting.decide import decide
from harness.campaign.objecting.objection import feedback, objection
from harness.campaign.placing.file import file
from harness.campaign.recording.call import record_call
from harness.campaign.recording.event import KINDS, record
from harness.campaign.recording.paper import Paper, record_paper
from harness.campaign.ruling.question import ask
from harness.campaign.ruling.rule import rule
from harness.campaign.ruling.sample import sample
from harness.campaign.undo import undo
from harness.campaign.workspace import Workspace
from harness.checker.finding import Element
from harness.intake.account import Fetched
from harness.intake.mails import thing_of_mail
from harness.intake.receive import take_in
from harness.intake.things import Sheet, Thing
from harness.reading.arrived.reply_kind import ReplyKind
from harness.scoring.faults import DEFECT_NAMES
from harness.scoring.people import Outcome as Decision
from harness.scoring.people import Stage
from harness.store import facts, further, guides, history, log, outbox, tables
from harness.store.errors import StoreError
from harness.store.evidence import sha256
from harness.store.log import NewArrival, NewEvent, Outcome, Purpose
from harness.store.sending import AFTER_SENDING
from letters.model import Application

AS_OF = date(2020, 11, 20)
PEOPLE = ("李四", "王五", "赵六", "林小姐")
Opening = Callable[[str], AbstractContextManager[Workspace]]


class Life:
    """`opening`: a workspace for this person."""

    def __init__(self, opening: Opening, seed: int) -> None:
        self.opening = opening
        self.chance = random.Random(seed)
        self.uid = 1000

    def step(self) -> str:
        """Do one thing; answers what, and whether it was refused."""
        name = self.chance.choice(sorted(STEPS))
        with self.opening(self.chance.choice(PEOPLE)) as workspace:
            return self.do(name, workspace)

    def do(self, name: str, workspace: Workspace) -> str:
        try:
            STEPS[name](self, workspace)
        except (Refused, StoreError) as refused:
            return f"{name}: {type(refused).__name__} {refused}"
        return name

    def day(self) -> date:
        return AS_OF - timedelta(days=self.chance.randrange(60))

    def application(self, workspace: Workspace) -> str:
        return self.chance.choice([each.id for each in workspace.book().applications])

    def unit(self, workspace: Workspace) -> str:
        return self.chance.choice([each.id for each in workspace.book().units])


def rule_element(life: Life, workspace: Workspace) -> None:
    chance = life.chance
    element = chance.choice(list(Element))
    names = list(DEFECT_NAMES.get(element, {}))
    value = chance.choice(["present", "absent", "unclear", "defective"])
    defects = [chance.choice(names)] if value == "defective" and names else []
    told = [each for each in workspace.assess().cases if each.judgement]
    id = chance.choice(told).application.id if told else life.application(workspace)
    stage = chance.choice([Stage.FIRST, Stage.FIRST, Stage.SECOND, Stage.DECISION])
    rule(
        workspace,
        f"{id}/{element.value}",
        value,
        defects=defects,
        why="看过",
        stage=stage,
        write=True,
    )


def rule_day(life: Life, workspace: Workspace) -> None:
    name = life.chance.choice(["received_on", "answered_on"])
    target = f"{life.application(workspace)}/{name}"
    rule(workspace, target, life.day().isoformat(), why="看过信封", write=True)


def rule_points(life: Life, workspace: Workspace) -> None:
    unit = life.unit(workspace)
    category = next(each.category for each in workspace.book().units if each.id == unit)
    criteria = [each for each in workspace.rubric().of(category).criteria if each.weight]
    target = f"{unit}/{life.chance.choice(criteria).id}"
    value = life.chance.choice(["0", "1", "折分"])
    rule(workspace, target, value, why="听过录音", write=True)


def file_arrival(life: Life, workspace: Workspace) -> None:
    chance, book = life.chance, workspace.book()
    arrival = chance.choice([each.arrival.id for each in book.filed])
    ids = [each.id for each in book.applications]
    places = chance.choice([["none"], chance.sample(ids, 1), chance.sample(ids, 2)])
    kind = chance.choice([None, None, *ReplyKind])
    file(workspace, arrival, places, kind=kind, why=chance.choice(["", "看过"]), write=True)


def log_event(life: Life, workspace: Workspace) -> None:
    kind = life.chance.choice(sorted(KINDS))
    record(
        workspace, kind, life.application(workspace), life.day(),
        replace=life.chance.random() < 0.5, write=True,
    )  # fmt: skip


def log_call(life: Life, workspace: Workspace) -> None:
    chance = life.chance
    purpose = chance.choice(list(Purpose))
    id = life.application(workspace)
    unit = next(e.unit.id for e in workspace.book().applications if e.id == id)
    record_call(
        workspace, unit, life.day(), time=f"{chance.randrange(9, 17)}:30",
        outcome=chance.choice(list(Outcome)), purpose=purpose,
        application=id if purpose is Purpose.CONFIRM else None, write=True,
    )  # fmt: skip


def take_back(life: Life, workspace: Workspace) -> None:
    undo(workspace, write=True)


def take_back_any(life: Life, workspace: Workspace) -> None:
    with workspace.store.reading() as connection:
        last = history.last(connection)
    undo(workspace, life.chance.randrange(1, last + 1), write=True)


def hand_over(life: Life, workspace: Workspace) -> None:
    feedback(workspace, life.unit(workspace), life.day(), write=True)


def object_to(life: Life, workspace: Workspace) -> None:
    case = life.chance.choice(workspace.assess().cases)
    element = life.chance.choice(list(Element))
    target = f"{case.application.id}/{element.value}"
    objection(workspace, case.application.unit.id, target, life.day(), text="不同意", write=True)


def decide_on(life: Life, workspace: Workspace) -> None:
    waiting = [each.number for each in workspace.book().objections if each.open]
    if waiting:
        outcome = life.chance.choice(list(Decision))
        value = None if outcome is Decision.REJECTED else life.chance.choice(["present", "absent"])
        decide(
            workspace, life.chance.choice(waiting), outcome, value=value, why="核对",
            also_alike=outcome is not Decision.REJECTED and life.chance.random() < 0.5, write=True,
        )  # fmt: skip


def draw(life: Life, workspace: Workspace) -> None:
    sample(workspace, clean=30, seed=3, write=True)


def come_mail(life: Life, workspace: Workspace) -> None:
    chance, book = life.chance, workspace.book()
    one = chance.choice(book.applications)
    earlier = [id for each in book.filed for id in each.placement.message_ids[:1]]
    life.uid += 1
    ours = workspace.book().letters.get(one.id)
    if ours is not None and ours.message_id:
        earlier.append(ours.message_id)
    on = datetime.combine(life.day(), datetime.min.time(), UTC) + timedelta(hours=2)
    raw = mail_of(chance, life.uid, one, chance.choice(earlier), on)
    take_in(workspace.store, [thing_of_mail(Fetched(one.applicant.email, 1, life.uid, on, raw))])


def mail_of(
    chance: random.Random, number: int, one: Application, answered: str, on: datetime
) -> bytes:
    """A letter of the unit's, which may name the application, a number, or what it answers."""
    made = EmailMessage()
    made["From"] = chance.choice([one.unit.email, "xxgk@elsewhere.example"])
    made["To"], made["Date"] = one.applicant.email, format_datetime(on)
    made["Message-ID"] = f"<r{number}@agency.example>"
    made["Subject"] = chance.choice(["答复", f"关于{one.question.title}的答复", "登记回执"])
    if chance.random() < 0.5:
        made["In-Reply-To"] = answered
    lines = [
        chance.choice(["", f"{one.applicant.name}："]),
        chance.choice(
            ["您的申请已收到，受理编号：YSQ-2020-0007", "现将您申请的信息答复如下：不存在。"]
        ),
        chance.choice(["", "受理编号：YSQ-2020-0007", "演公开〔2020〕7号"]),
        chance.choice(["", one.unit.name]),
    ]
    made.set_content("\n".join(lines))
    return made.as_bytes()


def come_file(life: Life, workspace: Workspace) -> None:
    """Files, of which one may be the torso of another, or of several pages."""
    chance = life.chance
    name = chance.choice(["来件.txt", "答复.txt"])
    data = ("第一行\n第二行：演公开〔2020〕7号\n" * chance.randrange(1, 5)).encode()
    new = NewArrival("file", sha256(data), life.day(), None, "", name, sha256(data))
    take_in(workspace.store, [Thing(new, (Sheet(name, data),))])


def come_paper(life: Life, workspace: Workspace) -> None:
    chance, book = life.chance, workspace.book()
    place = workspace.folder / "incoming" / "纸质来件" / f"扫描{chance.randrange(6)}.txt"
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        place.write_text(f"答复书\n{place.name}\n关于您的申请，现答复如下。", "utf-8")
    unit = chance.choice(book.units)
    record_paper(
        workspace, Paper((place,), (), life.day(), sender=unit.name),
        replace=chance.random() < 0.7, write=True,
    )  # fmt: skip


def write_later(life: Life, workspace: Workspace) -> None:
    """A letter that followed an application went, or nobody knows whether it did."""
    kind = life.chance.choice(sorted(further.NAMES))
    id, store, on = life.application(workspace), workspace.store, life.day()
    letter = f"{id}/{further.NAMES[kind]}"
    state = life.chance.choice(["sent", "sending"])
    with store.writing(verb="send", what=letter) as connection:
        if letter in further.letters(connection):
            return
        kept = store.keep(connection, letter.encode(), f"{letter}.eml".replace("/", "-"))
        row = {
            "id": letter, "application_id": id, "kind": kind, "about": kept.sha256,
            "message_id": f"<{kind}-{id}@later.example>", "sha256": kept.sha256, "state": state, "on": on,
            "detail": "",
        }  # fmt: skip
        facts.insert(connection, tables.further, row)
        if state == "sent":
            new = NewEvent(id, AFTER_SENDING[kind], on, kept.sha256, outbox.SERVER)
            log.add_event(connection, new)


def come_bounce(life: Life, workspace: Workspace) -> None:
    """A machine says of a mail of ours, by its Message-ID or only by its address, that it did not arrive."""
    chance, book = life.chance, workspace.book()
    with workspace.store.reading() as connection:
        ids = [each.message_id for each in further.letters(connection).values()]
    ids += [each.message_id for each in book.letters.values() if each.message_id]
    one = chance.choice(book.applications)
    named = chance.choice(["", f"Message-ID: {chance.choice(ids)}"])
    life.uid += 1
    raw = BOUNCE.format(life.uid, one.applicant.email, one.unit.email, named or "Subject: x")
    on = datetime.combine(life.day(), datetime.min.time(), UTC) + timedelta(hours=2)
    mail = Fetched(one.applicant.email, 1, life.uid, on, raw.replace("\n", "\r\n").encode())
    take_in(workspace.store, [thing_of_mail(mail)])


BOUNCE = """From: MAILER-DAEMON@mx.example
To: {1}
Subject: Undelivered Mail Returned to Sender
Message-ID: <b{0}@mx.example>
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b

The mail to {2}: failed.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {2}
Action: failed
Status: 5.1.1
--b
Content-Type: text/rfc822-headers

From: {1}
To: {2}
{3}
--b--
"""


def publish_guide(life: Life, workspace: Workspace) -> None:
    unit, store = life.unit(workspace), workspace.store
    data = life.chance.choice(["政府信息公开指南\n办公时间：", "公告\n"]).encode()
    new = guides.Kept(unit, life.day(), "指南.txt", "", sure=True)
    with store.writing(verb="log", what="公开指南") as connection:
        guides.add_guide(store, connection, new, data)


def ask_lead(life: Life, workspace: Workspace) -> None:
    ask(workspace, life.application(workspace), "这算不算？", write=True)


STEPS: dict[str, Callable[[Life, Workspace], None]] = {
    each.__name__: each
    for each in (
        rule_element, rule_day, rule_points, file_arrival, log_event, log_call, take_back, take_back_any,
        hand_over, object_to, decide_on, draw, come_mail, come_file, come_paper,
        write_later, come_bounce, publish_guide, ask_lead,
    )
}  # fmt: skip
