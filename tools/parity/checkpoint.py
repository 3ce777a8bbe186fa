"""Writes a checkpoint in the layout of the public relational-reasoning checkpoints, to test readers of them.

The layout is that of https://github.com/mpatacchiola/self-supervised-relational-reasoning: `save` in
methods/relationnet.py, the network in backbones/resnet_small.py. A torch.save'd dictionary holds

    backbone    state dict: conv1, bn1, layer<1-3>.<block>.{conv1,bn1,conv2,bn2,downsample.0,downsample.1}
    relation    state dict: linear1, bn1, linear2
    optimizer   state dict of Adam, two parameter groups: backbone, relation

The weights are those of a few steps on noise, so that running statistics and moments are not trivial. Features of two
waves are printed as JSON; a reader has to get the same.
"""

import argparse
import json
from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn

from twins import BLOCKS_PER_STAGE, NUM_FEATURES, ResNet, relation_pairs

NUM_STEPS, NUM_IMAGES, NUM_DRAWS, SIDE = 3, 8, 4, 32


def relation_module():
    """[N, 128] to [N, 1]"""
    layers = {
        "linear1": nn.Linear(2 * NUM_FEATURES, 256),
        "bn1": nn.BatchNorm1d(256),
        "relu": nn.LeakyReLU(),
        "linear2": nn.Linear(256, 1),
    }
    return nn.Sequential(OrderedDict(layers))


def train(backbone, relation):
    """A few steps of relational reasoning; returns the optimiser."""
    groups = [{"params": module.parameters(), "lr": 1e-3} for module in [backbone, relation]]
    optimizer = torch.optim.Adam(groups)
    for _ in range(NUM_STEPS):
        images = torch.randn(NUM_DRAWS * NUM_IMAGES, 3, SIDE, SIDE)
        pairs, targets = relation_pairs(backbone(images), NUM_DRAWS)
        optimizer.zero_grad()
        F.binary_cross_entropy_with_logits(relation(pairs).squeeze(1), targets).backward()
        optimizer.step()
    return optimizer


def shorten(modules, optimizer):
    """Makes a file that packs well: weights are multiples of 1/64, and the optimiser keeps its steps only."""
    with torch.no_grad():
        for module in modules:
            for values in [*module.parameters(), *module.buffers()]:
                if values.is_floating_point():
                    values.copy_((values * 64).round() / 64)
        for state in optimizer.state.values():
            state["exp_avg"], state["exp_avg_sq"] = torch.zeros(1), torch.zeros(1)


def waves(num_images):
    """sin(0.7 i): [N, 3, 32, 32]"""
    count = num_images * 3 * SIDE * SIDE
    return torch.sin(0.7 * torch.arange(count, dtype=torch.float64)).float().reshape(num_images, 3, SIDE, SIDE)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", help="file to write, such as relationnet.tar")
    parser.add_argument("--backbone", choices=[*BLOCKS_PER_STAGE, "resnet56"], default="resnet8")
    parser.add_argument("--legacy", action="store_true", help="as PyTorch before 1.6: no zip archive")
    parser.add_argument("--short", action="store_true", help="rounded weights, no moments: for the tests")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    backbone, relation = ResNet((BLOCKS_PER_STAGE | {"resnet56": 9})[options.backbone]), relation_module()
    optimizer = train(backbone, relation)
    if options.short:
        shorten([backbone, relation], optimizer)
    checkpoint = {
        "backbone": backbone.state_dict(),
        "relation": relation.state_dict(),
        "optimizer": optimizer.state_dict(),
    }
    torch.save(checkpoint, options.out, _use_new_zipfile_serialization=not options.legacy)
    backbone.eval()
    with torch.no_grad():
        features = backbone(waves(2))
    print(json.dumps({"torch": torch.__version__, "features": features.flatten().tolist()}))


if __name__ == "__main__":
    main()
