from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from examiner_app.engine.cases.judgements import JudgedRows
from examiner_app.engine.cases.listing import Listing, list_marks, listed
from examiner_app.engine.ranking.filters import MarkFilter
from examiner_app.engine.ranking.folding import Fold
from examiner_app.engine.ranking.ranks import RankTable
from examiner_app.engine.register.open import Register
from examiner_app.errors import FilterError

RANKS = np.array([6, 2, 2, 5, 4, 3], np.int32)
TABLE = RankTable(6, {}, {"mac": RANKS}, None, complete=True)


@pytest.fixture
def register(make_register: Callable[..., Register]) -> Register:
    """Six marks of two offices and three owners; 0, 3 and 4 have one picture."""
    about = [
        {"office": "EM" if row % 2 else "US", "owner": "ABC"[row // 2], "repeat": repeat}
        for row, repeat in enumerate((0, 1, 2, 0, 0, 5))
    ]
    return make_register({"mac": np.eye(6, dtype=np.float16)}, about=about)


def rows(register: Register, limit: int | None = None, **listing: object) -> list[int]:
    found = list_marks(register, TABLE, Listing("mac", **listing), limit)  # type: ignore[arg-type]
    return found.folded.order.tolist()


def test_every_mark_nearest_first(register: Register) -> None:
    assert rows(register) == [1, 2, 5, 4, 3, 0]
    assert rows(register, 2) == [1, 2]
    assert rows(register, wanted=MarkFilter()) == [1, 2, 5, 4, 3, 0]


def test_only_marks_that_pass_and_are_judged_so(register: Register) -> None:
    emea = MarkFilter(offices=frozenset({"EM"}))
    assert rows(register, wanted=emea) == [1, 5, 3]
    assert rows(register, judged=JudgedRows(frozenset({0, 1, 77}))) == [1, 0]
    assert rows(register, wanted=emea, judged=JudgedRows(frozenset({1}), left_out=True)) == [5, 3]
    first = list_marks(register, TABLE, Listing("mac", emea), 1)
    assert (first.passing, first.places) == (3, 3)
    nobody = list_marks(register, TABLE, Listing("mac", judged=JudgedRows(frozenset())))
    assert (nobody.folded.order.tolist(), nobody.passing) == ([], 0)


def test_folded_places_are_limited_after_folding(register: Register) -> None:
    found = list_marks(register, TABLE, Listing("mac", how=Fold.PICTURES), 4)
    assert found.folded.order.tolist() == [1, 2, 5, 4]
    assert found.folded.sizes.tolist() == [1, 1, 1, 3]
    assert (found.passing, found.places) == (6, 4)
    assert rows(register, how=Fold.PICTURES, unfolded=(0,)) == [1, 2, 5, 4, 3, 0]
    # By way of marks 0, 3 and 4 all owners are one.
    assert rows(register, how=Fold.OWNERS) == [1]


def test_what_makes_no_sense_is_said(register: Register) -> None:
    with pytest.raises(FilterError):
        rows(register, wanted=MarkFilter(filed_from="soon"))
    with pytest.raises(KeyError):
        list_marks(register, TABLE, Listing("spoc"))


@pytest.mark.parametrize("left_out", [False, True])
def test_listed_rows(left_out: bool) -> None:
    judged = JudgedRows(frozenset({0, 3, 99}), left_out)
    mask = listed(judged, 5)
    assert mask.dtype == np.bool_
    assert mask.tolist() == [row in judged for row in range(5)]
    assert mask.sum() == (3 if left_out else 2)
    assert listed(judged, 0).tolist() == []
