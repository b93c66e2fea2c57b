"""While a campaign is read for the first time every page says so at once, and then it is there."""

from __future__ import annotations

import threading

import pytest

from harness.campaign.held.resident import Resident


@pytest.fixture
def held_back(monkeypatch):
    """Reading waits until it is let go."""
    go, real = threading.Event(), Resident.workspace

    def workspace(self, *, by, **more):
        if threading.current_thread().name.startswith("reading "):
            go.wait(30)
        return real(self, by=by, **more)

    monkeypatch.setattr(Resident, "workspace", workspace)
    yield go
    go.set()


def test_whoever_comes_meanwhile_is_told_and_comes_back_by_himself(home, held_back, run):
    with run(home, patience=0.05) as workbench:
        client = workbench.client()
        page = client.get(f"{workbench.c}/due")
        assert page.status_code == 503
        assert "正在读取这次测评" in page.text
        assert page.headers["refresh"] == "2"
        program = client.get(f"/api{workbench.c}/due")
        assert program.status_code == 503
        assert "正在读取" in program.json()["faults"][0]["text"]
        held_back.set()
        for _ in range(100):
            page = client.get(f"{workbench.c}/due")
            if page.status_code == 200:
                break
            threading.Event().wait(0.1)
        assert page.status_code == 200
