from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from examiner_app.cli import tables
from examiner_app.cli.reports import REPORTS
from examiner_app.engine.cases.judgements import Judgement, unjudged
from examiner_app.engine.cases.store import AssessmentStore
from examiner_app.engine.methods import METHODS
from examiner_app.engine.report.write import RENDERERS

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def examine(cli: Run, models: Path, twenty: Path, marks_folder: Path) -> Run:
    """Examine mark 3 of the twenty against the register of all twenty."""

    def run(*words: object, logo: Path | None = None) -> tuple[int, str, str]:
        candidate = logo or marks_folder / "mark-03.png"
        options = ("--register", twenty, "--bundle", models, "--device", "cpu")
        return cli("examine", candidate, *options, *words)

    return run


def test_json_is_the_contract_and_nothing_else(examine: Run) -> None:
    code, out, err = examine("--json", "--top", 5, "--sort", "mac")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert list(answer) == ["query", "register", "methods", "matches"]
    assert answer["methods"] == list(METHODS)
    assert answer["register"]["count"] == 20
    assert answer["query"]["file"] == "mark-03.png"
    assert len(answer["query"]["atrha"]["box"]) == 4
    assert len(answer["matches"]) == 5
    first = answer["matches"][0]
    assert first["id"] == "mark-03.png"
    for match in answer["matches"]:
        assert list(match["rank"]) == [*METHODS, "fused"]
        assert list(match["distance"]) == list(METHODS)
        assert {"type", "words"} <= set(match)
        assert all(1 <= rank <= 20 for rank in match["rank"].values())
    ranks = [match["rank"]["mac"] for match in answer["matches"]]
    assert ranks == sorted(ranks)


def test_a_filter_lists_only_what_passes_and_keeps_the_ranks(examine: Run) -> None:
    _, out, _ = examine("--json", "--top", 20, "--sort", "mac")
    every = json.loads(out)
    assert (every["query"]["filter"], every["query"]["passing"]) == ({}, 20)
    kind = every["matches"][3]["type"]
    code, out, _ = examine("--json", "--top", 20, "--sort", "mac", "--filter", f"type={kind}")
    some = json.loads(out)
    assert code == 0
    assert some["query"]["filter"] == {"types": [kind]}
    assert some["matches"] == [match for match in every["matches"] if match["type"] == kind]
    assert some["query"]["passing"] == len(some["matches"])
    _, out, _ = examine("--filter", f"type={kind}")
    heading = " ".join(out.split())
    assert "of 20 marks in" in heading
    assert f"that pass the filter (Type {kind})" in heading
    code, out, _ = examine("--filter", "owner=nobody at all")
    assert code == 0
    assert "passes the filter (Owner nobody at all)." in " ".join(out.split())
    code, _, err = examine("--filter", "nice=99")
    assert (code, err) == (1, "Error: «99» is no Nice class: use 1 to 45.\n")


def test_a_registered_mark_is_its_own_nearest_by_every_vector_method(examine: Run) -> None:
    _, out, _ = examine("--json", "--top", 1, "--sort", "fused")
    match = json.loads(out)["matches"][0]
    assert match["id"] == "mark-03.png"
    assert match["rank"]["fused"] == 1
    assert match["distance"]["atrha_rmac"] == pytest.approx(0, abs=0.05)


def test_the_table_has_a_column_per_method_and_says_what_ranks_are_not(examine: Run) -> None:
    code, out, _ = examine("--top", 4)
    assert code == 0
    assert "the nearest 4 of 20 marks" in out
    assert tables.NOTE in " ".join(out.split())
    assert "%" not in out
    for word in ("SIFT", "CroW", "CAMSA", "Fused", "mark-03"):
        assert word in out


def test_a_narrow_terminal_gets_the_ranks_below_each_mark(
    examine: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    code, out, _ = examine("--top", 2, "--sort", "mac")
    assert code == 0
    lines = out.splitlines()
    assert max(len(line) for line in lines) <= 80
    assert lines[1].startswith("     1  mark-03.png  ")
    assert "SSA\xa0SPoC" in out


def test_reports_are_written_with_the_pinned_marks(examine: Run, tmp_path: Path) -> None:
    pdf, html = tmp_path / "a.pdf", tmp_path / "a.html"
    code, _, err = examine(
        "--report", pdf, "--report", html, "--pin", "mark-07.png", "--pin", "mark-01.png"
    )
    assert code == 0
    assert f"The report is in {pdf}." in err
    text = " ".join(page.extract_text() for page in PdfReader(pdf).pages)
    assert "Ranks of the pinned marks" in text
    assert "<td" in html.read_text(encoding="utf-8")


def test_a_report_tells_the_keypoints_of_pinned_marks(examine: Run, tmp_path: Path) -> None:
    html = tmp_path / "a.html"
    # The candidate itself, and another mark.
    code, out, _ = examine(
        "--report", html, "--pin", "mark-03.png", "--pin", "mark-08.png", "--json"
    )
    assert code == 0
    assert list(json.loads(out)) == ["query", "register", "methods", "matches"]
    text = html.read_text(encoding="utf-8")
    assert re.search(
        r"Evidence on <bdi>mark-03.png</bdi></i> <bdi>\d+ keypoints agree on one similarity", text
    )
    assert "Evidence on <bdi>mark-08.png</bdi></i>" in text


@pytest.mark.parametrize(("options", "listed"), [((), 20), (("--report-top", "3"), 3)])
def test_a_report_lists_as_many_marks_as_is_asked(
    examine: Run, tmp_path: Path, options: tuple[str, ...], listed: int
) -> None:
    path = tmp_path / "a.json"
    assert examine("--report", path, "--top", "2", *options)[0] == 0
    assert len(json.loads(path.read_text(encoding="utf-8"))["matches"]) == listed


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_a_report_is_laid_out_for_the_paper(
    examine: Run, tmp_path: Path, paper: str, size: tuple[int, int]
) -> None:
    pdf, html = tmp_path / "a.pdf", tmp_path / "a.html"
    assert examine("--report", pdf, "--report", html, "--paper", paper)[0] == 0
    box = PdfReader(pdf).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size
    assert f"size: {paper};" in html.read_text(encoding="utf-8")


@pytest.mark.parametrize(("option", "value"), [("--paper", "a3"), ("--report-kind", "all")])
def test_other_papers_and_kinds_are_refused(examine: Run, option: str, value: str) -> None:
    code, out, err = examine(option, value)
    assert (code, out) == (2, "")
    assert option in err


def test_reports_are_not_overwritten_unless_asked(examine: Run, tmp_path: Path) -> None:
    html = tmp_path / "a.html"
    html.write_text("mine")
    code, out, err = examine("--report", html)
    assert (code, out) == (1, "")
    assert err == f"Error: {html} exists already: choose another name, or allow overwriting it.\n"
    assert html.read_text() == "mine"
    assert examine("--report", html, "--overwrite")[0] == 0
    assert html.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_refusals_are_one_line_and_exit_code_1(
    examine: Run, cli: Run, models: Path, tmp_path: Path, marks_folder: Path
) -> None:
    text = tmp_path / "notes.png"
    text.write_text("no picture")
    mark = marks_folder / "mark-01.png"
    for code, out, err in (
        examine(logo=text),
        examine(logo=tmp_path),
        examine(logo=tmp_path / "gone.png"),
        examine("--pin", "nobody"),
        examine("--report", tmp_path / "report.odt"),
        cli("examine", mark, "--register", tmp_path, "--bundle", models),
        cli("examine", mark, "--register", tmp_path, "--bundle", tmp_path),
    ):
        assert code == 1
        assert out == ""
        assert [line for line in err.splitlines() if line.startswith("Error: ")] == (
            err.splitlines()[-1:]
        )


def test_the_help_names_every_format_of_a_report(cli: Run) -> None:
    assert tuple(RENDERERS) == REPORTS
    code, out, _ = cli("examine", "--help")
    assert code == 0
    assert all(suffix in out for suffix in REPORTS)


def test_an_unknown_method_is_wrong_usage(examine: Run) -> None:
    code, _, err = examine("--sort", "magic")
    assert code == 2
    assert "magic" in err


def test_the_register_s_models_are_found_or_how_to_get_them_is_said(
    cli: Run, models: Path, twenty: Path, marks_folder: Path, fetched: Path, tmp_path: Path
) -> None:
    words = ("examine", marks_folder / "mark-03.png", "--register", twenty, "--device", "cpu")
    code, out, err = cli(*words, "--json")
    assert code == 0, err
    assert json.loads(out)["register"]["models"]["name"] == "untrained"
    other = tmp_path / "register"
    shutil.copytree(twenty, other)
    manifest = json.loads((other / "register.json").read_text(encoding="utf-8"))
    manifest["bundle"] = {"name": "vgg16-imagenet", "id": "0" * 64}
    (other / "register.json").write_text(json.dumps(manifest), encoding="utf-8")
    code, out, err = cli("examine", marks_folder / "mark-03.png", "--register", other)
    assert (code, out) == (1, "")
    assert "«examiner-cli models fetch vgg16-imagenet»" in err.splitlines()[-1]


def test_other_models_than_the_register_s_are_refused(
    cli: Run, models: Path, twenty: Path, marks_folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "register"
    shutil.copytree(twenty, other)
    manifest = json.loads((other / "register.json").read_text(encoding="utf-8"))
    manifest["bundle"]["id"] = "0" * 64
    (other / "register.json").write_text(json.dumps(manifest), encoding="utf-8")
    mark = marks_folder / "mark-01.png"
    code, _, err = cli("examine", mark, "--register", other, "--bundle", models)
    assert code == 1
    assert "open it with its own models" in err


def test_a_region_is_searched_as_the_cropped_logo(
    examine: Run, marks_folder: Path, tmp_path: Path
) -> None:
    code, out, err = examine("--json", "--region", "20,10,70,60")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert list(answer) == ["query", "register", "methods", "matches"]
    assert answer["query"]["region"] == [20, 10, 70, 60]
    assert answer["query"]["text_mask"] is None
    cropped = tmp_path / "cropped.png"
    with Image.open(marks_folder / "mark-03.png") as image:
        image.crop((20, 10, 90, 70)).save(cropped)
    _, out, _ = examine("--json", logo=cropped)
    plain = json.loads(out)
    assert plain["query"]["region"] is None
    assert answer["matches"] == plain["matches"]
    x, y, *size = plain["query"]["atrha"]["box"]
    assert answer["query"]["atrha"]["box"] == [x + 20, y + 10, *size]


def test_a_text_mask_stands_in_for_the_networks(
    examine: Run, marks_folder: Path, tmp_path: Path
) -> None:
    mask = tmp_path / "mask.png"
    with Image.open(marks_folder / "mark-03.png") as image:
        drawn = Image.new("L", image.size, 0)
    drawn.paste(200, (0, 90, drawn.width, drawn.height))
    drawn.save(mask)
    report = tmp_path / "report.html"
    code, out, _ = examine("--json", "--text-mask", mask, "--report", report)
    assert code == 0
    query = json.loads(out)["query"]
    assert query["region"] is None
    added, taken = drawn.width * (drawn.height - 90), drawn.width * 90
    assert (query["text_mask"]["added"], query["text_mask"]["taken"]) == (added, taken)
    text = report.read_text(encoding="utf-8")
    assert f"The text mask was given by hand: {added:,} pixels are text" in text
    assert query["text_mask"]["sha256"] in text
    assert "Region searched" not in text
    _, out, _ = examine("--json")
    assert json.loads(out)["query"]["text_mask"] is None


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--region", "1,2,3"), "give four whole numbers"),
        (("--region", "a,b,c,d"), "give four whole numbers"),
        (("--region", "-5,0,50,50"), "give four whole numbers"),
        (("--region", "0,0,50,8"), "at least 16 pixels"),
        (("--region", "100,0,100,50"), "reaches out of the mark"),
        (("--text-mask", "missing.png"), "missing.png"),
    ],
)
def test_questions_that_make_no_sense_are_refused(
    examine: Run, words: tuple[str, ...], message: str
) -> None:
    code, out, err = examine("--json", *words)
    assert (code, out) == (1, "")
    assert message in " ".join(err.split())


def test_a_mask_of_another_size_or_in_colours_is_refused(
    examine: Run, marks_folder: Path, tmp_path: Path
) -> None:
    small = tmp_path / "small.png"
    Image.new("L", (20, 10), 255).save(small)
    code, _, err = examine("--text-mask", small)
    assert code == 1
    assert "give a mask of the mark's size" in " ".join(err.split())
    code, _, err = examine("--text-mask", marks_folder / "mark-04.png")
    assert code == 1
    assert "has colours" in " ".join(err.split())


@pytest.fixture
def judged(judgements: Path, twenty: Path, marks_folder: Path) -> None:
    """What the window keeps of mark 3 of the twenty: two judgements and a note."""
    register = json.loads((twenty / "register.json").read_text(encoding="utf-8"))["id"]
    candidate = hashlib.sha256((marks_folder / "mark-03.png").read_bytes()).hexdigest()
    store = AssessmentStore(judgements)
    cited = unjudged(register, "mark-07.png").judged(Judgement.CITED).noted("Same <figure>.")
    store.write(candidate, cited)
    store.write(candidate, unjudged(register, "mark-01.png").judged(Judgement.REJECTED))
    store.write("f" * 64, unjudged(register, "mark-02.png").judged(Judgement.CITED))
    store.close()


@pytest.mark.usefixtures("judged")
def test_judgements_are_in_reports_json_and_table(examine: Run, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    code, out, err = examine("--report", report, "--top", 20)
    assert code == 0
    assert "Found 2 judgements (1 cited, 1 rejected) and 1 note for this candidate.\n" in err
    assert "Judged" in out
    assert next(line for line in out.splitlines() if "mark-07.png" in line).count("cited, note")
    text = report.read_text(encoding="utf-8")
    assert "1 cited, 1 rejected, 1 with a note" in text
    assert "Same &lt;figure&gt;." in text
    _, out, err = examine("--json", "--top", 20)
    answer = json.loads(out)
    assert (list(answer), err) == (["query", "register", "methods", "matches"], "")
    held = {
        match["id"]: (match.get("judgement"), match.get("note"))
        for match in answer["matches"]
        if {"judgement", "note"} & set(match)
    }
    assert held == {"mark-07.png": ("cited", "Same <figure>."), "mark-01.png": ("rejected", None)}


@pytest.mark.usefixtures("judged")
def test_a_file_copy_has_only_the_cited_mark(examine: Run, tmp_path: Path) -> None:
    pdf, html = tmp_path / "copy.pdf", tmp_path / "copy.html"
    reports = ("--report", pdf, "--report", html, "--report-kind", "file-copy")
    assert examine(*reports, "--pin", "mark-01.png", "--pin", "mark-05.png")[0] == 0
    for text in (
        " ".join(page.extract_text() for page in PdfReader(pdf).pages),
        html.read_text(encoding="utf-8").split("</style>")[1],
    ):
        assert "File copy" in text
        assert "mark-07.png" in text
        assert not set(re.findall(r"mark-\d\d", text)) - {"mark-03", "mark-07"}
        assert "rejected" not in text
        assert "figure&gt;" not in text


def test_a_file_copy_that_cannot_know_the_cited_marks_is_refused(
    examine: Run, tmp_path: Path
) -> None:
    report = tmp_path / "copy.html"
    code, out, err = examine("--report", report, "--report-kind", "file-copy", "--no-judgements")
    assert (code, out) == (2, "")
    assert "--no-judgements" in err
    assert not report.exists()


@pytest.mark.usefixtures("judged")
def test_only_marks_that_are_judged_so_are_printed(examine: Run) -> None:
    _, out, _ = examine("--json", "--top", 20, "--judged", "cited,considered")
    answer = json.loads(out)
    assert [match["id"] for match in answer["matches"]] == ["mark-07.png"]
    assert (answer["query"]["judged"], answer["query"]["passing"]) == (["cited", "considered"], 1)
    _, out, _ = examine("--json", "--top", 20, "--judged", "undecided")
    assert len(json.loads(out)["matches"]) == 18
    _, out, _ = examine("--judged", "cited,rejected")
    heading = " ".join(out.split())
    assert "the nearest 2 of the 2 of 20 marks in" in heading
    assert "that pass the filter (Judged cited, rejected)" in heading
    code, _, err = examine("--judged", "maybe")
    assert code == 2
    assert "maybe" in err


@pytest.mark.usefixtures("judged")
def test_judgements_can_be_left_out(examine: Run, tmp_path: Path, judgements: Path) -> None:
    judgements.write_bytes(b"damaged" * 999)
    report = tmp_path / "report.html"
    code, out, err = examine("--no-judgements", "--report", report)
    assert code == 0
    assert "for this candidate" not in err
    assert "Judged" not in out
    assert "cited" not in report.read_text(encoding="utf-8").split("</style>")[1]
    code, out, err = examine("--json")
    assert (code, out) == (1, "")
    assert err.startswith("Error: judgements.sqlite was damaged")


def test_where_nothing_is_judged_nothing_is_made(examine: Run, judgements: Path) -> None:
    _, out, err = examine()
    assert "No mark of this register is judged for this candidate." in err
    assert "Judged" not in out
    assert not judgements.parent.exists()


@pytest.fixture
def repeated(twenty: Path, tmp_path: Path) -> Path:
    """The register of the twenty, as if 4 had the picture of 3, and 6 and 3 one owner."""
    folder = shutil.copytree(twenty, tmp_path / "repeated")
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection, connection:
        connection.execute("UPDATE marks SET repeat = 3 WHERE idx = 4")
        connection.execute("UPDATE marks SET owner = 'Alba Ltd' WHERE idx = 3")
        connection.execute("UPDATE marks SET owner = 'ALBA' WHERE idx = 6")
    manifest = json.loads((folder / "register.json").read_text(encoding="utf-8"))
    manifest["coverage"]["repeats"] = 1
    (folder / "register.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def test_marks_are_folded_where_that_is_asked_for(
    examine: Run, repeated: Path, tmp_path: Path
) -> None:
    def matches(*words: object) -> dict[str, dict[str, Any]]:
        code, out, _ = examine("--register", repeated, "--json", "--top", 20, *words)
        answer = json.loads(out)
        assert code == 0
        assert list(answer) == ["query", "register", "methods", "matches"]
        return {match["id"]: match for match in answer["matches"]}

    every = matches()
    assert len(every) == 20
    assert all("stands_for" not in match for match in every.values())
    assert matches("--fold", "nothing") == every
    pictures, owners = matches("--fold", "pictures"), matches("--fold", "owners")
    assert (len(pictures), len(owners)) == (19, 18)
    assert (pictures["mark-03.png"]["stands_for"], owners["mark-03.png"]["stands_for"]) == (2, 3)
    assert sum(match["stands_for"] for match in owners.values()) == 20
    for folded in (pictures, owners):
        assert all(match["rank"] == every[name]["rank"] for name, match in folded.items())
    report = tmp_path / "report.html"
    examine("--register", repeated, "--fold", "owners", "--report", report)
    assert "20 marks are in 18 places" in report.read_text(encoding="utf-8").replace("\xa0", " ")


def test_the_table_folds_pictures_unless_told_otherwise(
    examine: Run, repeated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "Marks with the same picture take one place: 20 marks are in 19 places"
    _, out, _ = examine("--register", repeated)
    assert said in " ".join(out.split())
    assert "mark-04" not in out
    assert "+1" in next(line for line in out.splitlines()[1:] if "mark-03" in line)
    _, out, _ = examine("--register", repeated, "--fold", "nothing")
    assert "mark-04" in out
    assert "places" not in out
    assert "More" not in out
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    _, out, _ = examine("--register", repeated, "--fold", "owners")
    assert next(line for line in out.splitlines()[1:] if "mark-03" in line).endswith("  +2")
    code, _, err = examine("--fold", "everything")
    assert code == 2
    assert "everything" in err


@pytest.fixture
def two_pages(marks_folder: Path, tmp_path: Path) -> Path:
    """A TIFF of two marks, on a page each."""
    path = tmp_path / "views.tif"
    with (
        Image.open(marks_folder / "mark-07.png") as one,
        Image.open(marks_folder / "mark-03.png") as other,
    ):
        one.save(path, save_all=True, append_images=[other])
    return path


def test_a_page_is_chosen_and_the_others_are_told_of(examine: Run, two_pages: Path) -> None:
    code, out, err = examine("--json", logo=two_pages)
    first = json.loads(out)
    assert code == 0
    assert err.strip() == "views.tif has 2 pages and this is page 1: choose another with --page."
    assert list(first) == ["query", "register", "methods", "matches"]
    _, out, _ = examine("--json", "--page", 2, logo=two_pages)
    second = json.loads(out)
    query = second["query"]
    assert (query["file"], query["page"], query["pages"]) == ("views.tif", 2, 2)
    assert query["sha256"] != first["query"]["sha256"]
    assert [first["matches"][0]["id"], second["matches"][0]["id"]] == ["mark-07.png", "mark-03.png"]


def test_a_page_that_is_not_there_is_refused(examine: Run, two_pages: Path) -> None:
    code, out, err = examine("--page", 3, logo=two_pages)
    assert (code, out) == (1, "")
    assert "views.tif has 2 pages and no page 3: ask for one of 1 to 2." in err
    code, _, err = examine("--page", 2)
    assert code == 1
    assert "mark-03.png has one page and no page 2" in err
