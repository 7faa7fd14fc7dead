import json
from pathlib import Path

import numpy as np

from afterimage_training import events as ev
from afterimage_training.goldens import document

GOLDEN = Path(__file__).parents[1] / "goldens" / "event-rules.json"
NAMES = ("empty", "walk", "fall")
FRAME = 80_000


def rules(**default):
    return ev.Rules(NAMES, ev.Rule(**{**dict(enter=0.5, leave=0.3, min_duration_s=0.16, merge_gap_s=0.16), **default}))


def play(rule_set, rows):
    return ev.run(rule_set, np.arange(len(rows)) * FRAME, np.asarray(rows, float))


def test_golden_is_what_the_rules_say():
    assert json.loads(GOLDEN.read_text()) == json.loads(json.dumps(document()))


def test_start_is_the_candidates_first_frame():
    said = play(rules(), [[0.4, 0.3, 0.3]] * 3 + [[0.1, 0.8, 0.1]] * 6)
    assert (said[0].phase, said[0].label, said[0].start_us, said[0].at_us) == ("start", "walk", 3 * FRAME, 5 * FRAME)
    assert said[-1].phase == "end" and said[-1].at_us == 8 * FRAME


def test_a_short_run_is_no_event():
    assert play(rules(), [[0.1, 0.8, 0.1]] * 2 + [[0.2, 0.2, 0.2]] * 6) == []


def test_a_short_dip_is_merged():
    rows = [[0.1, 0.8, 0.1]] * 5 + [[0.2, 0.2, 0.2]] * 2 + [[0.1, 0.8, 0.1]] * 5
    assert ev.intervals(play(rules(), rows)) == [(0.0, 11 * 0.08, "walk")]


def test_a_rival_ends_the_open_event_before_its_own_start():
    rows = [[0.8, 0.1, 0.1]] * 5 + [[0.1, 0.8, 0.1]] * 5
    assert ev.intervals(play(rules(merge_gap_s=5.0), rows)) == [(0.0, 0.32, "empty"), (0.4, 0.72, "walk")]


def test_updates_come_no_more_often_than_asked():
    said = play(ev.Rules(NAMES, ev.Rule(), {}, True, 1.0), [[0.1, 0.8, 0.1]] * 60)
    times = [m.at_us for m in said if m.phase in ("start", "update")]
    assert len(times) > 3 and min(np.diff(times)) >= 1_000_000


def test_exclusive_events_never_overlap():
    for case in document()["cases"]:
        if not case["exclusive"] or case["default"]["max_length_s"] < 600:
            continue  # an event that ends by its length may have a rival's candidate running already
        found = sorted((m["start_us"], m["at_us"]) for m in case["messages"] if m["phase"] == "end")
        assert all(a[1] <= b[0] for a, b in zip(found, found[1:]))


def test_matches_are_one_to_one():
    truth = [(0, 1, "fall"), (2, 3, "fall")]
    assert ev.matches(truth, [(0, 1, "fall"), (0.1, 1, "fall")], 0.25) == 1
    assert ev.event_f1([(truth, [(0, 1, "fall")])], 0.25) == 2 / 3
