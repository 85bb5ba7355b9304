from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from untrained import awaken

from examiner_app.engine.device import Device
from examiner_app.engine.models.assemble import assemble
from examiner_app.engine.models.bundle import Bundle, Networks, load_networks
from examiner_app.engine.models.eight_bit import SCALE
from examiner_app.engine.models.manifest import MANIFEST, BundleManifest, Precision
from examiner_app.engine.models.unet import CONTEXT, UNet
from examiner_app.errors import BundleError

_PARTS = ("backbone", "mark-type", "text-mask")


def _parts(runs: Path) -> tuple[Path, Path, Path]:
    backbone, mark_type, text_mask = (runs / name for name in _PARTS)
    return backbone, mark_type, text_mask


@pytest.fixture
def half(runs: Path, tmp_path: Path) -> Bundle:
    """A bundle in half precision."""
    assemble(tmp_path / "half", "small", *_parts(runs))
    return Bundle.open(tmp_path / "half")


@pytest.fixture
def eight(runs: Path, tmp_path: Path) -> Bundle:
    """The same networks in 8 bits."""
    assemble(tmp_path / "eight", "small", *_parts(runs), precision="int8")
    return Bundle.open(tmp_path / "eight")


def _outputs(networks: Networks) -> dict[str, Tensor]:
    generator = torch.Generator().manual_seed(7)
    images = torch.rand(2, 3, 64, 64, generator=generator)
    with torch.inference_mode():
        pool4 = networks.trunk.lower(images)
        logits, cam = networks.vggcam(pool4)
        return {
            "relu5_3": networks.trunk(images),
            "cam": cam,
            "types": logits,
            "mask": networks.unet(images),
        }


def test_networks_in_eight_bits_compute_nearly_the_same(
    half: Bundle, eight: Bundle, cpu: Device
) -> None:
    expected, found = _outputs(load_networks(half, cpu)), _outputs(load_networks(eight, cpu))
    for name, exact in expected.items():
        relative = float((found[name] - exact).norm() / exact.norm())
        # Thirteen layers of 0.8 % each; their errors add up like those of a random walk.
        assert 0 < relative < 0.04, name
    heads = [load_networks(bundle, cpu).class_head for bundle in (half, eight)]
    assert all(head is not None and head[0].dtype == torch.float32 for head in heads)


def test_it_takes_half_the_space(half: Bundle, eight: Bundle) -> None:
    # Of such small networks the many names weigh as well.
    for role, part in (("backbone", 0.56), ("mark-type", 0.56)):
        sizes = [(bundle.folder / f"{role}.safetensors").stat().st_size for bundle in (half, eight)]
        assert sizes[1] < part * sizes[0]


def test_the_manifest_says_which_files_are_in_eight_bits(half: Bundle, eight: Bundle) -> None:
    assert eight.problems() == []
    assert [entry.precision for entry in eight.manifest.components] == ["int8"] * 3
    assert eight.id != half.id
    text = (half.folder / MANIFEST).read_text(encoding="utf-8")
    # What is in half precision is as readable to an older Examiner as ever.
    assert "precision" not in text
    assert {one.precision for one in BundleManifest.model_validate_json(text).components} == {None}


def test_what_is_large_is_in_eight_bits_and_the_rest_as_ever(half: Bundle, eight: Bundle) -> None:
    for name in _PARTS:
        before = load_file(half.folder / f"{name}.safetensors")
        after = load_file(eight.folder / f"{name}.safetensors")
        scales = {key for key in after if key.endswith(SCALE)}
        assert set(after) - scales == set(before)
        for key, tensor in before.items():
            if key + SCALE not in scales:
                assert after[key].dtype == tensor.dtype
                assert torch.equal(after[key], tensor)
        assert all(after[key].dtype == torch.float32 for key in scales)
    mask = load_file(eight.folder / "text-mask.safetensors")
    assert mask["up.0.weight" + SCALE].shape == (1, 32, 1, 1)
    assert mask["bottom.0.0.weight" + SCALE].shape == (64, 1, 1, 1)
    assert mask["merge.0.1.running_var"].dtype == torch.float32


@pytest.mark.parametrize("precision", ["half", "int8"])
def test_a_text_mask_with_a_context_comes_back_with_it(
    runs: Path, tmp_path: Path, cpu: Device, precision: Precision
) -> None:
    copies = Path(shutil.copytree(runs, tmp_path / "runs"))
    torch.manual_seed(3)
    network = UNet(4, context=True).eval()
    for layer in network.modules():
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
            # torch's default would let the signal die out on its way.
            nn.init.kaiming_normal_(layer.weight)
    awaken(network)
    save_file(network.state_dict(), copies / "text-mask" / "weights.safetensors")
    assemble(tmp_path / "bundle", "x", *_parts(copies), precision=precision)
    bundle = Bundle.open(tmp_path / "bundle")
    entry = bundle.require("text-mask")
    assert (entry.architecture, entry.width) == ("unet-context", 4)
    images = torch.rand(1, 3, 64, 64)
    with torch.inference_mode():
        expected, found = network(images), load_networks(bundle, cpu).unet(images)
        classic = UNet(4).eval()
        classic.load_state_dict(
            {k: v for k, v in network.state_dict().items() if not k.startswith(CONTEXT)}
        )
        spread = float((classic(images) - expected).norm())
    assert float((found - expected).norm()) < 0.2 * spread


def _with_large(runs: Path, out: Path, part: str, ending: str) -> tuple[Path, str, Tensor]:
    """Copy ``runs`` with one tensor of ``part`` past what half precision holds."""
    copies = Path(shutil.copytree(runs, out))
    file = copies / part / "weights.safetensors"
    tensors = load_file(file)
    key = next(key for key in tensors if key.endswith(ending))
    tensors[key] *= 1e6
    save_file(tensors, file)
    return copies, key, tensors[key]


@pytest.mark.parametrize("precision", ["half", "int8"])
def test_weights_past_half_precision_are_refused(
    runs: Path, tmp_path: Path, precision: Precision
) -> None:
    copies, *_ = _with_large(runs, tmp_path / "runs", "backbone", "conv5.0.weight")
    with pytest.raises(BundleError, match="half precision"):
        assemble(tmp_path / "bundle", "x", *_parts(copies), precision=precision)


@pytest.mark.parametrize("precision", ["half", "int8"])
def test_statistics_may_be_past_half_precision(
    runs: Path, tmp_path: Path, precision: Precision
) -> None:
    copies, key, large = _with_large(runs, tmp_path / "runs", "text-mask", "running_var")
    assemble(tmp_path / "bundle", "x", *_parts(copies), precision=precision)
    stored = load_file(tmp_path / "bundle" / "text-mask.safetensors")
    assert torch.equal(stored[key], large)


def test_a_damaged_scale_is_found(eight: Bundle, cpu: Device) -> None:
    file = eight.folder / "backbone.safetensors"
    tensors = load_file(file)
    del tensors["conv5.0.weight" + SCALE]
    save_file(tensors, file)
    with pytest.raises(BundleError, match=r"backbone\.safetensors .*cannot be read"):
        load_networks(eight, cpu)
    assert "sha256" in eight.problems()[0]


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_others_may_read_a_bundle_as_they_may_any_file(half: Bundle, tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    for component in half.manifest.components:
        file = half.folder / component.file
        assert file.stat().st_mode == usual.stat().st_mode, file
