"""Make a decoded image what a logo is: upright, on white, in sRGB, 8 bits per channel."""

from __future__ import annotations

import io
import struct
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps

WHITE: Final = 255


def to_srgb(image: Image.Image) -> NDArray[np.uint8]:
    """Return an image as (H, W, 3) sRGB: oriented by EXIF, on white, its profile applied."""
    profile = image.info.get("icc_profile")
    oriented = _orient(image)
    if oriented.mode in {"I;16", "I;16B", "I;16L", "I", "F"}:
        oriented = _rescale_deep(oriented)
    if oriented.has_transparency_data or oriented.mode in {"RGBA", "LA", "PA"}:
        layered = oriented.convert("RGBA")
        ground = Image.new("RGBA", layered.size, (WHITE, WHITE, WHITE, WHITE))
        rgb = Image.alpha_composite(ground, layered).convert("RGB")
        if oriented.mode not in {"RGBA", "RGB", "P", "PA"}:
            profile = None
    else:
        # A profile speaks of colours, not of the numbers of a palette.
        rgb = oriented.convert("RGB") if oriented.mode in {"P", "1"} else oriented
    if profile:
        rgb = _apply_profile(rgb, profile)
    return np.array(rgb.convert("RGB"), dtype=np.uint8)


def _orient(image: Image.Image) -> Image.Image:
    image.load()
    try:
        return ImageOps.exif_transpose(image)
    except (SyntaxError, ValueError, LookupError, TypeError, struct.error):
        # Broken EXIF data are no reason to refuse pixels that are whole.
        return image.copy()


def _rescale_deep(image: Image.Image) -> Image.Image:
    values = np.nan_to_num(np.asarray(image, dtype=np.float64))
    top = 65535.0
    if image.mode in {"I", "F"}:
        # 32-bit files come in every convention; the largest value tells which.
        most = float(values.max(initial=0))
        top = 1.0 if image.mode == "F" and most <= 1 else 255.0 if most <= WHITE else 65535.0
    return Image.fromarray((np.clip(values / top, 0, 1) * WHITE).round().astype(np.uint8))


def _apply_profile(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A broken or foreign profile says nothing about the colours: take them as sRGB.
        return image
    return converted or image
