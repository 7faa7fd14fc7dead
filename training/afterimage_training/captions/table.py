"""The captioners of one kind of footage in one table, from the reports of their packs.

    python -m afterimage_training.captions.table ../packs room-captions room-captions-spatial room-captions-hard room-captions-nic
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from .card import HEAD, row

CONTROLS = {"most_frequent": "the most frequent caption", "nearest_neighbour": "caption of the nearest known window",
            "best_of_true_label": "best single caption of the true label"}


def table(packs: Path, names: list[str]) -> str:
    """A Markdown table: a row for each pack, then the controls, which are the same for all of them."""
    reports = [json.loads((packs / name / "report.json").read_text()) for name in names]
    rows = [row(f"`{r['pack']}`", r["validation"]) for r in reports]
    rows += [row(text, reports[0]["controls"][name]) for name, text in CONTROLS.items()]
    return "\n".join(["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD), *rows])


if __name__ == "__main__":
    print(table(Path(sys.argv[1]), sys.argv[2:]))
