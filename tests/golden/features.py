"""What NumPy reads from an archive of features, as JSON."""
import json
import sys

import numpy as np

archive = np.load(sys.argv[1])
print(
    json.dumps(
        {
            "shape": archive["features"].shape,
            "spread": float(archive["features"].std()),
            "labels": archive["labels"].tolist(),
            "paths": archive["paths"].tolist(),
            "classes": archive["class_names"].tolist(),
        }
    )
)
