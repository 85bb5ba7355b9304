"""What the comparison says in words: captions over the marks, and the verdict below."""

from __future__ import annotations

from typing import Final

from examiner_app.gui.desk import Desk
from examiner_app.gui.state.comparison import ComparisonState, Toggle
from examiner_app.translation import tr

PARTS_HINT: Final = tr(
    "Orange parts make the two alike, blue ones differ. Point at a part to see what answers it; "
    "a click or Space keeps it."
)


def candidate_caption(desk: Desk) -> str:
    """Return what stands over the candidate."""
    logo = desk.candidate.logo
    return (
        tr("Candidate, {width} × {height} px", width=logo.width, height=logo.height)
        if logo
        else tr("Candidate")
    )


def match_caption(state: ComparisonState) -> str:
    """Return what stands over the match: what it is, and what was done to it."""
    if state.pictures is None:
        return tr("Match")
    width, height = state.pictures.match_size
    done = "".join(
        text
        for toggle, text in ((Toggle.ALIGN, tr(", aligned")), (Toggle.MIRROR, tr(", mirrored")))
        if state.active(toggle)
    )
    return tr(
        "Match, the register's thumbnail, {width} × {height} px{done}",
        width=width,
        height=height,
        done=done,
    )


def verdict(state: ComparisonState) -> str:
    """Return what the keypoints say, or what is being waited for."""
    if state.pictures is None:
        return state.failure
    if state.describing:
        return tr("Computing the layer of the match…")
    if state.agreement is None:
        return tr("Looking for matching keypoints…")
    count, matched = state.agreeing, len(state.agreement.inliers)
    if not count:
        return tr("No keypoints agree")
    mirror = tr(", with the match mirrored") if state.agreement.mirrored else ""
    return tr(
        "{count} of {matched} matching keypoints agree on one similarity transform{mirror}",
        count=count,
        matched=matched,
        mirror=mirror,
    )
