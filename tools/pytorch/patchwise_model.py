"""Networks of patchwise as PyTorch modules; needs torch and safetensors.

    from patchwise_model import load

    network = load("model.safetensors")
    images = network.normalize(pixels)   # [N, 3, S, S], 0..1, RGB, upright
    features = network(images)           # [N, 64]
    logits = network.classify(images)    # [N, classes], where the file holds a classifier

`network.info` is the metadata: config, image size, mean, std, class names. `save` writes a file that patchwise reads.
"""

import json

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import nn

STAGE_CHANNELS = [16, 32, 64]
BLOCKS_PER_STAGE = {"resnet8": 1, "resnet32": 5, "resnet56": 9}


class ConvNorm(nn.Module):
    """A convolution without bias, then batch norm."""

    def __init__(self, inputs, outputs, kernel_size, stride):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel_size, stride, padding=kernel_size // 2, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return self.norm(self.conv(x))


class Block(nn.Module):
    """Two 3 x 3 convolutions and a shortcut, which is a 1 x 1 convolution where stride or channels change."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.first = ConvNorm(inputs, outputs, 3, stride)
        self.second = ConvNorm(outputs, outputs, 3, 1)
        if stride != 1 or inputs != outputs:
            self.shortcut = ConvNorm(inputs, outputs, 1, stride)

    def forward(self, x):
        shortcut = self.shortcut(x) if hasattr(self, "shortcut") else x
        return torch.relu(self.second(torch.relu(self.first(x))) + shortcut)


class Backbone(nn.Module):
    """[N, 3, S, S] to [N, 64]."""

    def __init__(self, name):
        super().__init__()
        self.stem = ConvNorm(3, STAGE_CHANNELS[0], 3, 1)
        stages, inputs = [], STAGE_CHANNELS[0]
        for stage, outputs in enumerate(STAGE_CHANNELS):
            blocks = []
            for block in range(BLOCKS_PER_STAGE[name]):
                blocks.append(Block(inputs, outputs, 2 if stage > 0 and block == 0 else 1))
                inputs = outputs
            stages.append(nn.ModuleList(blocks))
        self.stages = nn.ModuleList(stages)

    def forward(self, x):
        x = torch.relu(self.stem(x))
        for stage in self.stages:
            for block in stage:
                x = block(x)
        return x.mean((2, 3))


class Classifier(nn.Module):
    """One layer, or two with a ReLU between them, from features to logits."""

    def __init__(self, kind, num_classes):
        super().__init__()
        num_features = STAGE_CHANNELS[-1]
        if kind == "two-layer":
            self.hidden = nn.Linear(num_features, num_features)
        self.output = nn.Linear(num_features, num_classes)

    def forward(self, features):
        return self.output(torch.relu(self.hidden(features)) if hasattr(self, "hidden") else features)


class Network(nn.Module):
    """A backbone, and a classifier on its features where there is one."""

    def __init__(self, info):
        super().__init__()
        self.info = info
        self.backbone = Backbone(info["config"]["backbone"])
        if info.get("classifier"):
            self.classifier = Classifier(info["classifier"]["kind"], len(info["classifier"]["classNames"]))
        # The pretext task's tensors, kept for `save`.
        self.head = {}

    def normalize(self, pixels):
        """Pixels in 0..1 as the network expects them."""
        mean, std = (torch.tensor(self.info[name]).view(1, 3, 1, 1) for name in ["mean", "std"])
        return (pixels - mean.to(pixels)) / std.to(pixels)

    def forward(self, images):
        return self.backbone(images)

    def classify(self, images):
        return self.classifier(self.backbone(images))


def load(path):
    """The network of a file, ready for inference."""
    with safe_open(path, framework="pt") as file:
        info = json.loads(file.metadata()["patchwise"])
        tensors = {name: file.get_tensor(name) for name in file.keys()}
    network = Network(info)
    network.head = {name: tensor for name, tensor in tensors.items() if name.startswith("head.")}
    ours = {name: tensor for name, tensor in tensors.items() if name.startswith(("backbone.", "classifier."))}
    missing, unexpected = network.load_state_dict(ours, strict=False)
    missing = [name for name in missing if not name.endswith("num_batches_tracked")]
    if missing or unexpected:
        raise ValueError(f"{path}: missing {missing}, unexpected {unexpected}")
    return network.eval()


def save(network, path):
    """Writes a network, trained further or not, as patchwise reads it."""
    tensors = {name: tensor.contiguous().cpu() for name, tensor in network.state_dict().items()}
    save_file({**tensors, **network.head}, path, {"patchwise": json.dumps(network.info)})
