from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examiner_app.engine.description import VisualWords
from examiner_app.engine.ranking.ranks import pessimistic_ranks
from examiner_app.engine.ranking.visual_words import word_distances
from examiner_app.engine.register import words as words_module
from examiner_app.engine.register.open import Register

ORACLE = Path(__file__).parents[2] / "oracles" / "sift_bow_tfidf.json"
Make = Callable[..., Register]
Counts = list[list[int]]


def sparse(counts: list[int]) -> tuple[list[int], list[int]]:
    words = [word for word, count in enumerate(counts) if count]
    return words, [counts[word] for word in words]


def visual(counts: list[int]) -> VisualWords:
    words, numbers = sparse(counts)
    return VisualWords(np.array(words, np.int32), np.array(numbers, np.int32))


def test_oracle_of_the_metu_release(make_register: Make) -> None:
    oracle = json.loads(ORACLE.read_text())
    marks = [sparse(counts) for counts in oracle["word_counts"]]
    register = make_register({}, marks, vocabulary=4)
    # The oracle's cosines were made from tf-idf weights printed with nine digits.
    for index, counts in enumerate(oracle["word_counts"]):
        distances = word_distances(register.words, visual(counts))
        assert distances == pytest.approx(oracle["cosine_distance"][index], abs=2e-8)
        assert distances[index] == (0.0 if any(counts) else 1.0)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.lists(st.integers(0, 3), min_size=6, max_size=6), min_size=1, max_size=8))
def test_cosine_of_tf_idf(make_register: Make, marks: Counts) -> None:
    register = make_register({}, [sparse(counts) for counts in marks], vocabulary=6)
    counts = np.array(marks, np.float64)
    idf = np.log10(len(marks) / np.maximum(1, (counts > 0).sum(axis=0)))
    weighted = counts / np.maximum(1, counts.sum(axis=1, keepdims=True)) * idf
    lengths = np.linalg.norm(weighted, axis=1)
    query = weighted[0]
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = weighted @ query / (lengths * lengths[0])
    slow = 1 - np.nan_to_num(cosine, nan=0.0)
    assert word_distances(register.words, visual(marks[0])) == pytest.approx(slow, abs=1e-9)


def test_equal_words_are_at_bit_equal_distances_wherever_they_lie(
    make_register: Make, monkeypatch: Any
) -> None:
    rng = np.random.default_rng(0)
    kinds = rng.poisson(0.4, (40, 50)) * rng.integers(1, 9, (40, 50))
    which = rng.integers(0, 40, 800)
    register = make_register({}, [sparse(kinds[kind].tolist()) for kind in which])
    query = visual(rng.poisson(0.5, 50).tolist())
    whole = word_distances(register.words, query)
    for kind in range(40):
        assert len(set(whole[which == kind].tolist())) <= 1
    ranks = pessimistic_ranks(whole)
    assert all(len(set(ranks[which == kind].tolist())) <= 1 for kind in range(40))
    monkeypatch.setattr(words_module, "BLOCK_WORDS", 70)
    del register.words.statistics
    assert word_distances(register.words, query).tobytes() == whole.tobytes()


def test_no_keypoints_are_one_big_tie(make_register: Make) -> None:
    register = make_register({}, [([], []), ([1], [1]), ([2, 3], [1, 4])])
    assert word_distances(register.words, visual([])).tolist() == [1.0, 1.0, 1.0]
    assert word_distances(register.words, visual([0, 0, 0, 1]))[0] == 1.0


def test_a_word_that_every_mark_has_says_nothing(make_register: Make) -> None:
    register = make_register({}, [([0], [3]), ([0], [1])])
    assert word_distances(register.words, visual([3])).tolist() == [1.0, 1.0]


def test_words_that_no_mark_has_say_nothing(make_register: Make) -> None:
    register = make_register({}, [([0], [3]), ([1], [1])])
    assert word_distances(register.words, visual([2, 0, 0, 7])).tolist() == [0.0, 1.0]


def test_an_empty_register(make_register: Make) -> None:
    assert word_distances(make_register({}, []).words, visual([1])).tolist() == []
