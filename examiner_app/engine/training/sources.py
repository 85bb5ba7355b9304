"""Figures and fonts for training, with the held-back ones set apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from examiner_app.engine.models.unet import INPUT_SIZE
from examiner_app.engine.progress import Stage, Work
from examiner_app.engine.synthesis.figures import FigureLibrary, open_figures
from examiner_app.engine.synthesis.fonts import Font, FontLibrary, open_fonts
from examiner_app.engine.synthesis.split import (
    held_back_figures,
    held_back_fonts,
    training_figures,
    training_fonts,
)
from examiner_app.engine.training.backbone import BackboneData
from examiner_app.engine.training.feed import Feed
from examiner_app.engine.training.mark_type import MarkTypeData
from examiner_app.engine.training.marks import (
    KindsOfTextMarks,
    LabelledMark,
    TextMarks,
    TypedMarks,
)
from examiner_app.engine.training.overlays import draw_words
from examiner_app.engine.training.text_mask import HeldBackMarks, TextMaskData
from examiner_app.errors import TrainingError

_TRAINING_WORDS = 3000
_HELD_BACK_WORDS = 500
_HELD_BACK_MARKS = 576


@dataclass(frozen=True, slots=True)
class Sources:
    """What marks are drawn from.

    Attributes:
        training_figures: Figures that training may see.
        held_back_figures: Figures of families that it never sees.
        training_fonts: Fonts that training may see.
        held_back_fonts: Fonts that it never sees.
    """

    training_figures: FigureLibrary
    held_back_figures: FigureLibrary
    training_fonts: FontLibrary
    held_back_fonts: FontLibrary

    @property
    def description(self) -> str:
        """One line for the manifest."""
        trained = sorted({figure.family for figure in self.training_figures.figures})
        kept = sorted({figure.family for figure in self.held_back_figures.figures})
        return (
            f"{len(self.training_figures)} figures of {', '.join(trained)}; "
            f"{len(self.training_fonts)} font faces; held back: {len(self.held_back_figures)} "
            f"figures of {', '.join(kept)}, and {len(self.held_back_fonts)} font faces"
        )


def open_sources(figures: Path, fonts: Sequence[Path]) -> Work[Sources]:
    """Open folders of figures and fonts and set the held-back ones apart.

    Raises:
        SourceError: A folder holds nothing of its kind.
        TrainingError: Nothing is left to train on, or to measure on.
    """
    library = yield from open_figures(figures)
    letters = yield from open_fonts(*fonts)
    sources = Sources(
        training_figures(library),
        held_back_figures(library),
        training_fonts(letters),
        held_back_fonts(letters),
    )
    if not sources.training_figures.figures or not sources.held_back_figures.figures:
        raise TrainingError(
            f"{figures} needs figures of families that are held back and of others; "
            "give a folder of several figure sets."
        )
    if not sources.training_fonts.fonts or not sources.held_back_fonts.fonts:
        raise TrainingError("The font folders need more families: some are held back to measure.")
    return sources


def backbone_data(sources: Sources, seed: int) -> Work[BackboneData]:
    """Return what a backbone is trained and measured on."""
    training = yield from draw_words(sources.training_fonts, _TRAINING_WORDS, seed)
    held_back = yield from draw_words(sources.held_back_fonts, _HELD_BACK_WORDS, seed)
    return BackboneData(
        sources.training_figures,
        sources.held_back_figures,
        training,
        held_back,
        TypedMarks(sources.training_figures, sources.training_fonts),
        sources.description,
    )


def text_mask_data(
    sources: Sources, *, held_back: int | None = None, workers: int = 2
) -> Work[TextMaskData]:
    """Return what a text mask is trained and measured on.

    Args:
        sources: Figures and fonts.
        held_back: Marks to measure on, spread evenly over scripts, types and lettering layouts;
            some hundreds by default.
        workers: Processes that draw them.
    """
    count = _HELD_BACK_MARKS if held_back is None else held_back
    fonts = sources.held_back_fonts
    by_script = {
        script: FontLibrary([_writing_only(font, script) for font in fonts.fonts
                             if script in font.characters])
        for script in fonts.scripts
    }  # fmt: skip
    kinds = KindsOfTextMarks(sources.held_back_figures, by_script)
    stage = Stage("Drawing held-back marks", count)
    marks: list[LabelledMark] = []
    with Feed[int, LabelledMark](kinds, workers) as feed:
        for number in range(count):
            marks.append(feed.get(number, INPUT_SIZE))
            yield stage.step()
    test = HeldBackMarks(
        [image for image, _, _ in marks],
        [truth for _, truth, _ in marks],
        [labels for _, _, labels in marks],
    )
    draw = TextMarks(sources.training_figures, sources.training_fonts)
    return TextMaskData(draw, test, sources.description)


def mark_type_data(sources: Sources) -> MarkTypeData:
    """Return what VGGCAM-16 is trained and measured on."""
    return MarkTypeData(
        TypedMarks(sources.training_figures, sources.training_fonts),
        TypedMarks(sources.held_back_figures, sources.held_back_fonts),
        sources.description,
    )


def _writing_only(font: Font, script: str) -> Font:
    return replace(font, characters={script: font.characters[script]})
