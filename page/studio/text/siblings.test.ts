/** Runs of other seeds: all options and the text must be equal, and of many the first eight by name are read. */
import { expect, test } from "vitest";
import type { RunDetail } from "../../../studio/wire.ts";
import { siblingsOf } from "./siblings.ts";

const run = (name: string, seed: number, more: object = {}) =>
	({
		...{ id: name, name, seed, model: "lstm 1x8", data: "book", kind: "text", step: 30, textSha256: "ab" },
		options: { hidden: 8, lr: 0.003, seed },
		...more,
	}) as unknown as RunDetail;

test("of 7 runs the two of other seeds are siblings; not the run itself, another text, option, model, a task, one without weights", async () => {
	const own = run("one", 1);
	const all = [
		own,
		run("three", 3, { options: { seed: 3, lr: 0.003, hidden: 8 } }), // the order of the options does not matter
		run("two", 2),
		run("again", 1),
		run("faster", 4, { options: { hidden: 8, lr: 0.01, seed: 4 } }),
		run("other", 5, { textSha256: "cd" }),
		run("wide", 6, { model: "lstm 1x16" }),
		run("task", 7, { kind: "task" }),
		run("new", 8, { step: 0 }),
	];
	const asked: string[] = [];
	const read = async (id: string) => {
		asked.push(id);
		return all.find((one) => one.id === id)!;
	};
	const found = await siblingsOf(own, all, read);
	expect(found.runs.map(({ name }) => name)).toEqual(["three", "two"]);
	expect(found.of).toBe(2);
	expect(asked).toEqual(["again", "faster", "other", "three", "two"]);
});

test("of 12 siblings 8 are compared and 12 counted; one that is gone meanwhile is none", async () => {
	const all = Array.from({ length: 14 }, (_, n) => run(`seed${String(n).padStart(2, "0")}`, n));
	const read = async (id: string) => {
		if (id === "seed03") throw new Error("gone");
		return all.find((one) => one.id === id)!;
	};
	const { runs, of } = await siblingsOf(all[0]!, all, read);
	expect([runs.length, of]).toEqual([8, 12]);
});
