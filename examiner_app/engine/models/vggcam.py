"""VGGCAM-16: the mark-type classifier whose weights give class activation maps (paper 3.2.2).

Zhou et al. 2016: relu5_3 → global average pooling → Linear. conv1 … conv4 are the backbone's own,
so this network is a conv5 stage and a head on the backbone's pool4 maps.
"""

from __future__ import annotations

import enum

from torch import Tensor, nn

from examiner_app.engine.models.vgg16 import conv5_stage, fold_stage


class MarkType(enum.IntEnum):
    """The three types of mark, in the order of the classifier's outputs (paper 3.2.2)."""

    TEXT_ONLY = 0
    FIGURE_ONLY = 1
    FIGURE_AND_TEXT = 2

    @property
    def label(self) -> str:
        """The stored and printed name, such as ``figure-and-text``."""
        return self.name.lower().replace("_", "-")


class VGGCAM16(nn.Module):
    """conv5 and a three-way head over the backbone's pool4 maps.

    Attributes:
        width: Channels of conv5_3.
        conv5: The fine-tuned conv5_1 … relu5_3.
        head: Linear(width, 3); ``head.weight[k]`` are the CAM weights of class k.
    """

    def __init__(self, width: int = 512, *, batch_norm: bool = False) -> None:
        super().__init__()
        self.width = width
        self.conv5 = conv5_stage(width, width, batch_norm=batch_norm)
        self.head = nn.Linear(width, len(MarkType))

    def forward(self, pool4: Tensor) -> tuple[Tensor, Tensor]:
        """Map pool4 (B, width, h, w) to logits (B, 3) and the CAM-layer maps (B, width, h, w)."""
        features: Tensor = self.conv5(pool4)
        logits: Tensor = self.head(features.float().mean(dim=(2, 3)))
        return logits, features


def fold_batch_norm(network: VGGCAM16) -> VGGCAM16:
    """Return a plain VGGCAM-16 that computes what ``network`` computes in evaluation mode."""
    plain = VGGCAM16(network.width)
    fold_stage(network.conv5, plain.conv5)
    plain.head.load_state_dict(network.head.state_dict())
    return plain.eval()
