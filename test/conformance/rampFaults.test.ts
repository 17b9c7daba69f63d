/** Do the checks of ramps bite? Each fault in one line of how updates are cut must change what a run without it has. */
import { expect, test } from "vitest";
import type * as Corpora from "../../src/data/corpus.ts";
import type * as Sources from "../../src/data/source.ts";
import type * as Random from "../../src/kernels/random.ts";
import type * as Reference from "../../src/kernels/reference.ts";
import type * as Options from "../../src/training/options/options.ts";
import type { Snapshot } from "../../src/training/snapshot.ts";
import type * as Trainers from "../../src/training/trainer.ts";
import { type Fault, loader } from "./mutate.ts";

const copied = ({ tensors, state }: Snapshot): Snapshot => ({
	tensors: tensors.map((tensor) => ({ ...tensor, data: tensor.data.slice() })),
	state: JSON.parse(JSON.stringify(state)),
});

/** The checks that fail on source files with the fault, or without one; a thrown error fails them all. */
async function failures(fault?: Fault): Promise<string[]> {
	const load = loader(fault);
	const { RandomStream } = load<typeof Random>("kernels/random.ts");
	const random = new RandomStream(5, "text");
	const letters = Array.from({ length: 301 }, () => "abcde"[random.below(5)]).join("");
	const source = load<typeof Sources>("data/source.ts").bytesSource("letters", new TextEncoder().encode(letters));
	const corpus = await load<typeof Corpora>("data/corpus.ts").openCorpus(source, { split: [100, 0, 0] });
	const engine = load<typeof Reference>("kernels/reference.ts").createReference();
	const { parseOptions } = load<typeof Options>("training/options/options.ts");
	const { Trainer } = load<typeof Trainers>("training/trainer.ts");
	const trainer = (raw: Options.GivenOptions) => {
		const usual = { hidden: 4, layers: 2, batch: 6, k1: 8, k2: 11, steps: 20, seed: 3, reset: 0, clipNorm: 0 } as const;
		return new Trainer(engine, corpus.parts.train, corpus.vocabulary.size, parseOptions({ ...usual, ...raw }, "test"));
	};
	const statesOf = (run: Trainers.Trainer) => copied(run.snapshot()).tensors.filter(({ name }) => /^state/.test(name));
	const still = { lr: 0 };

	/** Groups of lanes add up to the whole batch, before, within and after a ramp; the seventh batch begins a new epoch. */
	const addUp = async (raw: Options.GivenOptions) => {
		const [whole, groups] = [trainer({ ...still, ...raw }), trainer({ ...still, ...raw, rampBatch: "2:0.5" })];
		for (const share of [0.9, 0.9, 0, 0, 0.9, 0, 0, 0.9]) {
			await whole.update(share);
			const sum = new Float64Array(whole.weights.flat.length);
			const updates = share < 0.5 ? 3 : 1;
			for (let n = 0; n < updates; n++) {
				await groups.update(share);
				for (const [j, g] of groups.gradients.flat.entries()) sum[j]! += g / updates;
			}
			const off = Math.hypot(...sum.map((g, j) => g - whole.gradients.flat[j]!));
			expect(off / Math.hypot(...whole.gradients.flat)).toBeLessThan(1e-13);
			expect(statesOf(groups)).toEqual(statesOf(whole));
			expect(groups.tokens).toBe(whole.tokens);
		}
	};
	const checks: Record<string, () => Promise<void>> = {
		"groups add up with k2 11": () => addUp({}),
		"groups add up with k2 3": () => addUp({ k2: 3 }),
		"groups add up, all lanes reset": () => addUp({ reset: 1 }),
		async "updates of 4 steps are those of k1 4, k2 6"() {
			const [plain, ramped] = [trainer({ k1: 4, k2: 6 }), trainer({ rampLength: "4:1" })];
			for (let n = 0; n < 9; n++) for (const run of [plain, ramped]) await run.update((n + 0.5) / 20);
			expect(ramped.weights.flat).toEqual(plain.weights.flat);
		},
		async "sizes by the budget"() {
			const run = trainer({ rampLength: "2:0.5", rampBatch: "3:0.25" });
			for (let n = 0; n < 20; n++) await run.update((n + 0.5) / 20);
			// 6 updates of 3 x 2, as a round is finished, 4 of 6 x 4 and 10 of 6 x 8
			expect(run.tokens).toBe(6 * 3 * 2 + 4 * 6 * 4 + 10 * 6 * 8);
		},
		async "put back within a round"() {
			const options = { rampBatch: "2:1", rampLength: "4:0.2", dropout: 0.3, reset: 0.2 } as const;
			const [calm, other] = [trainer(options), trainer(options)];
			const go = async (run: Trainers.Trainer, from: number, to: number) => {
				for (let n = from; n < to; n++) await run.update((n + 0.5) / 20);
			};
			await go(calm, 0, 8);
			const save = copied(calm.snapshot());
			await go(calm, 8, 20);
			await other.restore(save);
			await go(other, 8, 20);
			expect(copied(other.snapshot())).toEqual(copied(calm.snapshot()));
		},
	};
	const failed: string[] = [];
	for (const [name, check] of Object.entries(checks)) await check().catch(() => failed.push(name));
	return failed;
}

const planted = (file: string, list: [name: string, from: string, to: string][]): Fault[] =>
	list.map(([name, from, to]) => ({ name, file: `training/${file}`, from, to }));

const FAULTS: Fault[] = [
	...planted("tbptt.ts", [
		["lanes of the first group reset for all", "{ from: done * lanes, lanes };", "{ from: 0 * lanes, lanes };"],
		["a group's mean over the whole batch", "mean: lanes }", "mean: batch }"],
		["the first group's window for all", "this.parts[done]!", "this.parts[0]!"],
		["states lost when the size changes", "\t\tthis.setCarried(states);\n", ""],
		[
			"states of the first group alone reset at a new epoch",
			"for (const { window } of this.parts) window.resetState();",
			"this.window.resetState();",
		],
		["past symbols moved on by every group", "this.#round.done > 0 || k2 <= k1", "k2 <= k1"],
		[
			"a round never begun anew",
			"if (this.#round.done === 0) await this.#begin(",
			"if (this.fresh) await this.#begin(",
		],
		["a round's symbols not read again", "\t\tawait this.#lanes.next(round.k1, this.#ids, this.#targets);\n", ""],
		["an unfinished round forgotten", "this.#round = { ...round };", ""],
		["an unfinished round in other groups", "if (this.#round.lanes !== round.lanes) this.#regroup(round.lanes);", ""],
	]),
	...planted("trainer.ts", [
		["a round's cursor behind it", "step: step - round.k1", "step"],
		["no ramp", "this.ramps.at(progress)", "this.ramps.whole"],
		["the round not in a snapshot", "await this.#tbptt.enter(round);", ""],
	]),
	...planted("text/ramps.ts", [
		["k2 whole from the start", "k2: Math.ceil((whole.k2 * k1) / whole.k1)", "k2: whole.k2"],
		["k2 rounded down", "Math.ceil((whole.k2 * k1) / whole.k1)", "Math.floor((whole.k2 * k1) / whole.k1)"],
		["sizes over the whole budget", "Math.floor((share / until) * growing)", "Math.floor(share * growing)"],
		["sizes beyond twice", "let next = 2 * size; next > size", "let next = whole; next > size"],
		["a batch as long as a window", "lanes: sizeAt(this.#batch, share)", "lanes: sizeAt(this.#length, share)"],
	]),
	...planted("text/laneWindow.ts", [
		["the mean over whole windows", "scale: 1 / (k1 * mean)", "scale: 1 / (this.#options.k1 * mean)"],
	]),
];

test("without a fault all six checks pass", async () => {
	expect(await failures()).toEqual([]);
});

test.each(FAULTS)("caught: $name", async (fault) => {
	expect((await failures(fault)).length).toBeGreaterThan(0);
});
