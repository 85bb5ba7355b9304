"""Brings pinned marks from the case, and writes them there behind the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from examiner_app.gui.case_calls import OnDesk, keep_pins, read_pins
from examiner_app.gui.jobs import Lane
from examiner_app.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from examiner_app.engine.register.catalogue import Mark
    from examiner_app.gui.desk import Desk

Key = tuple[str, str]
"""Case on the desk, and register."""


class Pinning(QObject):
    """Keeps the pins and the store the same; what was not written is written when the window goes.

    Only differences are written: what another window pins in the same case stays.

    Attributes:
        unsaved: Whether something could not be written.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._asked: set[Key] = set()
        # What the store is known to have, and what it may have been given since.
        self._known: dict[Key, set[str]] = {}
        self._sent: dict[Key, set[str]] = {}
        self._waiting: dict[Key, OnDesk] = {}
        self._writing: set[Key] = set()
        self.unsaved = False
        desk.pins.switched.connect(self._bring)
        desk.pins.pinned.connect(self._keep)

    def save(self) -> None:
        """Write what is not written yet."""
        for key in list(self._waiting):
            self._write(key)

    def close(self) -> list[Callable[[], None]]:
        """Return what writes what is left, now that no worker does; each may raise an error."""
        left = [self._work(key, *self._difference(key)) for key in self._waiting]
        self._waiting.clear()
        return left

    def _bring(self) -> None:
        self.save()
        key, register = self._desk.pins.key, self._desk.session.register
        if key in self._asked or not all(key) or register is None:
            return
        if register.manifest.id != key[1]:
            return
        self._asked.add(key)
        self._desk.jobs.start(
            tr("reading the pinned marks"),
            Lane.CASES,
            partial(read_pins, self._desk.case_store, self._desk.log.on_desk, register),
            on_done=partial(self._take, key),
            on_error=partial(self._fail_reading, key),
        )

    def _take(self, key: Key, marks: list[Mark]) -> None:
        self._known.setdefault(key, set()).update(mark.id for mark in marks)
        self._desk.pins.take(key, marks)

    def _keep(self) -> None:
        key, case = self._desk.pins.key, self._desk.log.on_desk
        # For a moment another case may be on the desk already than the one that is seen.
        if all(key) and key[0] == case.key:
            self._waiting[key] = case
            self._write(key)

    def _write(self, key: Key) -> None:
        if key in self._writing:
            # What is other by then is written after it.
            return
        pinned, released = self._difference(key)
        self._sent.setdefault(key, set()).update(pinned)
        self._writing.add(key)
        self._desk.jobs.start(
            tr("keeping the pinned marks"),
            Lane.CASES,
            self._work(key, pinned, released),
            on_done=lambda _: self._confirm(key, pinned, released),
            on_error=partial(self._fail, key),
        )

    def _difference(self, key: Key) -> tuple[list[str], list[str]]:
        """Return which marks are to be pinned in the store, and which released."""
        board = [mark.id for mark in self._desk.pins.of(key)]
        known, sent = self._known.get(key, set()), self._sent.get(key, set())
        return [mark for mark in board if mark not in known], sorted((known | sent) - set(board))

    def _work(self, key: Key, pinned: list[str], released: list[str]) -> Callable[[], None]:
        store, case = self._desk.case_store, self._waiting[key]
        return partial(keep_pins, store, case, key[1], pinned, released)

    def _confirm(self, key: Key, pinned: list[str], released: list[str]) -> None:
        self._writing.discard(key)
        self._known[key] = self._known.get(key, set()).union(pinned).difference(released)
        self._sent.pop(key, None)
        self.unsaved = False
        if any(self._difference(key)):
            self._write(key)
        else:
            self._waiting.pop(key, None)

    def _fail(self, key: Key, error: Exception) -> None:
        self._writing.discard(key)
        self.unsaved = True
        self._desk.messages.report(tr("keeping the pinned marks"), error)

    def _fail_reading(self, key: Key, error: Exception) -> None:
        self._asked.discard(key)
        self._desk.messages.report(tr("reading the pinned marks"), error)
