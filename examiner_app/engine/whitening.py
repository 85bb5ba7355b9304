"""PCA whitening (Jégou and Chum 2012; paper 3.2.3): fit in one streaming pass, apply, store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file, save
from torch import Tensor

from examiner_app.errors import BundleError

COMPONENTS = 256
"""Dimensions kept (paper 3.2.3)."""

_NEGLIGIBLE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Whitening:
    """x ↦ (x − mean) · projection, of unit variance in every kept direction.

    Attributes:
        mean: (C,) float32.
        projection: (C, D) float32, principal directions over the roots of their eigenvalues.
    """

    mean: Tensor
    projection: Tensor

    @property
    def dimensions(self) -> int:
        """Number of components D."""
        return int(self.projection.shape[1])

    def apply(self, vectors: Tensor) -> Tensor:
        """Whiten vectors (..., C) → (..., D), not normalised."""
        kind = vectors.dtype
        return (vectors - self.mean.to(kind)) @ self.projection.to(kind)

    def to(self, device: torch.device) -> Whitening:
        """Return the same whitening on another device."""
        return Whitening(self.mean.to(device), self.projection.to(device))


class Covariance:
    """Mean and covariance of any number of vectors, in float64, one batch at a time.

    Attributes:
        count: Vectors seen.
    """

    def __init__(self, channels: int) -> None:
        self.count = 0
        self._sum = np.zeros(channels)
        self._products = np.zeros((channels, channels))

    def add(self, vectors: NDArray[np.floating]) -> None:
        """Take in vectors (n, C); zero vectors, which have no direction, are left out."""
        batch = np.asarray(vectors, dtype=np.float64)
        batch = batch[np.any(batch != 0, axis=1)]
        self.count += len(batch)
        self._sum += batch.sum(axis=0)
        self._products += batch.T @ batch

    def fit(self, components: int = COMPONENTS) -> Whitening:
        """Return the whitening onto the leading components.

        Fewer than ``components`` are kept where the vectors span fewer directions.

        Raises:
            BundleError: Fewer than two vectors, or all the same.
        """
        if self.count < 2:
            raise BundleError("Whitening needs at least two different marks: add more marks.")
        mean = self._sum / self.count
        covariance = self._products / self.count - np.outer(mean, mean)
        values, directions = np.linalg.eigh((covariance + covariance.T) / 2)
        values, directions = values[::-1], directions[:, ::-1]
        # Directions that rounding alone made up would be blown up to unit variance.
        kept = int(np.count_nonzero(values > max(values[0], 0) * _NEGLIGIBLE))
        kept = min(kept, components, self.count - 1)
        if kept < 1:
            raise BundleError("Whitening needs marks that differ: all of these look the same.")
        projection = directions[:, :kept] / np.sqrt(values[:kept])
        return Whitening(
            torch.from_numpy(mean.astype(np.float32)),
            torch.from_numpy(np.ascontiguousarray(projection, dtype=np.float32)),
        )


WhiteningSet = dict[str, Whitening]
"""Method key → its whitening."""


def save_whitening(whitening: WhiteningSet, path: Path) -> None:
    """Write a set of whitenings as safetensors."""
    tensors: dict[str, Tensor] = {}
    for method, entry in whitening.items():
        tensors[f"{method}.mean"] = entry.mean.contiguous()
        tensors[f"{method}.projection"] = entry.projection.contiguous()
    path.write_bytes(save(tensors))


def load_whitening(path: Path) -> WhiteningSet:
    """Read a set of whitenings.

    Raises:
        BundleError: The file is missing or damaged.
    """
    try:
        tensors = load_file(path)
        methods = {name.removesuffix(".mean") for name in tensors if name.endswith(".mean")}
        return {
            method: Whitening(
                tensors[f"{method}.mean"].float(), tensors[f"{method}.projection"].float()
            )
            for method in sorted(methods)
        }
    except (OSError, SafetensorError, KeyError) as error:
        raise BundleError(f"The whitening {path.name} cannot be read: fit it again.") from error


def whitening_digest(whitening: WhiteningSet) -> str:
    """Return the sha256 of a set's numbers, the same wherever it is stored."""
    digest = hashlib.sha256()
    for method in sorted(whitening):
        digest.update(method.encode())
        for tensor in (whitening[method].mean, whitening[method].projection):
            digest.update(tensor.cpu().numpy().tobytes())
    return digest.hexdigest()
