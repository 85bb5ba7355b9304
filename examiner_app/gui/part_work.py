"""What the jobs of the answering parts do in their workers: see both marks, compare their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from examiner_app.gui.images import to_image
from examiner_app.gui.pair_work import Pair
from examiner_app.gui.state.parts import PaintedParts, PartsPicture

if TYPE_CHECKING:
    from examiner_app.engine.describe import Describer
    from examiner_app.engine.logo import Logo
    from examiner_app.engine.question import Question
    from examiner_app.engine.region import Place
    from examiner_app.engine.views import Views


def see_pair(
    describer: Describer, logo: Logo, question: Question, pair: Pair, known: Views | None
) -> tuple[Views, Views]:
    """Return the maps of what is searched and of the match's thumbnail.

    The former unless they are ``known``.
    """
    from examiner_app.engine.logo import logo_from_pixels
    from examiner_app.engine.question import PLAIN

    candidate = known or describer.look(logo, question)
    return candidate, describer.look(logo_from_pixels(pair.match, pair.mark.id), PLAIN)


def paint_parts(
    describer: Describer, candidate: Views, match: Views, method: str, place: Place | None = None
) -> PaintedParts:
    """Compute which parts answer which under a method, and paint the contributions.

    Args:
        describer: What saw the two.
        candidate: The maps of what is searched.
        match: The maps of the match.
        method: Key of the method.
        place: Where what is searched lies on the candidate; ``None`` for all of it.
    """
    from examiner_app.engine.evidence.answering import answering_parts
    from examiner_app.engine.evidence.part_pictures import (
        answer_legend,
        contribution_legend,
        contribution_pixels,
        strongest,
    )

    found = answering_parts(describer, candidate, match, method)
    # One scale for both, or a mark whose parts all add little would seem to answer strongly.
    most = strongest(found)
    here, there = (
        PartsPicture(
            to_image(contribution_pixels(parts, most)),
            _on_mark(QRectF(*parts.box), where),
            _on_mark(QRectF(*parts.square), where),
        )
        for parts, where in ((found.candidate, place), (found.match, None))
    )
    return PaintedParts(found, (here, there), contribution_legend(found), answer_legend())


def _on_mark(share: QRectF, place: Place | None) -> QRectF:
    """Return a rectangle in shares of what is searched in shares of the whole mark."""
    if place is None:
        return share
    x, y, width, height = place.region.box
    return QRectF(
        (x + share.x() * width) / place.width,
        (y + share.y() * height) / place.height,
        share.width() * width / place.width,
        share.height() * height / place.height,
    )
