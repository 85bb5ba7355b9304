from __future__ import annotations

import numpy as np
import pytest

from examiner_app.engine.synthesis.canvas import Block, Item
from examiner_app.engine.synthesis.compositions import COMPOSITIONS, Composition, Slot
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.synthesis.fonts import FontLibrary
from examiner_app.engine.synthesis.parts import Workshop

TURNS = range(2 * len(COMPOSITIONS))


def _slots(made: Composition) -> list[Slot]:
    return [*(p.slot for p in made.panels), *made.figures, made.name, made.line]


@pytest.mark.parametrize("turn", TURNS)
def test_everything_has_its_place_inside_and_text_covers_no_figure(turn: int) -> None:
    for seed in range(20):
        made = Composition.pick(np.random.default_rng(seed), turn)
        for slot in _slots(made):
            assert min(slot.x, slot.y) >= -1e-9
            assert slot.x + slot.w <= made.w + 1e-9
            assert slot.y + slot.h <= made.h + 1e-9
        places = [*made.figures, made.name, made.line]
        for i, a in enumerate(places):
            for b in places[:i]:
                beside = a.x + a.w <= b.x or b.x + b.w <= a.x
                assert beside or a.y + a.h <= b.y + 1e-9 or b.y + b.h <= a.y + 1e-9


def test_compositions_differ_until_all_have_been_taken() -> None:
    made = [Composition.pick(np.random.default_rng(0), turn) for turn in TURNS]
    places = {(m.name, m.figures) for m in made}
    assert len(places) == len(TURNS)


@pytest.mark.parametrize("turn", TURNS)
def test_marks_of_one_composition_share_places_only(
    turn: int, figures: FigureLibrary, fonts: FontLibrary
) -> None:
    made = Composition.pick(np.random.default_rng(3), turn)
    blocks, said = [], []
    for seed in range(2):
        shop = Workshop.open(np.random.default_rng(seed), figures, fonts)
        blocks.append(made.filled(shop, figures.rgba(5 * seed)))
        said.append(shop.said)
    first, second = (block.placed for block in blocks)
    assert said[0] != said[1]
    for a, b in zip(first, second, strict=True):
        assert a.item.text == b.item.text
        assert a.x + a.w / 2 == pytest.approx(b.x + b.w / 2)
        assert a.y + a.h / 2 == pytest.approx(b.y + b.h / 2)
    panels = len(made.panels)
    for a, b in zip(first[:panels], second[:panels], strict=True):
        assert np.array_equal(a.item.alpha, b.item.alpha)
        assert (a.w, a.h) == (b.w, b.h)
    assert not np.array_equal(first[panels].item.alpha, second[panels].item.alpha)


def test_a_slot_fits_what_is_in_it() -> None:
    wide = Block.of(Item(np.full((10, 40), 255, np.uint8), (0.0, 0.0, 0.0)))
    (placed,) = Slot(1.0, 2.0, 2.0, 2.0).fitted(wide)
    assert (placed.x, placed.y, placed.w, placed.h) == pytest.approx((1.0, 2.75, 2.0, 0.5))
