from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from examiner_app.engine.device import Device
from examiner_app.engine.models.assemble import assemble, half
from examiner_app.engine.models.bundle import Bundle, load_networks
from examiner_app.engine.models.manifest import MANIFEST, file_sha256, read_manifest
from examiner_app.engine.models.unet import UNet
from examiner_app.errors import BundleError


@pytest.fixture
def copy(bundle: Bundle, tmp_path: Path) -> Path:
    return Path(shutil.copytree(bundle.folder, tmp_path / "bundle"))


def test_a_whole_bundle_has_no_problems(bundle: Bundle) -> None:
    assert bundle.problems() == []
    assert Bundle.open(bundle.folder).id == bundle.id


@pytest.mark.parametrize("name", ["backbone", "text-mask", "vocabulary"])
def test_a_changed_or_missing_file_is_named(copy: Path, name: str) -> None:
    path = copy / f"{name}.safetensors"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(BundleError, match=rf"{path.name}.*sha256"):
        Bundle.open(copy)
    path.unlink()
    with pytest.raises(BundleError, match=rf"{path.name}.*missing"):
        Bundle.open(copy)


def test_a_backbone_sees_marks_at_the_size_it_was_trained_for(
    runs: Path, tmp_path: Path, cpu: Device
) -> None:
    sides = {}
    for side in (None, 192):
        run = Path(shutil.copytree(runs / "backbone", tmp_path / f"run-{side}"))
        record = json.loads((run / "quality.json").read_text(encoding="utf-8"))
        record |= {} if side is None else {"side": side}
        (run / "quality.json").write_text(json.dumps(record), encoding="utf-8")
        out = tmp_path / f"bundle-{side}"
        assemble(out, "sized", run, runs / "mark-type", runs / "text-mask")
        bundle = Bundle.open(out)
        sides[bundle.id] = load_networks(bundle, cpu).preprocessing.side
    # Another side is another input, and so another bundle.
    assert sorted(sides.values()) == [192, 300]


def test_no_manifest_and_a_broken_one(tmp_path: Path, copy: Path) -> None:
    with pytest.raises(BundleError, match="holds no model bundle"):
        Bundle.open(tmp_path)
    record = json.loads((copy / MANIFEST).read_text(encoding="utf-8"))
    record["components"][0]["file"] = "../outside.safetensors"
    (copy / MANIFEST).write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(BundleError, match=r"not valid at components\.0\.file"):
        Bundle.open(copy)
    record["components"][0] |= {"file": "backbone.safetensors", "precision": "int4"}
    (copy / MANIFEST).write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(BundleError, match=r"not valid at components\.0\.precision"):
        Bundle.open(copy)
    (copy / MANIFEST).write_text("{", encoding="utf-8")
    with pytest.raises(BundleError, match="not valid"):
        Bundle.open(copy)


def test_weights_that_do_not_fit_are_refused(copy: Path, cpu: Device) -> None:
    record = json.loads((copy / MANIFEST).read_text(encoding="utf-8"))
    record["components"][0]["width"] = 64
    (copy / MANIFEST).write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(BundleError, match="does not fit the architecture vgg16 of width 64"):
        load_networks(Bundle.open(copy), cpu)


def test_a_mark_type_network_of_another_trunk_is_refused(copy: Path, cpu: Device) -> None:
    record = json.loads((copy / MANIFEST).read_text(encoding="utf-8"))
    record["components"][1]["shares_trunk"] = "0" * 64
    (copy / MANIFEST).write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(BundleError, match="no mark-type-trunk"):
        load_networks(Bundle.open(copy), cpu)


def test_the_fused_unet_computes_the_same(bundle: Bundle, cpu: Device) -> None:
    from safetensors.torch import load_file

    plain = UNet(4)
    weights = load_file(bundle.folder / "text-mask.safetensors")
    plain.load_state_dict(
        {
            key: value.float() if value.is_floating_point() else value
            for key, value in weights.items()
        }
    )
    images = torch.rand(1, 3, 32, 32)
    with torch.inference_mode():
        expected = plain.eval()(images)
        actual = load_networks(bundle, cpu).unet(images)
    torch.testing.assert_close(actual, expected, rtol=1e-4, atol=1e-5)


def test_bfloat16_networks_stay_close(bundle: Bundle, cpu: Device) -> None:
    half_cpu = Device(torch.device("cpu"), torch.bfloat16, "CPU (bfloat16)")
    images = torch.rand(1, 3, 64, 64)
    with torch.inference_mode():
        exact = load_networks(bundle, cpu).trunk(images)
        rough = load_networks(bundle, half_cpu).trunk(images.bfloat16()).float()
    assert float((exact - rough).norm() / exact.norm()) < 0.05


def test_an_unfinished_run_is_refused(runs: Path, tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="not a finished training run"):
        assemble(tmp_path, "x", runs / "nothing", runs / "mark-type", runs / "text-mask")


def test_a_mark_type_of_another_backbone_is_refused(runs: Path, tmp_path: Path) -> None:
    copies = tmp_path / "runs"
    shutil.copytree(runs, copies)
    path = copies / "mark-type" / "quality.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    parts = [copies / name for name in ("backbone", "mark-type", "text-mask")]
    own = file_sha256(copies / "backbone" / "weights.safetensors")
    path.write_text(json.dumps(record | {"backbone_sha256": own}), encoding="utf-8")
    manifest = assemble(tmp_path / "fits", "x", *parts)
    mark_type = manifest.component("mark-type")
    assert mark_type is not None
    assert mark_type.training["backbone_sha256"] == own
    path.write_text(json.dumps(record | {"backbone_sha256": "0" * 64}), encoding="utf-8")
    with pytest.raises(BundleError, match="another backbone"):
        assemble(tmp_path / "other", "x", *parts)


def test_assembled_manifest_says_how_it_was_made(bundle: Bundle) -> None:
    manifest = read_manifest(bundle.folder)
    backbone = manifest.component("backbone")
    assert backbone is not None
    assert backbone.width == 32
    assert backbone.training["command"] == "train backbone"
    assert backbone.quality == {"map100": 0.1}
    mark_type = manifest.component("mark-type")
    assert mark_type is not None
    assert mark_type.shares_trunk == backbone.sha256


def test_weights_too_large_for_half_precision_are_refused() -> None:
    assert half(torch.tensor([1, 2])).dtype == torch.int64
    with pytest.raises(BundleError, match="half precision"):
        half(torch.tensor([1e6]))


def test_large_batch_statistics_are_kept_whole(runs: Path, tmp_path: Path) -> None:
    copies = tmp_path / "runs"
    shutil.copytree(runs, copies)
    file = copies / "text-mask" / "weights.safetensors"
    tensors = load_file(file)
    tensors["merge.0.1.running_var"][0] = 1e6
    save_file(tensors, file)
    parts = [copies / name for name in ("backbone", "mark-type", "text-mask")]
    assemble(tmp_path / "out", "x", *parts)
    stored = load_file(tmp_path / "out" / "text-mask.safetensors")
    assert float(stored["merge.0.1.running_var"][0]) == 1e6
    assert stored["head.weight"].dtype == torch.float16


def test_the_id_depends_on_the_input_constants(copy: Path, bundle: Bundle) -> None:
    record = json.loads((copy / MANIFEST).read_text(encoding="utf-8"))
    record["components"][0]["preprocessing"]["mean"] = [0.5, 0.5, 0.5]
    (copy / MANIFEST).write_text(json.dumps(record), encoding="utf-8")
    changed = Bundle.open(copy)
    assert changed.problems() == []
    assert changed.id != bundle.id
