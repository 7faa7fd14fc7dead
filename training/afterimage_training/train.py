"""Training on streams: many cameras side by side, their states carried from window to window."""

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

from .augment import Recipe, Stream
from .data import Video
from .labels import LABELS
from .model import Recogniser


@dataclass(frozen=True)
class Plan:
    """How long, how wide and how fast; everything that decides the result is in here."""

    seed: int = 1
    steps: int = 1000
    streams: int = 32
    workers: int = 2
    window: int = 24
    windows_per_stream: tuple[int, int] = (2, 36)
    rate: float = 2e-3
    decay: float = 0.03
    average: float = 0.997
    balance: float = 0.3
    still: float = 0.3
    learn: int = 2
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
            videos = self.groups[rng.choice(len(self.groups), p=weights / weights.sum())][1]
            lengths = np.array([len(v.sampled()) for v in videos], float)
            video = videos[rng.choice(len(videos), p=lengths / lengths.sum())]
            frames = plan.window * int(rng.integers(plan.windows_per_stream[0], plan.windows_per_stream[1] + 1))
            stream = Stream(video, plan.recipe, rng, frames, videos)
            if len(stream) >= plan.window:
                soft = soft_targets(stream.labels)
                return stream, np.full_like(soft, 1 / len(LABELS)) if stream.foreign else soft

    def __iter__(self):
        plan = self.plan
        rng = np.random.default_rng([plan.seed, self.rank])
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


def half_precision() -> bool:
    """Whether this processor multiplies bfloat16 matrices in hardware."""
    return bool(getattr(torch.cpu, "_is_amx_tile_supported", lambda: False)())


def train(groups: list[tuple[float, list[Video]]], plan: Plan, out: Path, name: str,
          start: Recogniser | None = None) -> Recogniser:
    """Trains a recogniser on (weight, videos) groups; returns the average of its weights, in eval mode.

    Each of `plan.workers` processes plays its share of the streams on one thread and they average their gradients:
    so a busy machine costs speed but not, by threads that wait for each other in every operation, most of it.
    Writes NAME.pt and NAME.log under `out` as it goes.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as meeting:
        torch.multiprocessing.start_processes(
            _work, (f"file://{meeting}/point", groups, plan, out, name, start), plan.workers, start_method="fork")
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


def _work(rank: int, meeting: str, groups, plan: Plan, out: Path, name: str, start: Recogniser | None) -> None:
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    torch.distributed.init_process_group("gloo", init_method=meeting, rank=rank, world_size=plan.workers,
                                         timeout=timedelta(hours=2))
    torch.manual_seed(plan.seed)
    model = copy.deepcopy(start) if start else Recogniser(**plan.model)
    model.train().to(memory_format=torch.channels_last)
    mean = copy.deepcopy(model)
    torch.manual_seed(1000 * plan.seed + rank)
    decayed = [p for p in model.parameters() if p.ndim > 1]
    plain = [p for p in model.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW([{"params": decayed, "weight_decay": plan.decay},
                                   {"params": plain, "weight_decay": 0.0}], lr=plan.rate, betas=(0.9, 0.98))
    weights = class_weights(groups, plan.balance)
    amx = half_precision()
    count = plan.streams // plan.workers
    state = model.memory.start(count)
    began, sums = time.time(), np.zeros(4)
    for step, (records, targets, fresh) in enumerate(Streams(groups, plan, count, rank)):
        if step == plan.steps:
            break
        warm = min(1.0, (step + 1) / max(1, 0.05 * plan.steps))
        for g in optimiser.param_groups:
            g["lr"] = plan.rate * warm * 0.5 * (1 + math.cos(math.pi * step / plan.steps)) + 1e-6
        keep = 1 - fresh
        state = (state[0] * keep[None, :, None], state[1] * keep[:, None], state[2] * keep[:, None])
        with torch.autocast("cpu", torch.bfloat16, enabled=amx):
            feature, view, _ = model.encode(records, learn=plan.learn)
        logits, state = model.memory.unroll(feature, view, state)
        state = tuple(s.detach() for s in state)
        norm = targets.sum().clamp(min=1)
        weighed = targets * weights
        loss = -(weighed * F.log_softmax(logits, 2)).sum() / norm
        side = -(weighed * F.log_softmax(model.still(feature), 2)).sum() / norm
        optimiser.zero_grad(set_to_none=True)
        (loss + plan.still * side).backward()
        _average_gradients(model, plan.workers)
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        with torch.no_grad():
            d = min(plan.average, (1 + step) / (10 + step))
            for a, b in zip(mean.state_dict().values(), model.state_dict().values()):
                if a.dtype.is_floating_point:
                    a.lerp_(b, 1 - d)
            known = targets.sum(2) > 0
            hit = (logits.argmax(2) == targets.argmax(2))[known].float().mean()
        sums += [loss.item(), side.item(), hit.item(), 1]
        if rank == 0 and ((step + 1) % plan.report_every == 0 or step + 1 == plan.steps):
            a, b, c = sums[:3] / sums[3]
            with open(out / f"{name}.log", "a") as log:
                print(f"step {step + 1}/{plan.steps} loss {a:.3f} still {b:.3f} hit {c:.3f} "
                      f"{(time.time() - began) / (step + 1):.2f} s/step", file=log)
            sums[:] = 0
            # The normalisation's averages are this worker's; they differ little between workers.
            save(mean, out / f"{name}.pt.new")
            os.replace(out / f"{name}.pt.new", out / f"{name}.pt")
    torch.distributed.barrier()
    torch.distributed.destroy_process_group()
