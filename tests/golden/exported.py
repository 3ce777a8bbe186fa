"""What onnxruntime gives for images by an exported model, and whether ONNX's own checker accepts it, as JSON."""
import json
import sys

import numpy as np
import onnx
import onnxruntime

path, side = sys.argv[1], int(sys.argv[2])
model = onnx.load(path)
onnx.checker.check_model(model, full_check=True)
count = 2 * 3 * side * side
images = np.abs(np.sin(0.7 * np.arange(count, dtype=np.float32))).reshape(2, 3, side, side).astype(np.float32)
session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
names = [output.name for output in session.get_outputs()]
values = dict(zip(names, session.run(None, {"image": images})))
print(
    json.dumps(
        {
            "opset": model.opset_import[0].version,
            "metadata": {entry.key: entry.value for entry in model.metadata_props},
            **{name: value.flatten().tolist() for name, value in values.items()},
        }
    )
)
