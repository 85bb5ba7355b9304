"""Lines of a CSV file that a spreadsheet reads as it should, and that calculate nothing in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from examiner_app.engine.report.columns import FORMULA_SIGNS
from examiner_app.engine.report.kinds import Separator
from examiner_app.engine.report.text import printable

Value = str | int | float | None

_SIGNS: Final[dict[Separator, str]] = {"comma": ",", "semicolon": ";", "tab": "\t"}


def csv_file(lines: Iterable[Iterable[Value]], separator: Separator = "comma") -> bytes:
    r"""Return a CSV file as RFC 4180 has it, but for the separator.

    Every text is quoted, also one without a comma: LibreOffice begins a cell at semicolons too. No
    text begins or goes on as a formula, whatever the reader takes for the separator. Where that is
    a semicolon, the decimal sign is a comma: the systems whose spreadsheets separate lists so write
    numbers so, and would take 1.234 for a thousand.

    Args:
        lines: Cells by line; texts are made printable.
        separator: What is between cells.
    """
    sign = _SIGNS[separator]
    rows = (sign.join(_cell(value, separator) for value in line) + "\r\n" for line in lines)
    # Excel takes a file without the mark for one in the code page of the system.
    return "".join(rows).encode("utf-8-sig")


def safe(text: str, separator: Separator = "comma") -> str:
    """Return ``text`` on one line, with a quote before whatever a spreadsheet could calculate."""
    return _FORMULAS[separator].sub(r"\1'", printable(text))


def _formula(separator: Separator) -> re.Pattern[str]:
    # A reader that takes another sign for the separator begins a cell after each, and takes quotes
    # that it does not expect there away.
    others = "".join(sign for sign in ",;" if sign != _SIGNS[separator])
    return re.compile(rf'(^|[{others}])(?=["\s]*[{re.escape(FORMULA_SIGNS)}])')


_FORMULAS: Final[dict[Separator, re.Pattern[str]]] = {one: _formula(one) for one in _SIGNS}


def _cell(value: Value, separator: Separator) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        text = safe(value, separator).replace('"', '""')
        return f'"{text}"'
    text = str(value)
    return text.replace(".", ",") if separator == "semicolon" else text
