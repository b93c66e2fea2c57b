"""Applicants are real people: their consent, their identity numbers, and how they are forgotten.

A campaign of real files and the real command line, with a mail server on loopback: two people, of whom
one has a number; a letter on paper, a mail, an answer that came, reports, a bundle and a backup.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from docx import Document
from nobody import BORN, NUMBER, OTHER
from searching import found_in, members, unpacked

from harness.store import keys
from letters.example import EXAMPLE_APPLICANTS
from letters.posting import Posting

from .conftest import MINGCHA, ROOT, Done, Here

FIRST, SECOND, OVER = "2026-03-16", "2026-03-30", "2026-07-01"
WHO = EXAMPLE_APPLICANTS[0]
PARTICULARS = (WHO.address, WHO.phone)


class Typing(Here):
    """Somebody who types something when asked."""

    def typing(self, text: str, *words: str) -> Done:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(sys, "stdin", io.StringIO(text))
            return self(*words)


class Taking:
    """A mail server's handler: what it took."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.taken.append(envelope.content)
        return "250 taken"


@pytest.fixture(scope="module")
def mails() -> Iterator[Taking]:
    handler = Taking()
    controller = Controller(handler, hostname="127.0.0.1", port=0)
    with contextlib.suppress(OSError):  # aiosmtpd knocks on port 0 to see whether it is up
        controller.start()
    handler.port = controller.server.sockets[0].getsockname()[1]
    yield handler
    controller.stop()


@pytest.fixture(scope="module")
def keyed(tmp_path_factory) -> Iterator[Path]:
    """Where the keys of this life lie."""
    place = tmp_path_factory.mktemp("keys")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(keys.PLACE, str(place))
        keys.load_key.cache_clear()
        yield place
    keys.load_key.cache_clear()


def begin(folder: Path, port: int = 8025) -> Typing:
    """`new --example`, made real by its settings."""
    here = Typing(folder)
    assert here("new", ".", "--example").status == 0
    path = folder / "campaign.toml"
    text = path.read_text("utf-8").replace("drill = true", "drill = false")
    path.write_text(text.replace("smtp_port = 8025", f"smtp_port = {port}"), "utf-8")
    return here


@pytest.fixture
def new(tmp_path: Path, keyed: Path) -> Typing:
    (tmp_path / "新").mkdir()
    return begin(tmp_path / "新")


@pytest.fixture(scope="module")
def finished(tmp_path_factory, keyed: Path, mails: Taking) -> Path:
    folder = tmp_path_factory.mktemp("finished") / "真"
    folder.mkdir()
    here = begin(folder, mails.port)
    for id in ("P1", "P2"):
        assert here("applicant", id, "--consent", "2026-02-20", "--write").status == 0
    assert here.typing(f"{NUMBER}\n", "applicant", "P1", "--write").status == 0
    assert here("plan", "--write", "--as-of", FIRST).status == 0
    assert here("letters", "--on", FIRST, "--as-of", FIRST).status == 0
    for id in ("U001-A", "U002-A", "U003-A"):
        assert here("log", "posted", id, "--on", FIRST, "--write", "--as-of", FIRST).status == 0
    due = here("send", "--on", SECOND, "--json").told["due"]
    sent = here("send", "--on", SECOND, "--send", str(len(due)), "--json").told
    assert len(sent["sent"]) == 3
    assert here("collect", "--as-of", "2026-04-10").status in (0, 1)
    for words in (("ledger", "out"), ("report",), ("bundle", "成果.zip"), ("backup", "备份.zip")):
        done = here(*words, "--as-of", OVER)
        assert done.status == 0, done.err
    return folder


@pytest.fixture
def lived(finished: Path, tmp_path: Path) -> Typing:
    """A copy of it, with the same keys."""
    return Typing(Path(shutil.copytree(finished, tmp_path / "真")))


def the_row(folder: Path) -> tuple[str, str]:
    with closing(sqlite3.connect(folder / "mingcha.db")) as other:
        query = "select key_id, number from identities where applicant_id = 'P1'"
        return other.execute(query).fetchone()


def test_a_number_is_nowhere_in_the_folder_but_on_the_forms_to_be_printed(finished: Path) -> None:
    found = found_in(finished, NUMBER, NUMBER[:17], BORN, NUMBER[6:])
    assert found
    outer = {members(place)[0] for place in found}
    assert all(place.startswith("outgoing/") and "申请表" in place for place in outer), found
    assert len(outer) == len(_forms(finished)) < 3


def _forms(folder: Path) -> list[Path]:
    """The forms of P1 on paper."""
    forms = sorted((folder / "outgoing").rglob("*申请表*.docx"))
    return [each for each in forms if WHO.name in _words(each)]


def _words(form: Path) -> str:
    table = Document(str(form)).tables[0]
    return "\n".join(cell.text for row in table.rows for cell in row.cells)


def test_the_form_of_who_has_a_number_has_it_and_that_of_another_says_so(finished: Path) -> None:
    theirs = _forms(finished)
    assert theirs and all(NUMBER in _words(each) for each in theirs)
    others = {*(finished / "outgoing").rglob("*申请表*.docx")} - {*theirs}
    assert others and all("另附" in _words(each) for each in others)


def test_the_mail_that_left_has_the_form_with_the_number(finished: Path, mails: Taking) -> None:
    left = [
        any(NUMBER.encode() in data for _, data in unpacked("x.eml", mail)) for mail in mails.taken
    ]
    assert len(left) == 3 and 0 < sum(left) < 3


def test_what_left_is_among_the_evidence_to_the_last_byte_for_who_has_the_key(
    finished: Path, mails: Taking
) -> None:
    from harness.store import outbox
    from harness.store.database import open_store

    with open_store(finished) as store:
        with store.reading() as connection:
            letters = outbox.letters(connection)
        kept = {
            outbox.bytes_of(store, id, each.sha256)
            for id, each in letters.items()
            if each.message_id
        }
    # the server's library ends lines as it was sent them, and the last one as the dialogue needs
    assert {each.rstrip() for each in kept} == {each.rstrip() for each in mails.taken}


def test_the_same_forms_come_out_when_they_are_made_again(lived: Typing) -> None:
    (form, *_) = _forms(lived.folder)
    assert NUMBER in _words(form)
    assert lived("verify", ".").status == 0


def test_a_bundle_is_verified_where_no_key_is(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(keys.PLACE, str(tmp_path / "none"))
    keys.load_key.cache_clear()
    done = Here(tmp_path)("verify", str(finished / "成果.zip"), "--json")
    keys.load_key.cache_clear()
    assert done.told == {"ok": True, "differences": []}


def test_the_list_shows_nobody_whole(finished: Path) -> None:
    here = Here(finished)
    for words in (("applicant",), ("applicant", "--json"), ("applicant", "P1"), ("history",)):
        done = here(*words)
        assert done.status == 0
        for word in (NUMBER, BORN, NUMBER[-4:], WHO.phone, WHO.address, WHO.email):
            assert word not in done.out + done.err, (words, word)
    first, second = here("applicant", "--json").told
    assert (first["id"], first["number_stored"], first["consented_on"]) == (
        "P1",
        True,
        "2026-02-20",
    )
    assert (second["id"], second["number_stored"]) == ("P2", False)


def test_the_history_says_who_recorded_a_number_and_not_which(finished: Path) -> None:
    rows = [each for each in Here(finished).past if each["verb"] == "applicant"]
    assert [each["what"] for each in rows] == [
        "申请人 P1：2026-02-20 同意以本人名义申请",
        "申请人 P2：2026-02-20 同意以本人名义申请",
        "申请人 P1：录入证件号码（加密存放）",
    ]
    assert {each["by"] for each in rows} == {"李四"}


def test_an_applicant_without_consent_is_a_fault_of_the_plan_until_one_is_recorded(
    new: Typing,
) -> None:
    faults = new("status", "--json").told["faults"]
    assert [each.split("：")[0] for each in faults] == [
        "applicants.xlsx，申请人 P1（张演一）", "applicants.xlsx，申请人 P2（李演二）",
    ]  # fmt: skip
    assert "没有本人同意的记录" in new("plan", "--write").refusal
    assert new.past == []
    for id in ("P1", "P2"):
        shown = new("applicant", id, "--consent", "2026年2月20日", "--json").told
        assert shown["changed"] and not shown["written"]
        assert new("applicant", id, "--consent", "2026-02-20", "--json", "--write").told["written"]
        again = new("applicant", id, "--consent", "2026-02-20", "--json", "--write").told
        assert not again["changed"]
    assert new("plan", "--write").status == 0
    assert new("status", "--json", "--as-of", "2026-03-02").told["faults"] == []


def test_a_consent_in_the_table_is_recorded_with_the_plan(new: Typing) -> None:
    from dataclasses import replace
    from datetime import date

    from letters.tables import write_applicants

    consenting = (replace(each, consented_on=date(2026, 2, 21)) for each in EXAMPLE_APPLICANTS)
    write_applicants(new.folder / "applicants.xlsx", consenting)
    assert new("plan", "--write").status == 0
    (new.folder / "applicants.xlsx").unlink()
    write_applicants(new.folder / "applicants.xlsx", EXAMPLE_APPLICANTS)
    told = new("applicant", "--json").told
    assert {each["consented_on"] for each in told} == {"2026-02-21"}


def test_a_consent_may_be_taken_back(new: Typing) -> None:
    assert new("applicant", "P1", "--consent", "2026-02-20", "--write").status == 0
    assert new("undo", "--write").status == 0
    assert new("applicant", "P1", "--json").told["consented_on"] is None


def test_a_consent_of_tomorrow_is_none(new: Typing) -> None:
    words = ("applicant", "P1", "--consent", "2026-03-03", "--as-of", "2026-03-02", "--write")
    assert "晚于今天" in new(*words).refusal


def test_a_number_is_typed_in_only_with_consent(new: Typing) -> None:
    refused = new.typing(f"{NUMBER}\n", "applicant", "P1", "--write").refusal
    assert "还没有本人同意的记录" in refused and "--consent" in refused


def test_nobody_in_a_drill_has_a_number(tmp_path: Path) -> None:
    here = Typing(tmp_path)
    here("new", "演练", "--example")
    words = ("applicant", "P1", "--write", "-C", "演练")
    assert "这是演练" in here.typing(f"{NUMBER}\n", *words).refusal


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("applicant", NUMBER), "证件号码不要写在命令里"),
        (("applicant", "P1", NUMBER), "证件号码不要写在命令里"),
        (("applicant", "P1", "--write", "--number", NUMBER), "--number"),
        (("applicant", "P1", f"--number={NUMBER}"), "--number"),
        (("applicant", "P1", "--consent", "2026-02-20", "--note", NUMBER), "--note 中不得写"),
    ],
)
def test_a_number_in_a_command_is_refused_and_not_repeated(
    new: Typing, words: tuple[str, ...], why: str
) -> None:
    refused = new(*words).refusal
    assert why in refused and BORN not in refused
    assert not found_in(new.folder, NUMBER)


@pytest.mark.parametrize("typed", ["", NUMBER[:-1], NUMBER[:-1] + "0", "护照E00000000"])
def test_what_does_not_check_is_refused_and_nothing_is_kept(new: Typing, typed: str) -> None:
    new("applicant", "P1", "--consent", "2026-02-20", "--write")
    refused = new.typing(f"{typed}\n", "applicant", "P1", "--write").refusal
    assert len(refused.strip().splitlines()) == 1 and BORN not in refused
    assert not new("applicant", "P1", "--json").told["number_stored"]


def test_the_same_number_again_changes_nothing_and_another_takes_its_place(new: Typing) -> None:
    new("applicant", "P1", "--consent", "2026-02-20", "--write")
    words = ("applicant", "P1", "--write", "--json")
    first = new.typing(f"{NUMBER}\n", *words).told
    assert first["changed"] and "只有本人可读" in first["key"]
    before, past = the_row(new.folder), new.past
    assert not new.typing(f" {NUMBER.lower()}\n", *words).told["changed"]
    assert (the_row(new.folder), new.past) == (before, past)
    assert new.typing(f"{OTHER}\n", *words).told["changed"]
    assert the_row(new.folder)[0] == before[0] and the_row(new.folder)[1] != before[1]


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps a user's folders private itself")
def test_a_key_is_for_its_user_alone_and_one_that_others_can_read_is_not_used(
    lived: Typing, keyed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert {each.stat().st_mode & 0o777 for each in keyed.iterdir()} == {0o600}
    place = Path(shutil.copytree(keyed, tmp_path / "keys"))
    monkeypatch.setenv(keys.PLACE, str(place))
    keys.load_key.cache_clear()
    for each in place.iterdir():
        each.chmod(0o644)
    assert "chmod 600" in _printing_again(lived).refusal
    keys.load_key.cache_clear()


def _printing_again(here: Typing) -> Done:
    """The forms of a unit that was added, in whosever name."""
    path = here.folder / "campaign.toml"
    text = path.read_text("utf-8")
    path.write_text(
        text + '\n[[rounds]]\nid = "C"\nlabel = "补"\nchannel = "in_person"\n'
        'send_on = 2026-04-01\napplicants = ["P1"]\n',
        "utf-8",
    )
    assert here("plan", "--write", "--as-of", "2026-04-01").status == 0
    return here("letters", "--on", "2026-04-01", "--as-of", "2026-04-01")


def test_without_its_key_a_number_is_told_to_be_lost_and_can_be_typed_in_anew(
    lived: Typing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(keys.PLACE, str(tmp_path / "elsewhere"))
    keys.load_key.cache_clear()
    refused = _printing_again(lived).refusal
    assert "取不出来" in refused and "重新录入：mingcha applicant P1 --write" in refused
    assert len(refused.strip().splitlines()) == 1
    assert lived.typing(f"{NUMBER}\n", "applicant", "P1", "--write").status == 0
    done = lived("letters", "--on", "2026-04-01", "--as-of", "2026-04-01", "--json")
    forms = [lived.folder / each for each in done.told["files"] if "申请表" in each]
    assert forms and all(NUMBER in _words(each) for each in forms)
    keys.load_key.cache_clear()


def test_with_another_key_or_in_another_row_a_number_is_not_opened(
    lived: Typing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "keys"
    place.mkdir()
    monkeypatch.setenv(keys.PLACE, str(place))
    keys.load_key.cache_clear()
    key_id, _ = the_row(lived.folder)
    keys._into_file(lived.folder, key_id, b"k" * keys.SIZE)
    refused = _printing_again(lived).refusal
    assert "密钥不对，或者密文被改动、挪动过" in refused and "Traceback" not in refused
    keys.load_key.cache_clear()


def test_a_ciphertext_that_is_moved_to_another_row_is_not_opened(tmp_path: Path) -> None:
    from harness.store.private import NotOpened, decrypt, encrypt

    key_id = keys.new_key(tmp_path / "测评")
    data = encrypt(key_id, NUMBER.encode(), ("identities", "P1", "number"))
    assert decrypt(key_id, data, ("identities", "P1", "number")) == NUMBER.encode()
    for place in (
        ("identities", "P2", "number"),
        ("identities", "P1", "key_id"),
        ("x", "P1", "number"),
    ):
        with pytest.raises(NotOpened):
            decrypt(key_id, data, place)
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1
        with pytest.raises(NotOpened):
            decrypt(key_id, bytes(changed), ("identities", "P1", "number"))


def test_keys_inside_the_campaign_are_refused(new: Typing, monkeypatch: pytest.MonkeyPatch) -> None:
    new("applicant", "P1", "--consent", "2026-02-20", "--write")
    monkeypatch.setenv(keys.PLACE, str(new.folder / "keys"))
    refused = new.typing(f"{NUMBER}\n", "applicant", "P1", "--write").refusal
    assert "在测评文件夹里面" in refused and not (new.folder / "keys").exists()


def test_somebody_is_forgotten_only_when_the_campaign_is_over(lived: Typing) -> None:
    refused = lived("applicant", "P1", "--forget", "--write", "--as-of", "2026-06-30").refusal
    assert "2026-06-30 才截止" in refused
    assert found_in(lived.folder, WHO.phone)


def test_a_person_is_forgotten_and_every_score_stays_provable(
    lived: Typing, tmp_path: Path
) -> None:
    at = ("--as-of", OVER)
    marks, due = (lived(verb, "--json", *at).told for verb in ("marks", "due"))
    for each in ("成果.zip", "备份.zip"):  # what was handed out before is not in this folder
        (lived.folder / each).unlink()
    shown = lived("applicant", "P1", "--forget", "--json", *at).told
    assert shown["changed"] and not shown["written"] and shown["removed"]
    assert found_in(lived.folder, *PARTICULARS)
    key_id, _ = the_row(lived.folder)
    copied = {path.name: path.read_bytes() for path in _keys()}

    assert lived("applicant", "P1", "--forget", "--json", "--write", *at).told["written"]
    try:
        assert f"{key_id}.key" not in {each.name for each in _keys()}
        assert found_in(lived.folder, NUMBER, BORN, *PARTICULARS) == []
        assert the_row(lived.folder) == ("", "")
        assert lived("marks", "--json", *at).told == marks
        assert lived("due", "--json", *at).told == due
        assert lived("verify", ".").status == 0
        assert lived("bundle", "新.zip", *at).status == 0
        told = Here(tmp_path)("verify", str(lived.folder / "新.zip"), "--json").told
        assert told == {"ok": True, "differences": []}
        assert found_in(lived.folder, NUMBER, *PARTICULARS) == []
        again = lived("applicant", "P1", "--forget", "--json", "--write", *at).told
        assert not again["changed"]
        assert (
            "已于 2026-07-01 删除"
            in lived.typing(f"{NUMBER}\n", "applicant", "P1", "--write").refusal
        )
        one = lived("applicant", "P1", "--json").told
        assert (one["number_stored"], one["forgotten_on"]) == (False, OVER)
        assert found_in(lived.folder, EXAMPLE_APPLICANTS[1].phone)  # who was not forgotten
    finally:
        for name, data in copied.items():  # the next test's copy has the same key
            path = Path(os.environ[keys.PLACE], name)
            path.write_bytes(data)
            path.chmod(0o600)


def test_letters_written_after_the_application_are_forgotten_with_the_person(
    lived: Typing,
) -> None:
    """They have the telephone, on paper and as text."""
    on = ("--on", "2026-04-20", "--as-of", "2026-04-20")
    made = lived("letters", "--withdraw", "all", *on, "--json").told
    for id in made["applications"]:
        words = ("letters", "--supplement", id, "--answer", "指2025年的。", *on)
        assert lived(*words).status == 0
    written = [*(lived.folder / "outgoing").glob("*/撤回申请-*")]
    assert {each.suffix for each in written} == {".docx", ".txt"}
    assert found_in(lived.folder / "outgoing" / "2026-04-20", WHO.phone)
    forget = ("applicant", "P1", "--forget", "--write", "--as-of", OVER, "--json")
    refused = lived(*forget)  # nobody is forgotten while letters of his wait to be sent
    assert refused.status == 2 and "撤回申请" in refused.err
    assert lived("recall", "全部", "--write").status == 0
    with pytest.MonkeyPatch.context() as patched:  # the next test's copy needs the key
        patched.setattr("harness.store.people.drop_key", lambda _id: True)
        told = lived(*forget).told
    assert found_in(lived.folder / "outgoing", *PARTICULARS) == []
    assert {Path(each).name.partition("-")[0] for each in told["removed"]} >= {
        "补正说明", "撤回申请",
    }  # fmt: skip
    assert any("补正说明" in each and "撤回申请" in each for each in told["gone"])
    assert found_in(lived.folder / "outgoing", EXAMPLE_APPLICANTS[1].phone)


def _keys() -> list[Path]:
    return sorted(Path(os.environ[keys.PLACE]).iterdir())


def test_an_old_backup_tells_no_number_once_the_person_is_forgotten(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its ciphertexts are there, and their key is nowhere."""
    monkeypatch.setenv(keys.PLACE, str(tmp_path / "after"))
    keys.load_key.cache_clear()
    here = Typing(tmp_path)
    assert here("restore", str(finished / "备份.zip"), "旧").status == 0
    old = Typing(tmp_path / "旧")
    assert not found_in(old.folder, NUMBER, BORN)
    assert "取不出来" in _printing_again(old).refusal
    keys.load_key.cache_clear()


def test_whoever_is_forgotten_is_planned_with_no_more(lived: Typing, tmp_path: Path) -> None:
    place = Path(shutil.copytree(os.environ[keys.PLACE], tmp_path / "keys"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(keys.PLACE, str(place))
        assert lived("applicant", "P1", "--forget", "--write", "--as-of", OVER).status == 0
        path = lived.folder / "campaign.toml"
        text = path.read_text("utf-8").replace(
            "collect_until = 2026-06-30", "collect_until = 2026-12-30"
        )
        path.write_text(
            text + '\n[[rounds]]\nid = "C"\nlabel = "补"\nchannel = "in_person"\n'
            'send_on = 2026-08-03\napplicants = ["P1"]\n',
            "utf-8",
        )
        assert "已于 2026-07-01 删除，不能再编入计划" in lived("plan", "--write").refusal
    keys.load_key.cache_clear()


def test_an_open_workbook_stops_the_forgetting_before_anything_is_done(lived: Typing) -> None:
    (lived.folder / "~$applicants.xlsx").write_bytes(b"")
    words = ("applicant", "P1", "--forget", "--write", "--as-of", OVER)
    assert "正在 Excel" in lived(*words).refusal
    assert the_row(lived.folder)[1] and _forms(lived.folder)


@pytest.mark.skipif(os.name != "posix", reason="a terminal of POSIX")
def test_what_is_typed_at_a_terminal_is_not_shown(new: Typing) -> None:
    import pty

    new("applicant", "P1", "--consent", "2026-02-20", "--write")
    ours, theirs = pty.openpty()
    words = ("applicant", "P1", "--write")
    process = subprocess.Popen(
        [*MINGCHA, *words],
        cwd=new.folder, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([ROOT, *sys.path])},
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    typed = False
    while True:
        try:
            shown += os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not typed and "不显示".encode() in shown:
            os.write(ours, f"{NUMBER}\n".encode())
            typed = True
    os.close(ours)
    assert process.wait(timeout=30) == 0, shown.decode()
    assert typed and BORN.encode() not in shown and "已登记".encode() in shown
    assert new("applicant", "P1", "--json").told["number_stored"]


def test_no_command_but_those_that_need_a_key_loads_what_encrypts() -> None:
    asked = (
        "import sys; from harness.cli import build; build(); import harness.campaign.sending.letters,"
        " harness.campaign.sending.send, harness.campaign.planning.forget; print(*sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    assert "harness.store.private" in loaded
    assert not {"cryptography", "keyring"} & set(loaded)


def test_no_list_for_people_has_a_field_for_a_number() -> None:
    assert not any("id_number" in name for name in Posting.__slots__)
    assert NUMBER not in repr(EXAMPLE_APPLICANTS[0].__class__(*["x"] * 6, id_number=NUMBER))


def test_a_key_that_is_on_another_machine_is_named_when_a_person_is_forgotten(
    lived: Typing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key_id, _ = the_row(lived.folder)
    monkeypatch.setenv(keys.PLACE, str(tmp_path / "elsewhere"))
    keys.load_key.cache_clear()
    words = ("applicant", "P1", "--forget", "--write", "--as-of", OVER)
    done = lived(*words)
    assert done.status == 1 and f"密钥 {key_id} 不在这台电脑上" in done.err
    assert the_row(lived.folder) == ("", "") and found_in(lived.folder / "outgoing", NUMBER) == []
    assert lived(*words).status == 0
    keys.load_key.cache_clear()
