/** The stores of the view Runs: rows by id, the order of the table, an open run. */
import { describe, expect, test } from "vitest";
import { LostError } from "../../page/studio/live/client.ts";
import { RunsStore } from "../../page/studio/live/runsStore.ts";
import { ServerRun } from "../../page/studio/live/serverRun.ts";
import { changeWords, forestOf } from "../../page/studio/runs/forest.ts";
import { inAddress, ofAddress } from "../../page/studio/runs/idsInAddress.ts";
import { momentAt } from "../../page/studio/runs/moments.ts";
import { optionRows, valueFrom } from "../../page/studio/runs/optionDiff.ts";
import { curveOf, joined } from "../../page/studio/runs/overlay.ts";
import { sparkPath, sparkPoints } from "../../page/studio/runs/spark.ts";
import { FIRST, orderOf, tagsOf } from "../../page/studio/runs/tableOrder.ts";
import { RunTable } from "../../page/studio/runs/tableState.ts";
import { Columns } from "../../page/studio/train/columns.ts";
import type { Lines, LogName, RunDetail, RunRow, Runs } from "../../studio/wire.ts";
import { idOf } from "./fakeServer.ts";
import { linesOf, rowOf, rowsOf } from "./runSamples.ts";

const answer = (runs: RunRow[]): Runs => ({ runs, bin: [], results: [] });

describe("the store of runs", () => {
	test("applies the 2 events that came while it was read, and none twice", async () => {
		let give: (runs: Runs) => void = () => {};
		const store = new RunsStore(() => new Promise((resolve) => (give = resolve)));
		const reading = store.load();
		const [a, b, c] = rowsOf(3) as [RunRow, RunRow, RunRow];
		store.take("gone", { id: a.id });
		store.take("run", { ...c, step: 9 });
		expect(store.state.get().rows.size).toBe(0);
		give(answer([a, b]));
		await reading;
		expect([...store.state.get().rows.keys()]).toEqual([b.id, c.id]);
		expect(store.state.get().rows.get(c.id)!.step).toBe(9);
	});

	test("keeps what it has when a later reading fails, and says why", async () => {
		let fails = false;
		const store = new RunsStore(async () => {
			if (fails) throw new LostError("x");
			return answer(rowsOf(4));
		});
		await store.load();
		fails = true;
		await store.load();
		expect(store.state.get()).toMatchObject({ phase: "ready", rows: { size: 4 } });
		expect(store.state.get().failure).toBeInstanceOf(LostError);
		const empty = new RunsStore(async () => Promise.reject(new LostError("x")));
		await empty.load();
		expect(empty.state.get().phase).toBe("failed");
	});

	test.each([false, true])("moves a removed run to the bin and back, its event first: %s", async (eventFirst) => {
		const store = new RunsStore(async () => answer(rowsOf(2)));
		await store.load();
		const [id] = [...store.state.get().rows.keys()] as [string];
		if (eventFirst) store.take("gone", { id });
		store.removed(id);
		expect(store.state.get().bin.map((entry) => entry.id)).toEqual([id]);
		expect(store.state.get().rows.has(id)).toBe(false);
		store.restored(id);
		expect(store.state.get().bin).toEqual([]);
		expect(store.state.get().rows.has(id)).toBe(true);
	});
});

describe("the table", () => {
	async function tableOf(rows: RunRow[]) {
		const store = new RunsStore(async () => answer(rows));
		await store.load();
		return { store, table: new RunTable(store.state) };
	}

	test("keeps its order while 12 runs come and all others change; the chip counts 12", async () => {
		const { store, table } = await tableOf(rowsOf(30));
		const before = table.state.get().order;
		for (let n = 0; n < 12; n++) store.take("run", rowOf(`new-${n}`, n, { changedMs: Date.now() + 1000 }));
		for (const row of rowsOf(30)) store.take("run", { ...row, changedMs: Date.now() + 2000, step: 1 });
		expect(table.state.get().order).toBe(before);
		expect(table.state.get().newer).toBe(12);
		table.refresh();
		expect(table.state.get()).toMatchObject({ newer: 0, order: { length: 42 } });
	});

	test("gives a run that the reader has made its place at once, and a renamed one keeps it", async () => {
		const { store, table } = await tableOf(rowsOf(5));
		table.expect(idOf("fork"));
		store.take("run", rowOf("fork", 9));
		expect(table.state.get().order.map(({ id }) => id)).toContain(idOf("fork"));
		const [from] = rowsOf(1) as [RunRow];
		const place = table.state.get().order.findIndex(({ id }) => id === from.id);
		store.renamed(from.id, idOf("other"), "other");
		table.renamed(from.id, idOf("other"));
		expect(table.state.get().order[place]!.id).toBe(idOf("other"));
		expect(table.state.get().newer).toBe(0);
	});

	test("sorts runs without a loss last, both ways", () => {
		const rows = [rowOf("a", 0, { best: null }), rowOf("b", 1), rowOf("c", 2)];
		const names = (down: boolean) =>
			orderOf(rows, { ...FIRST, sort: "best", down }).map(({ id }) => rows.find((row) => row.id === id)!.name);
		expect(names(false)).toEqual(["b", "c", "a"]);
		expect(names(true)).toEqual(["c", "b", "a"]);
	});

	test("finds runs by all words in any field, in Korean composed or not", () => {
		const rows = [rowOf("a", 0, { tags: ["긴 실행".normalize("NFD")] }), rowOf("긴 b", 1), rowOf("c", 2)];
		const found = (words: string, tag = "") => orderOf(rows, { ...FIRST, words, tag }).length;
		expect(found("긴")).toBe(2);
		expect(found("긴 lstm")).toBe(1);
		expect(found("GRU corpus")).toBe(1);
		expect(found("", rows[0]!.tags[0])).toBe(1);
		expect(tagsOf([rowOf("x", 0, { tags: ["a", "b"] }), rowOf("y", 0, { tags: ["b"] })])).toEqual(["b", "a"]);
	});

	test("puts each fork below its parent, and loses no run of a circle", () => {
		const fork = (name: string, of: string) => rowOf(name, 0, { parent: { run: of, update: 5, change: { lr: 0.1 } } });
		const rows = [fork("c", "b"), rowOf("a"), fork("b", "a"), fork("x", "y"), fork("y", "x"), fork("b2", idOf("a"))];
		const tree = forestOf(rows).map(({ id, depth }) => `${depth}${rows.find((row) => row.id === id)!.name}`);
		expect(tree).toEqual(["0a", "1b", "2c", "1b2", "0x", "1y"]);
		expect(changeWords({ lr: 0.003, cell: "gru", omega: null })).toBe("lr 0.003, cell gru, omega null");
	});
});

describe("an open run", () => {
	const row = rowOf("live", 0, { state: "running", step: 100 });
	const detail = (some: Partial<RunDetail> = {}): RunDetail => ({
		...row,
		...{
			options: { steps: 2000, cell: "lstm" },
			budget: { steps: 2000 },
			seed: 3,
			engine: "native",
			build: "avx2",
			threads: 2,
		},
		...{ checkpoints: [50], weightsSha256: "ab".repeat(32), textSha256: null, command: "sluice train x" },
		...some,
	});
	const clientOf = (read: { detail: RunDetail; steps: number }) => ({
		run: async () => read.detail,
		lines: async (_: string, log: LogName): Promise<Lines> => {
			const lines = log === "metrics" ? linesOf(read.steps) : [];
			return { lines, of: 2 * lines.length };
		},
	});

	test("moves by its lines, and not by those of another run", async () => {
		const run = new ServerRun(row.id, clientOf({ detail: detail(), steps: 100 }));
		const loading = run.load();
		run.take("lines", { id: row.id, log: "metrics", lines: [{ step: 110, lossNats: 2, gradNorm: 0.5 }] });
		await loading;
		run.take("lines", { id: idOf("other"), log: "metrics", lines: [{ step: 999, lossNats: 2 }] });
		run.take("lines", { id: row.id, log: "metrics", lines: [{ step: 120, lossNats: 1.5, gradNorm: 0.7 }] });
		expect(run.run.columns.step).toHaveLength(12);
		const { step, totalSteps, progress, gradNorm, phase, weightsSha256 } = run.run.numbers.get();
		expect({ step, totalSteps, progress, gradNorm, phase, weightsSha256 }).toEqual({
			...{ step: 120, totalSteps: 2000, progress: 0.06, gradNorm: 0.7, phase: "running" },
			weightsSha256: null, // it still trains
		});
		expect(run.state.get().thinned).toBe(10);
	});

	test("a run of 3 minutes that has trained 72 s is at 40%, with 108 s left", async () => {
		const options = { minutes: 3, cell: "lstm" };
		const given = detail({ options, budget: { minutes: 3 } });
		const run = new ServerRun(row.id, clientOf({ detail: given, steps: 100 }));
		await run.load();
		run.take("lines", { id: row.id, log: "metrics", lines: [{ step: 110, lossNats: 2, gradNorm: 0.5, seconds: 72 }] });
		const { totalSteps, progress, etaSeconds, seconds } = run.run.numbers.get();
		expect({ totalSteps, progress, etaSeconds, seconds }).toEqual({
			...{ totalSteps: null, progress: 0.4, etaSeconds: 108, seconds: 72 },
		});
	});

	test("a run of 300 updates that is resumed to 900 has no known end at update 400, and 900 once a checkpoint says so", async () => {
		const options = { steps: 300, cell: "lstm" };
		const read = { detail: detail({ options, budget: { steps: 300 }, step: 400 }), steps: 400 };
		const run = new ServerRun(row.id, clientOf(read));
		await run.load();
		const total = () => run.run.numbers.get().totalSteps;
		expect([run.run.numbers.get().step, total()]).toEqual([400, null]);
		read.detail = detail({ options, budget: { steps: 900 }, step: 900, state: "finished" });
		read.steps = 900;
		await run.load();
		expect([run.run.numbers.get().step, total(), run.run.numbers.get().progress]).toEqual([900, 900, 1]);
	});

	test("a run that was opened before its folder was there is read when its first event comes", async () => {
		const { lines, run: read } = clientOf({ detail: detail(), steps: 100 });
		let there = false;
		const early = { lines, run: () => (there ? read() : Promise.reject(new Error("404"))) };
		const run = new ServerRun(row.id, early);
		await run.load();
		expect(run.state.get().phase).toBe("failed");
		there = true;
		run.take("run", { ...row, id: idOf("other") });
		expect(run.state.get().detail).toBe(null);
		run.take("run", row);
		await new Promise((resolve) => setTimeout(resolve));
		expect([run.state.get().phase, run.run.columns.step.length]).toEqual(["ready", 10]);
	});

	test("reads its log again when it is resumed, and shows no line twice", async () => {
		const read = { detail: detail({ state: "stopped", step: 200 }), steps: 200 };
		const run = new ServerRun(row.id, clientOf(read));
		await run.load();
		expect(run.run.columns.step).toHaveLength(20);
		Object.assign(read, { detail: detail({ step: 150 }), steps: 150 });
		run.take("run", { ...row, state: "running", step: 150 });
		await new Promise((resolve) => setTimeout(resolve));
		expect(run.run.columns.step.at(-1)).toBe(150);
		expect(run.run.columns.step).toHaveLength(15);
	});

	test("a run that stood still for 20 s and then makes 10 updates a second has 185 s left of 2,000 updates, not 888", async () => {
		const read = { detail: detail({ step: 100 }), steps: 100 };
		let ms = 0;
		const run = new ServerRun(row.id, clientOf(read), () => ms);
		await run.load();
		const line = (step: number) =>
			run.take("lines", { id: row.id, log: "metrics", lines: [{ step, lossNats: 2, gradNorm: 0.5 }] });
		line(110);
		run.take("run", { ...row, state: "stopped", step: 110 });
		ms = 20_000;
		Object.assign(read, { detail: detail({ step: 110 }), steps: 110 });
		run.take("run", { ...row, state: "running", step: 110 });
		await new Promise((resolve) => setTimeout(resolve));
		for (let step = 120; step <= 150; step += 10) {
			ms += 1000;
			line(step);
		}
		expect(run.run.numbers.get().etaSeconds).toBeCloseTo(185, 9);
	});
});

describe("the numbers of pictures", () => {
	test("a spark is a closed band within its box, also for 1 pair and for a constant loss", () => {
		for (const pairs of [[], [1, 1], [2, 3, 1, 2, 0.5, 0.9], [4, 4, 4, 4]]) {
			const path = sparkPath(pairs, 110, 24);
			if (pairs.length === 0) expect(path).toBe("");
			const numbers = path.match(/-?[\d.]+ -?[\d.]+/g) ?? [];
			for (const [x, y] of numbers.map((pair) => pair.split(" ").map(Number) as [number, number])) {
				expect(x).toBeGreaterThanOrEqual(0);
				expect(x).toBeLessThanOrEqual(110);
				expect(y).toBeGreaterThanOrEqual(0);
				expect(y).toBeLessThanOrEqual(24);
			}
		}
		expect(sparkPoints([2, 3, 1, 2], 400)).toEqual([
			{ x: 100, low: 2, high: 3 },
			{ x: 300, low: 1, high: 2 },
		]);
	});

	test("an overlay has each value at its own update", () => {
		const a = curveOf([
			{ step: 10, lossNats: 3 },
			{ step: 20, lossNats: 2 },
			{ step: 15, lossNats: 2.5 }, // after a rollback
		]);
		expect(a).toEqual({ x: [10, 15], y: [3, 2.5] });
		const b = curveOf(linesOf(200)); // validations at 100 and 200
		expect(b.x).toEqual([100, 200]);
		expect(joined([a, b])).toEqual([
			[10, 15, 100, 200],
			[3, 2.5, null, null],
			[null, null, b.y[0], b.y[1]],
		]);
	});

	test("the time machine says the mean that holds an update, with its first and last update, and the checkpoint before it", () => {
		const columns = new Columns();
		for (const line of linesOf(100)) columns.add(line);
		const line = linesOf(100)[5]!; // of 51 to 60
		const { lossNats: loss, gradNorm } = line;
		const of = { first: 51, last: 60 };
		for (const step of [51, 57, 60])
			expect(momentAt(columns, [0, 40, 60], step)).toEqual({ step, of, loss, gradNorm, lr: 0.01, checkpoint: 40 });
		expect(momentAt(columns, [40], 5)).toMatchObject({ of: { first: 1, last: 10 }, checkpoint: null });
		expect(momentAt(columns, [], 103).of).toEqual({ first: 91, last: 100 }); // not logged yet
		expect(momentAt(columns, [0], 0)).toMatchObject({ of: null, loss: null, checkpoint: null });
		expect(momentAt(new Columns(), [0], 9)).toMatchObject({ of: null, gradNorm: null, checkpoint: 0 });
	});
});

test("options differ where their values do, and one that is absent counts as a difference", () => {
	expect(
		optionRows([
			{ lr: 0.1, cell: "lstm", k2: 5 },
			{ lr: 0.1, cell: "gru" },
		]),
	).toEqual([
		{ key: "cell", values: ["lstm", "gru"], differs: true },
		{ key: "k2", values: ["5", "–"], differs: true },
		{ key: "lr", values: ["0.1", "0.1"], differs: false },
	]);
	expect([valueFrom("0.3", 1), valueFrom("12", "text"), valueFrom("true", false), valueFrom("null", 1)]).toEqual([
		...[0.3, "12", true, null],
	]);
});

test("an address holds up to 7 chosen runs, and nothing else that stands there is taken for a run", () => {
	const ids = rowsOf(8).map(({ id }) => id);
	expect(ofAddress(inAddress(ids.slice(0, 7)), [])).toEqual(ids.slice(0, 7));
	expect(inAddress(ids)).toBe("chosen");
	expect(ofAddress("chosen", ids)).toEqual(ids);
	expect(ofAddress(`${ids[0]},../../etc,${ids[0]},<img>`, [])).toEqual([ids[0]]);
});
