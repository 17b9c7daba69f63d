/**
 * A training on several ranks ends with the bits of one process, whatever the number of ranks and whatever dies: whole
 * jobs under mpirun on this machine.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { plantedProgram } from "../plantedProgram.ts";
import { type Ended, hasMpi, ROOT, sluice } from "./rankJob.ts";
import {
	calm,
	expectCalm,
	FLAGS,
	folder,
	input,
	killAndResume,
	killNow,
	own,
	resume,
	seed,
	TASK,
	train,
	trainCalm,
	watchFor,
} from "./rankWorld.ts";

vi.setConfig({ testTimeout: 600_000 }); // 8 ranks on 2 busy cores take turns
beforeAll(trainCalm);

describe.skipIf(!hasMpi)("training on several ranks", () => {
	test.each([2, 3, 4, 8])("%i ranks end with the weights, losses and metrics of one process", async (ranks) => {
		expectCalm(await train(ranks, `on-${ranks}`), `on-${ranks}`);
	});

	const of = ({ stdout, stderr }: Ended) => {
		expect(stdout, stderr).not.toBe("");
		const { weightsSha256, loss, lossNats, errorShare, best } = JSON.parse(stdout);
		return { weightsSha256, loss, lossNats, errorShare, best };
	};

	test.each([
		["a task's run", "task", []],
		["a task's run with SOAP, refreshed every 3 updates,", "soap", ["--optimizer", "soap", "--soap-every", "3"]],
	])("%s on 4 ranks ends with the weights and losses of one process", async (_, name, more) => {
		const on = (ranks: number) => train(ranks, `${name}-${ranks}`, {}, [...TASK, ...more]);
		const [one, four] = [await on(1), await on(4)];
		expect(of(four)).toEqual(of(one));
	});

	test("a ramp of the length from 3 to 9 steps over half of the budget: 2 and 4 ranks end with the weights and losses of one process, and so does a run killed on 4 within the ramp and continued on 3", async () => {
		const flags = [input, ...FLAGS, "--ramp-length", "3:0.5"];
		const on = async (ranks: number) => of(await train(ranks, `ramp-${ranks}`, {}, flags));
		const one = await on(1);
		expect(one.weightsSha256).not.toBe(calm.weightsSha256);
		expect([await on(2), await on(4)]).toEqual([one, one]);
		const kill = { onStart: (pids: number[]) => watchFor(join(folder, "ramp-moved"), 40, () => killNow(pids[2]!)) };
		expect((await train(4, "ramp-moved", kill, flags)).code).not.toBe(0);
		expect(of(await resume(3, "ramp-moved"))).toEqual(one);
	});

	test("a ramp of the length with --sync-every 5: 2 ranks end with the same weights twice, and with others than without the ramp", async () => {
		const flags = [input, ...FLAGS.filter((word) => word !== "--shards" && word !== "8"), "--sync-every", "5"];
		const on = async (name: string, ...more: string[]) => of(await train(2, name, {}, [...flags, ...more]));
		const ramp = ["--ramp-length", "3:0.5"];
		const [plain, once, again] = [await on("sync"), await on("sync-a", ...ramp), await on("sync-b", ...ramp)];
		expect(again).toEqual(once);
		expect(once.weightsSha256).not.toBe(plain.weightsSha256);
	});

	test(`kill -9 of a random rank at 3 random moments (seed ${seed}): its name is printed, and the run resumed on another number of ranks ends with the same bits`, async () => {
		expect(await killAndResume(3)).toBeGreaterThan(0);
	}, 600_000);

	test("a run interrupted on 4 ranks, continued on 3 and then in one process, ends with the same bits", async () => {
		const flags = [input, ...FLAGS];
		const kill = { onStart: (pids: number[]) => watchFor(join(folder, "moved"), 40, () => killNow(pids[3]!)) };
		const first = await train(4, "moved", kill, flags);
		expect(own(first)).toMatch(
			/rank 3 \(.*Continue with any number of ranks, for example \(E_\w+\): mpirun -n 4 sluice resume moved/s,
		);
		const second = await sluice(3, ["resume", "moved", "--runs", folder, "--quiet"], {
			onStart: (pids) => watchFor(join(folder, "moved"), 80, () => killNow(pids[0]!)),
		});
		expect(own(second)).toMatch(/rank 0 \(.*mpirun -n 3 sluice resume moved/s);
		expectCalm(await resume(1, "moved"), "moved");
	});

	test("what cannot be shared is refused with a code: no shards, more ranks than shards, ranks of different engines", async () => {
		const whole = await train(2, "refused-1", {}, [
			input,
			...FLAGS.filter((word) => word !== "--shards" && word !== "8"),
		]);
		expect([whole.code !== 0, own(whole)]).toEqual([true, expect.stringContaining("E_RANKS")]);
		const many = await train(3, "refused-2", {}, [input, ...FLAGS, "--shards", "2"]);
		expect(own(many)).toMatch(/3 ranks cannot share 2 shards.*E_RANKS/);
		const mixed = await train(2, "refused-3", { onRank1: "SLUICE_ISA=sse2" }, [input, ...FLAGS, "--engine", "native"]);
		expect(own(mixed)).toMatch(/rank 1 .*has another engine than rank 0: \\"native sse2.*E_RANK_DIFFERS/);
		expect(readdirSync(folder).filter((name) => name.startsWith("refused"))).toEqual([]);
	});

	test("the commands of docs/scale.md that begin with mpirun run as they stand there, at a small size", async () => {
		const commands = (path: string) =>
			readFileSync(join(ROOT, path), "utf8")
				.split("\n")
				.filter((line) => line.startsWith("mpirun "));
		expect(commands("docs/ko/scale.md")).toEqual(commands("docs/scale.md"));
		expect(commands("docs/scale.md").length).toBe(4);
		for (const command of commands("docs/scale.md")) {
			const [, ranks, verb, words] = /^mpirun -n (\d+) npx sluice (train|resume) (.*)$/.exec(command)!;
			const own = words!.split(" ").map((word) => (word === "book.txt" ? input : word));
			const small = verb === "train" ? "--hidden 8 --steps 6" : "--steps 9";
			const ended = await sluice(Number(ranks), [verb!, ...own, ...small.split(" "), "--quiet", "--runs", folder]);
			expect({ command, code: ended.code, stderr: ended.stderr }).toEqual({ command, code: 0, stderr: "" });
		}
	});

	test("only rank 0 prints: other commands run once", async () => {
		const listed = await sluice(3, ["runs", "--runs", folder, "--json"]);
		expect(() => JSON.parse(listed.stdout)).not.toThrow();
	});
});

describe.skipIf(!hasMpi)("a fault planted in the program", () => {
	const planted = (name: string, from: string | RegExp, to: string) => plantedProgram(join(folder, name), from, to);

	test("sums in the order of the ranks, not of the tree: 4 ranks end with other weights", async () => {
		const bin = planted(
			"order",
			"(slices) => this.#addSlices(slices, this.#whole)",
			"(slices) => slices.reduce((sum, terms) => addTo(sum, terms))",
		);
		const ended = await train(4, "order-4", { bin });
		expect(JSON.parse(ended.stdout).weightsSha256).not.toBe(calm.weightsSha256);
	});

	test("a rank that reads another batch ends the job with E_RANK_DIFFERS, and its name", async () => {
		const bin = planted(
			"batch",
			"this.onBatch?.(...this.batch);",
			'if (process.env.OMPI_COMM_WORLD_RANK === "1") this.#ids[3] = 0; this.onBatch?.(...this.batch);',
		);
		expect(own(await train(3, "batch-3", { bin }))).toMatch(/rank 1 .*has another batch than rank 0.*E_RANK_DIFFERS/);
	});

	test("a rank whose weights have changed ends the job with E_RANK_DIFFERS at the next checkpoint", async () => {
		const bin = planted(
			"weights",
			"this.updates++;",
			'this.updates++; if (process.env.OMPI_COMM_WORLD_RANK === "2") weights.flat[5] += 1e-6;',
		);
		expect(own(await train(3, "weights-3", { bin }))).toMatch(/rank 2 .*has other weights than rank 0.*E_RANK_DIFFERS/);
	});
});
