from __future__ import annotations

from pathlib import Path

import pytest

from examiner_app.gui.state.recent import MOST, RecentLogos


def test_the_last_is_first_and_each_is_there_once() -> None:
    recent = RecentLogos()
    calls: list[int] = []
    recent.changed.connect(lambda: calls.append(1))
    for name in ("a.png", "b.png", "a.png", "a.png"):
        recent.add(Path("/logos") / name)
    assert recent.paths == [Path("/logos/a.png"), Path("/logos/b.png")]
    assert len(calls) == 3


def test_no_more_than_ten() -> None:
    recent = RecentLogos()
    for number in range(14):
        recent.add(Path(f"/logos/{number}.png"))
    assert len(recent.paths) == MOST == 10
    assert recent.paths[0].name == "13.png"
    recent.clear()
    assert recent.paths == []


def test_they_survive_as_text() -> None:
    recent = RecentLogos()
    recent.add(Path("/logos/Wörter & «Zeichen»; a,b.png"))
    recent.add(Path("/logos/b\n.png"))
    again = RecentLogos()
    again.restore(recent.text)
    assert again.paths == recent.paths


@pytest.mark.parametrize("text", ["", "nonsense", "{}", "3", "null", "[1, null, []]", '"a.png"'])
def test_text_that_makes_no_sense_means_none(text: str) -> None:
    recent = RecentLogos()
    recent.restore(text)
    assert recent.paths == []


def test_what_is_relative_stays_right_when_the_program_starts_elsewhere() -> None:
    recent = RecentLogos()
    recent.add(Path("logo.png"))
    assert recent.paths == [Path.cwd() / "logo.png"]


def test_equal_names_are_told_apart() -> None:
    recent = RecentLogos()
    for path in ("/one/logo.png", "/two/logo.png", "/one/mark.png"):
        recent.add(Path(path))
    two, one = str(Path("/two").absolute()), str(Path("/one").absolute())
    assert recent.titles == ["mark.png", f"logo.png – {two}", f"logo.png – {one}"]
