/** The jobs that reproductions run on worker threads. */
import type { Jobs } from "../jobs/job.ts";
import { attentionRun } from "./attentionRun.ts";
import { musicRun } from "./musicRun.ts";
import { taskRun } from "./taskRun.ts";

export const REPRODUCTION_JOBS: Jobs = { "task-run": taskRun, "music-run": musicRun, "attention-run": attentionRun };
