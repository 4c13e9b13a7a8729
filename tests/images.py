"""Images for tests, in the layout of MNIST."""

from pathlib import Path

import numpy as np


def patterns(file: Path) -> None:
    """Write ten patterns under noise, the same every time; a network trains on them in seconds."""
    random = np.random.default_rng(0)
    shapes = random.integers(0, 160, (10, 28, 28))
    arrays: dict[str, np.ndarray] = {}
    for part, count in (("train", 600), ("test", 200)):
        labels = np.arange(count) % 10
        pixels = shapes[labels] + random.integers(0, 96, (count, 28, 28))
        arrays |= {f"x_{part}": pixels.astype(np.uint8), f"y_{part}": labels.astype(np.uint8)}
    np.savez(file, **arrays)  # type: ignore[arg-type]  # the stubs take names for options


def shades(count: int) -> np.ndarray:
    """Return images of all shades of grey, with nothing to learn in them."""
    return (np.arange(count * 28 * 28) % 256).astype(np.uint8).reshape(count, 28, 28)
