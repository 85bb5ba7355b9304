from __future__ import annotations

import numpy as np
import pytest

from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.synthesis.fonts import FontLibrary
from examiner_app.engine.synthesis.groups import GroupKind, make_group
from examiner_app.engine.synthesis.parts import cut
from examiner_app.engine.synthesis.separate_figures import (
    allot,
    choose_concepts,
    pool_figures,
    silhouette,
)
from examiner_app.engine.synthesis.textures import filled


def test_no_figure_of_the_pool_looks_like_a_group(
    figures: FigureLibrary, fonts: FontLibrary
) -> None:
    rng = np.random.default_rng(0)
    chosen = choose_concepts(rng, figures, 7)
    assert len({concept for concept, _ in chosen}) == 7
    for concept, drawings in chosen:
        owners = [figures.figures[i] for i in drawings]
        assert len({figure.family for figure in owners}) == 3
        assert all(figure.concept == concept for figure in owners)
    groups = [make_group(rng, GroupKind.FIGURE, [concept], fonts) for concept in chosen[:4]]
    groups.append(make_group(rng, GroupKind.LAYOUT, chosen[4:], fonts))
    others = pool_figures(figures, groups)
    assert not {f.concept for f in others.figures} & {concept for concept, _ in chosen}
    assert 0 < len(others) <= len(figures) - 21


def test_a_concept_that_is_drawn_with_letters_is_passed_over(
    figures: FigureLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = choose_concepts(np.random.default_rng(0), figures, 6)
    lettered = plain[2][0]
    monkeypatch.setattr(
        "examiner_app.engine.synthesis.separate_figures.may_be_lettered",
        lambda _, name: lettered in name,
    )
    # The others stay what they were, so that a collection changes no more than it must.
    found = choose_concepts(np.random.default_rng(0), figures, 6)
    assert [c for c in found if c in plain] == [c for c in plain if c[0] != lettered]
    assert lettered not in {concept for concept, _ in found}


def test_concepts_are_shared_out_once(figures: FigureLibrary) -> None:
    chosen = choose_concepts(np.random.default_rng(0), figures, 20)
    needs = [
        (GroupKind.FIGURE, 1),
        (GroupKind.FIGURE, 1),
        (GroupKind.PHONETIC, 3),
        (GroupKind.TEXTURE, 7),
        (GroupKind.LAYOUT, 8),
    ]
    shares = allot(figures, chosen, needs)
    assert [len(share) for share in shares] == [need for _, need in needs]
    assert shares[0] + shares[1] == chosen[:2]
    assert sorted(concept for share in shares for concept in share) == sorted(chosen)


def test_texture_groups_get_figures_of_different_silhouettes(figures: FigureLibrary) -> None:
    chosen = choose_concepts(np.random.default_rng(0), figures, 30)
    (taken,) = allot(figures, chosen, [(GroupKind.TEXTURE, 6)])
    looks = []
    for _, drawings in taken:
        rgba = figures.rgba(drawings[0])
        y, x = (int(v.min()) for v in np.nonzero(rgba[..., 3]))
        solid = filled(cut(rgba)[0])
        rgba[y : y + solid.shape[0], x : x + solid.shape[1], 3] = solid
        rgba[..., :3] = 0
        looks.append(silhouette(rgba))
    likeness = np.stack(looks) @ np.stack(looks).T - np.eye(len(looks))
    assert float(likeness.max()) < 0.75
