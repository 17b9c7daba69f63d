/** The rule for an option's values: kind, range and default. All option tables use it. */
import type { CellDefinition } from "../../cells/own/definition.ts";
import { readCell } from "../../cells/own/reader.ts";
import { fail } from "../../errors/index.ts";
import { checkOption, notOneOf } from "../../errors/request.ts";

export type Rule =
	| { kind: "choice"; of: readonly string[]; default: string | undefined }
	/** A choice, or the definition of a cell. */
	| { kind: "cell"; of: readonly string[]; default: string | undefined }
	| { kind: "text"; default: string | undefined }
	| { kind: "whole" | "number"; min: number; max: number; default: number | undefined }
	/** A number, or text that is parsed elsewhere. */
	| { kind: "numberOrText"; default: undefined };

/** Values that a rule lets through, as a type. */
export type Ruled<R extends Rule> = R extends { kind: "choice"; of: readonly (infer T)[] }
	? T
	: R extends { kind: "cell"; of: readonly (infer T)[] }
		? T | CellDefinition
		: R extends { kind: "text" }
			? string
			: R extends { kind: "numberOrText" }
				? number | string
				: number;

// Each rule keeps its kind and its choices as literal types, so that a table of rules can be held against a type.
export const whole = (value: number | undefined, min: number, max: number) =>
	({ kind: "whole", min, max, default: value }) as const;
export const number = (value: number | undefined, min: number, max: number) =>
	({ kind: "number", min, max, default: value }) as const;
export const choice = <const T extends string>(of: readonly T[]) => ({ kind: "choice", of, default: of[0]! }) as const;
export const cellRule = <const T extends string>(of: readonly T[]) => ({ kind: "cell", of, default: of[0]! }) as const;
export const text = (value: string | undefined) => ({ kind: "text", default: value }) as const;
export const open = { kind: "numberOrText", default: undefined } as const;

/** Returns `value` if it satisfies the rule. @throws E_OPTION naming the option. */
export function checked(option: string, rule: Rule, value: unknown, where: string): unknown {
	const text = typeof value === "string";
	if (rule.kind === "text") checkOption(option, value, text, { reason: "type", types: ["text"] }, where);
	else if (rule.kind === "numberOrText") {
		const fits = text || typeof value === "number";
		checkOption(option, value, fits, { reason: "type", types: ["number", "text"] }, where);
	} else if (rule.kind === "cell" && typeof value === "object") return readCell(value, where).definition;
	else if (rule.kind === "choice" || rule.kind === "cell") {
		if (!rule.of.includes(value as string)) throw fail("E_OPTION", { option, why: notOneOf(rule.of, value), where });
	} else {
		const { kind, min, max } = rule;
		const fits = typeof value === "number" && value >= min && value <= max;
		checkOption(
			option,
			value,
			fits && (kind === "number" || Number.isInteger(value)),
			{ reason: kind, min, max },
			where,
		);
	}
	return value;
}
