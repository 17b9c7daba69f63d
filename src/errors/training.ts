/** Errors of options, training, evaluation and sampling. */

export const trainingErrors = {};
