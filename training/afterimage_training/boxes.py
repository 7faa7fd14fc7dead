"""How much of what was looked at lies where somebody is."""

from __future__ import annotations

import numpy as np


def inside(box: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Of each of rows x columns cells, rows first, the share that lies in the box (left, top, right, bottom; 0..1)."""
    def cover(n: int, a: float, b: float) -> np.ndarray:
        return np.clip(np.minimum(np.arange(1, n + 1), n * b) - np.maximum(np.arange(n), n * a), 0, 1)

    left, top, right, bottom = box
    return np.outer(cover(rows, top, bottom), cover(columns, left, right)).ravel()
