"""What one training stream looks like: which frames it plays, in which geometry and in which light.

A stream keeps its draw for its whole life, as a camera does, so that carried states see one consistent scene.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .data import HEIGHT, RATE, WIDTH, Video
from .labels import INDEX, LABELS, reversed_labels

EMPTY, WALK, STAND = INDEX["empty"], INDEX["walk"], INDEX["stand"]
USES = frozenset(INDEX[name] for name in ("sit_down", "sit", "lie_down", "fall", "lie", "get_up"))


GRAIN = np.random.default_rng(0).normal(0, 1, (8, HEIGHT + 64, WIDTH + 64)).astype(np.float32)


@dataclass(frozen=True)
class Recipe:
    """Probabilities and ranges of the augmentation; `Recipe.none()` plays footage as it is."""

    from_start: float = 0.35
    reverse: float = 0.2
    stretch: tuple[float, float] = (0.85, 1.18)
    freezes_a_second: float = 0.025
    quarter_turn: float = 0.35
    rotate_deg: float = 6.0
    zoom: tuple[float, float] = (0.85, 1.03)
    shift: float = 0.02
    gain_log: float = 0.35
    dark: float = 0.2
    crushed: float = 0.0
    noise: float = 4.0
    blur: float = 0.2
    negative: float = 0.03
    curve: float = 0.2
    nudges_a_second: float = 0.08
    transplant: float = 0.3
    clutter: float = 0.0
    foreign: float = 0.06
    upside_down: bool = True

    @staticmethod
    def none() -> "Recipe":
        return Recipe(0.35, 0, (1, 1), 0, 0, 0, (1, 1), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def play_list(video: Video, recipe: Recipe, rng: np.random.Generator, frames: int) -> tuple[np.ndarray, np.ndarray]:
    """Indices into the video's frames and the labels along them, `frames` long or shorter at the video's end."""
    n = len(video.frames)
    labels = video.clear_labels
    backwards = rng.random() < recipe.reverse
    step = video.source_rate / RATE * rng.uniform(*recipe.stretch)
    if rng.random() < recipe.from_start:
        begin = 0.0
    else:
        begin = rng.uniform(0, max(1.0, n - step * frames))
    order = np.arange(n)
    if backwards:
        # A camera that runs backwards would end dark: leave the first half second out.
        order = np.arange(n - 1, min(n - 2, int(video.source_rate * 0.6)), -1)
        labels = reversed_labels(labels[order])
        n = len(order)
    positions: list[int] = []
    targets: list[int] = []
    at = begin
    calm = 0  # frames since the label changed
    while len(positions) < frames and at < n:
        i = int(at)
        label = int(labels[i])
        calm = calm + 1 if targets and targets[-1] == label else 0
        positions.append(int(order[i]))
        targets.append(label)
        at += step
        if (label == WALK and calm >= 5 and rng.random() < recipe.freezes_a_second / RATE
                and video.presence[order[i]] > 0.045):
            length = int(rng.uniform(1.2, 9.0) * RATE)
            sway, phase, speed = rng.uniform(0, 2.2), rng.uniform(0, 6.28), rng.uniform(0.1, 0.5)
            for k in range(length):
                j = int(np.clip(i + round(sway * np.sin(phase + speed * k)), 0, n - 1))
                positions.append(int(order[j]))
                targets.append(STAND if k > 3 else -1)
            calm = 0
    return np.asarray(positions[:frames]), np.asarray(targets[:frames])


def geometry(recipe: Recipe, rng: np.random.Generator) -> np.ndarray | None:
    """A 2x3 matrix from source to output pixels, None for the picture as it is."""
    if recipe == Recipe.none():
        return None
    w, h = WIDTH, HEIGHT
    centre = np.array([[1, 0, -(w - 1) / 2], [0, 1, -(h - 1) / 2], [0, 0, 1]])
    back = np.array([[1, 0, (w - 1) / 2], [0, 1, (h - 1) / 2], [0, 0, 1]])
    across, down = rng.choice([-1.0, 1.0]), rng.choice([-1.0, 1.0])
    flip = np.diag([across, down if recipe.upside_down else 1.0, 1.0])
    turn = np.eye(3)
    if rng.random() < recipe.quarter_turn:
        # Turned by 90 degrees a 4:3 picture is 3:4; squeeze it back part of the way and show borders for the rest.
        squeeze = rng.uniform(0.0, 1.0)
        fit = h / w
        sx = (1.0 / fit) ** squeeze
        sy = fit
        turn = np.diag([sx, sy, 1.0]) @ np.array([[0, -1.0, 0], [1.0, 0, 0], [0, 0, 1]])
    fine = np.eye(3)
    if rng.random() < 0.7:
        angle = np.deg2rad(rng.uniform(-recipe.rotate_deg, recipe.rotate_deg))
        scale = rng.uniform(*recipe.zoom)
        ax = np.exp(rng.uniform(-0.04, 0.04))
        # Who stands at the picture's edge must not leave it: a picture moves as far as it was made smaller.
        dx, dy = rng.uniform(-1, 1, 2) * max(recipe.shift, (1 - scale) / 2) * [w, h]
        fine = np.array([[scale * ax * np.cos(angle), -scale * np.sin(angle), dx],
                         [scale * np.sin(angle), scale / ax * np.cos(angle), dy],
                         [0, 0, 1]])
    return (back @ fine @ turn @ flip @ centre)[:2]


def _warp(picture: np.ndarray, matrix: np.ndarray, border: int, fill: float) -> np.ndarray:
    return cv2.warpAffine(picture, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=border, borderValue=fill)


def nudged(matrix: np.ndarray | None, rng: np.random.Generator) -> np.ndarray:
    """The view after a small shift: beds and sheets move when they are used, and stay where they are moved to."""
    base = np.vstack([np.eye(3)[:2] if matrix is None else matrix, [0, 0, 1]])
    angle, scale = np.deg2rad(rng.normal(0, 1.5)), np.exp(rng.normal(0, 0.015))
    c, s = scale * np.cos(angle), scale * np.sin(angle)
    x, y = (WIDTH - 1) / 2, (HEIGHT - 1) / 2
    dx, dy = rng.normal(0, 2.0, 2)
    turn = np.array([[c, -s, x - c * x + s * y + dx], [s, c, y - s * x - c * y + dy], [0, 0, 1]])
    return (turn @ base)[:2]


class Light:
    """Exposure, contrast, a lamp's gradient, noise and blur of one stream."""

    def __init__(self, recipe: Recipe, rng: np.random.Generator, room: np.ndarray):
        self._rng = rng
        self._plain = recipe == Recipe.none()
        if self._plain:
            return
        y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
        angle = rng.uniform(0, 2 * np.pi)
        ramp = np.cos(angle) * (x / WIDTH - 0.5) + np.sin(angle) * (y / HEIGHT - 0.5)
        self._dark = rng.random() < recipe.dark
        slope = rng.uniform(0.5, 3.5) if self._dark else rng.uniform(0, 0.6)
        if self._dark:
            # Few photons: blacks are crushed, a few grey levels are left.
            black = rng.uniform(0, 110)
            gain = np.exp(rng.uniform(np.log(0.06), np.log(0.7)))
            if rng.random() < recipe.crushed:  # nothing but the brightest things is left
                black = float(np.percentile(room[::4, ::4], rng.uniform(25, 80))) - rng.uniform(0, 12)
                gain = np.exp(rng.uniform(np.log(0.25), np.log(1.2)))
                slope = rng.uniform(0, 1.5)
        else:
            black = rng.uniform(-25, 25)
            gain = np.exp(rng.uniform(-recipe.gain_log, recipe.gain_log))
        field = np.exp(slope * ramp)
        gamma = np.exp(rng.uniform(-0.35, 0.35))
        levels = np.maximum(0, np.arange(256, dtype=np.float32) - black) / 255.0
        curve = levels**gamma
        if not self._dark and rng.random() < recipe.negative:
            curve = curve.max() - curve
        if rng.random() < recipe.curve:
            # Bends and folds of the grey scale: other clothes, other sheets.
            knots = np.cumsum(np.abs(rng.normal(0.3, 0.5, 6)) * np.where(rng.random(6) < 0.2, -1, 1))
            bend = np.interp(np.linspace(0, 1, 256), np.linspace(0, 1, 6), knots - knots.min())
            curve = 0.4 * curve + 0.6 * bend / max(1e-3, bend.max()) * max(0.3, curve.max())
        self._curve = (curve * 255.0 * gain).astype(np.float32)
        self._field = field.astype(np.float32)
        self._noise = rng.uniform(0, recipe.noise) * (0.35 if self._dark else 1.0) if rng.random() < 0.6 else 0.0
        self._blur = rng.uniform(0.4, 1.0) if rng.random() < recipe.blur else 0.0
        self._drift = rng.uniform(0, 0.03) if rng.random() < 0.3 else 0.0
        self._level = 1.0

    def __call__(self, picture: np.ndarray) -> np.ndarray:
        if self._plain:
            return picture
        rng = self._rng
        out = self._curve[picture]
        if self._drift:
            self._level = float(np.clip(self._level + rng.normal(0, self._drift), 0.8, 1.25))
        out = out * (self._field * self._level)
        if self._blur:
            out = cv2.GaussianBlur(out, (0, 0), self._blur)
        if self._noise > 0.3:
            dy, dx = rng.integers(0, 64, 2)
            out = out + self._noise * GRAIN[rng.integers(0, len(GRAIN)), dy:dy + HEIGHT, dx:dx + WIDTH]
        return np.clip(out + 0.5, 0, 255).astype(np.uint8)


def another_room(room: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A room's picture, mirrored and shifted."""
    room = np.ascontiguousarray(room[::rng.choice([-1, 1]), ::rng.choice([-1, 1])])
    shift = np.float32([[1, 0, rng.uniform(-8, 8)], [0, 1, rng.uniform(-6, 6)]])
    return cv2.warpAffine(room, shift, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)


def creases(rng: np.random.Generator) -> np.ndarray:
    """Factors [H, W] around 1: folds of a sheet in light that comes from one side."""
    cells = rng.normal(0, 1, (int(rng.integers(4, 16)), int(rng.integers(4, 20)))).astype(np.float32)
    field = cv2.resize(cells, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    folds = np.clip(1 - rng.uniform(1.5, 5) * np.abs(field), 0, 1)
    dy, dx = rng.integers(-2, 3, 2)
    lit = cv2.GaussianBlur(folds - np.roll(folds, (int(dy), int(dx)), (0, 1)), (0, 0), rng.uniform(0.4, 0.9))
    return 1 + rng.uniform(0.15, 0.8) * lit + rng.uniform(0, 0.3) * np.tanh(field)


def furnished(room: np.ndarray, others: list[Video], rng: np.random.Generator) -> np.ndarray:
    """A room's picture with things in it that are nobody: furniture, pieces of other rooms, creases."""
    room = room.astype(np.float32)
    if rng.random() < 0.4:  # what is bright is a bed more often than not
        sheet = cv2.GaussianBlur((room > np.percentile(room, 65)).astype(np.float32), (0, 0), 1.5)
        room *= 1 + sheet * (creases(rng) - 1)
    for _ in range(rng.integers(1, 5)):
        size = rng.uniform(8, 44, 2)
        centre = rng.uniform(0, 1, 2)
        if rng.random() < 0.5:  # cut by the picture's edge, as people are who stand there
            centre[rng.integers(0, 2)] = rng.choice([0.0, 1.0]) + rng.normal(0, 0.05)
        centre *= [WIDTH, HEIGHT]
        box = (tuple(map(float, centre)), tuple(map(float, size)), float(rng.uniform(0, 180)))
        mask = np.zeros((HEIGHT, WIDTH), np.float32)
        if rng.random() < 0.3:
            cv2.ellipse(mask, box, 1.0, -1)
        else:
            cv2.fillPoly(mask, [cv2.boxPoints(box).astype(np.int32)], 1.0)
        if rng.random() < 0.4:  # its shadow
            shadow = cv2.GaussianBlur(np.roll(mask, tuple(rng.integers(-4, 5, 2)), (0, 1)), (0, 0), rng.uniform(1, 4))
            room *= 1 - rng.uniform(0.2, 0.7) * shadow
        kind = rng.random()
        if kind < 0.3:
            filling = another_room(others[rng.integers(0, len(others))].median, rng).astype(np.float32)
            filling = np.roll(filling, (int(rng.integers(0, HEIGHT)), int(rng.integers(0, WIDTH))), (0, 1))
        else:
            cells = rng.normal(0, 1, (int(rng.integers(2, 20)), int(rng.integers(2, 20)))).astype(np.float32)
            texture = cv2.resize(cells, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
            if kind < 0.6:
                filling = room * creases(rng)
            else:
                filling = rng.uniform(0, 255) + rng.uniform(0, 40) * texture
        soft = cv2.GaussianBlur(mask, (0, 0), rng.uniform(0.4, 1.2))
        room = soft * filling + (1 - soft) * room
    return np.clip(room, 0, 255).astype(np.uint8)


class Rooms:
    """Furnished rooms of some recordings. They take long to draw, so most are shown more than once."""

    KEPT, FRESH = 6, 0.1

    def __init__(self, videos: list[Video], rng: np.random.Generator):
        self._videos, self._rng = videos, rng
        self._drawn: dict[str, list[np.ndarray]] = {}

    def any(self) -> Video:
        return self._videos[self._rng.integers(0, len(self._videos))]

    def furnished(self, video: Video) -> np.ndarray:
        drawn = self._drawn.setdefault(video.name, [])
        if len(drawn) < self.KEPT or self._rng.random() < self.FRESH:
            drawn.append(furnished(video.median, self._videos, self._rng))
            del drawn[:-self.KEPT]
            return drawn[-1]
        return drawn[self._rng.integers(0, len(drawn))]


class Transplant:
    """Moves whoever differs from a recording's median picture into another room's picture."""

    def __init__(self, video: Video, room: np.ndarray):
        self._median, self._limit, self._room = video.median, video.contrast, room

    @staticmethod
    def draw(video: Video, rooms: Rooms, recipe: Recipe, rng: np.random.Generator) -> "Transplant | None":
        """Into another room, or into the same one with more in it; None to leave all as it is."""
        moves = rng.random() < recipe.transplant
        clutters = recipe.clutter > 0 and rng.random() < recipe.clutter
        if not moves and not clutters:
            return None
        home = rooms.any() if moves else video
        room = rooms.furnished(home) if clutters else home.median
        return Transplant(video, another_room(room, rng) if moves else room)

    def __call__(self, picture: np.ndarray) -> np.ndarray:
        person = (cv2.absdiff(picture, self._median) > 0.6 * self._limit).astype(np.float32)
        alpha = np.clip(2.5 * cv2.blur(person, (5, 5)) - 0.4, 0, 1)
        return (alpha * picture + (1 - alpha) * self._room + 0.5).astype(np.uint8)


class Elsewhere:
    """Makes of a room's pictures something that no ceiling camera sees: its scores should commit to no label."""

    def __init__(self, rng: np.random.Generator):
        self._rng = rng
        self._kind = int(rng.integers(0, 3))
        self._order = rng.permutation(12)
        self._fields = []
        for _ in range(3):
            field = np.zeros((HEIGHT * 2, WIDTH * 2), np.float32)
            for cells in (3, 6, 12, 24, 48):
                coarse = rng.normal(0, 1, (cells, cells)).astype(np.float32)
                field += cv2.resize(coarse, (WIDTH * 2, HEIGHT * 2), interpolation=cv2.INTER_CUBIC) * rng.uniform(0.2, 1)
            low, high = np.percentile(field, [1, 99])
            self._fields.append(np.clip((field - low) / (high - low), 0, 1) * 255)
        corners = np.float32([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]])
        inside = corners * rng.uniform(0.25, 0.5) + rng.uniform(0, 45, 2).astype(np.float32)
        inside += rng.uniform(-14, 14, (4, 2)).astype(np.float32)
        self._look = cv2.getPerspectiveTransform(inside.astype(np.float32), corners)
        self._pan = rng.uniform(0, 1) ** 3 * 2.0
        self._at = np.array([WIDTH / 2, HEIGHT / 2])
        self._speed = rng.normal(0, 1, 2)
        self._mask = self._fields[2][:HEIGHT, :WIDTH] / 255 > rng.uniform(0.3, 0.8)

    def __call__(self, picture: np.ndarray) -> np.ndarray:
        rng = self._rng
        self._speed = 0.95 * self._speed + rng.normal(0, 0.3, 2)
        self._at = np.clip(self._at + self._pan * self._speed, 0, [WIDTH - 1, HEIGHT - 1])
        x, y = self._at.astype(int)
        texture = self._fields[0][y:y + HEIGHT, x:x + WIDTH]
        if self._kind == 0:  # a texture, part of which moves over another
            still = self._fields[1][:HEIGHT, :WIDTH]
            return np.where(self._mask, texture, still).astype(np.uint8)
        if self._kind == 1:  # the picture's tiles in another order
            tiles = picture.reshape(3, HEIGHT // 3, 4, WIDTH // 4).swapaxes(1, 2).reshape(12, HEIGHT // 3, WIDTH // 4)
            mixed = tiles[self._order].reshape(3, 4, HEIGHT // 3, WIDTH // 4).swapaxes(1, 2)
            return np.ascontiguousarray(mixed.reshape(HEIGHT, WIDTH))
        near = cv2.warpPerspective(picture, self._look, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT)
        return (0.6 * near + 0.4 * texture).astype(np.uint8)  # a corner of it from nearby, under a texture


class Stream:
    """One training stream: `next(count)` gives records [count, 2, H, W] and labels until the play list ends."""

    def __init__(self, video: Video, recipe: Recipe, rng: np.random.Generator, frames: int,
                 rooms: Rooms | None = None):
        self._video, self._recipe, self._rng = video, recipe, rng
        self._positions, self._labels = play_list(video, recipe, rng, frames)
        self._matrix = geometry(recipe, rng)
        self._light = Light(recipe, rng, video.median)
        self._border = cv2.BORDER_REPLICATE if rng.random() < 0.5 else cv2.BORDER_CONSTANT
        self._fill = float(rng.uniform(30, 180))
        self._elsewhere = Elsewhere(rng) if rng.random() < recipe.foreign else None
        self._transplant = Transplant.draw(video, rooms, recipe, rng) if rooms else None
        self._at = 0
        self._previous: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self._positions)

    @property
    def foreign(self) -> bool:
        """Whether no label is right: every one is as likely."""
        return self._elsewhere is not None

    @property
    def positions(self) -> np.ndarray:
        """The video's frame that each frame of the stream shows."""
        return self._positions

    @property
    def mirrored(self) -> tuple[bool, bool]:
        """Whether left and right, and whether top and bottom have changed places (of streams without quarter turns)."""
        return (False, False) if self._matrix is None else (bool(self._matrix[0, 0] < 0), bool(self._matrix[1, 1] < 0))

    @property
    def left(self) -> int:
        return len(self._positions) - self._at

    @property
    def labels(self) -> np.ndarray:
        return self._labels

    def next(self, count: int) -> np.ndarray:
        records = np.empty((count, 2, HEIGHT, WIDTH), np.uint8)
        for k in range(count):
            picture = self._video.frames[self._positions[self._at + k]]
            if self._transplant is not None:
                picture = self._transplant(picture)
            if self._labels[self._at + k] in USES and self._rng.random() < self._recipe.nudges_a_second / RATE:
                self._matrix = nudged(self._matrix, self._rng)
            if self._matrix is not None:
                picture = _warp(picture, self._matrix, self._border, self._fill)
            if self._elsewhere is not None:
                picture = self._elsewhere(picture)
            picture = self._light(picture)
            records[k, 0] = picture
            records[k, 1] = picture if self._previous is None else self._previous
            self._previous = picture
        self._at += count
        return records


class Stills:
    """Single records of many recordings, each in a geometry and a light of its own, to learn what a person looks like."""

    FROZEN = 0.12  # of walkers, shown as if they stood

    def __init__(self, videos: list[Video], recipe: Recipe, rng: np.random.Generator):
        self._videos, self._recipe, self._rng = videos, recipe, rng
        self._rooms = Rooms(videos, rng)
        # Rare labels are drawn more often than they are, common ones less.
        self._frames = [[np.nonzero(v.clear_labels == label)[0] for label in range(len(LABELS))] for v in videos]
        counts = np.array([[len(x) for x in frames] for frames in self._frames], float)
        self._videos_of = counts / np.maximum(1, counts.sum(0))
        share = np.sqrt(counts.sum(0))
        share[EMPTY] *= 2  # rooms differ most in what is not a person
        self._labels = share / share.sum()

    def draw(self) -> tuple[np.ndarray, int, np.ndarray]:
        """A record [2, H, W], its label, and the share of each of the 6 x 8 cells that a person covers."""
        rng, recipe = self._rng, self._recipe
        label = int(rng.choice(len(LABELS), p=self._labels))
        k = int(rng.choice(len(self._videos), p=self._videos_of[:, label]))
        video = self._videos[k]
        i = int(rng.choice(self._frames[k][label]))
        back = max(1, round(video.source_rate / RATE * rng.uniform(*recipe.stretch)))
        j = max(0, i - back)
        if label == WALK and video.presence[i] > 0.045 and rng.random() < self.FROZEN:
            label, j = STAND, i
        pictures = [video.frames[j], video.frames[i]]
        limit = video.contrast
        covered = (cv2.absdiff(pictures[1], video.median) > limit).astype(np.float32) * (label != EMPTY)
        moved = Transplant.draw(video, self._rooms, recipe, rng)
        if moved is not None:
            pictures = [moved(p) for p in pictures]
        matrix, light = geometry(recipe, rng), Light(recipe, rng, video.median)
        if matrix is not None:
            border = cv2.BORDER_REPLICATE if rng.random() < 0.5 else cv2.BORDER_CONSTANT
            fill = float(rng.uniform(30, 180))
            pictures = [_warp(p, matrix, border, fill) for p in pictures]
            covered = _warp(covered, matrix, cv2.BORDER_CONSTANT, 0.0)
        current, previous = light(pictures[1]), light(pictures[0])
        cells = cv2.resize(covered, (WIDTH // 16, HEIGHT // 16), interpolation=cv2.INTER_AREA)
        return np.stack([current, previous]), label, cells.reshape(-1)
