"""The tour through the real window: what each step points at, and what happens on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from examiner_app.gui.state.tour import LAYERS, SAMPLE, STEPS, TourState
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.coach_mark import CoachMark, Ring
from examiner_app.gui.widgets.matches_panel import MATCHES
from examiner_app.settings import TOUR
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.gui.widgets.main_window import MainWindow

SEEN: Final = "seen"

_COUNT: Final = tr("Step {number} of {total}")

_MOVES: Final = {
    QEvent.Type.Resize,
    QEvent.Type.Move,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.LayoutRequest,
}
"""What may put a target elsewhere."""


class Tour(QObject):
    """Leads through the window; everything else can be used meanwhile.

    Attributes:
        state: Where it stands.
        mark: The bubble.
        ring: The frame around what the bubble explains.
    """

    def __init__(self, window: MainWindow, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self.state = TourState(self)
        self.ring = Ring(theme, window)
        self.ring.hide()
        self.mark = CoachMark(theme, window)
        self._targets = targets(window)
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self._follow)
        self.mark.skipped.connect(self.state.end)
        self.mark.back_wanted.connect(self.state.back)
        self.mark.next_wanted.connect(self.state.forward)
        self.mark.extra_wanted.connect(window.dialogs.try_sample)
        self.state.changed.connect(self._show)
        window.desk.candidate.logo_changed.connect(self._take_logo)
        theme.changed.connect(self._later.start)
        for widget in self._watched():
            widget.installEventFilter(self)

    def start(self) -> None:
        """Begin, or begin again; the tour does not come by itself any more."""
        self._window.preferences.set(TOUR, SEEN)
        self.state.start()

    def target(self) -> QWidget | None:
        """Return what the step that is shown points at: the first of its places in sight."""
        step = self.state.step
        if step is None:
            return None
        places = self._targets[step.key]
        return next((one for one in places if one.isVisible()), places[-1])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the target, and leave on an Escape that nobody else had a use for."""
        if self.state.step is None:
            return False
        if event.type() in _MOVES:
            self._later.start()
        escaped = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escaped and watched is self._window and event.type() == QEvent.Type.KeyPress:
            self.state.end()
            return True
        return False

    def _watched(self) -> set[QWidget]:
        places = {widget for step in self._targets.values() for widget in step}
        return {self._window, self._window.columns, *places}

    def _take_logo(self) -> None:
        step = self.state.step
        if step is not None and step.key == SAMPLE and self._window.desk.candidate.logo:
            self.state.forward()

    def _show(self) -> None:
        step, index = self.state.step, self.state.index
        if step is None or index is None:
            self._leave()
            return
        if step.key in ("matches", "sort", "filter"):
            self._window.matches.tabs.setCurrentIndex(MATCHES)
        if step.key == LAYERS and not self._window.desk.layers.has_overlay:
            self._window.desk.layers.show("cam")
        count = _COUNT.format(number=index + 1, total=len(STEPS))
        self.mark.say(step.title, step.text, count)
        asks = step.key == SAMPLE and self._window.desk.candidate.logo is None
        extra = tr("Try a sample logo") if asks else ""
        self.mark.offer(extra=extra, back=index > 0, last=self.state.last)
        self.ring.show()
        self.mark.show()
        self._follow()
        self.mark.take_focus()

    def _leave(self) -> None:
        focused = self.mark.isAncestorOf(self._window.focusWidget() or self._window)
        self.mark.hide()
        self.ring.hide()
        if focused:
            # The arrows walk over the matches, where there are any.
            view = self._window.matches.matches_view
            place = view if view.isVisible() else self._window.centralWidget()
            if place is not None:
                place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self) -> None:
        target = self.target()
        if target is None:
            return
        rect = QRect(target.mapTo(self._window, target.rect().topLeft()), target.size())
        self.ring.surround(rect)
        self.ring.raise_()
        # What lies below the layers is their legend, which the step speaks of.
        step = self.state.step
        self.mark.point_at(rect, beside=step is not None and step.key == LAYERS)


def targets(window: MainWindow) -> dict[str, tuple[QWidget, ...]]:
    """Return what each step may point at, what it is about first and its panel last."""
    candidate, matches = window.candidate, window.matches
    drop_area = candidate.sample_button.parentWidget() or candidate
    return {
        SAMPLE: (drop_area, candidate.view, candidate),
        LAYERS: (candidate.layers, candidate),
        "matches": (matches.pages, matches),
        "sort": (matches.sort, matches),
        "filter": (matches.filter_button, matches),
        "compare": (window.compare,),
        "report": (window.header.export_button, window.header),
    }
