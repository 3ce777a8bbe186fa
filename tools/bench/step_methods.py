"""Milliseconds of a step of each contrastive method in JAX on the CPU, beside patchwise's: python tools/bench/step_methods.py
PATCHWISE [images].

PATCHWISE is the command line. The same networks and losses as in tools/parity/twins.py under one jit, in single precision.
JAX's images are made once, while patchwise draws and augments its own. Both compute on the cores that the process has
(`taskset -c 0` for one).
"""

import json
import math
import os
import subprocess
import sys
import tempfile
import time

import jax
import numpy as np
from step import NUM_VIEWS, adam, backbone, cross_entropy, norm, parameters

jnp = jax.numpy
SIZE, STEPS = 32, 12


def mlp(rng, *sizes):
    def linear(inputs, outputs):
        limit = 1 / math.sqrt(inputs)
        return rng.uniform(-limit, limit, (inputs, outputs)).astype(np.float32), np.zeros(outputs, np.float32)

    return [linear(*pair) for pair in zip(sizes, sizes[1:])]


def project(layers, x, activation=jax.nn.relu):
    for weight, bias in layers[:-1]:
        x = (x @ weight + bias)[:, :, None, None]
        x = activation(norm(x, jnp.ones(x.shape[1]), jnp.zeros(x.shape[1])))[:, :, 0, 0]
    weight, bias = layers[-1]
    return x @ weight + bias


def unit_rows(x):
    return x / jnp.linalg.norm(x, axis=1, keepdims=True)


def simclr(params, features):
    z = unit_rows(project(params["head"], features))
    similarities = jnp.where(jnp.eye(len(z), dtype=bool), -jnp.inf, z @ z.T / 0.5)
    return cross_entropy(similarities, jnp.roll(jnp.arange(len(z)), len(z) // 2))


def vicreg(params, features):
    first, second = jnp.split(project(params["head"], features), 2)

    def spread(z):
        hinge = jax.nn.relu(1 - jnp.sqrt(z.var(0, ddof=1) + 1e-4)).mean()
        covariance = jnp.cov(z.T)
        return 25 * hinge / 2 + ((covariance**2).sum() - (jnp.diag(covariance) ** 2).sum()) / z.shape[1]

    return 25 * ((first - second) ** 2).mean() + spread(first) + spread(second)


def relational(params, features):
    draws = jnp.split(features, 4)
    positive, negative, shift = [], [], 1
    for i in range(4):
        for j in range(i + 1, 4):
            positive.append(jnp.concatenate([draws[i], draws[j]], 1))
            negative.append(jnp.concatenate([draws[i], jnp.roll(draws[j], shift, 0)], 1))
            shift += 1
    logits = project(params["head"], jnp.concatenate(positive + negative), jax.nn.leaky_relu)[:, 0]
    signs = jnp.repeat(jnp.array([1.0, -1.0]), len(logits) // 2)
    return jax.nn.softplus(-signs * logits).mean()


def byol(params, features, target):
    predicted = unit_rows(project(params["predictor"], project(params["head"], features)))
    goals = unit_rows(target)
    return 2 - 2 * (predicted * jnp.roll(goals, len(goals) // 2, 0)).sum(1).mean()


def joint(compare):
    def loss(params, features, num_images):
        logits = features[2 * num_images :] @ params["patch"][0][0] + params["patch"][0][1]
        patch = cross_entropy(logits, jnp.repeat(jnp.arange(NUM_VIEWS), num_images))
        return compare(params, features[: 2 * num_images]) + patch

    return loss


# The images of a step for each image of a batch, and the head's sizes.
METHODS = {
    "simclr": (2, simclr, (64, 256, 64)),
    "vicreg": (2, vicreg, (64, 256, 256, 256)),
    "relational-reasoning": (4, relational, (128, 256, 1)),
    "byol": (2, byol, (64, 256, 64)),
    "simclr-patch-rotnet": (2 + NUM_VIEWS, joint(simclr), (64, 256, 64)),
    "vicreg-patch-rotnet": (2 + NUM_VIEWS, joint(vicreg), (64, 256, 256, 256)),
}


def of_jax(name, num_images):
    draws, loss, sizes = METHODS[name]
    rng = np.random.default_rng(1)
    params = parameters(rng) | {"head": mlp(rng, *sizes)}
    if name == "byol":
        params["predictor"] = mlp(rng, 64, 256, 64)
    if draws > NUM_VIEWS:
        params["patch"] = mlp(rng, 64, NUM_VIEWS)
    params = jax.tree.map(jnp.asarray, params)

    def loss_of(params, follower, images):
        features = backbone(params, images)
        if name == "byol":
            return loss(params, features, project(follower["head"], backbone(follower, images)))
        return loss(params, features, num_images) if draws > NUM_VIEWS else loss(params, features)

    @jax.jit
    def step(params, follower, moments, images, count):
        value, gradients = jax.value_and_grad(loss_of)(params, follower, images)
        params, moments = adam(params, moments, gradients, count)
        if name == "byol":
            follower = jax.tree.map(lambda slow, fast: 0.99 * slow + 0.01 * fast, follower, params)
        return params, follower, moments, value

    moments = (jax.tree.map(jnp.zeros_like, params),) * 2
    images = jnp.asarray(rng.normal(size=(draws * num_images, 3, SIZE, SIZE)).astype(np.float32))
    follower, times = params, []
    for count in range(1, STEPS + 1):
        start = time.perf_counter()
        params, follower, moments, value = step(params, follower, moments, images, float(count))
        value.block_until_ready()
        times.append((time.perf_counter() - start) * 1e3)
    timed = sorted(times[2:])
    return timed[len(timed) // 2]


def of_patchwise(program, name, num_images):
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "pretrain", "--method", name, "--data", "scenes", "--images", num_images * STEPS]
        command += ["--batch", num_images, "--epochs", 2, "--out", os.path.join(folder, "model.safetensors")]
        command = [str(part) for part in command] + ["--quiet", "--json"]
        run = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return run["seconds"] / run["steps"] * 1e3


def main():
    program, num_images = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 16
    cores = len(os.sched_getaffinity(0))
    print(f"jax {jax.__version__}, {num_images} images of {SIZE} px a step, cores: {cores}, ms per step")
    print("| method | patchwise | JAX | JAX / patchwise |\n| --- | --- | --- | --- |")
    for name in METHODS:
        own, other = of_patchwise(program, name, num_images), of_jax(name, num_images)
        print(f"| {name} | {own:.0f} | {other:.0f} | {other / own:.1f} |", flush=True)


if __name__ == "__main__":
    main()
