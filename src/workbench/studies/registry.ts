/** All jobs by name: what a thread can be asked to do. */
import type { Jobs } from "../jobs/job.ts";
import { trial } from "../lab/trial.ts";
import { REPRODUCTION_JOBS } from "../reproductions/jobs.ts";

export const JOBS: Jobs = { ...REPRODUCTION_JOBS, trial };
