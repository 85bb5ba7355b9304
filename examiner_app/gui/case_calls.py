"""What workers do with the store that cases are kept in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from examiner_app.engine.cases.case import Case, NewImage
    from examiner_app.engine.cases.case_store import CaseStore
    from examiner_app.engine.examination import Examination
    from examiner_app.engine.ranking.filters import MarkFilter
    from examiner_app.engine.register.catalogue import Mark
    from examiner_app.engine.register.open import Register
    from examiner_app.gui.state.case_images import CaseImage

Store = Callable[[], "CaseStore"]
"""Opens the store at its first use: in a worker, for the window must not wait for it."""

Asked = tuple[str, "datetime", "MarkFilter"]
"""An image, when it was examined, and which of the matches were wanted."""


@dataclass(frozen=True, slots=True, eq=False)
class OnDesk:
    """The case that is on the desk, as it is handed to a worker.

    Attributes:
        images: Its images; none without a case.
        id: Of the case; empty where only the store knows it, or where it is not begun yet.
        key: Stands for it in the window.
    """

    images: Sequence[CaseImage]
    id: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """A search as it is handed to the worker; what the user does meanwhile does not change it.

    Attributes:
        case: Whose log it belongs to.
        examination: What was found.
        sort: What the matches are sorted by.
        wanted: Which of them are listed.
        fold: Which of them take one place.
        restored: Whether the case was opened again, and nobody asked for a search since.
        kept: Set when it is in the log, or need not be.
    """

    case: OnDesk
    examination: Examination
    sort: str
    wanted: MarkFilter
    fold: str
    restored: bool = False
    kept: threading.Event = field(default_factory=threading.Event)

    @property
    def key(self) -> Asked:
        """What was asked; to sort or fold the answer otherwise asks nothing."""
        return self.examination.logo.sha256, self.examination.started, self.wanted


def keep_search(store: Store, search: Search) -> Case:
    """Put a search into the log of its case, which is begun where there is none.

    Returns:
        The case.

    Raises:
        CaseError: It cannot be kept.
        LogoError: An image of the case cannot be read any more.
    """
    from examiner_app.engine.cases.listing import Listing, list_marks
    from examiner_app.engine.cases.replay import repeats
    from examiner_app.engine.cases.search_record import NEAREST, record_search
    from examiner_app.engine.ranking.folding import Fold

    examination = search.examination
    listing = Listing(search.sort, search.wanted or None, how=Fold(search.fold))
    found = list_marks(examination.register, examination.ranks, listing, NEAREST)
    record = record_search(examination, listing, found)
    correction = examination.question.correction
    case = keep_images(store, search.case)
    before = store().read(case)
    # To open a case shows what was found; it asks nothing, unless there is something else now.
    if search.restored and any(repeats(one.record, record) for one in before.searches):
        search.kept.set()
        return before
    store().log(case, record, None if correction is None else correction.pack())
    search.kept.set()
    return store().read(case)


def keep_images(store: Store, case: OnDesk) -> str:
    """Return the id of the case on the desk, which is begun where there is none, with its images.

    Raises:
        CaseError: They cannot be kept.
        LogoError: An image cannot be read any more.
    """
    found = case.id or store().case_of(_new(case.images[0]))
    kept = {image.sha256 for image in store().read(found).images}
    for image in case.images:
        if image.sha256 not in kept:
            store().add_image(found, _new(image))
    return found


def describe_case(store: Store, case: OnDesk, reference: str, examiner: str) -> Case:
    """Say what the case on the desk is called, and return it.

    Raises:
        CaseError: It cannot be kept.
        LogoError: An image of it cannot be read any more.
    """
    found = keep_images(store, case)
    store().describe(found, reference, examiner)
    return store().read(found)


def other_cases(store: Store, case: OnDesk) -> int:
    """Return how many other cases have the first image of the case on the desk too.

    Raises:
        CaseError: The store cannot be read.
    """
    found = store().cases_of_image(case.images[0].sha256) if case.images else []
    return sum(1 for one in found if one.id != case.id)


def read_case(store: Store, case: OnDesk) -> Case | None:
    """Return the case on the desk, if it is begun.

    Raises:
        CaseError: It cannot be read.
    """
    found = find_case(store, case)
    return None if found is None else store().read(found)


def find_case(store: Store, case: OnDesk) -> str | None:
    """Return the id of the case on the desk, if it is begun.

    Raises:
        CaseError: The store cannot be read.
    """
    if case.id or not case.images:
        return case.id or None
    return store().of_image(case.images[0].sha256)


def keep_pins(
    store: Store, case: OnDesk, register: str, pinned: Sequence[str], released: Sequence[str]
) -> None:
    """Keep which marks of a register were pinned and which released, by their ids.

    Raises:
        CaseError: They cannot be kept.
        LogoError: An image of the case cannot be read any more.
    """
    if pinned or (released and find_case(store, case) is not None):
        store().change_pins(keep_images(store, case), register, pinned, released)


def read_pins(store: Store, case: OnDesk, register: Register) -> list[Mark]:
    """Return the marks that are pinned; those that are not in the register any more are left out.

    Raises:
        CaseError: They cannot be read.
    """
    found = find_case(store, case)
    if found is None:
        return []
    marks = (register.find(mark) for mark in store().pinned(found, register.manifest.id))
    return [mark for mark in marks if mark is not None]


def _new(image: CaseImage) -> NewImage:
    from examiner_app.engine.cases.case import NewImage

    data = image.source.pages().data
    return NewImage.examined(image.sha256, data, image.page, image.name)
