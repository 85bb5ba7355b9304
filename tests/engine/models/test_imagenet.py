from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import torch
from torchvision.models import VGG16_Weights

from examiner_app.engine.describe import available_methods, open_describer
from examiner_app.engine.device import Device
from examiner_app.engine.models.bundle import Bundle, load_networks
from examiner_app.engine.models.imagenet import SOURCES, download, import_vgg16
from examiner_app.engine.models.manifest import file_sha256
from examiner_app.engine.models.vgg16 import STAGES, VGG16Trunk
from examiner_app.engine.progress import finish
from examiner_app.errors import BundleError, FetchError


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small file in torchvision's VGG-16 layout."""
    torch.manual_seed(3)
    trunk = VGG16Trunk(16)
    split = sum(2 * depth + 1 for _, depth in STAGES[:4])
    state = {}
    for key, value in trunk.state_dict().items():
        stage, index, name = key.split(".")
        number = int(index) + (split if stage == "conv5" else 0)
        state[f"features.{number}.{name}"] = value
    state["classifier.0.weight"] = torch.full((2, 2), float("nan"))
    path = tmp_path_factory.mktemp("weights") / "vgg16.pth"
    torch.save(state, path)
    return path


class _Handler(BaseHTTPRequestHandler):
    body = b""

    def do_GET(self) -> None:
        if self.path == "/gone":
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        half = self.path == "/broken"
        self.wfile.write(self.body[: len(self.body) // 2] if half else self.body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server(weights: Path) -> Iterator[str]:
    handler = type("Handler", (_Handler,), {"body": weights.read_bytes()})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{http.server_address[1]}"
        http.shutdown()
        thread.join()


def test_fetched_and_made_into_a_bundle(
    server: str, weights: Path, bundle: Bundle, tmp_path: Path, cpu: Device
) -> None:
    file = finish(download(f"{server}/w.pth", tmp_path / "w.pth", file_sha256(weights)[:8]))
    source = replace(SOURCES["vgg16-imagenet"], sha256_prefix=file_sha256(weights)[:8])
    made = import_vgg16(file, tmp_path / "made", bundle, source)
    networks = load_networks(made, cpu)
    assert networks.trunk.width == 16
    assert networks.vggcam_lower is not None
    assert networks.class_head is None
    assert "jimenez" not in available_methods(networks)
    exact = VGG16Trunk(16)
    torch.manual_seed(3)
    exact = VGG16Trunk(16).eval()
    images = torch.rand(1, 3, 48, 48)
    with torch.inference_mode():
        expected, actual = exact(images), networks.trunk(images)
    torch.testing.assert_close(actual, expected, rtol=5e-3, atol=5e-3 * float(expected.max()))
    with pytest.raises(BundleError, match="no whitening"):
        open_describer(made, cpu)


@pytest.mark.parametrize(
    ("path", "prefix", "message"),
    [
        ("/w.pth", "00000000", "not the expected one"),
        ("/broken", "", "broke off"),
        ("/gone", "", "answers 404"),
    ],
)
def test_what_goes_wrong_is_said_and_nothing_is_left(
    server: str, tmp_path: Path, path: str, prefix: str, message: str
) -> None:
    with pytest.raises(FetchError, match=message):
        finish(download(server + path, tmp_path / "w.pth", prefix))
    assert list(tmp_path.iterdir()) == []


def test_no_network(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="cannot be reached"):
        finish(download("http://127.0.0.1:9/w.pth", tmp_path / "w.pth", ""))
    assert list(tmp_path.iterdir()) == []


def test_cancelled_between_chunks(server: str, tmp_path: Path) -> None:
    work = download(f"{server}/w.pth", tmp_path / "w.pth", "")
    next(work)
    work.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("data", [b"junk", b""])
def test_junk_is_not_weights(data: bytes, bundle: Bundle, tmp_path: Path) -> None:
    file = tmp_path / "junk.pth"
    file.write_bytes(data)
    with pytest.raises(FetchError, match="not a file of PyTorch weights"):
        import_vgg16(file, tmp_path / "out", bundle, SOURCES["vgg16-imagenet"])


def test_another_file_than_the_one_named_is_refused(
    weights: Path, bundle: Bundle, tmp_path: Path
) -> None:
    with pytest.raises(FetchError, match="say with --name"):
        import_vgg16(weights, tmp_path / "out", bundle, SOURCES["vgg16-imagenet"])
    with pytest.raises(FetchError, match="name a new one"):
        import_vgg16(weights, bundle.folder, bundle, SOURCES["vgg16-imagenet"])
    assert bundle.problems() == []


def test_other_networks_are_not_vgg16(bundle: Bundle, tmp_path: Path) -> None:
    file = tmp_path / "other.pth"
    torch.save({"features.0.weight": torch.zeros(3), "x": torch.ones(1)}, file)
    with pytest.raises(FetchError, match="does not hold VGG-16"):
        import_vgg16(file, tmp_path / "out", bundle, SOURCES["vgg16-imagenet"])
    with pytest.raises(FetchError, match="not there"):
        import_vgg16(tmp_path / "gone", tmp_path / "out", bundle, SOURCES["vgg16-imagenet"])


def test_constants_are_torchvisions() -> None:
    for name, weights in (
        ("vgg16-imagenet", VGG16_Weights.IMAGENET1K_FEATURES),
        ("vgg16-imagenet-v1", VGG16_Weights.IMAGENET1K_V1),
    ):
        source = replace(SOURCES[name])
        transforms = weights.transforms()
        assert source.preprocessing.mean == pytest.approx(transforms.mean, abs=1e-5)
        assert source.preprocessing.std == pytest.approx(transforms.std, abs=1e-7)
        assert source.sha256_prefix in source.url
