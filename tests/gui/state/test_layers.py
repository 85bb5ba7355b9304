"""The stack of layers, without widgets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from examiner_app.engine.pictures import LAYERS
from examiner_app.gui.state.layers import (
    FILED,
    LAYER_TIPS,
    LAYER_TITLES,
    OPACITY,
    OVERLAYS,
    LayersState,
)


@pytest.fixture
def state() -> LayersState:
    return LayersState()


def heard(*signals: Any) -> list[tuple[Any, ...]]:
    """Return a list that grows with every signal."""
    calls: list[tuple[Any, ...]] = []
    for signal in signals:
        signal.connect(lambda *values: calls.append(values))
    return calls


def test_the_keys_are_the_engines() -> None:
    assert list(LAYER_TITLES) == [layer.key for layer in LAYERS] == list(LAYER_TIPS)
    assert set(OVERLAYS) == set(LAYER_TITLES) - {FILED}


def test_showing_one_hides_the_others(state: LayersState) -> None:
    spoken, seen = heard(state.key_changed), heard(state.shown_changed)
    assert not state.has_overlay
    state.show("cam")
    state.show("cam")
    state.show("nonsense")
    assert spoken == [("cam",)]
    assert state.has_overlay
    state.activate("text")
    state.show("cam")
    assert state.shown == ("cam",)
    state.show(FILED)
    assert (state.key, state.shown, state.has_overlay) == (FILED, (), False)
    assert len(seen) == 4


def test_layers_lie_in_their_order_whichever_was_shown_first(state: LayersState) -> None:
    for key in ("cam", "atrha", "text"):
        state.toggle(key)
    assert state.shown == ("atrha", "text", "cam")
    assert state.key == "text"
    assert state.others == ("atrha", "cam")


def test_hiding_the_one_that_is_spoken_of_speaks_of_the_topmost(state: LayersState) -> None:
    for key in ("text", "ssa", "cam"):
        state.toggle(key)
    state.toggle("ssa")
    assert (state.key, state.shown) == ("cam", ("text", "cam"))
    state.toggle("cam")
    assert state.key == "text"
    state.toggle("text")
    assert (state.key, state.shown) == (FILED, ())


def test_the_mark_as_filed_cannot_be_stacked(state: LayersState) -> None:
    calls = heard(state.shown_changed, state.key_changed, state.order_changed)
    state.toggle(FILED)
    state.activate("nonsense")
    state.move(FILED, 0)
    state.shift("nonsense", 1)
    assert not calls
    assert state.order == OVERLAYS


def test_both_are_told_once_each_and_after_both_are_so(state: LayersState) -> None:
    seen: list[tuple[str, tuple[str, ...]]] = []
    for signal in (state.shown_changed, state.key_changed):
        signal.connect(lambda *_: seen.append((state.key, state.shown)))
    state.activate("cam")
    assert seen == [("cam", ("cam",))] * 2


def test_a_brush_keeps_a_stack_but_not_a_quick_look(state: LayersState) -> None:
    state.show("cam")
    state.bring("text")
    assert state.shown == ("text",)
    state.activate("cam")
    state.toggle("text")
    state.activate("ssa")
    state.bring("text")
    assert state.shown == ("text", "ssa", "cam")
    assert state.key == "text"


def test_every_layer_has_an_opacity_within_bounds(state: LayersState) -> None:
    calls = heard(state.opacity_changed)
    state.set_opacity(0.2)
    assert not calls, "there is nothing over the mark to fade"
    state.show("cam")
    for opacity in (1.7, 2, -1):
        state.set_opacity(opacity)
    state.set_opacity(0.3, "ssa")
    assert calls == [("cam",), ("cam",), ("ssa",)]
    assert (state.opacity, state.opacity_of("ssa"), state.opacity_of("text")) == (0, 0.3, OPACITY)
    state.show("ssa")
    assert state.opacity == 0.3


def test_moving(state: LayersState) -> None:
    calls = heard(state.order_changed)
    state.move("cam", 0)
    assert state.order == ("cam", "atrha", "text", "ssa")
    state.shift("cam", 1)
    state.shift("ssa", -1)
    assert state.order == ("atrha", "cam", "ssa", "text")
    assert len(calls) == 3
    state.shift("atrha", -1)
    state.move("text", 99)
    assert len(calls) == 3, "it stays at the end where it is"
    state.move("atrha", 99)
    assert state.order == ("cam", "ssa", "text", "atrha")


def test_reset_keeps_what_is_shown(state: LayersState) -> None:
    state.activate("cam")
    state.move("cam", 0)
    state.set_opacity(0.1)
    state.reset()
    assert (state.order, state.opacity, state.shown) == (OVERLAYS, OPACITY, ("cam",))


def test_order_and_opacities_outlive_the_window(state: LayersState) -> None:
    state.move("ssa", 0)
    state.set_opacity(0.25, "text")
    other = LayersState()
    other.restore(state.text)
    assert other.order == state.order
    assert [other.opacity_of(key) for key in OVERLAYS] == [0.7, 0.25, 0.7, 0.7]
    assert other.shown == (), "a mark is seen as filed first"


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "3", "{}", "[3]", "[[]]", '[["cam"]]', '[["cam", null]]', '["cam"]', "[[1, 2]]",
        '[["filed", 0.2]]', '[[["cam"], 0.2]]', "[" * 100_000, '{"cam": 0.1}', '[["cam", "0.1"]]',
    ],
)  # fmt: skip
def test_a_damaged_text_changes_nothing(state: LayersState, text: str) -> None:
    calls = heard(state.order_changed, state.opacity_changed)
    state.restore(text)
    assert not calls


@pytest.mark.parametrize("opacity", ["NaN", "Infinity", "-0.5", "2", "1e999", "9" * 400])
def test_an_impossible_opacity_is_the_usual_one(state: LayersState, opacity: str) -> None:
    state.restore(f'[["cam", {opacity}]]')
    assert state.opacity_of("cam") == OPACITY
    assert state.order == ("cam", "atrha", "text", "ssa")


def test_a_layer_that_is_named_twice_or_not_at_all(state: LayersState) -> None:
    state.restore(json.dumps([["ssa", 0.5], ["ssa", 0.1], ["text", 1], ["new", 0.4]]))
    assert state.order == ("ssa", "text", "atrha", "cam")
    assert state.opacity_of("ssa") == 0.5


def test_colours(state: LayersState) -> None:
    calls = heard(state.colours_changed)
    state.add("cam", "picture")  # type: ignore[arg-type]
    for colours in ("viridis", "viridis", "pink"):
        state.use_colours(colours)
    assert (state.colours, len(calls)) == ("viridis", 1)
    state.show("cam")
    assert state.view == state.view_of("cam") == "picture"


def test_pictures_go_with_their_candidate(state: LayersState) -> None:
    state.show("cam")
    state.add("cam", "picture")  # type: ignore[arg-type]
    state.clear()
    assert state.view is None
    assert state.key == "cam"


def test_several_layers_are_shown_at_once_as_they_were() -> None:
    layers = LayersState()
    layers.show_all(["cam", "nonsense", "text"], "cam")
    assert (layers.shown, layers.key) == (("text", "cam"), "cam")
    layers.show_all(["cam", "text"], "nonsense")
    assert layers.key == "text", "the top one"
    layers.show_all([], "cam")
    assert (layers.shown, layers.key) == ((), FILED)
