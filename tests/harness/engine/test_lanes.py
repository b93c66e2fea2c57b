"""Lanes: a job that dies, hangs, swells or reaches out costs itself, and nothing else."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import CancelledError
from pathlib import Path

import psutil
import pytest

from harness.engine import HERE, Closed, JobFailed, Lost, ahead, lanes, limits, open_lanes

HERE_LIES = str(Path(__file__).parent)
sys.path.insert(0, HERE_LIES)
import lane_jobs as jobs  # noqa: E402  the children find it the same way

LINUX = sys.platform.startswith("linux")


@pytest.fixture(scope="module", autouse=True)
def found_by_children():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", HERE_LIES)
        yield


@pytest.fixture
def engine(monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", 1.0)
    with open_lanes(1) as opened:
        yield opened


def _children() -> set[psutil.Process]:
    """What runs below this process: servers of other tests in the same worker are there too."""
    return set(psutil.Process().children(recursive=True))


def _gone(pid: int, within: float = 10.0) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


class TestWork:
    def test_a_result_comes_back_as_the_type_that_the_job_promises(self, engine):
        seen = engine.submit(jobs.see, "字", 2).result()
        assert isinstance(seen, jobs.Seen)
        assert seen.words == ("字", "字")
        assert seen.process != os.getpid()

    def test_the_child_stays_warm_from_job_to_job(self, engine):
        first, second = (engine.submit(jobs.see, "a", 1).result().process for _ in range(2))
        assert first == second

    def test_two_lanes_have_two_children(self):
        with open_lanes(2) as both:
            begun = [both.submit(jobs.sleep, 0.5) for _ in range(2)]
            assert [each.result() for each in begun] == [1, 1]
            seen = {both.submit(jobs.see, "a", 1).result().process for _ in range(20)}
            assert len(seen) <= 2

    def test_results_are_those_of_their_jobs_whatever_the_order_of_ending(self):
        with open_lanes(2) as both:
            begun = [both.submit(jobs.number, value) for value in range(200)]
            assert [each.result() for each in begun] == list(range(200))

    def test_an_exception_of_the_job_is_raised_where_the_result_is_wanted(self, engine):
        future = engine.submit(jobs.raise_value_error, "so nicht")
        with pytest.raises(JobFailed, match="ValueError: so nicht") as raised:
            future.result()
        assert raised.value.cause == "ValueError"
        assert engine.submit(jobs.number, 1).result() == 1

    def test_what_libraries_print_does_not_get_into_the_answer(self, engine):
        assert engine.submit(jobs.speak, "R\x00\x00\x00\x00").result() == 1
        assert engine.submit(jobs.number, 2).result() == 2

    def test_an_answer_of_another_type_is_no_answer_and_its_child_is_not_asked_again(self, engine):
        first = engine.submit(jobs.see, "a", 1).result().process
        lost = engine.submit(jobs.lie).result()
        assert lost.code == "died"
        assert "无法辨认" in lost.message
        assert engine.submit(jobs.see, "a", 1).result().process != first

    def test_a_long_answer_comes_whole(self, engine):
        assert engine.submit(jobs.long_answer, 50).result() == bytes(50 * 2**20)

    def test_in_this_process_the_same_call_gives_the_same(self):
        assert HERE.submit(jobs.number, 3).result() == 3
        with pytest.raises(ValueError, match="so nicht"):
            HERE.submit(jobs.raise_value_error, "so nicht").result()

    def test_never_more_is_begun_ahead_than_was_asked(self):
        begun: list[int] = []

        def begin(item: int):
            begun.append(item)
            return lambda: item

        given = ahead(begin, range(10), many=3)
        assert next(given)() == 0
        assert begun == [0, 1, 2, 3]
        assert [wait() for wait in given] == list(range(1, 10))


class TestLimits:
    def test_a_job_that_dies_is_lost_and_the_next_one_is_done(self, engine):
        lost = engine.submit(jobs.die, 3).result()
        assert lost == Lost("died", "处理此件的进程意外中止（状态3），原文件没有改动")
        assert engine.submit(jobs.number, 1).result() == 1

    def test_a_job_that_dies_costs_nothing_that_others_were_doing(self):
        with open_lanes(2) as both:
            slow = both.submit(jobs.sleep, 1.0)
            assert both.submit(jobs.die, 3).result().code == "died"
            assert slow.result() == 1

    def test_a_job_that_dies_is_tried_once_more_in_a_new_child(self, engine, monkeypatch):
        tried = []
        start = lanes.Lane._warm
        monkeypatch.setattr(lanes.Lane, "_warm", lambda lane: (tried.append(1), start(lane))[1])
        engine.submit(jobs.die, 3).result()
        assert len(tried) == limits.TRIES == 2

    def test_a_job_that_uses_up_its_processor_time_is_ended_and_not_tried_again(self, engine):
        begun = time.monotonic()
        lost = engine.submit(jobs.spin, 30.0).result()
        assert lost == Lost("too_slow", "处理此件超过1秒仍未完成，已中止，原文件没有改动")
        assert time.monotonic() - begun < 15
        assert engine.submit(jobs.number, 1).result() == 1

    def test_a_job_that_tells_of_pages_gets_the_time_that_they_take(self, engine):
        assert engine.submit(jobs.spin_with_leave, 1.8, 30.0).result() == 1

    def test_no_job_gets_more_than_the_most_however_many_pages_it_tells_of(
        self, engine, monkeypatch
    ):
        monkeypatch.setattr(limits, "MOST_SECONDS", 1.5)
        assert engine.submit(jobs.spin_with_leave, 30.0, 1e9).result().code == "too_slow"

    def test_a_job_that_only_waits_is_ended_in_the_end(self, engine, monkeypatch):
        monkeypatch.setattr(limits, "CLOCK_FACTOR", 0.5)
        monkeypatch.setattr(limits, "CLOCK_EXTRA", 0.2)
        assert engine.submit(jobs.sleep, 60.0).result().code == "hung"

    def test_a_job_that_swells_is_ended(self):
        with open_lanes(1, memory=300 * 2**20) as small:
            lost = small.submit(jobs.swell, 2000).result()
            assert lost == Lost(
                "too_large", "处理此件需要的内存超过300兆字节，已中止，原文件没有改动"
            )
            assert small.submit(jobs.number, 1).result() == 1

    @pytest.mark.skipif(not LINUX, reason="RLIMIT_DATA is Linux's")
    def test_the_kernel_itself_holds_the_limit_of_memory_between_two_looks(self, monkeypatch):
        monkeypatch.setattr(limits, "LOOK", 60.0)
        with open_lanes(1, memory=300 * 2**20) as small:
            assert small.submit(jobs.swell, 2000).result().code == "too_large"

    def test_memory_of_a_program_that_it_starts_counts_as_its_own(self, monkeypatch):
        monkeypatch.setattr("harness.engine.cage._limit", lambda _memory: False)
        with open_lanes(1, memory=300 * 2**20) as small:
            assert small.submit(jobs.swell_below, 600).result() != 0

    def test_a_child_that_has_grown_fat_is_replaced_before_the_next_job(self):
        with open_lanes(1, memory=400 * 2**20) as small:
            fat = small.submit(jobs.grow_and_stay, 260).result()
            assert small.submit(jobs.see, "a", 1).result().process != fat


@pytest.mark.skipif(not LINUX, reason="the cage of network and files is Linux's")
class TestCage:
    def test_nor_to_a_service_of_this_machine_that_would_go_out_for_it(self, engine, tmp_path):
        path = str(tmp_path / "bus")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path)
            server.listen()
            assert engine.submit(jobs.connect_unix, path).result() == "PermissionError"
            assert HERE.submit(jobs.connect_unix, path).result() == "connected"

    @pytest.fixture
    def listener(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            yield server.getsockname()

    def test_all_its_walls_stand_here(self, engine):
        engine.submit(jobs.number, 1).result()
        held = engine._lanes[0].child.held
        assert (held.network, held.files, held.memory) == (True, True, True)

    def test_no_connection_is_made_not_even_to_this_machine(self, engine, listener):
        assert engine.submit(jobs.connect, *listener).result() == "PermissionError"
        assert HERE.submit(jobs.connect, *listener).result() == "connected"

    def test_nor_by_a_program_that_it_starts(self, engine, listener):
        assert engine.submit(jobs.connect_below, *listener).result() == "refused"

    def test_no_name_is_looked_up(self, engine):
        assert engine.submit(jobs.look_up, "example.com").result() == "gaierror"

    def test_a_file_of_the_user_cannot_be_read(self, engine, tmp_path):
        secret = tmp_path / "secret.txt"
        secret.write_text("x", encoding="utf-8")
        assert engine.submit(jobs.read_file, str(secret)).result() == "PermissionError"

    def test_nothing_is_written_but_in_its_own_folder(self, engine, tmp_path):
        for place in (tmp_path / "a.txt", Path(HERE_LIES, "a.txt"), Path.home() / "a.txt"):
            assert engine.submit(jobs.write_file, str(place)).result() == "PermissionError"
            assert not place.exists()


class TestNothingIsLeft:
    def test_a_program_that_went_into_the_background_is_found_and_ended(self, engine):
        program = engine.submit(jobs.go_into_background).result()
        engine.submit(jobs.number, 1).result()
        assert _gone(program)

    def test_what_is_given_to_closed_lanes_is_refused_at_once(self):
        with open_lanes(1) as opened:
            pass
        with pytest.raises(Closed):
            opened.submit(jobs.number, 1).result(timeout=5)

    def test_a_strange_folder_among_the_temporary_files_stops_nothing(self, monkeypatch, tmp_path):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        for owner in ("²", "9" * 25, "x"):
            (tmp_path / f"mingcha-{owner}-a").mkdir()
        with open_lanes(1) as opened:
            assert opened.submit(jobs.number, 1).result() == 1

    def test_what_a_job_leaves_in_its_folder_is_gone_with_the_job(self, engine):
        path = Path(engine.submit(jobs.leave_file).result())
        assert not path.exists()
        assert path.is_relative_to(tempfile.gettempdir())

    def test_passwords_in_the_environment_are_not_handed_on(self, monkeypatch):
        monkeypatch.setenv("MINGCHA_PASSWORD", "geheim")
        with open_lanes(1) as opened:
            assert "geheim" not in opened.submit(jobs.secrets).result()

    def test_after_the_end_no_process_and_no_folder_is_there(self):
        before = _children()
        with open_lanes(2) as both:
            running = [both.submit(jobs.sleep, 60.0) for _ in range(4)]
            time.sleep(0.5)
        assert _children() <= before
        assert list(Path(tempfile.gettempdir()).glob(f"mingcha-{os.getpid()}-*")) == []
        for future in running:
            with pytest.raises((Closed, CancelledError)):
                future.result(timeout=10)

    def test_an_exception_while_jobs_run_leaves_nothing_either(self):
        before = _children()
        with pytest.raises(KeyboardInterrupt), open_lanes(1) as opened:
            opened.submit(jobs.sleep, 60.0)
            time.sleep(0.3)
            raise KeyboardInterrupt
        assert _children() <= before

    def test_a_program_that_a_job_has_started_ends_with_it(self, engine):
        program = engine.submit(jobs.start_program).result()
        engine._lanes[0].child.end()
        assert _gone(program)

    @pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
    @pytest.mark.parametrize("signal_", [signal.SIGKILL, signal.SIGINT])
    def test_when_the_program_is_killed_its_children_end_and_the_next_run_clears_up(self, signal_):
        code = (
            "import lane_jobs as jobs\n"
            "from harness.engine import open_lanes\n"
            "with open_lanes(2) as lanes:\n"
            "    begun = [lanes.submit(jobs.sleep, 60.0) for _ in range(2)]\n"
            "    while not all(lane.child and lane.child.work for lane in lanes._lanes):\n"
            "        pass\n"
            "    print(*(lane.child.process.pid for lane in lanes._lanes), flush=True)\n"
            "    begun[0].result()\n"
        )
        program = subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert program.stdout is not None
        pids = [int(word) for word in program.stdout.readline().split()]
        assert len(pids) == 2
        program.send_signal(signal_)
        program.wait(20)
        assert all(_gone(pid) for pid in pids)
        with open_lanes(1):
            pass
        left = Path(tempfile.gettempdir()).glob(f"mingcha-{program.pid}-*")
        assert list(left) == []
