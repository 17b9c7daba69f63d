/** Opens an engine in Node: finds the package's addon and wasm binaries, and falls back if one is missing. */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
import { openEncoderDecoder } from "../../cells/encoderDecoder/encoderDecoder.ts";
import { parseCell } from "../../cells/own/ownCell.ts";
import { allowOwnCells } from "../../cells/own/reader.ts";
import { allowEncoderDecoders } from "../../cells/pass.ts";
import { fail, SluiceError } from "../../errors/index.ts";
import { attentionCalls } from "../../kernels/attentionCalls.ts";
import { checked } from "../../kernels/checkCall.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { createNative, type Isa } from "../../kernels/native.ts";
import { ownCalls } from "../../kernels/ownCalls.ts";
import { PRECISIONS, type Precision } from "../../kernels/precision.ts";
import { attentionReference } from "../../kernels/reference/attention.ts";
import { ownReference } from "../../kernels/reference/own.ts";
import { createReference } from "../../kernels/reference.ts";
import { createWasm, probeRelaxed } from "../../kernels/wasm.ts";
import { loadAddon } from "./addon.ts";
import { stopwatch } from "./clock.ts";
import { packageFile } from "./packageFile.ts";
import { spawnWorker } from "./wasmWorkers.ts";

allowOwnCells(parseCell); // a run or a file may hold equations

export const ENGINE_CHOICES = ["auto", "native", "wasm", "wasm-plain", "wasm-relaxed", "reference"] as const;
export type EngineChoice = (typeof ENGINE_CHOICES)[number];

export interface EngineOptions {
	/**
	 * Engine. Default: "auto", which tries native, wasm and reference in this order. "wasm" is the relaxed build if its
	 * multiply-add is fused (so that runs are bit-identical on any machine), otherwise the plain one.
	 */
	engine?: EngineChoice;
	/**
	 * Maximum number of threads. Default: the machine's cores, at most 64, or 8 with wasm. The reference engine has
	 * one.
	 */
	threads?: number;
	/**
	 * Precision of the operands of matrix products (docs/performance.md). Default: float32. bfloat16 is for the native
	 * engine: with "auto", no other is tried.
	 */
	precision?: Precision;
	/**
	 * Instruction set of the native engine: avx512, avx2, sse2 or neon, or amx-bf16 or avx512-bf16 in bfloat16. Default:
	 * SLUICE_ISA from the environment, otherwise the first of these that the processor supports.
	 */
	isa?: string;
	/** Uses all threads at any size; for tests. */
	alwaysThreads?: boolean;
	/** Bytes that the wasm engine reserves for all arrays. Default: 1 GiB. */
	memoryBytes?: number;
}

/** Engine options shared by every request that opens one. */
export interface EngineRequest {
	/**
	 * auto, native, wasm, wasm-plain, wasm-relaxed or reference. Default: auto, the fastest that this machine supports.
	 */
	engine?: EngineChoice;
	/** Maximum number of threads; the engine uses fewer if more would not be faster. Range: 1 to 64. Default: the machine's cores. */
	threads?: number;
}

export const ENGINE_KEYS = ["engine", "threads"] as const satisfies (keyof EngineRequest)[];

/** Engine options of a request that trains. */
export interface TrainingEngineRequest extends EngineRequest {
	/**
	 * float32, or bfloat16: operands of matrix products rounded to bfloat16, weights, sums and all else in float32. Needs
	 * the native engine and a processor with AVX512-BF16 or AMX-BF16 (E_ENGINE). Default: float32; for resume(), the run's.
	 */
	precision?: Precision;
}

export const TRAINING_ENGINE_KEYS = [...ENGINE_KEYS, "precision"] as const satisfies (keyof TrainingEngineRequest)[];

/** The engine that continues or replays a run: the run's, or another one that is asked for, which then is float32. */
export function engineOfRun(
	{ engine, threads }: EngineRequest,
	run: { engine: EngineChoice; precision?: Precision },
): EngineOptions {
	const own = engine === undefined || engine === run.engine;
	return { engine: engine ?? run.engine, threads, ...(own && run.precision && { precision: run.precision }) };
}

const notices = new WeakMap<Engine, SluiceError>();

/**
 * E_ENGINE_SLOW with the reason why `auto` did not choose the native engine. Undefined if it did, or if an engine was
 * named.
 */
export function engineNotice(engine: Engine): SluiceError | undefined {
	return notices.get(engine);
}

allowEncoderDecoders(openEncoderDecoder);

/** Opens an engine. @throws E_ENGINE if the requested engine is unavailable; E_SIZE for invalid threads or memory. */
export function openEngine(options: EngineOptions = {}): Engine {
	const { engine = "auto", threads, precision = "float32" } = options;
	if (!PRECISIONS.includes(precision)) {
		throw fail("E_OPTION", {
			option: "precision",
			why: { reason: "oneOf", choices: PRECISIONS, got: precision },
			where: "engine",
		});
	}
	if (precision === "bfloat16" && engine === "auto") return openNative(options);
	if (precision === "bfloat16" && engine !== "native")
		throw fail("E_ENGINE", { engine, why: { reason: "float32Only" } });
	if (threads !== undefined && (!Number.isInteger(threads) || threads < 1 || threads > 64)) {
		throw fail("E_SIZE", { what: "--threads", got: threads, min: 1, max: 64 });
	}
	switch (engine) {
		case "native":
			return openNative(options);
		case "wasm":
			return openWasm(relaxedIsFused() ? "relaxed" : "plain", options);
		case "wasm-plain":
			return openWasm("plain", options);
		case "wasm-relaxed":
			return openWasm("relaxed", options);
		case "reference":
			return checked(createReference(ownReference, attentionReference));
		case "auto":
			return openBest(options);
		default:
			throw fail("E_ENGINE", {
				engine,
				why: { reason: "unknown", choices: ENGINE_CHOICES },
			});
	}
}

function openBest(options: EngineOptions): Engine {
	let withoutNative: SluiceError;
	try {
		return openNative(options);
	} catch (error) {
		withoutNative = coded(error);
	}
	try {
		const engine = openWasm(relaxedIsFused() ? "relaxed" : "plain", options);
		notices.set(engine, fail("E_ENGINE_SLOW", { build: engine.build, far: false, why: [withoutNative] }));
		return engine;
	} catch (error) {
		const engine = checked(createReference(ownReference, attentionReference));
		const why = [withoutNative, coded(error)];
		notices.set(engine, fail("E_ENGINE_SLOW", { build: engine.build, far: true, why }));
		return engine;
	}
}

const coded = (error: unknown) =>
	error instanceof SluiceError ? error : fail("E_INTERNAL", { what: String(error) }, { cause: error });

function openNative(options: EngineOptions): Engine {
	const { threads, precision, isa = process.env.SLUICE_ISA || undefined, alwaysThreads = false } = options;
	const addon = loadAddon();
	const chosen = isa === undefined ? {} : { isa: isa as Isa };
	return createNative(addon, { threads: threads ?? cores(), alwaysThreads, precision, ...chosen });
}

const cores = () => Math.min(64, availableParallelism());

type Build = "plain" | "relaxed";

/**
 * Milliseconds to wait for a worker to start before continuing without it. A start takes about 40 ms, more on a busy
 * machine.
 */
const WORKER_START_MS = 5000;

/** Default maximum of wasm threads: each takes about 8 MB and 40 ms of processor time to start. */
const MOST_WASM_THREADS = 8;

/**
 * Opens the build with shared memory and workers if more than one thread is available, otherwise the single-threaded
 * one.
 */
function openWasm(build: Build, options: EngineOptions): Engine {
	const { threads = Math.min(MOST_WASM_THREADS, cores()), alwaysThreads = false, memoryBytes } = options;
	const common = {
		build,
		ownCells: ownCalls,
		attention: attentionCalls,
		...(memoryBytes !== undefined && { memoryBytes }),
	};
	if (threads > 1) {
		try {
			const clock = stopwatch();
			const workers = {
				threads,
				alwaysThreads,
				spawn: spawnWorker,
				now: () => 1000 * clock(),
				startMs: WORKER_START_MS,
			};
			return createWasm(wasmBytes(`${build}-threads`), { ...common, ...workers });
		} catch (error) {
			if (!(error instanceof SluiceError && error.code === "E_ENGINE")) throw error;
		}
	}
	return createWasm(wasmBytes(build), common);
}

let fused: boolean | undefined;
function relaxedIsFused(): boolean {
	try {
		fused ??= probeRelaxed(wasmBytes("relaxed")).fused;
	} catch {
		fused = false;
	}
	return fused;
}

const binaries = new Map<string, Uint8Array>();

function wasmBytes(build: Build | `${Build}-threads`): Uint8Array {
	if (build.startsWith("relaxed")) setFlagsFromString("--experimental-wasm-relaxed-simd"); // Node 20 needs this flag
	let bytes = binaries.get(build);
	if (bytes === undefined) {
		const path = packageFile("wasm", `sluice-${build}.wasm`);
		if (path === undefined) {
			throw fail("E_ENGINE", {
				engine: `wasm-${build}`,
				why: { reason: "fileMissing", file: `wasm/sluice-${build}.wasm` },
			});
		}
		bytes = readFileSync(path);
		binaries.set(build, bytes);
	}
	return bytes;
}
