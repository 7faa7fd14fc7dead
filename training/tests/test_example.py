import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import yaml

SCRIPT = Path(__file__).parents[1] / "examples" / "convlstm_pack.py"


def test_the_example_writes_a_pack_that_runs(tmp_path):
    folder = tmp_path / "my-model"
    subprocess.run([sys.executable, str(SCRIPT), str(folder)], check=True)
    manifest = yaml.safe_load((folder / "pack.yaml").read_text())
    assert manifest["id"] == "my-model"
    tensors = {"frame": np.random.default_rng(0).random((1, 3, 48, 64), np.float32)}
    for step in manifest["steps"]:
        assert hashlib.sha256((folder / step["graph"]).read_bytes()).hexdigest() == step["sha256"]
        session = onnxruntime.InferenceSession(folder / step["graph"], providers=["CPUExecutionProvider"])
        states = step.get("states", [])
        feed = {i["name"]: tensors[i["name"]] for i in step["inputs"]}
        feed |= {s["input"]: np.zeros([1 if d == "N" else d for d in s["shape"]], np.float32) for s in states}
        names = [o["name"] for o in step["outputs"]] + [s["output"] for s in states]
        tensors |= dict(zip(names, session.run(names, feed)))
    assert tensors["thumb"].shape == (1, 48) and abs(tensors["scores"].sum() - 1) < 1e-5
