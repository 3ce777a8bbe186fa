"""A table on a Ray cluster, a cell a core: python cluster/ray_table.py OPTIONS

All machines have to see the same folder at the same path. A cell whose process or machine is lost is tried again, from its
last checkpoint.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys

import ray

TABLE = ["patchwise", "table", *sys.argv[1:]]


def die_with_parent():
    """Stops a cell, with its checkpoint, when its worker is gone, so that the next one can have it (Linux: PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


@ray.remote(num_cpus=1, max_retries=3, retry_exceptions=[subprocess.CalledProcessError])
def run(folder, table, cell):
    subprocess.run(
        [*table, "--cell", str(cell)],
        check=True,
        cwd=folder,
        env=os.environ | {"RAYON_NUM_THREADS": "1"},
        preexec_fn=die_with_parent if sys.platform == "linux" else None,
    )


listed = subprocess.run([*TABLE, "--list"], check=True, capture_output=True, text=True).stdout
# In a cluster that runs (RAY_ADDRESS), otherwise in one of this machine's own.
ray.init()
ray.get([run.remote(os.getcwd(), TABLE, json.loads(line)["cell"]) for line in listed.splitlines()])
subprocess.run([*TABLE, "--merge"], check=True)
