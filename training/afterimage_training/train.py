"""Training in two parts: the encoder on single records of many scenes, then everything on streams.

Neighbouring frames look alike, so an encoder that learns from streams alone sees few scenes; single records, each of
another scene in another light, teach it what a person looks like. Streams are many cameras side by side, their states
carried from window to window.
"""

from __future__ import annotations

import copy
import math
import os
import tempfile
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from .augment import Recipe, Rooms, Stills, Stream
from .data import Video
from .labels import LABELS
from .model import Recogniser


@dataclass(frozen=True)
class Plan:
    """How long, how wide and how fast; everything that decides the result is in here.

    The rate falls to nothing over `steps`; streams are left after `stop` of them, if it is set, since what is learned at
    the lowest rates of few recordings does not hold for others. `plain` is, for each group of videos, the share of streams that play as they are; none of a group that it leaves out.
    """

    seed: int = 1
    workers: int = 2
    stills: int = 6000
    batch: int = 128
    steps: int = 1000
    stop: int = 0
    streams: int = 32
    window: int = 24
    windows_per_stream: tuple[int, int] = (2, 36)
    rate: float = 2e-3
    encoder_rate: float = 0.25
    decay: float = 0.03
    average: float = 0.998
    balance: float = 0.3
    still: float = 0.4
    person: float = 1.0
    beside: int = 48
    learn: int = 2
    plain: tuple[float, ...] = ()
    report_every: int = 50
    model: dict = field(default_factory=dict)
    recipe: Recipe = field(default_factory=Recipe)


KERNEL = np.array([0.1, 0.2, 0.4, 0.2, 0.1], np.float32)


def soft_targets(labels: np.ndarray) -> np.ndarray:
    """[n] labels -> [n, 9] targets, blurred over the fifth of a second by which boundaries are uncertain; 0 where unknown."""
    hot = np.zeros((len(labels) + 4, len(LABELS)), np.float32)
    known = np.nonzero(labels >= 0)[0]
    hot[known + 2, labels[known]] = 1
    soft = sum(w * hot[i:i + len(labels)] for i, w in enumerate(KERNEL))
    total = soft.sum(1, keepdims=True)
    soft = np.divide(soft, total, out=np.zeros_like(soft), where=total > 0)
    soft[labels < 0] = 0
    return soft


class Streams:
    """Endless batches of one worker: records uint8 [T,N,2,H,W], targets [T,N,9], fresh [N] (1 where the state starts anew)."""

    def __init__(self, groups: list[tuple[float, list[Video]]], plan: Plan, count: int, rank: int):
        self.groups, self.plan, self.count, self.rank = groups, plan, count, rank

    def _new(self, rng: np.random.Generator) -> tuple[Stream, np.ndarray]:
        plan = self.plan
        weights = np.array([w for w, _ in self.groups])
        while True:
            group = rng.choice(len(self.groups), p=weights / weights.sum())
            videos, rooms = self.groups[group][1], self._rooms[group]
            lengths = np.array([len(v.sampled()) for v in videos], float)
            video = videos[rng.choice(len(videos), p=lengths / lengths.sum())]
            frames = plan.window * int(rng.integers(plan.windows_per_stream[0], plan.windows_per_stream[1] + 1))
            plain = group < len(plan.plain) and rng.random() < plan.plain[group]
            stream = Stream(video, Recipe.none() if plain else plan.recipe, rng, frames, rooms)
            if len(stream) >= plan.window:
                soft = soft_targets(stream.labels)
                return stream, np.full_like(soft, 1 / len(LABELS)) if stream.foreign else soft

    def __iter__(self):
        plan = self.plan
        rng = np.random.default_rng([plan.seed, self.rank])
        self._rooms = [Rooms(videos, rng) for _, videos in self.groups]
        slots: list[tuple[Stream, np.ndarray] | None] = [None] * self.count
        at = [0] * self.count
        while True:
            records, targets, fresh = [], [], np.zeros(self.count, np.float32)
            for i in range(self.count):
                if slots[i] is None or slots[i][0].left < plan.window:
                    slots[i], at[i], fresh[i] = self._new(rng), 0, 1
                stream, soft = slots[i]
                records.append(stream.next(plan.window))
                targets.append(soft[at[i]:at[i] + plan.window])
                at[i] += plan.window
            yield (torch.from_numpy(np.stack(records, 1)), torch.from_numpy(np.stack(targets, 1)),
                   torch.from_numpy(fresh))


def class_weights(groups: list[tuple[float, list[Video]]], power: float) -> torch.Tensor:
    """Rare labels weigh more: frequency to the power of minus `power`, 1 on average over frames."""
    share = np.zeros(len(LABELS))
    for weight, videos in groups:
        labels = np.concatenate([v.labels for v in videos])
        share += weight * np.bincount(labels[labels >= 0], minlength=len(LABELS)) / len(labels)
    share = np.maximum(share / share.sum(), 1e-3)
    w = share**-power
    return torch.tensor(w / (w * share).sum(), dtype=torch.float32)


@torch.no_grad()
def unweighted(model: Recogniser, groups: list[tuple[float, list[Video]]], plan: Plan) -> Recogniser:
    """A copy whose scores are probabilities again: less what the weights of rare labels put on them in training."""
    model = copy.deepcopy(model)
    model.memory.head.bias.sub_(class_weights(groups, plan.balance).log())
    return model


def half_precision() -> bool:
    """Whether this processor multiplies bfloat16 matrices in hardware."""
    return bool(getattr(torch.cpu, "_is_amx_tile_supported", lambda: False)())


def train(groups: list[tuple[float, list[Video]]], plan: Plan, out: Path, name: str,
          start: Recogniser | None = None) -> Recogniser:
    """Trains a recogniser on (weight, videos) groups; returns the average of its weights, in eval mode.

    Each of `plan.workers` processes plays its share of the streams on one thread and they average their gradients:
    so a busy machine costs speed but not, by threads that wait for each other in every operation, most of it.
    Writes NAME.part.pt and NAME.log under `out` as it goes, and NAME.pt when all is done.
    """
    out.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)  # here, since a forked process would wait for ever for its parent's threads to end
    with tempfile.TemporaryDirectory() as meeting:
        torch.multiprocessing.start_processes(
            _work, (f"file://{meeting}/point", groups, plan, out, name, start), plan.workers, start_method="fork")
    os.replace(out / f"{name}.part.pt", out / f"{name}.pt")
    return load(out / f"{name}.pt")


def save(model: Recogniser, path: Path) -> None:
    """Keeps a recogniser's shape and weights."""
    torch.save({"config": model.config, "state": model.state_dict()}, path)


def load(path: Path) -> Recogniser:
    """A recogniser that was kept, in eval mode."""
    stored = torch.load(path, weights_only=True)
    model = Recogniser(**stored["config"])
    model.load_state_dict(stored["state"])
    return model.eval()


def _average_gradients(model: nn.Module, workers: int) -> None:
    if workers > 1:
        grads = [p.grad for p in model.parameters() if p.grad is not None]
        flat = torch.cat([g.reshape(-1) for g in grads])
        torch.distributed.all_reduce(flat)
        flat /= workers
        at = 0
        for g in grads:
            g.copy_(flat[at:at + g.numel()].view_as(g))
            at += g.numel()


class _Average:
    """A running average of a model's weights, which is what is kept."""

    def __init__(self, model: Recogniser, rate: float):
        self.model, self._rate, self._steps = copy.deepcopy(model), rate, 0

    @torch.no_grad()
    def add(self, model: Recogniser) -> None:
        self._steps += 1
        keep = min(self._rate, self._steps / (9 + self._steps))
        for a, b in zip(self.model.state_dict().values(), model.state_dict().values()):
            if a.dtype.is_floating_point:
                a.lerp_(b, 1 - keep)


class _Log:
    """Means of what is told of each step, written by the first worker together with the weights."""

    def __init__(self, rank: int, plan: Plan, out: Path, name: str):
        self._first, self._plan, self._out, self._name = rank == 0, plan, out, name
        self._began, self._told = time.time(), []

    def add(self, part: str, step: int, steps: int, kept: Recogniser, **told: float) -> None:
        self._told.append(told)
        if not self._first or (step + 1) % self._plan.report_every and step + 1 < steps:
            return
        means = " ".join(f"{key} {np.mean([t[key] for t in self._told]):.3f}" for key in told)
        self._told.clear()
        with open(self._out / f"{self._name}.log", "a") as log:
            print(f"{part} {step + 1}/{steps} {means} {(time.time() - self._began) / 60:.1f} min", file=log)
        # The normalisation's averages are this worker's; they differ little between workers.
        save(kept, self._out / f"{self._name}.part.pt.new")
        os.replace(self._out / f"{self._name}.part.pt.new", self._out / f"{self._name}.part.pt")


def _optimiser(plan: Plan, *parts: tuple[nn.Module, float]) -> torch.optim.Optimizer:
    """AdamW over modules with their shares of the plan's rate; only matrices and kernels decay."""
    groups = []
    for module, share in parts:
        for decay in (True, False):
            groups.append({"params": [p for p in module.parameters() if (p.ndim > 1) == decay], "share": share,
                           "weight_decay": plan.decay if decay else 0.0})
    return torch.optim.AdamW(groups, lr=plan.rate, betas=(0.9, 0.98))


def _step(optimiser: torch.optim.Optimizer, model: nn.Module, loss: torch.Tensor, plan: Plan, step: int, steps: int) -> None:
    warm = min(1.0, (step + 1) / max(1, 0.04 * steps))
    for g in optimiser.param_groups:
        g["lr"] = g["share"] * plan.rate * warm * 0.5 * (1 + math.cos(math.pi * step / steps)) + 1e-6
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    _average_gradients(model, plan.workers)
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()


def _work(rank: int, meeting: str, groups, plan: Plan, out: Path, name: str, start: Recogniser | None) -> None:
    torch.set_num_threads(1)
    torch.distributed.init_process_group("gloo", init_method=meeting, rank=rank, world_size=plan.workers,
                                         timeout=timedelta(hours=2))
    torch.manual_seed(plan.seed)
    model = copy.deepcopy(start) if start else Recogniser(**plan.model)
    model.to(memory_format=torch.channels_last)
    torch.manual_seed(1000 * plan.seed + rank)
    log = _Log(rank, plan, out, name)
    if plan.stills:
        model = _learn_stills(rank, model, groups, plan, log)
        for value in model.state_dict().values():
            torch.distributed.broadcast(value, 0)
    _learn_streams(rank, model, groups, plan, log)
    torch.distributed.barrier()
    torch.distributed.destroy_process_group()


class _StillLoss:
    """What the encoder makes of fresh single records: their labels and where the person is."""

    def __init__(self, rank: int, model: Recogniser, groups, plan: Plan, part: int):
        self._model, self._plan = model, plan
        self._rng = np.random.default_rng([plan.seed, rank, part])
        self._stills = [Stills(videos, plan.recipe, self._rng) for _, videos in groups]
        shares = np.array([weight for weight, _ in groups])
        self._shares = shares / shares.sum()

    def __call__(self, count: int) -> tuple[torch.Tensor, dict[str, float]]:
        drawn = [self._stills[self._rng.choice(len(self._stills), p=self._shares)].draw() for _ in range(count)]
        records, labels, covered = (torch.from_numpy(np.asarray(x)) for x in zip(*drawn))
        with torch.autocast("cpu", torch.bfloat16, enabled=half_precision()):
            feature, _, place = self._model.encoder.cells(self._model.encoder.planes(records.float() / 255.0)[0])
        scores = self._model.still(self._model.memory.thin(feature.float()))
        loss = F.cross_entropy(scores, labels, label_smoothing=0.05)
        person = F.binary_cross_entropy_with_logits(place[:, 0].float(), covered)
        hit = (scores.argmax(1) == labels).float().mean()
        return loss + self._plan.person * person, dict(still=loss.item(), person=person.item(), right=hit.item())


def _learn_stills(rank: int, model: Recogniser, groups, plan: Plan, log: _Log) -> Recogniser:
    """Teaches the encoder to see the label and the person in single records; returns the average."""
    parts = nn.ModuleList([model.encoder, model.still])
    optimiser = _optimiser(plan, (parts, 1.0))
    mean, stills = _Average(model, plan.average), _StillLoss(rank, model, groups, plan, 1)
    model.train()
    for step in range(plan.stills):
        loss, told = stills(plan.batch // plan.workers)
        _step(optimiser, parts, loss, plan, step, plan.stills)
        mean.add(model)
        log.add("stills", step, plan.stills, mean.model, **told)
    return mean.model


def _learn_streams(rank: int, model: Recogniser, groups, plan: Plan, log: _Log) -> None:
    """Teaches the memory, and more slowly the encoder, on streams; single records keep the encoder's eyes open."""
    model.train()
    model.encoder.eval()  # the streams of one batch are too few scenes to normalise by
    mean, stills = _Average(model, plan.average), _StillLoss(rank, model, groups, plan, 2)
    optimiser = _optimiser(plan, (model.encoder, plan.encoder_rate), (model.memory, 1.0), (model.still, 1.0))
    weights = class_weights(groups, plan.balance)
    count = plan.streams // plan.workers
    state = model.memory.start(count)
    stop = plan.stop or plan.steps
    for step, (records, targets, fresh) in enumerate(Streams(groups, plan, count, rank)):
        if step == stop:
            break
        keep = 1 - fresh
        state = (state[0] * keep[None, :, None], state[1] * keep[:, None], state[2] * keep[:, None])
        with torch.autocast("cpu", torch.bfloat16, enabled=half_precision()):
            feature, view, _ = model.encode(records, learn=plan.learn)
        logits, state = model.memory.unroll(feature, view, state)
        state = tuple(s.detach() for s in state)
        loss = -(targets * weights * F.log_softmax(logits, 2)).sum() / targets.sum().clamp(min=1)
        side, told = stills(plan.beside // plan.workers)
        _step(optimiser, model, loss + plan.still * side, plan, step, plan.steps)
        mean.add(model)
        known = targets.sum(2) > 0
        hit = (logits.argmax(2) == targets.argmax(2))[known].float().mean()
        log.add("streams", step, stop, mean.model, loss=loss.item(), hit=hit.item(), **told)
