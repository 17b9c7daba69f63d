/** Of many calls while a pointer moves, the worker computes at most the one at work and the newest. */
import { expect, test } from "vitest";
import { Newest } from "./newest.ts";

/** An instrument that answers one call after another, each when it is told to. */
function slow() {
	const waiting: { value: unknown; signal: AbortSignal; resolve(x: unknown): void; reject(x: unknown): void }[] = [];
	const ask = (_: string, value: unknown, { signal }: { signal: AbortSignal }) =>
		new Promise((resolve, reject) => {
			const call = { value, signal, resolve, reject };
			waiting.push(call);
			signal.addEventListener("abort", () => {
				waiting.splice(waiting.indexOf(call), 1);
				reject(signal.reason);
			});
		});
	return { instrument: { ask } as unknown as Parameters<Newest["ask"]>[0], waiting };
}

test("of 100 moves of a valve 1 waits, 99 are cancelled, and only the last is shown", async () => {
	const { instrument, waiting } = slow();
	const newest = new Newest();
	const answers = Array.from({ length: 100 }, (_, n) =>
		newest.ask(instrument, "cellChange", { step: 1, layer: 0, set: [`l0.gate.f.0=${n / 100}`] }),
	);
	expect(waiting).toHaveLength(1);
	waiting[0]!.resolve("last");
	const shown = await Promise.all(answers);
	expect(shown.filter((answer) => answer !== undefined)).toEqual(["last"]);
	expect(newest.counts).toEqual({ asked: 100, answered: 1, cancelled: 99 });
});

test("a failure of the newest call is told, that of a cancelled one is not", async () => {
	const { instrument, waiting } = slow();
	const newest = new Newest();
	const first = newest.ask(instrument, "cellText", { from: 0, count: 1 });
	const second = newest.ask(instrument, "cellText", { from: 0, count: 2 });
	waiting[0]!.reject(new Error("no memory"));
	expect(await first).toBe(undefined);
	await expect(second).rejects.toThrow("no memory");
});
