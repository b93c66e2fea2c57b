"""From whom what an agency sends seems to come: its mailboxes, and the name on its envelopes."""

from __future__ import annotations

from email.headerregistry import Address
from random import Random

from harness.drill import places
from harness.drill.dealing.profile import Profile, Quirk
from harness.drill.letter import mails


def own_mailbox(profile: Profile) -> Address:
    """The mailbox that is in units.xlsx. Who has none there uses one for nothing but strays."""
    address = profile.unit.email or f"xxgk@{places.STRANGERS_SITE}"
    return Address(display_name=profile.unit.name, addr_spec=address)


def answering_mailbox(profile: Profile) -> Address:
    """Where the answer is sent from: some agencies use another mailbox than the one they name."""
    unit = profile.unit
    if Quirk.OTHER_SENDER not in profile.quirks:
        return own_mailbox(profile)
    domain = places.site(unit.email)
    label = domain.partition(".")[0]
    return Random(f"{profile.stream} mailbox").choice(
        (
            Address(mails.office(unit), addr_spec=f"{label}_bgs@youxiang.example"),
            Address("政务公开科", addr_spec=f"zwgk{label}@youxiang.example"),
            Address(unit.name, addr_spec=f"bgs@{domain}"),
        )
    )


def on_envelope(profile: Profile) -> str:
    unit = profile.unit
    if Quirk.SHORT_NAME in profile.quirks and unit.aliases:
        return unit.aliases[0]
    if unit.name.endswith("人民政府"):
        return Random(f"{profile.stream} envelope").choice((unit.name, f"{unit.name}办公室"))
    return unit.name
