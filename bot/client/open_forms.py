"""The forms that are open: bounded by number, by person and by age, since Discord doesn't say which were dismissed.

Whoever still sends one that is kept no longer is given back the words.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Protocol

from bot.clock import real_seconds
from bot.limits.table import FORM_AGE, FORMS, FORMS_OF_ONE

NOBODY = 0
presser: ContextVar[int] = ContextVar("presser", default=NOBODY)
"""Whose press, command or form a task works on."""


class Closable(Protocol):
    """What can be closed, such as a form."""

    def stop(self) -> None:
        """Keep it no longer."""
        ...


class OpenForms:
    """One for a process. `seconds`: the time, as a steady clock has it."""

    def __init__(self, seconds: Callable[[], float] = real_seconds) -> None:
        self._seconds = seconds
        self._forms: dict[Closable, tuple[int, float]] = {}

    def __len__(self) -> int:
        return len(self._forms)

    def opened(self, form: Closable) -> None:
        """Keep a form, for whoever is answered with it, and close what is too much or too old."""
        whose, now = presser.get(), self._seconds()
        self._forms[form] = (whose, now)
        mine = [one for one, (person, _) in self._forms.items() if person == whose != NOBODY]
        for one in mine[: -FORMS_OF_ONE.most]:
            self._close(one)
        while self._forms:
            oldest, (_, since) = next(iter(self._forms.items()))
            if len(self._forms) <= FORMS.most and now - since <= FORM_AGE.total_seconds():
                return
            self._close(oldest)

    def sent(self, form: Closable) -> None:
        """Forget a form that was sent."""
        self._forms.pop(form, None)

    def _close(self, form: Closable) -> None:
        del self._forms[form]
        form.stop()
