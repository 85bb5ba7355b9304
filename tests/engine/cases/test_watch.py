from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from search_records import IMAGE, record

from examiner_app.engine.cases.listing import Listing
from examiner_app.engine.cases.watch import new_rows, watch
from examiner_app.engine.progress import finish
from examiner_app.engine.ranking.filters import MarkFilter
from examiner_app.engine.ranking.folding import Fold
from examiner_app.errors import CaseError


def register(count: int, name: str = "r" * 32) -> Any:
    return SimpleNamespace(count=count, manifest=SimpleNamespace(id=name))


@pytest.mark.parametrize(("count", "new"), [(1500, []), (1503, [1500, 1501, 1502])])
def test_marks_beyond_those_that_there_were_are_new(count: int, new: list[int]) -> None:
    assert list(new_rows(register(count), record())) == new


def test_another_register_or_a_smaller_one_is_refused() -> None:
    with pytest.raises(CaseError, match="this one is not"):
        new_rows(register(1600, "other"), record())
    with pytest.raises(CaseError, match="fewer marks"):
        new_rows(register(1499), record())


def watched(**changes: Any) -> Listing:
    """What a watch of a search lists, in a register that has grown from 1500 to 1600 marks."""

    def examine(*_: object) -> Iterator[Any]:
        yield from ()
        return "the examination"

    bench: Any = SimpleNamespace(register=register(1600), examine=examine)
    logo: Any = SimpleNamespace(sha256=IMAGE)
    examination, listing = finish(watch(bench, logo, record(**changes)))
    assert examination == "the examination"
    return listing


def test_the_filter_says_what_is_new() -> None:
    assert watched() == Listing("rmac", MarkFilter(added_after=1500))
    found = watched(filter={"nice": [9]}, fold="pictures", sort="mac")
    wanted = MarkFilter(nice=frozenset({9}), added_after=1500)
    assert found == Listing("mac", wanted, how=Fold.PICTURES)


@pytest.mark.parametrize(("own", "larger"), [(1200, 1500), (1550, 1550)])
def test_of_two_beginnings_the_later_one_holds(own: int, larger: int) -> None:
    assert watched(filter={"added_after": own}).wanted == MarkFilter(added_after=larger)
