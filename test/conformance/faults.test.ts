/** Do the checks bite? Each planted fault must be caught; a check that lets one through is worth nothing. */
import { describe, expect, test } from "vitest";
import * as check from "../../src/diagnosis/gradcheck.ts";
import type * as Reference from "../../src/kernels/reference.ts";
import { optimizers, worstOf } from "./closedForms.ts";
import { gradientFaults, updateFaults } from "./faults.ts";
import { type Fault, loader } from "./mutate.ts";

const floats = (length: number) => new Float64Array(length);

/** Runs the gradient check on an engine, or under a network, that holds the fault (none: as it is): the failed rows. */
function failedRows(cells: check.GradcheckOptions["cells"], fault?: Fault): check.GradcheckRow[] {
	const load = loader(fault);
	const { createReference } = load<typeof Reference>("kernels/reference.ts");
	const { gradcheck } = fault?.file.startsWith("cells/") ? load<typeof check>("diagnosis/gradcheck.ts") : check;
	const checks: check.GradcheckKind[] = ["layer/forward-mode", "network/forward-mode"];
	return gradcheck(createReference(), { cells, checks, steps: [3], lanes: [2], layers: [2, 3] }).filter(
		({ ok }) => !ok,
	);
}

/** Largest gap between the optimisers and their closed forms. */
function updateError(fault?: Fault): number {
	const { createReference } = loader(fault)<typeof Reference>("kernels/reference.ts");
	const { update } = createReference();
	return Math.max(...optimizers.map((kind) => worstOf(update, kind, floats)));
}

describe("without a fault", () => {
	test("the gradient check passes every cell", () => {
		expect(failedRows(undefined)).toEqual([]);
	});

	test.each(optimizers)("%s is within 1e-14 of its closed form", (kind) => {
		const { createReference } = loader()<typeof Reference>("kernels/reference.ts");
		expect(worstOf(createReference().update, kind, floats)).toBeLessThan(1e-14);
	});
});

describe("the gradient check catches", () => {
	test.each(gradientFaults)("$cell.variant: $name", ({ cell, ...fault }) => {
		expect(failedRows([cell], fault).length).toBeGreaterThan(0);
	});
});

describe("the closed forms of the optimisers catch", () => {
	test.each(updateFaults)("$name", (fault) => {
		expect(updateError(fault)).not.toBeLessThan(1e-6);
	});
});

test("at least 100 faults are planted, no two alike", () => {
	const all = [...gradientFaults, ...updateFaults];
	expect(all.length).toBeGreaterThanOrEqual(100);
	expect(new Set(all.map(({ file, from, to }) => `${file} ${from} ${to}`)).size).toBeGreaterThanOrEqual(100);
});
