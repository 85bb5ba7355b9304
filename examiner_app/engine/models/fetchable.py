"""The weights that can be fetched: what they are called, where they are, how they are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from examiner_app.engine.models.manifest import IMAGENET, Preprocessing


@dataclass(frozen=True, slots=True)
class Source:
    """Weights that can be fetched.

    Attributes:
        name: On the command line.
        url: Where torchvision keeps them.
        sha256_prefix: First digits of the file's sha256, as in its name.
        size: Of the file in bytes, to the megabyte.
        licence: SPDX expression.
        preprocessing: Input constants for pixels in [0, 1].
    """

    name: str
    url: str
    sha256_prefix: str
    size: int
    licence: str
    preprocessing: Preprocessing

    @property
    def file(self) -> str:
        """What the file is called where it comes from."""
        return self.url.rsplit("/", 1)[-1]


# The Caffe weights of the METU release take RGB minus a mean, scale 255, std 1: torchvision keeps
# them as IMAGENET1K_FEATURES with std 1/255.
_CAFFE: Final = Preprocessing(mean=(0.48235, 0.45882, 0.40784), std=(1 / 255, 1 / 255, 1 / 255))

# The addresses are torchvision's own; asking it for them would take the seconds of its import.
SOURCES: Final[dict[str, Source]] = {
    "vgg16-imagenet": Source(
        "vgg16-imagenet",
        "https://download.pytorch.org/models/vgg16_features-amdegroot-88682ab5.pth",
        "88682ab5",
        553_000_000,
        "BSD-3-Clause",
        _CAFFE,
    ),
    "vgg16-imagenet-v1": Source(
        "vgg16-imagenet-v1",
        "https://download.pytorch.org/models/vgg16-397923af.pth",
        "397923af",
        553_000_000,
        "BSD-3-Clause",
        IMAGENET,
    ),
}
