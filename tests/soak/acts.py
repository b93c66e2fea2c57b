"""The one place that knows every verb that writes: how it is typed, and in which stage of a campaign
it has something to do. test_soak.py fails where a command, a page's form or a writing transaction is
in neither of these tables.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from stages import IDENTITY

C = "/c/样江"


@dataclass(frozen=True)
class Act:
    """`words`: what is typed, without the day; `{home}` is put in. `weight`: how often it is drawn.
    `again`: a second run may refuse (status 2) what is there already, and changes nothing."""

    name: str
    stage: str
    words: tuple[str, ...]
    by: str = "林小姐"
    stdin: str = ""
    how: str = "cli"
    weight: int = 4
    day: str = ""  # else the stage's
    undated: bool = False
    anew: bool = False  # each run is told in the history: it makes a workbook anew

    @property
    def command(self) -> tuple[str, ...]:
        """The command it belongs to, as `_commands` of test_soak.py finds it."""
        return self.words[:2] if self.words[0] in GROUPS else self.words[:1]


GROUPS = ("log", "ledger", "second", "objection", "calendar", "rubric")


def _cli(name: str, stage: str, *words: str, **more: object) -> Act:
    return Act(name, stage, words, **more)  # type: ignore[arg-type]


def _web(title: str, stage: str, page: str, path: str, /, **form: str) -> Act:
    return Act(f"web: {title}", stage, (page, path, json.dumps(form)), how="web", weight=2)


def _log(kind: str, stage: str, application: str, *more: str) -> Act:
    return _cli(f"log {kind}", stage, "log", kind, application, *more, "--write", weight=1)


_ON = ("--on", "2026-04-10")
ACTS: tuple[Act, ...] = (
    _cli("new", "empty", "new", "样江", "--title", "甲", "--region", "湖南省"),
    _cli("new --example", "empty", "new", "样江", "--example"),
    _cli("plan", "begun", "plan", "--write"),
    _cli("applicant", "planned", "applicant", "P1", "--write", stdin=f"{IDENTITY}\n"),
    _cli("applicant --consent", "planned", "applicant", "P1", "--consent", "2026-02-19", "--write"),
    _cli("applicant --forget", "judged", "applicant", "P1", "--forget", "--write", day="2026-07-01",
         anew=True),
    _cli("letters", "planned", "letters", "--on", "2026-03-06"),
    _cli("letters --withdraw", "sent", "letters", "--withdraw", "U001-A", weight=2),
    _cli("letters --withdraw by mail", "sent", "letters", "--withdraw", "U001-B", weight=2),
    _cli("send", "due", "send", "--send", "3", weight=8),
    _cli("pause", "due", "pause", "--why", "等通知", undated=True, weight=1),
    _cli("resume", "queued", "resume", undated=True, weight=1),
    _cli("recall", "queued", "recall", "全部", "--write", undated=True, weight=2),
    _cli("resend", "recalled", "resend", "U001-B", "--write", undated=True, weight=2),
    _log("posted", "lettered", "U001-A", "--on", "2026-03-06", "--number", "XA1"),
    _log("delivered", "sent", "U003-A", "--on", "2026-03-09"),
    _log("confirmed", "sent", "U003-B", "--on", "2026-03-20"),
    _log("returned", "sent", "U003-A", "--on", "2026-03-10"),
    _log("withdrawal_requested", "sent", "U003-A", "--on", "2026-03-12"),
    _log("withdrawn", "sent", "U003-A", "--on", "2026-03-12"),
    _log("clarification_submitted", "sent", "U003-A", "--on", "2026-03-12"),
    _log("fee_paid", "sent", "U003-A", "--on", "2026-03-12"),
    _log("third_party_ended", "sent", "U003-A", "--on", "2026-03-12"),
    _cli("log call", "sent", "log", "call", "U001", "--on", "2026-03-10", "--time", "10:30",
         "--outcome", "connected", "--write"),
    _cli("log paper", "sent", "log", "paper", "U003", "--file", "{home}/files/正面.png", "--file",
         "{home}/files/背面.png", "--received", "2026-04-09", "--posted", "2026-04-03", "--write",
         weight=6, day="2026-04-13"),
    _cli("log feedback", "judged", "log", "feedback", "U002", "--on", "2026-05-20", "--write"),
    _cli("log guide", "sent", "log", "guide", "U001", "--file", "{home}/files/指南.txt", "--on",
         "2026-03-12", "--write"),
    _cli("collect", "waiting", "collect", weight=10),
    _cli("collect --watch --once", "waiting", "collect", "--watch", "--once", "--digest-at", "00:00",
         weight=6),
    _cli("ledger out", "collected", "ledger", "out", weight=6, anew=True),
    _cli("ledger in", "edited", "ledger", "in", "--write", weight=8),
    _cli("file", "collected", "file", "Z003", "U002-A", "--kind", "answer", "--why", "看过原件",
         "--write", weight=6),
    _cli("rule a verdict", "collected", "rule", "U001-A/remedy", "present", "--why", "看过",
         "--write", weight=6),
    _cli("rule a day", "collected", "rule", "U001-A/answered_on", "2026-03-26", "--why", "看过",
         "--write"),
    _cli("rule points", "judged", "rule", "U001/loop", "1", "--why", "看过", "--write"),
    _cli("sample", "edited", "sample", "--clean", "20", "--seed", "3", "--write"),
    _cli("second out", "judged", "second", "out", "{home}/files/新.xlsx", by="王五"),
    _cli("second in", "judged", "second", "in", "{home}/files/复评.xlsx", "--write", by="王五"),
    _cli("marks --form", "judged", "marks", "--form", "{home}/files/新.xlsx"),
    _cli("marks --from", "judged", "marks", "--from", "{home}/files/给分.xlsx", "--write"),
    _cli("objection new", "judged", "objection", "new", "U002", "U002-B/remedy", "--on",
         "2026-05-22", "--text", "背面印有法院", "--file", "{home}/files/异议书.txt", "--write"),
    _cli("objection decide", "judged", "objection", "decide", "1", "rejected", "--why", "看过",
         "--write"),
    _cli("undo", "judged", "undo", "{op:rule}", "--write", weight=6),
    _cli("report", "judged", "report", weight=6),
    _cli("due --ics --xlsx", "judged", "due", "--ics", "期限.ics", "--xlsx", "期限.xlsx"),
    _cli("marks --xlsx", "judged", "marks", "--xlsx", "评分.xlsx"),
    _cli("bundle", "judged", "bundle", "{home}/成果.zip", weight=6),
    _cli("backup", "judged", "backup", "{home}/备份.zip", weight=6),
    _cli("restore", "judged", "restore", "{home}/files/备份.zip", "{home}/恢复", undated=True,
         weight=6),
    _cli("rubric new", "begun", "rubric", "new", "新细则.toml", undated=True, weight=1),
    _web("plan", "begun", f"{C}/plan", f"{C}/plan"),
    _web("a table", "begun", f"{C}/plan/tables", f"{C}/plan/tables/units.xlsx",
         **{"@table": "{home}/files/units.xlsx"}),
    _web("the settings", "begun", f"{C}/plan/tables", f"{C}/plan/tables/settings",
         text="{toml}"),
    _web("a question", "judged", f"{C}/review/U002-B", f"{C}/review/U002-B/skip",
         text="这一页是背面吗？"),
    _web("a call", "sent", f"{C}/calls", f"{C}/calls", unit="U001", on="2026-03-10", time="10:30",
         outcome="connected", purpose="test"),
    _web("a new user", "judged", "/users", "/users", name="新人", role="assessor",
         password="又一个够长的密码-34"),
)  # fmt: skip

# commands that write no fact and no file but one that somebody names, whole or not at all
LOOKS = {
    ("status",): "shows (its first opening makes the store: an act of its own)",
    ("queue",): "shows", ("case",): "shows", ("history",): "shows", ("agreement",): "shows",
    ("verify",): "shows", ("check",): "one file, named by --xlsx or --html",
    ("guide",): "one file, named by --xlsx or --html", ("clock",): "one file, named by --xlsx",
    ("parse",): "shows", ("score",): "one file, named by --xlsx", ("rules",): "shows",
    ("self-test",): "shows", ("objection", "list"): "shows", ("calendar", "due"): "shows",
    ("calendar", "is-workday"): "shows", ("calendar", "count"): "shows",
    ("calendar", "verify"): "shows", ("rubric", "list"): "shows", ("rubric", "show"): "shows",
    ("rubric", "check"): "shows",
    ("calendar", "import"): "the program's own calendar, one file",
    ("cluster", "certs"): "certificates in a folder of their own, each whole",
    ("cluster", "scheduler"): "keeps nothing", ("cluster", "worker"): "keeps nothing",
    ("cluster", "status"): "shows",
    ("store", "copy"): "broken off half way by tests/harness/store/test_copying.py",
    ("store", "move"): "broken off half way by tests/harness/store/test_copying.py",
    ("store", "mend"): "one transaction, as `rule`",
    ("demo",): "a campaign of its own, made anew: the verbs above in one process",
    ("drill",): "a copy beside the campaign, made anew: the verbs above in one process",
    ("serve",): "the workbench: its forms are the acts `web`",
    ("log", "submitted"): "the same as `log delivered`, of a web form",
    ("log", "handed_in"): "the same as `log delivered`, of what is brought by hand",
}  # fmt: skip

# a form of the workbench (the end of its path) -> the act that does the same; the rest is named with why
FORMS = {
    "arrivals/{}/file": "file", "rulings": "rule a verdict", "cases/{}/events": "log delivered",
    "calls": "web: a call", "undo": "undo", "users": "web: a new user",
    "users/{}": "web: a new user", "me/password": "web: a new user", "me/tokens": "web: a new user",
    "me/tokens/{}/back": "web: a new user", "marks/sample": "sample", "plan/letters": "letters",
    "case/{}/supplement": "letters --withdraw", "case/{}/withdraw": "letters --withdraw",
    "collect": "collect", "history/{}/undo": "undo", "reports": "report",
    "reports/bundle": "bundle", "reports/backup": "backup",
    "plan/tables/settings": "web: the settings", "plan/tables/{}": "web: a table",
    "plan/send": "send", "plan/send/pause": "pause", "plan/send/resume": "resume",
    "plan/send/recall": "recall", "plan/send/resend": "resend", "new": "new",
    "events": "log delivered", "post/paper": "log paper", "marks/unit/{}": "rule points",
    "marks/sheet": "marks --from", "marks/objections": "objection new",
    "marks/objections/feedback": "log feedback", "marks/objections/{}": "objection decide",
    "plan": "web: plan", "review/{}": "rule a verdict", "review/{}/skip": "web: a question",
    "review/-/questions/{}": "web: a question", "review/-/undo/{}": "undo",
    "plan/applicants/{}/consent": "applicant --consent", "plan/applicants/{}/number": "applicant",
    "plan/applicants/{}/forget": "applicant --forget", "plan/settings": "web: the settings",
    "reports/ledger": "ledger in", "reports/ledger/out": "ledger out", "restore": "restore",
}  # fmt: skip
FORMS_THAT_KEEP_NOTHING = {
    "case/{}/verdicts": "notes who has seen what: one row of workbench.db",
    "upload": "lays files into incoming/, each whole: collect takes them from there",
    "reports/self-test": "shows", "reports/ledger/look": "shows", "jobs/{}/stop": "stops", "arrivals/{}/effect": "shows",
    "plan/calendar": "the program's own calendar", "plan/send/rehearse": "mails to oneself",
    "arrivals/{}/split": "`file`, once for all parts: one transaction",
    "plan/drill": "a copy beside the campaign", "review/{}/shown": "one row of workbench.db",
    "review/{}/lease": "one row of workbench.db", "login": "a session", "logout": "a session",
}  # fmt: skip

# module.function that opens a writing transaction -> an act that goes through it
SITES = {
    "applicant.agree": "applicant --consent", "applicant.enter": "applicant", "file._write": "file",
    "forget._forget": "applicant --forget", "further_mail.put_in": "letters --withdraw by mail",
    "given_marks._write": "marks --from", "holding.recall": "recall", "holding.resend": "resend",
    "exchange.taken": "ledger in", "exchange.out": "ledger out", "objection.feedback": "log feedback",
    "objection.objection": "objection new", "decide._write": "objection decide",
    "own_tables._tell": "web: a table", "plan.freeze": "plan", "question.ask": "web: a question",
    "event.record": "log delivered", "call.record_call": "log call",
    "guide.record_guide": "log guide", "paper.record_paper": "log paper",
    "rule.rule_all": "rule a verdict", "sample.sample": "sample", "second.take": "second in",
    "undo.undo": "undo", "receive.take_in": "collect", "outbox.enqueue": "letters",
    "attempt.take_down": "send", "held.pause": "pause", "held.resume": "resume",
    "waiting_mail.enqueue": "send", "users.add_user": "web: a new user", "users.known": "web: a new user",
}  # fmt: skip
# those in which no act of ours comes by, and what kills or holds them
OTHER_SITES = {
    "further_mail.date_anew": "test_killed_while_sending", "outgoing.date_anew": "test_killed_while_sending",
    "outbox.mark_sending": "test_killed_while_sending", "outbox._move": "test_killed_while_sending",
    "people.ready_key": "test_killed_while_sending", "holding._resend_further": "one transaction, as `resend`",
    "note.note": "one transaction, as `question`", "question.answer": "one transaction, as `question`",
    "storing.mend": "one transaction, as `rule`",
    "split._write": "one transaction, as `file`", "postings.take_postings": "one transaction, as `log posted`",
    "digests.add": "test_watching", "digests._move": "test_watching", "digests.note": "test_watching",
    **dict.fromkeys(
        ("leases.take", "leases.free", "once.first", "once.leads_to", "once.failed", "sessions.begin",
         "sessions.find", "sessions.end", "shown.note", "shown.note_verdicts", "throttle.failed", "throttle.forgiven",
         "tokens.take_back", "users.change_user", "users.change_password"),
        "workbench.db: one transaction of one row"),
}  # fmt: skip
# some of all kinds, quick: what `make test` does
SHORT = ("new", "plan", "applicant", "letters", "send", "log paper", "ledger in", "file", "undo",
         "backup", "restore", "web: a new user")  # fmt: skip
