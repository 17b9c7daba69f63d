/**
 * src/errors/index.ts as the worker knows it: codes and facts. The words, a third of the worker's code, are the page's,
 * which loads them when something fails. scripts/build-studio.mjs puts this file in the place of that one.
 */
import type { ErrorCode } from "../../../src/errors/index.ts";

export class SluiceError extends Error {
	override readonly name = "SluiceError";
	readonly code: ErrorCode;
	readonly params: unknown;

	constructor(code: ErrorCode, params: unknown, options?: ErrorOptions) {
		super(code, options);
		this.code = code;
		this.params = params;
	}
}

export const fail = (code: ErrorCode, params: unknown, options?: ErrorOptions) =>
	new SluiceError(code, params, options);
