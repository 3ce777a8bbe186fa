"""Features of two waves by a saved ResNet-8, from its file and the README's tensor names alone, in JAX.

python tests/golden/load_saved.py MODEL prints them as JSON; needs jax, numpy and safetensors.
"""

import json
import sys

import jax
import numpy as np
from safetensors.numpy import load_file

tensors = load_file(sys.argv[1])
jnp = jax.numpy


def conv_norm(name, x, stride):
    weight = tensors[f"{name}.conv.weight"]
    pad = weight.shape[-1] // 2
    x = jax.lax.conv_general_dilated(x, weight, (stride, stride), [(pad, pad)] * 2)
    scale, bias, mean, var = (
        tensors[f"{name}.norm.{part}"][None, :, None, None] for part in ["weight", "bias", "running_mean", "running_var"]
    )
    return (x - mean) / jnp.sqrt(var + 1e-5) * scale + bias


x = np.sin(np.float32(0.7) * np.arange(2 * 3 * 32 * 32, dtype=np.float32)).reshape(2, 3, 32, 32)
x = jax.nn.relu(conv_norm("backbone.stem", x, 1))
for stage in range(3):
    name, stride = f"backbone.stages.{stage}.0", 2 if stage > 0 else 1
    hidden = conv_norm(f"{name}.second", jax.nn.relu(conv_norm(f"{name}.first", x, stride)), 1)
    if f"{name}.shortcut.conv.weight" in tensors:
        x = conv_norm(f"{name}.shortcut", x, stride)
    x = jax.nn.relu(hidden + x)
print(json.dumps([float(value) for value in x.mean((2, 3)).ravel()]))
