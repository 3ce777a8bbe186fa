"""Losses of the first steps on the fixture, from JAX in double precision: python reference.py [images] [size].

Written from the formulas, apart from the peers: turns by jnp.rot90, patches by jax.image.resize, XLA's convolution.
"""

import json
import sys

import jax
import numpy as np

jax.config.update("jax_enable_x64", True)
jnp = jax.numpy

BLOCKS = [("stages.0.0", 16, 16), ("stages.1.0", 16, 32), ("stages.2.0", 32, 64)]


def wave(shape, phase, scale=1.0):
    index = np.arange(int(np.prod(shape)), dtype=np.float64)
    values = np.sin(0.7 * index + phase).astype(np.float32).astype(np.float64) * scale
    return jnp.asarray(values.astype(np.float32).astype(np.float64).reshape(shape))


def layers():
    yield "backbone.stem", 3, 16, 3
    for name, inputs, outputs in BLOCKS:
        yield f"backbone.{name}.first", inputs, outputs, 3
        yield f"backbone.{name}.second", outputs, outputs, 3
        if inputs != outputs:
            yield f"backbone.{name}.shortcut", inputs, outputs, 1


def parameters():
    params = {}
    for name, inputs, outputs, kernel in layers():
        scale = np.sqrt(2 / (outputs * kernel * kernel))
        params[f"{name}.conv.weight"] = wave((outputs, inputs, kernel, kernel), len(params), scale)
        params[f"{name}.norm.weight"] = 1 + wave((outputs,), len(params), 0.1)
        params[f"{name}.norm.bias"] = wave((outputs,), len(params), 0.1)
    params["head.weight"] = wave((8, 64), len(params), 0.1)
    params["head.bias"] = wave((8,), len(params), 0.1)
    return params


def make_views(images, boxes, side):
    rotated = [jnp.rot90(images, turns, axes=(2, 3)) for turns in range(4)]
    patched = []
    for view in rotated:
        small = jax.image.resize(view, (*images.shape[:2], side, side), "bilinear", antialias=False)
        for n, (top, left) in enumerate(boxes):
            patched.append(images[n : n + 1].at[:, :, top : top + side, left : left + side].set(small[n]))
    return jnp.concatenate(rotated + patched)


def conv_norm(params, name, x, stride=1):
    weight = params[f"{name}.conv.weight"]
    pad = weight.shape[-1] // 2
    x = jax.lax.conv_general_dilated(x, weight, (stride, stride), [(pad, pad)] * 2)
    mean, var = (f((0, 2, 3), keepdims=True) for f in (x.mean, x.var))
    column = lambda part: params[f"{name}.norm.{part}"][None, :, None, None]
    return (x - mean) / jnp.sqrt(var + 1e-5) * column("weight") + column("bias")


def loss_of(params, views):
    x = jax.nn.relu(conv_norm(params, "backbone.stem", views))
    for name, inputs, outputs in BLOCKS:
        name, stride = f"backbone.{name}", 1 if inputs == outputs else 2
        hidden = jax.nn.relu(conv_norm(params, f"{name}.first", x, stride))
        residual = conv_norm(params, f"{name}.second", hidden)
        x = jax.nn.relu(residual + (x if stride == 1 else conv_norm(params, f"{name}.shortcut", x, stride)))
    logits = x.mean((2, 3)) @ params["head.weight"].T + params["head.bias"]
    targets = jnp.repeat(jnp.arange(8), len(views) // 8)
    return -jax.nn.log_softmax(logits)[jnp.arange(len(views)), targets].mean()


def losses(num_images, size, steps=3):
    side = int(size / 2.5)
    span = size - side + 1
    boxes = [(3 * n % span, (5 * n + 1) % span) for n in range(num_images)]
    views = make_views(wave((num_images, 3, size, size), 0.3), boxes, side)
    params = parameters()
    first, second = ({name: jnp.zeros_like(value) for name, value in params.items()} for _ in range(2))
    for step in range(1, steps + 1):
        loss, gradients = jax.value_and_grad(loss_of)(params, views)
        yield float(loss)
        for name, gradient in gradients.items():
            first[name] = 0.9 * first[name] + 0.1 * gradient
            second[name] = 0.999 * second[name] + 0.001 * gradient**2
            mean, square = first[name] / (1 - 0.9**step), second[name] / (1 - 0.999**step)
            params[name] = params[name] - 1e-3 * mean / (jnp.sqrt(square) + 1e-8)


num_images, size = (int(argument) for argument in sys.argv[1:3]) if len(sys.argv) > 2 else (2, 12)
print(json.dumps(list(losses(num_images, size))))
