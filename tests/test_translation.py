from __future__ import annotations

import gettext
import io
import string
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import examiner_app
from examiner_app import translation
from examiner_app.translation import in_english, marked, tr, trc, trn

KEYWORDS = {"tr": None, "marked": None, "trn": (1, 2), "trc": ((1, "c"), 2)}
FOREIGN = [code for code in translation.LANGUAGES if code != translation.ENGLISH]


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    translation.use("en")


@pytest.fixture(params=FOREIGN)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def catalogue(language: str) -> Catalog:
    path = translation.catalogue_file(language).with_suffix(".po")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def translated(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def texts(value: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def names(text: str) -> set[str]:
    """Return the names in braces; a text that cannot be formatted raises."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def texts_of(file: IO[bytes]) -> dict[object, str]:
    """Return what a compiled catalogue says, but its header: other versions write others."""
    compiled = gettext.GNUTranslations()
    compiled._parse(file)
    return {key: text for key, text in compiled._catalog.items() if key}


def test_english_is_what_stands_in_the_sources() -> None:
    assert tr("Open logo…") == "Open logo…"
    assert tr("{count} marks", count="1,500") == "1,500 marks"
    # Braces in a text without values are no names: file names may hold them.
    assert tr("50 % {of}") == "50 % {of}"
    assert trn("{count} mark", "{count} marks", 1) == "1 mark"
    assert trn("{count} mark", "{count} marks", 1000, count="1,000") == "1,000 marks"
    assert trc("verb", "Open") == "Open"


def test_every_text_is_in_the_catalogue_and_no_other(language: str) -> None:
    root = Path(examiner_app.__file__).parent
    found = {
        (message, context)
        for _, _, message, _, context in extract_from_dir(root, keywords=KEYWORDS)
    }
    known = {
        (message.id if isinstance(message.id, str) else tuple(message.id), message.context)
        for message in translated(language)
    }
    assert found == known, "run packaging/translate.sh"


def test_every_text_is_translated(language: str) -> None:
    for message in translated(language):
        assert all(texts(message.string)), f"not translated: {message.id}"
        assert not message.fuzzy, f"not looked at: {message.id}"


def test_translations_have_the_same_names_in_braces(language: str) -> None:
    for message in translated(language):
        wanted = set().union(*(names(text) for text in texts(message.id)))
        for text in texts(message.string):
            # A singular may do without its number.
            assert names(text) <= wanted, message.id
            assert wanted - names(text) <= {"count"}, message.id


def test_marks_of_shortcuts_line_ends_and_spaces_are_kept(language: str) -> None:
    for message in translated(language):
        for source, text in zip(texts(message.id), texts(message.string), strict=False):
            assert source.count("\n") == text.count("\n"), source
            ends = source[:1].isspace(), source[-1:].isspace()
            assert ends == (text[:1].isspace(), text[-1:].isspace()), source
            assert source.endswith("…") == text.endswith("…"), source
            assert source.count("<") == text.count("<"), source


def test_the_compiled_catalogue_is_that_of_the_texts(language: str) -> None:
    buffer = io.BytesIO()
    write_mo(buffer, catalogue(language))
    buffer.seek(0)
    with translation.catalogue_file(language).open("rb") as file:
        compiled = texts_of(file)
    assert compiled == texts_of(buffer), "run packaging/translate.sh"


def test_a_language_is_used_from_then_on(language: str) -> None:
    translation.use(language)
    assert translation.language() == language
    for message in translated(language):
        if isinstance(message.id, str) and message.context is None:
            assert tr(message.id) == message.string


@pytest.mark.parametrize("unknown", ["", "xx", "../../etc", "DE"])
def test_an_unknown_language_is_english(unknown: str) -> None:
    translation.use(unknown)
    assert translation.language() == "en"
    assert tr("Open logo…") == "Open logo…"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (["de_CH", "en"], "de"),
        (["fr-FR", "de-DE"], "de"),
        (["en-GB", "de"], "en"),
        (["C"], "en"),
        ([], "en"),
        (["fr"], "en"),
    ],
)
def test_the_best_language_is_the_first_there_is(wanted: list[str], expected: str) -> None:
    assert translation.best(wanted) == expected


def test_records_are_english_whatever_the_window_speaks(language: str) -> None:
    translation.use(language)
    text = next(one.id for one in translated(language) if one.string != one.id)
    said = tr(text if isinstance(text, str) else text[0])
    with in_english():
        assert translation.language() == "en"
        assert tr(marked("Open logo…")) == "Open logo…"
        assert trn("{count} mark", "{count} marks", 2) == "2 marks"
    assert translation.language() == language
    assert said == tr(text if isinstance(text, str) else text[0])
