from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
from fontTools.ttLib import TTFont

from examiner_app.engine.progress import finish
from examiner_app.engine.synthesis.fonts import FontLibrary, open_fonts
from examiner_app.errors import SourceError


def test_scripts_and_families(fonts: FontLibrary) -> None:
    assert fonts.scripts == ("latin", "hebrew")
    assert {font.family for font in fonts.fonts} == {"bitstream vera sans", "boxes"}
    assert fonts.pick(np.random.default_rng(1), "hebrew").family == "boxes"
    with pytest.raises(SourceError, match="thai"):
        fonts.pick(np.random.default_rng(1), "thai")


def test_subset_and_pickle(fonts: FontLibrary) -> None:
    latin = fonts.subset(lambda font: "latin" in font.scripts)
    assert latin.scripts == ("latin",)
    assert pickle.loads(pickle.dumps(latin)).fonts == latin.fonts  # noqa: S301 - own bytes


def test_web_font_files_are_thinned(font_folder: Path, tmp_path: Path) -> None:
    font = TTFont(font_folder / "Vera.ttf")
    font.flavor = "woff"
    web = tmp_path / "web"
    web.mkdir()
    kept = {"vera-latin-400-normal", "vera-latin-700-normal", "vera-8-400-normal",
            "vera-9-400-normal", "vera-10-400-normal"}  # fmt: skip
    for name in kept | {"vera-latin-300-normal", "vera-latin-400-italic", "vera-7-400-normal"}:
        font.save(web / f"{name}.woff")
    (web / "vera-latin-400-normal.woff2").write_bytes(b"a twin that is never opened")
    assert {Path(font.path).stem for font in finish(open_fonts(web)).fonts} == kept


def test_broken_and_symbol_fonts_are_passed_over(font_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "torn.ttf").write_bytes(b"\0\1\0\0 no font")
    (tmp_path / "symbols.ttf").write_bytes((font_folder / "Vera.ttf").read_bytes())
    with pytest.raises(SourceError, match="No usable fonts"):
        finish(open_fonts(tmp_path))
    (tmp_path / "good.ttf").write_bytes((font_folder / "Vera.ttf").read_bytes())
    assert len(finish(open_fonts(tmp_path))) == 1
