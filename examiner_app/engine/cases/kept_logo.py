"""The images of a case as they were filed, read again from the store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from examiner_app.engine.logo import Logo, page_suffix
from examiner_app.engine.pages import Pages, find_pages
from examiner_app.errors import CaseError
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.cases.case import KeptImage
    from examiner_app.engine.cases.case_store import CaseStore


def kept_pages(store: CaseStore, image: KeptImage) -> Pages:
    """Return the file of an image, under the name that it had.

    Raises:
        CaseError: The file is not kept, or is damaged.
    """
    pages = find_pages(store.file(image.file), image.name)
    return replace(pages, name=image.name.removesuffix(page_suffix(image.page, len(pages))))


def kept_logo(store: CaseStore, image: KeptImage) -> Logo:
    """Return an image of a case.

    Raises:
        CaseError: It is not kept, or is not what was examined.
        LogoError: It cannot be decoded.
    """
    logo = kept_pages(store, image).read(image.page)
    if logo.sha256 != image.sha256:
        raise CaseError(
            tr("{name} is kept otherwise than it was examined: open its file.", name=image.name)
        )
    return logo
