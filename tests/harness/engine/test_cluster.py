"""A cluster of two workers, each a process of its own: what dies, hangs or is another's costs no verdict."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import CancelledError
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from harness.campaign.engines import looked, version
from harness.engine import (
    HERE,
    Closed,
    JobFailed,
    Lost,
    ahead,
    cluster,
    cluster_settings,
    open_lanes,
    probes,
    trust,
)
from harness.engine.cluster import Job, open_cluster
from harness.store import reading
from harness.store.errors import Unusable
from tests import clusters

HERE_LIES = Path(__file__).parent
sys.path.insert(0, str(HERE_LIES))
import lane_jobs as jobs  # noqa: E402

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9")


class Bomb:
    """Ends the process that unpickles it: the worker itself, before a lane has anything of it."""

    def __reduce__(self):
        return os._exit, (9,)


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cluster")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYTHONPATH", str(HERE_LIES))
        with clusters.cluster(folder, HERE_LIES, "w1", "w2") as made:
            yield made


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 12.0)
    monkeypatch.setattr(cluster, "CONNECT", 3.0)
    monkeypatch.setattr(cluster_settings, "GATHER", 4.0)


@pytest.fixture
def engine(two):
    with open_cluster(two.address, version(), Unusable, two.certificates) as opened:
        yield opened


def _results(begun):
    return [each.result(timeout=60) for each in begun]


# --- the same everywhere ---------------------------------------------------------------------------


def _letters(answer: bytes) -> list[tuple[bytes, str]]:
    found = [
        (answer, "答复.docx"),
        ("收悉。\n".encode("gbk"), "回复.txt"),
        (b"%PDF-1.4 broken", "a.pdf"),
    ]
    samples = Path(__file__).parents[3] / "shared" / "samples"
    if not samples.is_dir():
        samples = Path("/work/shared/samples")
    some = sorted(each for each in samples.rglob("*") if each.suffix in (".eml", ".docx"))
    small = [each for each in some if each.stat().st_size < 40_000]
    return [*found, *((each.read_bytes(), each.name) for each in small[:4])]


def test_a_letter_is_read_the_same_here_in_lanes_and_on_a_cluster_byte_for_byte(engine, answer):
    letters = _letters(answer)
    with open_lanes(1) as lanes:
        here, caged, far = (
            _results([place.submit(reading.read_bytes, *each) for each in letters])
            for place in (HERE, lanes, engine)
        )
    assert here == caged == far and all(isinstance(each, reading.Reading) for each in far)


def test_a_worker_opens_files_in_the_cage(engine, tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(b"x")
    with socket.create_server(("127.0.0.1", 0)) as server:
        reached = engine.submit(probes.reach, *server.getsockname()).result(timeout=30)
    assert (reached, engine.submit(probes.read, str(secret)).result(timeout=30)) == (False, False)


def test_both_workers_have_a_share_and_no_more_is_ahead_than_they_have_use_for(engine):
    begun = [engine.submit(jobs.see, "字", each) for each in range(60)]
    most = 0
    while not all(each.done() for each in begun):
        most = max(most, len(engine._flying))
        time.sleep(0.01)
    assert [each.result().words for each in begun] == [("字",) * each for each in range(60)]
    assert len({each.result().process for each in begun}) == 2 and most <= engine.ahead == 16


def test_a_job_that_raises_is_told_as_a_lane_tells_it(engine):
    with pytest.raises(JobFailed) as raised:
        engine.submit(jobs.see, "字", "x").result(timeout=30)
    assert raised.value.cause == "TypeError"


# --- what dies ------------------------------------------------------------------------------------


def test_a_worker_that_is_killed_in_mid_task_costs_no_file(two, engine):
    begun = [engine.submit(jobs.slowly, "字" * each, 0.5) for each in range(8)]
    clusters.until(lambda: any(each.busy for each in looked(two.address, two.certificates)))
    clusters.stop(two.inner("w1"))
    assert _results(begun) == list(range(8))
    clusters.until(lambda: len(looked(two.address, two.certificates)) == 2)  # it was started again


def test_a_file_that_kills_its_worker_is_quarantined_by_name_and_costs_no_other(two, engine):
    begun = [engine.submit(jobs.slowly, "字" * each, 0.1) for each in range(4)]
    poison = engine.submit(jobs.number, Bomb())
    begun += [engine.submit(jobs.slowly, "字" * each, 0.1) for each in range(4, 8)]
    lost = poison.result(timeout=60)
    assert isinstance(lost, Lost) and lost.code == "died"
    assert "工作机" in lost.message and "已隔离" in lost.message
    assert _results(begun) == list(range(8))


def test_a_slow_file_is_ended_by_the_limit_of_its_lane(engine):
    slow = engine.submit(probes.spin, 300.0)
    assert _results([engine.submit(jobs.number, each) for each in range(5)]) == list(range(5))
    lost = slow.result(timeout=90)
    assert isinstance(lost, Lost) and lost.code == "too_slow"


def test_a_scheduler_that_is_started_again_in_mid_work_costs_no_file(two, engine):
    begun = [engine.submit(jobs.slowly, "字" * each, 0.3) for each in range(10)]
    begun[0].result(timeout=30)
    two.kill("scheduler")
    two.scheduler()
    assert _results(begun) == list(range(10))


def test_what_was_taken_back_is_done_by_nobody(two):
    with open_cluster(two.address, version(), Unusable, two.certificates) as opened:
        begun = [opened.submit(jobs.slowly, "字", 1.0) for _ in range(30)]
        begun[0].result(timeout=30)
    for each in begun[2:]:
        with pytest.raises((CancelledError, Closed)):
            each.result(timeout=5)
    clusters.until(lambda: not any(each.busy for each in looked(two.address, two.certificates)))


def test_what_a_stopped_job_had_begun_is_taken_back_and_nobody_elses(two, engine):
    other = []
    thread = threading.Thread(
        target=lambda: other.extend(engine.submit(jobs.slowly, "别", 0.2) for _ in range(3))
    )
    thread.start()
    thread.join()
    begun = []

    def begin(number):
        begun.append(engine.submit(jobs.slowly, "字", 3.0 if number else 0.0))
        return begun[-1].result

    for wait in ahead(begin, range(100), engine):
        wait()
        break  # somebody has stopped it
    del wait
    gc.collect()
    assert _results(other) == [1, 1, 1]
    clusters.until(lambda: all(each.done() for each in begun), 8)
    assert sum(each.cancelled() or bool(each.exception()) for each in begun) >= 10
    assert engine.submit(jobs.number, 7).result(timeout=30) == 7


# --- who is not let in ------------------------------------------------------------------------------


@pytest.fixture
def foreign(tmp_path):
    return clusters.certificates(tmp_path / "foreign")


def test_a_client_with_a_foreign_certificate_is_refused(two, foreign):
    with (
        open_cluster(two.address, version(), Unusable, foreign) as opened,
        pytest.raises(Unusable, match="证书核对不过"),
    ):
        opened.submit(jobs.number, 1).result(timeout=20)
    with pytest.raises(Unusable, match="证书核对不过"):
        looked(two.address, foreign)


def test_a_client_whom_our_authority_has_not_signed_is_refused_by_the_scheduler(two, foreign):
    """It trusts the scheduler; the scheduler does not trust it."""
    shutil.copy(two.certificates / "ca.pem", foreign / "ca.pem")
    with open_cluster(two.address, version(), Unusable, foreign) as opened, pytest.raises(Unusable):
        opened.submit(jobs.number, 1).result(timeout=30)


def test_a_client_without_a_certificate_is_refused_before_it_says_anything(two, tmp_path):
    with (
        open_cluster(two.address, version(), Unusable, tmp_path) as opened,
        pytest.raises(Unusable, match="没有集群的证书"),
    ):
        opened.submit(jobs.number, 1).result(timeout=20)


def test_plain_words_are_not_answered(two):
    assert len(_answer_to(two.port, b"\x01\0\0\0\0\0\0\0" + b"x" * 200)) < 100  # an alert of TLS
    with pytest.raises(trust.NotTrusted, match="不加密"):
        cluster_settings.client(f"tcp://127.0.0.1:{two.port}", two.certificates, 2)


def test_a_worker_with_a_foreign_certificate_is_given_nothing(two, foreign):
    begun = two.run("worker", two.address, "--name", "strange", "--port", "0", certs=foreign)
    time.sleep(4)
    try:
        assert "strange" not in [each.name for each in looked(two.address, two.certificates)]
    finally:
        two.processes["strange"] = begun
        two.kill("strange")


def test_nothing_listens_but_scheduler_worker_and_nanny_and_all_of_it_speaks_tls(two):
    import psutil

    ports = {
        each.laddr.port
        for begun in two.processes.values()
        for one in [psutil.Process(begun.pid), *psutil.Process(begun.pid).children(recursive=True)]
        for each in one.net_connections("inet")
        if each.status == psutil.CONN_LISTEN
    }
    assert len(ports) == 5 and two.port in ports
    assert not any(b"HTTP" in _answer_to(port, b"GET / HTTP/1.0\r\n\r\n") for port in ports)


def _answer_to(port: int, plain: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        try:
            connection.sendall(plain)
            return connection.recv(1000)
        except ConnectionError:
            return b""


# --- what is said ------------------------------------------------------------------------------------


def test_a_worker_of_another_version_is_given_nothing_and_named(two, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 3.0)
    with (
        open_cluster(two.address, "0" * 16 + "-00000000", Unusable, two.certificates) as opened,
        pytest.raises(Unusable, match=r"没有能用的工作机：w1（明察.*版本与本机不同"),
    ):
        opened.submit(jobs.number, 1).result(timeout=30)


def test_a_scheduler_that_is_away_is_told_in_one_line(tmp_path, two, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 2.0)
    monkeypatch.setattr(cluster, "CONNECT", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    with open_cluster(f"tls://127.0.0.1:{port}", version(), Unusable, two.certificates) as opened:
        begun = [opened.submit(jobs.number, each) for each in range(3)]
        for each in begun:
            with pytest.raises(Unusable, match="连不上集群的调度程序") as told:
                each.result(timeout=20)
            assert "\n" not in str(told.value)


def test_a_scheduler_that_hangs_is_told_in_one_line(two, monkeypatch):
    import psutil

    with open_cluster(two.address, version(), Unusable, two.certificates) as opened:
        assert opened.submit(jobs.number, 1).result(timeout=30) == 1
        monkeypatch.setattr(cluster, "PATIENCE", 2.0)
        monkeypatch.setattr(cluster, "CONNECT", 1.0)
        process = psutil.Process(two.processes["scheduler"].pid)
        process.suspend()
        try:
            with pytest.raises(Unusable, match="集群"):
                opened.submit(jobs.number, 1).result(timeout=30)
        finally:
            process.resume()


def test_a_pickle_that_a_worker_answers_is_not_opened(two):
    """As a worker might that somebody has taken over; here a client has it do so."""
    client = cluster_settings.client(two.address, two.certificates, 5)
    try:
        trap = client.submit(jobs.trap, pure=False)
        clusters.until(lambda: trap.status == "finished")
        with pytest.raises(Exception, match=r"(?i)deserialize"):
            cluster_settings.gather(client, {"a": trap})
    finally:
        cluster_settings.let_go(client)


@pytest.mark.parametrize("data", [b"", b"\xc1", b"\x93\xa4done\xc4\x01\xc1\xa0", "words", None])
def test_what_is_no_result_is_taken_for_none(two, data):
    with open_cluster(two.address, version(), Unusable, two.certificates) as opened:
        job = Job("m", "n", b"", int, cluster.Future())
        opened._told_of(job, data)
        assert isinstance(job.future.result(), Lost)


def test_the_status_names_every_worker(two):
    begun = two.run("status", two.address)
    told, _ = begun.communicate(timeout=60)
    assert "能用的工作机2台，共2路" in told and "w1（tls://" in told and "w2（tls://" in told


# --- certificates ---------------------------------------------------------------------------------


def test_certificates_are_their_owners_alone_and_name_their_hosts(tmp_path):
    made = trust.make(tmp_path / "证书", ["10.0.0.5", "jisuan1.example"], datetime.now(UTC))
    assert (tmp_path / "证书").stat().st_mode & 0o777 == 0o700
    assert {each.stat().st_mode & 0o777 for each in (tmp_path / "证书").iterdir()} == {0o600}
    named = ["localhost", "127.0.0.1", "10.0.0.5", "jisuan1.example"]
    assert list(trust.hosts_of(tmp_path / "证书" / "scheduler.pem")) == named
    assert made.until == (datetime.now(UTC) + timedelta(days=trust.DAYS)).date()
    with pytest.raises(trust.NotTrusted, match="已有证书，没有覆盖"):
        trust.make(tmp_path / "证书", [], datetime.now(UTC))


def test_a_key_that_others_can_read_or_that_is_out_of_date_is_not_used(tmp_path):
    trust.make(tmp_path / "a", [], datetime.now(UTC))
    (tmp_path / "a" / "client.pem").chmod(0o640)
    with pytest.raises(trust.NotTrusted, match="别的用户也能读"):
        trust.files_for(trust.CLIENT, tmp_path / "a")
    trust.make(tmp_path / "b", [], datetime.now(UTC) - timedelta(days=trust.DAYS + 1))
    with pytest.raises(trust.NotTrusted, match="过期"):
        trust.files_for(trust.CLIENT, tmp_path / "b")


def test_without_dask_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "dask", None)
    with (
        open_cluster("tls://127.0.0.1:1", version(), Unusable, tmp_path) as opened,
        pytest.raises(Unusable, match=r'pip install "mingcha\[cluster\]"'),
    ):
        opened.submit(jobs.number, 1).result(timeout=10)


# --- a host that is cut off -------------------------------------------------------------------------


@pytest.fixture
def hosts():
    """Two hosts of workers, each in a network of its own; answers how to run something on one."""
    if os.geteuid() or not shutil.which("ip"):
        pytest.skip("要 root 和 ip")
    made = []
    try:
        for number in (1, 2):
            name, net = f"mc{os.getpid() % 10000}{number}", f"10.219.{number}"
            for line in (
                f"netns add {name}",
                f"link add v{name} type veth peer name eth0 netns {name}",
                f"addr add {net}.1/24 dev v{name}",
                f"link set v{name} up",
                f"-n {name} addr add {net}.2/24 dev eth0",
                f"-n {name} link set eth0 up",
                f"-n {name} link set lo up",
                f"-n {name} route add default via {net}.1",
            ):
                if subprocess.run(
                    ["ip", *line.split()], capture_output=True, check=False
                ).returncode:
                    pytest.skip("没有网络名字空间")
            made.append((name, f"{net}.1", f"{net}.2"))
        yield made
    finally:
        for name, *_ in made:
            subprocess.run(["ip", "link", "del", f"v{name}"], capture_output=True, check=False)
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)


@pytest.mark.needs("ip")
def test_a_host_that_is_cut_off_costs_no_file_and_may_come_back(hosts, tmp_path):
    made = clusters.Cluster(tmp_path, HERE_LIES)
    clusters.certificates(made.certificates)
    try:
        made.scheduler(listen="0.0.0.0")
        for name, gateway, own in hosts:
            made.host = gateway
            made.worker(name, before=["ip", "netns", "exec", name], host=own, wait=False)
        made.wait_for(*(name for name, *_ in hosts))
        made.host = "127.0.0.1"
        with open_cluster(made.address, version(), Unusable, made.certificates) as engine:
            begun = [engine.submit(jobs.slowly, "字" * each, 0.4) for each in range(10)]
            begun[0].result(timeout=30)
            (cut, *_), _ = hosts
            subprocess.run(["ip", "link", "set", f"v{cut}", "down"], check=True)
            assert _results(begun) == list(range(10))
    finally:
        made.end()
