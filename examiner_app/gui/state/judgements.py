"""How the marks are judged beside the present candidate, and which of them are listed for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from examiner_app.engine.cases.judgements import (
    Assessment,
    JudgedRows,
    Judgement,
    Tally,
    clean_note,
    restricted,
    tally,
    unjudged,
)
from examiner_app.gui.state.case_assessments import ByImage, CaseAssessments
from examiner_app.gui.state.history import History
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.register.catalogue import Mark

TITLES: Final = {
    Judgement.CITED: tr("Cited"),
    Judgement.CONSIDERED: tr("Considered"),
    Judgement.REJECTED: tr("Rejected"),
}
KEYS: Final = {Judgement.CITED: "C", Judgement.CONSIDERED: "K", Judgement.REJECTED: "R"}
"""The key of each judgement, which is the letter on its badge too."""

TIPS: Final = {
    Judgement.CITED: tr("It stands against the candidate"),
    Judgement.CONSIDERED: tr("It was looked into and is not cited"),
    Judgement.REJECTED: tr("It has nothing to do with the candidate"),
}

_NAMED: Final = 32
"""Characters of a mark's words in the name of a step."""


class JudgementsState(QObject):
    """Judgements and notes, by the rows of the register.

    A mark that is judged under one image of a case is judged so under all of them. What is new
    is kept for the image that is shown.

    Attributes:
        candidate: The sha256 of the image that is shown; nothing is judged while it is empty.
        images: The sha256 of every image of the case.
        register: Id of the register.
        tally: How many marks are judged how.
        wanted: Only marks that are judged so are listed, ``None`` being the undecided; every mark
            where it is empty.
        unsaved: Whether something could not be written to disk.

    Signals:
        changed(list[int]): The marks in these rows are judged otherwise, or have another note.
        switched(): Another candidate or register; every judgement may be another one.
        wanted_changed(): Others are listed.
        assessed(str, Assessment): This is to be kept for this candidate.
        keep_wanted(): Whoever has a note that is being typed hands it over now.
        unsaved_changed(): Something cannot be written, or is written at last.
    """

    changed = Signal(list)
    switched = Signal()
    wanted_changed = Signal()
    assessed = Signal(str, object)
    keep_wanted = Signal()
    unsaved_changed = Signal()

    def __init__(self, history: History, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.candidate = self.register = ""
        self.images: frozenset[str] = frozenset()
        self.tally = Tally()
        self.wanted: frozenset[Judgement | None] = frozenset()
        self.unsaved = False
        self._history = history
        self._held = CaseAssessments()
        self._rows = self._held.rows
        self._typing = 0

    def judgement(self, row: int) -> Judgement | None:
        """Return how the mark in a row is judged."""
        found = self._rows.get(row)
        return found.judgement if found else None

    def title(self, row: int) -> str:
        """Return the same for people, or nothing."""
        judgement = self.judgement(row)
        return TITLES[judgement] if judgement else ""

    def note(self, row: int) -> str:
        """Return the note on the mark in a row."""
        found = self._rows.get(row)
        return found.note if found else ""

    def listed(self, row: int) -> bool:
        """Whether the mark in a row is judged as those that are wanted."""
        return not self.wanted or self.judgement(row) in self.wanted

    @property
    def restriction(self) -> JudgedRows | None:
        """The rows that are listed; ``None`` where all are."""
        return restricted(self._rows, self.wanted)

    def switch(self, candidate: str, register: str) -> None:
        """Begin with another candidate or register: nothing is known to be judged yet."""
        if (candidate, register) == (self.candidate, self.register):
            return
        self.candidate, self.register = candidate, register
        self.images = frozenset({candidate} - {""})
        self._held.clear()
        self.wanted = frozenset()
        self._history.clear()
        self._count()
        self.switched.emit()

    def show(self, candidate: str) -> None:
        """Another image of the case is shown; what is judged stays judged."""
        if candidate in self.images:
            self.candidate = candidate

    def join(self, candidate: str) -> None:
        """Another image is of the case; what is kept for it follows with ``take``."""
        self.images |= {candidate}

    def leave(self, candidate: str) -> None:
        """An image is not of the case any more, and what was judged under it does not hold."""
        if candidate != self.candidate and candidate in self.images:
            self.images -= {candidate}
            self._held.leave(candidate)
            self._count()
            self.switched.emit()

    def take(self, candidate: str, register: str, kept: Mapping[int, Assessment]) -> None:
        """Take in what is kept on disk; what was judged in the meantime is newer."""
        if candidate in self.images and register == self.register:
            self._held.join(candidate, kept)
            self._count()
            self.switched.emit()

    def judge(self, mark: Mark, judgement: Judgement) -> None:
        """Judge a mark; take the judgement away where it is judged so already."""
        same = self.judgement(mark.index) is judgement
        self.set_judgement(mark, None if same else judgement)

    def set_judgement(self, mark: Mark, judgement: Judgement | None) -> None:
        """Judge a mark, or with ``None`` take its judgement away."""
        before = self._of(mark)
        if before.judgement is not judgement:
            title = TITLES[judgement].lower() if judgement else "undecided"
            self._do(f"{_name(mark)} {title}", mark, before.judged(judgement))

    def write_note(self, mark: Mark, text: str) -> None:
        """Change the note on a mark; what is typed in one go is one step to undo."""
        before = self._of(mark)
        if before.note != clean_note(text):
            merge = f"{self._typing} {mark.index}"
            self._do(tr("note on {mark}", mark=_name(mark)), mark, before.noted(text), merge)

    def end_typing(self) -> None:
        """What is typed from now on is another step."""
        self._typing += 1

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """Every assessment that says anything, in the order of the rows."""
        return tuple(self._rows[row] for row in sorted(self._rows))

    def snapshot(self) -> tuple[Assessment, ...]:
        """Return every assessment that says anything, what is being typed included."""
        self.keep_wanted.emit()
        return self.assessments

    def want(self, kind: Judgement | None) -> None:
        """List marks that are judged so too, or not any more."""
        self._want(self.wanted ^ {kind})

    def want_all(self) -> None:
        """List every mark."""
        self._want(frozenset())

    def want_only(self, kinds: Iterable[Judgement | None]) -> None:
        """List marks that are judged so; every mark where there are no kinds."""
        self._want(frozenset(kinds))

    def set_unsaved(self, *, unsaved: bool) -> None:
        """Say whether something could not be written."""
        if unsaved != self.unsaved:
            self.unsaved = unsaved
            self.unsaved_changed.emit()

    def _of(self, mark: Mark) -> Assessment:
        return self._rows.get(mark.index) or unjudged(self.register, mark.id)

    def _do(self, text: str, mark: Mark, after: Assessment, merge: str = "") -> None:
        if self.candidate and self.register:
            row = mark.index
            now = self._held.change(row, self.candidate, after)
            former: ByImage = {image: self._held.of(row).get(image) for image in now}
            nothing = unjudged(self.register, mark.id)
            self._history.do(
                text,
                partial(self._put, row, nothing, now),
                partial(self._put, row, nothing, former),
                merge,
            )

    def _put(self, row: int, nothing: Assessment, wanted: ByImage) -> None:
        held = self._held.of(row)
        for image in [image for image in wanted if image in self.images]:
            assessment = wanted[image]
            if held.get(image) is not assessment:
                self._held.put(row, image, assessment)
                self.assessed.emit(image, assessment or nothing)
        self._count()
        self.changed.emit([row])

    def _want(self, wanted: frozenset[Judgement | None]) -> None:
        if wanted != self.wanted:
            self.wanted = wanted
            self.wanted_changed.emit()

    def _count(self) -> None:
        self.tally = tally(self._rows.values())


def _name(mark: Mark) -> str:
    name = " ".join((mark.words or mark.id).split())
    return name if len(name) <= _NAMED else f"{name[: _NAMED - 1]}…"
