"""A finished backbone as other recipes stand on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn

from examiner_app.engine.logo import INPUT_SIZE
from examiner_app.engine.models.manifest import file_sha256
from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.engine.models.vggcam import VGGCAM16
from examiner_app.engine.training.run import RunFolder
from examiner_app.errors import TrainingError


@dataclass(frozen=True, slots=True)
class Backbone:
    """The finished backbone that VGGCAM-16 stands on.

    Attributes:
        trunk: The plain trunk.
        mean: Preprocessing.
        std: Preprocessing.
        side: Side of the images that it sees, pixels.
        sha256: Of its file, so that a bundle is put together of networks that belong together.
        branch: A mark-type network, with batch normalisation, that was taught beside it.
        branch_sha256: Of its file.
    """

    trunk: VGG16Trunk
    mean: Sequence[float]
    std: Sequence[float]
    side: int
    sha256: str = ""
    branch: VGGCAM16 | None = None
    branch_sha256: str | None = None


def load_backbone(folder: RunFolder) -> Backbone:
    """Load the backbone of a finished run.

    Raises:
        TrainingError: There is none.
    """
    try:
        weights = load_file(folder.weights)
    except (OSError, SafetensorError) as error:
        raise TrainingError(
            f"{folder.path} holds no finished backbone: train one first (train backbone)."
        ) from error
    quality = folder.read_quality()
    kept = {key: value for key, value in weights.items() if key.startswith(("lower.", "conv5."))}
    trunk = VGG16Trunk(len(kept["conv5.0.bias"]))
    try:
        trunk.load_state_dict(kept)
    except RuntimeError as error:
        raise TrainingError(f"{folder.weights} is not a plain VGG-16 trunk.") from error
    preprocessing = quality["mean"], quality["std"], quality.get("side", INPUT_SIZE)
    backbone = Backbone(trunk.eval(), *preprocessing, file_sha256(folder.weights))
    if not folder.branch.exists():
        return backbone
    branch = _load_branch(folder.branch, trunk.width)
    return replace(backbone, branch=branch, branch_sha256=file_sha256(folder.branch))


def load_head(folder: RunFolder, classes: Sequence[str]) -> nn.Linear:
    """Load the concept head of a finished run; one that knows nothing if it has other concepts.

    Raises:
        TrainingError: There is no finished backbone.
    """
    quality = folder.read_quality()
    weights = load_file(folder.weights)
    head = nn.Linear(len(weights["conv5.0.bias"]), len(classes))
    if quality.get("classes") == list(classes) and "head.weight" in weights:
        head.load_state_dict({key: weights[f"head.{key}"] for key in ("weight", "bias")})
    else:
        nn.init.zeros_(head.weight)
        nn.init.zeros_(head.bias)
    return head


def _load_branch(file: Path, width: int) -> VGGCAM16:
    branch = VGGCAM16(width, batch_norm=True)
    try:
        branch.load_state_dict(load_file(file))
    except (OSError, SafetensorError, RuntimeError) as error:
        raise TrainingError(
            f"{file} is no mark-type network of this backbone: delete it to begin "
            "from the backbone's own conv5."
        ) from error
    return branch
