"""Sees to it that all of a case is kept: when another comes, and when the window goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.gui.desk import Desk


class CaseKeeping(QObject):
    """Asks log, pins, desk, marks and notes to be kept."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._closed = False

    @property
    def unsaved(self) -> bool:
        """Whether something of a case could not be written to disk."""
        desk = self._desk
        return desk.judgements.unsaved or desk.pinning.unsaved or desk.log.unsaved

    def leave(self) -> None:
        """Keep what was done until now, before another case comes or this one is passed on."""
        self._desk.log.flush()
        self._desk.case_desk.keep()

    def save(self) -> None:
        """Try again to write what could not be written."""
        self._desk.judging.save()
        self._desk.pinning.save()
        self.leave()

    def close(self) -> None:
        """Keep what is left, now that no worker does: one thing whatever becomes of the others."""
        desk = self._desk
        desk.judging.close()
        if self._closed:
            return
        self._closed = True
        for keep in [*desk.log.close(), *desk.pinning.close(), *desk.case_desk.close()]:
            try:
                keep()
            except Exception as error:  # noqa: BLE001 - the user must hear of it, and go on
                desk.messages.report(tr("keeping the case"), error)
        if desk.case_store.cache_info().currsize:
            desk.case_store().close()
