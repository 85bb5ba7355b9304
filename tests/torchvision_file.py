"""A small file in the layout of torchvision's VGG-16, and a server that has it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import torch

from examiner_app.engine.models.vgg16 import STAGES, VGG16Trunk


@pytest.fixture(scope="session")
def trunk() -> VGG16Trunk:
    """The network whose weights are in the file."""
    torch.manual_seed(3)
    made = VGG16Trunk(16)
    for layer in made.modules():
        if isinstance(layer, torch.nn.Conv2d):
            # torch's default would let the signal die out over thirteen layers.
            torch.nn.init.kaiming_normal_(layer.weight)
    return made.eval()


@pytest.fixture(scope="session")
def weights(trunk: VGG16Trunk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small file in torchvision's VGG-16 layout."""
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
    """Address of a server: ``/w.pth`` is the file, ``/broken`` half of it, ``/gone`` not there."""
    handler = type("Handler", (_Handler,), {"body": weights.read_bytes()})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{http.server_address[1]}"
        http.shutdown()
        thread.join()
