"""Titles and texts below each other, as one text that can be read, selected and copied."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from PySide6.QtWidgets import QTextBrowser, QWidget

from examiner_app.gui.state.bundle_facts import Fact
from examiner_app.gui.theme import SIZES, Theme
from examiner_app.gui.widgets.basics import GAP, MARGIN

_TITLES: Final = 96 + MARGIN
"""Width of the titles, so that they stand still from sheet to sheet."""


class FactSheet(QTextBrowser):
    """Shows facts; what has no text is a heading.

    One document is there in a few milliseconds; as many labels would stop the window.

    Attributes:
        facts: What is shown.
    """

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("facts")
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self._theme = theme
        self.facts: list[Fact] = []
        theme.changed.connect(self._write)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show others."""
        if list(facts) != self.facts:
            self.facts = list(facts)
            self._write()

    def _write(self) -> None:
        bar = self.verticalScrollBar()
        place = bar.value()
        rows = "".join(self._row(fact) for fact in self.facts)
        self.setHtml(f'<table width="100%" cellspacing="0" cellpadding="0">{rows}</table>')
        # Facts that changed a little are read on where one was.
        bar.setValue(min(place, bar.maximum()))

    def _row(self, fact: Fact) -> str:
        if not fact.text:
            style = f"padding: {GAP}px 0 {GAP // 2}px 0; font-weight: 600;"
            return f'<tr><td colspan="2" style="{style}">{escape(fact.title)}</td></tr>'
        soft = f"color: {self._theme.colour('soft').name()}; font-size: {SIZES.caption}px;"
        below = f"padding-bottom: {GAP - 2}px;"
        text = escape(fact.text).replace("\n", "<br>")
        return (
            f'<tr><td width="{_TITLES}" style="{below}{soft}">{escape(fact.title)}</td>'
            f'<td style="{below}">{text}</td></tr>'
        )
