"""What captioners learn from: words that were written, looking everywhere once, and hard looks by trial."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from .models import Captioner
from .words import PAD, START


def words_loss(log_probs: Tensor, words: Tensor, smoothing: float) -> Tensor:
    """Cross-entropy a word; log_probs [N,T,V], words int64 [N,T] with <pad> after the end. The target is a mixture of the
    word and, by the share of `smoothing`, of all words alike."""
    real = (words != PAD).float()
    right = log_probs.gather(2, words[:, :, None])[:, :, 0]
    loss = -(1 - smoothing) * right - smoothing * log_probs.mean(2)
    return (loss * real).sum() / real.sum()


def everywhere_loss(weights: Tensor, words: Tensor, mask: Tensor | None) -> Tensor:
    """Doubly stochastic attention (Xu et al., equation 14): sum over places of (1 - sum over words of weights) squared.

    weights [N,T,L], words [N,T]; mask [N,L] leaves padded frames out. A mean over windows.
    """
    real = (words != PAD).float()[:, :, None]
    short = (1 - (weights * real).sum(1)) ** 2
    return (short if mask is None else short * mask).sum(1).mean()


@dataclass
class HardLooks:
    """Hard attention by sampling (Xu et al., section 4.1): REINFORCE with a moving baseline, an entropy term, and for half
    of the captions the expected look instead of a sampled one, all of which the paper uses against the variance."""

    reward: float = 1.0
    entropy: float = 0.01
    baseline: float | None = None

    def __call__(self, model: Captioner, seen: dict[str, Tensor], words: Tensor, smoothing: float) -> tuple[Tensor, Tensor]:
        """-> the loss (a scalar) and the weights looked with [N,T,L]."""
        context, states = model.begin(seen)
        keys, values = context[:2]
        mask = context[2] if "mask" in model.context else None
        before = torch.cat([torch.full_like(words[:, :1], START), words[:, :-1]], 1)
        sampled = torch.rand(len(words), 1) < 0.5
        log_probs, looks, log_looks, spread = [], [], [], []
        for word in before.unbind(1):
            soft = model.step.weights(keys, mask, states[0])
            place = torch.multinomial(soft.detach(), 1)
            hard = torch.zeros_like(soft).scatter(1, place, 1.0)
            look = torch.where(sampled, hard, soft)
            p, *states = model.step.speak(word, values, look, *states)
            logs = (soft + 1e-12).log()
            log_probs.append(p)
            looks.append(look)
            log_looks.append(logs.gather(1, place)[:, 0])
            spread.append(-(soft * logs).sum(1))
        log_probs = torch.stack(log_probs, 1)
        real = (words != PAD).float()
        said = (log_probs.detach().gather(2, words[:, :, None])[:, :, 0] * real).sum(1)
        before_it = float(said.mean()) if self.baseline is None else self.baseline
        self.baseline = 0.9 * before_it + 0.1 * float(said.mean())
        tried = (torch.stack(log_looks, 1) * real).sum(1) * sampled[:, 0]
        bold = (torch.stack(spread, 1) * real).sum(1)
        per_word = 1 / real.sum()
        loss = (words_loss(log_probs, words, smoothing) - self.reward * per_word * ((said - before_it) * tried).sum()
                - self.entropy * per_word * bold.sum())
        return loss, torch.stack(looks, 1)
