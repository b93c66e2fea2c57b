"""kill -9 at random moments over all verbs that write (acts.py), again and again.

    python tests/soak/soak.py [KILLS] [SEED] [sqlite|postgresql]

After each kill: `verify` agrees; what was acknowledged is there, and its files are whole; the same
thing done again ends as if it had been done once. Prints a line an act; exit status 1 where something
was wrong, with the home in which it happened.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "scenarios"))
sys.path.append(str(Path(__file__).parents[1]))
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

from acts import ACTS, Act
from homes import Homes, Wanted, command, database, environment, wanted
from killing import _kill
from office import Post
from stages import build, post
from zygote import Zygote

BEGINS = 0.1  # of a run


@dataclass
class Ran:
    status: int | None  # none: it was killed
    told: str
    complained: str = ""


@dataclass
class Counts:
    kills: int = 0
    untouched: int = 0
    acknowledged: int = 0  # killed after it had told of its work
    left: int = 0  # drafts left behind
    wrong: list[str] = field(default_factory=list)


@dataclass
class Soak:
    """`sites`: where, in the program, something was written into the store."""

    homes: Homes
    office: Post
    zygote: Zygote
    told: Path
    kept: dict[str, Wanted] = field(default_factory=dict)
    counts: dict[str, Counts] = field(default_factory=dict)

    def run(self, act: Act, home: Path, after: float | None = None) -> Ran:
        process = self.zygote.start(command(act, home), home, self.told)
        try:
            process.wait(after)
        except Exception as late:
            if type(late).__name__ != "TimeoutExpired":
                raise
        status = process.poll()
        _kill(process)
        said = Path(f"{self.told}.err").read_text(encoding="utf-8", errors="replace")
        return Ran(status, self.told.read_text(encoding="utf-8", errors="replace"), said)

    def wanted(self, act: Act) -> Wanted:
        """Done twice in two homes, and in one of them once more: that changes nothing."""
        if act.name in self.kept:
            return self.kept[act.name]
        states, seconds, homes = [], [], []
        second = time.time() + 1.1  # what is made at the time of day shows itself as such
        for number in range(2):
            home = self.homes.fresh(act.stage)
            time.sleep(max(0, second - time.time()) if number else 0)
            self.office.mails.clear()
            begun = time.monotonic()
            ran = self.run(act, home)
            seconds.append(time.monotonic() - begun)
            assert ran.status == 0 and (ran.told.strip() or act.how == "cli"), (act.name, ran, home)
            states.append(self.homes.state(home))
            homes.append(home)
        found = wanted(*states, min(seconds))
        before = self.homes.state(self.homes.fresh(act.stage))
        assert found.told(before), f"{act.name} does nothing in stage {act.stage}"
        self.run(act, homes[0])
        more = again(act, found.told(self.homes.state(homes[0])))
        assert not more, f"{act.name}, done twice: {more[:4]}"
        assert not (wrong := self.homes.wrong(homes[0])), (act.name, wrong)
        for home in homes:
            self.homes.done(home)
        self.kept[act.name] = found
        return found

    def kill(self, act: Act, share: float) -> None:
        """Once, at this share of its run."""
        found = self.wanted(act)
        counts = self.counts.setdefault(act.name, Counts())
        home = self.homes.fresh(act.stage)
        before = self.homes.state(home)
        self.office.mails.clear()
        ran = self.run(act, home, share * found.seconds)
        state = self.homes.state(home)
        counts.kills += ran.status is None
        counts.untouched += not wanted(before, before, 0).told(state) and not state.left
        counts.left += bool(state.left)
        wrong = [*self.homes.wrong(home)]
        if acknowledged(act, ran):
            counts.acknowledged += ran.status is None
            wrong += [f"acknowledged, and {each}" for each in found.lacks(state)]
        if act.name == "send":
            wrong += self._sent(home)
        more = self.run(act, home)
        wrong += [f"after: {each}" for each in self.homes.wrong(home)]
        if act.name == "send":
            wrong += self._sent(home)
        else:
            wrong += [
                f"done again: {each}" for each in again(act, found.told(self.homes.state(home)))
            ]
        if more.status not in (0, 2):
            wrong.append(f"done again: status {more.status}")
        if wrong:
            counts.wrong += [f"{act.name} at {share:.3f} of {found.seconds:.2f} s: {each} ({home})"
                             for each in wrong[:6]]  # fmt: skip
            sys.stderr.write(f"{counts.wrong[-1][:600]}\n")
        else:
            self.homes.done(home)

    def _sent(self, home: Path) -> list[str]:
        """Each mail at most once, and what is called sent was taken; of one killed in mid-air nobody
        knows, and it is not sent again."""
        rows = self.homes.state(home).rows
        taken = Counter(str(each["Message-ID"]) for each in self.office.mails)
        wrong = [f"{number} came {many} times" for number, many in taken.items() if many > 1]
        for row in rows.get("outbox", []):
            came, state = taken[str(row["message_id"])], row["state"]
            if row["application_id"][-1] != "B":  # type: ignore[index]
                continue
            if (state == "sent" and not came) or (state in ("queued", "refused") and came):
                wrong.append(f"{row['application_id']} is {state} and came {came} times")
        return wrong


def again(act: Act, told: list[str]) -> list[str]:
    """What a second run may not leave behind."""
    return [each for each in told if not (act.anew and each.startswith("too much in history"))]


def acknowledged(act: Act, ran: Ran) -> bool:
    """What a person has in hand: the exit status, or the last word of the command."""
    return ran.status == 0 or (ran.status is None and _LAST in ran.told)


_LAST = "下一步"  # begins the last line, after everything is done


@contextmanager
def soaking(name: str = "sqlite", stages: Sequence[Path] = ()) -> Iterator[Soak]:
    """Stages, a mail server, a zygote: in a folder that is gone afterwards where all was right."""
    place = Path(tempfile.mkdtemp(prefix="mingcha-soak-"))
    with post() as office, database(name) as facts:
        made = build(place / "stages", office.port)
        os.environ.update(environment(office.port))
        zygote = Zygote("soaked")
        soak = Soak(Homes(made, facts, place), office, zygote, place / "told.txt")
        try:
            yield soak
        finally:
            zygote.close()
            if not any(each.wrong for each in soak.counts.values()):
                shutil.rmtree(place, ignore_errors=True)


def drawn(acts: Sequence[Act], times: int, seed: int) -> Iterator[tuple[Act, float]]:
    """Every act once, the rest by weight."""
    chance = random.Random(seed)
    order = [*acts, *chance.choices(acts, [each.weight for each in acts], k=max(times, 0))]
    for act in order[:times]:
        yield act, chance.uniform(BEGINS, 1)


def told(soak: Soak) -> str:
    lines = []
    for name, counts in sorted(soak.counts.items()):
        lines.append(
            f"{name:28} {counts.kills:4} killed, {counts.untouched:3} before it began, "
            f"{counts.acknowledged:3} after its word, {counts.left:3} with drafts left, "
            f"{len(counts.wrong):3} wrong"
        )
    whole = list(soak.counts.values())
    lines.append(f"{sum(e.kills for e in whole)} kills, {sum(len(e.wrong) for e in whole)} wrong")
    return "\n".join(lines)


def main() -> int:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    name = sys.argv[3] if len(sys.argv) > 3 else "sqlite"
    with soaking(name) as soak:
        for number, (act, share) in enumerate(drawn(ACTS, 3 * times, seed)):
            if sum(each.kills for each in soak.counts.values()) >= times:
                break
            try:
                soak.kill(act, share)
            except Exception as wrong:  # noqa: BLE001  whatever it is, it is told
                sys.stderr.write(f"{act.name}: {type(wrong).__name__} {wrong!s:.500}\n")
                soak.counts.setdefault(act.name, Counts()).wrong.append(str(wrong))
            if number % 50 == 49:
                sys.stderr.write(f"{number + 1}\n")
        sys.stdout.write(told(soak) + "\n")
        wrong = [each for counts in soak.counts.values() for each in counts.wrong]
    for each in wrong:
        sys.stdout.write(f"{each[:600]}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
