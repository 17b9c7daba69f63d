/** What the reader typed, and what the network made of it. Of several keys in a row only the newest is waited for. */
import type { Words } from "../../../../studio/wire.ts";
import { createStore } from "../../../kit/store.ts";
import { Newest } from "../../cell/newest.ts";
import { InstrumentError } from "../../instrument/instrument.ts";
import { instrument, shownModel } from "../../instrument/shownModel.ts";
import { wordsOf } from "../../train/told.ts";
import type { ModelFacts } from "../../worker/instrument/open.ts";
import type { Typed } from "../../worker/instrument/typing.ts";
import { setPlayWords, unitNow } from "../playAddress.ts";
import type { FieldNow } from "./typeField.ts";

export interface TypingState {
	field: FieldNow;
	/** What is known about `field`, or still about the one before it; null before the first answer. */
	typed: Typed | null;
	/** The field that `typed` is about. */
	of: FieldNow | null;
	/** The network that `typed` is from; null before the first answer. */
	by: ModelFacts | null;
	failure: Words | null;
}

const NOTHING: TypingState = {
	field: { text: "", composing: null, caret: 0 },
	...{ typed: null, of: null, by: null, failure: null },
};
export const typing = createStore<TypingState>(NOTHING);
const keys = new Newest();

export async function typeNow(field: FieldNow): Promise<void> {
	typing.set((now) => ({ ...now, field }));
	const by = shownModel.get().facts;
	try {
		const typed = await keys.ask(instrument, "typed", { ...field, unit: unitNow() });
		if (!typed) return;
		if (unitNow() === null && typed.ids.length > 1) setPlayWords({ u: typed.unit });
		typing.set((now) => ({ ...now, typed, of: field, by, failure: null }));
	} catch (error) {
		const failure = error instanceof InstrumentError ? error.words : wordsOf(error);
		typing.set((now) => ({ ...now, failure }));
	}
}

/** Singles out another unit. */
export function singleOut(unit: string): void {
	setPlayWords({ u: unit });
	void typeNow(typing.get().field);
}

export function forgetTyping(): void {
	keys.cancel();
	typing.set(NOTHING);
}

/** Value and index of a unit: "l0.c" and 17. */
export function partsOf(unit: string): { name: string; index: number } {
	const at = unit.lastIndexOf(".");
	return { name: unit.slice(0, at), index: Number(unit.slice(at + 1)) };
}

/** Letter of a value: f of l0.gate.f. */
export const letterOf = (name: string) => name.slice(name.lastIndexOf(".") + 1);
