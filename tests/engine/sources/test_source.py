from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from examiner_app.engine.sources.source import natural_key


@given(st.sets(st.text(st.sampled_from("a1٣²0.é-"), max_size=6)))
def test_any_names_have_one_order(names: set[str]) -> None:
    forwards = sorted(names, key=natural_key)
    backwards = forwards[::-1]
    backwards.sort(key=natural_key)
    assert backwards == forwards


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_numbers_sort_by_value(first: int, second: int) -> None:
    names = sorted([f"mark{first}.png", f"mark{second}.png"], key=natural_key)
    assert names == [f"mark{number}.png" for number in sorted([first, second])]
