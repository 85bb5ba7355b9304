"""The layers over the candidate as a list: which are seen, how strongly, in which order."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from examiner_app.gui.state.layers import FILED, LAYER_TITLES, LayersState
from examiner_app.gui.theme import Theme
from examiner_app.gui.view_keys import ViewKeys
from examiner_app.gui.widgets.basics import GAP, Icon, label
from examiner_app.gui.widgets.layer_row import HEIGHT, LayerRow
from examiner_app.translation import tr

_STEP: Final = 0.05
"""What Left and Right change the opacity by."""

_LINE: Final = 2


class LayerList(QWidget):
    """One row per layer, the topmost first, and the mark as filed as the ground below.

    Attributes:
        rows: By the layer.
        drop_line: Where a dragged row would go.
    """

    KEYS: Final = ViewKeys(
        tr("List of layers"),
        {
            "Up, Down": tr("Go to another layer"),
            "Space": tr("Show or hide the layer"),
            "Enter": tr("Show the layer alone"),
            "Left, Right": tr("Less or more opacity"),
            "Alt+Up, Alt+Down": tr("Move the layer up or down; dragging does the same"),
        },
    )

    def __init__(self, layers: LayersState, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layers = layers
        self._held: str | None = None
        self._from = QPoint()
        self._gap: int | None = None
        self.setObjectName("layer-list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("List of layers"))
        self.rows = {
            key: LayerRow(key, number, layers, theme, self)
            for number, key in enumerate(LAYER_TITLES, 1)
            if key != FILED
        }
        self.drop_line = QFrame(self)
        self.drop_line.setObjectName("drop-line")
        self.drop_line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.drop_line.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(3, 3, 3, 3)
        self._column.setSpacing(0)
        for row in self.rows.values():
            self._column.addWidget(row)
            row.focused.connect(self._keep_stop)
        self._column.addWidget(_ground(theme))
        self._arrange()
        self._keep_stop(layers.order[0])
        layers.order_changed.connect(self._arrange)
        layers.shown_changed.connect(self._show)
        layers.key_changed.connect(self._show)
        layers.opacity_changed.connect(lambda key: self.rows[key].show_opacity())

    @property
    def dragged(self) -> str | None:
        """The layer that is being dragged."""
        return None if self._gap is None else self._held

    def event(self, event: QEvent) -> bool:
        """Have Esc end a drag, before it is anybody's shortcut."""
        override = event.type() == QEvent.Type.ShortcutOverride and self.dragged is not None
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the keys of a row do."""
        key = self._focused()
        if event.key() == Qt.Key.Key_Escape and self.dragged is not None:
            self._drop(None)
        elif key is None or not self._press(key, event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a row; another button lets go of it."""
        self._drop(None)
        self._from = event.position().toPoint()
        left = event.button() == Qt.MouseButton.LeftButton
        self._held = self._at(self._from) if left else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the row would go."""
        at = event.position().toPoint()
        if self._held is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        far = (at - self._from).manhattanLength() >= QApplication.startDragDistance()
        if self._gap is None and not far:
            return
        middles = [self.rows[key].geometry().center().y() for key in self._layers.order]
        self._gap = sum(at.y() > middle for middle in middles)
        self.rows[self._held].setCursor(Qt.CursorShape.ClosedHandCursor)
        top = self._column.contentsMargins().top() + self._gap * HEIGHT
        self.drop_line.setGeometry(3, top - _LINE // 2, self.width() - 6, _LINE)
        self.drop_line.raise_()
        self.drop_line.show()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put the row where the line is; a click shows the layer and speaks of it."""
        if event.button() == Qt.MouseButton.LeftButton and self._held is not None:
            if self._gap is None and self._at(event.position().toPoint()) == self._held:
                self._layers.activate(self._held)
            self._drop(self._gap)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of what is held."""
        self._drop(None)
        super().hideEvent(event)

    def _press(self, key: str, event: QKeyEvent) -> bool:
        """Handle a key in the row of a layer; return whether it means anything there."""
        code, layers = event.key(), self._layers
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(code))
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and steps:
            layers.shift(key, steps)
        elif event.modifiers() not in (_NONE, Qt.KeyboardModifier.KeypadModifier):
            return False
        elif steps:
            place = layers.order.index(key) + steps
            if 0 <= place < len(layers.order):
                self.rows[layers.order[place]].setFocus(Qt.FocusReason.OtherFocusReason)
        elif code == Qt.Key.Key_Space:
            layers.toggle(key)
        elif code in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            layers.show(key)
        elif code in (Qt.Key.Key_Left, Qt.Key.Key_Right) and key in layers.shown:
            change = _STEP if code == Qt.Key.Key_Right else -_STEP
            layers.set_opacity(layers.opacity_of(key) + change, key)
        else:
            return False
        return True

    def _focused(self) -> str | None:
        return next(
            (
                key
                for key, row in self.rows.items()
                if row.hasFocus() or row.isAncestorOf(QApplication.focusWidget() or self)
            ),
            None,
        )

    def _at(self, place: QPoint) -> str | None:
        found = (key for key, row in self.rows.items() if row.geometry().contains(place))
        return next(found, None)

    def _drop(self, gap: int | None) -> None:
        """Let go of the row; between which others, says ``gap``."""
        held, self._held, self._gap = self._held, None, None
        self.drop_line.hide()
        if held is None:
            return
        self.rows[held].setCursor(Qt.CursorShape.OpenHandCursor)
        if gap is not None:
            # The row itself leaves a gap above those that it is dragged below.
            self._layers.move(held, gap - (gap > self._layers.order.index(held)))

    def _arrange(self) -> None:
        for place, key in enumerate(self._layers.order):
            self._column.removeWidget(self.rows[key])
            self._column.insertWidget(place, self.rows[key])
        self._show()

    def _show(self) -> None:
        for row in self.rows.values():
            row.show_place()

    def _keep_stop(self, key: str) -> None:
        """Make one row the stop of Tab: the one that had the focus last."""
        for one, row in self.rows.items():
            stops = one == key
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stops else Qt.FocusPolicy.ClickFocus)


_NONE: Final = Qt.KeyboardModifier.NoModifier


def _ground(theme: Theme) -> QWidget:
    """Return the row of the mark as filed, which nothing can be done with."""
    row = QWidget()
    row.setFixedHeight(HEIGHT)
    row.setAccessibleName(tr("As filed, always at the bottom"))
    row.setToolTip(tr("The mark as filed lies below all layers: it is always in sight"))
    inside = QHBoxLayout(row)
    inside.setContentsMargins(21, 0, 7, 0)
    inside.setSpacing(GAP)
    inside.addWidget(Icon(theme, "lock", "soft", 14))
    inside.addWidget(label(LAYER_TITLES[FILED], "soft"))
    inside.addStretch(1)
    inside.addWidget(label(tr("always at the bottom"), "caption"))
    return row
