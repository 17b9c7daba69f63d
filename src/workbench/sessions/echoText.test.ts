import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { TrainEvent } from "../../training/run/events.ts";
import { task } from "../datasets/taskData.ts";
import { text } from "../datasets/texts.ts";
import { resume } from "./resume.ts";
import { train } from "./train.ts";

const runs = mkdtempSync(join(tmpdir(), "sluice-echo-text-"));
afterAll(() => rmSync(runs, { recursive: true, force: true }));
const file = join(runs, "book.txt");
writeFileSync(file, "the sluice opens and the water runs. ".repeat(200));

const options = { cell: "esn", hidden: 17, batch: 3, k1: 9, density: 0.4, steps: 30 } as const;
const common = { runs, engine: "reference" } as const;
const asked = { ...common, data: text(file), options };

test("an echo state network on a text, stopped at update 11 of 30 and resumed, ends with the bits of one never stopped", async () => {
	const calm = await train({ ...asked, run: "calm" });
	const stop = new AbortController();
	const onEvent = (event: TrainEvent) => event.type === "step" && event.step === 11 && stop.abort("enough");
	const cut = await train({ ...asked, run: "cut" }, { onEvent, signal: stop.signal });
	expect([cut.steps, cut.ended]).toEqual([11, "signal"]);
	const whole = await resume({ run: "cut", ...common });
	expect([whole.steps, whole.weightsSha256]).toEqual([30, calm.weightsSha256]);
});

test("its training can be continued, and its recurrent layer then trained too; another run's weights cannot become a reservoir", async () => {
	const begun = await train({ ...asked, run: "begun" });
	const same = await train({ ...common, from: "begun", options: { steps: 0 }, run: "same" });
	expect(same.weightsSha256).toBe(begun.weightsSha256);
	const tuned = await train({ ...common, from: "begun", options: { cell: "rnn", steps: 0 }, run: "tuned" });
	expect(tuned.weightsSha256).toBe(begun.weightsSha256);
	await expect(train({ ...common, from: "tuned", options: { cell: "esn", steps: 1 } })).rejects.toThrow(/E_OPTION/);
	await expect(train({ ...common, from: "begun", data: task("addition"), options: { steps: 1 } })).rejects.toThrow(
		/E_OPTION/,
	);
});
