/**
 * What the types say of each request of the library is what its function checks: the same keys, a meaning and a default
 * for each, and the documented range of each number.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { type Entry, openSurface } from "./api/surface.ts";

const surface = openSurface()("src/index.ts");
const folder = mkdtempSync(join(tmpdir(), "sluice-requests-"));
const runs = join(folder, "runs");
const file = join(folder, "text.txt");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
	writeFileSync(file, "the cat sat on the mat; the rat ate the hat\n".repeat(80));
	const options = { hidden: 4, batch: 2, k1: 8, steps: 1 };
	await library.train({ data: library.text(file), options, run: "text", runs, engine: "reference" });
	const task = library.task("mackey-glass-17");
	await library.train({
		data: task,
		options: { hidden: 4, steps: 1, length: 20 },
		run: "task",
		runs,
		engine: "reference",
	});
});

/** Each function that takes a request, the type of its request, and a request that it takes. */
const asked = { run: "text", runs, engine: "reference" } as const;
const unit = "l0.c.1";
const REQUESTS: Record<string, [type: string, request: object]> = {
	analyse: ["AnalyseRequest", asked],
	askStudy: ["AskStudyRequest", { study: "none", studies: folder, settings: {} }],
	cellHistory: ["CellHistoryRequest", { ...asked, unit }],
	compareOnText: ["CompareOnTextRequest", { ...asked, against: "text" }],
	compare: ["CompareRequest", { task: "addition" }],
	checkExport: ["CheckExportRequest", { file, against: "text", runs }],
	checkClaim: ["CheckClaimRequest", { claim: file, runs }],
	checkReceipt: ["CheckReceiptRequest", { receipt: "#receipt=AAAA" }],
	compareFutures: ["FuturesRequest", { ...asked, with: "text" }],
	corpusReport: ["CorpusReportRequest", { texts: [file] }],
	chat: ["ChatRequest", asked],
	diagnose: ["DiagnoseRequest", asked],
	diagnosePoint: ["DiagnosePointRequest", { ...asked, of: "dial", at: "" }],
	evaluate: ["EvaluateRequest", { ...asked, run: "task" }],
	evaluateChat: ["EvaluateChatRequest", asked],
	explain: ["ExplainRequest", { ...asked, step: 3 }],
	exportStudy: ["ExportStudyRequest", { study: "none", studies: folder }],
	exportRun: ["ExportRequest", { run: "text", runs, to: "torch", file: join(folder, "x") }],
	findCells: ["FindCellsRequest", asked],
	forkRun: ["ForkRequest", { ...asked, update: 1 }],
	gradcheck: ["GradcheckRequest", {}],
	importRun: ["ImportRequest", { file }],
	intervene: ["InterveneRequest", { ...asked, unit }],
	makeClaim: ["MakeClaimRequest", { run: "text", runs, unit, pattern: "quotes" }],
	makeReceipt: ["MakeReceiptRequest", { run: "text", runs }],
	nameCell: ["NameRequest", { ...asked, unit, name: "n", pattern: "quotes" }],
	ngrams: ["NgramsRequest", { texts: [file] }],
	openReplay: ["OpenReplayRequest", asked],
	patch: [
		"PatchRequest",
		{ ...asked, units: [unit], from: { text: "the cat", at: 3 }, to: { text: "the rat", at: 3 } },
	],
	followCurves: ["FollowCurvesRequest", { run: "text", runs, tensorboard: join(folder, "events") }],
	forecast: ["ForecastRequest", { ...asked, run: "task" }],
	predictLabels: ["PredictLabelsRequest", { ...asked, run: "task" }],
	predictions: ["PredictionsRequest", asked],
	reportCells: ["ReportRequest", { ...asked, html: join(folder, "x.html") }],
	replay: ["ReplayRequest", { ...asked, update: 1 }],
	replayWithout: ["ReplayWithoutRequest", { ...asked, without: "a" }],
	reproduce: ["ReproduceRequest", { name: "pathological" }],
	readReservoir: ["ReservoirRequest", { run: "text", runs }],
	readSequence: ["SequenceRequest", { run: "text", runs }],
	readSymbols: ["SymbolsRequest", { run: "text", runs }],
	reproducePoint: ["PointRequest", { name: "wrec-sweep", at: "" }],
	resumeStudy: ["ResumeStudyRequest", { study: "none", studies: folder }],
	retryStudy: ["RetryStudyRequest", { study: "none", studies: folder }],
	runStudy: ["RunStudyRequest", { study: { data: library.task("addition") }, studies: folder }],
	showStudy: ["StudyPlaceRequest", { study: "none", studies: folder }],
	workStudy: ["WorkStudyRequest", { study: "none", studies: folder }],
	resume: ["ResumeRequest", { run: "text", runs }],
	removeRun: ["RunRequest", { run: "text", runs }],
	removeRuns: ["RunsRequest", { names: ["text"], runs }],
	reportRun: ["RunReportRequest", { run: "text", runs, html: join(folder, "r.html") }],
	runCurves: ["CurvesRequest", { names: ["text"], runs }],
	runDetail: ["RunDetailRequest", { run: "text", runs }],
	runLines: ["RunLinesRequest", { run: "text", runs, log: "metrics" }],
	runSpectrum: ["RunSpectrumRequest", { run: "text", runs, checkpoint: 1 }],
	sample: ["SampleRequest", asked],
	saveChat: ["SaveChatRequest", { run: "text", turns: [], file: join(folder, "talk.json") }],
	saveRun: ["SaveRunRequest", { model: { flat: [] }, data: library.text(file) }],
	similarCells: ["SimilarCellsRequest", { ...asked, unit }],
	showCell: ["ShowCellRequest", { ...asked, unit }],
	stopRun: ["StopRunRequest", { run: "text", runs }],
	tagRun: ["TagRequest", { run: "text", runs }],
	traceFile: ["TraceRequest", { ...asked, names: ["l0.c"], out: join(folder, "x.npz") }],
	tryClamp: ["TryClampRequest", { ...asked, unit }],
	train: ["TrainRequest", { data: library.text(file) }],
};
const NAMES = Object.keys(REQUESTS);
const CALLS: Record<string, (request: object, hooks: object) => unknown> = Object.fromEntries(
	Object.entries(library).filter(([name]) => Object.hasOwn(REQUESTS, name)),
) as never;
const typeOf = (name: string): Entry => surface.find((entry) => entry.name === REQUESTS[name]![0])!;
const rangeIn = (doc: string) =>
	/Range: (?:at least )?(above )?(\S+?),?(?: to (\S+?))?[., ]/.exec(doc.replace(/\s+/g, " "));

/** The error that a call ends with; undefined if it ends well. */
async function errorOf(name: string, request: object): Promise<library.SluiceError | undefined> {
	const call = CALLS[name]!;
	try {
		await call(request, { signal: AbortSignal.abort(new Error("stopped by the test")) });
		return undefined;
	} catch (error) {
		return error as library.SluiceError;
	}
}

test("the library has no request type whose function is not in this table", () => {
	const types = surface.filter(({ name }) => name.endsWith("Request")).map(({ name }) => name);
	const former = ["PredictRequest"]; // another name of ForecastRequest
	expect(types.filter((type) => !former.includes(type)).sort()).toEqual(NAMES.map((name) => REQUESTS[name]![0]).sort());
});

test.each(NAMES)("%s() takes the keys of its type, no more and no fewer", async (name) => {
	const error = await errorOf(name, { zzz: 1 });
	expect([name, error?.code]).toEqual([name, "E_OPTION"]);
	const { why } = error!.params as { why: { known: string[] } };
	expect([...why.known].sort()).toEqual(
		typeOf(name)
			.members.map((member) => member.name)
			.sort(),
	);
});

test.each(NAMES)("%s() says what each key means, and the default of each that may be left out", (name) => {
	const wanting = typeOf(name).members.filter(
		({ doc, optional }) => doc.length < 12 || (optional && !/Default( with `from`)?[:,]/.test(doc)),
	);
	expect(wanting.map((member) => member.name)).toEqual([]);
});

test.each(NAMES)("%s() refuses what is just outside the range that its type documents", async (name) => {
	const [, request] = REQUESTS[name]!;
	for (const { name: option, type, doc } of typeOf(name).members) {
		if (type !== "number" || option === "threads" || option === "step" || option === "layer") continue;
		const range = rangeIn(doc);
		expect([option, range !== null || option === "length"]).toEqual([option, true]);
		if (!range || Number.isNaN(Number(range[2]))) continue;
		const [min, max] = [Number(range[2]), range[3] === undefined ? undefined : Number(range[3])];
		const outside = [range[1] ? min : min === 0 ? -1 : min - 1, ...(max === undefined ? [] : [max + 1])];
		for (const value of outside) {
			const error = await errorOf(name, { ...request, [option]: value });
			const bounds = { min, ...(max !== undefined && { max }) };
			const wanted = error?.code === "E_SIZE" ? { what: option, ...bounds } : { option, why: bounds };
			expect([option, value, error?.params]).toMatchObject([option, value, wanted]);
		}
	}
});
