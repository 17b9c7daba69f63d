/** All jobs by name. */
import { trial } from "../compare/trial.ts";
import type { Job } from "./job.ts";
import { musicRun } from "./musicRun.ts";
import { taskRun } from "./taskRun.ts";

export const JOBS: Readonly<Record<string, Job>> = { "task-run": taskRun, "music-run": musicRun, trial };
