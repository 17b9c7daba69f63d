/** The process of a trial that does not end when it is asked to, by a clock that the test moves. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { hasEnded } from "../disk/owner.ts";
import { GroupLeash } from "./groupLeash.ts";
import { TrialChild } from "./trialChild.ts";
import type { TrialRequest } from "./trialMessages.ts";

const folder = mkdtempSync(join(tmpdir(), "trial-"));
const program = resolve(import.meta.dirname, "../../../test/studies/poison.mjs");
const leash = new GroupLeash();
afterEach(() => void vi.useRealTimers());
afterAll(() => {
	leash.end();
	rmSync(folder, { recursive: true, force: true });
});

test("a trial that does not listen is alive 1199 ms after the stop and killed at 1200: with a look for the stop every 250 ms, within 2 seconds", async () => {
	const options = { lr: 0.5, hidden: 6 };
	const request: TrialRequest = { data: { texts: [] }, options, folder, resumes: false, engine: "auto", threads: 1 };
	const limits = { memoryBytes: 1e12, outputBytes: 1e6, silenceMs: 1e9, frozenMs: 1e9 };
	let child!: TrialChild;
	const begun = new Promise<void>((onMessage) => {
		child = new TrialChild({
			...{ request, limits, leash, program },
			onMessage: () => onMessage(),
			onLog: () => undefined,
		});
	});
	await begun;
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
	child.stop();
	await vi.advanceTimersByTimeAsync(1199);
	expect(hasEnded(child.pid!)).toBe(false);
	await vi.advanceTimersByTimeAsync(1);
	expect(await child.ended).toEqual({ kind: "stopped" });
	expect(hasEnded(child.pid!)).toBe(true);
});
