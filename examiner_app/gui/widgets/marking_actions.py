"""What can be drawn on the candidate, with its keys; menu and tool row are made of these."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from examiner_app.gui.desk import Desk
from examiner_app.gui.state.question import Tool
from examiner_app.gui.widgets.window_actions import add_action
from examiner_app.translation import tr

TOOLS: Final = {
    Tool.LOOK: (tr("&Look"), "", tr("Look at the candidate: the wheel zooms, F shows all of it")),
    Tool.REGION: (tr("&Region"), "G", tr("Draw the part of the mark that is searched")),
    Tool.ADD: (tr("&Brush: add text"), "B", tr("Paint text that the network has missed")),
    Tool.TAKE: (
        tr("Brush: &take text away"),
        "Shift+B",
        tr("Wipe what the network takes for text"),
    ),
}


class MarkingActions:
    """Actions of the tools on the candidate; they know no layout.

    Attributes:
        tools: One action per tool.
        leave: Put the tool away.
        larger: Make the brush larger.
        smaller: Make it smaller.
        reset_region: Search the whole mark.
        reset_mask: Take the network's text mask.
        fit: Show all of the candidate.
    """

    def __init__(self, window: QWidget, desk: Desk) -> None:
        self._window = window
        self._desk = desk
        self.tools = {
            tool: add_action(window, text, tip, key) for tool, (text, key, tip) in TOOLS.items()
        }
        self.leave = add_action(
            self._window, tr("Put the tool &away"), tr("Only look at the candidate"), "Esc"
        )
        self.larger = add_action(
            self._window, tr("Larger brus&h"), tr("Make the brush larger"), "]"
        )
        self.smaller = add_action(
            self._window, tr("&Smaller brush"), tr("Make the brush smaller"), "["
        )
        self.reset_region = add_action(
            self._window,
            tr("Search the &whole mark"),
            tr("Put the region away and search the whole mark"),
        )
        self.reset_mask = add_action(
            self._window,
            tr("Network's text &mask"),
            tr("Put the corrections away and take the network's mask"),
        )
        self.fit = add_action(
            self._window, tr("&Fit candidate"), tr("Show all of the candidate"), "F"
        )
        group = QActionGroup(window)
        for action in self.tools.values():
            action.setCheckable(True)
            group.addAction(action)
        self._connect()
        self.refresh()

    def fill(self, menu: QMenu) -> None:
        """Add the actions to a menu, as one of its own."""
        menu.addSeparator()
        own = menu.addMenu(tr("Region and te&xt mask"))
        own.setToolTipsVisible(True)
        own.addActions(list(self.tools.values()))
        own.addAction(self.leave)
        own.addSeparator()
        own.addActions([self.larger, self.smaller])
        own.addSeparator()
        own.addActions([self.reset_region, self.reset_mask])
        own.addSeparator()
        own.addAction(self.fit)

    def refresh(self) -> None:
        """Allow what can be done now, and mark the tool in hand."""
        question = self._desk.question
        there = self._desk.candidate.logo is not None
        self.tools[question.tool].setChecked(True)
        for tool, action in self.tools.items():
            action.setEnabled(there and question.can_use(tool))
        # A message is put away first, by the same key.
        waiting = self._desk.messages.current is not None
        self.leave.setEnabled(question.tool is not Tool.LOOK and not waiting)
        for action in (self.larger, self.smaller):
            action.setEnabled(question.tool.paints)
        self.reset_region.setEnabled(question.marking.region is not None)
        self.reset_mask.setEnabled(question.marking.corrects)
        self.fit.setEnabled(there)

    def _connect(self) -> None:
        desk, question = self._desk, self._desk.question
        for tool, action in self.tools.items():
            action.triggered.connect(lambda _=False, tool=tool: self._choose(tool))
        self.leave.triggered.connect(lambda: question.choose(Tool.LOOK))
        self.larger.triggered.connect(lambda: question.grow(larger=True))
        self.smaller.triggered.connect(lambda: question.grow(larger=False))
        self.reset_region.triggered.connect(lambda: question.select(None))
        self.reset_mask.triggered.connect(question.reset_mask)
        for signal in (
            question.tool_changed,
            question.changed,
            desk.candidate.logo_changed,
            desk.messages.changed,
        ):
            signal.connect(self.refresh)

    def _choose(self, tool: Tool) -> None:
        """Take a tool in hand; once more puts it away."""
        self._desk.question.toggle(tool)
        self.refresh()
