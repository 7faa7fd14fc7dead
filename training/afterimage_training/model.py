"""The network: a convolutional encoder of one frame record and a recurrent memory of what it has seen."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .data import HEIGHT, WIDTH
from .labels import LABELS


CELL = 8  # pixels a side of the cells whose means everything coarse is made of


def _means(x: Tensor) -> Tensor:
    """The means of a plane's cells [N,C,H/8,W/8], by pooling, which treats every record by itself whatever it is batched
    with."""
    return F.avg_pool2d(x, CELL)


def _mean(cells: Tensor) -> Tensor:
    """A plane's mean [N,C,1,1] from those of its cells; in two steps, since sums of few numbers round less."""
    return F.adaptive_avg_pool2d(cells, 1)


def _spread(cells: int) -> Tensor:
    """[cells * 8, cells]: each pixel's neighbourhood of about 24 pixels along one axis, from the means of cells.

    The mean of three cells, those at the edge repeated, put in the middle one's centre, with a straight line between
    centres: written as a matrix, since the runtime takes a product of matrices faster than a resized picture.
    """
    threes = F.avg_pool1d(F.pad(torch.eye(cells)[None], (1, 1), mode="replicate"), 3, 1)[0].T
    return F.interpolate(threes.T[None], scale_factor=CELL, mode="linear", align_corners=False)[0].T.contiguous()


class Standardise(nn.Module):
    """(record 0..1 [N,2,H,W]) -> picture, difference and local picture [N,3,H,W], and the means of the picture's cells
    [N,1,H/8,W/8].

    The square root spreads the dark greys. Picture and difference are in units of the picture's own deviation, which
    makes a dim room and a bright one alike; the local picture is in units of its neighbourhood's, which does so for
    the dark corner of a room.
    """

    def __init__(self):
        super().__init__()
        # Constants, no weights: what is kept of a network does not hold them. The runtime would take the rows of all pictures
        # into one product with a matrix of two axes, and choose by their number how it sums.
        self.register_buffer("down", _spread(HEIGHT // CELL)[None, None], persistent=False)
        self.register_buffer("across", _spread(WIDTH // CELL).T[None, None].contiguous(), persistent=False)

    def _around(self, cells: Tensor) -> Tensor:
        """The mean of each pixel's neighbourhood [N,1,H,W] from those of cells."""
        return torch.matmul(self.down, torch.matmul(cells, self.across))

    def forward(self, record: Tensor) -> tuple[Tensor, Tensor]:
        root = torch.sqrt(record + 0.002)
        cells = _means(root)
        mean = _mean(cells)
        centred, cells = root - mean, (cells - mean)[:, 0:1]
        current = centred[:, 0:1]
        scale = torch.rsqrt(_mean(_means(current * current)) + 0.0009)
        local = current - self._around(cells)
        local = local / torch.sqrt(self._around(_means(local * local) + 0.0009))
        return torch.cat([current * scale, (current - centred[:, 1:2]) * scale, local], 1), cells * scale


def _block(inputs: int, outputs: int, stride: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs),
                         nn.ReLU(inplace=True))


class Residual(nn.Module):
    """What a block adds to its input."""

    def __init__(self, channels: int):
        super().__init__()
        self.block = _block(channels, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.block(x)


class Encoder(nn.Module):
    """(frame [N,2,96,128], 0..1) -> feature [N,384], view [N,192], thumb [N,48], grid [N,48,64], attention [N,48].

    The first convolution goes to a quarter of the resolution at once: what costs time, in training and in the
    runtime, is moving large maps, not multiplying small ones. The last map has 6 x 8 cells. Some attention maps over
    them, of which training makes the first one look for the person, say where to read what is there, so that a
    posture is learned once and not once a place; a coarse layout says where things are. The grid is what the maps
    read from: the cells, rows first, for networks that look for themselves. Attention is the mean of the maps, for people
    who want to see where it looked.
    """

    LOOKS, KINDS, LAYOUT = 4, 64, 10
    ROWS, COLUMNS = HEIGHT // 16, WIDTH // 16

    def __init__(self, widths=(32, 64, 128)):
        super().__init__()
        a, b, c = widths
        self.standardise = Standardise()
        self.body = nn.Sequential(
            nn.Conv2d(3, a, 6, 4, 1, bias=False), nn.BatchNorm2d(a), nn.ReLU(inplace=True), Residual(a),
            _block(a, b, 2), Residual(b), _block(b, c, 2), Residual(c))
        self.place = nn.Conv2d(c, self.LOOKS, 1)
        self.kind = nn.Conv2d(c, self.KINDS, 1)
        self.layout = nn.Conv2d(c, self.LAYOUT, 3, 2, 1)
        y, x = torch.meshgrid(torch.linspace(-1, 1, self.ROWS), torch.linspace(-1, 1, self.COLUMNS), indexing="ij")
        self.register_buffer("at", torch.stack([x.flatten(), y.flatten()], 1))
        self.size = self.LOOKS * (self.KINDS + 2) + self.LAYOUT * (self.ROWS // 2) * (self.COLUMNS // 2)

    def cells(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(standardised picture) -> feature, grid, and the maps before their softmax [N,4,48], the first one the person's."""
        if torch.is_grad_enabled():
            x = x.contiguous(memory_format=torch.channels_last)
        cells = self.body(x)
        place = self.place(cells).flatten(2)
        looks = torch.softmax(place, 2)
        grid = F.relu(self.kind(cells)).flatten(2).transpose(1, 2)
        read = torch.cat([torch.matmul(looks, grid), torch.matmul(looks, self.at)], 2)
        return torch.cat([read.flatten(1), F.relu(self.layout(cells)).flatten(1)], 1), grid, place

    @torch.no_grad()
    def planes(self, frame: Tensor) -> tuple[Tensor, Tensor]:
        """The standardised planes and the picture's cells; nothing before the first convolution is learned."""
        with torch.autocast("cpu", enabled=False):  # products of matrices, which it would round to half precision
            return self.standardise(frame)

    def forward(self, frame: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        planes, view = self.planes(frame)
        thumb = F.avg_pool2d(frame[:, 0:1], 16).flatten(1)
        feature, grid, place = self.cells(planes)
        return feature, view.flatten(1), thumb, grid, torch.softmax(place, 2).mean(1)


class Memory(nn.Module):
    """One step of what a camera remembers.

    States, all zero at the start: `h` the GRU's hidden state; `ground` a slow picture of the room without people;
    `age` [.., 0] how many frames shaped it and [.., 1] the last frame's probability of an empty room. The ground
    follows the view fast at first, then slowly, and faster while the room is thought to be empty; so somebody who
    stands still at the picture's edge stays visible against it.
    """

    def __init__(self, feature: int, hidden: int = 128, width: int = 128):
        super().__init__()
        self.hidden = hidden
        self.looks = nn.Sequential(
            nn.Conv2d(3, 16, 3, 2, 1), nn.ReLU(), nn.Conv2d(16, 24, 3, 2, 1), nn.ReLU(), nn.Flatten())
        looks = 24 * (HEIGHT // 32) * (WIDTH // 32)
        self.join = nn.Linear(feature + looks, width)
        self.norm = nn.LayerNorm(width)
        self.gru = nn.GRU(width, hidden)
        self.head = nn.Linear(hidden + width, len(LABELS))
        self.drop = nn.Dropout(0.25)
        self.thin = nn.Dropout(0.15)
        self.register_buffer("temperature", torch.ones(()))

    def ground_step(self, view: Tensor, ground: Tensor, age: Tensor) -> Tensor:
        frames, empty = age[:, 0:1], age[:, 1:2]
        rate = torch.maximum(1.0 / (frames + 1.0), 0.0006 + 0.02 * empty)
        return ground + rate * (view - ground)

    def mix(self, feature: Tensor, view: Tensor, ground: Tensor) -> Tensor:
        rows, columns = HEIGHT // 8, WIDTH // 8
        maps = torch.stack([view, ground, (view - ground).abs() * 2.0], 1).reshape(-1, 3, rows, columns)
        return F.relu(self.norm(self.join(self.thin(torch.cat([feature, self.looks(maps)], 1)))))

    def forward(self, feature: Tensor, view: Tensor, h: Tensor, ground: Tensor, age: Tensor):
        """One step: -> scores, h, ground, age."""
        ground = self.ground_step(view, ground, age)
        x = self.mix(feature, view, ground)
        _, h = self.gru(x[None], h)
        scores = torch.softmax(self.head(torch.cat([h[0], x], 1)) / self.temperature, 1)
        age = torch.cat([torch.clamp(age[:, 0:1] + 1.0, max=1e6), scores[:, 0:1]], 1)
        return scores, h, ground, age

    def start(self, count: int) -> tuple[Tensor, Tensor, Tensor]:
        return (torch.zeros(1, count, self.hidden), torch.zeros(count, (HEIGHT // 8) * (WIDTH // 8)),
                torch.zeros(count, 2))

    def unroll(self, feature: Tensor, view: Tensor, state):
        """(feature [T,N,F], view [T,N,V], state) -> logits [T,N,9], state: the same as T steps, for training."""
        h, ground, age = state
        g = self.gru
        h = h[0]
        logits = []
        noise = self.drop(torch.ones(1, h.shape[0], g.input_size)) if self.training else 1.0
        hnoise = self.drop(torch.ones(1, h.shape[0], self.hidden))[0] if self.training else 1.0
        grounds = []
        for t in range(feature.shape[0]):
            with torch.no_grad():
                ground = self.ground_step(view[t], ground, age)
            x = self.mix(feature[t], view[t], ground)
            x = x * noise[0] if self.training else x
            h = torch.gru_cell(x, h, g.weight_ih_l0, g.weight_hh_l0, g.bias_ih_l0, g.bias_hh_l0)
            y = self.head(torch.cat([h * hnoise, x], 1)) / self.temperature
            logits.append(y)
            with torch.no_grad():
                age = torch.cat([torch.clamp(age[:, 0:1] + 1.0, max=1e6), torch.softmax(y, 1)[:, 0:1]], 1)
        return torch.stack(logits), (h[None], ground, age)


class Recogniser(nn.Module):
    """Encoder and memory together, with a head on single frames that only helps training."""

    def __init__(self, widths=(32, 64, 128), hidden: int = 128, width: int = 128):
        super().__init__()
        self.config = dict(widths=tuple(widths), hidden=hidden, width=width)
        self.encoder = Encoder(widths)
        self.memory = Memory(self.encoder.size, hidden, width)
        self.still = nn.Linear(self.encoder.size, len(LABELS))

    def encode(self, records: Tensor, chunk: int = 8, learn: int = 1) -> tuple[Tensor, Tensor, Tensor]:
        """uint8 [T,N,2,H,W] -> features [T,N,..], `chunk` steps at a time, which keeps the pictures in the cache.

        The encoder learns from every `learn`-th step alone: neighbours look alike, and going backwards through them
        costs more than going forwards.
        """
        t, n = records.shape[:2]
        parts: list[tuple[Tensor, ...] | None] = [None] * t
        for first in range(learn):
            for steps in torch.arange(first, t, learn).split(chunk):
                with torch.set_grad_enabled(torch.is_grad_enabled() and first == learn - 1):
                    coded = self.encoder(records[steps].flatten(0, 1).float() / 255.0)[:3]
                for k, i in enumerate(steps.tolist()):
                    parts[i] = tuple(x[k * n:(k + 1) * n].float() for x in coded)
        return tuple(torch.stack([p[k] for p in parts]) for k in range(3))
