"""What kind of report, for which paper, of how many marks, and what is in it."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from examiner_app.engine.cases.judgements import Judgement
from examiner_app.engine.report.kinds import KIND_SUMMARIES, KIND_TITLES, Paper, ReportKind
from examiner_app.gui import ranks
from examiner_app.gui.papers import PAPER_TITLES
from examiner_app.gui.report_preview import ReportPreview
from examiner_app.gui.report_request import LISTED, LISTINGS
from examiner_app.gui.widgets.basics import GAP, MARGIN, ElidedLabel, label
from examiner_app.translation import tr

_INDENT = 22
"""From the circle of a choice to its words, pixels."""


class ReportChoices(QScrollArea):
    """Lets kind, paper and length be chosen, and lists what the report is of.

    Attributes:
        preview: The report that is chosen.
        kinds: The choice of each kind.
        papers: The choice of each paper.
        tops: The choice of how many marks are listed.
        facts: What the report is of, by its title.

    Signals:
        chosen(): Another kind or paper, or more marks or fewer, are chosen.
    """

    chosen = Signal()

    def __init__(self, preview: ReportPreview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview = preview
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.kinds = {kind: QRadioButton(tr(title)) for kind, title in KIND_TITLES.items()}
        self.papers = {paper: QRadioButton(PAPER_TITLES[paper]) for paper in get_args(Paper)}
        self.tops = QComboBox()
        self.tops.setAccessibleName(tr("Matches listed"))
        self.tops.setToolTip(tr("How many of the nearest marks the report lists"))
        for top in LISTINGS:
            self.tops.addItem(tr("The nearest {count}", count=top), top)
        # A click and a key alike; not what is chosen by the program.
        self.tops.activated.connect(lambda _: self.chosen.emit())
        self.facts: dict[str, ElidedLabel] = {}
        self._groups = [
            self._group(list(self.kinds.values())),
            self._group(list(self.papers.values())),
        ]
        self._build()
        preview.changed.connect(self._show)
        self._show()

    @property
    def file_copy(self) -> bool:
        """Whether the file copy is chosen."""
        return self.kinds[ReportKind.FILE_COPY].isChecked()

    @property
    def paper(self) -> Paper:
        """The paper that is chosen."""
        return next(paper for paper, one in self.papers.items() if one.isChecked())

    @property
    def top(self) -> int:
        """How many marks are to be listed."""
        return int(self.tops.currentData())

    def choose_top(self, top: int) -> None:
        """Show a number of marks as chosen, without telling; one that is not offered, as 50."""
        self.tops.setCurrentIndex(LISTINGS.index(top if top in LISTINGS else LISTED))

    def choose(self, *, file_copy: bool, paper: Paper) -> None:
        """Show a kind and a paper as chosen, without telling."""
        kind = ReportKind.FILE_COPY if file_copy else ReportKind.WORKING_FILE
        self.kinds[kind].setChecked(True)
        self.papers[paper].setChecked(True)

    def _group(self, buttons: list[QRadioButton]) -> QButtonGroup:
        group = QButtonGroup(self)
        for one in buttons:
            group.addButton(one)
        buttons[0].setChecked(True)
        # A click and an arrow key alike; not what is chosen by the program.
        group.buttonClicked.connect(lambda _: self.chosen.emit())
        return group

    def _build(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, GAP)
        column.setSpacing(GAP // 2)
        column.addWidget(label(tr("Kind"), "strong"))
        for kind, choice in self.kinds.items():
            summary = tr(KIND_SUMMARIES[kind])
            choice.setAccessibleDescription(summary)
            column.addWidget(choice)
            column.addWidget(_below(summary))
        column.addSpacing(GAP)
        column.addWidget(label(tr("Paper"), "strong"))
        row = QHBoxLayout()
        row.setSpacing(MARGIN)
        for one in self.papers.values():
            row.addWidget(one)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(
            label(
                tr("Word, Excel and HTML say the same in a layout of their own, for this paper."),
                "caption",
                wrap=True,
            )
        )
        column.addSpacing(GAP)
        column.addWidget(label(tr("Matches listed"), "strong"))
        column.addWidget(self.tops)
        column.addSpacing(GAP)
        column.addWidget(label(tr("In this report"), "strong"))
        column.addLayout(self._build_facts())
        column.addStretch(1)
        self.setWidget(body)

    def _build_facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP // 2)
        grid.setColumnStretch(1, 1)
        for row, title in enumerate(
            (
                tr("Candidate"),
                tr("Register"),
                tr("Marks searched"),
                tr("Searches in the log"),
                tr("Pinned marks"),
                tr("Cited marks"),
            )
        ):
            grid.addWidget(label(title, "caption"), row, 0)
            grid.addWidget(self.facts.setdefault(title, ElidedLabel()), row, 1)
        return grid

    def _show(self) -> None:
        request, case = self.preview.request, self.preview.case
        if request is None:
            return
        # The file copy has the cited marks only.
        self.tops.setEnabled(not request.file_copy)
        cited = sum(one.judgement is Judgement.CITED for one in request.assessments)
        examination = request.examination
        says = (
            examination.logo.name,
            examination.register.manifest.name,
            ranks.exact(examination.register.count),
            "–" if case is None else ranks.exact(len(case.searches)),
            tr("left out") if request.file_copy else ranks.exact(len(request.pinned)),
            ranks.exact(cited),
        )
        for value, text in zip(self.facts.values(), says, strict=True):
            value.set_text(text)


def _below(text: str) -> QWidget:
    """Return a line that explains the choice above it."""
    result = label(text, "caption", wrap=True)
    result.setIndent(_INDENT)
    return result
