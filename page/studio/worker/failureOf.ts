/** An error as data: the page has the words of each code. */
import { SluiceError } from "../../../src/errors/index.ts";

export function failureOf(error: unknown): { code: string; params: unknown } {
	if (!(error instanceof SluiceError))
		return { code: "E_INTERNAL", params: { what: error instanceof Error ? error.message : String(error) } };
	try {
		return { code: error.code, params: structuredClone(error.params) };
	} catch {
		return { code: error.code, params: {} }; // facts that could not be sent are left out
	}
}
