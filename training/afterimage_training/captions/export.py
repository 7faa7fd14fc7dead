"""From a captioner to its two graphs and what the manifest says of them."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from ..export import Flow, FlowMap, export_graph, tensor
from .models import Captioner
from .words import START

STATES = ("h", "c")


def export_graphs(model: Captioner, seen: dict[str, Tensor], folder: Path) -> list[dict]:
    """Writes init.onnx and step.onnx, shaped as for these tensors; returns the manifest's steps."""
    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    with torch.no_grad():
        context, states = model.begin(seen)
        made = dict(zip(("keys", "values"), model.init(*(seen[n] for n in model.reads))[:-2]))
    word = torch.full((len(states[0]),), START)
    arguments = (word, *context, *states)
    with torch.no_grad():
        given = model.step(*arguments)
    says = ["log_probs", "attention"] if model.attends else ["log_probs"]

    init_outputs = [*made, *(f"{s}0" for s in STATES)]
    step_inputs, step_outputs = ["word", *model.context, *STATES], [*says, *(f"{s}_out" for s in STATES)]
    init_hash = export_graph(model.init, tuple(seen[n] for n in model.reads), folder / "init.onnx", list(model.reads),
                             init_outputs, {n: 0 for n in (*model.reads, *init_outputs)})
    step_hash = export_graph(model.step, arguments, folder / "step.onnx", step_inputs, step_outputs,
                             {n: 0 for n in (*step_inputs, *step_outputs)})

    def told(name: str, x: Tensor) -> dict:
        return tensor(name, ["N", *x.shape[1:]], dtype="int64" if x.dtype == torch.int64 else "float32")

    def state(x: Tensor, **names: str) -> dict:
        return FlowMap(**names, shape=Flow(["N", *x.shape[1:]]), dtype="float32")

    init = {"name": "init", "kind": "caption_init", "graph": "init.onnx", "sha256": init_hash,
            "inputs": [told(n, seen[n]) for n in model.reads],
            "states": [state(x, output=f"{n}0", state=n) for n, x in zip(STATES, states)],
            "outputs": [told(n, x) for n, x in made.items()]}
    step = {"name": "word", "kind": "caption_step", "graph": "step.onnx", "sha256": step_hash,
            "inputs": [told(n, x) for n, x in zip(step_inputs, (word, *context))],
            "states": [state(x, input=n, output=f"{n}_out") for n, x in zip(STATES, states)],
            "outputs": [told(n, x) for n, x in zip(says, given)]}
    return [init, step]
