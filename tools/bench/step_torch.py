"""Milliseconds of the eight-view step in PyTorch, beside `cargo bench`: python tools/bench/step_torch.py [options].

The same network, loss and Adam in single precision (no TF32), eager, compiled, and compiled with CUDA graphs. Views are
made once, which favours it. A loss is read every 16 steps, as patchwise does at most.
"""

import argparse
import time

import torch
from torch import nn

NUM_VIEWS = 8
STEPS_PER_READ = 16


class Unit(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return self.norm(self.conv(x))


class Block(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        stride = 1 if inputs == outputs else 2
        self.first = Unit(inputs, outputs, 3, stride)
        self.second = Unit(outputs, outputs, 3)
        self.shortcut = Unit(inputs, outputs, 1, stride) if stride == 2 else nn.Identity()

    def forward(self, x):
        return torch.relu(self.second(torch.relu(self.first(x))) + self.shortcut(x))


def network():
    blocks = [Block(16, 16), Block(16, 32), Block(32, 64)]
    return nn.Sequential(
        Unit(3, 16, 3), nn.ReLU(), *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, NUM_VIEWS)
    )


def trainer(mode, device):
    model = network().to(device)
    fused = {"fused": True} if device == "cuda" else {}
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, **fused)

    def loss_of(views, targets):
        return nn.functional.cross_entropy(model(views), targets)

    if mode == "compiled":
        loss_of = torch.compile(loss_of)
    elif mode == "compiled with graphs":
        loss_of = torch.compile(loss_of, mode="reduce-overhead")

    def step(views, targets):
        loss = loss_of(views, targets)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        return loss

    return step


def matmul_rate(device, size):
    """Multiply-adds of a large matrix product, in TFLOP/s."""
    a, b = (torch.randn(size, size, device=device) for _ in range(2))
    for _ in range(3):
        product = a @ b
    product[0, 0].item()
    start = time.perf_counter()
    for _ in range(5):
        product = a @ b
    product[0, 0].item()
    return 5 * 2 * size**3 / (time.perf_counter() - start) / 1e12


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="32,64,96", help="image sizes in pixels (%(default)s)")
    parser.add_argument("--images", default="4,64", help="batch sizes, eight views of each image (%(default)s)")
    parser.add_argument("--seconds", type=float, default=3, help="time for the steps of a row (%(default)s)")
    options = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = True
    name = torch.cuda.get_device_name() if device == "cuda" else f"CPU, {torch.get_num_threads()} threads"
    rate = matmul_rate(device, 8192 if device == "cuda" else 1024)
    print(f"torch {torch.__version__} on {name}: {rate:.3g} TFLOP/s in a matrix product", flush=True)
    modes = ["eager", "compiled"] + ["compiled with graphs"] * (device == "cuda")
    for num_images in map(int, options.images.split(",")):
        for size in map(int, options.sizes.split(",")):
            views = torch.randn(NUM_VIEWS * num_images, 3, size, size, device=device)
            targets = torch.arange(NUM_VIEWS, device=device).repeat_interleave(num_images)
            row = []
            for mode in modes:
                torch.manual_seed(1)
                step = trainer(mode, device)
                for _ in range(12):
                    step(views, targets).item()
                times = []
                end = time.perf_counter() + options.seconds
                while len(times) < 3 or time.perf_counter() < end:
                    start = time.perf_counter()
                    for _ in range(STEPS_PER_READ):
                        loss = step(views, targets)
                    loss.item()
                    times.append((time.perf_counter() - start) / STEPS_PER_READ * 1e3)
                row.append(f"{mode} {sorted(times)[len(times) // 2]:.3g}")
            print(f"{size} px, {num_images} images, ms a step: {', '.join(row)}", flush=True)


if __name__ == "__main__":
    main()
