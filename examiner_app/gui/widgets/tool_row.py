"""The tools on the candidate as a row of buttons, and what they have in force."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSlider, QToolButton, QWidget

from examiner_app.gui.icons import icon
from examiner_app.gui.state.question import SLIDER_STEPS, QuestionState, Tool
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.basics import GAP, button, label
from examiner_app.gui.widgets.history_actions import HistoryActions
from examiner_app.gui.widgets.marking_actions import MarkingActions
from examiner_app.translation import tr

ICONS: Final = {
    Tool.LOOK: "pointer",
    Tool.REGION: "region",
    Tool.ADD: "brush",
    Tool.TAKE: "eraser",
}


class ToolRow(QWidget):
    """One button per tool; the brush's size while a brush is in hand; undo and redo.

    Attributes:
        slider: The brush's size.
    """

    def __init__(
        self,
        question: QuestionState,
        actions: MarkingActions,
        history: HistoryActions,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._question = question
        self._theme = theme
        self._icons: list[tuple[QAction, str]] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for tool, action in actions.tools.items():
            row.addWidget(self._button(action, ICONS[tool]))
        row.addSpacing(GAP - 2)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, SLIDER_STEPS)
        self.slider.setPageStep(10)
        self.slider.setMinimumWidth(32)
        self.slider.setAccessibleName(tr("Size of the brush"))
        self.slider.setToolTip(tr("Size of the brush, in pixels of the mark ([ and ])"))
        self.size_label = label("", "caption")
        self.size_label.setFixedWidth(38)
        self.size_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.slider, 1)
        row.addWidget(self.size_label)
        row.addStretch(0)
        row.addSpacing(GAP - 2)
        row.addWidget(self._button(history.undo, "undo"))
        row.addWidget(self._button(history.redo, "redo"))
        self._row = row
        self.slider.valueChanged.connect(question.slide)
        question.tool_changed.connect(self._show_tool)
        question.brush_changed.connect(self._show_brush)
        theme.changed.connect(self._paint_icons)
        self._show_tool()
        self._show_brush()
        self._paint_icons()

    def _button(self, action: QAction, name: str) -> QToolButton:
        result = QToolButton()
        result.setDefaultAction(action)
        result.setProperty("role", "icon")
        result.setIconSize(QSize(16, 16))
        result.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        result.setAccessibleName(action.text().replace("&", ""))
        # Menus have words enough.
        action.setIconVisibleInMenu(False)
        self._icons.append((action, name))
        return result

    def _show_tool(self) -> None:
        paints = self._question.tool.paints
        self.slider.setVisible(paints)
        self.size_label.setVisible(paints)
        self._row.setStretch(self._row.indexOf(self.size_label) + 1, 0 if paints else 1)

    def _show_brush(self) -> None:
        self.slider.setValue(self._question.brush_step)
        self.size_label.setText(tr("{size} px", size=self._question.brush))

    def _paint_icons(self) -> None:
        colours = self._theme.colour("text"), self._theme.colour("line_strong")
        for action, name in self._icons:
            action.setIcon(icon(name, *colours))


class AskedBar(QWidget):
    """Says that a region is searched or the mask was corrected; a click takes either back.

    It stands in the place of another line, so that nothing moves under the hand that draws.

    Attributes:
        region_chip: Shown while there is a region.
        mask_chip: Shown while the mask is corrected.
    """

    def __init__(
        self, question: QuestionState, actions: MarkingActions, otherwise: QWidget
    ) -> None:
        super().__init__()
        self._question = question
        self._otherwise = otherwise
        self.region_chip = _chip(actions.reset_region)
        self.mask_chip = _chip(actions.reset_mask)
        self.setFixedHeight(20)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP // 2)
        for one in (otherwise, self.region_chip, self.mask_chip):
            row.addWidget(one)
        row.addStretch(1)
        question.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        region, corrects = self._question.marking.region, self._question.marking.corrects
        if region is not None:
            name = tr("Region") if corrects else tr("Searched: region")
            self.region_chip.setText(
                tr(
                    "{name} {width} × {height} px  ×",
                    name=name,
                    width=region.width,
                    height=region.height,
                )
            )
        self.mask_chip.setText(
            tr("Mask corrected  ×") if region else tr("Mask corrected by hand  ×")
        )
        self.region_chip.setVisible(region is not None)
        self.mask_chip.setVisible(corrects)
        self._otherwise.setVisible(region is None and not corrects)


def _chip(action: QAction) -> QPushButton:
    result = button("", "asked", action.toolTip())
    result.setAccessibleDescription(action.toolTip())
    result.clicked.connect(action.trigger)
    return result
