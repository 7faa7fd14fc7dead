import base64
import json
from pathlib import Path

import numpy as np

from afterimage_training.data import HEIGHT, WIDTH
from afterimage_training.loop_filter import Pack


PACK = Path(__file__).parents[2] / "packs" / "room-activity"


def test_a_pack_says_of_its_golden_what_the_golden_says():
    golden = json.loads((PACK / "golden.json").read_text())
    records = [np.frombuffer(base64.b64decode(frame), np.uint8).reshape(2, HEIGHT, WIDTH) for frame in golden["frames"]]
    scores = Pack(PACK).scores(np.stack([record[0] for record in records]))
    assert np.allclose(scores, golden["scores"], atol=1e-4)
