/** Colour by SGR codes, and the rule that turns it on or off. */

const STYLES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

export type Paint = Readonly<Record<keyof typeof STYLES, (text: string) => string>>;

export function paint(on: boolean): Paint {
	const style = (code: number) => (text: string) => (on ? `\x1b[${code}m${text}\x1b[0m` : text);
	const entries = Object.entries(STYLES).map(([name, code]) => [name, style(code)]);
	return Object.fromEntries(entries) as Paint;
}

/** Precedence: NO_COLOR (set and not empty), the option, FORCE_COLOR, whether the stream is a terminal. */
export function colourOn(
	env: Readonly<Record<string, string | undefined>>,
	flag: boolean | undefined,
	isTerminal: boolean,
): boolean {
	if (env.NO_COLOR) return false;
	if (flag !== undefined) return flag;
	if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
	return isTerminal && env.TERM !== "dumb";
}
