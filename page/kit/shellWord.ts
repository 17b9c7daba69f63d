/** A word as a shell takes it: quoted if it has other characters than those that no shell reads anything into. */
export const quoted = (word: string): string =>
	/^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
