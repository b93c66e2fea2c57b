"""Sends what is due in the folder it is started in, as often as it is started: what is killed by
test_killed_while_sending.py. Tells `sent ID` of each mail that the campaign then says is sent."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from harness.campaign.sending.send import forecast, send
from harness.campaign.workspace import open_workspace
from harness.dispatch.outgoing import Server

DAY = date(2026, 3, 10)


def main() -> None:
    """sender PORT CONNECTIONS"""
    port, connections = (int(each) for each in sys.argv[1:3])
    with open_workspace(Path.cwd(), as_of=DAY) as workspace:
        server = Server("127.0.0.1", port, connections=connections)
        done = send(workspace, DAY, len(forecast(workspace, DAY).due), server)
    for id in done.sent:
        sys.stdout.write(f"sent {id}\n")
    sys.stdout.write("ended\n")
    sys.exit(0)
