/** Names inside a .keras file. */

export const CONFIG = "config.json";
export const WEIGHTS = "model.weights.h5";
export const METADATA = "metadata.json";
/** Sluice's own notes: the cell and the symbols. Keras leaves it alone. */
export const NOTES = "sluice.json";

/** Whether an archive is a Keras model. */
export const isKeras = (names: readonly string[]): boolean => names.includes(CONFIG) && names.includes(WEIGHTS);
