from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from examiner_app.engine.models.eight_bit import quantise, transposed_weights
from examiner_app.engine.models.unet import CONTEXT, UNet
from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.engine.training.start import load_weights, start_trunk
from examiner_app.errors import TrainingError


@pytest.fixture
def finished(tmp_path: Path) -> tuple[VGG16Trunk, Path]:
    torch.manual_seed(3)
    plain = VGG16Trunk(16)
    for module in plain.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight)
            nn.init.normal_(module.bias, std=0.3)
    file = tmp_path / "backbone.safetensors"
    save_file(plain.state_dict() | {"head.weight": torch.ones(2, 16)}, file)
    return plain.eval(), file


def test_it_computes_what_the_finished_backbone_computes(
    finished: tuple[VGG16Trunk, Path],
) -> None:
    plain, file = finished
    images = torch.randn(6, 3, 48, 48, generator=torch.Generator().manual_seed(1))
    trunk = VGG16Trunk(16, batch_norm=True)
    start_trunk(trunk, file, images)
    expected = plain(images).detach()
    assert expected.abs().max() > 0.1
    for mode, tolerance in ((True, 1e-3), (False, 0.05)):
        # The running statistics divide by n - 1, the batch's own by n.
        found = trunk.train(mode)(images).detach()
        factor = (found * expected).sum() / expected.square().sum()
        assert factor > 0
        error = (found / factor - expected).norm() / expected.norm()
        assert float(error) < tolerance


def test_layers_are_of_the_size_that_training_begins_with(
    finished: tuple[VGG16Trunk, Path],
) -> None:
    trunk = VGG16Trunk(16, batch_norm=True)
    start_trunk(trunk, finished[1], torch.randn(6, 3, 48, 48))
    for layer in trunk.modules():
        if isinstance(layer, nn.BatchNorm2d):
            assert layer.weight.detach().square().mean().sqrt().item() == pytest.approx(1, rel=1e-3)
        if isinstance(layer, nn.Conv2d):
            usual = (2 / (9 * layer.out_channels)) ** 0.5
            assert layer.weight.detach().std().item() == pytest.approx(usual, rel=1e-3)


def test_it_goes_on_from_a_backbone_in_eight_bits(
    finished: tuple[VGG16Trunk, Path], tmp_path: Path
) -> None:
    plain, _ = finished
    file = tmp_path / "eight.safetensors"
    save_file(quantise(plain.state_dict() | {"head.weight": torch.ones(40, 16)}), file)
    images = torch.randn(6, 3, 48, 48, generator=torch.Generator().manual_seed(1))
    trunk = VGG16Trunk(16, batch_norm=True)
    start_trunk(trunk, file, images)
    expected, found = plain(images).detach(), trunk.train()(images).detach()
    factor = (found * expected).sum() / expected.square().sum()
    assert 0 < float((found / factor - expected).norm() / expected.norm()) < 0.04


def test_it_goes_on_from_a_text_mask_in_eight_bits(tmp_path: Path) -> None:
    torch.manual_seed(4)
    exact, network, file = UNet(4), UNet(4), tmp_path / "eight.safetensors"
    save_file(quantise(exact.state_dict(), transposed_weights(exact)), file)
    load_weights(network, file, "text-mask")
    found = network.state_dict()
    for key, tensor in exact.state_dict().items():
        assert float((found[key] - tensor).float().norm()) <= 0.01 * float(tensor.float().norm())
    with pytest.raises(TrainingError, match="--width"):
        load_weights(UNet(8), file, "text-mask")


def test_a_text_mask_goes_on_with_a_part_that_its_file_lacks(tmp_path: Path) -> None:
    torch.manual_seed(5)
    plain, wide, file = UNet(4), UNet(4, context=True), tmp_path / "plain.safetensors"
    save_file(plain.state_dict(), file)
    before = {key: value.clone() for key, value in wide.state_dict().items()}
    load_weights(wide, file, "text-mask", new=CONTEXT)
    for key, value in wide.state_dict().items():
        expected = before[key] if key.startswith(CONTEXT) else plain.state_dict()[key]
        assert torch.equal(value, expected), key
    save_file(wide.state_dict(), file)
    again = UNet(4, context=True)
    load_weights(again, file, "text-mask", new=CONTEXT)
    for key, value in again.state_dict().items():
        assert torch.equal(value, wide.state_dict()[key]), key
    with pytest.raises(TrainingError, match="no text-mask network"):
        load_weights(UNet(4), file, "text-mask", new=CONTEXT)


def test_another_width_is_refused(finished: tuple[VGG16Trunk, Path]) -> None:
    with pytest.raises(TrainingError, match="--width"):
        start_trunk(VGG16Trunk(32, batch_norm=True), finished[1], torch.zeros(2, 3, 32, 32))


@pytest.mark.parametrize("content", [None, b"", b"no weights"])
def test_a_file_that_is_no_weights_is_refused(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "weights.safetensors"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(TrainingError, match="cannot be read"):
        start_trunk(VGG16Trunk(16, batch_norm=True), file, torch.zeros(2, 3, 32, 32))
