/** The same bits with MPICH: a copy of the built program with an addon that is compiled by mpicc.mpich. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { ROOT, sluice } from "./rankJob.ts";
import { FLAGS, folder, input, writeInput } from "./rankWorld.ts";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const has = (program: string) => spawnSync(program, ["--version"]).status === 0;
const hasMpich = has("mpicc.mpich") && has("mpirun.mpich");
const copy = join(folder, "mpich");
const bin = join(copy, "dist/cli/bin.js");
const kind = `${process.platform}-${process.arch}`;
const args = (run: string) => [
	"train",
	input,
	...FLAGS,
	"--steps",
	"40",
	"--runs",
	folder,
	"--run",
	run,
	"--quiet",
	"--json",
];

describe.skipIf(!hasMpich)("with MPICH", () => {
	beforeAll(() => {
		writeInput();
		mkdirSync(join(copy, "prebuilds"), { recursive: true });
		cpSync(join(ROOT, "dist"), join(copy, "dist"), { recursive: true });
		cpSync(join(ROOT, "prebuilds", kind), join(copy, "prebuilds", kind), { recursive: true });
		for (const entry of ["wasm", "package.json", "node_modules"]) symlinkSync(join(ROOT, entry), join(copy, entry));
		const env = { ...process.env, MPICC: "mpicc.mpich", SLUICE_MPI_OUT: join(copy, "prebuilds", kind) };
		const built = spawnSync(process.execPath, [join(ROOT, "scripts/build-mpi.mjs"), "--force"], {
			env,
			encoding: "utf8",
		});
		expect(built.status, built.stdout + built.stderr).toBe(0);
	});

	test.each([2, 3])("%i ranks end with the weights and losses of one process", async (ranks) => {
		const one = await sluice(1, args(`one-${ranks}`), { bin });
		const { status, stdout, stderr } = spawnSync(
			"mpirun.mpich",
			["-n", String(ranks), process.execPath, bin, ...args(`mpich-${ranks}`)],
			{ encoding: "utf8" },
		);
		expect([status, stderr]).toEqual([0, ""]);
		const of = (text: string) => {
			const { weightsSha256, lossNats } = JSON.parse(text);
			return { weightsSha256, lossNats };
		};
		expect(of(stdout)).toEqual(of(one.stdout));
	});
});
