"""Trains a captioner on kept features: teacher forcing, and stopping when other recordings gain no more."""

from __future__ import annotations

import copy
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch

from .draws import Draws, measured, padded, seen
from .losses import HardLooks, everywhere_loss, words_loss
from .models import MODELS, Captioner
from .tracks import Track
from .words import Vocabulary

Groups = list[tuple[float, list[Track]]]


@dataclass(frozen=True)
class Plan:
    """Everything that decides the result."""

    kind: str
    seed: int = 1
    steps: int = 4000
    batch: int = 64
    rate: float = 1e-3
    decay: float = 1e-4
    smoothing: float = 0.1
    everywhere: float = 0.1
    average: float = 0.99
    balance: float = 0.4
    plain: float = 0.8
    look_every: int = 100
    patience: int = 10
    least: int = 2
    model: dict = field(default_factory=dict)


def vocabulary_of(groups: Groups, plan: Plan) -> Vocabulary:
    """The words of the footage as it is (of each recording the first play) that are frequent enough."""
    plays = {t.name: t for _, tracks in reversed(groups) for t in reversed(tracks)}
    return Vocabulary.of((c for t in plays.values() for s in t.spans for c in s.captions), plan.least)


@torch.no_grad()
def held_loss(model: Captioner, tracks: list[Track], vocabulary: Vocabulary) -> float:
    """Cross-entropy a word of every caption of these tracks."""
    model.eval()
    pairs = [(w, c) for w in measured(tracks) for c in w.span.captions]
    total, count = 0.0, 0
    for i in range(0, len(pairs), 128):
        windows, captions = zip(*pairs[i:i + 128])
        words = padded(list(captions), vocabulary)
        log_probs, _ = model(seen(model.kind, list(windows)), words)
        real = int((words != 0).sum())
        total, count = total + float(words_loss(log_probs, words, 0.0)) * real, count + real
    return total / count


@dataclass(frozen=True)
class Trained:
    """The captioner, its words, the steps after which it was best (or all), and held-out losses along the way."""

    model: Captioner
    vocabulary: Vocabulary
    steps: int
    losses: list[float]


def fit(groups: Groups, plan: Plan, held: list[Track] | None = None, log: Path | None = None) -> Trained:
    """Trains on (share, tracks) groups; with `held` until these gain no more, otherwise for all of the plan's steps.

    What is kept is a running average of the weights.
    """
    torch.manual_seed(plan.seed)
    vocabulary = vocabulary_of(groups, plan)
    draws = Draws(groups, plan.balance, plan.plain, np.random.default_rng(plan.seed))
    example, _ = draws.batch(plan.kind, 512, vocabulary)
    first = example[MODELS[plan.kind].tensors[0]]
    model = MODELS[plan.kind](len(vocabulary), first.shape[-1], **plan.model)
    model.init.standardise.learn(first[example["mask"] > 0] if "mask" in example else first)
    mean, best, since, losses, began = copy.deepcopy(model), None, 0, [], time.time()
    looks = HardLooks() if getattr(model.step, "hard", False) else None
    optimiser = torch.optim.AdamW(model.parameters(), plan.rate, weight_decay=plan.decay)
    for step in range(1, plan.steps + 1):
        model.train()
        tensors, words = draws.batch(plan.kind, plan.batch, vocabulary)
        loss = _loss(model, tensors, words, plan, looks)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        _average(mean, model, min(plan.average, step / (step + 9)))
        if held and step % plan.look_every == 0:
            losses.append(held_loss(mean, held, vocabulary))
            since = since + 1 if best and losses[-1] >= best[0] else 0
            if not since:
                best = losses[-1], step, copy.deepcopy(mean)
            if log:
                _tell(log, f"{plan.kind} step {step} loss {loss.item():.3f} held {losses[-1]:.3f} "
                           f"{(time.time() - began) / 60:.1f} min")
            if since == plan.patience:
                break
    if best:
        return Trained(best[2].eval(), vocabulary, best[1], losses)
    return Trained(mean.eval(), vocabulary, plan.steps, losses)


def _loss(model: Captioner, tensors: dict[str, torch.Tensor], words: torch.Tensor, plan: Plan,
          looks: HardLooks | None) -> torch.Tensor:
    if looks:
        loss, weights = looks(model, tensors, words, plan.smoothing)
    else:
        log_probs, weights = model(tensors, words)
        loss = words_loss(log_probs, words, plan.smoothing)
    if weights is not None and not looks:
        # The squares are summed over places and shared out over them, so that 6 by 8 cells and 28 frames weigh alike.
        loss = loss + plan.everywhere * everywhere_loss(weights, words, tensors.get("mask")) / weights.shape[2]
    return loss


@torch.no_grad()
def _average(mean: Captioner, model: Captioner, keep: float) -> None:
    for a, b in zip(mean.parameters(), model.parameters(), strict=True):
        a.lerp_(b, 1 - keep)


def _tell(log: Path, line: str) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "a") as file:
        print(line, file=file)


def save(trained: Trained, path: Path) -> None:
    """Keeps a captioner with its words."""
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"kind": trained.model.kind, "config": trained.model.config, "state": trained.model.state_dict(),
                "words": trained.vocabulary.words, "steps": trained.steps, "losses": trained.losses}, path)


def load(path: Path) -> Trained:
    """A captioner that was kept, in eval mode."""
    kept = torch.load(path, weights_only=True)
    model = MODELS[kept["kind"]](**kept["config"])
    model.load_state_dict(kept["state"])
    return Trained(model.eval(), Vocabulary(tuple(kept["words"])), kept["steps"], kept["losses"])
