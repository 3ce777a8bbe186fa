"""Milliseconds of the eight-view step in JAX on the CPU, beside `cargo bench`: python tools/bench/step.py [images].

The same network, loss and Adam under one jit, in single precision, on all cores. Views are made once, which favours it.
"""

import sys
import time

import jax
import numpy as np

jnp = jax.numpy
NUM_VIEWS = 8


def conv(x, weight, stride):
    border = weight.shape[2] // 2
    edges = [(border, border)] * 2
    return jax.lax.conv_general_dilated(x, weight, (stride, stride), edges)


def norm(x, scale, offset):
    mean = x.mean((0, 2, 3), keepdims=True)
    variance = x.var((0, 2, 3), keepdims=True)
    line = [value[None, :, None, None] for value in (scale, offset)]
    return (x - mean) / jnp.sqrt(variance + 1e-5) * line[0] + line[1]


def parameters(rng):
    def layer(inputs, outputs, kernel):
        deviation = np.sqrt(2 / (kernel * kernel * outputs))
        weight = rng.normal(0, deviation, (outputs, inputs, kernel, kernel)).astype(np.float32)
        return weight, np.ones(outputs, np.float32), np.zeros(outputs, np.float32)

    blocks, inputs = [], 16
    for outputs in (16, 32, 64):
        shortcut = layer(inputs, outputs, 1) if inputs != outputs else None
        blocks.append((layer(inputs, outputs, 3), layer(outputs, outputs, 3), shortcut))
        inputs = outputs
    head = rng.uniform(-1 / 8, 1 / 8, (64, NUM_VIEWS)).astype(np.float32)
    return {"stem": layer(3, 16, 3), "blocks": blocks, "head": head, "bias": np.zeros(NUM_VIEWS, np.float32)}


def unit(x, layer, stride=1):
    weight, scale, offset = layer
    return norm(conv(x, weight, stride), scale, offset)


def backbone(params, images):
    x = jax.nn.relu(unit(images, params["stem"]))
    for first, second, shortcut in params["blocks"]:
        stride = 1 if shortcut is None else 2
        beside = x if shortcut is None else unit(x, shortcut, stride)
        x = jax.nn.relu(unit(jax.nn.relu(unit(x, first, stride)), second) + beside)
    return x.mean((2, 3))


def cross_entropy(logits, targets):
    return -jnp.take_along_axis(jax.nn.log_softmax(logits), targets[:, None], 1).mean()


def loss_of(params, views, targets):
    return cross_entropy(backbone(params, views) @ params["head"] + params["bias"], targets)


def adam(params, moments, gradients, count):
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, moments[0], gradients)
    second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, moments[1], gradients)
    update = lambda p, m, v: p - 1e-3 * (m / (1 - 0.9**count)) / (jnp.sqrt(v / (1 - 0.999**count)) + 1e-8)
    return jax.tree.map(update, params, first, second), (first, second)


@jax.jit
def step(params, moments, views, targets, count):
    loss, gradients = jax.value_and_grad(loss_of)(params, views, targets)
    return *adam(params, moments, gradients, count), loss


def main():
    num_images = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    rng = np.random.default_rng(1)
    print(f"jax {jax.__version__} on {jax.devices()[0].device_kind}, {num_images} images of {NUM_VIEWS} views a step")
    for size in (32, 64, 96):
        params = jax.tree.map(jnp.asarray, parameters(rng))
        moments = (jax.tree.map(jnp.zeros_like, params),) * 2
        views = jnp.asarray(rng.normal(size=(NUM_VIEWS * num_images, 3, size, size)).astype(np.float32))
        targets = jnp.repeat(jnp.arange(NUM_VIEWS), num_images)
        times = []
        for count in range(1, 13):
            start = time.perf_counter()
            params, moments, loss = step(params, moments, views, targets, float(count))
            loss.block_until_ready()
            times.append((time.perf_counter() - start) * 1e3)
        timed = sorted(times[2:])
        print(f"{size} px: {timed[len(timed) // 2]:.1f} ms a step ({timed[0]:.1f} to {timed[-1]:.1f})")


if __name__ == "__main__":
    main()
