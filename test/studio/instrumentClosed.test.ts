/** An instrument whose worker is closed answers every call that waits, with a code. */
import { afterEach, expect, test, vi } from "vitest";

vi.mock("../../page/studio/worker/instrumentWorker.ts?worker&url", () => ({ default: "blob:worker" }));
vi.mock("../../page/studio/worker/trusted.ts", () => ({ trusted: (address: string) => address }));
vi.mock("../../page/studio/train/failureWords.ts", () => ({ failureWords: () => ({ en: "", ko: "" }) }));

/** A worker that never answers. */
class Silent {
	static terminated = 0;
	static posted = 0;
	postMessage() {
		Silent.posted++;
	}
	terminate() {
		Silent.terminated++;
	}
}
vi.stubGlobal("Worker", Silent);
afterEach(() => void Object.assign(Silent, { terminated: 0, posted: 0 }));

const { Instrument, InstrumentError, isClosed } = await import("../../page/studio/instrument/instrument.ts");

test("3 calls that wait are rejected with E_INSTRUMENT_CLOSED in both languages, a cancelled one with its own reason, a later one at once", async () => {
	const instrument = new Instrument();
	const abort = new AbortController();
	const waiting = [1, 2, 3].map((to) => instrument.ask("cellWords", { to }));
	const cancelled = instrument.ask("cellWords", { to: 4 }, { signal: abort.signal });
	abort.abort(new Error("not needed"));
	instrument.close();
	for (const one of await Promise.allSettled(waiting)) {
		expect(one).toMatchObject({ status: "rejected", reason: { message: "E_INSTRUMENT_CLOSED" } });
		const { reason } = one as PromiseRejectedResult;
		expect([reason instanceof InstrumentError, isClosed(reason)]).toEqual([true, true]);
		expect(reason.words.ko).toMatch(/[가-힣]/);
	}
	await expect(cancelled).rejects.toThrow("not needed");
	const posted = Silent.posted;
	await expect(instrument.ask("cellWords", { to: 5 })).rejects.toThrow("E_INSTRUMENT_CLOSED");
	expect([Silent.posted, Silent.terminated]).toEqual([posted, 1]);
	expect(isClosed(new InstrumentError("E_RANGE", { en: "", ko: "" }))).toBe(false);
});
