from __future__ import annotations

import pytest

from examiner_app.engine.progress import BYTES, Progress, Stage, Work, finish


def test_rate_and_eta() -> None:
    step = Progress("x", done=10, total=40, elapsed=5)
    assert step.rate == 2
    assert step.eta == 15


@pytest.mark.parametrize("step", [Progress("x"), Progress("x", 0, 9, elapsed=3), Progress("x", 3)])
def test_no_eta_while_nothing_is_known(step: Progress) -> None:
    assert step.eta is None


def test_stage_counts() -> None:
    stage = Stage("x", 5)
    stage.step(2)
    step = stage.step(detail="here")
    assert (step.done, step.total, step.detail) == (3, 5, "here")
    assert step.elapsed >= 0


def test_stage_says_what_it_counts() -> None:
    assert Stage("x", 5).step().unit == ""
    assert Stage("x", 5, unit=BYTES).step().unit == BYTES


def test_finish_returns_the_result_and_cancelling_reaches_the_work() -> None:
    closed = []

    def work() -> Work[int]:
        try:
            yield Progress("x")
        finally:
            closed.append(True)
        return 7

    assert finish(work()) == 7
    cancelled = work()
    next(cancelled)
    cancelled.close()
    assert closed == [True, True]
