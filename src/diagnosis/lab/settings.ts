/**
 * Settings of a picture of the gradient lab, written as "radius=1.1,act=linear": the same words in the address of the
 * studio's page, in the command that it copies, and in a program.
 */
export type SettingRule =
	| { kind: "whole" | "number"; min: number; max: number; unset: number }
	/** A number, or "own": what it is without the setting. */
	| { kind: "orOwn"; min: number; max: number; unset: null }
	| { kind: "choice"; of: readonly string[]; unset: string }
	/** Names joined by colons, each at most once, in the order of the rule. */
	| { kind: "names"; of: readonly string[]; unset: readonly string[] }
	/** A word of this form. */
	| { kind: "word"; form: string; takes: RegExp; unset: string }
	/** Numbers joined by colons, in groups of `each`. */
	| { kind: "groups"; each: number; form: string; unset: readonly number[] };

export type SettingRules = Readonly<Record<string, SettingRule>>;

export type SettingValue<R extends SettingRule> = R extends { kind: "whole" | "number" }
	? number
	: R extends { kind: "orOwn" }
		? number | null
		: R extends { kind: "choice"; of: readonly (infer T)[] }
			? T
			: R extends { kind: "names"; of: readonly (infer T)[] }
				? readonly T[]
				: R extends { kind: "word" }
					? string
					: readonly number[];
export type Settings<R extends SettingRules> = { -readonly [K in keyof R]: SettingValue<R[K]> };

/** What is wrong with a setting: no rule knows it, it was given twice, or its value does not follow the rule. */
export type Wrong = "unknown" | "twice" | SettingRule;

/** @param refuse throws an error. */
export function parseSettings<R extends SettingRules>(
	text: string,
	rules: R,
	refuse: (name: string, wrong: Wrong, value: string) => never,
): Settings<R> {
	const found: Record<string, unknown> = {};
	for (const [name, { unset }] of Object.entries(rules)) found[name] = unset;
	const seen = new Set<string>();
	for (const word of text.split(",").filter(Boolean)) {
		const [name = "", value = ""] = word.split(/=(.*)/s, 2);
		const rule = Object.hasOwn(rules, name) ? rules[name]! : undefined;
		if (!rule) return refuse(name, "unknown", value);
		if (seen.has(name)) return refuse(name, "twice", value);
		seen.add(name);
		const given = valueFor(value, rule);
		if (given === undefined) return refuse(name, rule, value);
		found[name] = given;
	}
	return found as Settings<R>;
}

function valueFor(text: string, rule: SettingRule): string | number | readonly string[] | number[] | undefined {
	if (rule.kind === "choice") return rule.of.includes(text) ? text : undefined;
	if (rule.kind === "word") return rule.takes.test(text) ? text : undefined;
	if (rule.kind === "names") {
		const names = text.split(":");
		const known = rule.of.filter((name) => names.includes(name));
		return known.length === names.length ? known : undefined;
	}
	if (rule.kind === "groups") {
		const numbers = text.split(":").map(numberOf);
		return numbers.length % rule.each === 0 && numbers.every(Number.isFinite) ? numbers : undefined;
	}
	const value = numberOf(text);
	const fits = value >= rule.min && value <= rule.max && (rule.kind !== "whole" || Number.isSafeInteger(value));
	return fits ? value : undefined;
}

const numberOf = (text: string) => (/^-?\d*\.?\d+(e-?\d+)?$/i.test(text) ? Number(text) : Number.NaN);

/** Only what differs from the defaults; "" if nothing does. */
export function writeSettings<R extends SettingRules>(settings: Settings<R>, rules: R): string {
	return Object.entries(rules)
		.map(([name, { unset }]) => [name, settings[name], unset] as const)
		.filter(([, value, unset]) => String(value ?? "") !== String(unset ?? ""))
		.map(([name, value]) => `${name}=${Array.isArray(value) ? value.join(":") : value}`)
		.join(",");
}

/** Settings of an address or a link: what cannot be read is as if it were not there. */
export function settingsOr<R extends SettingRules>(text: string | undefined, rules: R): Settings<R> {
	const refuse = (): never => {
		throw new RangeError();
	};
	try {
		return parseSettings(text ?? "", rules, refuse);
	} catch {
		return parseSettings("", rules, refuse);
	}
}
