/** Errors of foreign files: safetensors and weights. */

export const formatErrors = {};
