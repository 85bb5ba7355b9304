"""Brings pinned marks from the case, and writes them there behind the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from examiner_app.gui.case_calls import OnDesk, keep_pins, read_pins
from examiner_app.gui.jobs import Lane
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.register.catalogue import Mark
    from examiner_app.gui.desk import Desk

Key = tuple[str, str]
"""Candidate and register."""


class Pinning(QObject):
    """Keeps the pins and the store the same; what was not written is written when the window goes.

    The pins of a candidate in a register are read once, when they are looked at first. Before that
    nothing is written, for it would take the place of what was pinned before.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._reading: set[Key] = set()
        self._known: set[Key] = set()
        self._waiting: dict[Key, OnDesk] = {}
        desk.pins.switched.connect(self._bring)
        desk.pins.pinned.connect(self._keep)

    def forget(self, candidate: str) -> None:
        """The store knows better what is pinned for a candidate: its case was opened again."""
        self._known = {key for key in self._known if key[0] != candidate}
        self._desk.pins.forget(candidate)

    def close(self) -> None:
        """Write what is left, now that no worker does.

        Raises:
            CaseError: It cannot be written.
            LogoError: An image of the case cannot be read any more.
        """
        for key, case in self._waiting.items():
            marks = [mark.id for mark in self._desk.pins.of(key)]
            add_pins = key not in self._known
            keep_pins(self._desk.case_store, case, key[1], marks, adds=add_pins)
        self._waiting.clear()

    def _bring(self) -> None:
        key, register = self._desk.pins.key, self._desk.session.register
        if key in self._known | self._reading or not all(key):
            return
        if register is None or register.manifest.id != key[1]:
            return
        self._reading.add(key)
        self._desk.jobs.start(
            tr("reading the pinned marks"),
            Lane.CASES,
            partial(read_pins, self._desk.case_store, self._desk.log.on_desk, register),
            on_done=partial(self._take, key),
            on_error=partial(self._fail_reading, key),
        )

    def _take(self, key: Key, marks: list[Mark]) -> None:
        self._reading.discard(key)
        self._known.add(key)
        self._desk.pins.take(key, marks)
        if key in self._waiting:
            self._write(key)

    def _keep(self) -> None:
        key = self._desk.pins.key
        if not all(key):
            return
        self._waiting[key] = self._desk.log.on_desk
        if key in self._known:
            self._write(key)
        else:
            self._bring()

    def _write(self, key: Key) -> None:
        case, marks = self._waiting[key], [mark.id for mark in self._desk.pins.of(key)]
        self._desk.jobs.start(
            tr("keeping the pinned marks"),
            Lane.CASES,
            partial(keep_pins, self._desk.case_store, case, key[1], marks),
            replaces=f"pins {key}",
            on_done=lambda _: self._confirm(key, case),
        )

    def _confirm(self, key: Key, case: OnDesk) -> None:
        if self._waiting.get(key) is case:
            del self._waiting[key]

    def _fail_reading(self, key: Key, error: Exception) -> None:
        self._reading.discard(key)
        self._desk.messages.report(tr("reading the pinned marks"), error)
