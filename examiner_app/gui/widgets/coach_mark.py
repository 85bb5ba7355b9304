"""A bubble with an arrow that explains a part of the window and blocks nothing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from examiner_app.gui.bubble_place import ARROW, Place, Side, place_bubble
from examiner_app.gui.theme import Theme
from examiner_app.gui.view_keys import ViewKeys
from examiner_app.gui.widgets.basics import GAP, MARGIN, button, label
from examiner_app.translation import tr

WIDTH: Final = 316
RADIUS: Final = 10
_RING: Final = 4
"""Distance of the ring from what it surrounds, pixels."""

_BASE: Final = 9
"""Half the width of the arrow where it leaves the bubble, pixels."""

_KEYS: Final = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Ring(QWidget):
    """A frame in the accent colour around what is explained; clicks go through it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ground = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.update)

    def surround(self, target: QRect) -> None:
        """Go around a part of the window."""
        wide = target.adjusted(-_RING, -_RING, _RING, _RING)
        self.setGeometry(wide.intersected(self._ground.rect()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)


class CoachMark(QWidget):
    """Title, text and buttons in a bubble.

    Attributes:
        title: What is explained.
        text: The explanation.
        count: Which of how many.
        skip_button: Leaves.
        back_button: Goes back.
        next_button: Goes on.
        extra_button: What the explanation asks for, if anything; it is the way on then.

    Signals:
        skipped(): The user has had enough.
        back_wanted(): The user wants the one before.
        next_wanted(): The user goes on.
        extra_wanted(): The user does what is asked for.
    """

    skipped = Signal()
    back_wanted = Signal()
    next_wanted = Signal()
    extra_wanted = Signal()

    KEYS: Final = ViewKeys(tr("Tour"), {"Enter": tr("Go on"), "Esc": tr("Leave the tour")})

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ground = parent
        self._place: Place | None = None
        self.title = label("", "heading", wrap=True)
        self.text = label("", "", wrap=True)
        self.count = label("", "caption")
        self.skip_button = button(tr("Skip"), "quiet", tr("Leave the tour (Esc)"))
        self.back_button = button(tr("Back"), "", tr("The step before"))
        self.next_button = button(tr("Next"), "", tr("The next step (Enter)"))
        self.extra_button = button("", "primary")
        self.skip_button.clicked.connect(self.skipped)
        self.back_button.clicked.connect(self.back_wanted)
        self.next_button.clicked.connect(self.next_wanted)
        self.extra_button.clicked.connect(self.extra_wanted)
        self._build()
        theme.changed.connect(self.update)
        self.hide()

    def say(self, title: str, text: str, count: str) -> None:
        """Explain something else."""
        self.title.setText(title)
        self.text.setText(text)
        self.count.setText(count)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        # Who listens hears the explanation with the button that has the focus.
        for one in (self.next_button, self.extra_button):
            one.setAccessibleDescription(f"{count}. {title}. {text}")

    def offer(self, *, extra: str, back: bool, last: bool) -> None:
        """Show the buttons that make sense, the way on as the primary one."""
        self.extra_button.setText(extra)
        self.extra_button.setVisible(bool(extra))
        self.back_button.setVisible(back)
        self.skip_button.setVisible(not last)
        self.next_button.setText(tr("Done") if last else tr("Next"))
        role = "" if extra else "primary"
        if self.next_button.property("role") != role:
            self.next_button.setProperty("role", role)
            self.next_button.style().unpolish(self.next_button)
            self.next_button.style().polish(self.next_button)

    def take_focus(self) -> None:
        """Put the keys on the way on."""
        way_on = self.extra_button if self.extra_button.isVisibleTo(self) else self.next_button
        way_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def point_at(self, target: QRect, *, beside: bool = False) -> None:
        """Stand at a part of the parent, or ``beside`` it, and point at it."""
        layout = self.layout()
        height = layout.totalHeightForWidth(WIDTH + 2 * ARROW) if layout else 0
        size = self.rect().size()
        size.setWidth(WIDTH)
        size.setHeight(height - 2 * ARROW)
        self._place = place_bubble(target, size, self._ground.rect(), beside=beside)
        self.setGeometry(self._place.rect.adjusted(-ARROW, -ARROW, ARROW, ARROW))
        self.raise_()
        self.update()

    def event(self, event: QEvent) -> bool:
        """Have Escape and Enter, which are shortcuts of the window, while the focus is here."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() in _KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Escape, go on at Enter, wherever the focus is in the bubble."""
        if event.key() == Qt.Key.Key_Escape:
            self.skipped.emit()
        elif event.key() in _KEYS:
            self._press()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bubble and its arrow."""
        if self._place is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(ARROW + 0.5, ARROW + 0.5, -ARROW - 0.5, -ARROW - 0.5)
        path = QPainterPath()
        path.addRoundedRect(body, RADIUS, RADIUS)
        tip = QPointF(self._place.tip - self.pos()) + QPointF(0.5, 0.5)
        arrow = QPainterPath()
        arrow.addPolygon(_arrow(body, tip, self._place.side))
        shape = path.united(arrow)
        painter.fillPath(shape, self._theme.colour("surface"))
        painter.setPen(QPen(self._theme.colour("accent"), 1.5))
        painter.drawPath(shape)

    def _build(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self.skip_button)
        foot.addStretch(1)
        for one in (self.back_button, self.next_button, self.extra_button):
            foot.addWidget(one)
        column = QVBoxLayout(self)
        edge = ARROW + MARGIN
        column.setContentsMargins(edge, edge - 4, edge, edge - 4)
        column.setSpacing(GAP - 2)
        for line in (self.count, self.title, self.text):
            column.addWidget(line)
        column.addSpacing(GAP)
        column.addLayout(foot)

    def _press(self) -> None:
        others = (self.skip_button, self.back_button)
        focused = next((one for one in others if one.hasFocus()), None)
        if focused is not None:
            focused.click()
        elif self.extra_button.isVisibleTo(self) and not self.next_button.hasFocus():
            self.extra_button.click()
        else:
            self.next_button.click()


def _arrow(body: QRectF, tip: QPointF, side: Side) -> QPolygonF:
    """Return the arrow from the edge of the bubble to its tip."""
    if side in (Side.BELOW, Side.ABOVE):
        edge = body.top() + 1 if side is Side.BELOW else body.bottom() - 1
        ends = (QPointF(tip.x() - _BASE, edge), QPointF(tip.x() + _BASE, edge))
    else:
        edge = body.left() + 1 if side is Side.RIGHT else body.right() - 1
        ends = (QPointF(edge, tip.y() - _BASE), QPointF(edge, tip.y() + _BASE))
    return QPolygonF([ends[0], tip, ends[1]])
