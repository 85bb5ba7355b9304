from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from examiner_app.engine.synthesis.fonts import FontLibrary
from examiner_app.engine.synthesis.groups import (
    FIGURE_VARIETIES,
    Group,
    GroupKind,
    Member,
    bare_some,
    group_kinds,
    make_group,
    plan_members,
)

OTHERS = (GroupKind.PHONETIC, GroupKind.TEXTURE, GroupKind.LAYOUT)


def _group(fonts: FontLibrary, kind: GroupKind, drawings: tuple[int, ...] = (0, 1)) -> Group:
    return make_group(np.random.default_rng(1), kind, [("thing", drawings)], fonts)


@pytest.mark.parametrize(("count", "each"), [(1, 0), (3, 0), (8, 1), (9, 1), (28, 3), (90, 10)])
def test_most_groups_are_figure_groups(count: int, each: int) -> None:
    kinds = Counter(group_kinds(count))
    assert kinds.total() == count
    assert [kinds[kind] for kind in OTHERS] == [each] * 3
    assert kinds[GroupKind.FIGURE] >= count / 2


def test_a_small_figure_group_holds_every_variety(fonts: FontLibrary) -> None:
    group = _group(fonts, GroupKind.FIGURE)
    for size in range(8, 15):
        members = plan_members(np.random.default_rng(size), group, size)
        assert [member.number for member in members] == list(range(size))
        varieties = [member.variety for member in members]
        assert varieties[0] == "original"
        assert set(FIGURE_VARIETIES) <= set(varieties)
        assert varieties.count("near-duplicate") == 1


def test_nothing_is_called_semantic_that_shows_the_same_drawing(fonts: FontLibrary) -> None:
    group = _group(fonts, GroupKind.FIGURE, (0,))
    members = plan_members(np.random.default_rng(0), group, 14)
    assert "semantic" not in {member.likeness for member in members}


@pytest.mark.parametrize("kind", OTHERS)
def test_other_groups_hold_their_likeness_and_a_near_duplicate(
    fonts: FontLibrary, kind: GroupKind
) -> None:
    members = plan_members(np.random.default_rng(0), _group(fonts, kind), 9)
    likenesses = Counter(member.likeness for member in members)
    assert likenesses == {"original": 1, "near-duplicate": 1, kind.value: 7}


def test_varieties_are_called_by_the_papers_terms() -> None:
    shapes = ("recoloured", "mirrored", "other-words", "other-layout")
    assert {Member(1, variety).likeness for variety in shapes} == {"shape"}
    assert Member(1, "part-of-larger").likeness == "partial"
    assert Member(0, "original").likeness == "original"


@pytest.mark.parametrize("most", [0, 3, 100])
def test_few_marks_are_bare_and_copies_as_their_original_is(fonts: FontLibrary, most: int) -> None:
    groups = [_group(fonts, kind) for kind in GroupKind for _ in range(3)]
    for seed in range(20):
        rng = np.random.default_rng(seed)
        members = bare_some(rng, groups, [plan_members(rng, g, 12) for g in groups], most)
        assert [len(own) for own in members] == [12] * len(groups)
        bare = sum(member.bare for own in members for member in own)
        assert bare <= most
        assert (bare > 0) is (most > 0)
        for group, own in zip(groups, members, strict=True):
            assert len({member.bare for member in own if member.copies}) == 1
            if group.kind in {GroupKind.PHONETIC, GroupKind.LAYOUT}:
                assert not any(member.bare for member in own)


def test_only_figure_groups_keep_other_drawings(fonts: FontLibrary) -> None:
    assert _group(fonts, GroupKind.FIGURE).drawings == (0, 1)
    assert _group(fonts, GroupKind.LAYOUT).drawings == (0,)
