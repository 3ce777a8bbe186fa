"""Reference numbers from JAX in double precision, and from scikit-learn: python tests/golden/generate.py, with jax,
numpy and scikit-learn installed.

Weights and images are sines of their index, so that both sides compute them and only results are stored.
"""

import json
import platform
from pathlib import Path

import jax
import numpy as np
import scipy
import sklearn
from scipy.spatial.distance import pdist, squareform
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from sklearn.manifold._t_sne import _joint_probabilities, _kl_divergence

jax.config.update("jax_enable_x64", True)
jnp = jax.numpy

FOLDER = Path(__file__).parent
EPSILON, MOMENTUM = 1e-5, 0.1


def wave(shape, phase, scale=1.0):
    """sin(0.7 i + phase) * scale, rounded to single precision as the other side has it."""
    index = np.arange(int(np.prod(shape)), dtype=np.float64)
    return jnp.asarray((np.sin(0.7 * index + phase) * scale).astype(np.float32).astype(np.float64).reshape(shape))


def write(name, values):
    versions = {"jax": jax.__version__, "numpy": np.__version__, "python": platform.python_version()}
    text = json.dumps({"made_by": "tests/golden/generate.py", "versions": versions} | values)
    (FOLDER / f"{name}.json").write_text(text + "\n")


def numbers(array):
    return [float(f"{value:.9g}") for value in np.asarray(array).ravel()]


# Views: turns by jnp.rot90, shrinking by jax.image.resize (half-pixel centres) without antialiasing.


def views(images, boxes, side):
    size = images.shape[-1]
    rotated = [jnp.rot90(images, turns, axes=(2, 3)) for turns in range(4)]
    shape = (images.shape[0], 3, side, side)
    patched = []
    for view in rotated:
        small = jax.image.resize(view, shape, "bilinear", antialias=False)
        pasted = [
            images[n].at[:, top : top + side, left : left + side].set(small[n]) for n, (top, left) in enumerate(boxes)
        ]
        patched.append(jnp.stack(pasted))
    assert size >= side
    return jnp.concatenate(rotated + patched)


def golden_views():
    cases = []
    for size, side, boxes in [(10, 4, [(0, 6), (5, 1)]), (9, 5, [(4, 0), (2, 3)]), (8, 7, [(1, 1), (0, 1)])]:
        images = wave((2, 3, size, size), 0.3)
        values = numbers(views(images, boxes, side))
        cases.append({"size": size, "side": side, "boxes": boxes, "views": values})
    write("views", {"cases": cases})


# Backbones, by the names of the crate.


def backbone_shapes(blocks_per_stage):
    shapes = {}

    def conv_norm(name, inputs, outputs, kernel):
        shapes[f"{name}.conv.weight"] = (outputs, inputs, kernel, kernel)
        for part in ["weight", "bias", "running_mean", "running_var"]:
            shapes[f"{name}.norm.{part}"] = (outputs,)

    conv_norm("stem", 3, 16, 3)
    channels = 16
    for stage, outputs in enumerate([16, 32, 64]):
        for block in range(blocks_per_stage):
            name = f"stages.{stage}.{block}"
            conv_norm(f"{name}.first", channels, outputs, 3)
            conv_norm(f"{name}.second", outputs, outputs, 3)
            if channels != outputs:
                conv_norm(f"{name}.shortcut", channels, outputs, 1)
            channels = outputs
    return shapes


def fill(shapes):
    """Every tensor by its place in the list: norms near weight 1, running variance near 1."""
    tensors = {}
    for place, (name, shape) in enumerate(shapes.items()):
        if name.endswith("conv.weight"):
            scale = np.sqrt(2.0 / (shape[0] * shape[2] * shape[3]))
            tensors[name] = wave(shape, place, float(np.float32(scale)))
        else:
            base = 1.0 if name.endswith(("norm.weight", "running_var")) else 0.0
            tensors[name] = wave(shape, place, 0.1) + base
    return tensors


def conv_norm(tensors, stats, name, x, stride, train):
    weight = tensors[f"{name}.conv.weight"]
    pad = weight.shape[-1] // 2
    x = jax.lax.conv_general_dilated(x, weight, (stride, stride), [(pad, pad)] * 2)
    if train:
        count = x.shape[0] * x.shape[2] * x.shape[3]
        mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3))
        for part, value in [("mean", mean), ("var", var * count / (count - 1))]:
            key = f"{name}.norm.running_{part}"
            stats[key] = (1 - MOMENTUM) * tensors[key] + MOMENTUM * value
    else:
        mean, var = tensors[f"{name}.norm.running_mean"], tensors[f"{name}.norm.running_var"]
    column = lambda v: v[None, :, None, None]
    x = (x - column(mean)) / jnp.sqrt(column(var) + EPSILON)
    return x * column(tensors[f"{name}.norm.weight"]) + column(tensors[f"{name}.norm.bias"])


def features(tensors, images, blocks_per_stage, train):
    stats = {}
    x = jax.nn.relu(conv_norm(tensors, stats, "stem", images, 1, train))
    for stage in range(3):
        for block in range(blocks_per_stage):
            name = f"stages.{stage}.{block}"
            stride = 2 if stage > 0 and block == 0 else 1
            hidden = jax.nn.relu(conv_norm(tensors, stats, f"{name}.first", x, stride, train))
            residual = conv_norm(tensors, stats, f"{name}.second", hidden, 1, train)
            shortcut = f"{name}.shortcut"
            if f"{shortcut}.conv.weight" in tensors:
                x = conv_norm(tensors, stats, shortcut, x, stride, train)
            x = jax.nn.relu(residual + x)
    return x.mean((2, 3)), stats


def cross_entropy(logits, targets):
    return -jax.nn.log_softmax(logits)[jnp.arange(len(targets)), targets].mean()


def golden_backbone(name, blocks_per_stage, size):
    tensors = fill(backbone_shapes(blocks_per_stage))
    images = wave((4, 3, size, size), 0.5)
    head = wave((5, 64), 0.2, 0.3)
    targets = jnp.asarray([0, 1, 2, 4])

    def loss(tensors):
        out, stats = features(tensors, images, blocks_per_stage, True)
        return cross_entropy(out @ head.T, targets), (out, stats)

    (value, (trained, stats)), gradients = jax.value_and_grad(loss, has_aux=True)(tensors)
    inferred, _ = features(tensors, images, blocks_per_stage, False)
    summary = {
        key: {"norm": float(jnp.linalg.norm(gradient)), "first": numbers(gradient.ravel()[:4])}
        for key, gradient in gradients.items()
        if "running" not in key
    }
    parameters = sum(int(np.prod(tensor.shape)) for key, tensor in tensors.items() if "running" not in key)
    write(
        name,
        {
            "size": size,
            "parameters": parameters,
            "inferred": numbers(inferred),
            "trained": numbers(trained),
            "loss": float(value),
            "gradients": summary,
            "stats": {key: numbers(stat[:4]) for key, stat in stats.items()},
        },
    )


# Losses of the three methods from given features, and Grad-CAM from a given feature map.


def pretext_logits(method, out, weight, bias):
    """`out` [8N, 64], view by view."""
    half = len(out) // 2
    if method == "rotnet":
        return out[:half] @ weight.T + bias
    if method == "patch-rotnet":
        return out @ weight.T + bias
    return jnp.concatenate([out[:half], out[half:]], 1) @ weight.T + bias


def golden_methods():
    num_images, methods = 2, {}
    tensors = fill(backbone_shapes(1))
    boxes, side, size = [(1, 6), (9, 0)], 6, 16
    images = wave((num_images, 3, size, size), 0.9)
    out, _ = features(tensors, views(images, boxes, side), 1, True)
    rotated, _ = features(tensors, views(images, boxes, side)[: 4 * num_images], 1, True)
    for method, classes, inputs in [("rotnet", 4, 64), ("patch-rotnet", 8, 64), ("patch-relnet", 4, 128)]:
        weight, bias = wave((classes, inputs), 0.4, 0.2), wave((classes,), 0.6, 0.1)
        seen = jnp.concatenate([rotated, rotated]) if method == "rotnet" else out
        logits = pretext_logits(method, seen, weight, bias)
        targets = jnp.repeat(jnp.arange(classes), num_images)
        methods[method] = {"loss": float(cross_entropy(logits, targets)), "logits": numbers(logits)}
    write("methods", {"size": size, "side": side, "boxes": boxes, "methods": methods})


def golden_grad_cam():
    num_images, methods = 1, {}
    feature_map = jax.nn.relu(wave((8 * num_images, 64, 4, 4), 0.1))
    for method, classes, inputs in [("rotnet", 4, 64), ("patch-rotnet", 8, 64), ("patch-relnet", 4, 128)]:
        weight, bias = wave((classes, inputs), 0.4, 0.2), wave((classes,), 0.6, 0.1)

        def score(maps):
            out = maps.mean((2, 3))
            if method == "rotnet":
                logits = out @ weight.T + bias
            else:
                logits = pretext_logits(method, out, weight, bias)
            if method == "patch-relnet":
                logits = jnp.concatenate([logits, logits])
            return logits[jnp.arange(8), jnp.arange(8) % classes].sum()

        weights = jax.grad(score)(feature_map).mean((2, 3), keepdims=True)
        cam = jax.nn.relu((feature_map * weights).sum(1))
        cam = cam / jnp.maximum(cam.max((1, 2), keepdims=True), 1e-12)
        methods[method] = numbers(cam)
    write("grad_cam", {"methods": methods})



# The baselines' losses and gradients. Every weight of a head is the same wave, every bias another.


def head(**shapes):
    return {
        f"{name}.{part}": wave(shape, 0.4, 0.2) if part == "weight" else wave(shape[:1], 0.6, 0.1)
        for name, shape in shapes.items()
        for part in ["weight", "bias"]
    }


def linear(tensors, name, x):
    return x @ tensors[f"{name}.weight"].T + tensors[f"{name}.bias"]


def supervised_loss(tensors, images, case):
    out, _ = features(tensors, images, 1, True)
    return cross_entropy(linear(tensors, "head", out), jnp.asarray(case["targets"]))


def deep_cluster_loss(tensors, images, case):
    out, _ = features(tensors, images, 1, True)
    x = linear(tensors, "head.hidden", out)
    x = (x - x.mean(0)) / jnp.sqrt(x.var(0) + EPSILON)
    x = jax.nn.leaky_relu(x * tensors["head.norm.weight"] + tensors["head.norm.bias"], 0.01)
    logits = linear(tensors, "head.output", x)
    losses = -jax.nn.log_softmax(logits)[jnp.arange(4), jnp.asarray(case["targets"])]
    weights = jnp.asarray(case["weights"])
    return (losses * weights).sum() / weights.sum()


def infomax_loss(tensors, images, _):
    stem = jax.nn.relu(conv_norm(tensors, {}, "stem", images, 1, True))
    out, _ = features(tensors, images, 1, True)
    places = jnp.broadcast_to(out[:, None, None, :], (*stem.shape[:1], *stem.shape[2:], 64))

    def local(maps):
        x = jnp.concatenate([maps.transpose(0, 2, 3, 1), places], -1)
        for name in ["first", "second"]:
            x = jax.nn.relu(linear(tensors, f"head.local.{name}", x))
        return linear(tensors, "head.local.third", x)

    def prior(x):
        for name in ["first", "second"]:
            x = jax.nn.relu(linear(tensors, f"head.prior.{name}", x))
        return linear(tensors, "head.prior.third", x)

    noise = wave((4, 64), 0.2, 0.5) + 0.5
    softplus = jax.nn.softplus
    other = jnp.roll(stem, 1, axis=0)
    loss = softplus(-local(stem)).mean() + softplus(local(other)).mean()
    return loss + 0.1 * (softplus(-prior(noise)).mean() + softplus(prior(out)).mean())


def golden_baselines():
    size, methods = 12, {}
    images = wave((4, 3, size, size), 0.5)
    norm = {"head.norm.weight": wave((256,), 0.4, 0.2), "head.norm.bias": wave((256,), 0.6, 0.1)}
    local = {"first": (256, 80), "second": (256, 256), "third": (1, 256)}
    prior = {"first": (512, 64), "second": (128, 512), "third": (1, 128)}
    layers = {f"head.{kind}.{name}": shape for kind, group in [("local", local), ("prior", prior)] for name, shape in group.items()}
    cases = {
        "supervised": (supervised_loss, head(head=(10, 64)), {"targets": [0, 3, 7, 9]}),
        "deep-cluster": (
            deep_cluster_loss,
            head(**{"head.hidden": (256, 64), "head.output": (7, 256)}) | norm,
            {"targets": [0, 3, 6, 3], "weights": [0.75, 0.5, 0.75, 0.5]},
        ),
        "deep-infomax": (infomax_loss, head(**layers), {}),
    }
    for method, (loss, tensors, case) in cases.items():
        tensors = fill(backbone_shapes(1)) | tensors
        value, gradients = jax.value_and_grad(loss)(tensors, images, case)
        summary = {
            key if key.startswith("head") else f"backbone.{key}": {
                "norm": float(jnp.linalg.norm(gradient)),
                "first": numbers(gradient.ravel()[:4]),
            }
            for key, gradient in gradients.items()
            # Below a norm the gradient of a bias is zero but for rounding.
            if "running" not in key and gradient.size >= 4 and key != "head.hidden.bias"
        }
        methods[method] = {"targets": [], "weights": [], "loss": float(value), "gradients": summary} | case
    write("baselines", {"size": size, "methods": methods})


# Methods that compare draws of images: losses and gradients, with heads as above.


def chirp(shape, phase):
    """sin(0.001 i^2 + phase), in single precision: images that differ more than those of one wave."""
    index = np.arange(int(np.prod(shape)), dtype=np.float64)
    values = np.sin(0.001 * index * index + phase).astype(np.float32).astype(np.float64)
    return jnp.asarray(values.reshape(shape))


def batch_norm(tensors, name, x):
    x = (x - x.mean(0)) / jnp.sqrt(x.var(0) + EPSILON)
    return x * tensors[f"{name}.weight"] + tensors[f"{name}.bias"]


def projection(tensors, prefix, x, hidden=1):
    for layer in range(hidden):
        number = "" if layer == 0 else str(layer + 1)
        x = linear(tensors, f"{prefix}.hidden{number}", x)
        x = jax.nn.relu(batch_norm(tensors, f"{prefix}.norm{number}", x))
    return linear(tensors, f"{prefix}.output", x)


def projection_head(prefix, sizes):
    layers, norms = {}, {}
    for layer, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        number = "" if layer == 0 else str(layer + 1)
        is_last = layer == len(sizes) - 2
        layers[f"{prefix}.output" if is_last else f"{prefix}.hidden{number}"] = (outputs, inputs)
        if not is_last:
            norms[f"{prefix}.norm{number}.weight"] = wave((outputs,), 0.4, 0.2)
            norms[f"{prefix}.norm{number}.bias"] = wave((outputs,), 0.6, 0.1)
    return head(**layers) | norms


def unit(rows):
    return rows / jnp.sqrt((rows**2).sum(1, keepdims=True) + 1e-12)


def nt_xent(projected, temperature):
    rows, count = unit(projected), len(projected)
    logits = rows @ rows.T / temperature
    logits = jnp.where(jnp.eye(count, dtype=bool), -1e9, logits)
    return cross_entropy(logits, (jnp.arange(count) + count // 2) % count)


def vicreg(first, second):
    def spread(rows):
        count, size = rows.shape
        covariance = jnp.cov(rows.T)
        below = jax.nn.relu(1 - jnp.sqrt(jnp.diag(covariance) + 1e-4)).mean()
        return below, ((covariance**2).sum() - (jnp.diag(covariance) ** 2).sum()) / size

    (variance_1, covariance_1), (variance_2, covariance_2) = spread(first), spread(second)
    return 25 * ((first - second) ** 2).mean() + 12.5 * (variance_1 + variance_2) + covariance_1 + covariance_2


def together(draws):
    return jnp.concatenate(draws)


def simclr_loss(tensors, draws, _):
    out, _ = features(tensors, together(draws), 1, True)
    return nt_xent(projection(tensors, "head", out), 0.5)


def vicreg_method_loss(tensors, draws, _):
    out, _ = features(tensors, together(draws), 1, True)
    return vicreg(*jnp.split(projection(tensors, "head", out, 2), 2))


def relational_loss(tensors, draws, _):
    out, _ = features(tensors, together(draws), 1, True)
    rows = jnp.split(out, len(draws))
    pairs = [(first, second) for first in range(len(draws)) for second in range(first + 1, len(draws))]
    same = [jnp.concatenate([rows[a], rows[b]], 1) for a, b in pairs]
    shifts = [pair % (len(rows[0]) - 1) + 1 for pair in range(len(pairs))]
    other = [jnp.concatenate([rows[a], jnp.roll(rows[b], shift, 0)], 1) for (a, b), shift in zip(pairs, shifts)]
    x = linear(tensors, "head.hidden", jnp.concatenate(same + other))
    x = jax.nn.leaky_relu(batch_norm(tensors, "head.norm", x), 0.01)
    same, other = jnp.split(linear(tensors, "head.output", x), 2)
    return (jax.nn.softplus(-same).mean() + jax.nn.softplus(other).mean()) / 2


def byol_loss(tensors, draws, case):
    target = case["target"]
    goals, _ = features(target, together(draws), 1, True)
    first, second = jnp.split(unit(projection(target, "head.projector", goals)), 2)
    out, _ = features(tensors, together(draws), 1, True)
    predicted = projection(tensors, "head.predictor", projection(tensors, "head.projector", out))
    return (2 - 2 * (unit(predicted) * together([second, first])).sum(1)).mean()


def joint_loss(compare, tensors, draws, case):
    eight = views(draws[2], case["boxes"], case["side"])
    out, _ = features(tensors, together([*draws[:2], eight]), 1, True)
    compared, turned = out[: 2 * len(draws[0])], out[2 * len(draws[0]) :]
    logits = linear(tensors, "head.patch", turned)
    return compare(tensors, compared) + cross_entropy(logits, jnp.repeat(jnp.arange(8), len(draws[0])))


def golden_comparisons():
    size, side, boxes, methods = 12, 5, [(0, 3), (7, 2), (4, 4), (1, 6)], {}
    draws = [chirp((4, 3, size, size), 0.5 + draw) for draw in range(4)]
    patch = head(**{"head.patch": (8, 64)})
    joint_simclr = lambda tensors, out: nt_xent(projection(tensors, "head.comparison", out), 0.5)
    joint_vicreg = lambda tensors, out: vicreg(*jnp.split(projection(tensors, "head.comparison", out, 2), 2))
    byol = projection_head("head.projector", (64, 256, 64)) | projection_head("head.predictor", (64, 256, 64))
    relation = head(**{"head.hidden": (256, 128), "head.output": (1, 256)})
    relation |= {"head.norm.weight": wave((256,), 0.4, 0.2), "head.norm.bias": wave((256,), 0.6, 0.1)}
    cases = {
        "simclr": (simclr_loss, projection_head("head", (64, 256, 64)), 2),
        "vicreg": (vicreg_method_loss, projection_head("head", (64, 256, 256, 256)), 2),
        "relational-reasoning": (relational_loss, relation, 4),
        "byol": (byol_loss, byol, 2),
        "simclr-patch-rotnet": (
            lambda *given: joint_loss(joint_simclr, *given),
            projection_head("head.comparison", (64, 256, 64)) | patch,
            3,
        ),
        "vicreg-patch-rotnet": (
            lambda *given: joint_loss(joint_vicreg, *given),
            projection_head("head.comparison", (64, 256, 256, 256)) | patch,
            3,
        ),
    }
    for method, (loss, tensors, count) in cases.items():
        tensors = fill(backbone_shapes(1)) | tensors
        case = {"target": tensors, "boxes": boxes, "side": side}
        value, gradients = jax.value_and_grad(loss)(tensors, draws[:count], case)
        summary = {
            key if key.startswith("head") else f"backbone.{key}": {
                "norm": float(jnp.linalg.norm(gradient)),
                "first": numbers(gradient.ravel()[:4]),
            }
            for key, gradient in gradients.items()
            # Below a norm the gradient of a bias is zero but for rounding.
            if "running" not in key and gradient.size >= 4 and jnp.linalg.norm(gradient) > 1e-9
        }
        methods[method] = {"loss": float(value), "gradients": summary}
    write("comparisons", {"size": size, "side": side, "boxes": boxes, "methods": methods})


# Whitening, k-means and t-SNE, against scikit-learn.


def golden_groups():
    rng = np.random.default_rng(1)
    centers = rng.normal(size=(4, 6)) * 3
    rows = (centers[np.arange(48) % 4] + rng.normal(size=(48, 6))).astype(np.float32).astype(np.float64)
    whitened = PCA(whiten=True, svd_solver="full").fit_transform(rows)
    kmeans = KMeans(5, init=rows[:5], n_init=1, max_iter=20, tol=0, algorithm="lloyd").fit(rows)
    distances = squareform(pdist(rows, "sqeuclidean"))
    perplexity = 8
    joint = _joint_probabilities(distances, perplexity, 0)
    places = rng.normal(size=(48, 2)).astype(np.float32).astype(np.float64)
    divergence, gradient = _kl_divergence(places.ravel(), joint, 1, 48, 2)
    def divergence_of(seed):
        tsne = TSNE(perplexity=perplexity, init="random", method="exact", random_state=seed, max_iter=1000)
        return float(tsne.fit(rows).kl_divergence_)

    values = {
        "versions": {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "numpy": np.__version__},
        "made_by": "tests/golden/generate.py",
        "rows": numbers(rows),
        "whitened": numbers(whitened),
        "clusters": [int(label) for label in kmeans.labels_],
        "inertia": float(kmeans.inertia_),
        "perplexity": perplexity,
        "joint": numbers(squareform(joint)),
        "places": numbers(places),
        "divergence": float(divergence),
        "gradient": numbers(gradient),
        "divergences": [divergence_of(seed) for seed in range(1, 201)],
    }
    (FOLDER / "groups.json").write_text(json.dumps(values) + "\n")


golden_views()
golden_backbone("resnet8", 1, 12)
golden_backbone("resnet32", 5, 9)
golden_methods()
golden_baselines()
golden_comparisons()
golden_grad_cam()
golden_groups()
