from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from examiner_app.engine.examination import Examination
from examiner_app.engine.report import write
from examiner_app.engine.report.content import ReportContent, build_content
from examiner_app.errors import ReportError


@pytest.fixture(scope="module")
def content(examination: Examination) -> ReportContent:
    return build_content(examination, top=3)


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("report.pdf", b"%PDF-"),
        ("Report.HTML", b"<!DOCTYPE html>"),
        ("report.xlsx", b"PK\x03\x04"),
        ("report.csv", b'\xef\xbb\xbf"id"'),
        ("report.json", b"{"),
    ],
)
def test_the_suffix_chooses_the_format(
    content: ReportContent, tmp_path: Path, name: str, head: bytes
) -> None:
    write.write_report(content, tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(head)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_nothing_is_overwritten_unless_asked(content: ReportContent, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("mine")
    with pytest.raises(ReportError, match="exists already"):
        write.write_report(content, path)
    assert path.read_text() == "mine"
    write.write_report(content, path, overwrite=True)
    assert path.read_text().startswith("<!DOCTYPE html>")


def test_what_was_rendered_before_is_written_in_the_same_way(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    write.write_rendered(b"%PDF first", path)
    with pytest.raises(ReportError, match="exists already"):
        write.write_rendered(b"%PDF second", path)
    assert path.read_bytes() == b"%PDF first"
    write.write_rendered(b"%PDF second", path, overwrite=True)
    assert path.read_bytes() == b"%PDF second"
    with pytest.raises(ReportError, match="use one of"):
        write.write_rendered(b"%PDF", tmp_path / "report.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["report.pdf"]


def test_a_file_made_meanwhile_is_not_overwritten(
    content: ReportContent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.html"

    def race(_: ReportContent) -> bytes:
        path.write_text("theirs")
        return b"ours"

    monkeypatch.setitem(write.RENDERERS, ".html", race)
    with pytest.raises(ReportError, match="exists already"):
        write.write_report(content, path)
    assert path.read_text() == "theirs"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_system_without_links_is_served_too(
    content: ReportContent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    write.write_report(content, tmp_path / "report.html")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("report.odt", r"use one of \.pdf, \.html, .*\.xlsx, \.csv, \.json\."),
        ("report", "use one of"),
        ("nowhere/report.pdf", "is not there"),
        ("folder.pdf", "is a folder"),
    ],
)
def test_targets_that_cannot_be(
    content: ReportContent, tmp_path: Path, name: str, message: str
) -> None:
    (tmp_path / "folder.pdf").mkdir()
    with pytest.raises(ReportError, match=message):
        write.write_report(content, tmp_path / name)


@pytest.mark.parametrize(
    ("number", "message"),
    [(errno.ENOSPC, "disk is full"), (errno.EACCES, "yours"), (errno.EIO, "Input/output error")],
)
def test_a_failing_disk_leaves_the_old_report(
    content: ReportContent,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    message: str,
) -> None:
    path = tmp_path / "report.html"
    path.write_text("old")

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ReportError, match=message):
        write.write_report(content, path, overwrite=True)
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1
