"""What the built-in wordings taught the sentence model: additions of low rank to the weights of its dense layers.

Two narrow matrices a layer (Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", 2021), whose product is
added once, when the model is loaded, so that a question costs no more. `make adapter` makes the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

FILE = "adapter.npz"


@dataclass(frozen=True, slots=True)
class Adapter:
    """What is added to a model.

    Attributes:
        name: another one as soon as anything in it changes.
        parts: by a layer's name, such as "3.widen": (inputs, rank) and (rank, outputs).
    """

    name: str
    parts: Mapping[str, tuple[NDArray[np.float16], NDArray[np.float16]]]

    def added(self, layer: str, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """Add to a layer's weights what was learned for it, in place, and return them."""
        if layer in self.parts:
            down, up = self.parts[layer]
            weights += down.astype(np.float32) @ up.astype(np.float32)
        return weights


NO_ADAPTER = Adapter("", {})
"""The model as it was trained by others."""


@lru_cache(maxsize=1)
def shipped_name() -> str:
    """Return the name of what is shipped."""
    return shipped_adapter().name


def shipped_adapter() -> Adapter:
    """Read what is shipped. Takes 5 ms; it isn't kept, since it's part of the model's weights from then on."""
    return unpacked(files("bot.understanding").joinpath(FILE).read_bytes())


def unpacked(held: bytes) -> Adapter:
    """Take a file apart."""
    with np.load(BytesIO(held), allow_pickle=False) as opened:
        stored = cast("Mapping[str, Any]", opened)
        layers = {name.rpartition(".")[0] for name in stored}
        parts = {name: (stored[f"{name}.down"], stored[f"{name}.up"]) for name in layers}
    return Adapter(hashlib.blake2b(held, digest_size=4).hexdigest(), parts)
