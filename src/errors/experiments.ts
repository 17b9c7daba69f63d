/** Errors of runs, checkpoints, files and locks. */

export const experimentErrors = {};
