from __future__ import annotations

import json
from pathlib import Path

import pytest
import reportlab
from typer.testing import CliRunner

from examiner_app.cli.synthesize import app

BODY = '<path d="M{n} 0h9v{n}h-9zM3 {n}h20v4h-20z"/>'


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two figure sets, one of them held back, and reportlab's fonts."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for family in ("iconoir", "solid"):
        names = [f"thing{chr(97 + n)}" for n in range(20)]
        icons = {name: {"body": BODY.format(n=n)} for n, name in enumerate(names, 1)}
        (tmp_path / "figures" / family).mkdir(parents=True)
        text = json.dumps({"width": 24, "height": 24, "icons": icons})
        (tmp_path / "figures" / family / "icons.json").write_text(text)
    (tmp_path / "fonts").mkdir()
    vera = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    (tmp_path / "fonts" / "Vera.ttf").write_bytes(vera.read_bytes())
    return tmp_path


def _run(sources: Path, command: str, *more: str) -> tuple[int, str]:
    paths = ["--figures", str(sources / "figures"), "--fonts", str(sources / "fonts")]
    result = CliRunner().invoke(app, [command, str(sources / "out"), *paths, *more])
    return result.exit_code, result.stdout


def test_text_pixels(sources: Path) -> None:
    code, out = _run(sources, "text-pixels", "--count", "3", "--seed", "1", "--json")
    assert code == 0
    assert json.loads(out) == {"path": str(sources / "out"), "count": 3}
    assert len(list((sources / "out" / "masks").glob("*.png"))) == 3


def test_mark_types_of_what_is_held_back(sources: Path) -> None:
    code, out = _run(sources, "mark-types", "--count", "4", "--split", "training")
    assert code == 0
    assert "4 images" in out
    assert (sources / "out" / "labels.csv").is_file()


def test_marks(sources: Path) -> None:
    code, out = _run(sources, "marks", "--count", "40", "--groups", "2", "--json")
    assert code == 0
    assert json.loads(out)["count"] == 40
    assert len(list((sources / "out").glob("*/*.jpg"))) == 40


def test_a_missing_figure_folder_is_an_error(sources: Path) -> None:
    code, _ = _run(sources, "marks", "--count", "40", "--figures", str(sources / "none"))
    assert code != 0
    assert not (sources / "out").exists()
