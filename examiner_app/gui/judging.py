"""Brings judgements and notes from disk, and writes them there behind the window, in order."""

from __future__ import annotations

import functools
from collections.abc import Callable, Generator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from examiner_app.engine.cases.judgements import Assessment
from examiner_app.gui.engine import Engine
from examiner_app.gui.jobs import Lane
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.cases.store import AssessmentStore
    from examiner_app.engine.register.open import Register
    from examiner_app.gui.desk import Desk

Store = Callable[[], "AssessmentStore"]
"""Opens the store at its first use: in a worker, for the window must not wait for it."""

Rows = dict[int, Assessment]
Key = tuple[str, str, str]
"""Candidate, register and mark."""


class Judging(QObject):
    """Keeps the state of the judgements and the store the same.

    What was not confirmed by the store stays here, and is written with the next change, on
    demand, or when the window goes.
    """

    def __init__(self, desk: Desk, engine: Engine) -> None:
        super().__init__(desk)
        self._desk = desk
        self._jobs = desk.jobs
        self._judgements = desk.judgements
        self._store = functools.cache(engine.open_store)
        self._waiting: dict[Key, Assessment] = {}
        self._writing = False
        self._key = ""
        desk.candidate.logo_changed.connect(self._switch)
        desk.images.changed.connect(self._follow_case)
        desk.session.register_changed.connect(self._switch)
        desk.judgements.assessed.connect(self._keep)
        desk.judgements.changed.connect(lambda _: self._step_off())
        desk.judgements.wanted_changed.connect(self._step_off)

    def save(self) -> None:
        """Write what is not written yet."""
        if self._writing or not self._waiting:
            return
        self._writing = True
        self._jobs.start(
            tr("keeping marks and notes"),
            Lane.CASES,
            partial(write_all, self._store, dict(self._waiting)),
            on_item=self._confirm,
            on_done=self._finish,
            on_error=self._fail,
        )

    def close(self) -> bool:
        """Write what is left, now that no worker does, and close the store.

        Returns:
            Whether everything is on disk.
        """
        try:
            if self._waiting:
                self._flush()
        except Exception as error:  # noqa: BLE001 - the user must hear of it, and go on
            self._fail(error)
        if self._store.cache_info().currsize:
            self._store().close()
        return not self._waiting

    def _flush(self) -> None:
        for written in write_all(self._store, dict(self._waiting)):
            self._confirm(written)

    def _switch(self) -> None:
        logo, register = self._desk.candidate.logo, self._desk.session.register
        if logo is None or register is None:
            self._judgements.switch("", "")
            return
        judgements, candidate = self._judgements, logo.sha256
        if self._desk.images.key != self._key:
            # The store may know more by now, as where the case was imported or is in two windows.
            self._key = self._desk.images.key
            judgements.switch("", "")
        if register.manifest.id == judgements.register and candidate in judgements.images:
            judgements.show(candidate)
        else:
            judgements.switch(candidate, register.manifest.id)
            self._read(candidate, register)
        self._follow_case()

    def _follow_case(self) -> None:
        """Bring what is kept for every image of the case, and let go of that for others."""
        judgements, register = self._judgements, self._desk.session.register
        case = frozenset(self._desk.images.digests)
        # Until the first image of a new case is on the desk, the former one is judged.
        if register is None or judgements.candidate not in case:
            return
        for candidate in judgements.images - case:
            judgements.leave(candidate)
        for candidate in case - judgements.images:
            judgements.join(candidate)
            self._read(candidate, register)

    def _read(self, candidate: str, register: Register) -> None:
        key = (candidate, register.manifest.id)
        self._jobs.start(
            tr("reading marks and notes"),
            Lane.CASES,
            partial(read_rows, self._store, candidate, register, self._waiting_of(key)),
            replaces=f"judgements of {candidate}",
            on_item=partial(self._take, *key),
            on_done=partial(self._take, *key),
        )

    def _waiting_of(self, key: tuple[str, str]) -> list[Assessment]:
        return [one for name, one in self._waiting.items() if name[:2] == key]

    def _take(self, candidate: str, register: str, kept: Rows) -> None:
        self._judgements.take(candidate, register, kept)

    def _keep(self, candidate: str, assessment: Assessment) -> None:
        key = (candidate, assessment.register, assessment.mark)
        # To the end, so that changes are written in the order they were made.
        self._waiting.pop(key, None)
        self._waiting[key] = assessment
        self.save()

    def _confirm(self, written: tuple[Key, Assessment]) -> None:
        key, assessment = written
        if self._waiting.get(key) is assessment:
            del self._waiting[key]

    def _finish(self, _: object) -> None:
        self._writing = False
        self._judgements.set_unsaved(unsaved=False)
        self.save()

    def _fail(self, error: Exception) -> None:
        self._writing = False
        self._judgements.set_unsaved(unsaved=True)
        self._desk.messages.report(tr("keeping marks and notes"), error)

    def _step_off(self) -> None:
        """Go on to the next match where the selected one is not listed any more.

        At once and not with the new list, or a key pressed again would meet the former match.
        """
        selected = self._desk.matches.selected
        if selected is None or self._judgements.listed(selected.index):
            return
        marks = self._desk.matches.marks
        here = next((at for at, mark in enumerate(marks) if mark.index == selected.index), None)
        if here is None:
            return
        others = [*marks[here + 1 :], *reversed(marks[:here])]
        left = (mark for mark in others if self._judgements.listed(mark.index))
        self._desk.matches.select(next(left, None))


def read_rows(
    store: Store, candidate: str, register: Register, newer: list[Assessment]
) -> Generator[Rows, None, Rows]:
    """Yield what is not on disk yet, then return what is, by the rows marks have in a register.

    Raises:
        CaseError: The store cannot be read.
    """
    from examiner_app.engine.cases.rows import by_row

    yield by_row(register, newer)
    changed = {one.mark for one in newer}
    kept = store().read(candidate, register.manifest.id)
    return by_row(register, [one for one in kept if one.mark not in changed])


def write_all(store: Store, waiting: dict[Key, Assessment]) -> Generator[tuple[Key, Assessment]]:
    """Write assessments one by one, and yield each that is on disk.

    Raises:
        CaseError: The store cannot be written; those that were yielded are on disk all the same.
    """
    for key, assessment in waiting.items():
        store().write(key[0], assessment)
        yield key, assessment
