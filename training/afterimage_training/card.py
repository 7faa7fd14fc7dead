"""Writes the card of the pack from its report."""

from __future__ import annotations

from pathlib import Path

from .labels import LABELS


def percent(x: float) -> str:
    return f"{100 * x:.1f} %"


def write_card(path: Path, r: dict) -> None:
    v, c, k = r["validation"], r["controls"], r["calibration"]
    lines = [f"# room-activity {r['version']}", "", "first version"]
    lines += ["", "| label | F1 | recall |", "|---|---|---|"]
    lines += [f"| {n} | {v['f1'][n]:.3f} | {v['recall'][n]:.3f} |" for n in LABELS if n in v["f1"]]
    lines += ["", f"Frame accuracy {percent(v['frame_accuracy'])}, macro-F1 {v['macro_f1']:.3f}, majority class "
              f"{percent(c['majority_class']['frame_accuracy'])}, calibration error {k['ece_after']:.3f}.", ""]
    path.write_text("\n".join(lines))
