"""What the built-in wordings taught the sentence model: additions of low rank to the weights of its dense layers.

Two narrow matrices a layer (Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", 2021), whose product is
added to what the layer was trained to. It isn't multiplied out, since the weights stay bytes: a question's rows go
through both, 5 % of the layer's own work. `make adapter` makes the file.
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

from bot.understanding.dense import Additions

FILE = "adapter.npz"


@dataclass(frozen=True, slots=True)
class Adapter:
    """What is added to a model.

    Attributes:
        name: another one as soon as anything in it changes.
        parts: by a layer's name, such as "3.widen": (inputs, rank) and (rank, outputs).
    """

    name: str
    parts: Mapping[str, Additions]


NO_ADAPTER = Adapter("", {})
"""The model as it was trained by others."""


@lru_cache(maxsize=1)
def shipped_name() -> str:
    """Return the name of what is shipped."""
    return shipped_adapter().name


def shipped_adapter() -> Adapter:
    """Read what is shipped. Takes 5 ms; it isn't kept, since the model has it from then on."""
    return unpacked(files("bot.understanding").joinpath(FILE).read_bytes())


def unpacked(held: bytes) -> Adapter:
    """Take a file apart."""
    with np.load(BytesIO(held), allow_pickle=False) as opened:
        stored = cast("Mapping[str, Any]", opened)
        layers = {name.rpartition(".")[0] for name in stored}
        parts = {name: (stored[f"{name}.down"], stored[f"{name}.up"]) for name in layers}
    return Adapter(hashlib.blake2b(held, digest_size=4).hexdigest(), parts)
