/**
 * One step of a trained model explained: its equations with their values, what changes if a value is changed, where a
 * number comes from, how its gradient goes back through the text, and the diagram of its cell.
 */
import { join } from "node:path";
import { ownCellOf } from "../../cells/own/reader.ts";
import { wayBack } from "../../diagnosis/wayBack.ts";
import { fail } from "../../errors/index.ts";
import { checkLang, checkOption, checkRequest, checkWhole } from "../../errors/request.ts";
import { changedStep } from "../../interpretation/changedStep.ts";
import { type Changed, whyChanged } from "../../interpretation/changedWhy.ts";
import { parseClamp } from "../../interpretation/clamp.ts";
import { explainStep, type LikelySymbol, type StepExplanation, type StepValue } from "../../interpretation/explain.ts";
import { StepStates } from "../../interpretation/stepStates.ts";
import { whyNumber } from "../../interpretation/why.ts";
import type { DiagramCell } from "../../views/diagrams/diagramOf.ts";
import { ownDiagram } from "../../views/diagrams/own/ownDiagram.ts";
import { stepSvg } from "../../views/diagrams/stepSvg.ts";
import { realDisk } from "../disk/disk.ts";
import { placeFor, replaceFile } from "../disk/publish.ts";
import { TEXT_KEYS, withText } from "../models/readText.ts";
import { MODEL_KEYS, type Model, type ModelHooks, withModel } from "../models/textModel.ts";
import { type EchoConfig, isEcho, parseConfig, type TaskConfig } from "../runs/config.ts";
import { DEFAULT_RUNS } from "../runs/runNames.ts";
import { openRun, type Run } from "../runs/runStore.ts";
import type { EchoStepResult } from "./echo/echoStepResult.ts";
import { explainEchoRun } from "./echo/explainEchoRun.ts";
import { explainPair, isPairRun, type PairStepResult } from "./pairs/pairReading.ts";
import type { ExplainRequest, StepNumbers } from "./stepRequest.ts";
import { STEP_WORDS, type StepReason, type StepWay, wayOf } from "./stepResult.ts";
import { textBefore } from "./textBefore.ts";

/** A symbol with its probability. */
export interface NamedSymbol {
	/** The symbol. */
	symbol: string;
	/** Its probability, 0 to 1. */
	probability: number;
}

export interface ExplainResult
	extends Omit<StepExplanation, "id" | "target" | "forward" | "backward" | "expected" | "predicted"> {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	trained: number;
	/** Text read: file names, or the part. */
	text: string;
	/** Cell of the layer; "esn" for the reservoir of an echo state network on a text. */
	cell: string;
	/** Its variant. */
	variant: string;
	/** Number of units H. */
	units: number;
	/** Most likely symbols before the step, of which `symbol` came; up to 5. Empty in step 0. */
	expected: NamedSymbol[];
	/** Most likely next symbols after it; up to 5. */
	predicted: NamedSymbol[];
	/** Forward values in order of computation. */
	forward: StepNumbers[];
	/** Backward values in order of computation; none if values were changed. */
	backward: StepNumbers[];
	/** The symbol read, the actual next symbol, and up to 40 symbols before. */
	symbol: string;
	/** The actual next symbol; null at the end of the text. */
	next: string | null;
	/** Up to 40 symbols before the step. */
	before: string;
	/** Values that were changed, as given. */
	set: string[];
	/** Where the number that was asked for comes from; null if none was. */
	why: StepReason | null;
	/** The gradient's way back; null if it was not asked for. */
	way: StepWay | null;
	/** File of the figure; null for none. */
	svg: string | null;
}

const OWN = ["step", "layer", "ahead", "set", "index", "why", "back", "svg", "lang"] as const;

/**
 * Explains one step of one layer, equation by equation, in the forward and the backward pass.
 * @returns for an echo state network on a task or a series an EchoStepResult, for an encoder-decoder a PairStepResult (of
 * sequence number `step` of its task), else an ExplainResult.
 */
export async function explain(
	request: ExplainRequest,
	hooks: ModelHooks = {},
): Promise<ExplainResult | EchoStepResult | PairStepResult> {
	checkRequest(request, "explain()", [...MODEL_KEYS, ...TEXT_KEYS, ...OWN]);
	const { step, layer = 0, ahead, set = [], index = 0, back, lang = "en" } = request;
	checkLang(lang, "trace");
	checkOption("set", set, Array.isArray(set), { reason: "list", of: "values", such: "l0.gate.f.17=0.2" }, "trace");
	checkWhole("index", index, { min: 0 }, "trace");
	if (back !== undefined) checkWhole("back", back, { min: 0, max: 65_536 }, "trace");
	const run = openRun(request.run, request.runs ?? DEFAULT_RUNS, { validate: parseConfig });
	if (isEcho(run.config)) return explainEchoRun(run as Run<EchoConfig>, request, hooks);
	if (isPairRun(run.config)) return explainPair(run as Run<TaskConfig>, request, hooks);
	const svg = request.svg === undefined ? undefined : placeFor(realDisk, request.svg, "step.svg");
	return withModel(request, hooks, (model) =>
		withText(model, request, { verb: "trace", least: 1 }, async (text, title) => {
			const { weights, vocabulary, name } = model;
			const { hidden: units } = weights.spec;
			const drawn = drawnAs(model);
			const { cell, variant } = drawn;
			if (index >= units) throw fail("E_SIZE", { what: "--index", got: index, min: 0, max: units - 1 });
			const states = new StepStates(model, text);
			const { signal } = hooks;
			const explained = await explainStep(model, text, { step, layer, ahead, signal }, states);
			const { id, target, backward, expected, ...found } = explained;
			const changes = set.map((words) => parseClamp(weights.spec, words));
			const changed = await changedStep(model, text, { step, layer, changes, signal }, states);
			const way =
				back === undefined
					? null
					: await wayBack(model, text, { step, ahead: found.ahead, back }, (at) => states.before(at, signal));
			const symbols = (list: readonly LikelySymbol[]) =>
				list.map((one) => ({ symbol: vocabulary.label(one.id), probability: one.probability }));
			const forward = set.length > 0 ? changed.forward : found.forward;
			const result: ExplainResult = {
				...{ run: name, trained: model.step, text: title, cell, variant, units, ...found },
				...{ forward: plain(forward), backward: set.length > 0 ? [] : plain(backward) },
				...{ expected: symbols(expected), predicted: symbols(set.length > 0 ? changed.predicted : found.predicted) },
				...{ symbol: vocabulary.label(id), next: target < 0 ? null : vocabulary.label(target) },
				before: await textBefore(text, step, vocabulary),
				...{
					set: [...set],
					why: reasonOf(model, explained, set.length > 0 ? { ...changed, changes } : null, request),
					svg: svg ? join(svg.parent, svg.name) : null,
				},
				way: way && (await wayOf(model, text, way, layer)),
			};
			if (svg) {
				const words = STEP_WORDS[lang].title(name, step, layer, index);
				const symbol = layer === 0 ? { symbol: result.symbol } : {};
				const picture = stepSvg({ ...drawn, title: words, unit: index, forward, ...symbol });
				replaceFile(realDisk, svg.parent, svg.name, Buffer.from(picture));
			}
			return result;
		}),
	);
}

/** The recurrent layer of an echo state network on a text is a plain one that training leaves as it was drawn. */
function drawnAs({ config, weights: { spec } }: Model): DiagramCell {
	if (config.options.cell === "esn") return { cell: "esn", variant: "tanh" };
	const { cell, variant } = spec;
	return { cell, variant, ...(spec.cell === "own" && { diagram: ownDiagram(variant, ownCellOf(spec.equations)) }) };
}

const plain = (list: readonly StepValue[]): StepNumbers[] => list.map((one) => ({ ...one, values: [...one.values] }));

function reasonOf(
	{ weights, vocabulary }: Model,
	step: StepExplanation,
	changed: Changed | null,
	{ why: name, index = 0 }: ExplainRequest,
): StepReason | null {
	if (name === undefined) return null;
	const [place, most] = [{ name, index }, Number.POSITIVE_INFINITY];
	const reason = changed ? whyChanged(weights, step, changed, place, most) : whyNumber(weights, step, place, most);
	if (!reason) {
		const known = [...step.forward, ...(changed ? [] : step.backward)].map((one) => one.name);
		throw fail("E_OPTION", { option: "why", why: { reason: "oneOf", choices: known, got: name }, where: "trace" });
	}
	const { rest: _, terms, ...found } = reason;
	const symbolOf = (id: number | undefined) => (id === undefined ? null : vocabulary.label(id));
	return {
		...found,
		terms: terms.map(({ id, weight = null, ...term }) => ({ ...term, weight, symbol: symbolOf(id) })),
	};
}
