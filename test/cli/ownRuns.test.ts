/** The commands that are printed for runs of programs: every one of them ends well. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Weights } from "../../src/cells/index.ts";
import { type Task, wrongClasses } from "../../src/data/index.ts";
import * as library from "../../src/index.ts";
import { sluice as call } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-own-runs-"));
const runs = join(folder, "runs");
const sluice = (...argv: string[]) =>
	call([...argv, "--no-color"], { library, cwd: folder, env: { SLUICE_RUNS: runs } });

/** Which bit was last? A task of a program. */
const last: Task = {
	...{ name: "last", input: "symbols", inputs: 2, head: "softmax", outputs: 2 },
	lengths: { min: 1, max: 9, default: [3, 3] },
	draw(random, { batch: B, length: T }) {
		const ids = Int32Array.from({ length: T * B }, () => random.below(2));
		return { T, B, lengths: new Int32Array(B).fill(T), ids, targets: ids.slice() };
	},
	wrong: (batch, outputs) => wrongClasses(batch, outputs, 2),
};

beforeAll(async () => {
	const options = { steps: 2, hidden: 3, batch: 2 };
	await library.train({ data: last, options, runs, run: "own" });
	const cut = new AbortController();
	const stopped = library.train(
		{ data: last, options: { ...options, steps: 1e6 }, runs, run: "cut" },
		{ signal: cut.signal, onEvent: (event) => event.type === "step" && cut.abort(new Error("stop")) },
	);
	await stopped.catch(() => {});
	writeFileSync(join(folder, "input.txt"), "the cat sat on the mat. ".repeat(300));
	const engine = library.openEngine({ engine: "reference" });
	const spec = { cell: "lstm", variant: "forget", layers: 1, hidden: 3, symbols: 11, dropout: 0 } as const;
	await library.saveRun({
		model: new Weights(engine, spec),
		data: library.text(join(folder, "input.txt")),
		runs,
		run: "weights",
	});
	engine.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("runs, runs show, sample and a failed resume of them suggest no command that the command line cannot do", async () => {
	const printed = new Set<string>();
	for (const words of [
		...["resume cut", "resume weights", "sample own", "runs", "runs show own", "runs show own weights"],
		...["runs show weights", "sample weights --length 5", "diagnose weights", "runs tag own x", "eval weights"],
	]) {
		const { stderr } = await sluice(...words.split(" "));
		for (const [, command] of stderr.matchAll(/(?:^ {2}|: |Try )sluice ([\w -]+(?:\S+)?)(?:$|\. \()/gm))
			printed.add(command!);
	}
	expect([...printed].filter((command) => /^runs show own$/.test(command))).toHaveLength(1);
	for (const command of printed) {
		expect(command).not.toMatch(/^(resume|diagnose own|diagnose cut|eval own)/);
		if (command.startsWith("train")) continue;
		expect([command, (await sluice(...command.replace("curves.svg", join(folder, "c.svg")).split(" "))).code]).toEqual([
			command,
			0,
		]);
	}
	const states = library.listRuns(runs).map(({ name, state, own }) => [name, state, own]);
	expect(states).toEqual([
		["cut", "stopped", true],
		["own", "finished", true],
		["weights", "finished", undefined],
	]);
});
