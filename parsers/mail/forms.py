"""Several forms of one text (plain, HTML): which one is the mail's, and what another adds.

In: the texts of each form. Out: the texts that are the mail's, and those that stand beside it as a
part of their own. Programs leave the plain form empty, write into it that there is another one, or cut
it; some write the letter into the plain form and a notice into the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.mail import voices
from parsers.mail.mail_body import Body
from parsers.repeated import Said

_MORE = 1.2  # an HTML form adds blanks and signs; only clearly more text is a better form
_SUBSTANCE = (
    12  # characters that another form must have of its own: two blanks or a bullet are none
)
_OTHERWISE = 0.3  # of a form that says the same in another way, at most so much stands nowhere else

Form = tuple[Body, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    text: Form
    beside: Form = ()  # said in another form, and not the letter


def choose(forms: Sequence[Form]) -> Chosen:
    """The form that holds the answer, else the one that says most; with what others have of their own."""
    told = [form for form in forms if any(body.rows for body in form)]
    if not told:
        return Chosen(tuple(body for form in forms[:1] for body in form))
    best = _best(told)
    text = [*told[best]]
    beside: list[Body] = []
    for at, form in enumerate(told):
        more = () if at == best else _more(form, told[best])
        if more and _voice(told[best]).is_answer and not _voice(form).is_answer:
            beside += more  # a notice, for whoever wants to see it
        else:
            text += more
    return Chosen(tuple(text), tuple(beside))


def _best(forms: Sequence[Form]) -> int:
    answers = [at for at, form in enumerate(forms) if _voice(form).is_answer]
    best, length = -1, -1.0
    for at in answers or range(len(forms)):
        if _length(forms[at]) > length * _MORE:
            best, length = at, _length(forms[at])
    return best


def _more(form: Form, best: Form) -> Form:
    """What a form has of its own in substance."""
    said = Said("".join(row.text for body in best for row in body.rows))
    kept = tuple(
        replace(body, rows=tuple(row for row in body.rows if not said.holds(row.text)))
        for body in form
    )
    length = _length(kept)
    if length < _SUBSTANCE or length < _OTHERWISE * _length(form):
        return ()
    return kept


def _length(form: Form) -> int:
    return sum(body.length for body in form)


def _voice(form: Form) -> voices.Voices:
    return voices.of(row.text for body in form for row in body.rows)
