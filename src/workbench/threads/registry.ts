/** All jobs by name: those that a thread can run. */

import { trial } from "../comparisons/trialData.ts";
import type { Jobs } from "../jobs/job.ts";
import { REPRODUCTION_JOBS } from "../reproductions/jobs.ts";

export const JOBS: Jobs = { ...REPRODUCTION_JOBS, trial };
