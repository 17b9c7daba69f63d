/** What a value of an option may be: one form for every table of options. */
import { fail } from "../../errors/index.ts";
import { oneOf } from "../../errors/nearest.ts";

export type Rule =
	| { kind: "choice"; of: readonly string[]; default: string | undefined }
	| { kind: "text"; default: string | undefined }
	| { kind: "whole" | "number"; min: number; max: number; default: number | undefined }
	/** A number, or words that are read elsewhere. */
	| { kind: "numberOrText"; default: undefined };

export const whole = (value: number | undefined, min: number, max: number): Rule => ({
	kind: "whole",
	min,
	max,
	default: value,
});
export const number = (value: number | undefined, min: number, max: number): Rule => ({
	kind: "number",
	min,
	max,
	default: value,
});
export const choice = (of: readonly string[]) => ({ kind: "choice", of, default: of[0]! }) as const;
export const text = (value: string): Rule => ({ kind: "text", default: value });
export const open: Rule = { kind: "numberOrText", default: undefined };

/** `value` where it fits the rule. @throws E_OPTION naming the option. */
export function checked(option: string, rule: Rule, value: unknown, where: string): unknown {
	const got = typeof value === "string" ? `"${value.slice(0, 80)}"` : String(value);
	if (rule.kind === "text") {
		if (typeof value === "string") return value;
		throw fail("E_OPTION", { option, got, wanted: "a text", where });
	}
	if (rule.kind === "numberOrText") {
		if (typeof value === "string" || typeof value === "number") return value;
		throw fail("E_OPTION", { option, got, wanted: "a number or a text", where });
	}
	if (rule.kind === "choice") {
		if (rule.of.includes(value as string)) return value;
		throw fail("E_OPTION", { option, got, wanted: oneOf(rule.of, value), where });
	}
	const fits = typeof value === "number" && value >= rule.min && value <= rule.max;
	if (fits && (rule.kind === "number" || Number.isInteger(value))) return value;
	const kind = rule.kind === "whole" ? "a whole number" : "a number";
	throw fail("E_OPTION", { option, got, wanted: `${kind} from ${rule.min} to ${rule.max}`, where });
}
