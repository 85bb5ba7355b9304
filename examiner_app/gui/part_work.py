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
    from examiner_app.engine.views import Views


def see_pair(
    describer: Describer, logo: Logo, pair: Pair, known: Views | None
) -> tuple[Views, Views]:
    """Return the maps of the candidate, unless they are ``known``, and of the match's thumbnail."""
    from examiner_app.engine.logo import logo_from_pixels

    candidate = known or describer.see([logo])
    return candidate, describer.see([logo_from_pixels(pair.match, pair.mark.id)])


def paint_parts(describer: Describer, candidate: Views, match: Views, method: str) -> PaintedParts:
    """Compute which parts answer which under a method, and paint the contributions."""
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
            to_image(contribution_pixels(parts, most)), QRectF(*parts.box), QRectF(*parts.square)
        )
        for parts in (found.candidate, found.match)
    )
    return PaintedParts(found, (here, there), contribution_legend(found), answer_legend())
