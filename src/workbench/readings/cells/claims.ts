/**
 * Claims about cells as files: "l1.c.17 of this run tracks quotes", with evidence that anyone who has the run can check.
 *
 *     await makeClaim({ run: "sqlite", unit: "l0.c.99", pattern: "c.comment", out: "comments.json" });
 *     const { holds, trouble } = await checkClaim({ claim: "comments.json" });
 */
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { fail } from "../../../errors/index.ts";
import { checkRequest, checksOf, checkWhole } from "../../../errors/request.ts";
import {
	type ClaimChecked as Checked,
	type Claim,
	claimOf,
	verifyClaim,
} from "../../../interpretation/claims/claim.ts";
import { type Failure, failuresOf } from "../../../interpretation/claims/evidence.ts";
import { LEARNED_SYMBOLS, type Learned, learnedOf } from "../../../interpretation/claims/learnedLittle.ts";
import { MOST_CLAIM_BYTES, parseClaim } from "../../../interpretation/claims/parseClaim.ts";
import { wantedPatterns } from "../../../interpretation/patterns/askedPatterns.ts";
import { realDisk } from "../../disk/disk.ts";
import { placeFor, replaceFile } from "../../disk/publish.ts";
import { sha256 } from "../../disk/sha256.ts";
import { stopwatch } from "../../machine/clock.ts";
import { turn } from "../../machine/turns.ts";
import { withText } from "../../models/readText.ts";
import { type CheckpointChoice, type ModelHooks, withModel } from "../../models/textModel.ts";
import { labelText } from "./labels.ts";
import { notOne } from "./onePattern.ts";

export interface MakeClaimRequest {
	/** Name or folder of the run. */
	run: string;
	/** Folder of runs. Default: ./runs. */
	runs?: string;
	/** The unit, such as `l1.c.17`. */
	unit: string;
	/** The pattern that it is said to track, in the form that `cells find` takes; not a file of spans. */
	pattern: string;
	/** Part of the run's text. Default: valid. */
	part?: "train" | "valid" | "test";
	/** Checkpoint whose weights the claim is about. Default: best. */
	checkpoint?: CheckpointChoice;
	/** Symbols to read from the start of the text; 0 for all. Range: at least 2048, or 0. Default: 100000. */
	limit?: number;
	/** File to write the claim to. Default: none. */
	out?: string;
}

export interface MadeClaim {
	/** The claim, as the file holds it. */
	claim: Claim;
	/** Whether the evidence supports it. */
	holds: boolean;
	/** What is missing; empty if it holds. */
	trouble: Failure[];
	/** How much the network has learned of the text; null if the claim holds. */
	learned: Learned | null;
	/** The file written; null without `out`. */
	file: string | null;
	/** Time that the call took, in seconds. */
	seconds: number;
}

export interface CheckClaimRequest {
	/** File of the claim. */
	claim: string;
	/** The run, if it has another name here than in the claim. Default: that of the claim. */
	run?: string;
	/** Folder of runs. Default: ./runs. */
	runs?: string;
	/** Checkpoint whose weights are compared with those of the claim. Default: best. */
	checkpoint?: CheckpointChoice;
}

export interface ClaimChecked extends Checked {
	/** Name of the run that was measured. */
	run: string;
	/** The unit of the claim. */
	unit: string;
	/** The pattern of the claim. */
	pattern: string;
	/** How much the network has learned of the text; null if the claim holds, or weights or text are others. */
	learned: Learned | null;
	/** Time that the call took, in seconds. */
	seconds: number;
}

type Hooks = ModelHooks & { onProgress?(done: number, total: number): void };

const WHERE = "claim";
const LEAST = 2048;
const LIMIT = 100_000;

/** Measures the evidence for a claim on the plain wasm engine, and writes the claim to a file. */
export async function makeClaim(request: MakeClaimRequest, hooks: Hooks = {}): Promise<MadeClaim> {
	checkRequest(request, "makeClaim()", ["run", "runs", "unit", "pattern", "part", "checkpoint", "limit", "out"]);
	const { unit, pattern, part = "valid", limit = LIMIT, out, ...model } = request;
	const need = checksOf(WHERE);
	need("unit", unit, typeof unit === "string", { reason: "type", types: ["text"] });
	need("pattern", pattern, typeof pattern === "string", { reason: "type", types: ["text"] });
	checkWhole("limit", limit, { min: LEAST, zero: true }, WHERE);
	const place = out === undefined ? undefined : placeFor(realDisk, out, "claim.json");
	const clock = stopwatch();
	return measured({ ...model, part, pattern, limit }, hooks, async (subject, run, watch) => {
		const claim = await claimOf(subject, { unit, pattern, run, part }, watch);
		if (place) replaceFile(realDisk, place.parent, place.name, Buffer.from(`${JSON.stringify(claim, null, "\t")}\n`));
		const trouble = failuresOf(claim.evidence);
		const holds = trouble.length === 0;
		const learned = holds ? null : await learnedFrom(subject, hooks.signal);
		return { claim, holds, trouble, learned, file: out ?? null, seconds: clock() };
	});
}

/** Measures again what a claim says, and compares every figure. @throws E_CLAIM_FORM for a file that is no claim. */
export async function checkClaim(request: CheckClaimRequest, hooks: Hooks = {}): Promise<ClaimChecked> {
	checkRequest(request, "checkClaim()", ["claim", "run", "runs", "checkpoint"]);
	checksOf(WHERE)("claim", request.claim, typeof request.claim === "string", { reason: "type", types: ["text"] });
	const claim = parseClaim(readClaim(request.claim));
	const { run = claim.run, runs, checkpoint } = request;
	const { part, pattern, unit, symbols: limit } = claim;
	const clock = stopwatch();
	return measured({ run, runs, checkpoint, part, pattern, limit }, hooks, async (subject, name, watch) => {
		const checked = await verifyClaim(claim, subject, watch);
		const learned = checked.holds || !checked.evidence ? null : await learnedFrom(subject, hooks.signal);
		return { ...checked, run: name, unit, pattern, learned, seconds: clock() };
	});
}

const learnedFrom = async ({ model, text }: Subject, signal?: AbortSignal) =>
	learnedOf(model, await text.reader(0).read(Math.min(LEARNED_SYMBOLS, text.symbols)), signal);

type Asked = Pick<MakeClaimRequest, "run" | "runs" | "checkpoint"> &
	Required<Pick<MakeClaimRequest, "part" | "pattern" | "limit">>;
type Subject = Parameters<typeof claimOf>[0];

/** Opens what a claim is about: the weights on the plain wasm engine, the text and its labels. */
function measured<T>(
	{ part, pattern, limit, ...asked }: Asked,
	hooks: Hooks,
	use: (subject: Subject, run: string, watch: Parameters<typeof claimOf>[2]) => Promise<T>,
): Promise<T> {
	const { signal, onProgress } = hooks;
	const wanted = wantedPatterns([pattern], WHERE);
	if (wanted.length > 1) throw notOne(wanted.length, WHERE);
	if (wanted.some((one) => "file" in one)) {
		const forms = ["NAME", "in:/re/"];
		throw fail("E_OPTION", { option: "pattern", why: { reason: "form", forms, got: pattern }, where: WHERE });
	}
	return withModel({ ...asked, engine: "wasm-plain", threads: 1 }, hooks, (model) =>
		withText(model, { part }, { verb: WHERE, least: LEAST }, async (text, title) => {
			const symbols = limit === 0 ? text.symbols : Math.min(limit, text.symbols);
			const ids = await text.reader(0).read(symbols);
			const labels = await labelText(text, symbols, wanted, { where: WHERE, signal });
			const subject = {
				...{ model, labels, weightsSha256: sha256(model.weights.flat), textSha256: sha256(ids) },
				text: { name: title, symbols, reader: (at: number) => text.reader(at) },
			};
			return use(subject, model.name, {
				signal,
				async onProgress(done, total) {
					onProgress?.(done, total);
					await turn();
				},
			});
		}),
	);
}

function readClaim(path: string): string {
	let file: number;
	try {
		file = openSync(path, "r");
	} catch (error) {
		throw fail("E_CLAIM_FORM", { what: path, why: { reason: "form", forms: ["FILE"], got: path } }, { cause: error });
	}
	try {
		const { size } = fstatSync(file);
		if (!fstatSync(file).isFile() || size > MOST_CLAIM_BYTES) {
			const why = { reason: "count", of: "bytes", got: size, max: MOST_CLAIM_BYTES } as const;
			throw fail("E_CLAIM_FORM", { what: "claim", why });
		}
		return readFileSync(file, "utf8");
	} finally {
		closeSync(file);
	}
}
