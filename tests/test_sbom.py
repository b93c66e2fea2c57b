"""sbom.cdx.json names what requirements.lock installs, all of it and nothing else, with its licences."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))

from audit import ROOT, is_copyleft
from sbom import TARGET, bill, pinned, text

LOCK = (ROOT / "requirements.lock").read_text("utf-8")


def test_it_names_what_the_lock_has_and_only_that():
    components = json.loads(TARGET.read_text("utf-8"))["components"]
    told = [(each["name"], each["version"]) for each in components]
    pins = [(each.name, each.version) for each in pinned(LOCK)]
    assert told == pins, "run `make sbom`"
    lines = [each for each in LOCK.splitlines() if each and each[0] not in " #"]
    assert len(pins) == len(lines), "a pin was not understood"
    assert len({each["bom-ref"] for each in components}) == len(components)


def test_it_is_what_make_sbom_writes_and_the_same_each_time():
    assert TARGET.read_text("utf-8") == text() == text(), "run `make sbom`"
    assert not {"serialNumber", "timestamp"} & {*bill(LOCK), *bill(LOCK)["metadata"]}


def test_every_licence_is_told_and_a_copyleft_is_named_in_notice():
    notice = (ROOT / "NOTICE").read_text("utf-8")
    for each in bill(LOCK)["components"]:
        (said,) = each["licenses"]
        words = said.get("expression") or said["license"].get("id") or said["license"]["name"]
        assert words != "not told", each["name"]
        assert not is_copyleft(words) or each["name"] in notice, each["name"]
