/** A word as a shell takes it: quoted if it has other characters than those that no shell reads anything into. */
export const quoted = (word: string): string =>
	/^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** A command cut where a line may end: an option keeps its values. Joined by blanks they are the command. */
export function partsOf(command: string): string[] {
	const words = command.match(/(?:[^\s'\\]|\\.|'[^']*')+/g) ?? [];
	if (words.join(" ") !== command) return [command];
	const parts: string[] = [];
	for (const word of words) {
		if (parts.at(-1)?.startsWith("-") && !/^[-|]/.test(word)) parts.push(`${parts.pop()} ${word}`);
		else parts.push(word);
	}
	return parts;
}
