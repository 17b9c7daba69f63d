import { expect, test } from "vitest";
import { parseStart } from "../remedies/starts.ts";
import type { Finding, Measured, Remedy } from "./findingTypes.ts";
import { judged } from "./judgement.ts";

const lstm: Remedy = { id: "cell-lstm", options: { cell: "lstm" }, fresh: true };
const omega: Remedy = { id: "omega", options: { omega: 2, init: "smart-tanh" }, fresh: true };
const vanishing = { kind: "vanishing", severity: 3, layer: 0, evidence: { lag: 4 } } as const;
const judge = (finding: Finding, options?: Measured["options"]) =>
	judged({ ...(options && { options }) } as Measured, [finding])[0]!;

test("a remedy that the run was trained with is not suggested again; the next one takes its place", () => {
	const found: Finding = { ...vanishing, remedy: lstm, others: [omega] };
	expect(judge(found)).toEqual(found);
	expect(judge(found, { cell: "rnn", omega: 0, init: "smart-tanh" })).toEqual(found);
	expect(judge(found, { cell: "lstm", omega: 0, init: "default" })).toEqual({ ...vanishing, remedy: omega });
	expect(judge(found, { cell: "rnn", omega: 2, init: "smart-tanh" })).toEqual({ ...vanishing, remedy: lstm });
	expect(judge(found, { cell: "lstm", omega: 2, init: "smart-tanh" })).toEqual(vanishing);
});

test("an orthogonal start is no remedy for a run that has it by default or by its number: 3 spellings of one", () => {
	const found: Finding = {
		...vanishing,
		remedy: { id: "init-orthogonal", options: { init: "orthogonal" }, fresh: true },
	};
	for (const init of ["default", "orthogonal", "orthogonal:1"]) {
		expect(parseStart(init, "init")).toMatchObject({ name: "orthogonal", value: 1 });
		expect(judge(found, { init })).toEqual(vanishing);
	}
	expect(judge(found, { init: "orthogonal:1.5" })).toEqual(found);
});

test("clipping that comes with saturated states of too large weights follows from them: no higher limit", () => {
	const clipped: Finding = {
		kind: "clipped",
		severity: 1,
		evidence: {},
		remedy: { id: "larger-clip-norm", options: { clipNorm: 4 }, fresh: false },
	};
	const saturated = (id: Remedy["id"]): Finding => ({
		...vanishing,
		kind: "saturated",
		where: "h",
		remedy: { id, options: { lr: 1 }, fresh: true },
	});
	const withSaturated = (id: Remedy["id"]) => judged({ optimizer: "sgd" } as Measured, [saturated(id), clipped])[1]!;
	expect(withSaturated("init-orthogonal")).toMatchObject({ kind: "clipped", noAction: "follows" });
	expect(withSaturated("lower-rate")).toEqual(clipped);
});
