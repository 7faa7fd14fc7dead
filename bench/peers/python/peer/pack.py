"""What the program takes from a model pack: input, graphs, labels and rules for events."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray


@dataclass(frozen=True)
class EventRule:
    """When a label's event begins and ends; seconds are media time."""

    enter: float
    leave: float
    min_duration_s: float
    merge_gap_s: float


@dataclass(frozen=True)
class State:
    """A recurrent tensor: names in and out, and its shape for one camera."""

    input: str
    output: str
    shape: tuple[int, ...]
    batch_axis: int


@dataclass(frozen=True)
class Pack:
    """A pack's manifest, as far as it is needed; `mean` and `std` are one per channel."""

    folder: Path
    id: str
    rate_fps: float
    width: int
    height: int
    mean: tuple[float, ...]
    std: tuple[float, ...]
    encoder: Path
    memory: Path
    features: tuple[str, ...]
    states: tuple[State, ...]
    scores: str
    labels: tuple[str, ...]
    rules: tuple[EventRule, ...]

    @staticmethod
    def load(folder: Path) -> "Pack":
        """Reads `pack.yaml`; refuses what this program cannot feed."""
        data = yaml.safe_load((folder / "pack.yaml").read_text())
        source = data["input"]
        wanted = ("gray8", ["current", "previous"], "stretch")
        if (source["pixels"], source["planes"], source["fit"]) != wanted:
            raise SystemExit(f"{folder}: this program reads packs of {wanted} only")
        steps = {step["kind"]: step for step in data["steps"]}
        encoder, memory = steps["encoder"], steps["recurrent"]
        return Pack(
            folder=folder,
            id=data["id"],
            rate_fps=float(data["rate_fps"]),
            width=source["width"],
            height=source["height"],
            mean=tuple(source["mean"]),
            std=tuple(source["std"]),
            encoder=folder / encoder["graph"],
            memory=folder / memory["graph"],
            features=tuple(each["name"] for each in memory["inputs"]),
            states=tuple(_state(each) for each in memory["states"]),
            scores=data["labels"]["tensor"],
            labels=tuple(data["labels"]["names"]),
            rules=_rules(data),
        )

    def initial_states(self) -> list[NDArray[np.float32]]:
        """The states of a camera of which nothing is known yet."""
        return [np.zeros(state.shape, np.float32) for state in self.states]


def _state(spec: dict[str, Any]) -> State:
    axis = spec["shape"].index("N")
    shape = tuple(1 if dim == "N" else int(dim) for dim in spec["shape"])
    return State(spec["input"], spec["output"], shape, axis)


def _rules(data: dict[str, Any]) -> tuple[EventRule, ...]:
    own = data["events"].get("labels", {})
    rules = []
    for label in data["labels"]["names"]:
        spec = {**data["events"]["default"], **own.get(label, {})}
        rules.append(EventRule(spec["enter"], spec["leave"], spec["min_duration_s"], spec["merge_gap_s"]))
    return tuple(rules)
