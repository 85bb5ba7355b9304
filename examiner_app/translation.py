"""What people read, in their language: gettext catalogues under ``resources/languages``.

The window chooses a language before its modules are imported, so that names in their tables are
looked up once, where they stand. The command line and records for machines stay English.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from examiner_app.resources import resource

DOMAIN: Final = "examiner"

ENGLISH: Final = "en"

LANGUAGES: Final = {ENGLISH: "English", "de": "Deutsch"}
"""Code and own name of every language there is a complete translation for."""

_SOURCES: Final = gettext.NullTranslations()
_catalogue: gettext.NullTranslations = _SOURCES
_language: str = ENGLISH
_in_english: ContextVar[bool] = ContextVar("in_english", default=False)


def use(language: str) -> None:
    """Speak ``language`` from now on; English where there is no such translation."""
    global _catalogue, _language  # noqa: PLW0603 - one process speaks one language
    _language = language if language in LANGUAGES else ENGLISH
    if _language == ENGLISH:
        _catalogue = _SOURCES
    else:
        with catalogue_file(_language).open("rb") as file:
            _catalogue = gettext.GNUTranslations(file)


def language() -> str:
    """Return the code of the language that is spoken."""
    return ENGLISH if _in_english.get() else _language


@contextmanager
def in_english() -> Iterator[None]:
    """Speak English meanwhile, in this thread: records do, whatever the window speaks."""
    token = _in_english.set(True)
    try:
        yield
    finally:
        _in_english.reset(token)


def catalogue_file(language: str) -> Path:
    """Return the compiled catalogue of a language.

    Raises:
        ExaminerError: It is not part of this installation.
    """
    return resource("languages", language, f"{DOMAIN}.mo")


def tr(text: str, /, **values: object) -> str:
    """Return ``text`` in the user's language, with ``values`` in place of its ``{names}``."""
    found = _spoken().gettext(text)
    return found.format(**values) if values else found


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """Return the one of two texts that fits ``count``, in the user's language.

    ``{count}`` stands for the number unless ``values`` say how it is written.
    """
    return _spoken().ngettext(one, many, count).format(**{"count": count} | values)


def trc(context: str, text: str) -> str:
    """Return a text that means different things in different places, as in «Open» a file."""
    return _spoken().pgettext(context, text)


def marked(text: str) -> str:
    """Return ``text`` as it is, for a table that is read in several languages: ``tr`` it later."""
    return text


def _spoken() -> gettext.NullTranslations:
    return _SOURCES if _in_english.get() else _catalogue


def best(wanted: Sequence[str]) -> str:
    """Return the first of some locale names, such as ``de_CH``, that there is a language for."""
    for name in wanted:
        code = name.replace("-", "_").split("_")[0].lower()
        if code in LANGUAGES:
            return code
    return ENGLISH
