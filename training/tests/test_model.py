import hashlib

import numpy as np
import pytest
import torch
import yaml
from torch.nn import functional as F

from afterimage_training import measure
from afterimage_training.export import check_pack, event_rules, export_pack, synthetic_pictures
from afterimage_training.labels import LABELS
from afterimage_training.model import Recogniser


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(0)
    return Recogniser(widths=(8, 8, 16), hidden=16, width=16).eval()


def test_step_by_step_equals_whole_sequence(model):
    pictures = synthetic_pictures(40)
    whole = measure.softmax(measure.logits_of(model, [pictures])[0])
    feature, view = measure.encode(model, pictures, chunk=7)
    state, steps = model.memory.start(1), []
    with torch.no_grad():
        for k in range(len(pictures)):
            scores, *state = model.memory(feature[k:k + 1], view[k:k + 1], *state)
            steps.append(scores[0].numpy())
    np.testing.assert_allclose(np.stack(steps), whole, atol=1e-5)


def test_batch_companions_change_nothing(model):
    pictures = synthetic_pictures(12)
    alone = measure.logits_of(model, [pictures])[0]
    beside = measure.logits_of(model, [pictures, pictures[::-1]])[0]
    np.testing.assert_allclose(alone, beside, atol=1e-5)


def test_the_future_changes_nothing(model):
    pictures = synthetic_pictures(20)
    cut = measure.logits_of(model, [pictures[:9]])[0]
    np.testing.assert_allclose(measure.logits_of(model, [pictures])[0][:9], cut, atol=1e-5)


def test_attention_is_spread_over_the_cells_that_are_read(model):
    with torch.no_grad():
        *_, grid, attention = model.encoder(torch.rand(3, 2, 96, 128))
    assert attention.shape == (3, 48) and (attention >= 0).all()
    np.testing.assert_allclose(attention.sum(1), 1, atol=1e-6)
    assert grid.shape[1] == attention.shape[1]


def test_neighbourhoods_are_resized_means(model):
    record = torch.rand(3, 2, 96, 128)
    planes, view = model.encoder.standardise(record)
    current = torch.sqrt(record + 0.002)[:, :1]
    current = current - current.mean((2, 3), keepdim=True)

    def around(x):
        threes = F.avg_pool2d(F.pad(F.avg_pool2d(x, 8), (1, 1, 1, 1), mode="replicate"), 3, 1)
        return F.interpolate(threes, scale_factor=8, mode="bilinear", align_corners=False)

    local = current - around(current)
    local = local * torch.rsqrt(around(local * local) + 0.0009)
    torch.testing.assert_close(planes[:, 2:], local, atol=2e-5, rtol=1e-5)
    torch.testing.assert_close(view, F.avg_pool2d(planes[:, :1], 8), atol=1e-5, rtol=1e-5)


def test_half_precision_leaves_the_planes_alone(model):
    record = torch.rand(1, 2, 96, 128)
    planes, _ = model.encoder.planes(record)
    with torch.autocast("cpu", torch.bfloat16):
        torch.testing.assert_close(model.encoder.planes(record)[0], planes, atol=0, rtol=0)


def test_exposure_changes_little(model):
    record = torch.rand(1, 2, 96, 128) * 0.5 + 0.2
    x, _ = model.encoder.standardise(record)
    y, _ = model.encoder.standardise(record * 0.5)
    assert (x - y).abs().mean() < 0.08 * x.abs().mean()


def test_exported_pack_agrees_with_pytorch(model, tmp_path):
    manifest = export_pack(model, tmp_path, event_rules({}, {"enter": 0.5}), {}, {}, "0.0.1")
    assert check_pack(tmp_path) < 1e-4
    stored = yaml.safe_load((tmp_path / "pack.yaml").read_text())
    assert stored["labels"]["names"] == LABELS
    assert stored["attention"] == {"tensor": "attention", "rows": 6, "columns": 8}
    for step in manifest["steps"]:
        assert step["sha256"] == hashlib.sha256((tmp_path / step["graph"]).read_bytes()).hexdigest()
    assert (tmp_path / "golden.json").stat().st_size < 400_000
