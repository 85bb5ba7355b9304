from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from search_records import record

from examiner_app.engine.cases.watch import new_rows
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
