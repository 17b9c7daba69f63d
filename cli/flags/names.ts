/** How a flag is called where it can be given. */

/** `clipNorm` -> `--clip-norm`. */
export function flagOf(name: string): string {
	return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `clipNorm` -> `SLUICE_CLIP_NORM`. */
export function variableOf(name: string): string {
	return `SLUICE_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
