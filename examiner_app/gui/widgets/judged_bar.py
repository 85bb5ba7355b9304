"""The line over judged matches: how many are judged how, and only those where one is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from examiner_app.engine.cases.judgements import Judgement
from examiner_app.gui import ranks
from examiner_app.gui.desk import Desk
from examiner_app.gui.state.judgements import TITLES
from examiner_app.gui.widgets.basics import GAP, MARGIN, button
from examiner_app.translation import tr

UNDECIDED = None
"""The kind of the marks that are not judged."""


class JudgedBar(QWidget):
    """Shown as soon as a match is judged.

    Attributes:
        chips: A button by the kind: only marks of the kinds that are down are listed.
        save_button: Tries to write what could not be written.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("judged-bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk = desk
        self.chips: dict[Judgement | None, QPushButton] = {
            kind: self._chip(kind) for kind in (*Judgement, UNDECIDED)
        }
        self.save_button = button(
            tr("Not saved"),
            "chip",
            tr("Some marks or notes are not on disk yet: click to try again"),
        )
        self.save_button.setAccessibleName(tr("Not saved: try again"))
        self.save_button.setProperty("level", "error")
        self.save_button.clicked.connect(desk.judging.save)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 4, MARGIN, 4)
        row.setSpacing(GAP // 2)
        for chip in self.chips.values():
            row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(self.save_button)
        for signal in (
            desk.judgements.changed,
            desk.judgements.switched,
            desk.judgements.wanted_changed,
            desk.judgements.unsaved_changed,
        ):
            signal.connect(lambda *_: self._show())
        self._show()

    def _chip(self, kind: Judgement | None) -> QPushButton:
        title = TITLES[kind].lower() if kind else "undecided"
        chip = button(
            "", "chip", tr("List only marks that are {title}; again, to list all", title=title)
        )
        chip.setCheckable(True)
        chip.clicked.connect(lambda: self._desk.judgements.want(kind))
        return chip

    def _show(self) -> None:
        judgements = self._desk.judgements
        tally, wanted = judgements.tally, judgements.wanted
        self.setVisible(bool(tally.judged or wanted or judgements.unsaved))
        for kind, chip in self.chips.items():
            down = kind in wanted
            name = (
                f"{ranks.exact(tally.of(kind))} {TITLES[kind].lower()}" if kind else tr("Undecided")
            )
            chip.setText(f"{name}  ×" if down else name)
            chip.setAccessibleName(tr("Only: {name}", name=name))
            chip.setChecked(down)
            chip.setEnabled(down or kind is UNDECIDED or tally.of(kind) > 0)
        self.save_button.setVisible(judgements.unsaved)
        # Where the window is least wide there is no room for both.
        self.chips[UNDECIDED].setVisible(not judgements.unsaved or UNDECIDED in wanted)
