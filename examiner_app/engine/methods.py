"""The methods of the paper's Tables 2 and 5: one frozen record each, in the tables' order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from examiner_app.translation import marked

View = Literal["filed", "atrha"]
"""What the trunk sees: the mark as filed, or its ATRHA crop."""

Attention = Literal["none", "ssa", "camsa"]
"""How the features are weighted before aggregation."""


@dataclass(frozen=True, slots=True)
class Method:
    """One way of describing a mark.

    Attributes:
        key: Stable name in files and on the command line.
        name: The paper's name, for people.
        aggregation: Key into ``aggregation.AGGREGATIONS``, or ``sift_bow``.
        view: What the trunk sees.
        attention: How its features are weighted.
        explanation: One line, in English: what the method looks at.
    """

    key: str
    name: str
    aggregation: str
    view: View
    attention: Attention
    explanation: str


SIFT_BOW = "sift_bow"
"""The one method that has words instead of a vector."""

METHODS: dict[str, Method] = {
    method.key: method
    for method in (
        Method(
            SIFT_BOW, "SIFT", SIFT_BOW, "filed", "none",
            marked("Local grey-level keypoints, quantised to visual words; no neural network."),
        ),
        Method(
            "mac", "MAC", "mac", "filed", "none",
            marked("The strongest response of each feature anywhere in the mark."),
        ),
        Method(
            "spoc", "SPoC", "spoc", "filed", "none",
            marked("The sum of each feature over the whole mark, whitened."),
        ),
        Method(
            "spoc_centre", "SPoC PCAwc", "spoc_centre", "filed", "none",
            marked("As SPoC, with more weight on the centre of the mark."),
        ),
        Method(
            "crow", "CroW", "crow", "filed", "none",
            marked("As SPoC, with more weight on active places and on rare features."),
        ),
        Method(
            "jimenez", "Jimenez et al.", "jimenez", "filed", "none",
            marked("As CroW, once for each of the eight likeliest concepts, weighted by its map."),
        ),
        Method(
            "rmac", "R-MAC", "rmac", "filed", "none",
            marked("The strongest responses of 30 overlapping regions, whitened and summed."),
        ),
        Method(
            "atrha_mac", "ATRHA MAC", "mac", "atrha", "none",
            marked("MAC of the figure alone, after the text was removed and the rest cropped."),
        ),
        Method(
            "atrha_spoc", "ATRHA SPoC", "spoc", "atrha", "none",
            marked("SPoC of the figure alone, after the text was removed and the rest cropped."),
        ),
        Method(
            "ssa_mac", "SSA MAC", "mac", "filed", "ssa",
            marked("MAC with features on text weighted down by the text mask."),
        ),
        Method(
            "ssa_spoc", "SSA SPoC", "spoc", "filed", "ssa",
            marked("SPoC with features on text weighted down by the text mask."),
        ),
        Method(
            "camsa_mac", "CAMSA MAC", "mac", "filed", "camsa",
            marked("MAC with features weighted by the class activation map of «figure»."),
        ),
        Method(
            "camsa_spoc", "CAMSA SPoC", "spoc", "filed", "camsa",
            marked("SPoC with features weighted by the class activation map of «figure»."),
        ),
        Method(
            "atrha_rmac", "ATRHA R-MAC", "rmac", "atrha", "none",
            marked("R-MAC of the figure alone, after the text was removed and the rest cropped."),
        ),
        Method(
            "atrha_camsa_mac", "ATRHA CAMSA MAC", "mac", "atrha", "camsa",
            marked("MAC of the figure alone, weighted by the class activation map of «figure»."),
        ),
    )
}  # fmt: skip

VECTOR_METHODS: tuple[str, ...] = tuple(key for key in METHODS if key != SIFT_BOW)
"""The fourteen methods that describe a mark by one vector."""

DEFAULT_METHOD = "atrha_rmac"
"""Sorts the matches until the user chooses another: the figure first, for words are searched
elsewhere."""
