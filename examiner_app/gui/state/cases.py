"""The cases at hand, the one that is looked at, its log, and what a search of it gave again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from examiner_app.gui.state.bundle_facts import Fact

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from examiner_app.engine.cases.case import CaseSummary, KeptImage

Key = tuple[str, int]
"""A case, and the number of a search in its log."""


@dataclass(frozen=True, slots=True)
class CaseList:
    """What was found.

    Attributes:
        cases: The cases that have every word somewhere, latest change first.
        any: Whether there is any case at all.
        opened: Id of the case that is on the desk; empty where none of the kept ones is.
    """

    cases: Sequence[CaseSummary]
    any: bool
    opened: str = ""


@dataclass(frozen=True, slots=True)
class SearchLine:
    """A search of the log, in words.

    Attributes:
        number: From 1 in its case.
        title: When, and which image.
        text: In what, how the result was listed, and what was asked beyond that.
        facts: All that is kept of it.
        register: Id of the register.
        count: Marks in it then.
    """

    number: int
    title: str
    text: str
    facts: tuple[Fact, ...]
    register: str
    count: int


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as it is looked at.

    Attributes:
        case: Its id.
        title: What people call it.
        facts: What there is to know of it.
        images: Its images in order.
        searches: Its log in order.
    """

    case: str
    title: str
    facts: tuple[Fact, ...]
    images: tuple[KeptImage, ...]
    searches: tuple[SearchLine, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """A logged search that runs again, or did.

    Attributes:
        key: Which one.
        progress: What it is doing, in a few words; empty once it has ended.
        facts: What is the same and what is not, once that is known.
        problem: Why it came to nothing, in one sentence.
    """

    key: Key
    progress: str = ""
    facts: tuple[Fact, ...] = ()
    problem: str = ""

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return bool(self.progress)


NO_REPLAY: Final = Replay(("", 0))


class CasesState(QObject):
    """What the window of cases shows.

    Attributes:
        wanted: Words that a case must have.
        listed: The cases that have them; ``None`` before they were looked for.
        trouble: Why they cannot be listed, in one sentence.
        selected: Id of the case that is looked at; empty for none.
        view: That case, once it is read.
        problem: Why it cannot be read, in one sentence.
        pictures: Digest of an image → its thumbnail, a null image where it cannot be shown.
        number: Of the search that is looked at; 0 for none.
        replay: The search that runs again, or did last.
        news: What became of the last export or import, in one sentence.
        failed: Whether that is bad news.

    Signals:
        list_changed(): Others are listed, or what is said of them is different.
        selection_changed(): Another case is looked at.
        view_changed(): It is read, or is not as it was.
        pictures_changed(): There is another thumbnail.
        search_changed(): Another search is looked at.
        replay_changed(): The search that runs again is further.
        news_changed(): There is other news.
    """

    list_changed = Signal()
    selection_changed = Signal()
    view_changed = Signal()
    pictures_changed = Signal()
    search_changed = Signal()
    replay_changed = Signal()
    news_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.wanted = self.trouble = self.selected = self.problem = self.news = ""
        self.listed: CaseList | None = None
        self.view: CaseView | None = None
        self.pictures: dict[str, QImage] = {}
        self.number = 0
        self.replay = NO_REPLAY
        self.failed = False

    @property
    def cases(self) -> Sequence[CaseSummary]:
        """The cases that are listed."""
        return self.listed.cases if self.listed else ()

    @property
    def summary(self) -> CaseSummary | None:
        """The line of the case that is looked at, if it is listed."""
        return next((one for one in self.cases if one.id == self.selected), None)

    @property
    def search(self) -> SearchLine | None:
        """The search that is looked at."""
        searches = self.view.searches if self.view else ()
        return next((one for one in searches if one.number == self.number), None)

    def take_list(self, listed: CaseList) -> None:
        """Take in which cases there are; one that is not listed is not looked at any more."""
        self.listed, self.trouble = listed, ""
        self.list_changed.emit()
        known = [one.id for one in listed.cases]
        if self.selected not in known:
            self.select(next(iter([one for one in known if one == listed.opened] or known), ""))

    def fail_list(self, trouble: str) -> None:
        """Say why there is no list; the former one stays."""
        self.trouble = trouble
        self.list_changed.emit()

    def select(self, case: str) -> None:
        """Look at another case."""
        if case != self.selected:
            self.selected, self.view, self.problem, self.number = case, None, "", 0
            self.pictures.clear()
            self.selection_changed.emit()
            self.view_changed.emit()
            self.search_changed.emit()

    def take_view(self, view: CaseView) -> None:
        """Take in the case that is looked at; the search that is looked at stays so."""
        if view.case != self.selected or view == self.view:
            return
        self.view, self.problem = view, ""
        if self.search is None:
            self.number = view.searches[-1].number if view.searches else 0
        self.view_changed.emit()
        self.search_changed.emit()

    def fail_view(self, case: str, problem: str) -> None:
        """Say why a case cannot be read."""
        if case == self.selected:
            self.view, self.problem, self.number = None, problem, 0
            self.view_changed.emit()
            self.search_changed.emit()

    def take_picture(self, sha256: str, picture: QImage) -> None:
        """Take in the thumbnail of an image."""
        self.pictures[sha256] = picture
        self.pictures_changed.emit()

    def select_search(self, number: int) -> None:
        """Look at another search."""
        if number != self.number:
            self.number = number
            self.search_changed.emit()

    def set_replay(self, replay: Replay) -> None:
        """A search that runs again is further."""
        self.replay = replay
        self.replay_changed.emit()

    def tell(self, news: str, *, failed: bool = False) -> None:
        """Say what became of an export or import; nothing puts the former news away."""
        self.news, self.failed = news, failed
        self.news_changed.emit()
