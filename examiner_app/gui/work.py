"""What the desk's jobs do in their workers; nothing here touches the window or its states."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from examiner_app.gui.images import to_image
from examiner_app.gui.jobs import Shown
from examiner_app.gui.state.folding import Folding
from examiner_app.gui.state.layers import FILED, LAYER_TITLES, NETWORK, LayerView
from examiner_app.gui.state.matches import PAGE

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from examiner_app.engine.cases.judgements import JudgedRows
    from examiner_app.engine.description import Description, Layers
    from examiner_app.engine.examination import Examination, Workbench
    from examiner_app.engine.logo import Logo
    from examiner_app.engine.progress import Progress
    from examiner_app.engine.ranking.filters import FacetCounts, MarkFilter
    from examiner_app.engine.ranking.folding import Folded
    from examiner_app.engine.ranking.ranks import RankTable
    from examiner_app.engine.register.catalogue import Mark
    from examiner_app.engine.register.open import Register
    from examiner_app.gui.state.question import Marking


LARGE: Final = 50_000
"""Marks from which on ranking under the other methods takes long enough to be felt."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What the list of matches is to be.

    Attributes:
        key: What it is sorted by.
        wanted: Which marks are in it; ``None`` for all.
        folding: Which of them take one place.
        judged: Which rows are in it by how they are judged; ``None`` for all.
    """

    key: str
    wanted: MarkFilter | None
    folding: Folding
    judged: JudgedRows | None = None


def first_page(
    table: RankTable, listing: Listing, register: Register, loaded: int = 0
) -> tuple[Folded, list[Mark]]:
    """Return the marks that are wanted, nearest first, and the metadata of the first page.

    Args:
        table: Ranks of every mark.
        listing: What the list is to be.
        register: The marks.
        loaded: Read at least so many of them, so that who unfolds one far down stays there.

    Raises:
        FilterError: A condition makes no sense.
    """
    from examiner_app.engine.cases.listing import Listing as Wanted
    from examiner_app.engine.cases.listing import list_marks
    from examiner_app.engine.ranking.folding import Fold

    how, unfolded = Fold(listing.folding.how), listing.folding.unfolded
    wanted = Wanted(listing.key, listing.wanted, listing.judged, how, unfolded)
    folded = list_marks(register, table, wanted).folded
    return folded, register.marks(folded.order[: max(PAGE, loaded)].tolist())


def count_marks(register: Register, wanted: MarkFilter) -> FacetCounts:
    """Count the marks of every kind, as the conditions on other fields leave them.

    Raises:
        FilterError: A condition makes no sense.
    """
    from examiner_app.engine.ranking.filters import facet_counts

    return facet_counts(register, wanted)


def examine(
    workbench: Workbench, logo: Logo, first: str, marking: Marking
) -> Generator[Progress | Description | RankTable | Shown, None, Examination]:
    """Examine a candidate, or what was drawn on it; in a large register, show first matches first.

    Raises:
        QuestionError: What was drawn cannot be searched.
    """
    from examiner_app.engine.question import ask, correction_of
    from examiner_app.engine.ranking.ranks import RankTable

    correction = None
    if marking.corrects:
        correction = correction_of(marking.strokes, logo.width, logo.height, marking.kept)
    question = ask(logo, marking.region, correction)
    steps = workbench.examine(logo, first, question)
    try:
        while True:
            step = next(steps)
            yield step
            if isinstance(step, RankTable) and step.count >= LARGE and len(step.ranks) == 1:
                yield Shown.FIRST
    except StopIteration as stop:
        examination: Examination = stop.value
        return examination
    finally:
        steps.close()


def paint(
    logo: Logo, layers: Layers, first: Sequence[str], colours: str, marking: Marking
) -> Generator[tuple[str, QImage | LayerView]]:
    """Paint the crop that is searched, then the layers, those that are looked at first.

    The text mask that strokes are drawn over comes before the one that was corrected by hand.
    """
    from examiner_app.engine.pictures import layer_picture
    from examiner_app.engine.question import Question

    yield "crop", to_image(layers.removal.crop)
    text = layers.network_text
    if text is not None:
        kept = Question(marking.region, marking.kept).corrected()
        text = text if kept is None else kept.apply(text)
        picture = layer_picture("text", logo, replace(layers, text=text), colours=colours)
        yield NETWORK, LayerView(to_image(picture.rgba), picture.legend)
    for key in sorted(
        (key for key in LAYER_TITLES if key != FILED), key=lambda key: key not in first
    ):
        picture = layer_picture(key, logo, layers, colours=colours)
        yield key, LayerView(to_image(picture.rgba), picture.legend)
