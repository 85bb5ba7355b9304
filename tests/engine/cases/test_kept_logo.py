"""Images of a case come back as they were filed, or not at all."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from examiner_app.engine.cases.case import KeptImage, NewImage
from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.engine.cases.kept_logo import kept_logo, kept_pages
from examiner_app.engine.pages import page_digest
from examiner_app.errors import CaseError, LogoError


def tiff(*greys: int) -> bytes:
    pages = [Image.new("RGB", (40, 30), (grey, grey, grey)) for grey in greys]
    buffer = io.BytesIO()
    pages[0].save(buffer, "TIFF", save_all=True, append_images=pages[1:])
    return buffer.getvalue()


def keep(data: bytes, page: int, name: str) -> tuple[CaseStore, KeptImage]:
    digest = page_digest(hashlib.sha256(data).hexdigest(), page)
    store = CaseStore()
    case = store.begin([NewImage.examined(digest, data, page, name)])
    return store, store.read(case).images[0]


def test_a_page_comes_back_under_its_name() -> None:
    data = tiff(10, 200, 90)
    store, image = keep(data, 2, "views.tif, page 2 of 3")
    logo = kept_logo(store, image)
    assert (logo.name, logo.file, logo.page, logo.pages) == (
        "views.tif, page 2 of 3",
        "views.tif",
        2,
        3,
    )
    assert logo.sha256 == image.sha256
    assert np.unique(logo.pixels).tolist() == [200]
    assert kept_pages(store, image).data == data
    store.close()


def test_a_file_of_one_page_keeps_its_name() -> None:
    store, image = keep(tiff(10), 1, "view.tif")
    assert kept_logo(store, image).name == "view.tif"
    store.close()


def test_what_is_not_what_was_examined_is_refused() -> None:
    store, image = keep(tiff(10, 200), 1, "views.tif, page 1 of 2")
    with pytest.raises(CaseError, match="kept otherwise"):
        kept_logo(store, replace(image, page=2))
    with pytest.raises(CaseError, match="not as it was filed"):
        kept_logo(store, replace(image, file="0" * 64))
    store.close()


def test_what_is_no_image_is_said() -> None:
    store, image = keep(b"no image", 1, "view.png")
    with pytest.raises(LogoError, match=r"view\.png"):
        kept_logo(store, image)
    store.close()
