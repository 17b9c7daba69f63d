/** Why a network could not be opened, in words. */
import type { Words } from "../../../studio/wire.ts";
import { RefusedError } from "../live/client.ts";
import { Told } from "../train/told.ts";
import { InstrumentError } from "./instrument.ts";

export function wordsOf(error: unknown): Words {
	if (error instanceof InstrumentError) return error.words;
	if (error instanceof RefusedError) return error.refused.message;
	if (error instanceof Told) return error.words;
	const message = error instanceof Error ? error.message : String(error);
	return { en: message, ko: message };
}
