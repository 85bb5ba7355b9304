from __future__ import annotations

from collections.abc import Generator, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from examiner_app.engine.logo import Logo, logo_from_pixels
from examiner_app.engine.ranking.ranks import RankTable
from examiner_app.gui import work
from examiner_app.gui.jobs import Shown
from examiner_app.gui.state.question import Marking


class Bench:
    """Ranks two methods of a register, and says whether it was closed."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.closed = False

    def examine(self, *_: object) -> Iterator[Any]:
        ranks = np.arange(self.count, dtype=np.int32)
        try:
            yield RankTable(self.count, {}, {"mac": ranks}, None, complete=False)
            yield RankTable(self.count, {}, {"mac": ranks, "spoc": ranks}, ranks, complete=True)
        finally:
            self.closed = True
        return SimpleNamespace(name="examination")


@pytest.fixture
def logo() -> Logo:
    return logo_from_pixels(np.full((40, 60, 3), 200, np.uint8), "logo")


@pytest.mark.parametrize(("count", "waits"), [(3, False), (12, True)])
def test_only_in_a_large_register_the_rest_waits_until_the_first_matches_are_shown(
    monkeypatch: pytest.MonkeyPatch, logo: Logo, count: int, waits: bool
) -> None:
    monkeypatch.setattr(work, "LARGE", 12)
    bench: Any = Bench(count)
    found: list[Any] = []

    def follow() -> Generator[Any]:
        examination = yield from work.examine(bench, logo, "mac", Marking())
        found.append(examination)

    found[:0] = list(follow())
    assert found[-1].name == "examination"
    assert [step for step in found if isinstance(step, Shown)] == [Shown.FIRST] * waits
    if waits:
        assert found.index(Shown.FIRST) == 1
    assert bench.closed


def test_who_gives_up_early_ends_the_examination(logo: Logo) -> None:
    bench: Any = Bench(5)
    steps = work.examine(bench, logo, "mac", Marking())
    next(steps)
    steps.close()
    assert bench.closed
