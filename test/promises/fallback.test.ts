/** Native, else wasm, else reference: each taken away in turn from copies of the package as it is packed. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { copyPackage, packedFiles } from "./packed.ts";

const here = `${process.platform}-${process.arch}`;
const packed = packedFiles();
const folder = copyPackage(packed);
const home = join(folder, "../..");
afterAll(() => rmSync(home, { recursive: true, force: true }));
writeFileSync(join(home, "input.txt"), "static int x = 0;\n".repeat(200));

const addon = join(folder, "prebuilds", here, "sluice.node");
const whole = existsSync(addon) ? readFileSync(addon) : undefined;

interface Trained {
	status: number | null;
	stderr: string;
	engine?: string;
	build?: string;
	notice?: string;
	lossNats?: { train: number; valid: number };
}

/** Three updates of a small net by the copy's own command line. */
function train(...flags: string[]): Trained {
	const net = ["--hidden", "20", "--batch", "3", "--k1", "7", "--steps", "3", "--jsonl"];
	const args = [join(folder, "dist/cli/bin.js"), "train", "input.txt", ...net, ...flags];
	const { SLUICE_ISA: _, ...env } = process.env;
	const run = spawnSync(process.execPath, args, { cwd: home, encoding: "utf8", env });
	const events = run.stdout
		.split("\n")
		.filter((line) => line.startsWith("{"))
		.map((line) => JSON.parse(line));
	const start = events.find(({ type }) => type === "start");
	const done = events.find(({ type }) => type === "done");
	const { engine, build, notice } = start ?? {};
	return {
		status: run.status,
		stderr: run.stderr,
		engine,
		build,
		notice: notice?.message,
		lossNats: done?.result.lossNats,
	};
}

/** The losses in float64: what each engine must come to within 1e-4 nats after three updates. */
const reference = train("--engine", "reference");

function expectEngine(trained: Trained, engine: "native" | "wasm" | "reference", notice: RegExp | undefined): void {
	expect({ ...trained, engine: trained.engine?.replace(/^wasm-(plain|relaxed)$/, "wasm") }).toMatchObject({
		status: 0,
		engine,
	});
	if (notice === undefined) expect(trained.notice).toBeUndefined();
	else {
		expect(trained.notice).toMatch(notice);
		expect(trained.stderr.split("\n").filter((line) => line.includes("slower than native"))).toHaveLength(1);
	}
	for (const part of ["train", "valid"] as const) {
		expect(Math.abs(trained.lossNats![part] - reference.lossNats![part])).toBeLessThan(1e-4);
	}
}

test("a named engine is taken, and its copy outside the checkout trains", () => {
	expect(reference.status).toBe(0);
	expect(reference.lossNats!.train).toBeGreaterThan(1);
});

describe.runIf(whole)("with the addon in the package", () => {
	test("native is taken, without a notice and without a build", () => expectEngine(train(), "native", undefined));

	/** What may have become of the addon, and what the notice then says of it. */
	const damages: [what: string, damage: () => void, says: RegExp][] = [
		["is text", () => writeFileSync(addon, "not an addon\n".repeat(100)), /does not load \(.*\)/],
		["is empty", () => writeFileSync(addon, ""), /does not load \(.*\)/],
		[
			"was cut short after half its bytes",
			() => writeFileSync(addon, whole!.subarray(0, whole!.length >> 1)),
			/does not load \(.*\)/,
		],
		["cannot be read", () => mkdirSync(addon), /does not load \(EISDIR|does not load \(.*directory/],
		["is another processor's", () => writeFileSync(addon, foreign()), /does not load \(.*\)/],
		["is a library that is no addon", () => writeFileSync(addon, renamed()), /does not load \(.*\)|not Sluice's addon/],
	];

	/** The addon with another machine in its ELF header (bytes 18 and 19), s390. */
	function foreign(): Buffer {
		const bytes = Buffer.from(whole!);
		bytes.writeUInt16LE(22, 18);
		return bytes;
	}

	/** The addon without the function by which Node would register it. */
	function renamed(): Buffer {
		const text = whole!.toString("latin1").replaceAll("napi_register_module", "nope_register_module");
		return Buffer.from(text, "latin1");
	}

	test.skipIf(process.platform !== "linux").each(damages)(
		"where it %s, wasm trains instead and one line says why",
		(_, damage, says) => {
			rmSync(addon, { recursive: true, force: true });
			damage();
			const trained = train();
			expectEngine(
				trained,
				"wasm",
				/^running on wasm .*, several times slower than native: .*\(E_ENGINE\) \(E_ENGINE_SLOW\)$/,
			);
			expect(trained.notice).toMatch(says);
		},
	);
});

test("without prebuilds/ wasm trains, and --engine native is E_ENGINE with status 2", () => {
	rmSync(join(folder, "prebuilds"), { recursive: true, force: true });
	expectEngine(train(), "wasm", new RegExp(`there is no addon for ${here}`));
	const asked = train("--engine", "native");
	expect(asked).toMatchObject({ status: 2, engine: undefined });
	expect(asked.stderr).toMatch(/E_ENGINE/);
});

test("without wasm/ too the reference trains, and --engine wasm is E_ENGINE with status 2", () => {
	rmSync(join(folder, "prebuilds"), { recursive: true, force: true });
	rmSync(join(folder, "wasm"), { recursive: true, force: true });
	expectEngine(train(), "reference", /^running on reference.*far slower than native: .*no addon.*; .*wasm/);
	for (const engine of ["wasm", "wasm-plain", "wasm-relaxed"]) {
		const asked = train("--engine", engine);
		expect([engine, asked.status, /E_ENGINE/.test(asked.stderr)]).toEqual([engine, 2, true]);
	}
});

test.runIf(whole)("with prebuilds/ alone native trains", () => {
	rmSync(join(folder, "wasm"), { recursive: true, force: true });
	rmSync(join(folder, "prebuilds"), { recursive: true, force: true });
	mkdirSync(dirname(addon), { recursive: true });
	writeFileSync(addon, whole!);
	expectEngine(train(), "native", undefined);
});
