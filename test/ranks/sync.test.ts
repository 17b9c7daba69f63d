/** `--sync-every` on the command line: one process alone, and whole jobs under mpirun. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { hasMpi, sluice } from "./rankJob.ts";
import { FLAGS, folder, input, killNow, own, resume, train, watchFor, writeInput } from "./rankWorld.ts";

vi.setConfig({ testTimeout: 600_000 });

const PLAIN = [input, ...FLAGS.filter((word) => word !== "--shards" && word !== "8")];
const SYNC = [...PLAIN, "--sync-every", "30"];
const resultOf = ({ stdout, stderr }: { stdout: string; stderr: string }) => {
	expect(stdout, stderr).not.toBe("");
	const { weightsSha256, lossNats, tokens } = JSON.parse(stdout);
	return { weightsSha256, lossNats, tokens };
};

beforeAll(() => writeInput());

test("in one process, exchanging every update with outer rate 1 and momentum 0 gives the bits of a run without", async () => {
	const sync = await train(1, "alone", {}, [...PLAIN, ..."--sync-every 1 --outer-lr 1 --outer-momentum 0".split(" ")]);
	expect(resultOf(sync)).toEqual(resultOf(await train(1, "without", {}, PLAIN)));
});

test("a run of one process, killed in the middle of a round and resumed, ends with the bits of the undisturbed one; it validates at the first exchange after each 35 updates", async () => {
	const calm = await train(1, "whole", {}, SYNC);
	const kill = { onStart: ([pid]: number[]) => watchFor(join(folder, "halved"), 40, () => killNow(pid!)) };
	const killed = await train(1, "halved", kill, SYNC);
	expect([killed.code, killed.stdout]).toEqual([null, ""]);
	expect(resultOf(await resume(1, "halved"))).toEqual(resultOf(calm));
	const lines = readFileSync(join(folder, "whole/metrics.jsonl"), "utf8").trim().split("\n");
	const validated = lines.map((line) => JSON.parse(line)).filter((line) => "validLossNats" in line);
	expect(validated.map(({ step }) => step)).toEqual([60, 90, 120, 150, 180]);
});

test("replays, forks and receipts of such a run are rejected with a code", async () => {
	await train(1, "asked", {}, [...SYNC, "--steps", "30"]);
	const said = async (...words: string[]) => own(await sluice(1, [...words, "--runs", folder]));
	expect(await said("replay", "asked")).toMatch(/trained with --sync-every.*E_REPLAY/s);
	expect(await said("fork", "asked", "--from-update", "10")).toMatch(/trained with --sync-every.*E_REPLAY/s);
	expect(await said("receipt", "asked")).toMatch(/trained with --sync-every.*E_RECEIPT/s);
});

test("--sync-every with --shards, and an outer rate without it, are rejected with E_OPTION", async () => {
	const said = async (...words: string[]) => own(await train(1, "refused", {}, [input, "--steps", "1", ...words]));
	expect(await said("--sync-every", "5", "--shards", "2")).toMatch(
		/--sync-every cannot be combined with --shards.*E_OPTION/s,
	);
	expect(await said("--outer-lr", "0.5")).toMatch(/--outer-lr needs --sync-every.*E_OPTION/s);
	expect(await said("--outer-momentum", "0.5")).toMatch(/--outer-momentum needs --sync-every.*E_OPTION/s);
});

describe.skipIf(!hasMpi)("weights exchanged every 30 updates by 2 ranks", () => {
	test("two runs end with the same bits; one whose rank 1 was killed, continued on 2 ranks, too; 1 and 3 ranks are rejected with E_RANKS and the command that continues", async () => {
		const calm = resultOf(await train(2, "sync-calm", {}, SYNC));
		const kill = { onStart: (pids: number[]) => watchFor(join(folder, "sync-killed"), 40, () => killNow(pids[1]!)) };
		const killed = await train(2, "sync-killed", kill, SYNC);
		expect(own(killed)).toMatch(
			/rank 1 \(.*Continue with the same number of ranks \(E_\w+\): mpirun -n 2 sluice resume sync-killed/s,
		);
		const again = /with --sync-every on 2 ranks.*Continue with \(E_RANKS\): mpirun -n 2 sluice resume sync-killed/s;
		expect(own(await resume(3, "sync-killed"))).toMatch(again);
		expect(own(await resume(1, "sync-killed"))).toMatch(again);
		expect(resultOf(await resume(2, "sync-killed"))).toEqual(calm);
		expect(resultOf(await train(1, "sync-1", {}, SYNC)).weightsSha256).not.toBe(calm.weightsSha256);
	});

	test("3 ranks that cannot share 16 lanes equally are rejected with E_RANKS", async () => {
		expect(own(await train(3, "sync-3", {}, SYNC))).toMatch(/3 ranks cannot share the 16 lanes.*E_RANKS/s);
	});
});
