import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from torch.nn import functional as F

from afterimage_training.captions.export import export_graphs
from afterimage_training.captions.losses import HardLooks, everywhere_loss, words_loss
from afterimage_training.captions.models import ShowAndTell, ShowAttendTell, TemporalAttention
from afterimage_training.captions.words import END, PAD, START

V, N, K, D, T = 11, 3, 5, 7, 6
SMALL = dict(vocabulary=V, size=D, embed=6, hidden=8)
KINDS = {
    "still": lambda: ShowAndTell(**SMALL),
    "soft": lambda: ShowAttendTell(**SMALL, rows=2, columns=3, attend=5),
    "hard": lambda: ShowAttendTell(**SMALL, rows=2, columns=3, attend=5, hard=True),
    "temporal": lambda: TemporalAttention(**SMALL, attend=5),
}


def make(kind):
    torch.manual_seed(3)
    model = KINDS[kind]().eval()
    with torch.no_grad():  # weights of the size that training gives them, so that nothing is nearly linear
        for p in model.parameters():
            p.mul_(3.0)
        model.init.standardise.learn(torch.randn(50, D) * 2 + 1)
    return model


def seen_by(kind, seed=0):
    rng = torch.Generator().manual_seed(seed)
    if kind == "temporal":
        mask = (torch.arange(K) < torch.tensor([[5], [3], [1]])).float()
        return {"feature": torch.randn(N, K, D, generator=rng) * mask[:, :, None], "mask": mask}
    if kind == "still":
        return {"feature": torch.randn(N, 1, D, generator=rng)}
    return {"grid": torch.randn(N, 1, 6, D, generator=rng)}


WORDS = torch.tensor([[4, 5, 6, 7, END, PAD], [8, 9, 10, END, PAD, PAD], [5, 5, 4, 9, 6, END]])


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    e = np.exp(x - x.max())
    return e / e.sum()


class Oracle:
    """The papers' equations for one window, one number after the other, from the network's weights."""

    def __init__(self, model):
        self.w = {name: value.double().numpy() for name, value in model.state_dict().items()}

    def linear(self, name, x):
        return self.w[f"{name}.weight"] @ x + self.w.get(f"{name}.bias", 0)

    def standard(self, x):
        return (x - self.w["init.standardise.shift"]) * self.w["init.standardise.scale"]

    def lstm(self, x, h, c):
        i, f, o, g = np.split(self.linear("step.cell.gates", np.concatenate([x, h])), 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        return sigmoid(o) * np.tanh(c), c

    def still(self, feature, words):
        h = c = np.zeros(8)
        h, c = self.lstm(self.linear("init.picture", self.standard(feature)), h, c)
        rows = []
        for word in [START, *words[:-1]]:
            h, c = self.lstm(self.w["step.embed.weight"][word], h, c)
            rows.append(np.log(softmax(self.linear("step.out", h))))
        return np.array(rows), None

    def attend(self, annotations, words, gated, hard):
        mean = sum(annotations) / len(annotations)
        h, c = np.tanh(self.linear("init.first_h", mean)), np.tanh(self.linear("init.first_c", mean))
        rows, looks = [], []
        for word in [START, *words[:-1]]:
            y = self.w["step.embed.weight"][word] * (word != START)
            scores = np.array([self.w["step.score.weight"][0]
                               @ np.tanh(self.linear("init.key", a) + self.linear("step.query", h)) for a in annotations])
            alpha = softmax(scores)
            if hard:
                alpha = np.eye(len(annotations))[np.argmax(alpha)]
            z = sum(p * a for p, a in zip(alpha, annotations))
            if gated:
                z = z * sigmoid(self.linear("step.gate", h))
            h, c = self.lstm(np.concatenate([y, z]), h, c)
            first = y if gated else self.linear("step.from_word", y)
            deep = np.tanh(first + self.linear("step.from_h", h) + self.linear("step.from_z", z))
            rows.append(np.log(softmax(self.linear("step.out", deep))))
            looks.append(alpha)
        return np.array(rows), np.array(looks)

    def run(self, kind, seen, i, words):
        tensors = {name: x[i].double().numpy() for name, x in seen.items()}
        if kind == "still":
            return self.still(tensors["feature"][0], words)
        if kind == "temporal":
            real = int(tensors["mask"].sum())
            places = np.linspace(-1, 1, real) if real > 1 else [0]
            frames = [np.append(self.standard(a), at) for a, at in zip(tensors["feature"], places)]
            return self.attend(frames, words, False, False)
        places = [(x, y) for y in np.linspace(-1, 1, 2) for x in np.linspace(-1, 1, 3)]
        cells = [np.concatenate([self.standard(a), at]) for a, at in zip(tensors["grid"][0], places)]
        return self.attend(cells, words, True, kind == "hard")


@pytest.mark.parametrize("kind", KINDS)
def test_equations(kind):
    model, seen = make(kind), seen_by(kind)
    with torch.no_grad():
        log_probs, weights = model(seen, WORDS)
    for i in range(N):
        rows, looks = Oracle(model).run(kind, seen, i, WORDS[i].tolist())
        np.testing.assert_allclose(log_probs[i].numpy(), rows, atol=1e-5)
        if looks is not None:
            np.testing.assert_allclose(weights[i, :, :looks.shape[1]].numpy(), looks, atol=1e-5)


@pytest.mark.parametrize("kind", ["soft", "hard", "temporal"])
def test_weights_sum_to_one_and_padding_has_none(kind):
    seen = seen_by(kind)
    with torch.no_grad():
        _, weights = make(kind)(seen, WORDS)
    np.testing.assert_allclose(weights.sum(2), 1, atol=1e-6)
    if kind == "hard":
        assert set(weights.unique().tolist()) == {0.0, 1.0}
    if kind == "temporal":
        assert (weights[1, :, 3:] == 0).all() and (weights[2, :, 1:] == 0).all()


def test_an_even_chance_draws_places_by_their_weights():
    model, seen = make("hard"), seen_by("hard")
    with torch.no_grad():
        (keys, values, _), (h, c) = model.begin({n: x[:1] for n, x in seen.items()})
        soft = model.step.weights(keys, None, h)[0]
        chances = (torch.arange(1000) + 0.5) / 1000
        many = [x.expand(1000, *x.shape[1:]) for x in (keys, values)]
        states = [x.expand(1000, -1) for x in (h, c)]
        _, drawn, *_ = model.step(torch.full((1000,), START), *many, chances, *states)
        _, most, *_ = model.step(torch.full((1000,), START), *many, torch.full((1000,), -1.0), *states)
    assert (drawn.sum(1) == 1).all() and set(drawn.unique().tolist()) == {0.0, 1.0}
    np.testing.assert_allclose(drawn.mean(0), soft, atol=2e-3)
    assert (most.argmax(1) == soft.argmax()).all()


def test_padding_changes_nothing():
    model = make("temporal")
    short = {"feature": torch.randn(N, 4, D), "mask": torch.ones(N, 4)}
    # whatever is in the padding
    long = {"feature": torch.cat([short["feature"], torch.full((N, 3, D), 9.0)], 1),
            "mask": torch.cat([short["mask"], torch.zeros(N, 3)], 1)}
    with torch.no_grad():
        one, weights = model(short, WORDS)
        two, padded = model(long, WORDS)
    np.testing.assert_allclose(one, two, atol=1e-6)
    np.testing.assert_allclose(weights, padded[:, :, :4], atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_companions_and_later_words_change_nothing(kind):
    model, seen = make(kind), seen_by(kind)
    with torch.no_grad():
        whole, _ = model(seen, WORDS)
        one = {name: x[1:2] for name, x in seen.items()}
        cut, _ = model(one, WORDS[1:2, :3])
    np.testing.assert_allclose(whole[1:2, :3], cut, atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_graphs_word_by_word_are_the_whole_in_pytorch(kind, tmp_path):
    model, seen = make(kind), seen_by(kind)
    export_graphs(model, seen, tmp_path)
    with torch.no_grad():
        log_probs, weights = model(seen, WORDS)
    init, step = (onnxruntime.InferenceSession(tmp_path / f"{n}.onnx", providers=["CPUExecutionProvider"])
                  for n in ("init", "step"))
    tensors = {name: x.numpy() for name, x in seen.items()}
    made = dict(zip((o.name for o in init.get_outputs()), init.run(None, {i.name: tensors[i.name] for i in init.get_inputs()})))
    state = {"h": made.pop("h0"), "c": made.pop("c0")}
    given = made | tensors | {"chance": np.full(N, -1, np.float32)}
    context = {name: given[name] for name in model.context}
    word = np.full(N, START)
    for t in range(T):
        out = dict(zip((o.name for o in step.get_outputs()), step.run(None, {"word": word, **context, **state})))
        np.testing.assert_allclose(out["log_probs"], log_probs[:, t], atol=1e-5)
        if weights is not None:
            np.testing.assert_allclose(out["attention"], weights[:, t], atol=1e-5)
        state, word = {"h": out["h_out"], "c": out["c_out"]}, WORDS[:, t].numpy()


@pytest.mark.parametrize("kind", KINDS)
def test_no_output_is_named_as_a_parameter(kind, tmp_path):
    model = make(kind)
    export_graphs(model, seen_by(kind), tmp_path)
    for name in ("init", "step"):
        graph = onnx.load(tmp_path / f"{name}.onnx").graph
        outputs = {o.name for o in graph.output}
        assert not outputs & {p.name for p in graph.initializer} and not outputs & set(model.state_dict())


def test_smoothed_cross_entropy():
    log_probs = torch.log_softmax(torch.randn(1, 3, V), 2)
    words = torch.tensor([[5, END, PAD]])
    target = torch.full((2, V), 0.1 / V)
    target[0, 5] += 0.9
    target[1, END] += 0.9
    assert words_loss(log_probs, words, 0.1) == pytest.approx(-(target * log_probs[0, :2]).sum().item() / 2, abs=1e-6)


def test_looking_everywhere_once_costs_nothing():
    words = torch.tensor([[5, 6, PAD]])
    even = torch.tensor([[[0.5, 0.5, 0.0], [0.5, 0.5, 0.0], [1.0, 0.0, 0.0]]])
    assert everywhere_loss(even, words, torch.tensor([[1.0, 1.0, 0.0]])) == 0
    assert everywhere_loss(even, words, None) == 1  # the third place is never looked at


def test_hard_looks_teach_where_to_look():
    """Of three cells the marked one tells the word, the others say anything; the mean is not enough."""
    torch.manual_seed(0)
    model = ShowAttendTell(vocabulary=6, size=2, rows=1, columns=3, embed=8, hidden=8, attend=8, hard=True, drop=0.0)
    optimiser, looks = torch.optim.Adam(model.parameters(), 0.02), HardLooks()

    def draw(count):
        which, said = torch.randint(3, (count,)), torch.randint(2, (count, 3))
        grid = torch.stack([F.one_hot(which, 3), said], 2)[:, None].float() * 2 - 1
        words = torch.stack([4 + said[torch.arange(count), which], torch.full((count,), END)], 1)
        return {"grid": grid}, words, which

    for _ in range(250):
        seen, words, _ = draw(32)
        loss, _ = looks(model, seen, words, 0.0)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    seen, words, which = draw(200)
    with torch.no_grad():
        log_probs, weights = model.eval()(seen, words)
    assert (weights[:, 0].argmax(1) == which).float().mean() > 0.95
    assert (log_probs[:, 0].argmax(1) == words[:, 0]).float().mean() > 0.95
