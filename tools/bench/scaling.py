"""How fast one network trains on several machines: what was measured, and a model of what was not.

    pip install matplotlib
    python scaling.py    writes docs/guide/scaling.svg and prints the figures, from benches/scaling.json

A step of N processes takes what one of them computes (measured without the others, by `cargo bench --bench processes`), a
latency for each message that it waits for, and the time in which its link receives what the others send. A collective call
waits for at least log2 N messages one after the other, and for at most N - 1, depending on how MPI does it.
"""

import json
import math
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt

ROOT = Path(__file__).resolve().parents[2]
# The same picture from the same figures.
matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "patchwise", "font.size": 11})


def step(part, network, rounds):
    """Milliseconds of a step."""
    count = part["processes"]
    received = part["bytes"] * (count - 1) / count
    waiting = part["calls"] * rounds(count) * network["latencyUs"] / 1e3 if count > 1 else 0
    return part["ms"] + waiting + received / (network["gbits"] * 1e9 / 8) * 1e3


def fewest(count):
    return math.ceil(math.log2(count))


def most(count):
    return count - 1


def main():
    found = json.loads((ROOT / "benches" / "scaling.json").read_text())
    parts = found["computed"]
    alone = parts[0]["ms"]
    counts = [part["processes"] for part in parts]
    figure, axes = plt.subplots(figsize=(7.2, 4.6))
    axes.plot(counts, counts, color="0.7", linestyle=":", label="N times as fast")
    axes.plot(counts, [alone / part["ms"] for part in parts], color="0.45", linestyle="--", label="computing alone")
    print("| network | " + " | ".join(f"N = {count}" for count in counts) + " |")
    print("| --- | " + " | ".join("---" for _ in counts) + " |")
    print("| none | " + " | ".join(f"{alone / part['ms']:.1f}" for part in parts) + " |")
    for network, color in zip(found["networks"], ["#1f77b4", "#d62728"]):
        best, worst = ([alone / step(part, network, rounds) for part in parts] for rounds in (fewest, most))
        axes.fill_between(counts, worst, best, color=color, alpha=0.25, linewidth=0)
        axes.plot(counts, best, color=color, label=network["name"])
        cells = [f"{low:.1f} to {high:.1f}" for low, high in zip(worst, best)]
        print(f"| {network['name']} | " + " | ".join(cells) + " |")
    for fill, label in (("full", "measured"), ("none", "measured, four on two cores")):
        points = [point for point in found["measured"] if ("oversubscribed" in point) == (fill == "none")]
        axes.plot(
            [point["processes"] for point in points],
            [point["speedup"] for point in points],
            "ko",
            fillstyle=fill,
            label=label,
        )
    axes.set(xscale="log", yscale="log", xlabel="processes, one core each", ylabel="times as fast as one process")
    axes.set_xticks(counts, [str(count) for count in counts])
    axes.set_yticks(counts, [str(count) for count in counts])
    axes.minorticks_off()
    axes.grid(color="0.9")
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(ROOT / "docs" / "guide" / "scaling.svg", metadata={"Date": None})

    print("\nTwo nodes on a simulated network, 8 images a step: measured, and what the model says.\n")
    print("| delay, one way | measured | model |\n| --- | --- | --- |")
    first, *others = found["simulated"]["steps"]
    for point in (first, *others):
        said = first["ms"] + found["simulated"]["calls"] * (point["delayMs"] - first["delayMs"])
        print(f"| {point['delayMs']} ms | {point['ms']:.0f} ms | {said:.0f} ms |")


if __name__ == "__main__":
    main()
