"""Three captioners, each as `init`, run once a window, and `step`, run once a word.

The mark N is the number of windows (in `step`, of hypotheses), K of frames of a window, L of places to look at, D the
size of what is seen there, V of the vocabulary. Tensors are float32 but for `word`, int64 [N], the word before. What
`init` gives is the context, which stays as it is, and the states `h` and `c`; `step` gives `log_probs` [N,V], for those
that attend the weights `attention` [N,L], and the next states.

- `ShowAndTell`: Vinyals et al. (2015). The picture is the first input of an LSTM and is not seen again.
- `ShowAttendTell`: Xu et al. (2015). For each word weights over the cells of one picture, soft or hard.
- `TemporalAttention`: Yao et al. (2015). For each word weights over the frames of a window.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .words import START


class Standardise(nn.Module):
    """What is seen, less its mean, in units of its deviation over the training footage: x [...,D] -> [...,D]."""

    def __init__(self, size: int):
        super().__init__()
        self.register_buffer("shift", torch.zeros(size))
        self.register_buffer("scale", torch.ones(size))

    def learn(self, seen: Tensor) -> None:
        """Takes mean and deviation from examples [.., D]."""
        seen = seen.reshape(-1, seen.shape[-1])
        self.shift.copy_(seen.mean(0))
        self.scale.copy_(1 / (seen.std(0) + 0.1 * seen.std()))

    def forward(self, x: Tensor) -> Tensor:
        return (x - self.shift) * self.scale


class Cell(nn.Module):
    """An LSTM's step without peepholes; gates i, f, o, g from one matrix, as equation 1 of Xu et al. writes them."""

    def __init__(self, inputs: int, hidden: int):
        super().__init__()
        self.gates = nn.Linear(inputs + hidden, 4 * hidden)
        with torch.no_grad():
            self.gates.bias[hidden:2 * hidden].fill_(1.0)  # remember at first

    def forward(self, x: Tensor, h: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
        i, f, o, g = self.gates(torch.cat([x, h], 1)).chunk(4, 1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c), c


class StillInit(nn.Module):
    """feature [N,1,D] -> h, c [N,H]: the LSTM's first input is the picture, x = W feature."""

    def __init__(self, size: int, embed: int, hidden: int, cell: Cell):
        super().__init__()
        self.standardise, self.hidden = Standardise(size), hidden
        self.picture = nn.Linear(size, embed)
        self.cell = cell

    def forward(self, feature: Tensor) -> tuple[Tensor, Tensor]:
        x = self.picture(self.standardise(feature[:, 0]))
        zero = torch.zeros_like(x[:, :1]).expand(-1, self.hidden)
        return self.cell(x, zero, zero)


class StillStep(nn.Module):
    """word [N], h, c -> log_probs [N,V], h, c: p = softmax(W h)."""

    def __init__(self, vocabulary: int, embed: int, hidden: int, cell: Cell, drop: float):
        super().__init__()
        self.embed = nn.Embedding(vocabulary, embed)
        self.cell = cell
        self.out = nn.Linear(hidden, vocabulary)
        self.drop = nn.Dropout(drop)

    def forward(self, word: Tensor, h: Tensor, c: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        h, c = self.cell(self.drop(self.embed(word)), h, c)
        return F.log_softmax(self.out(self.drop(h)), 1), h, c


class AttendInit(nn.Module):
    """What is seen -> keys [N,L,A], values [N,L,D], and h, c = tanh(W mean of the values).

    Over frames: feature [N,K,D] and mask [N,K], 1 for a real frame and 0 for padding, which is left out of the mean; the
    values are the features and their place in the window, -1 for its first frame to 1 for its last. Over the cells of a
    picture: grid [N,1,L,D]; the values are the grid's vectors and the x and y of their cells. Weights alone do not know
    where they look, so the papers' annotation vectors have these numbers appended: going left is not going right, and
    sitting down is not getting up.
    """

    def __init__(self, size: int, attend: int, hidden: int, cells: tuple[int, int] | None):
        super().__init__()
        self.standardise = Standardise(size)
        if cells:
            y, x = torch.meshgrid(*(torch.linspace(-1, 1, n) for n in cells), indexing="ij")
            self.register_buffer("at", torch.stack([x.flatten(), y.flatten()], 1))
        self.over_cells = bool(cells)
        size += 2 if cells else 1
        self.key = nn.Linear(size, attend)
        self.first_h, self.first_c = nn.Linear(size, hidden), nn.Linear(size, hidden)

    def forward(self, seen: Tensor, *mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        if self.over_cells:
            values = self.standardise(seen[:, 0])
            values = torch.cat([values, self.at.expand(values.shape[0], -1, -1)], 2)
            mean = values.mean(1)
        else:
            real = mask[0][:, :, None]
            count = real.sum(1, keepdim=True)
            place = (2.0 * real.cumsum(1) - count - 1.0) / (count - 1.0).clamp(min=1.0)
            values = torch.cat([self.standardise(seen), place], 2) * real
            mean = values.sum(1) / count[:, 0].clamp(min=1.0)
        return self.key(values), values, torch.tanh(self.first_h(mean)), torch.tanh(self.first_c(mean))


class AttendStep(nn.Module):
    """word [N], keys, values, (mask,) (chance,) h, c -> log_probs [N,V], attention [N,L], h, c.

    weights = softmax(u . tanh(keys + W h)), keys = W a + b; z = sum of weights by values; h, c = LSTM([E word, z], h, c);
    E <start> = 0. With `gate` (Xu et al.) z is scaled by sigmoid(w . h) and p = softmax(O tanh(E word + P h + Q z));
    without (Yao et al.) p = softmax(O tanh(W [h, z, E word])). Hard attention looks at one place: where chance [N] is from
    0 to below 1, the first one up to which the weights sum to more, so that an even chance draws places by their weights;
    where it is negative, that of most weight.
    """

    def __init__(self, vocabulary: int, embed: int, hidden: int, size: int, attend: int, gate: bool, hard: bool,
                 drop: float):
        super().__init__()
        self.hard = hard
        self.embed = nn.Embedding(vocabulary, embed, padding_idx=START)  # a row of zeros that does not learn
        self.query = nn.Linear(hidden, attend, bias=False)
        self.score = nn.Linear(attend, 1, bias=False)
        self.gate = nn.Linear(hidden, 1) if gate else None
        self.cell = Cell(embed + size, hidden)
        self.from_h, self.from_z = nn.Linear(hidden, embed), nn.Linear(size, embed, bias=False)
        self.from_word = None if gate else nn.Linear(embed, embed, bias=False)
        self.out = nn.Linear(embed, vocabulary)
        self.drop = nn.Dropout(drop)

    def weights(self, keys: Tensor, mask: Tensor | None, h: Tensor) -> Tensor:
        """The soft weights [N,L]; those of padding are 0."""
        scores = self.score(torch.tanh(keys + self.query(h)[:, None]))[:, :, 0]
        if mask is not None:
            scores = scores + (mask - 1.0) * 1e9
        return torch.softmax(scores, 1)

    def speak(self, word: Tensor, values: Tensor, weights: Tensor, h: Tensor, c: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The step once it is known where it looks."""
        y = self.drop(self.embed(word))
        z = torch.matmul(weights[:, None], values)[:, 0]
        if self.gate is not None:
            z = z * torch.sigmoid(self.gate(h))
        h, c = self.cell(torch.cat([y, z], 1), h, c)
        read = y if self.from_word is None else self.from_word(y)
        deep = torch.tanh(read + self.from_h(self.drop(h)) + self.from_z(z))
        return F.log_softmax(self.out(self.drop(deep)), 1), h, c

    def forward(self, word: Tensor, keys: Tensor, values: Tensor, *rest: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        *rest, h, c = rest
        chance = rest.pop() if self.hard else None
        weights = self.weights(keys, rest[0] if rest else None, h)
        if chance is not None:
            weights = _one_place(weights, chance[:, None])
        log_probs, h, c = self.speak(word, values, weights, h, c)
        return log_probs, weights, h, c


def _one_place(weights: Tensor, chance: Tensor) -> Tensor:
    """weights [N,L] and chance [N,1] as `AttendStep` says -> 1 at one place of each, 0 elsewhere."""
    places = torch.arange(weights.shape[1])
    drawn = (weights.cumsum(1) <= chance).sum(1, keepdim=True).clamp(max=weights.shape[1] - 1)
    place = torch.where(chance < 0, weights.argmax(1, keepdim=True), drawn)
    return (place == places).to(weights.dtype)


class Captioner(nn.Module):
    """`init` and `step` together; `config` makes the same network again.

    `kind` is the manifest's; `tensors` are the encoder outputs that `init` reads; `reads` are all its inputs; `context`
    is what `step` needs besides word and states, by the names that pack and graphs give it.
    """

    kind: str
    tensors: tuple[str, ...]
    reads: tuple[str, ...]
    context: tuple[str, ...] = ()
    attends = False

    def __init__(self, config: dict):
        super().__init__()
        self.config = config

    def begin(self, seen: dict[str, Tensor]) -> tuple[tuple[Tensor, ...], tuple[Tensor, Tensor]]:
        """Tensors by name -> context, states."""
        *made, h, c = self.init(*(seen[name] for name in self.reads))
        given = dict(zip(("keys", "values"), made)) | seen | {"chance": torch.full_like(h[:, 0], -1.0)}
        return tuple(given[name] for name in self.context), (h, c)

    def next(self, word: Tensor, context: tuple[Tensor, ...], states: tuple[Tensor, Tensor]):
        """One word -> log_probs [N,V], weights [N,L] or None, states."""
        log_probs, *weights, h, c = self.step(word, *context, *states)
        return log_probs, weights[0] if weights else None, (h, c)

    def forward(self, seen: dict[str, Tensor], words: Tensor) -> tuple[Tensor, Tensor | None]:
        """Teacher forcing: words [N,T] -> log_probs [N,T,V] of each and weights [N,T,L] (None without attention)."""
        context, states = self.begin(seen)
        before = torch.cat([torch.full_like(words[:, :1], START), words[:, :-1]], 1)
        log_probs, weights = [], []
        for word in before.unbind(1):
            p, w, states = self.next(word, context, states)
            log_probs.append(p)
            weights.append(w)
        return torch.stack(log_probs, 1), torch.stack(weights, 1) if self.attends else None


class ShowAndTell(Captioner):
    """Show and Tell: feature [N,1,D]."""

    kind, tensors, reads = "still", ("feature",), ("feature",)

    def __init__(self, vocabulary: int, size: int, embed: int = 128, hidden: int = 256, drop: float = 0.4):
        super().__init__(dict(vocabulary=vocabulary, size=size, embed=embed, hidden=hidden, drop=drop))
        cell = Cell(embed, hidden)
        self.init = StillInit(size, embed, hidden, cell)
        self.step = StillStep(vocabulary, embed, hidden, cell, drop)


class ShowAttendTell(Captioner):
    """Show, Attend and Tell: grid [N,1,L,D] of `rows` by `columns` cells."""

    kind, tensors, reads, context, attends = "spatial", ("grid",), ("grid",), ("keys", "values"), True

    def __init__(self, vocabulary: int, size: int, rows: int = 6, columns: int = 8, embed: int = 128, hidden: int = 256,
                 attend: int = 128, hard: bool = False, drop: float = 0.4):
        super().__init__(dict(vocabulary=vocabulary, size=size, rows=rows, columns=columns, embed=embed, hidden=hidden,
                              attend=attend, hard=hard, drop=drop))
        if hard:
            self.context = (*self.context, "chance")
        self.init = AttendInit(size, attend, hidden, (rows, columns))
        self.step = AttendStep(vocabulary, embed, hidden, size + 2, attend, True, hard, drop)


class TemporalAttention(Captioner):
    """Describing videos by exploiting temporal structure: feature [N,K,D], mask [N,K]."""

    kind, tensors, reads, context, attends = ("temporal", ("feature",), ("feature", "mask"), ("keys", "values", "mask"),
                                              True)

    def __init__(self, vocabulary: int, size: int, embed: int = 128, hidden: int = 256, attend: int = 128,
                 drop: float = 0.4):
        super().__init__(dict(vocabulary=vocabulary, size=size, embed=embed, hidden=hidden, attend=attend, drop=drop))
        self.init = AttendInit(size, attend, hidden, None)
        self.step = AttendStep(vocabulary, embed, hidden, size + 1, attend, False, False, drop)


MODELS: dict[str, type[Captioner]] = {m.kind: m for m in (ShowAndTell, ShowAttendTell, TemporalAttention)}
