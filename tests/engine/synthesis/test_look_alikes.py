from __future__ import annotations

import numpy as np
import pytest

from examiner_app.engine.models.vggcam import MarkType
from examiner_app.engine.synthesis.canvas import Item
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.synthesis.fonts import FontLibrary
from examiner_app.engine.synthesis.groups import (
    FIGURE_VARIETIES,
    Group,
    GroupKind,
    MarkPlan,
    Member,
    concepts_needed,
    make_group,
)
from examiner_app.engine.synthesis.look_alikes import MOST_MARKS, make_member
from examiner_app.engine.synthesis.separate_figures import allot, choose_concepts
from examiner_app.engine.synthesis.textures import Texture


def _group(figures: FigureLibrary, fonts: FontLibrary, kind: GroupKind) -> Group:
    rng = np.random.default_rng(4)
    need = concepts_needed(kind, MOST_MARKS)
    (own,) = allot(figures, choose_concepts(rng, figures, need), [(kind, need)])
    return make_group(rng, kind, own, fonts, turn=1)


def _members(figures: FigureLibrary, fonts: FontLibrary, group: Group) -> list[MarkPlan]:
    varieties = ["original", *[group.kind.value] * (MOST_MARKS - 1)]
    return [
        make_member(np.random.default_rng(number), group, Member(number, variety), figures, fonts)
        for number, variety in enumerate(varieties)
    ]


def _surfaces(plan: MarkPlan) -> list[Item]:
    return [
        placed.item
        for placed in plan.block.placed
        if isinstance(placed.item.paint, np.ndarray)
        and placed.item.paint.shape[:2] == placed.item.alpha.shape
        and not placed.item.text
    ]


@pytest.mark.parametrize("kind", tuple(GroupKind))
def test_near_duplicates_are_the_original_again(
    figures: FigureLibrary, fonts: FontLibrary, kind: GroupKind
) -> None:
    group = _group(figures, fonts, kind)
    first = make_member(np.random.default_rng(1), group, Member(0, "original"), figures, fonts)
    for seed in range(8):
        rng = np.random.default_rng(seed)
        again = make_member(rng, group, Member(5, "near-duplicate"), figures, fonts)
        assert (again.words, again.kind, again.vienna) == (first.words, first.kind, first.vienna)
        count = len(first.block.placed)
        assert count <= len(again.block.placed) <= count + 2
        for a, b in zip(first.block.placed, again.block.placed, strict=False):
            assert np.array_equal(a.item.alpha, b.item.alpha)


def test_every_variety_of_a_figure_group_is_drawn_differently(
    figures: FigureLibrary, fonts: FontLibrary
) -> None:
    group = _group(figures, fonts, GroupKind.FIGURE)
    drawn = {
        make_member(np.random.default_rng(7), group, Member(3, variety), figures, fonts).block.w
        for variety in FIGURE_VARIETIES
    }
    assert len(drawn) == len(FIGURE_VARIETIES)


@pytest.mark.parametrize("kind", [GroupKind.FIGURE, GroupKind.TEXTURE])
@pytest.mark.parametrize("variety", ["original", "near-duplicate", "recoloured"])
def test_bare_marks_have_no_words(
    figures: FigureLibrary, fonts: FontLibrary, kind: GroupKind, variety: str
) -> None:
    group = _group(figures, fonts, kind)
    for bare in (False, True):
        member = Member(3, variety, bare)
        plan = make_member(np.random.default_rng(0), group, member, figures, fonts)
        assert (plan.kind is MarkType.FIGURE_ONLY) is (plan.words == "") is bare


def test_phonetic_marks_are_mostly_words_and_never_share_a_figure(
    figures: FigureLibrary, fonts: FontLibrary
) -> None:
    group = _group(figures, fonts, GroupKind.PHONETIC)
    plans = _members(figures, fonts, group)
    names = [plan.words.split()[0].lower() for plan in plans]
    assert names[0] == group.name
    assert len(set(names)) == MOST_MARKS
    kinds = [plan.kind for plan in plans]
    assert kinds.count(MarkType.FIGURE_AND_TEXT) == len(group.drawings)
    assert kinds.count(MarkType.TEXT_ONLY) == MOST_MARKS - len(group.drawings)
    assert kinds[0] is MarkType.TEXT_ONLY


def test_texture_marks_share_the_pattern_and_not_the_shape(
    figures: FigureLibrary, fonts: FontLibrary
) -> None:
    group = _group(figures, fonts, GroupKind.TEXTURE)
    texture = Texture.pick(np.random.default_rng(group.seed), group.turn)
    shapes: list[bytes] = []
    for plan in _members(figures, fonts, group):
        (surface,) = _surfaces(plan)
        h, w = surface.alpha.shape
        ink = texture.drawn(h, w) > 200
        inside = surface.alpha == 255
        assert isinstance(surface.paint, np.ndarray)
        shades = surface.paint.min(axis=2)
        # Ink is darker than ground all over the shape, so the pattern is the group's.
        assert shades[inside & ink].max() < shades[inside & (texture.drawn(h, w) < 50)].min()
        shapes.append(surface.alpha.tobytes())
    assert len(set(shapes)) == MOST_MARKS


def test_layout_marks_share_places_and_neither_figure_nor_words(
    figures: FigureLibrary, fonts: FontLibrary
) -> None:
    plans = _members(figures, fonts, _group(figures, fonts, GroupKind.LAYOUT))
    first = plans[0].block
    assert len({plan.words for plan in plans}) == MOST_MARKS
    assert {plan.kind for plan in plans} == {MarkType.FIGURE_AND_TEXT}
    figures_shown = set()
    for plan in plans:
        assert (plan.block.w, plan.block.h) == (first.w, first.h)
        for a, b in zip(plan.block.placed, first.placed, strict=True):
            centre = (b.x + b.w / 2, b.y + b.h / 2)
            assert (a.x + a.w / 2, a.y + a.h / 2) == pytest.approx(centre)
        figures_shown.add(plan.block.placed[-3].item.alpha.tobytes())
    assert len(figures_shown) == MOST_MARKS
