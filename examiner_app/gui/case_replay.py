"""Runs a logged search again for the window of cases, in workers, and words what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from examiner_app.engine.progress import Progress, Work
from examiner_app.engine.wording import thousands
from examiner_app.errors import CaseError
from examiner_app.gui.case_calls import Store
from examiner_app.gui.state.bundle_facts import Fact
from examiner_app.gui.warm_up import heavy_imports
from examiner_app.translation import tr, trn

if TYPE_CHECKING:
    from examiner_app.engine.cases.case import KeptImage, LoggedSearch
    from examiner_app.engine.cases.replay import Comparison
    from examiner_app.engine.examination import Workbench
    from examiner_app.engine.register.open import Register

Open = Callable[[Path, str], "Work[Workbench]"]
"""Opens a register with its models, on a device."""

_NAMED: Final = 20
"""So many marks that came or went are named."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A search as it is run again.

    Attributes:
        search: The search.
        image: What was searched for.
        data: The file of that image.
        correction: The packed correction of its text mask, where there was one.
        folder: Where its register is; ``None`` where that is not known.
    """

    search: LoggedSearch
    image: KeptImage
    data: bytes
    correction: bytes | None
    folder: Path | None


def read_asked(store: Store, case: str, number: int) -> Asked:
    """Return what is needed to run a search again (on the lane of the cases).

    Raises:
        CaseError: It is not there, or its image is not kept, or damaged.
    """
    from examiner_app.engine.cases.registers import find_register

    found = store().read(case)
    for search in found.searches:
        for image in found.images:
            if (search.number, search.record.image) == (number, image.sha256):
                data = store().file(image.file)
                folder = find_register(store(), search.record.searched)
                return Asked(search, image, data, store().correction(case, number), folder)
    raise CaseError(
        tr("The image of search {number} is not kept: examine it again.", number=number)
    )


def run_again(
    asked: Asked, open_here: Workbench | None, open_workbench: Open, device: str
) -> Work[tuple[Fact, ...]]:
    """Run a search again, and say what is other about its result (on the lane of the engine).

    Args:
        asked: The search.
        open_here: The register of the search with its models, where the window has it open.
        open_workbench: Opens it where it was; it is closed again then.
        device: Where the networks run.

    Raises:
        CaseError: The register is not where it was, or what was asked is not kept.
        LogoError: The image cannot be decoded.
        RegisterError: The register cannot be opened.
    """
    yield Progress(tr("Loading the libraries"))
    with heavy_imports():
        from examiner_app.engine.cases.replay import replay
        from examiner_app.engine.pages import find_pages
        from examiner_app.engine.ranking.steps import progress_of
    workbench = open_here
    if workbench is None:
        if asked.folder is None:
            raise _no_register(asked.search)
        workbench = yield from open_workbench(asked.folder, device)
    try:
        logo = find_pages(asked.data, asked.image.name).read(asked.image.page)
        steps = replay(workbench, logo, asked.search.record, asked.correction)
        total = len(workbench.register.methods)
        _, _, comparison = yield from progress_of(steps, total)
        return comparison_facts(comparison, workbench.register)
    finally:
        if workbench is not open_here:
            workbench.register.close()


def _no_register(search: LoggedSearch) -> CaseError:
    return CaseError(
        tr(
            "The register {name} of search {number} is not where it was: open it where it is "
            "now, then run the search again.",
            name=search.record.searched.name,
            number=search.number,
        )
    )


def comparison_facts(found: Comparison, register: Register) -> tuple[Fact, ...]:
    """Return what is the same about a result and what is not; a heading says it in short.

    Raises:
        RegisterError: The catalogue is damaged.
    """
    facts = [Fact(_verdict(found)), Fact(tr("Why"), "\n".join(found.reasons))]
    facts.append(Fact(tr("New among the nearest"), _names(found.come, register)))
    facts.append(Fact(tr("No longer among them"), _names(found.gone, register)))
    if found.moved:
        text = trn(
            "{count} of the others has another rank.",
            "{count} of the others have another rank.",
            found.moved,
            count=thousands(found.moved),
        )
        facts.append(Fact(tr("Ranks"), text))
    return (facts[0], *(fact for fact in facts[1:] if fact.text))


def _verdict(found: Comparison) -> str:
    return {
        "same": tr("Run again: the same result. Every mark has the rank that it had."),
        "same-nearest": tr("Run again: the same nearest marks. Ranks further down are others."),
        "different": tr("Run again: another result."),
    }[found.verdict.value]


def _names(marks: Iterable[str], register: Register) -> str:
    ids = list(marks)
    names = []
    for one in ids[:_NAMED]:
        mark = register.catalogue.find(one)
        names.append(f"{one} ({mark.words})" if mark is not None and mark.words else one)
    more = len(ids) - _NAMED
    if more > 0:
        names.append(trn("{count} more", "{count} more", more, count=thousands(more)))
    return ", ".join(names)
