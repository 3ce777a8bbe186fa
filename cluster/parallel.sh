#!/bin/bash
# A table by GNU parallel, a cell a core: cluster/parallel.sh OPTIONS
# Several machines that see the same folder at the same path:
#   PARALLEL="--sshloginfile machines --workdir ." cluster/parallel.sh OPTIONS
# A cell that fails is tried three times, each time from its last checkpoint.
set -e -o pipefail
export RAYON_NUM_THREADS=1
cells=$(patchwise table "$@" --list | wc -l)
seq 0 $((cells - 1)) | parallel --env RAYON_NUM_THREADS --retries 3 --quote patchwise table "$@" --cell {}
patchwise table "$@" --merge
