/**
 * Documents of an exported page, by name: those to which the lessons lead, in both languages, the list of all, and what they
 * need most. The studio's server has all documents of the package.
 */
export const EXPORTED_DOCUMENTS: readonly string[] = [
	...["README", "analyse", "attention", "cells", "chat", "equations", "exercises", "gradients"],
];

/** Files of a document by its name. */
export const documentFiles = (name: string): readonly string[] => [`docs/${name}.md`, `docs/ko/${name}.md`];
