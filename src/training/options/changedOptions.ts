/** The options of a run that its user set: those that the defaults do not give back. */
import type { GivenOptions } from "./options.ts";

/**
 * Returns the options without those that `parse` fills in by itself. Parsing what is returned gives `options` again.
 * @param parse fills in the defaults of the kind of run, such as parseOptions.
 */
export function changedOptions(
	options: GivenOptions,
	parse: (raw: GivenOptions) => GivenOptions,
): Readonly<Record<string, string | number>> {
	const kept: Record<string, unknown> = { ...options };
	const whole = orderless(options);
	for (const name of Object.keys(options) as (keyof GivenOptions)[]) {
		const { [name]: _, ...rest } = kept;
		const again = filled(rest, parse);
		if (again && orderless(again) === whole) delete kept[name];
	}
	return kept as Record<string, string | number>;
}

/** Options as a command takes them: a cell given by equations is a file there, so it is left out. */
export function withoutEquations({ cell, ...options }: Readonly<Record<string, unknown>>) {
	return { ...options, ...(typeof cell === "string" && { cell }) } as Readonly<Record<string, string | number>>;
}

/** Options as text in which their order does not count. */
const orderless = (options: GivenOptions) =>
	JSON.stringify(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The options with their defaults; undefined if they are not valid without the one that was left out. */
function filled(rest: GivenOptions, parse: (raw: GivenOptions) => GivenOptions): GivenOptions | undefined {
	try {
		return parse(rest);
	} catch {
		return undefined;
	}
}
