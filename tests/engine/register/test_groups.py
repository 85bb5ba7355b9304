from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examiner_app.engine.register.catalogue import Catalogue, CatalogueWriter, Mark
from examiner_app.engine.register.groups import joined, owner_groups, owner_key, picture_groups
from examiner_app.errors import RegisterError

NONE = Mark(
    index=0, id="", words="", owner="", office="", number="", status="", filed="", registered="",
    nice=(), vienna=(), type="text-only", type_probabilities=(1.0, 0.0, 0.0), group=None,
    sha256="", file="",
)  # fmt: skip


def catalogue(folder: Path, owners: list[str], repeats: list[int] | None = None) -> Catalogue:
    path = folder / "catalogue.sqlite"
    writer = CatalogueWriter(path, 0)
    firsts = repeats or list(range(len(owners)))
    writer.append(
        replace(NONE, index=row, id=str(row), owner=owner, repeat=first)
        for row, (owner, first) in enumerate(zip(owners, firsts, strict=True))
    )
    writer.commit()
    writer.close()
    return Catalogue(path, len(owners))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café Müller G.m.b.H.", "CAFE MULLER GMBH"),
        ("Cafe Muller", "Café  Müller, GmbH & Co. KG"),
        ("Nestlé S.A.", "NESTLE SA"),
        ("Coca-Cola Company", "Coca Cola Co."),
        ("Sony K.K.", "Sony"),
        ("x.y.z. Foods, Inc.", "XYZ FOODS"),
        ("ＡＢＣ株式会社", "ABC株式会社"),
    ],
)
def test_spellings_of_one_owner(one: str, other: str) -> None:
    assert owner_key(one) == owner_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller GmbH", "Möller GmbH"),
        ("S.A. des Eaux", "des Eaux S.A."),
        ("Co", "Ltd"),
        ("ООО Ромашка", "ООО Василёк"),
    ],
)
def test_different_owners(one: str, other: str) -> None:
    assert owner_key(one) != owner_key(other)


@pytest.mark.parametrize("name", ["", "  ", "–", "...", "\x00"])
def test_no_owner_has_no_key(name: str) -> None:
    assert owner_key(name) == ""


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(name: str) -> None:
    key = owner_key(name)
    assert owner_key(f" {name} ") == key


def test_marks_of_one_owner_and_marks_of_none(tmp_path: Path) -> None:
    owners = ["Alba Ltd", "", "ALBA LTD.", "Norvik", "", "Alba"]
    groups = owner_groups(catalogue(tmp_path, owners)).tolist()
    assert groups[0] == groups[2] == groups[5]
    assert len({groups[0], groups[1], groups[3], groups[4]}) == 4


def test_marks_with_one_picture(tmp_path: Path) -> None:
    found = picture_groups(catalogue(tmp_path, [""] * 6, [0, 1, 0, 3, 1, 0]))
    assert found.tolist() == [0, 1, 0, 3, 1, 0]


def test_an_empty_catalogue(tmp_path: Path) -> None:
    empty = catalogue(tmp_path, [])
    assert len(owner_groups(empty)) == len(picture_groups(empty)) == 0
    assert len(joined(owner_groups(empty), picture_groups(empty))) == 0


def test_a_damaged_catalogue_is_named(tmp_path: Path) -> None:
    made = catalogue(tmp_path, ["Alba", "Norvik"])
    connection = sqlite3.connect(made.path)
    connection.execute("DELETE FROM marks WHERE idx = 1")
    connection.commit()
    connection.close()
    with pytest.raises(RegisterError, match="damaged"):
        owner_groups(made)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 7)), max_size=14))
def test_joined_groups_are_connected_components(pairs: list[tuple[int, int]]) -> None:
    one = np.array([a for a, _ in pairs], np.int32)
    # Numbered by their first mark, as pictures are.
    firsts: dict[int, int] = {}
    other = np.array([firsts.setdefault(b, row) for row, (_, b) in enumerate(pairs)], np.int32)
    found = joined(one, other)
    # The slow way: whoever shares a group with somebody takes the lowest label, till nothing moves.
    labels = list(range(len(pairs)))
    for _ in pairs:
        for i, (a, b) in enumerate(pairs):
            for j, (c, d) in enumerate(pairs):
                if a == c or b == d:
                    labels[i] = labels[j] = min(labels[i], labels[j])
    for i in range(len(pairs)):
        for j in range(len(pairs)):
            assert (found[i] == found[j]) == (labels[i] == labels[j])
