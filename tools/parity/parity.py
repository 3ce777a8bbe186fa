"""Repeats the first steps of patchwise's training in PyTorch and compares: python tools/parity/parity.py

Needs a build of the command line, and what requirements.txt lists. README.md says how to read the table.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import safetensors
import torch
from safetensors import safe_open

from twins import METHODS, Batch, load, make_optimizer, make_schedule, weights

ROOT = Path(__file__).parents[2]
DTYPES = {"float64": torch.float64, "float32": torch.float32}
TARGETS = {"losses": 1e-4, "features": 1e-5}
# Of a single step, relative to the length of the step.
UPDATE_TARGET = 1e-2
# Of a run of fifty steps, by Adam and by SGD: so slow that rounding does not take over.
RUN_RATE, SGD_RUN_RATE = 1e-5, 1e-4
# Beyond the steps that follow each other, every so many are compared from patchwise's weights.
ANCHOR_EVERY = 10
# Runs in single precision that tell what rounding alone makes of a run.
NUM_SINGLE = 3
# Of patchwise's time per step.
TIMED_EPOCHS, TIMED_RUNS = 2, 3
# A difference of the same order as theirs is put down to rounding.
SAME_ORDER = 3
# Of single precision, and how often an update rounds at most.
UNIT_ROUNDOFF, NUM_ROUNDINGS = 2.0**-24, 3


class Trace:
    """The file that `patchwise pretrain --trace` writes."""

    def __init__(self, path):
        with safe_open(path, "pt") as file:
            self.info = json.loads(file.metadata()["patchwise"])
            self.tensors = {name: file.get_tensor(name) for name in file.keys()}
        self.config = self.info["config"]
        if "microBatch" in self.config:
            raise SystemExit("Micro-batches are not repeated here.")
        self.losses = self.tensors["losses"].double()
        self.start, self.end = self._weights("start."), self._weights("end.")

    def _weights(self, prefix):
        names = [name for name in self.tensors if name.startswith((f"{prefix}backbone.", f"{prefix}head."))]
        return {name.removeprefix(prefix): self.tensors[name] for name in names}

    @property
    def total_steps(self):
        """Steps of the whole run, of which the trace may be the beginning."""
        data = self.info["fingerprint"]
        num_images = data["images"]
        if self.config["method"] == "supervised":
            num_images = min(num_images, data["labeledImages"])
        return self.config["epochs"] * (num_images // self.config["batchSize"])

    def batch(self, step, dtype):
        def find(name):
            return self.tensors.get(f"step.{step}.{name}")

        draws = []
        while (images := find(f"draw.{len(draws)}")) is not None:
            draws.append(images.to(dtype))
        targets, target_weights, noise = find("targets"), find("weights"), find("noise")
        return Batch(
            draws=draws,
            boxes=find("boxes").long(),
            targets=None if targets is None else targets.long(),
            weights=None if target_weights is None else target_weights.to(dtype),
            noise=None if noise is None else noise.to(dtype).reshape(len(draws[0]), -1),
        )


class Training:
    """PyTorch's side of a run."""

    def __init__(self, trace, tensors, dtype):
        self.trace, self.dtype = trace, dtype
        self.network = METHODS[trace.config["method"]](trace.config).to(dtype)
        load(self.network, tensors)
        self.optimizer = make_optimizer(self.network, trace.config)
        self.schedule = make_schedule(self.optimizer, trace.config, trace.total_steps)

    def step(self, step):
        """Updates the network; returns the loss before that and the learning rate."""
        batch = self.trace.batch(step, self.dtype)
        (rate,) = self.schedule.get_last_lr()
        loss = self.network(batch)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        self.schedule.step()
        self.network.after_update((step + 1) / self.trace.total_steps)
        return loss.item(), rate

    @torch.no_grad()
    def features(self):
        """Features of the last step's first draw in inference mode: [N, 64]"""
        batch = self.trace.batch(len(self.trace.losses) - 1, self.dtype)
        self.network.eval()
        return self.network.backbone(batch.draws[0]).double()

    def weights(self):
        return {name: tensor.double() for name, tensor in weights(self.network, self.trace.end).items()}


class Run:
    """All steps of a trace in PyTorch, from the starting weights given."""

    def __init__(self, trace, tensors, dtype):
        training = Training(trace, tensors, dtype)
        losses, rates, self.seconds = [], [], []
        for step in range(len(trace.losses)):
            began = time.perf_counter()
            loss, rate = training.step(step)
            self.seconds.append(time.perf_counter() - began)
            losses.append(loss)
            rates.append(rate)
        torch.testing.assert_close(torch.tensor(rates), trace.tensors["learning_rates"], rtol=1e-6, atol=0)
        self.losses = torch.tensor(losses, dtype=torch.float64)
        self.features, self.weights = training.features(), training.weights()


def last_bit_changed(tensors, seed):
    """Each value by its neighbour in single precision, up or down at random."""
    generator = torch.Generator().manual_seed(seed)

    def change(tensor):
        direction = torch.randint(0, 2, tensor.shape, generator=generator) * torch.inf
        return tensor.nextafter(direction.nan_to_num(-torch.inf))

    return {name: change(tensor) for name, tensor in tensors.items()}


def without_gradient(trace):
    """Names of weights whose gradient is zero but for rounding, which Adam makes a step like any other.

    They have no effect in training: biases ahead of batch norm, VICReg's last bias. Means of the norms in a head follow
    them, and the copies of both in BYOL's target network.
    """
    training = Training(trace, trace.start, torch.float64)
    training.network(trace.batch(0, torch.float64)).backward()
    gradients = {
        name: parameter.grad.abs().max().item()
        for name, parameter in training.network.named_parameters()
        if parameter.grad is not None
    }
    limit = 1e-12 * max(gradients.values())
    names = {name for name, gradient in gradients.items() if gradient < limit}
    copies = {name.replace("head.", "head.target.", 1) for name in names}
    return names | copies & trace.start.keys()


def is_mean_of_head(name):
    return name.startswith("head.") and "backbone" not in name and name.endswith("running_mean")


def largest(first, second):
    """The largest absolute difference of two tensors."""
    return (first.double() - second.double()).abs().max().item()


def difference(run, losses, features, tensors, unused):
    """What a run differs by from the losses, features and weights that another came to."""
    by_name = {name: largest(run.weights[name], tensor) for name, tensor in tensors.items()}
    used = {name: value for name, value in by_name.items() if name not in unused and not is_mean_of_head(name)}
    worst = max(used, key=used.get)
    return {
        "losses": largest(run.losses, losses),
        "features": largest(run.features, features),
        "weights": used[worst],
        "worst_weight": worst,
        "weights_without_effect": max((value for name, value in by_name.items() if name not in used), default=0.0),
    }


def update_error(before, after, expected, unused):
    """Sum of differences between two updates over the sum of the update, largest of all tensors.

    Of sums, as Adam turns a gradient near zero into a whole step up or down; without the rounding of the sum of weight
    and update, which may be as long as a small update.
    """
    errors = {}
    for name, tensor in after.items():
        if name not in unused:
            tensor, update = tensor.double(), tensor.double() - before[name].double()
            off = (expected[name] - tensor).abs() - NUM_ROUNDINGS * UNIT_ROUNDOFF * tensor.abs()
            errors[name] = (off.clamp(min=0).sum() / update.abs().sum()).item()
    worst = max(errors, key=errors.get)
    return errors[worst], worst


def by_step(trace, states, dtype, unused):
    """Compares steps that PyTorch does from patchwise's weights, so that errors cannot add up.

    states: patchwise's weights before a step, by its number; those from 0 on that follow each other give updates, too
    """
    training = Training(trace, trace.start, dtype)
    losses, updates = {}, {}
    for step in sorted(states):
        if step == len(trace.losses):
            break
        load(training.network, states[step])
        if step + 1 in states:
            loss, _ = training.step(step)
            updates[step] = update_error(states[step], states[step + 1], training.weights(), unused)
        else:
            loss = training.network(trace.batch(step, dtype)).item()
        losses[step] = abs(loss - trace.losses[step].item())
    load(training.network, trace.end)
    return {
        "losses": max(losses.values()),
        "features": largest(training.features(), trace.tensors["end.features"]),
        "updates": max(updates.values())[0],
        "worst_update": max(updates.values())[1],
        "losses_by_step": losses,
        "updates_by_step": {step: error for step, (error, _) in updates.items()},
    }


def by_run(trace, dtype, unused):
    """Compares all steps from the starting weights on, and PyTorch in single precision with the same reference."""
    reference = Run(trace, trace.start, dtype)
    starts = [trace.start] + [last_bit_changed(trace.start, seed) for seed in range(1, NUM_SINGLE)]
    singles = [Run(trace, start, torch.float32) for start in starts]
    others = [difference(reference, run.losses, run.features, run.weights, unused) for run in singles]
    return {
        "patchwise": difference(reference, trace.losses, trace.tensors["end.features"], trace.end, unused),
        "float32": {name: max(other[name] for other in others) for name in ["losses", "features", "weights"]},
        "first_loss": trace.losses[0].item(),
        "last_loss": trace.losses[-1].item(),
        "learning_rate": trace.config["optimizer"]["learningRate"],
        "seconds_per_step": median(singles[0].seconds),
    }


def verdict(result, name):
    """`met`, `missed`, or `float32`: PyTorch in single precision misses the target as well, or comes as near to it."""
    target, step, run = TARGETS[name], result["step"], result["run"]
    if step[name] > target or step["updates"] > UPDATE_TARGET:
        return "missed"
    if run["patchwise"][name] <= target:
        return "met"
    reachable = run["float32"][name]
    return "float32" if reachable > target or run["patchwise"][name] <= SAME_ORDER * reachable else "missed"


def pretrain(options, method, path, *more):
    # One batch more than the steps need: the run does not end with its last step.
    command = [options.patchwise, "pretrain", "--method", method, "--data", options.data, "--batch", options.batch]
    command += ["--images", options.batch * (options.steps + 1), "--out", path, "--force", "--quiet"]
    command += [*more, *options.pretrain]
    environment = os.environ | {"RAYON_NUM_THREADS": str(options.threads)}
    command = [str(part) for part in command]
    return subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, text=True).stdout


def make_trace(options, method, steps, folder, rate=None):
    path = folder / f"{method}-{rate or 'own'}-{steps}.safetensors"
    pretrain(options, method, path, "--epochs", 1, "--trace", steps, *(["--learning-rate", rate] if rate else []))
    trace = Trace(path)
    if len(trace.losses) != steps:
        raise SystemExit(f"{method} did {len(trace.losses)} of {steps} steps: it needs more images.")
    return trace


def seconds_per_step(options, method, folder):
    """Of patchwise, over whole runs: their first steps and what is prepared between epochs included."""
    runs = [
        json.loads(pretrain(options, method, folder / "timed.safetensors", "--epochs", TIMED_EPOCHS, "--json"))
        for _ in range(TIMED_RUNS)
    ]
    return median(run["seconds"] / run["steps"] for run in runs)


def check(options, method, folder):
    """All that is reported of one method."""
    dtype = DTYPES[options.dtype]
    trace = make_trace(options, method, options.steps, folder)
    # The last weights of a shorter trace are those of a step within the long one.
    lengths = {*range(1, options.by_step + 1), *range(ANCHOR_EVERY, options.steps, ANCHOR_EVERY)}
    states = {steps: make_trace(options, method, steps, folder).end for steps in lengths if steps < options.steps}
    states |= {0: trace.start, options.steps: trace.end}
    unused = without_gradient(trace)
    rate = options.learning_rate or (SGD_RUN_RATE if method == "supervised" else RUN_RATE)
    slow = trace if options.own_rates else make_trace(options, method, options.steps, folder, rate)
    result = {
        "method": method,
        "step": by_step(trace, states, dtype, unused),
        "run": by_run(slow, dtype, unused),
        "without_gradient": sorted(unused),
        "seconds_per_step": seconds_per_step(options, method, folder),
        "config": trace.config,
    }
    return result | {"verdicts": {name: verdict(result, name) for name in TARGETS}}


def of_run(name):
    def cell(result):
        own, single = (result["run"][side][name] for side in ["patchwise", "float32"])
        return f"{own:.0e} ({single:.0e})" + (f" {result['verdicts'][name]}" if name in TARGETS else "")

    return cell


COLUMNS = {
    "method": lambda result: result["method"],
    "step: loss": lambda result: f"{result['step']['losses']:.0e}",
    "step: update": lambda result: f"{result['step']['updates']:.0e}",
    "step: features": lambda result: f"{result['step']['features']:.0e}",
    "run: losses": of_run("losses"),
    "run: features": of_run("features"),
    "run: weights": of_run("weights"),
    "ms per step": lambda result: f"{result['seconds_per_step'] * 1000:.1f}",
    "PyTorch, ms per step": lambda result: f"{result['run']['seconds_per_step'] * 1000:.1f}",
    "ratio": lambda result: f"{result['run']['seconds_per_step'] / result['seconds_per_step']:.1f}x",
}


def print_row(cells):
    print("| " + " | ".join(cells) + " |", flush=True)


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patchwise", default=ROOT / "target" / "release" / "patchwise", help="the command to check")
    parser.add_argument("--methods", default=",".join(METHODS), help="names with commas between them [all]")
    parser.add_argument("--data", default="scenes", help="as of `patchwise pretrain` [scenes]")
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--by-step", type=int, default=10, help="steps whose updates are compared one by one [10]")
    parser.add_argument("--batch", type=int, default=8, help="images per step [8]")
    parser.add_argument("--learning-rate", type=float, help="of the run [1e-5; 1e-4 for supervised]")
    parser.add_argument("--own-rates", action="store_true", help="the run at the method's own learning rate")
    parser.add_argument("--dtype", choices=DTYPES, default="float64", help="of the reference [float64]")
    parser.add_argument("--threads", type=int, default=1, help="of PyTorch and of patchwise [1]")
    parser.add_argument("--json", type=Path, help="file to write the results to")
    parser.add_argument("--keep", type=Path, help="folder for the traces, which are deleted otherwise")
    parser.add_argument("pretrain", nargs="*", help="after `--`: further options of `patchwise pretrain`")
    options = parser.parse_args()
    options.methods = options.methods.split(",")
    if unknown := [method for method in options.methods if method not in METHODS]:
        parser.error(f"unknown: {', '.join(unknown)}; the methods are {', '.join(METHODS)}")
    return options


def versions(patchwise):
    version = subprocess.run([patchwise, "--version"], check=True, capture_output=True, text=True)
    return {
        "patchwise": version.stdout.strip(),
        "python": platform.python_version(),
        "torch": torch.__version__,
        "safetensors": safetensors.__version__,
    }


def main():
    options = parse()
    torch.set_num_threads(options.threads)
    results = []
    print_row(COLUMNS)
    print_row(["---"] * len(COLUMNS))
    for method in options.methods:
        with tempfile.TemporaryDirectory() as temporary:
            folder = options.keep or Path(temporary)
            folder.mkdir(parents=True, exist_ok=True)
            results.append(check(options, method, folder))
        print_row(column(results[-1]) for column in COLUMNS.values())
    if options.json:
        record = {
            "versions": versions(options.patchwise),
            "targets": TARGETS | {"updates": UPDATE_TARGET},
            "reference": options.dtype,
            "threads": options.threads,
            "data": options.data,
            "steps": options.steps,
            "results": results,
        }
        options.json.write_text(json.dumps(record, indent=1) + "\n")
    missed = [result["method"] for result in results if "missed" in result["verdicts"].values()]
    if missed:
        print(f"\nA target is missed by {', '.join(missed)}.", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
