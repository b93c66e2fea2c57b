"""What a copy of real settings as a drill takes along, and what not."""

from __future__ import annotations

from harness.drill.as_drill import LOOPBACK, as_drill


def test_a_copy_knows_no_real_server_and_nobody_to_tell():
    real = {
        "campaign": {"id": "样江", "title": "样江市测评", "drill": False},
        "mail": {"smtp_host": "smtp.example.org"},
        "authorisation": {"number": "1号"}, "accounts": [{"address": "li@shenqing.example"}],
        "sending": {"hours": []}, "mailboxes": [{"host": "imap.example.org"}],
        "watch": {"to": "office@gongzuo.example"}, "rounds": [{"id": "A"}],
    }  # fmt: skip
    made = as_drill(real)
    assert made.keys() == {"campaign", "mail", "rounds"} and made["mail"] == LOOPBACK
    assert made["campaign"]["drill"] is True and "演练" in made["campaign"]["title"]


def test_what_is_simulated_never_comes_among_the_facts_and_evidence_of_the_campaign():
    places = {
        "store": "postgresql://db/x",
        "evidence": "s3://bucket/x",
        "engine": "tls://host:8786",
    }
    made = as_drill({"campaign": {"id": "样江", "title": "样江市测评", "drill": False, **places}})
    assert not places.keys() & made["campaign"].keys()
