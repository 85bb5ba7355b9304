from __future__ import annotations

import threading

import pytest
from pdf_files import A4, make_pdf

from examiner_app.engine.report.pdf_pages import page_sizes, render_page
from examiner_app.errors import ReportError


def test_pages_are_rendered_as_wide_as_asked() -> None:
    pdf = make_pdf("red", "blue")
    assert page_sizes(pdf) == (A4, A4)
    for width in (1, 100, 331, 700):
        pixels = render_page(pdf, 1, width)
        assert pixels.shape[1:] == (width, 3)
        assert pixels.shape[0] == pytest.approx(width * A4[1] / A4[0], abs=1)
        assert pixels.flags.c_contiguous
    assert pixels[350, 350].tolist() == [0, 0, 255]
    assert render_page(pdf, 0, 100)[50, 50].tolist() == pytest.approx([255, 0, 0], abs=2)


@pytest.mark.parametrize("data", [b"", b"candidate.png [] mac", make_pdf("red")[:400]])
def test_what_is_no_pdf_is_told(data: bytes) -> None:
    with pytest.raises(ReportError, match="save it, and open it"):
        page_sizes(data)


@pytest.mark.parametrize("page", [-1, 1])
def test_a_page_that_is_not_there_is_told(page: int) -> None:
    with pytest.raises(ReportError):
        render_page(make_pdf("red"), page, 100)


def test_two_threads_wait_for_each_other() -> None:
    pdf = make_pdf(*["red", "green"] * 4)
    seen: list[list[int]] = []

    def work() -> None:
        for page in range(8):
            seen.append(render_page(pdf, page, 300)[100, 100].tolist())

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 24
    assert {tuple(colour) for colour in seen} == {
        tuple(render_page(pdf, page, 300)[100, 100].tolist()) for page in (0, 1)
    }
