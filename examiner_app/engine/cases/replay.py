"""Run a logged search again, and say whether the result is the same, and what changed if not."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from examiner_app.engine.cases.listing import Listing, list_marks
from examiner_app.engine.cases.search_record import NEAREST, SearchRecord, record_search
from examiner_app.engine.methods import DEFAULT_METHOD, METHODS
from examiner_app.engine.question import MaskCorrection, Question, ask
from examiner_app.engine.ranking.filters import MarkFilter
from examiner_app.engine.ranking.folding import Fold
from examiner_app.engine.ranking.ranks import FUSED
from examiner_app.engine.region import Region
from examiner_app.engine.wording import thousands
from examiner_app.errors import CaseError
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.description import Description
    from examiner_app.engine.examination import Examination, Workbench
    from examiner_app.engine.logo import Logo
    from examiner_app.engine.progress import Progress
    from examiner_app.engine.ranking.ranks import RankTable


class Verdict(Enum):
    """How the result of a search that was run again compares with the one in the log."""

    SAME = "same"
    """Every mark has the rank that it had, by every method."""

    SAME_NEAREST = "same-nearest"
    """The nearest marks that the log keeps are the same, in the same order."""

    DIFFERENT = "different"
    """Others are near."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is other about a result.

    Attributes:
        verdict: How much.
        reasons: What is other about what was searched, a sentence each; often nothing.
        methods: Methods, and the fusion, by which ranks are other.
        come: Ids of marks that are among the nearest now, nearest first.
        gone: Ids of marks that are not any more.
        moved: How many of the others have another rank.
    """

    verdict: Verdict
    reasons: tuple[str, ...]
    methods: tuple[str, ...]
    come: tuple[str, ...]
    gone: tuple[str, ...]
    moved: int


def listing_of(record: SearchRecord) -> Listing:
    """Return how the result of a search was listed.

    Raises:
        CaseError: It was sorted or folded as no program of this version can.
        FilterError: So was it filtered.
    """
    if record.sort not in (*METHODS, FUSED) or record.fold not in [how.value for how in Fold]:
        raise CaseError(tr("A newer Examiner made this search: update Examiner to run it again."))
    wanted = MarkFilter.from_record(record.filter) if record.filter else None
    return Listing(record.sort, wanted, how=Fold(record.fold))


def question_of(record: SearchRecord, logo: Logo, correction: bytes | None) -> Question:
    """Return what was asked about a logo.

    Args:
        record: The search.
        logo: The image that was searched for.
        correction: The packed correction of its text mask, where there was one.

    Raises:
        CaseError: The image or the correction is not the one of the search.
        QuestionError: The correction is damaged.
    """
    if logo.sha256 != record.image:
        raise CaseError(tr("This is not the image that was searched for: open the case's own."))
    kept = None if correction is None else MaskCorrection.unpack(correction)
    if (kept and kept.sha256) != (record.mask and record.mask.sha256):
        raise CaseError(
            tr("The corrected text mask of the search is not kept: correct it again, and search.")
        )
    return ask(logo, Region(*record.region) if record.region else None, kept)


def replay(
    workbench: Workbench, logo: Logo, record: SearchRecord, correction: bytes | None = None
) -> Generator[
    Progress | Description | RankTable, None, tuple[Examination, SearchRecord, Comparison]
]:
    """Search again; yield what an examination yields, return it, its record, and what is other.

    Args:
        workbench: A register and models, those of the search or others.
        logo: The image that was searched for.
        record: The search.
        correction: The packed correction of its text mask, where there was one.

    Raises:
        CaseError: The image or the correction is not the one of the search.
        RegisterError: The register was built without the method that the result was sorted by.
    """
    listing = listing_of(record)
    question = question_of(record, logo, correction)
    first = DEFAULT_METHOD if listing.key == FUSED else listing.key
    examination = yield from workbench.examine(logo, first, question)
    found = list_marks(workbench.register, examination.ranks, listing, NEAREST)
    again = record_search(examination, listing, found)
    return examination, again, compare(record, again)


def compare(before: SearchRecord, after: SearchRecord) -> Comparison:
    """Say what is other about a result and about what was searched."""
    was = {mark.id: mark.rank for mark in before.nearest}
    now = {mark.id: mark.rank for mark in after.nearest}
    methods = tuple(
        key for key in (*METHODS, FUSED) if before.ranks.get(key) != after.ranks.get(key)
    )
    verdict = Verdict.DIFFERENT
    if before.nearest == after.nearest and before.passing == after.passing:
        verdict = Verdict.SAME_NEAREST if methods else Verdict.SAME
    return Comparison(
        verdict,
        tuple(_reasons(before, after)),
        methods,
        tuple(mark for mark in now if mark not in was),
        tuple(mark for mark in was if mark not in now),
        sum(1 for mark, rank in now.items() if mark in was and was[mark] != rank),
    )


def repeats(before: SearchRecord, after: SearchRecord) -> bool:
    """Whether a search asks what another one asked, and finds what that one found."""
    return _asked(before) == _asked(after) and before.ranks == after.ranks


def _asked(record: SearchRecord) -> tuple[object, ...]:
    return (
        record.image,
        record.region,
        record.mask,
        record.filter,
        record.searched.id,
        record.models.id,
        record.methods,
        record.passing,
    )


def _reasons(before: SearchRecord, after: SearchRecord) -> Generator[str]:
    old, new = before.searched, after.searched
    if old.id != new.id:
        yield tr("Another register was searched: {new}, not {old}.", new=new.name, old=old.name)
    elif old.count != new.count:
        yield tr(
            "The register has grown from {old} to {new} marks.",
            old=thousands(old.count),
            new=thousands(new.count),
        )
    elif old.updated != new.updated:
        yield tr("The register was written to meanwhile.")
    if before.models.id != after.models.id:
        yield tr(
            "The models are others: {new}, not {old}.",
            new=after.models.name,
            old=before.models.name,
        )
    elif old.fingerprint != new.fingerprint:
        yield tr("The register's whitening or vocabulary is another.")
    if before.methods != after.methods:
        yield tr("Other methods ranked the register.")
    if before.device != after.device:
        yield tr(
            "The networks ran elsewhere: on {new}, not on {old}; ranks may differ in a few places.",
            new=after.device,
            old=before.device,
        )
    if before.program != after.program:
        yield tr("Another version of the program: {new}.", new=after.program)
