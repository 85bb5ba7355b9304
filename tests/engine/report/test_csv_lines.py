from __future__ import annotations

import csv
import io
import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examiner_app.engine.report.csv_lines import csv_file, safe
from examiner_app.engine.report.kinds import Separator

SIGNS: dict[Separator, str] = {"comma": ",", "semicolon": ";", "tab": "\t"}
TEXTS = st.text(st.sampled_from("=+-@;,\"' \t\r\n\u00a0a1"), max_size=12)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t =1", "'=1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("＝1", "'＝1"),
        ("a;=1", "a;'=1"),
        ('a; "=1', "a;' \"=1"),
        ("a=1-2", "a=1-2"),
        ("two\r\nlines", "two lines"),
        ("\x00", "\ufffd"),
        ("", ""),
    ],
)
def test_texts_that_could_be_calculated_are_quoted(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_another_separator_is_guarded_against_the_comma() -> None:
    assert safe("Tom, =1", "comma") == "Tom, =1"
    assert safe("Tom, =1", "semicolon") == "Tom,' =1"
    assert safe("Tom; =1", "semicolon") == "Tom; =1"
    assert safe("a, =1; =2", "tab") == "a,' =1;' =2"


def test_each_separator_has_its_decimal_sign() -> None:
    lines = [["a;b", 1234, 0.5, -2.25, None, ""]]
    mark = b"\xef\xbb\xbf"
    assert csv_file(lines) == mark + b'"a;b",1234,0.5,-2.25,,""\r\n'
    assert csv_file(lines, "semicolon") == mark + b'"a;b";1234;0,5;-2,25;;""\r\n'
    assert csv_file(lines, "tab") == mark + b'"a;b"\t1234\t0.5\t-2.25\t\t""\r\n'


@pytest.mark.parametrize("separator", get_args(Separator))
@given(texts=st.lists(TEXTS | st.text(st.characters(codec=None), max_size=9), min_size=1))
def test_no_reader_finds_a_formula(separator: Separator, texts: list[str]) -> None:
    data = csv_file([texts], separator).decode("utf-8-sig")
    (row,) = csv.reader(io.StringIO(data, newline=""), strict=True, delimiter=SIGNS[separator])
    assert row == [safe(text, separator) for text in texts]
    for other in ",;\t":
        pieces = row if other == SIGNS[separator] else data.split(other)
        assert not [piece for piece in pieces if _calculates(re.sub(r'^["\s]+', "", piece))]


def _calculates(cell: str) -> bool:
    return cell.strip()[:1] in tuple("=+-@＝＋－＠")
