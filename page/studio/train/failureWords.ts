/** What a coded error says, in both languages. The words are loaded when something fails. */
import type { ErrorCode } from "../../../src/errors/index.ts";
import type { Words } from "../../../studio/wire.ts";

export async function failureWords(code: string, params: unknown): Promise<Words> {
	try {
		const { SluiceError } = await import("../../../src/errors/index.ts");
		const error = new SluiceError(code as ErrorCode, ofFlag(params));
		return { en: error.text("en"), ko: error.text("ko") };
	} catch {
		return { en: code, ko: code }; // without a server the words cannot be loaded
	}
}

/** An option of a training is named as the command line names it: "--weight-decay". */
function ofFlag(params: unknown): unknown {
	const { where } = (params ?? {}) as { where?: unknown };
	return where === "options" || where === "train" ? { ...(params as object), where: { place: "flag" } } : params;
}
