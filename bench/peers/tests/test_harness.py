"""How the harness counts."""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from harness.clips import _cut, _probe
from harness.features import moved, pts_us
from harness.figures import Load, Window, figures, sustained
from harness.kill import compare
from harness.reading import Told
from harness.record import comparisons, record


def _prediction(seq: int, score: float = 0.5, read_s: float | None = None) -> Told:
    due_s = 1000 + seq * 0.08
    value: dict[str, Any] = {"pts_us": seq * 80_000, "scores": {"walk": score}}
    return Told("predictions", "camera-1", due_s + 0.01 if read_s is None else read_s, due_s, value)


def _event(phase: str, start: int, seq: int) -> Told:
    value = {"phase": phase, "label": "walk", "start_pts_us": start * 80_000}
    return Told("actions", "camera-1", 1000 + seq * 0.08, 1000 + seq * 0.08, value)


def test_should_find_nothing_lost_in_equal_runs() -> None:
    run = [_prediction(seq) for seq in range(100)]
    found = compare(run, run, 1004.0, 8.0)
    assert found["frames"] == 100
    assert not any(value for key, value in found.items() if key != "frames")


def test_should_count_what_a_kill_lost() -> None:
    undisturbed = [_prediction(seq) for seq in range(100)] + [_event("start", 40, 46), _event("end", 40, 80)]
    killed = [_prediction(seq) for seq in range(48)] + [_event("start", 40, 46)]
    killed += [_prediction(seq, 0.7) for seq in range(60, 70)] + [_prediction(seq) for seq in range(70, 100)]
    found = compare(killed, undisturbed, 1000 + 50 * 0.08, 8.0)
    assert found["frames_without_prediction"] == 12
    assert found["of_them_due_before_the_kill"] == 2
    assert found["frames_with_other_scores"] == 10
    assert found["state_lost"]
    assert found["events_without_an_end"] == 1


def test_should_count_frames_that_were_told_again() -> None:
    run = [_prediction(seq) for seq in range(100)]
    assert compare(run + run[40:50], run, 1004.0, 8.0)["predictions_told_again"] == 10


def test_should_count_late_and_dropped_frames() -> None:
    told = [_prediction(seq) for seq in range(100) if seq not in (50, 51, 52, 53)]
    told[10] = _prediction(10, read_s=told[10].due_s + 2.5)
    found = figures(1, 12.5, 2, Window(1000.0, 1008.0), Load(0.8, 0.4, 2.0, 100.0, 90.0), told)
    # One frame at the window's edge may be missing anyway.
    assert (found["late"], found["dropped"]) == (1, 3)
    assert found["cpu_ms_per_camera_second"] == 100.0
    assert found["cpu_share"] == 0.075
    assert not found["sustained"]


def test_should_sustain_only_within_all_limits() -> None:
    assert sustained(499.0, 0, 0, 0.85)
    assert not sustained(None, 0, 0, 0.1)
    assert not sustained(500.0, 0, 0, 0.1)
    assert not sustained(10.0, 1, 0, 0.1)
    assert not sustained(10.0, 0, 1, 0.1)
    assert not sustained(10.0, 0, 0, 0.86)


def test_should_change_nothing_of_a_feature_but_its_times() -> None:
    record = bytes(range(100))
    again = moved(record, 7, 8, 9)
    assert len(again) == len(record)
    assert pts_us(again) == pts_us(record)
    assert again[58:] == record[58:]
    assert moved(again, 0, 0, 0) == moved(record, 0, 0, 0)


def test_should_cut_pictures_at_their_own_rate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEERS_CACHE", str(tmp_path))
    source = tmp_path / "source.mp4"
    drawn = ["-f", "lavfi", "-i", "testsrc=rate=25:size=64x48:duration=4", "-c:v", "mpeg4", "-g", "25"]
    subprocess.run(["ffmpeg", "-v", "error", *drawn, source], check=True)
    for turn in range(3):
        times = [float(line) for line in _probe(_cut(source, turn, 10), "packet=pts_time")]
        assert times == pytest.approx([i / 25 for i in range(250)])


def _run(peer: str, cpu: float, p99: float | None = 20.0) -> dict[str, Any]:
    latency = {"p50": 4.0, "p95": 9.0, "p99": p99}
    return {
        "peer": peer,
        "loop_filter": "all",
        "cameras": 70,
        "latency_ms": latency,
        "cpu_ms_per_camera_second": cpu - 2,
        "broker_cpu_ms_per_camera_second": 2.0,
        "rss_mb": 500.0,
    }


def test_should_put_afterimage_beside_each_other_round_by_round(tmp_path: Path) -> None:
    edge, over_kafka = "afterimage-edge-low", "afterimage-low"
    runs = [_run("opencv", 20), _run(edge, 9), _run(over_kafka, 18)]
    runs += [_run("opencv", 30), _run(edge, 15), _run(over_kafka, 36)]
    runs += [_run("opencv", 20), _run(edge, 12), _run(over_kafka, 18)]
    results = tmp_path / "results.jsonl"
    record(runs, "bench/peers/run opencv", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), results)
    told = [json.loads(line) for line in results.read_text().splitlines()]
    cpu = [each for each in told if "CPU" in each["what"]]
    assert [each["ours"] for each in cpu] == [[9, 15, 12], [18, 36, 18]]
    assert [each["beside"] for each in cpu] == [[20, 30, 20]] * 2
    assert [(each["ratio"], each["low"], each["high"]) for each in cpu] == [(0.5, 0.45, 0.6), (0.9, 0.9, 1.2)]
    assert [(each["goal"], each["met"]) for each in cpu] == [("ratio ≤ 0.5", True), ("ratio ≤ 1", True)]
    assert {each["date"] for each in told} == {"2026-01-02T03:04:05Z"}
    assert len({each["what"] for each in told}) == len(told)


def test_should_compare_like_promises() -> None:
    runs = [
        _run(peer, 10)
        for peer in ("flink", "flink-exactly-once", "afterimage-topology", "afterimage-topology-low")
    ]
    beside = {(each["what"].split("`")[1], each["beside_name"]) for each in comparisons(runs)}
    assert beside == {("afterimage-topology", "`flink-exactly-once`"), ("afterimage-topology-low", "`flink`")}


def test_should_not_record_what_told_nothing() -> None:
    with pytest.raises(SystemExit, match="nothing was told by python"):
        comparisons([_run("python", 20, p99=None), _run("afterimage-edge", 10)])
