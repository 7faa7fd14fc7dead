"""Writes the card of a caption pack from its report, so that no figure in it was typed."""

from __future__ import annotations

from pathlib import Path

from ..card import percent

PAPERS = {
    "temporal": "Describing Videos by Exploiting Temporal Structure (Yao et al., 2015): for each word a softmax over up to 28 "
                "frames of the window. Added to the paper: each frame's place in the window.",
    "spatial": "Show, Attend and Tell (Xu et al., 2015), soft attention: for each word a softmax over the 6 by 8 cells of "
               "the window's middle frame. Added to the paper: the x and y of each cell.",
    "hard": "Show, Attend and Tell (Xu et al., 2015), hard attention: each word looks at one of the 6 by 8 cells of the "
            "window's middle frame, that of most weight; drawn by its weight if the manifest says `looks: sample`. Added to the "
            "paper: the x and y of each cell.",
    "still": "Show and Tell (Vinyals et al., 2015): the window's middle frame is the LSTM's first input.",
}
HEAD = ["", "BLEU-1", "BLEU-2", "BLEU-3", "BLEU-4", "METEOR-like", "CIDEr", "CIDEr-D", "right action named", "different"]


def row(name: str, s: dict) -> str:
    """A row of figures under `HEAD`."""
    cells = [name, *(f"{100 * s[f'bleu{n}']:.1f}" for n in (1, 2, 3, 4)), f"{100 * s['meteor_like']:.1f}",
             f"{s['cider']:.2f}", f"{s['cider_d']:.2f}", percent(s["action_named"]), f"{s['different']} of {s['captions']}"]
    return "| " + " | ".join(cells) + " |"


def _ahead(a: dict[str, dict]) -> str:
    told = lambda x: f"{x['by']:+.2f} ({x['low']:+.2f} to {x['high']:+.2f})"  # noqa: E731
    return (f"CIDEr of this recipe less that of the most frequent caption: {told(a['most_frequent'])}; of the nearest window: "
            f"{told(a['nearest_neighbour'])}; of the true label's best: {told(a['best_of_true_label'])}. In brackets the middle "
            "95 % over windows drawn again with replacement.")


def _worse(v: dict, c: dict, kind: str) -> list[str]:
    """A plain word if it is of little use."""
    names = {"most_frequent": "always saying the same sentence", "nearest_neighbour": "looking up the nearest known window"}
    lost = [text for name, text in names.items() if c[name]["cider"] > v["cider"]]
    why = ("There is too little footage to learn from, or the encoder does not see what matters." if kind == "temporal" else
           "It sees one frame of the window; the nearest one was looked up by all of them.")
    return [f"**By CIDEr this is worse than {' and than '.join(lost)}.** {why}", ""] if lost else []


def _attention(a: dict, kind: str) -> list[str]:
    """What the weights are worth, in simulated rooms that nothing was learned from."""
    if kind == "temporal":
        return ["", "## Attention", "",
                "In simulated rooms that nothing was learned from, in windows of which the middle half is an action and the rest "
                "what comes before and after it: the weights, inside the action, of the words that name it. Weights that mean "
                "nothing would be its share of the frames.", "",
                "| action | words | weight inside | frames inside |", "|---|---|---|---|",
                *(f"| {name} | {x['words']} | {percent(x['inside'])} | {percent(x['frames'])} |" for name, x in a.items())]
    rows = {name: x for name, x in a.items() if isinstance(x, dict)}
    return ["", "## Attention", "",
            f"In {a['windows']} windows of simulated rooms that nothing was learned from: the weights inside the person's box, "
            f"which takes {percent(a['area'])} of the picture.", "",
            "| words | | weight inside | times its area |", "|---|---|---|---|",
            *(f"| {name} | {x['words']} | {percent(x['inside'])} | {x['times_area']:.1f} |" for name, x in rows.items())]


def write_card(path: Path, r: dict) -> None:
    v, t, c = r["validation"], r["training"], r["controls"]
    paper = PAPERS["hard" if r["plan"]["model"].get("hard") else r["plan"]["kind"]]
    out = [f"# {r['pack']} {r['version']}", "", r["says"], "",
           "Every figure below was written by the training command into `report.json` and from there into this card.", "",
           "## Data", "", *(f"- {line}" for line in t["data"]), "",
           "## Network", "", paper + f" {r['words']} words.", "",
           "It reads what the encoder of `room-activity` gives; the encoder did not learn from captions. "
           + ("The encoder's graph is the same file." if t["encoder_shared"] else
              "**The encoder's graph is not that of the `room-activity` pack beside it**: another checkpoint was used.")
           + (" The captioner learned on what the encoder sees counting in floats; this pack encodes, and was measured, with "
              "the same weights in 8-bit integers." if t["in_integers"] else ""), "",
           "## Training", "", f"`{r['command']}`", "",
           f"{r['steps']} steps of {r['plan']['batch']} captions; the number was chosen on recordings of the training part "
           "that were left out for that, then the network was trained anew with them. Mirrored pictures were given mirrored "
           f"words. {r['date']}, {r['machine']['cpus']} {r['machine']['architecture']} cores, no GPU.", "",
           "## What it is worth", "", t["measured_on"], "",
           "BLEU and the METEOR-like score in percent. CIDEr-D is what the COCO caption server calls CIDEr; the METEOR-like "
           "score is the METEOR of 2005 without synonyms and not comparable with METEOR 1.5. The parts are captioned as people "
           "cut them, each from its first frame on for as long as a window lasts; live windows are those of recognised events.",
           "", "| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD),
           row("**this pack's recipe**", v), row("greedy instead of a beam", v["greedy"]),
           row(f"always “{c['most_frequent_caption']}”", c["most_frequent"]),
           row("caption of the nearest window by mean feature", c["nearest_neighbour"]),
           row("told the true label: its best single caption", c["best_of_true_label"]), "",
           _ahead(v["cider_ahead_of"]), "", *_worse(v, c, r["plan"]["kind"]),
           f"People's own captions name the right action in {percent(c['action_named_by_people'])} of cases. Share of word "
           f"pairs repeated within a caption: {percent(v['repeat_rate'])}."]
    if v["recordings"]:
        out += ["", "| recording | " + " | ".join(HEAD[1:]) + " |", "|" + "---|" * len(HEAD),
                *(row(n, s) for n, s in v["recordings"].items())]
    if "attention" in r:
        out += _attention(r["attention"], r["plan"]["kind"])
    out += ["", "## What it said", "", "| label | said | written |", "|---|---|---|",
            *(f"| {e['label']} | {e['said']} | {e['written'][0]} |" for e in v["examples"]), "",
            "## Limits", "", *(f"- {line}" for line in r["limits"]), "", "## Licence", "",
            "Apache-2.0 for the weights and the graphs. " + t["terms"], ""]
    path.write_text("\n".join(out))
