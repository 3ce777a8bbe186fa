"""Features of two waves and logits, where there is a classifier, by `tools/pytorch/patchwise_model.py`.

python tests/golden/load_saved_torch.py MODEL COPY prints them as JSON, and writes the network to COPY again.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.append(str(Path(__file__).parents[2] / "tools" / "pytorch"))
from patchwise_model import load, save

network = load(sys.argv[1])
waves = np.sin(np.float32(0.7) * np.arange(2 * 3 * 32 * 32, dtype=np.float32)).reshape(2, 3, 32, 32)
images = torch.from_numpy(waves)
with torch.no_grad():
    features = network(images)
    logits = network.classify(images) if hasattr(network, "classifier") else torch.zeros(0)
save(network, sys.argv[2])
print(json.dumps({"features": features.flatten().tolist(), "logits": logits.flatten().tolist()}))
