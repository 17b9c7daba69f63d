import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { events } from "../../../../test/fixtures/tensorboardEvents.ts";
import { eventFile, eventRestart } from "../../../interop/eventFile.ts";
import { readEventFile } from "../../../interop/eventFileReader.ts";
import { RandomStream } from "../../../kernels/random.ts";
import { train } from "../../sessions/train.ts";
import { type FollowedCurves, followCurves } from "./followCurves.ts";

const runs = mkdtempSync(join(tmpdir(), "sluice-followed-"));
const tensorboard = join(runs, "logs");
afterAll(() => rmSync(runs, { recursive: true, force: true }));

const options = { hidden: 4, batch: 2, steps: 40, validEvery: 10 } as const;
const base = { data: { kind: "task", name: "temporal-order", options: {} }, engine: "reference", runs } as const;
const stepsOf = (file: string, tag: string) =>
	events(readFileSync(file))
		.filter((event) => event.tag === tag)
		.map(({ step }) => step);

test("at each of 4 validations the file holds that validation and every logged update, in whole records", async () => {
	let followed: FollowedCurves | undefined;
	const seen: number[][] = [];
	await train(
		{ ...base, options, run: "live" },
		{
			onEvent(event) {
				if (event.type === "start") followed = followCurves({ run: event.folder, tensorboard });
				if (event.type !== "valid") return;
				followed!.follow();
				seen.push(stepsOf(followed!.file, "loss/valid"));
			},
		},
	);
	expect(seen).toEqual([[10], [10, 20], [10, 20, 30], [10, 20, 30, 40]]);
	const before = readFileSync(followed!.file);
	followed!.follow();
	expect(readFileSync(followed!.file).subarray(0, before.length)).toEqual(before);
	const fractions = events(readFileSync(followed!.file)).filter(({ tag }) => tag === "gradient/clipped_share");
	const lines = readFileSync(join(runs, "live/metrics.jsonl"), "utf8").trim().split("\n");
	const updates = lines.map((line) => JSON.parse(line)).filter(({ gradNorm }) => gradNorm !== undefined);
	expect(fractions.map(({ step }) => step)).toEqual(updates.map(({ step }) => step));
});

test("a file that a kill cut at any of its bytes is continued: each value is there once", async () => {
	await train({ ...base, options, run: "cut" });
	const whole = followCurves({ run: join(runs, "cut"), tensorboard });
	whole.follow();
	const bytes = readFileSync(whole.file);
	const all = events(bytes).map(({ tag, step, value }) => ({ tag, step, value }));
	for (let size = 0; size < bytes.length; size += 7) {
		writeFileSync(whole.file, bytes.subarray(0, size));
		const again = followCurves({ run: join(runs, "cut"), tensorboard });
		again.follow();
		const found = events(readFileSync(again.file)).map(({ tag, step, value }) => ({ tag, step, value }));
		expect(found).toHaveLength(all.length);
		expect(found).toEqual(expect.arrayContaining(all));
	}
});

test("a rollback to step 10 lets readers drop the later steps, whose new values follow; a file emptied meanwhile is written again", async () => {
	await train({ ...base, options, run: "back" });
	const log = join(runs, "back/metrics.jsonl");
	const lines = readFileSync(log, "utf8").trim().split("\n");
	const followed = followCurves({ run: join(runs, "back"), tensorboard });
	followed.follow();
	const until10 = lines.filter((line) => JSON.parse(line).step <= 10);
	truncateSync(log, `${until10.join("\n")}\n`.length);
	followed.rewind(10);
	appendFileSync(log, `${JSON.stringify({ step: 20, validLoss: 0.5, seconds: 9 })}\n`);
	followed.follow();
	const found = events(readFileSync(followed.file));
	const restart = found.findIndex(({ restarts }) => restarts);
	expect(found[restart]).toMatchObject({ step: 11 });
	expect(found.slice(restart + 1)).toMatchObject([{ tag: "loss/valid", step: 20, value: 0.5 }]);
	expect(readEventFile(readFileSync(followed.file)).steps.get("loss/train")).toBe(10);
	writeFileSync(followed.file, "");
	appendFileSync(log, `${JSON.stringify({ step: 30, validLoss: 0.25, seconds: 10 })}\n`);
	followed.follow();
	expect(stepsOf(followed.file, "loss/valid")).toEqual([10, 20, 30]);
});

test("bytes of any kind are read without an error, and no record of them is taken over", () => {
	const random = new RandomStream(4, "bytes");
	const scalars = [1, 2, 3].map((step) => ({ tag: "loss/train", step, value: 1 / step, time: step }));
	const good = eventFile(scalars);
	expect(readEventFile(good)).toEqual({ sizeBytes: good.length, steps: new Map([["loss/train", 3]]) });
	expect(readEventFile(eventRestart(3, 0)).sizeBytes).toBe(0); // it does not begin as a file does
	for (let n = 0; n < 2000; n++) {
		const bytes = n % 2 ? Uint8Array.from(good) : new Uint8Array(random.below(200));
		if (n % 2) bytes[random.below(bytes.length)]! ^= 1 + random.below(255);
		else for (let k = 0; k < bytes.length; k++) bytes[k] = random.below(256);
		expect(readEventFile(bytes).sizeBytes).toBeLessThan(good.length);
	}
});
