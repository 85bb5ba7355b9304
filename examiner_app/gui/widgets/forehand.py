"""Makes windows that will be needed, and styles what is hidden, before they are asked for."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from examiner_app.gui import icons
from examiner_app.gui.desk import Desk
from examiner_app.gui.state.session import Readiness

QUIET_MS: Final = 100
"""So long after the models are there, and as long as anything else is done, nothing is made."""

STEP_MS: Final = 5
MODULES: Final = (
    "examiner_app.gui.widgets.compare_window",
    "examiner_app.gui.widgets.report_window",
)
"""Where these windows come from; the start of the main window does not wait for them."""

AT_ONCE: Final = 20
"""Widgets that are styled in one turn of the event loop."""


class Forehand(QTimer):
    """Uses the moment before a candidate comes: who searches and compares waits for no widgets.

    Pages are those that come into sight with the first matches. Each step has a turn of the event
    loop of its own, so that none is long. Not while libraries are loaded: a turn then takes twice
    as long.
    """

    def __init__(
        self,
        desk: Desk,
        makes: Sequence[Callable[[], QWidget]],
        pages: Sequence[QWidget],
        parent: QWidget,
    ) -> None:
        super().__init__(parent, singleShot=True)
        self._desk = desk
        self._steps = _steps(parent, pages, makes)
        self.timeout.connect(self._go_on)
        desk.session.readiness_changed.connect(self._follow)

    def _follow(self) -> None:
        if self._desk.session.readiness is Readiness.READY:
            self.start(QUIET_MS)

    def _go_on(self) -> None:
        if self._desk.jobs.busy:
            self.start(QUIET_MS)
        elif next(self._steps, None) is not None:
            self.start(STEP_MS)


def _steps(
    window: QWidget, pages: Sequence[QWidget], makes: Sequence[Callable[[], QWidget]]
) -> Iterator[QWidget]:
    icons.read_all()
    yield window
    yield from _style(window)
    for page in pages:
        # Laid out and painted once, where nobody sees it.
        page.grab()
        yield page
    for module in MODULES:
        importlib.import_module(module)
        yield window
    for make in makes:
        made = make()
        yield made
        yield from _style(made)


def _style(window: QWidget) -> Iterator[QWidget]:
    """Style the parts of a window, also those that are not to be seen yet."""
    parts = window.findChildren(QWidget)
    for first in range(0, len(parts), AT_ONCE):
        for part in parts[first : first + AT_ONCE]:
            part.ensurePolished()
        yield window
