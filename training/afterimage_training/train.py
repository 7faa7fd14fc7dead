"""Training on streams: many cameras side by side, their states carried from window to window."""

from __future__ import annotations

import copy
import math
import time
from dataclasses import dataclass, field

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
    streams: int = 24
    window: int = 64
    windows_per_stream: tuple[int, int] = (1, 14)
    rate: float = 2e-3
    decay: float = 0.03
    average: float = 0.997
    balance: float = 0.3
    still: float = 0.3
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


class Streams(torch.utils.data.IterableDataset):
    """Endless batches: records uint8 [T,N,2,H,W], targets [T,N,9], fresh [N] (1 where the state starts anew)."""

    def __init__(self, groups: list[tuple[float, list[Video]]], plan: Plan):
        self.groups, self.plan = groups, plan

    def _new(self, rng: np.random.Generator) -> tuple[Stream, np.ndarray]:
        plan = self.plan
        weights = np.array([w for w, _ in self.groups])
        while True:
            videos = self.groups[rng.choice(len(self.groups), p=weights / weights.sum())][1]
            lengths = np.array([len(v.sampled()) for v in videos], float)
            video = videos[rng.choice(len(videos), p=lengths / lengths.sum())]
            frames = plan.window * int(rng.integers(plan.windows_per_stream[0], plan.windows_per_stream[1] + 1))
            stream = Stream(video, plan.recipe, rng, frames)
            if len(stream) >= plan.window:
                return stream, soft_targets(stream.labels)

    def __iter__(self):
        plan = self.plan
        rng = np.random.default_rng(plan.seed)
        slots: list[tuple[Stream, np.ndarray] | None] = [None] * plan.streams
        at = [0] * plan.streams
        while True:
            records, targets, fresh = [], [], np.zeros(plan.streams, np.float32)
            for i in range(plan.streams):
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


def train(groups: list[tuple[float, list[Video]]], plan: Plan, start: Recogniser | None = None,
          log=print, every: int = 50, probe=None) -> Recogniser:
    """Trains a recogniser on (weight, videos) groups and returns the average of its weights, in eval mode."""
    torch.manual_seed(plan.seed)
    model = start or Recogniser(**plan.model)
    model.train().to(memory_format=torch.channels_last)
    mean = copy.deepcopy(model)
    decayed = [p for p in model.parameters() if p.ndim > 1]
    plain = [p for p in model.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW([{"params": decayed, "weight_decay": plan.decay},
                                   {"params": plain, "weight_decay": 0.0}], lr=plan.rate, betas=(0.9, 0.98))
    weights = class_weights(groups, plan.balance)
    loader = torch.utils.data.DataLoader(Streams(groups, plan), batch_size=None, num_workers=1, prefetch_factor=3)
    amx = half_precision()
    state = model.memory.start(plan.streams)
    began, sums, count = time.time(), np.zeros(3), 0
    for step, (records, targets, fresh) in enumerate(loader):
        if step == plan.steps:
            break
        warm = min(1.0, (step + 1) / max(1, 0.05 * plan.steps))
        pace = plan.rate * warm * 0.5 * (1 + math.cos(math.pi * step / plan.steps)) + 1e-6
        for g in optimiser.param_groups:
            g["lr"] = pace
        keep = 1 - fresh
        state = (state[0] * keep[None, :, None], state[1] * keep[:, None], state[2] * keep[:, None])
        with torch.autocast("cpu", torch.bfloat16, enabled=amx):
            feature, view, _ = model.encode(records)
        feature, view = feature.float(), view.float()
        logits, state = model.memory.unroll(feature, view, state)
        state = tuple(s.detach() for s in state)
        scale = (targets * weights).sum(2)
        norm = targets.sum().clamp(min=1)
        logp = F.log_softmax(logits, 2)
        loss = -((targets * weights * logp).sum()) / norm
        still = F.log_softmax(model.still(feature), 2)
        side = -((targets * weights * still).sum()) / norm
        optimiser.zero_grad(set_to_none=True)
        (loss + plan.still * side).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        with torch.no_grad():
            d = min(plan.average, (1 + step) / (10 + step))
            for a, b in zip(mean.state_dict().values(), model.state_dict().values()):
                if a.dtype.is_floating_point:
                    a.lerp_(b, 1 - d)
            hit = ((logits.argmax(2) == targets.argmax(2)) & (scale > 0)).sum() / (scale > 0).sum().clamp(min=1)
        sums += [loss.item(), side.item(), hit.item()]
        count += 1
        if (step + 1) % every == 0:
            mean_loss, mean_side, mean_hit = sums / count
            log(f"step {step + 1}/{plan.steps} loss {mean_loss:.3f} still {mean_side:.3f} hit {mean_hit:.3f} "
                f"{(time.time() - began) / (step + 1):.2f} s/step", flush=True)
            sums[:], count = 0, 0
            if probe:
                probe(step + 1, copy.deepcopy(mean).eval())
    return mean.eval()
