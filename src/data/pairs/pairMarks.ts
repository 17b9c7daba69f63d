/**
 * The two symbols that a document of a pair has besides its texts: `question SEPARATOR answer END`. They are the unit
 * separator and the record separator of ASCII, control characters that no question or answer may contain.
 */

/** Follows the question: what comes next is the answer. */
export const SEPARATOR = 0x1f;
/** Follows the answer: nothing comes next. */
export const END = 0x1e;
