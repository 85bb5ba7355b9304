from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from examiner_app.engine.cases import listing
from examiner_app.engine.cases.judgements import Assessment, Judgement, unjudged
from examiner_app.engine.cases.listing import Listing
from examiner_app.engine.examination import Examination
from examiner_app.engine.logo import logo_from_pixels
from examiner_app.engine.methods import METHODS
from examiner_app.engine.question import MaskCorrection, ask
from examiner_app.engine.ranking.filters import MarkFilter
from examiner_app.engine.ranking.folding import Fold
from examiner_app.engine.ranking.ranks import FUSED
from examiner_app.engine.region import Region
from examiner_app.engine.register.catalogue import MARK_TYPES, Mark
from examiner_app.engine.report.content import build_content
from examiner_app.engine.report.entries import RankCell, facts
from examiner_app.engine.report.kinds import KIND_NOTES, ReportKind
from examiner_app.engine.report.search_log import LogLine


def test_the_nearest_marks_come_in_the_order_of_the_sort(examination: Examination) -> None:
    for sort in ("sift_bow", "atrha_rmac", FUSED):
        content = build_content(examination, top=12, listing=Listing(sort))
        order = examination.ranks.order(sort, 12)
        assert [entry.id for entry in content.matches] == [f"mark-{i:05}" for i in order]
        places = [next(cell.rank for cell in mark.ranks if cell.sorts) for mark in content.matches]
        assert places == sorted(places)


def test_every_match_has_its_exact_rank_under_every_method(examination: Examination) -> None:
    content = build_content(examination, top=5)
    keys = [*METHODS, FUSED]
    assert [method.key for method in content.methods] == keys
    for mark in content.matches:
        index = int(mark.id.removeprefix("mark-"))
        ranks = [int(examination.ranks.of(key)[index]) for key in keys]
        assert [cell.rank for cell in mark.ranks] == ranks


def test_pinned_marks_keep_their_order_without_repeats_eight_to_a_table(
    examination: Examination,
) -> None:
    pinned = [900, 3, 3, 1599, 7, 8, 9, 10, 11, 12]
    content = build_content(examination, pinned=pinned)
    ids = [[mark.id for mark in table] for table in content.tables]
    assert ids[0] == [f"mark-{i:05}" for i in (900, 3, 1599, 7, 8, 9, 10, 11)]
    assert ids[1] == ["mark-00012"]
    assert all(mark.pinned for table in content.tables for mark in table)
    assert build_content(examination).tables == ()


def test_what_was_searched_is_all_there(examination: Examination) -> None:
    searched = dict(build_content(examination).searched)
    assert searched["Marks searched"].startswith("1\xa0600, 1 of them")
    assert "3 files could not be used" in searched["Marks searched"]
    assert searched["Offices"] == "EM: 1\xa0598, not stated: 2"
    assert searched["Filing dates"] == "1996-04-01 to 2026-01-31"
    assert searched["Models"] == f"examiner (id {'b' * 64})"
    assert searched["Methods"] == "15 of 15, each over all marks"
    assert searched["Examined"].startswith("2026-11-23 09:30:00 UTC")


def test_a_filter_chooses_the_list_and_is_stated(
    examination: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Filter" not in dict(build_content(examination).searched)
    within = np.zeros(examination.ranks.count, bool)
    within[[5, 700, 1_599]] = True
    monkeypatch.setattr(listing, "passing", lambda _register, _wanted: within)
    wanted = MarkFilter(nice=frozenset({25, 9}), offices=frozenset({"EM"}))
    content = build_content(examination, listing=Listing("mac", wanted))
    assert {mark.id for mark in content.matches} == {"mark-00005", "mark-00700", "mark-01599"}
    assert dict(content.searched)["Filter"] == (
        "Nice: 9, 25; Office: EM. 3 of 1\xa0600 marks pass and are listed"
    )
    assert content.heading == "The nearest 3 marks that pass the filter, by MAC"
    assert build_content(examination).heading == "The nearest 50 marks by ATRHA R-MAC"
    for mark in content.matches:
        ranks = examination.ranks.of("mac")
        assert next(cell for cell in mark.ranks if cell.sorts).rank == ranks[int(mark.id[5:])]


def test_an_incomplete_register_is_called_so(make_examination: Callable[..., Examination]) -> None:
    examination = make_examination(count=30)
    examination.register.manifest.complete = False
    searched = dict(build_content(examination).searched)
    assert searched["Marks searched"].endswith("the register is not complete")


def test_a_page_of_a_file_is_named_as_one(examination: Examination) -> None:
    logo = replace(examination.logo, name="mark.tif, page 2 of 3", page=2, pages=3)
    candidate = dict(build_content(replace(examination, logo=logo)).candidate)
    assert candidate["File"] == "mark.tif, page 2 of 3"
    # It is not the digest of the file's bytes.
    assert "SHA-256" not in candidate
    assert candidate["SHA-256, of this page"] == logo.sha256


def test_the_candidate_and_its_layers(examination: Examination) -> None:
    content = build_content(examination)
    candidate = dict(content.candidate)
    assert candidate["SHA-256"] == examination.logo.sha256
    assert candidate["Size"] == "420 × 300 pixels"
    assert candidate["Type"] == "figure-and-text (network's estimate, 0.80)"
    titles = [layer.title for layer in content.layers]
    assert titles == ["As filed", "Text mask", "SSA", "CAM", "ATRHA crop"]
    assert content.layers[0].legend is None
    assert all(layer.legend for layer in content.layers[1:])


def test_a_region_and_a_corrected_mask_are_stated_where_there_are_any(
    examination: Examination,
) -> None:
    logo = examination.logo
    assert not {"Region searched", "Text mask"} & set(dict(build_content(examination).candidate))
    added = np.zeros((logo.height, logo.width), bool)
    added[40:50, 30:60] = True
    taken = np.zeros_like(added)
    taken[50, 30:37] = True
    correction = MaskCorrection.of(added, taken)
    asked = replace(examination, question=ask(logo, Region(20, 30, 64, 48), correction))
    facts = dict(build_content(asked).candidate)
    assert facts["Region searched"] == "64 × 48 pixels from (20, 30)"
    assert facts["Text mask"] == (
        "The text mask was corrected by hand: 300 pixels added, 7 taken away "
        f"(sha256 {correction.sha256})"
    )
    assert "says the U-Net" in build_content(examination).layers[1].explanation
    assert "after a correction by hand" in build_content(asked).layers[1].explanation
    only = replace(examination, question=ask(logo, None, MaskCorrection.of(added, ~added)))
    facts = dict(build_content(only).candidate)
    assert "Region searched" not in facts
    assert facts["Text mask"].startswith("The text mask was given by hand: 300 pixels are text, ")


def test_a_damaged_thumbnail_leaves_the_rest_readable(examination: Examination) -> None:
    content = build_content(examination, pinned=[5, 6])
    damaged, sound = content.tables[0]
    assert damaged.picture is None
    assert sound.picture is not None
    assert sound.picture.media_type == "image/webp"


def test_words_are_cleaned_and_kept_to_a_length(examination: Examination) -> None:
    content = build_content(examination, pinned=[9, 11], reference="x" * 999)
    evil, long = content.tables[0]
    assert evil.words == "A\ufffdB\ufffd[31mevil"
    assert len(long.words) == 240
    assert len(content.reference) == 160


def test_a_huge_or_thin_candidate_is_scaled_down(
    make_examination: Callable[..., Examination],
) -> None:
    wide = logo_from_pixels(np.full((30, 4000, 3), 200, np.uint8), "wide.png")
    content = build_content(make_examination(count=20, logo=wide))
    for layer in content.layers:
        assert (layer.picture.width, layer.picture.height) == (720, 5)


def test_unknown_methods_and_marks_are_refused(examination: Examination) -> None:
    with pytest.raises(KeyError):
        build_content(examination, listing=Listing("nothing"))
    with pytest.raises(IndexError):
        build_content(examination, pinned=[1_600])


@pytest.mark.parametrize("stated", ["text-only", "figure-only", "figure-and-text"])
def test_a_stated_type_stands_beside_its_own_probability(stated: str) -> None:
    shares = dict(zip(MARK_TYPES, (0.2, 0.7, 0.1), strict=True))
    mark = Mark(
        index=0, id="m", words="", owner="", office="", number="", status="", filed="",
        registered="", nice=(), vienna=(), type=stated, type_probabilities=(0.2, 0.7, 0.1),
        group=None, sha256="", file="m.png",
    )  # fmt: skip
    assert facts(mark) == (("Type", f"{stated} (network: {shares[stated]:.2f})"),)


def test_a_folded_list_says_for_how_many_marks_each_stands(
    examination: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of every three marks in the order of the register, the nearest takes a place for all.
    groups = np.arange(examination.ranks.count, dtype=np.int32) // 3
    monkeypatch.setattr(listing, "groups_of", lambda _register, _how: groups)
    folded = Listing("mac", how=Fold.PICTURES)
    content = build_content(examination, top=4, listing=folded)
    assert dict(content.searched)["Folded"] == (
        "Marks with the same picture take one place: 1\xa0600 marks are in 534 places"
    )
    assert content.heading == (
        "The nearest 4 marks by MAC; marks with the same picture take one place"
    )
    rows = [int(mark.id.removeprefix("mark-")) for mark in content.matches]
    assert len({row // 3 for row in rows}) == 4
    for row, mark in zip(rows, content.matches, strict=True):
        size = 3 if row < 1_599 else 1
        assert dict(mark.facts).get("Stands for") == (f"{size} marks" if size > 1 else None)
        ranks = examination.ranks.of("mac")
        assert next(cell for cell in mark.ranks if cell.sorts).rank == ranks[row]


def test_a_cited_mark_that_is_folded_away_is_listed_all_the_same(
    examination: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = np.zeros(examination.ranks.count, np.int32)
    monkeypatch.setattr(listing, "groups_of", lambda _register, _how: groups)
    second = int(examination.ranks.order("mac", 2)[1])
    cited = unjudged("r", f"mark-{second:05}").judged(Judgement.CITED)
    content = build_content(
        examination, listing=Listing("mac", how=Fold.OWNERS), assessments=[cited]
    )
    assert len(content.matches) == 1
    assert [mark.id for mark in content.cited] == [f"mark-{second:05}"]


def _held(index: int, judgement: Judgement | None, note: str = "") -> Assessment:
    return Assessment("r", f"mark-{index:05}", judgement, note, datetime(2026, 1, 1, tzinfo=UTC))


def _ids(marks: tuple[object, ...]) -> list[str]:
    return [str(getattr(mark, "id", "")) for mark in marks]


def test_table_2_has_the_pinned_marks_and_then_the_cited_ones(examination: Examination) -> None:
    first, second, far = (int(examination.ranks.order("mac")[row]) for row in (0, 1, 900))
    content = build_content(
        examination,
        listing=Listing("mac"),
        pinned=[4, second],
        assessments=[_held(index, Judgement.CITED) for index in (far, second, first)],
    )
    names = [f"mark-{index:05}" for index in (4, second, first, far)]
    assert _ids(content.tables[0]) == names
    assert [mark.pinned for mark in content.tables[0]] == [True, True, False, False]
    assert content.tables_heading == "Ranks of the pinned and cited marks"
    assert build_content(examination, pinned=[4]).tables_heading == "Ranks of the pinned marks"


def test_a_file_copy_has_the_cited_marks_and_nothing_of_others(examination: Examination) -> None:
    near = [int(row) for row in examination.ranks.order("mac", 6)]
    content = build_content(
        examination,
        kind=ReportKind.FILE_COPY,
        listing=Listing("mac", MarkFilter(offices=frozenset()), how=Fold.PICTURES),
        pinned=[near[5], near[3]],
        assessments=[
            _held(near[3], Judgement.CITED, f"as mark-{near[1]:05}"),
            _held(near[1], Judgement.CONSIDERED, "considered"),
            _held(near[2], Judgement.REJECTED),
            _held(near[4], None, "only a note"),
            _held(near[0], Judgement.CITED),
        ],
    )
    cited = [f"mark-{index:05}" for index in (near[0], near[3])]
    assert content.matches == ()
    assert _ids(content.cited) == cited
    assert [_ids(table) for table in content.tables] == [cited]
    assert not any(mark.note or mark.pinned for mark in content.cited)
    assert not {"Judged", "Folded"} & set(dict(content.searched))
    assert content.heading == "The 2 cited marks, by MAC"
    assert content.lists == ((content.heading, content.rank_meaning, content.cited),)
    assert content.tables_heading == "Ranks of the cited marks"
    assert content.kind_note == KIND_NOTES[ReportKind.FILE_COPY]


def test_a_file_copy_shows_the_candidate_as_filed(examination: Examination) -> None:
    content = build_content(examination, kind=ReportKind.FILE_COPY)
    assert [layer.title for layer in content.layers] == ["As filed"]
    assert "ATRHA crop" not in dict(content.candidate)
    assert "ATRHA crop" in dict(build_content(examination).candidate)


def test_a_file_copy_without_cited_marks_says_so(examination: Examination) -> None:
    content = build_content(
        examination, kind=ReportKind.FILE_COPY, assessments=[_held(3, Judgement.REJECTED)]
    )
    assert content.lists == (("No mark was cited", "", ()),)
    assert (content.cited, content.tables) == ((), ())


def test_a_file_copy_does_not_tell_how_many_marks_are_judged_or_listed(
    examination: Examination, monkeypatch: pytest.MonkeyPatch
) -> None:
    within = np.ones(examination.ranks.count, bool)
    monkeypatch.setattr(listing, "passing", lambda _register, _wanted: within)
    judged = listing.JudgedRows(frozenset({4, 5, 6}))
    wanted = Listing("mac", MarkFilter(nice=frozenset({9})), judged, Fold.OWNERS)
    content = build_content(examination, kind=ReportKind.FILE_COPY, listing=wanted)
    # It is the filter's number, not that of the marks that are judged so.
    assert dict(content.searched)["Filter"] == "Nice: 9. 1\xa0600 of 1\xa0600 marks pass"


LOG = (
    LogLine(
        1,
        datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        (("Image", "logo\u202e.png"), ("Nearest", "mark-00003"), ("Filter", "\x00")),
    ),
    LogLine(4, datetime(2026, 11, 24, 9, 30, tzinfo=UTC), (("Rejected", "7"), ("Empty", ""))),
)


def test_the_log_is_told_whole_or_only_what_was_searched(examination: Examination) -> None:
    whole = build_content(examination, log=LOG).log
    assert [line.number for line in whole] == [1, 4]
    assert whole[0].facts == (
        ("Image", "logo.png"),
        ("Nearest", "mark-00003"),
        ("Filter", "\ufffd"),
    )
    assert whole[1].facts == (("Rejected", "7"),)
    copy = build_content(examination, log=LOG, kind=ReportKind.FILE_COPY).log
    assert [line.number for line in copy] == [1, 4]
    assert [line.facts for line in copy] == [(("Image", "logo.png"), ("Filter", "\ufffd")), ()]


def test_a_report_says_what_it_rests_on(examination: Examination) -> None:
    logo = examination.logo
    manifest = examination.register.manifest
    assert build_content(examination).hashes == (
        ("Candidate, sha256", logo.sha256),
        ("Register, id", manifest.id),
        ("Register, fingerprint", manifest.fingerprint),
        ("Models, id", examination.bundle_id),
    )
    added = np.zeros((logo.height, logo.width), bool)
    added[40:50, 30:60] = True
    correction = MaskCorrection.of(added, ~added)
    asked = replace(
        examination, logo=replace(logo, page=2, pages=3), question=ask(logo, None, correction)
    )
    hashes = dict(build_content(asked, kind=ReportKind.FILE_COPY).hashes)
    assert hashes["Candidate, sha256 of this page"] == logo.sha256
    assert hashes["Text mask by hand, sha256"] == correction.sha256


def test_evidence_is_told_of_the_marks_it_is_given_for(examination: Examination) -> None:
    near = [int(row) for row in examination.ranks.order("mac", 3)]
    content = build_content(
        examination, listing=Listing("mac"), top=3, evidence={near[1]: "9 keypoints\x00 agree"}
    )
    assert [mark.evidence for mark in content.matches] == ["", "9 keypoints\ufffd agree", ""]


@pytest.mark.parametrize(
    ("percentile", "text"),
    [(100 * 1_599 / 1_600, "99.93"), (100 - 1e-6, "99.99"), (0.0, "0.00"), (95.07, "95.07")],
)
def test_a_percentile_is_never_rounded_up(percentile: float, text: str) -> None:
    cell = RankCell("MAC", 1, "1", "1", (0, 0, 0), sorts=True, percentile=percentile)
    assert cell.percentile_text == text


def test_distances_are_those_of_the_table(examination: Examination) -> None:
    mark = build_content(examination, top=1).matches[0]
    index = int(mark.id.removeprefix("mark-"))
    assert len(mark.ranks) == len(METHODS) + 1
    for key, cell in zip(METHODS, mark.ranks, strict=False):
        assert cell.distance_text == f"{examination.ranks.distances[key][index]:.4f}"
    assert mark.ranks[-1].distance_text == ""
