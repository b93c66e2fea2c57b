"""Evidence at an address: a real S3 server on loopback, a place in memory, a folder elsewhere."""

from __future__ import annotations

import os
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from fsspec.registry import _registry

from harness.campaign.handing.backup import backup
from harness.engine import HERE
from harness.store import far, reading, shelves
from harness.store.audit import audit
from harness.store.database import open_store
from harness.store.errors import StoreError, Unusable
from harness.store.evidence import Piece, sha256
from tests.buckets import SECRET, bucket

KINDS = ("s3", "memory", "file")
MANY = [Piece(f"来件{number}".encode(), f"{number}.txt") for number in range(6)]


@pytest.fixture(scope="module")
def server():
    with bucket() as address:
        yield address


@pytest.fixture
def address(server, tmp_path, request):
    kind = getattr(request, "param", "s3")
    name = request.node.name.translate({ord(each): "-" for each in "[]/"})
    if kind == "file":
        return (tmp_path / "elsewhere" / "佐证").as_uri()
    return f"{server}/{name}" if kind == "s3" else f"memory://{name}"


@pytest.fixture
def held(address, tmp_path):
    return shelves.at(tmp_path, address)


def _settings(folder, address) -> None:
    (folder / "campaign.toml").write_text(f'[campaign]\nevidence = "{address}"\n', "utf-8")


@pytest.fixture
def campaign(address, tmp_path):
    """One with a piece of evidence at the address."""
    folder = tmp_path / "测评"
    folder.mkdir()
    _settings(folder, address)
    with open_store(folder) as store, store.writing(verb="test", what="") as connection:
        store.keep_all(connection, [(each.data, each.name) for each in MANY[:3]])
    return folder


def _spoiled(held, path: str, data: bytes | None) -> None:
    if isinstance(held, shelves.Local):
        place = held.local(path)
        place.unlink()
        if data is not None:
            place.write_bytes(data)
        return
    held._far.remove(path)
    if data is not None:
        held._far.write(path, data)


every_kind = pytest.mark.parametrize("address", KINDS, indirect=True)


@every_kind
def test_what_is_kept_comes_back_and_is_kept_once(held):
    kept = held.keep_all(MANY)
    assert [held.load(each.path, each.sha256) for each in kept] == [each.data for each in MANY]
    again = held.keep_all([Piece(each.data, "another.pdf") for each in MANY])
    assert again == kept and len(list(held.lying())) == len(MANY)
    assert [each.path for each in kept] == [
        f"evidence/{digest[:2]}/{digest}.txt" for digest in (sha256(each.data) for each in MANY)
    ]


@every_kind
def test_two_who_keep_the_same_at_once_both_have_it(held, address, tmp_path):
    other = shelves.at(tmp_path / "another", address)
    with ThreadPoolExecutor(8) as hands:
        begun = [hands.submit(each.keep_all, MANY) for each in (held, other) * 2]
        first, *rest = (each.result() for each in begun)
    assert all(each == first for each in rest)
    assert [held.fault_of(each) for each in first] == [""] * len(MANY)


@every_kind
def test_other_bytes_are_refused_told_and_put_right_when_the_true_ones_come_again(held):
    (kept,) = held.keep_all(MANY[:1])
    _spoiled(held, kept.path, b"x" * kept.size)
    with pytest.raises(ValueError, match="已被改动"):
        held.load(kept.path, kept.sha256)
    assert held.fault_of(kept) == "内容已被改动（SHA-256 不符）"
    held.keep_all(MANY[:1])
    assert held.load(kept.path, kept.sha256) == MANY[0].data


@every_kind
def test_what_is_gone_is_gone_and_nothing_else(held):
    kept, _ = held.keep_all(MANY[:2])
    _spoiled(held, kept.path, None)
    with pytest.raises(FileNotFoundError):
        held.load(kept.path, kept.sha256)
    assert held.fault_of(kept) == "没有这个文件或文件夹"


@every_kind
def test_no_row_leads_anywhere_else(held):
    for path in ("../../etc/hostname", "evidence/../x", "/etc/hostname", "evidence/aa/../../x"):
        with pytest.raises(OSError, match="不在 evidence/ 之内"):
            held.load(path, "0" * 64)


@every_kind
def test_verify_looks_there_and_remarks_on_what_nobody_kept(campaign, address):
    assert audit(campaign) == audit(campaign) and audit(campaign).differences == ()
    held = shelves.of(campaign)
    held.keep_all([Piece(b"nobody's", "x.txt")])
    assert "有1个文件不是本程序留存的佐证" in audit(campaign).remarks[0]
    with open_store(campaign) as store:
        path = store.path_of(sha256(MANY[0].data))
    _spoiled(held, path, b"altered!")
    assert any(path in each and "已被改动" in each for each in audit(campaign).differences)
    assert not (campaign / "evidence").exists()


def test_it_is_taken_over_the_network_once_and_asked_for_by_its_mark_in_the_next_run(
    held, monkeypatch
):
    (kept,) = held.keep_all(MANY[:1])
    sheet = reading.Sheet(held, kept.path, kept.sha256, "1.txt")
    taken = []
    load = shelves.Remote.load
    monkeypatch.setattr(
        shelves.Remote, "load", lambda self, *given: (taken.append(given), load(self, *given))[1]
    )
    reading.whole(sheet)
    for _ in range(2):
        monkeypatch.setattr(reading, "_whole", {})  # another run
        reading.whole(sheet)
    assert len(taken) == 1
    _spoiled(held, kept.path, b"x" * kept.size)
    monkeypatch.setattr(reading, "_whole", {})
    held._shelves.clear()
    with pytest.raises(ValueError, match="已被改动"):
        reading.whole(sheet)


# --- a place that is away is never taken for evidence that is missing ------------------------------


@pytest.fixture
def answered(address, tmp_path, open_desk, answer):
    _settings(tmp_path, address)
    with open_desk(tmp_path) as desk:
        desk.delivered("U001-A")
        desk.paper("L1", answer)
        assert desk.case("U001-A").clock.state == "answered_in_time"
        yield desk


@contextmanager
def _served_by(monkeypatch, held, answers):
    """The same address, at which another server answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            answers(self)

        do_HEAD = do_PUT = do_GET  # noqa: N815  names of http.server

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
    object.__setattr__(held, "_far", far.Far(held.url))
    held._shelves.clear()
    yield
    server.shutdown()
    server.server_close()


def _refuses(handler):
    body = f"<Error><Code>AccessDenied</Code><Message>{SECRET}</Message></Error>".encode()
    handler.send_response(403)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _never_ends(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    threading.Event().wait(20)


@pytest.mark.parametrize(
    ("how", "told"),
    [(_refuses, "拒绝访问，请核对密钥和权限"), (_never_ends, "没有按时回应，请稍候再试")],
)
def test_a_place_that_refuses_or_is_slow_is_told_so_and_no_answer_is_lost(
    answered, monkeypatch, caplog, how, told
):
    held = answered.store.evidence
    monkeypatch.setattr(far, "PATIENCE", 0.7)
    monkeypatch.setattr(reading, "_whole", {})
    with _served_by(monkeypatch, held, how):
        for final in (False, True):
            with pytest.raises(StoreError) as fault:
                answered.workspace.assess(final=final)
            assert told in str(fault.value) and "\n" not in str(fault.value)
        assert SECRET not in f"{fault.value!r}{caplog.text}"


def test_a_place_that_is_away_is_told_so_and_no_answer_is_lost(answered, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
    monkeypatch.setattr(far, "TRIES", 1)
    monkeypatch.setattr(reading, "_whole", {})
    held = answered.store.evidence
    object.__setattr__(held, "_far", far.Far(held.url))
    held._shelves.clear()
    with pytest.raises(Unusable, match="连不上"):
        answered.book()
    with pytest.raises(Unusable, match="连不上"), answered.store.writing(verb="x", what="") as to:
        answered.store.keep(to, b"new", "new.txt")
    assert reading.kept(reading.Sheet(held, "evidence/aa/x", "0" * 64, "x")) is None


def test_a_bucket_that_is_gone_is_no_missing_evidence(tmp_path, server):
    held = shelves.at(tmp_path, "s3://another/x")
    digest = sha256(b"x")
    with pytest.raises(Unusable, match="没有 another 这个存储桶"):
        held.load(f"evidence/{digest[:2]}/{digest}", digest)


def test_what_could_not_be_kept_is_in_no_row(campaign, monkeypatch):
    with open_store(campaign) as store:
        monkeypatch.setattr(far.Far, "write", _raise)
        with pytest.raises(Unusable), store.writing(verb="x", what="") as connection:
            store.keep(connection, b"new", "new.txt")
        with pytest.raises(Exception, match="No row"):
            store.path_of(sha256(b"new"))
    assert audit(campaign).differences == ()


def _raise(*_):
    raise Unusable("away")


# --- keys and ways ---------------------------------------------------------------------------------


def test_bytes_never_travel_in_the_open_to_another_machine(tmp_path, server, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://192.0.2.1:9000")
    with pytest.raises(Unusable, match="不加密，没有连接"):
        far.Far("s3://mingcha/x")


def test_a_package_that_is_missing_is_named(monkeypatch):
    monkeypatch.delitem(_registry, "s3", raising=False)
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(Unusable, match=r'pip install "mingcha\[team\]"'):
        far.Far("s3://mingcha/y")


def test_the_keys_are_written_nowhere(campaign):
    for path in campaign.rglob("*"):
        assert path.is_dir() or SECRET.encode() not in path.read_bytes(), path
    assert os.environ["AWS_SECRET_ACCESS_KEY"] == SECRET


def test_the_same_letters_are_read_the_same_wherever_they_lie(tmp_path, address, answer):
    """Through the whole of a reading: bytes to document."""
    read = []
    for held in (shelves.Local.of(tmp_path / "a"), shelves.at(tmp_path / "b", address)):
        held.folder.mkdir()
        (kept,) = held.keep_all([Piece(answer, "答复.docx")])
        read.append(reading.read(reading.Sheet(held, kept.path, kept.sha256, "答复.docx"), HERE))
    assert read[0] == read[1]


def test_a_backup_brings_the_evidence_along(answered):
    done = backup(answered.workspace, answered.folder / "备份.zip")
    assert done.amiss == () and not (answered.folder / "evidence").exists()
    assert done.files > 5
