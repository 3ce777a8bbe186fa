#!/bin/bash
# A table as a Slurm array job, a cell a task, on a folder that all nodes see:
#   cells=$(patchwise table OPTIONS --list | wc -l)
#   job=$(sbatch --parsable --array=0-$((cells - 1)) cluster/slurm.sh OPTIONS)
#   srun --dependency=afterok:$job patchwise table OPTIONS --merge
# A task whose process was killed is queued again and goes on from its last checkpoint. If time ran out, submit the same job
# again: finished cells end once the data are loaded.
#SBATCH --job-name=patchwise
#SBATCH --cpus-per-task=1
#SBATCH --mem=2G
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=patchwise-%A-%a.log
export RAYON_NUM_THREADS=${SLURM_CPUS_PER_TASK:-1}
patchwise table "$@" --cell "$SLURM_ARRAY_TASK_ID"
code=$?
# Above 128: killed by a signal. Errors of its own would come again.
if [ $code -gt 128 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 3 ]; then
  scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
fi
exit $code
