"""The network that the backbone's recipe trains: the trunk, and the heads that teach it."""

from __future__ import annotations

from torch import nn
from torch.optim import AdamW

from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.engine.models.vggcam import VGGCAM16
from examiner_app.engine.training.teacher import TEACHER_CHANNELS

HEADS_PACE = 10.0
"""How many times faster heads learn than what they stand on."""


class Student(nn.Module):
    """The trunk with the two heads that only training needs.

    Attributes:
        trunk: VGG-16 with batch normalisation.
        neck: Standardises the pooled maps for ``head`` (Luo et al. 2019, 3.4), so that it learns
            at the same pace whatever the size of the maps.
        head: GAP-linear head over concepts; fitted anew at the end, for Jimenez's class maps.
        projector: Maps relu5_3, standardised, to the teacher's channels; dropped afterwards.
        components: Tells figures and lettering apart in each cell of pool4; dropped afterwards.
        mark_type: Tells the three types of mark from pool4, as VGGCAM-16 will; kept to begin from.
    """

    def __init__(self, width: int, classes: int) -> None:
        super().__init__()
        self.trunk = VGG16Trunk(width, batch_norm=True)
        self.neck = nn.BatchNorm1d(width, affine=False)
        self.head = nn.Linear(width, classes)
        self.projector = nn.Sequential(
            nn.BatchNorm2d(width, affine=False), nn.Conv2d(width, TEACHER_CHANNELS, 1)
        )
        self.components = nn.Conv2d(width, 2, 1)
        for module in self.trunk.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
        self.mark_type = VGGCAM16(width, batch_norm=True)

    def optimizer(self, learning_rate: float, weight_decay: float) -> AdamW:
        """Return AdamW over two groups: heads learn faster than the trunk they stand on."""
        heads = [self.head, self.projector, self.components, self.mark_type.head]
        fast = [parameter for head in heads for parameter in head.parameters()]
        slow = [*self.trunk.parameters(), *self.mark_type.conv5.parameters()]
        groups = [
            {"params": slow, "lr": learning_rate},
            {"params": fast, "lr": HEADS_PACE * learning_rate},
        ]
        return AdamW(groups, weight_decay=weight_decay)
