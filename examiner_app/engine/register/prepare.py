"""Decode marks ahead of the networks, in threads, so that these never wait."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from examiner_app.engine.logo import Limits, Logo, read_logo
from examiner_app.engine.register.thumbnails import encode_thumbnail
from examiner_app.engine.sources.source import SourceMark
from examiner_app.errors import LogoError

MOST_WORKERS = 16
"""Enough for any one GPU; Pillow decodes outside the interpreter's lock."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A mark that is ready for the networks.

    Attributes:
        source: What its source says.
        logo: Its pixels and digest.
        thumbnail: WebP bytes.
    """

    source: SourceMark
    logo: Logo
    thumbnail: bytes


@dataclass(frozen=True, slots=True)
class Unusable:
    """A mark whose file cannot be used.

    Attributes:
        source: What its source says.
        reason: One sentence.
    """

    source: SourceMark
    reason: str


def prepare(
    marks: Iterable[SourceMark], ahead: int, limits: Limits | None = None
) -> Generator[Prepared | Unusable, None, None]:
    """Yield the marks in order, decoded up to ``ahead`` in advance.

    Closing the iterator stops and awaits its threads.
    """
    todo = iter(marks)
    workers = min(MOST_WORKERS, os.cpu_count() or 1)
    with ThreadPoolExecutor(workers, thread_name_prefix="decode") as pool:
        running: deque[tuple[SourceMark, Future[Prepared]]] = deque()
        try:
            while True:
                for mark in islice(todo, ahead - len(running)):
                    running.append((mark, pool.submit(_prepare, mark, limits)))
                if not running:
                    return
                mark, future = running.popleft()
                yield _outcome(mark, future)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _prepare(mark: SourceMark, limits: Limits | None) -> Prepared:
    logo = read_logo(mark.path, limits)
    return Prepared(mark, logo, encode_thumbnail(logo.pixels))


def _outcome(mark: SourceMark, future: Future[Prepared]) -> Prepared | Unusable:
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, LogoError):
        return Unusable(mark, str(error))
    if isinstance(error, Exception):
        # Decoders fail on odd files in ways of their own; no file may stop a build.
        return Unusable(mark, f"{mark.file} cannot be decoded ({type(error).__name__}: {error}).")
    raise error
