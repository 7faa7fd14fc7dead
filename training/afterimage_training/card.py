"""Writes the card of the pack from its report, so that no figure in it was typed."""

from __future__ import annotations

from pathlib import Path

from .labels import LABELS


def percent(x: float) -> str:
    return f"{100 * x:.1f} %"


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    line = lambda cells: "| " + " | ".join(cells) + " |"  # noqa: E731
    return ["", line(head), "|" + "---|" * len(head), *map(line, rows), ""]


def _against(name: str, v: dict) -> list[str]:
    return [name, percent(v["frame_accuracy"]), f"{v['macro_f1']:.3f}", f"{v['event_f1']['0.25']:.3f}",
            f"{v['falls_found']} of {v['falls']}", f"{v['false_fall_events_per_hour']:.0f}"]


def _quantisation(r: dict) -> list[str]:
    q, cost, shipped = r["quantisation"], r["quantisation"]["milliseconds"], r["shipped"]
    cell = lambda x: f"{percent(x['frame_accuracy'])}, {x['macro_f1']:.3f}"  # noqa: E731
    compared = [("the four recordings, not learned from", "room", "validation_recordings", r["validation"]),
                ("the simulator, unseen seeds", "room", "simulator_unseen_seeds", r["simulator_unseen_seeds"]),
                ("**the shipped pack**: the four", "shipped", "validation_recordings", shipped["validation_recordings_seen"]),
                ("**the shipped pack**: the simulator", "shipped", "simulator_unseen_seeds", shipped["simulator_unseen_seeds"])]
    rows = [[name, cell(q["float"][network][key]), cell(integers)] for name, network, key, integers in compared]
    return ["### 8-bit integers", "",
            "The encoder's convolutions, but for the first and the last ones, count in 8-bit integers; every figure of this card but those of the column `float` "
            f"was measured so. {q['method'][0].upper()}{q['method'][1:]}; scaled by {q['records']} records of what the "
            "network has learned from. The memory counts in floats; `view` and `thumb` are not rounded. Frame accuracy and macro-F1:",
            *_table(["measured on", "float", "8-bit integers"], rows),
            f"A frame costs {cost['int8']:.2f} ms on one thread, {cost['float']:.2f} ms in floats (batches of 8, median, "
            f"`{q['command']}`, {r['machine']['architecture']} {'with' if r['machine']['vnni'] else 'without'} VNNI)."]


AGAINST = ["measured on", "frame accuracy", "macro-F1", "event F1 at IoU 0.25", "falls found", "false falls an hour"]


def write_card(path: Path, r: dict) -> None:
    v, c, k, t, m = r["validation"], r["controls"], r["calibration"], r["training"], r["machine"]
    out = [
        f"# room-activity {r['version']}", "",
        "Says what one person does in a room that a fixed ceiling camera looks down on: one of nine labels for each "
        "frame at 12.5 frames a second, and from them events. It reads grey pictures of 128 by 96 with the sampled "
        "picture before each.", "",
        "Every figure below was written by the training command into `report.json` and from there into this card.", "",
        "## Data", "",
        f"- Footage: {len(t['recordings']) + len(v['videos'])} recordings, {t['all_minutes']} minutes, of the "
        "FIR-Image-Action-Dataset (Zhang, 2020; public, no licence stated; footage and frames are not part of this "
        "pack), with labels made in this project.",
        f"- Simulator: {t['simulator_minutes']} minutes of this project's `sim:room`.",
        "- Kept out as a whole, for validation: " + ", ".join(v["videos"]) + ". The accuracy below is that of a network "
        f"trained on the simulator and on the other {len(t['recordings'])} recordings, {t['minutes']} minutes: "
        + ", ".join(t["recordings"]) + ".",
        f"- **The pack shipped here then went on for {r['plans']['shipped']['steps']} steps on all of the "
        "recordings**, the four too, because other recordings are served best by what has seen most.",
        "- The temperature (one number) and the event thresholds (six numbers of a coarse grid) were fitted on the four "
        "recordings, with the network that had not learned from them, and serve both. When to leave off, after "
        f"{r['plans']['room']['stop']} steps of a schedule of {r['plans']['room']['steps']}, was chosen on them too, and "
        "the recipe was changed several times after looking at mistakes on them: the figures are those of validation, "
        "not of a blind test.",
        "", "## Training", "", f"`{t['command']}`", "",
        f"One command on {m['cpus']} {m['architecture']} cores, no GPU"
        + (", bfloat16 in hardware" if m["bfloat16"] else "") + f", on {r['date']}; about an hour.", "",
        "A convolutional encoder (2 planes, standardised inside the graph; 30 million multiplications a frame) whose "
        "attention maps read postures wherever they are, and a recurrent memory: a GRU of 128 and a slow picture of "
        "the empty room. First the encoder learns single records, each of another scene in another light, with the "
        "place of the person as a second target; then both learn streams whose states are carried from window to "
        "window. First on the simulator alone, then on footage and, half as much again, the simulator, most "
        "of whose rooms then play as they are. With flips, quarter-turns, exposure (down to near darkness), "
        "bent grey scales, rooms with things and creased sheets in them, people moved into other rooms, time "
        "stretch, time reversal and frozen walkers (as `stand`).",
        "", "## Accuracy on recordings it has not seen", "",
        "Causal, frame by frame, the state carried from a recording's first frame to its last; missing frames would "
        "count as wrong. Event F1 and falls (IoU of at least 0.1) by this pack's event rules."]
    only, shipped = r["simulator_only"], r["shipped"]
    rows = [_against("the four recordings, not learned from", v),
            _against("the simulator, unseen seeds", r["simulator_unseen_seeds"]),
            _against("trained on the simulator alone: the four", only["validation_recordings"]),
            _against("trained on the simulator alone: all recordings", only["all_recordings"]),
            _against("trained on the simulator alone: unseen seeds", only["simulator_unseen_seeds"]),
            _against("**the shipped pack**: the four, which it has learned from", shipped["validation_recordings_seen"]),
            _against("**the shipped pack**: the simulator, unseen seeds", shipped["simulator_unseen_seeds"])]
    out += _table(AGAINST, rows)
    each = [[n, percent(v["videos"][n]["frame_accuracy"]) if n in v["videos"] else "", percent(x["frame_accuracy"]),
             f"{x['event_f1@0.25']:.3f}", f"{x['falls_found']} of {x['falls']}"]
            for n, x in shipped["all_recordings_seen"]["videos"].items()]
    out += _table(["recording", "not learned from", "the shipped pack", "its event F1 at IoU 0.25", "falls it finds"], each)
    out += _quantisation(r)
    out += ["", "The labels, controls and calibration below are those of the network that has not learned from the four."]
    out += _table(["label", "F1", "recall"],
                  [[n, f"{v['f1'][n]:.3f}", f"{v['recall'][n]:.3f}"] for n in LABELS if n in v["f1"]])
    out += [f"Event F1 at IoU 0.1, 0.25, 0.5: {v['event_f1']['0.1']:.3f}, {v['event_f1']['0.25']:.3f}, "
            f"{v['event_f1']['0.5']:.3f}.", "", "## Controls"]
    out += _table(["control", "frame accuracy", "macro-F1"],
                  [[f"always `{c['majority_class']['label']}`", percent(c["majority_class"]["frame_accuracy"]),
                    f"{c['majority_class']['macro_f1']:.3f}"]]
                  + [[n.replace("_", " "), percent(c[n]["frame_accuracy"]), f"{c[n]['macro_f1']:.3f}"]
                     for n in ("shuffled_frames", "reversed_time")])
    out += ["## Calibration", "",
            f"Expected calibration error over 15 bins on the validation recordings: {k['ece_before']:.3f} before and "
            f"{k['ece_after']:.3f} after the temperature of {k['temperature']:.2f}, which is part of the graph."]
    if r["foreign"]:
        out += ["", "## Footage of other kinds", "",
                "Events of the shipped pack of any label but `empty`; all of them are false."]
        out += _table(["footage", "minutes", "events a minute", "of confidence 0.8 or more", "most often"],
                      [[n, f"{x['minutes']:.1f}", f"{x['events_per_minute']:.1f}",
                        f"{x['events_per_minute_confidence_0.8']:.1f}",
                        ", ".join(f"`{a}` {b}" for a, b in sorted(x["by_label"].items(), key=lambda p: -p[1])[:3])]
                       for n, x in r["foreign"].items()])
    a = r["attention"]
    out += ["", "## Attention", "",
            "`attention` is the mean of the encoder's four maps. The first learned where the person is, the others to look "
            f"where it helps. In the simulator's unseen rooms {percent(a['inside'])} of it lies in the person's box, "
            f"{a['times_area']:.1f} times the {percent(a['area'])} of the picture that the box takes ({a['frames']} frames "
            "with somebody in them)."]
    out += ["", "## States", "",
            "`h`: the GRU's hidden state. `ground`: a slow average of `view`, the room without people; it follows "
            "fast in the first second, then slowly, and faster while the room is thought to be empty. `age`: frames "
            "seen, and the last frame's probability of `empty`.",
            "", "## Limits", "",
            "- One camera, one ceiling height, two layouts of one room and three persons, seldom two at a time: "
            "other rooms need their own training. It is no safety device; a fall may be missed.",
            "- `stand`, `sit_down`, `lie_down` and `fall` are rare in the data and the least certain; boundaries of "
            "the labels are good to 0.25 to 0.5 s, which caps what can be measured.",
            "- Somebody who is in the first frames and keeps still looks like furniture until they move.",
            "- It knows nothing of other scenes: see the table of false events above.",
            "- Integers are counted alike on every processor, but the first convolution and what is before it count in floats: "
            "on another kind of processor a value may round to the step beside it, and features and scores then differ by that.",
            "", "## Licence", "",
            "Apache-2.0 for the weights and the graphs. The footage stays with its owners and is not distributed "
            "here; its terms are not stated, so judge for yourself whether yours is a use they allow.", ""]
    path.write_text("\n".join(out))
