"""The address that only one application has: what comes to it belongs to that application.

Two forms, as a mail server offers them: a mark behind a plus in the applicant's own address, or an alias
of its own where a domain takes in everything. The mark is the beginning of the Message-ID, which tells
nothing to whoever does not know the campaign.
"""

from __future__ import annotations

LENGTH = 10


def return_addresses(email: str, message_id: str) -> tuple[str, ...]:
    """Lower case; none where the Message-ID is none of ours."""
    token = message_id.strip("<>").partition("@")[0].casefold()[:LENGTH]
    local, at, domain = email.casefold().rpartition("@")
    if len(token) < LENGTH or not at:
        return ()
    return (f"{local}+{token}@{domain}", f"{token}@{domain}")
