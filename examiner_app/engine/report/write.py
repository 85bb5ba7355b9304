"""Write a report to a file: the format by its suffix, whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from examiner_app.engine.report.content import ReportContent
from examiner_app.engine.report.html import render_html
from examiner_app.engine.report.pdf import render_pdf
from examiner_app.errors import ReportError
from examiner_app.translation import in_english, tr


def _xlsx(content: ReportContent) -> bytes:
    # Whoever writes no workbook need not wait for what makes one.
    from examiner_app.engine.report.xlsx import render_xlsx

    return render_xlsx(content)


def _csv(content: ReportContent) -> bytes:
    from examiner_app.engine.report.csv_table import render_csv

    return render_csv(content)


def _json(content: ReportContent) -> bytes:
    from examiner_app.engine.report.json_record import render_json

    return render_json(content)


def _word(content: ReportContent) -> bytes:
    # python-docx is imported when the first Word file is written.
    from examiner_app.engine.report.word import render_docx

    return render_docx(content)


RENDERERS: Final[dict[str, Callable[[ReportContent], bytes]]] = {
    ".pdf": render_pdf,
    ".html": render_html,
    ".docx": _word,
    ".xlsx": _xlsx,
    ".csv": _csv,
    ".json": _json,
}
"""File name suffix → how the report is made. One line adds a format."""


def check_target(path: Path, overwrite: bool = False) -> None:
    """Make sure, before any work is done, that a report can go to ``path``.

    Raises:
        ReportError: The suffix is unknown, the folder is missing, or the file exists already.
    """
    if path.suffix.lower() not in RENDERERS:
        known = ", ".join(RENDERERS)
        raise ReportError(
            tr(
                "A report cannot be written to {name}: use one of {known}.",
                name=path.name,
                known=known,
            )
        )
    if path.is_dir():
        raise ReportError(tr("{path} is a folder: give the name of a file in it.", path=path))
    if not path.parent.is_dir():
        raise ReportError(
            tr("The folder {parent} is not there: make it or choose another.", parent=path.parent)
        )
    if path.exists() and not overwrite:
        raise _exists(path)


def write_report(content: ReportContent, path: Path, overwrite: bool = False) -> None:
    """Write a report; a reader or a full disk never sees half of one.

    Args:
        content: What the report says.
        path: Where it goes; the suffix chooses the format.
        overwrite: Replace a file that is there already.

    Raises:
        ReportError: It cannot be written; the file that was there, if any, is untouched.
    """
    check_target(path, overwrite)
    with in_english():
        data = RENDERERS[path.suffix.lower()](content)
    write_rendered(data, path, overwrite)


def write_rendered(data: bytes, path: Path, overwrite: bool = False) -> None:
    """Write a report that was rendered before, in the same way.

    Args:
        data: The bytes of the file, in the format of the suffix.
        path: Where it goes.
        overwrite: Replace a file that is there already.

    Raises:
        ReportError: It cannot be written; the file that was there, if any, is untouched.
    """
    check_target(path, overwrite)
    temporary = path.with_name(f".{path.name[:100]}.{os.getpid()}.new")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _put(temporary, path, overwrite=overwrite)
    except OSError as error:
        raise _failed(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def _put(temporary: Path, path: Path, *, overwrite: bool) -> None:
    if overwrite:
        temporary.replace(path)
        return
    try:
        # Unlike a rename, a link fails where another program has made the file meanwhile.
        path.hardlink_to(temporary)
    except FileExistsError:
        raise _exists(path) from None
    except OSError:
        # Some file systems know no links.
        if path.exists():
            raise _exists(path) from None
        temporary.replace(path)


def _exists(path: Path) -> ReportError:
    return ReportError(
        tr("{path} exists already: choose another name, or allow overwriting it.", path=path)
    )


def _failed(path: Path, error: OSError) -> ReportError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return ReportError(
            tr("{path} cannot be written, the disk is full: make room and try again.", path=path)
        )
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return ReportError(
            tr("{path} cannot be written there: choose a folder that is yours.", path=path)
        )
    reason = error.strerror or tr("output error")
    return ReportError(
        tr("{path} cannot be written ({reason}): choose another place.", path=path, reason=reason)
    )
