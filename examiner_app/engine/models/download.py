"""Download one file: checked while it comes, and nothing is left unless it is right."""

from __future__ import annotations

import hashlib
import shutil
import ssl
import time
from http.client import HTTPException
from pathlib import Path
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from examiner_app.engine.progress import BYTES, Progress, Stage, Work
from examiner_app.engine.wording import size_text
from examiner_app.errors import FetchError
from examiner_app.translation import tr

_CHUNK: Final = 1 << 20
_TIMEOUT: Final = 15.0
"""Seconds without a byte after which the transfer is given up."""

_STEP_SECONDS: Final = 0.1
"""A report at most this often: a fast network brings thousands of pieces a second."""

# A ValueError says that the address is none.
_NO_TRANSFER = (URLError, TimeoutError, ConnectionError, ssl.SSLError, HTTPException, ValueError)


def download(url: str, path: Path, sha256_prefix: str) -> Work[Path]:
    """Download a file and check its digest; nothing is left behind unless it is right.

    Raises:
        FetchError: There is no network or no space, the transfer broke off, or the digest differs.
    """
    part = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        digest = yield from _transfer(url, part)
        if not digest.startswith(sha256_prefix):
            raise FetchError(
                tr(
                    "The file from {url} is not the expected one (sha256 {digest}…, not "
                    "{sha256_prefix}…): try again later, or import it from a file.",
                    url=url,
                    digest=digest[:8],
                    sha256_prefix=sha256_prefix,
                )
            )
        part.replace(path)
    except OSError as error:
        raise not_written(path.parent, error) from error
    finally:
        part.unlink(missing_ok=True)
    return path


def not_written(folder: Path, error: OSError) -> FetchError:
    """Return what is said where a folder takes no files."""
    return FetchError(
        tr(
            "{folder} cannot be written to ({reason}): free some space there, or allow writing.",
            folder=folder,
            reason=error.strerror or error,
        )
    )


def _transfer(url: str, part: Path) -> Work[str]:
    """Write what an address answers into a file, and return its sha256."""
    yield Progress(tr("Connecting"))
    digest, told = hashlib.sha256(), 0.0
    try:
        with urlopen(url, timeout=_TIMEOUT) as response, part.open("wb") as file:  # noqa: S310
            total = int(response.headers.get("Content-Length", 0))
            _make_sure_of_space(part.parent, total)
            stage = Stage(tr("Downloading"), total, unit=BYTES)
            came = 0
            # One read of what is there: on a slow network, a whole chunk would take its time.
            while chunk := response.read1(_CHUNK):
                file.write(chunk)
                digest.update(chunk)
                came += len(chunk)
                if time.monotonic() - told >= _STEP_SECONDS:
                    yield stage.step(came)
                    told, came = time.monotonic(), 0
            yield stage.step(came)
    except HTTPError as error:
        raise FetchError(
            tr("{url} answers {code}: import the weights from a file.", url=url, code=error.code)
        ) from error
    except _NO_TRANSFER as error:
        raise FetchError(
            tr(
                "{url} cannot be reached or broke off ({error}): check the network, or import "
                "the weights from a file.",
                url=url,
                error=_reason(error),
            )
        ) from error
    if total and stage.done != total:
        raise FetchError(tr("The transfer from {url} broke off: try again.", url=url))
    return digest.hexdigest()


def _reason(error: Exception) -> object:
    """Return why a transfer failed, without the numbers of the system."""
    inner = getattr(error, "reason", None) or error
    return getattr(inner, "strerror", None) or str(inner) or type(inner).__name__


def _make_sure_of_space(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if size > free:
        raise FetchError(
            tr(
                "{folder} has {free} of free space, and the download takes {size}: free some "
                "space there.",
                folder=folder,
                free=size_text(free),
                size=size_text(size),
            )
        )
