"""What a sending writes down: letters kept before anything leaves, who takes which, what came of it.

A mail goes queued -> sending -> sent, refused or, where it surely did not go, queued again. "sending"
stands in the database before the first byte leaves, and so does the mail with its Message-ID: whoever
finds it there later cannot know whether it went, and no program sends it again. Each try leaves a row
of `attempts` with the server's own words. Many mails are written in one transaction.
"""

from __future__ import annotations

from harness.store.sending.attempt import (
    AFTER_SENDING,
    Attempt,
    Outcome,
    attempts_of,
    record,
    take_down,
    taken_since,
)
from harness.store.sending.held import pause, paused, resume
from harness.store.sending.kinds import FURTHER, application_of, is_further
from harness.store.sending.waiting_mail import (
    Composed,
    Mail,
    changed_at,
    claim,
    dated_anew,
    enqueue,
    keep_files,
    put_back,
    put_in_recalled,
    recall,
    states,
    waiting,
)

__all__ = [
    "AFTER_SENDING",
    "FURTHER",
    "Attempt",
    "Composed",
    "Mail",
    "Outcome",
    "application_of",
    "attempts_of",
    "changed_at",
    "claim",
    "dated_anew",
    "enqueue",
    "is_further",
    "keep_files",
    "pause",
    "paused",
    "put_back",
    "put_in_recalled",
    "recall",
    "record",
    "resume",
    "states",
    "take_down",
    "taken_since",
    "waiting",
]
