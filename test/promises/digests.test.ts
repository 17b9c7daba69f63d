/**
 * The bits of training, held still: whatever moves behind the public surface, each run of digestCases.ts ends with the
 * weights, losses, logs and readings whose digests stand in test/fixtures/digests/digests.json.
 *
 * Bits are promised per build of an engine, so the fixture is keyed by build, and by how Node rounds Math. wasm-plain and
 * the reference have one build each on every machine, the native engine has one for each instruction set, and all that the
 * processor has are run. What has no entry is skipped by name. test/fixtures/digests/README.md says how to make one.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type EngineChoice, openEngine, SluiceError } from "../../src/index.ts";
import { type Bench, CASES, furnish, steady } from "./digestCases.ts";

/** Of a case: the digest of each thing that it gives. */
type Digests = Record<string, string>;
/** By build, then by case. */
type Fixture = Record<string, Record<string, Digests>>;

const path = fileURLToPath(new URL("../fixtures/digests/digests.json", import.meta.url));
const fixture: Fixture = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
const writing = process.env.SLUICE_WRITE_DIGESTS === "1";
const root = mkdtempSync(join(tmpdir(), "sluice-digests-"));
/** Digits of a sha256 that are kept: 64 bits, more than chance needs to tell two apart. */
const DIGITS = 16;
const sha = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest("hex").slice(0, DIGITS);

interface Build {
	engine: EngineChoice;
	isa?: string;
	/** What the fixture is keyed by. */
	key: string;
}

/** The builds of all engines that this machine can run. */
const builds: Build[] = [
	...(["reference", "wasm-plain"] as const).map((engine) => ({ engine, key: `${buildOf({ engine })}, ${mathOf()}` })),
	...["avx512", "avx2", "sse2", "neon"].flatMap((isa) => {
		const build = buildOf({ engine: "native", isa });
		return build === undefined ? [] : [{ engine: "native" as const, isa, key: `${build}, ${mathOf()}` }];
	}),
];

function buildOf(options: Parameters<typeof openEngine>[0]): string | undefined {
	try {
		const engine = openEngine({ ...options, threads: 1 });
		engine.close();
		return engine.build;
	} catch (error) {
		if (error instanceof SluiceError && error.code === "E_ENGINE") return undefined;
		throw error;
	}
}

/**
 * The functions of Math that IEEE 754 leaves open, as this Node rounds them: "math" and a digest of 20,000 values of each
 * that training or a reading calls. The reference calls exp, tanh and log for every number; the other engines have their
 * own, but the rate of a schedule, normal draws, spectra and readings come from Math for them too.
 */
function mathOf(): string {
	const { exp, tanh, log, log1p, log2, log10, sin, cos, hypot } = Math;
	const values: number[] = [];
	for (let n = 1; n <= 20_000; n++) {
		const x = n / 1237; // 0 to 16
		for (const f of [exp, tanh, log, log1p, log2, log10, sin, cos]) values.push(f(x));
		values.push(exp(-x), tanh(x / 16), hypot(x, 1), hypot(x, 1, 1 / x), 0.98 ** n, (x / 17) ** (1 / n), 2 ** -x);
	}
	return `math ${sha(new Uint8Array(Float64Array.from(values).buffer)).slice(0, 8)}`;
}

afterAll(() => {
	rmSync(root, { recursive: true, force: true });
	if (writing) writeFileSync(path, `${JSON.stringify(fixture, null, "\t")}\n`);
});

describe.each(builds)("$key", ({ engine, isa, key }) => {
	const bench: Bench = { engine, folder: join(root, key.replace(/\W+/g, "-")) };
	let before: string | undefined;

	beforeAll(() => {
		mkdirSync(bench.folder);
		furnish(bench);
	});
	beforeEach(() => {
		before = process.env.SLUICE_ISA;
		if (isa !== undefined) process.env.SLUICE_ISA = isa;
	});
	afterEach(() => {
		if (before === undefined) delete process.env.SLUICE_ISA;
		else process.env.SLUICE_ISA = before;
	});

	const own = fixture[key];
	if (writing) fixture[key] = {};
	const cases = CASES.filter(({ withoutEngine }) => !withoutEngine || engine === "reference");
	for (const { name, run } of cases) {
		const title = own?.[name] || writing ? name : `${name} (the fixture has no digests of ${key})`;
		test.skipIf(!own?.[name] && !writing)(title, async () => {
			const found = Object.entries(await run(bench)).map(([what, value]) => [what, sha(steady(value, bench.folder))]);
			const digests: Digests = Object.fromEntries(found);
			if (writing) fixture[key]![name] = digests;
			else expect(digests).toEqual(own![name]);
		});
	}
});

test("the fixture holds no case that is no longer run", () => {
	const names = new Set(CASES.map(({ name }) => name));
	for (const cases of Object.values(fixture)) expect(Object.keys(cases).filter((name) => !names.has(name))).toEqual([]);
});
