"""The methods of patchwise in PyTorch, written from their definitions: docs/method.md and the papers.

Nothing here is shared with the Rust code but names of tensors (`load`, `weights`) and settings (`TASK`).
"""

import math
import re
from collections import OrderedDict
from dataclasses import dataclass
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

BLOCKS_PER_STAGE = {"resnet8": 1, "resnet32": 5, "resnet56": 9}
NUM_FEATURES = 64
NUM_TURNS, NUM_VIEWS = 4, 8
# Settings of a task that its config leaves out.
TASK = {
    "temperature": 0.5,
    "invariance": 25.0,
    "variance": 25.0,
    "covariance": 1.0,
    "targetDecay": 0.99,
    "patchWeight": 1.0,
}


@dataclass
class Batch:
    """What a step of training learns from.

    draws: normalised images, each draw augmented separately, every one [N, 3, S, S]
    boxes: top, left and side of each image's patch, [N, 3]
    targets: labels or clusters, [N], for methods that have them
    weights: of the target of each image, [N], for Deep Cluster
    noise: uniform in 0..1, [N, 64], for Deep InfoMax
    """

    draws: list[Tensor]
    boxes: Tensor
    targets: Tensor | None = None
    weights: Tensor | None = None
    noise: Tensor | None = None


# Backbone.


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        return F.relu(out + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    """The ResNet for CIFAR with 16, 32 and 64 channels: [N, 3, S, S] to [N, 64]."""

    def __init__(self, blocks_per_stage):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = self._stage(16, 16, 1, blocks_per_stage)
        self.layer2 = self._stage(16, 32, 2, blocks_per_stage)
        self.layer3 = self._stage(32, 64, 2, blocks_per_stage)

    @staticmethod
    def _stage(inputs, outputs, stride, num_blocks):
        rest = [BasicBlock(outputs, outputs, 1) for _ in range(num_blocks - 1)]
        return nn.Sequential(BasicBlock(inputs, outputs, stride), *rest)

    def stem(self, images):
        """[N, 3, S, S] to [N, 16, S, S]"""
        return F.relu(self.bn1(self.conv1(images)))

    def from_stem(self, x):
        """[N, 16, S, S] to [N, 64]"""
        x = self.layer3(self.layer2(self.layer1(x)))
        return F.adaptive_avg_pool2d(x, 1).flatten(1)

    def forward(self, images):
        return self.from_stem(self.stem(images))


# Views (docs/method.md, section 1).


def rotations(images):
    """Counter-clockwise by 0, 90, 180 and 270 degrees: [N, 3, S, S] to [4N, 3, S, S], turn by turn."""
    return torch.cat([torch.rot90(images, turns, (2, 3)) for turns in range(NUM_TURNS)])


def eight_views(images, boxes):
    """The rotations, and each of them shrunk and pasted over the upright image: [N, 3, S, S] to [8N, 3, S, S]."""
    turned = rotations(images)
    side = int(boxes[0, 2])
    small = F.interpolate(turned, size=(side, side), mode="bilinear", align_corners=False)
    patched = images.repeat(NUM_TURNS, 1, 1, 1)
    for view, (top, left, _) in enumerate(boxes.repeat(NUM_TURNS, 1).tolist()):
        patched[view, :, top : top + side, left : left + side] = small[view]
    return torch.cat([turned, patched])


def view_classes(num_classes, num_images):
    """0, ..., 0, 1, ..., 1, ...: [classes * N]"""
    return torch.arange(num_classes).repeat_interleave(num_images)


# Heads.


def mlp(*sizes, activation=nn.ReLU):
    """Linear layers with batch norm and an activation between them: [N, first size] to [N, last size]."""
    layers = OrderedDict()
    for index, (inputs, outputs) in enumerate(pairwise(sizes[:-1])):
        number = "" if index == 0 else str(index + 1)
        layers[f"hidden{number}"] = nn.Linear(inputs, outputs)
        layers[f"norm{number}"] = nn.BatchNorm1d(outputs)
        layers[f"activation{number}"] = activation()
    layers["output"] = nn.Linear(sizes[-2], sizes[-1])
    return nn.Sequential(layers)


def discriminator(layer, *sizes):
    """Three layers with ReLU between them."""
    first, second, third = (layer(inputs, outputs) for inputs, outputs in pairwise(sizes))
    layers = [("first", first), ("relu1", nn.ReLU()), ("second", second), ("relu2", nn.ReLU()), ("third", third)]
    return nn.Sequential(OrderedDict(layers))


# Losses.


def nt_xent(projected, temperature):
    """SimCLR, equation 1: each draw against all others; [2N, D], draw by draw."""
    z = F.normalize(projected, dim=1)
    itself = torch.eye(len(z), dtype=torch.bool)
    similarities = (z @ z.T / temperature).masked_fill(itself, -torch.inf)
    return F.cross_entropy(similarities, torch.arange(len(z)).roll(len(z) // 2))


def vicreg(first, second, invariance, variance, covariance):
    """VICReg, equations 1 to 6, and the constants of its authors' code; two times [N, D]."""

    def hinge(z):
        return F.relu(1 - torch.sqrt(z.var(dim=0) + 1e-4)).mean()

    def off_diagonal(z):
        cov = torch.cov(z.T)
        return (cov - torch.diag(torch.diag(cov))).square().sum() / z.shape[1]

    return (
        invariance * F.mse_loss(first, second)
        + variance * (hinge(first) + hinge(second)) / 2
        + covariance * (off_diagonal(first) + off_diagonal(second))
    )


def relation_pairs(features, draws):
    """Relational reasoning, algorithm 1: pairs of draws, positive and negative, and which is which.

    [K * N, F], draw by draw, to [P, 2F] and [P]; negatives are by rolling the batch, further with each pair of draws.
    """
    by_draw = features.chunk(draws)
    size = len(by_draw[0])
    pairs, targets, shift = [], [], 1
    for i in range(draws):
        for j in range(i + 1, draws):
            pairs += [torch.cat([by_draw[i], by_draw[j]], 1), torch.cat([by_draw[i], by_draw[j].roll(shift, 0)], 1)]
            targets += [torch.ones(size), torch.zeros(size)]
            shift = shift + 1 if shift + 1 < size else 1
    return torch.cat(pairs), torch.cat(targets).to(features)


# Methods: each is a backbone with a head, and turns a batch into a loss.


class Method(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.backbone = ResNet(BLOCKS_PER_STAGE[config["backbone"]])
        self.task = TASK | config.get("task", {})
        self.head = self.make_head(config)

    def after_update(self, part):
        """Called after each step, when `part` of the run is done, from 0 to 1."""


class RotNet(Method):
    def make_head(self, config):
        return nn.Linear(NUM_FEATURES, NUM_TURNS)

    def forward(self, batch):
        (images,) = batch.draws
        logits = self.head(self.backbone(rotations(images)))
        return F.cross_entropy(logits, view_classes(NUM_TURNS, len(images)))


class PatchRotNet(Method):
    def make_head(self, config):
        return nn.Linear(NUM_FEATURES, NUM_VIEWS)

    def forward(self, batch):
        (images,) = batch.draws
        logits = self.head(self.backbone(eight_views(images, batch.boxes)))
        return F.cross_entropy(logits, view_classes(NUM_VIEWS, len(images)))


class PatchRelNet(Method):
    def make_head(self, config):
        return nn.Linear(2 * NUM_FEATURES, NUM_TURNS)

    def forward(self, batch):
        (images,) = batch.draws
        rotated, patched = self.backbone(eight_views(images, batch.boxes)).chunk(2)
        logits = self.head(torch.cat([rotated, patched], 1))
        return F.cross_entropy(logits, view_classes(NUM_TURNS, len(images)))


class DeepInfoMax(Method):
    def make_head(self, config):
        def conv1x1(inputs, outputs):
            return nn.Conv2d(inputs, outputs, 1)

        return nn.ModuleDict(
            {
                "local": discriminator(conv1x1, 16 + NUM_FEATURES, 256, 256, 1),
                "prior": discriminator(nn.Linear, NUM_FEATURES, 512, 128, 1),
            }
        )

    def forward(self, batch):
        (images,) = batch.draws
        stem = self.backbone.stem(images)
        features = self.backbone.from_stem(stem)
        everywhere = features[:, :, None, None].expand(-1, -1, *stem.shape[2:])
        own = self.head["local"](torch.cat([stem, everywhere], 1))
        other = self.head["local"](torch.cat([stem.roll(1, 0), everywhere], 1))
        local = F.softplus(-own).mean() + F.softplus(other).mean()
        real, fake = self.head["prior"](batch.noise), self.head["prior"](features)
        return local + 0.1 * (F.softplus(-real).mean() + F.softplus(fake).mean())


class DeepCluster(Method):
    def make_head(self, config):
        self.num_clusters = config["numTargets"]
        return mlp(NUM_FEATURES, 256, self.num_clusters, activation=nn.LeakyReLU)

    def forward(self, batch):
        (images,) = batch.draws
        weights = torch.zeros(self.num_clusters).to(images)
        weights[batch.targets] = batch.weights
        return F.cross_entropy(self.head(self.backbone(images)), batch.targets, weight=weights)


class Supervised(Method):
    def make_head(self, config):
        return nn.Linear(NUM_FEATURES, config["numTargets"])

    def forward(self, batch):
        (images,) = batch.draws
        return F.cross_entropy(self.head(self.backbone(images)), batch.targets)


class SimClr(Method):
    def make_head(self, config):
        return mlp(NUM_FEATURES, 256, 64)

    def compare(self, features, head):
        return nt_xent(head(features), self.task["temperature"])

    def forward(self, batch):
        return self.compare(self.backbone(torch.cat(batch.draws)), self.head)


class VicReg(Method):
    def make_head(self, config):
        return mlp(NUM_FEATURES, 256, 256, 256)

    def compare(self, features, head):
        coefficients = [self.task[name] for name in ["invariance", "variance", "covariance"]]
        return vicreg(*head(features).chunk(2), *coefficients)

    def forward(self, batch):
        return self.compare(self.backbone(torch.cat(batch.draws)), self.head)


class RelationalReasoning(Method):
    def make_head(self, config):
        return mlp(2 * NUM_FEATURES, 256, 1, activation=nn.LeakyReLU)

    def forward(self, batch):
        features = self.backbone(torch.cat(batch.draws))
        pairs, targets = relation_pairs(features, len(batch.draws))
        return F.binary_cross_entropy_with_logits(self.head(pairs).squeeze(1), targets)


class Byol(Method):
    def make_head(self, config):
        target = nn.ModuleDict(
            {"backbone": ResNet(BLOCKS_PER_STAGE[config["backbone"]]), "projector": mlp(NUM_FEATURES, 256, 64)}
        )
        return nn.ModuleDict(
            {
                "projector": mlp(NUM_FEATURES, 256, 64),
                "predictor": mlp(64, 256, 64),
                "target": target.requires_grad_(False),
            }
        )

    def forward(self, batch):
        images = torch.cat(batch.draws)
        predicted = self.head["predictor"](self.head["projector"](self.backbone(images)))
        with torch.no_grad():
            target = self.head["target"]
            goals = target["projector"](target["backbone"](images))
        # Each draw predicts the other.
        return (2 - 2 * F.cosine_similarity(predicted, goals.roll(len(goals) // 2, 0))).mean()

    @torch.no_grad()
    def after_update(self, part):
        decay = 1 - (1 - self.task["targetDecay"]) * (math.cos(math.pi * part) + 1) / 2
        target = self.head["target"]
        pairs = [(target["backbone"], self.backbone), (target["projector"], self.head["projector"])]
        for follower, leader in pairs:
            for slow, fast in zip(follower.parameters(), leader.parameters(), strict=True):
                slow.lerp_(fast, 1 - decay)


def with_patch_rotnet(comparison):
    """A comparison of two draws and Patch RotNet of a third, on one backbone: the weighted sum of their losses."""

    class Joint(comparison):
        def make_head(self, config):
            return nn.ModuleDict({"comparison": super().make_head(config), "patch": nn.Linear(NUM_FEATURES, NUM_VIEWS)})

        def forward(self, batch):
            first, second, images = batch.draws
            num_compared = len(first) + len(second)
            features = self.backbone(torch.cat([first, second, eight_views(images, batch.boxes)]))
            compared = self.compare(features[:num_compared], self.head["comparison"])
            logits = self.head["patch"](features[num_compared:])
            patch = F.cross_entropy(logits, view_classes(NUM_VIEWS, len(images)))
            return compared + self.task["patchWeight"] * patch

    return Joint


METHODS = {
    "rotnet": RotNet,
    "patch-rotnet": PatchRotNet,
    "patch-relnet": PatchRelNet,
    "deep-infomax": DeepInfoMax,
    "deep-cluster": DeepCluster,
    "supervised": Supervised,
    "simclr": SimClr,
    "vicreg": VicReg,
    "relational-reasoning": RelationalReasoning,
    "byol": Byol,
    "simclr-patch-rotnet": with_patch_rotnet(SimClr),
    "vicreg-patch-rotnet": with_patch_rotnet(VicReg),
}


# Training.


def make_optimizer(network, config):
    kind, rate, decay = (config["optimizer"][name] for name in ["kind", "learningRate", "weightDecay"])
    parameters = [parameter for parameter in network.parameters() if parameter.requires_grad]
    if kind == "sgd":
        return torch.optim.SGD(parameters, rate, momentum=config["optimizer"]["momentum"], weight_decay=decay)
    return torch.optim.Adam(parameters, rate, weight_decay=decay)


def make_schedule(optimizer, config, total_steps):
    """The factor on the learning rate of each step: linear warm-up, then constant, cosine or divided at milestones."""
    kind, warmup = config["schedule"]["kind"], min(config["schedule"]["warmupSteps"], total_steps)

    def factor(step):
        if step < warmup:
            return (step + 1) / warmup
        part = (step - warmup) / max(total_steps - warmup, 1)
        if kind == "cosine":
            return 0.5 * (1 + math.cos(math.pi * part))
        if kind == "step":
            return 0.1 ** sum(part >= milestone for milestone in config["schedule"]["milestones"])
        return 1.0

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)


# Names of tensors.

# From names in patchwise's files to those here; the names of heads are the same.
BACKBONE_NAMES = [
    (r"\bstem\.conv\.", "conv1."),
    (r"\bstem\.norm\.", "bn1."),
    (r"\bstages\.(\d)\.(\d+)\.", lambda found: f"layer{int(found[1]) + 1}.{found[2]}."),
    (r"\bfirst\.conv\.", "conv1."),
    (r"\bfirst\.norm\.", "bn1."),
    (r"\bsecond\.conv\.", "conv2."),
    (r"\bsecond\.norm\.", "bn2."),
    (r"\bshortcut\.conv\.", "downsample.0."),
    (r"\bshortcut\.norm\.", "downsample.1."),
]


def renamed(name):
    for pattern, replacement in BACKBONE_NAMES:
        name = re.sub(pattern, replacement, name)
    return name


def load(network, tensors):
    """Gives a network the tensors of a patchwise file, all of them and no others."""
    state = network.state_dict()
    given = {renamed(name): tensor for name, tensor in tensors.items()}
    expected = {name for name in state if not name.endswith("num_batches_tracked")}
    if given.keys() != expected:
        raise ValueError(f"tensors do not match: {sorted(given.keys() ^ expected)}")
    for name, tensor in given.items():
        # 1 x 1 convolutions are kept as linear layers.
        state[name] = tensor.reshape(state[name].shape).to(state[name].dtype)
    network.load_state_dict(state)


def weights(network, tensors):
    """The tensors of a network by the names and shapes of a patchwise file."""
    state = network.state_dict()
    return {name: state[renamed(name)].reshape(tensor.shape) for name, tensor in tensors.items()}
