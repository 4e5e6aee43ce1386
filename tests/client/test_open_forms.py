"""Open forms are bounded by number, by person and by age; the oldest give way."""

from __future__ import annotations

from bot.client.surfaces import NOBODY, OpenForms, presser
from bot.limits.table import FORM_AGE, FORMS, FORMS_OF_ONE


class Form:
    """A form that knows whether it was closed."""

    closed = False

    def stop(self) -> None:
        self.closed = True


class Hall:
    """Forms that people open at a time of our own."""

    def __init__(self) -> None:
        self.now = 0.0
        self.forms = OpenForms(lambda: self.now)

    def open(self, person: int) -> Form:
        presser.set(person)
        form = Form()
        self.forms.opened(form)
        return form


def test_whoever_opens_many_forms_closes_only_their_own() -> None:
    hall = Hall()
    others = hall.open(1)
    many = [hall.open(2) for _ in range(FORMS_OF_ONE.most + 3)]
    assert [form.closed for form in many] == [True] * 3 + [False] * FORMS_OF_ONE.most
    assert not others.closed


def test_of_too_many_forms_the_oldest_is_closed() -> None:
    hall = Hall()
    forms = [hall.open(person) for person in range(1, FORMS.most + 2)]
    assert len(hall.forms) == FORMS.most
    assert forms[0].closed and not forms[1].closed


def test_what_is_left_open_for_hours_is_closed_when_another_form_is_opened() -> None:
    hall = Hall()
    old = hall.open(1)
    hall.now += FORM_AGE.total_seconds()
    hall.open(2)
    assert not old.closed
    hall.now += 1
    hall.open(3)
    assert old.closed and len(hall.forms) == 2


def test_a_form_that_was_sent_takes_no_place() -> None:
    hall = Hall()
    sent = hall.open(1)
    hall.forms.sent(sent)
    assert len(hall.forms) == 0 and not sent.closed
    presser.set(NOBODY)
