from __future__ import annotations

from pathlib import Path

import pytest

from examiner_app.engine.sources.formats import open_source
from examiner_app.errors import SourceError


def test_the_format_by_its_looks(tmp_path: Path) -> None:
    (tmp_path / "pool").mkdir()
    (tmp_path / "pool" / "1.png").touch()
    assert open_source(tmp_path).format == "folder"
    (tmp_path / "marks.csv").write_text("file\npool/1.png\n")
    assert open_source(tmp_path).format == "table"
    assert open_source(tmp_path / "marks.csv").format == "table"
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "1-1.png").touch()
    assert open_source(tmp_path).format == "metu"
    assert open_source(tmp_path, "folder").format == "folder"


def test_nothing_there_and_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is not there"):
        open_source(tmp_path / "nothing")
    with pytest.raises(SourceError, match="«tar» is no format"):
        open_source(tmp_path, "tar")
