/** A program's request is checked like a user's flags: a key that means nothing is a typing error, not a silence. */
import type { Lang } from "./define.ts";
import { fail } from "./index.ts";
import { nearest } from "./nearest.ts";
import type { Where } from "./option.ts";
import { shown } from "./quote.ts";
import type { Reason } from "./reasons.ts";

/** A reason whose `got` is filled in from the value. */
export type Wanted = DistributiveOmit<Extract<Reason, { got?: string | undefined }>, "got"> & { got?: string };
type DistributiveOmit<T, K extends string> = T extends unknown ? Omit<T, K> : never;

/** The reason, with the value as what was given. */
export function withGot(why: Wanted, value: unknown): Reason {
	return { got: shown(value), ...why } as Reason;
}

/** The reason for what is no fingerprint of a text. */
export const FINGERPRINT: Wanted = { reason: "type", types: ["object"], keys: ["bytes", "files", "sha256", "whole"] };

/** Does nothing where `fits`. @throws E_OPTION with `why`, and the value as what was given. */
export function checkOption(option: string, value: unknown, fits: boolean, why: Wanted, where: Where): void {
	if (fits) return;
	throw fail("E_OPTION", { option, where, why: withGot(why, value) });
}

/** checkOption for the options of the request `where`: `const need = checksOf("sample")`. */
export function checksOf(where: Where) {
	return (option: string, value: unknown, fits: boolean, why: Wanted): void =>
		checkOption(option, value, fits, why, where);
}

/** Whether `x` is a whole number from `min` to `max`. */
export const isWhole = (x: unknown, min: number, max = Number.MAX_SAFE_INTEGER): x is number =>
	Number.isSafeInteger(x) && (x as number) >= min && (x as number) <= max;

/** @throws E_OPTION for anything but a whole number from `min` to `max`; `zero` allows 0 too. */
export function checkWhole(
	option: string,
	value: unknown,
	{ min, max, zero }: { min: number; max?: number; zero?: boolean },
	where: Where,
): void {
	const fits = isWhole(value, min, max) || (zero === true && value === 0);
	const bounds = { min, ...(max !== undefined && { max }), ...(zero && { zero }) };
	checkOption(option, value, fits, { reason: "whole", ...bounds }, where);
}

/** @throws E_OPTION naming the key, the nearest known one, and the function `where` it was given to. */
export function checkRequest(request: unknown, where: string, keys: readonly string[]): void {
	const fits = typeof request === "object" && request !== null && !Array.isArray(request);
	checkOption("request", request, fits, { reason: "type", types: ["object"], keys }, where);
	for (const key of Object.keys(request as object)) {
		if (keys.includes(key)) continue;
		throw fail("E_OPTION", { option: key, where, why: unknownOption(key, keys) });
	}
}

/** Options of PyTorch and Keras by their letters alone, and what they are called here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
	...{ learningrate: "lr", batchsize: "batch", hiddensize: "hidden", hiddenunits: "hidden", units: "hidden" },
	...{
		numlayers: "layers",
		maxnorm: "clipNorm",
		maxgradnorm: "clipNorm",
		gradclip: "clipNorm",
		clipvalue: "clipValue",
	},
	...{ momentum: "beta1", wd: "weightDecay", maxsteps: "steps", maxepochs: "epochs", numepochs: "epochs" },
	...{ sequencelength: "length", seqlength: "length", optim: "optimizer", scheduler: "schedule" },
};

/** The reason for an option that nothing knows. */
export function unknownOption(option: string, known: readonly string[]): Reason {
	const elsewhere =
		ELSEWHERE[
			option
				.slice(0, 80)
				.replace(/[^a-z]/gi, "")
				.toLowerCase()
		];
	const near = elsewhere !== undefined && known.includes(elsewhere) ? elsewhere : nearest(option.slice(0, 80), known);
	return { reason: "unknownOption", known, ...(near !== undefined && { near }) };
}

/** @throws E_OPTION for any language but "en" and "ko". */
export function checkLang(lang: Lang, where: Where): void {
	checkOption("lang", lang, lang === "en" || lang === "ko", notOneOf(["en", "ko"], lang), where);
}

/** The reason for a value that is none of the `choices`, with the nearest of them. */
export function notOneOf(choices: readonly string[], value: unknown): Extract<Reason, { reason: "oneOf" }> {
	const near = typeof value === "string" ? nearest(value.slice(0, 80), choices) : undefined;
	return { reason: "oneOf", choices, got: shown(value), ...(near !== undefined && { near }) };
}
