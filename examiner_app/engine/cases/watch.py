"""Run a logged search again on a register that has grown, and list only what is new in it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import TYPE_CHECKING

from examiner_app.engine.cases.listing import Listing
from examiner_app.engine.cases.replay import listing_of, question_of
from examiner_app.engine.cases.search_record import SearchRecord
from examiner_app.engine.methods import DEFAULT_METHOD
from examiner_app.engine.ranking.filters import EVERY_MARK
from examiner_app.engine.ranking.ranks import FUSED
from examiner_app.errors import CaseError
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.description import Description
    from examiner_app.engine.examination import Examination, Workbench
    from examiner_app.engine.logo import Logo
    from examiner_app.engine.progress import Progress
    from examiner_app.engine.ranking.ranks import RankTable
    from examiner_app.engine.register.open import Register


def new_rows(register: Register, record: SearchRecord) -> range:
    """Return the rows of the marks that came to a register after a search of it.

    Registers only ever grow at their end, so these are the rows beyond those that there were.

    Raises:
        CaseError: It is another register, or one that was made anew and is smaller now.
    """
    searched = record.searched
    if register.manifest.id != searched.id:
        raise CaseError(
            tr(
                "The search was of the register {name}, which this one is not: choose its folder.",
                name=searched.name,
            )
        )
    if register.count < searched.count:
        raise CaseError(
            tr(
                "The register {name} has fewer marks than when it was searched: restore it.",
                name=searched.name,
            )
        )
    return range(searched.count, register.count)


def watch(
    workbench: Workbench, logo: Logo, record: SearchRecord, correction: bytes | None = None
) -> Generator[Progress | Description | RankTable, None, tuple[Examination, Listing]]:
    """Search again; return the examination, and a listing of the marks that are new.

    Ranks are those among all marks of the register as it is now. The listing has the filter of
    the search, and lists only marks that were added since; it can be logged and watched again.

    Args:
        workbench: The register of the search, and its models.
        logo: The image that was searched for.
        record: The search.
        correction: The packed correction of its text mask, where there was one.

    Raises:
        CaseError: The image, the correction or the register is not that of the search.
    """
    rows = new_rows(workbench.register, record)
    listing = listing_of(record)
    question = question_of(record, logo, correction)
    first = DEFAULT_METHOD if listing.key == FUSED else listing.key
    examination = yield from workbench.examine(logo, first, question)
    wanted = listing.wanted or EVERY_MARK
    since = replace(wanted, added_after=max(wanted.added_after, rows.start))
    return examination, replace(listing, wanted=since)
