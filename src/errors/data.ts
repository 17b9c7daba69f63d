/** Errors of corpora, symbols, vocabularies and the catalogue. */

export const dataErrors = {};
