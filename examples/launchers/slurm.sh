#!/bin/sh
#SBATCH --job-name=sluice-study
#SBATCH --array=0-3
#SBATCH --cpus-per-task=4
#SBATCH --time=08:00:00
# One worker of a study for each job of the array: sbatch slurm.sh STUDY
# The folder STUDY is on a file system that all nodes see.
exec ${SLUICE:-npx sluice} study work "$1" --index "$SLURM_ARRAY_TASK_ID" --workers 1 --threads "${SLURM_CPUS_PER_TASK:-1}"
