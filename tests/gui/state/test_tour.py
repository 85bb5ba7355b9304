from __future__ import annotations

from examiner_app.gui.state.tour import SAMPLE, STEPS, TourState


def test_the_steps_are_few_and_short() -> None:
    assert 5 <= len(STEPS) <= 7
    assert STEPS[0].key == SAMPLE
    assert len({step.key for step in STEPS}) == len(STEPS)
    for step in STEPS:
        assert step.text.endswith(".")
        assert len(step.text) < 190


def test_going_on_and_back() -> None:
    state = TourState()
    calls: list[int | None] = []
    state.changed.connect(lambda: calls.append(state.index))
    state.forward()
    state.back()
    state.end()
    assert (state.step, state.last, calls) == (None, False, [])
    state.start()
    state.start()
    state.back()
    state.forward()
    state.back()
    assert calls == [0, 1, 0]
    for _ in STEPS[1:]:
        assert not state.last
        state.forward()
    assert state.last
    assert state.step is STEPS[-1]
    state.forward()
    assert state.step is None


def test_it_can_be_left_anywhere_and_begins_anew() -> None:
    state = TourState()
    state.start()
    state.forward()
    state.end()
    assert state.step is None
    state.start()
    assert state.step is STEPS[0]
