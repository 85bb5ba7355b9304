"""Where a new bundle is put together: beside its place, so that it is whole or not there at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetensors import SafetensorError

from examiner_app.engine.models.download import not_written
from examiner_app.engine.models.manifest import MANIFEST


@contextmanager
def workplace(out: Path) -> Iterator[Path]:
    """Give a folder beside that of a bundle, on the same disk; it is gone afterwards.

    Raises:
        FetchError: There is no space, or nothing may be written there.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix="fetch-", dir=out.parent, ignore_cleanup_errors=True
        ) as place:
            yield Path(place)
    except SafetensorError as error:
        # The library has no error of its own for a full disk.
        raise not_written(out.parent, OSError(None, str(error))) from error
    except OSError as error:
        raise not_written(out.parent, error) from error


def put_in_place(made: Path, out: Path) -> None:
    """Move a bundle that is whole to its place; of one that is there, its files are replaced."""
    if not out.exists():
        made.rename(out)
        return
    # Without its manifest a folder is no bundle: whoever looks meanwhile finds none, not a mixture.
    (out / MANIFEST).unlink(missing_ok=True)
    for file in made.iterdir():
        if file.name != MANIFEST:
            file.replace(out / file.name)
    (made / MANIFEST).replace(out / MANIFEST)
