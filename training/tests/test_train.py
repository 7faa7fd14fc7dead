"""Training of the recogniser, on drawn data."""

import numpy as np
import torch

from afterimage_training.data import HEIGHT, WIDTH, Video
from afterimage_training.labels import LABELS
from afterimage_training.model import Recogniser
from afterimage_training.train import Plan, class_weights, train, unweighted

TINY = dict(widths=(8, 8, 16), hidden=16, width=16)


def video(name):
    rng = np.random.default_rng(sum(name.encode()))
    segments = [(float(k), float(k + 1), k) for k in range(len(LABELS))] + [(9.0, 24.0, 1)]
    return Video(name, rng.integers(0, 255, (300, HEIGHT, WIDTH), np.uint8), np.arange(300) / 12.5, segments)


def test_training_is_left_at_its_stop_and_gives_what_it_kept(tmp_path):
    plan = Plan(workers=2, stills=2, batch=4, steps=9, stop=3, streams=4, window=6, beside=4, report_every=1, model=TINY,
                plain=(0.5,))
    model = train([(1.0, [video("a"), video("b")])], plan, tmp_path, "tiny")
    told = [line.split()[:2] for line in (tmp_path / "tiny.log").read_text().splitlines()]
    assert told == [["stills", "1/2"], ["stills", "2/2"], ["streams", "1/3"], ["streams", "2/3"], ["streams", "3/3"]]
    kept = torch.load(tmp_path / "tiny.pt", weights_only=True)["state"]
    assert all(torch.equal(value, kept[name]) for name, value in model.state_dict().items())


def test_scores_are_probabilities_again_without_the_weights():
    torch.manual_seed(0)
    model, groups, plan = Recogniser(**TINY).eval(), [(1.0, [video("a")]), (2.0, [video("b")])], Plan(balance=0.4)
    weights = class_weights(groups, plan.balance)
    assert weights[0] > 1.5 * weights[1]  # there is far less of it
    state = model.memory.start(2)
    feature, view = torch.rand(2, model.encoder.size), torch.rand(2, state[1].shape[1])
    with torch.no_grad():
        weighted, corrected = model.memory(feature, view, *state)[0], unweighted(model, groups, plan).memory(feature, view, *state)[0]
    wanted = weighted / weights
    torch.testing.assert_close(corrected, wanted / wanted.sum(1, keepdim=True))
