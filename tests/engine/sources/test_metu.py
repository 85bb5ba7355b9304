from __future__ import annotations

from pathlib import Path

import pytest

from examiner_app.engine.sources.metu import MetuSource, query_group
from examiner_app.errors import SourceError


@pytest.fixture
def metu(tmp_path: Path) -> Path:
    for name in ("queries/10-2.jpg", "queries/9-1.jpg", "queries/x.7.png", "pool/5.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def test_queries_then_pool_with_groups(metu: Path) -> None:
    source = MetuSource(metu)
    assert [(mark.file, mark.group) for mark in source] == [
        ("queries/9-1.jpg", 1),
        ("queries/10-2.jpg", 2),
        ("queries/x.7.png", 7),
        ("pool/5.jpg", None),
    ]
    assert len(source) == 4
    assert (source.format, source.name) == ("metu", metu.name)


def test_metadata_from_the_table_but_groups_from_the_names(metu: Path) -> None:
    (metu / "marks.csv").write_text(
        "file,id,words,group,type\n"
        "pool/5.jpg,A5,FIVE,3,text-only\n"
        "queries/9-1.jpg,A9,NINE,8,figure-only\n"
        "elsewhere.jpg,A0,NONE,,\n"
    )
    marks = {mark.file: mark for mark in MetuSource(metu)}
    assert len(marks) == 4
    assert (marks["pool/5.jpg"].id, marks["pool/5.jpg"].group) == ("A5", None)
    nine = marks["queries/9-1.jpg"]
    assert (nine.words, nine.group, nine.type) == ("NINE", 1, "figure-only")
    assert marks["queries/10-2.jpg"].id == "queries/10-2.jpg"


@pytest.mark.parametrize(
    ("file", "group"),
    [("1.jpg", 1), ("0123-07.jpg", 7), ("a.b.12.png", 12), ("12x34.jpeg", 34), ("q/3_4.jpg", 4)],
)
def test_group_is_the_number_before_the_extension(file: str, group: int) -> None:
    assert query_group(file) == group


def test_layout_faults(metu: Path) -> None:
    (metu / "queries" / "nameless.jpg").touch()
    with pytest.raises(SourceError, match=r"nameless\.jpg names no group"):
        MetuSource(metu)
    with pytest.raises(SourceError, match="no folder «queries»"):
        MetuSource(metu / "pool")
    for query in (metu / "queries").iterdir():
        query.unlink()
    with pytest.raises(SourceError, match="holds no images"):
        MetuSource(metu)
