"""What is read of cases is worded so that nothing of it can harm, and written only where asked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from search_records import record

from examiner_app.engine.cases.case import CaseSummary, KeptImage
from examiner_app.engine.cases.case_store import CaseStore, NewImage
from examiner_app.engine.cases.judgements import Assessment, Judgement
from examiner_app.engine.cases.search_record import SearchedMask
from examiner_app.engine.cases.store import AssessmentStore
from examiner_app.errors import CaseError
from examiner_app.gui.case_calls import OnDesk
from examiner_app.gui.case_reading import (
    THUMBNAIL,
    decode,
    export_to,
    import_from,
    list_cases,
    local_time,
    read_file,
    read_view,
    summary_name,
    summary_text,
)
from tests.gui.conftest import draw_mark, png

DATA = png(draw_mark(2, (640, 480)))
IMAGE = hashlib.sha256(DATA).hexdigest()
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    made = CaseStore(tmp_path / "cases.sqlite")
    yield made
    made.close()


@pytest.fixture
def case(store: CaseStore) -> str:
    case = store.begin([NewImage(IMAGE, DATA, 1, "he\nron.png")], "EM 1", "Ada")
    store.log(case, record(image=IMAGE))
    mask = SearchedMask(added=5, taken=6, sha256="d" * 64)
    changes = {"filter": {"nice": [9]}, "region": (1, 2, 30, 40), "passing": 12, "sort": "mac"}
    store.log(case, record(image=IMAGE, name="a\x00b\u202e", mask=mask, **changes), b"bits")
    judged = AssessmentStore(store.database.path)
    judged.write(IMAGE, Assessment("r", "m", Judgement.CITED, "", NOW))
    judged.close()
    return case


def test_a_list_says_which_case_is_on_the_desk_and_whether_there_are_others(
    store: CaseStore, case: str
) -> None:
    other = store.begin([NewImage("5" * 64, b"x", 1, "other.png")], "EM 2", "Bob")
    everything = list_cases(lambda: store, "", OnDesk((), case))
    assert ([one.id for one in everything.cases], everything.opened) == ([other, case], case)
    # Not a word that could be part of an id.
    store.describe(case, "EM 1", "Ada Lovelace")
    found = list_cases(lambda: store, "LOVELACE em", OnDesk(()))
    assert [one.id for one in found.cases] == [case]
    nothing = list_cases(lambda: store, "nobody", OnDesk(()))
    assert (list(nothing.cases), nothing.any, nothing.opened) == ([], True, "")
    empty = CaseStore()
    assert not list_cases(lambda: empty, "", OnDesk(())).any
    empty.close()


def test_a_case_is_worded(store: CaseStore, case: str) -> None:
    view = read_view(lambda: store, case)
    facts = {fact.title: fact.text for fact in view.facts}
    assert view.title == "EM 1"
    assert facts["Examiner"] == "Ada"
    assert facts["Registers"] == "Marks"
    assert facts["Marks"] == "1 cited, 0 considered, 0 rejected"
    first, second = view.searches
    assert first.title == f"{local_time(record().time)} · heron.png"
    assert first.text == "1\u00a0500 marks of Marks · 1\u00a0500 listed · sorted by R-MAC"
    assert (first.register, first.count) == ("r" * 32, 1500)
    assert second.text.endswith(
        "12 listed · sorted by MAC · Nice: 9 · 30 × 40 pixels from (1, 2) · text mask corrected"
    )
    assert "\x00" not in second.title
    assert "\u202e" not in second.title
    said = {fact.title: fact.text for fact in second.facts}
    assert said["Time"] == local_time(record().time)
    assert said["Passing"].startswith("12 of")


def test_a_case_that_is_not_there_or_damaged_is_said_to_be(store: CaseStore, case: str) -> None:
    with pytest.raises(CaseError, match="There is no case"):
        read_view(lambda: store, "elsewhere")
    store.database.run(lambda to: to.execute("UPDATE searches SET record = '{}'"))
    with pytest.raises(CaseError, match="cannot be read"):
        read_view(lambda: store, case)


def test_pictures_are_small_and_a_damaged_one_is_null(store: CaseStore, case: str) -> None:
    data = read_file(lambda: store, IMAGE)
    page = KeptImage("3" * 64, IMAGE, 4, "no such page")
    found = dict(decode(data, [KeptImage(IMAGE, IMAGE, 1, "heron.png"), page]))
    assert max(found[IMAGE].width(), found[IMAGE].height()) == THUMBNAIL
    assert found["3" * 64].isNull()


def test_a_file_that_is_there_is_replaced_only_where_that_is_allowed(
    store: CaseStore, case: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.examiner-case"
    path.write_text("precious")
    assert not export_to(lambda: store, case, path, overwrite=False)
    assert path.read_text() == "precious"
    assert export_to(lambda: store, case, path, overwrite=True)
    here = import_from(lambda: store, path, overwrite=False)
    assert (here.case, here.name, here.taken) == (case, "EM 1", False)
    assert import_from(lambda: store, path, overwrite=True).taken
    path.write_text("something else")
    with pytest.raises(CaseError, match="no file with a case"):
        import_from(lambda: store, path, overwrite=False)


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_times_at_the_edges_of_the_calendar_are_worded(time: str) -> None:
    edge = datetime.fromisoformat(time)
    assert local_time(edge).endswith(f"{edge:%H:%M}")
    assert summary_text(CaseSummary("c" * 32, "", "", edge, "", 1, 0, 0)).startswith(f"{edge:%Y}-")


def test_what_was_searched_is_of_bounded_length(store: CaseStore, case: str) -> None:
    searched = record().searched.model_copy(update={"name": "W" * 5_000})
    store.log(case, record(searched=searched))
    view = read_view(lambda: store, case)
    assert max(len(fact.text) for fact in view.facts) == 1_000
    assert len(view.searches[-1].text) == 1_000


def test_a_line_of_the_list_is_one_line() -> None:
    case = CaseSummary("c" * 32, "", "", NOW, "two\nlines.png", 1, 1, 0)
    assert summary_name(case) == "two lines.png"
    assert summary_text(case) == f"{NOW.astimezone():%Y-%m-%d}  ·  1 search"
    cited = CaseSummary("c" * 32, "", "", NOW, "", 0, 1200, 3)
    assert summary_name(cited) == "c" * 8
    assert summary_text(cited).endswith("1\u00a0200 searches  ·  3 cited")
