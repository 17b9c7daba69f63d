/**
 * One training on two ranks that reach each other over a network: network namespaces, joined by links with a rate, a delay
 * and lost packets (bench/namespaces.mjs). Skipped where there is no MPI, and where namespaces cannot be made (they need root).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { hasMpi, ROOT } from "./rankJob.ts";
import { expectCalm, train, trainCalm } from "./rankWorld.ts";

interface Machines {
	join(n: number, link: { megabits: number; milliseconds: number; percent: number }): Promise<string>;
	mpirun(n: number): string[];
	end(): Promise<string[]>;
}

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const { canMakeNamespaces, TwoMachines } = await import(join(ROOT, "bench/namespaces.mjs"));
const canRun: boolean = hasMpi && canMakeNamespaces();
const folder = mkdtempSync(join(tmpdir(), "sluice-network-"));
let machines: Machines | undefined;
beforeAll(async () => {
	if (!canRun) return;
	await trainCalm();
	machines = new TwoMachines(folder) as Machines;
});
afterAll(async () => {
	await machines?.end();
	rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!canRun)("training over two network namespaces", () => {
	test.each([
		[0, { megabits: 1000, milliseconds: 0.2, percent: 0 }],
		[1, { megabits: 100, milliseconds: 5, percent: 1 }],
	])("link %i, %o: 2 ranks end with the weights, losses and metrics of one process", async (n, link) => {
		const name = await machines!.join(n, link);
		expect(name).toMatch(new RegExp(`^${link.megabits} Mbit/s, ${link.milliseconds} ms.* by (netem|link\\.c)$`));
		expectCalm(await train(2, `far-${n}`, { mpirun: machines!.mpirun(n) }), `far-${n}`);
	});

	test("between 0.3 and 3 of 100 packets of link 1 were lost, none of link 0", async () => {
		const [near, far] = (await machines!.end()).map((figures) => JSON.parse(figures));
		machines = undefined;
		if (!far) return; // netem counts elsewhere
		expect(near.lost).toBe(0);
		const share = far.lost / (far.lost + far.carried);
		expect(far.carried).toBeGreaterThan(1000); // so that less than 0.3 % are 4 deviations below 1 %
		expect(share).toBeGreaterThan(0.003);
		expect(share).toBeLessThan(0.03);
	});
});
