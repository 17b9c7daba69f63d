/** One step of a run of an echo state network on a task or a series, explained as `explain()` does it for texts. */
import { join } from "node:path";
import { toLog10 } from "../../../diagnosis/logNumbers.ts";
import { fail } from "../../../errors/index.ts";
import { changedEcho, type EchoChange, parseEchoChange } from "../../../interpretation/echo/changedEcho.ts";
import { outputsShown, targetsShown } from "../../../interpretation/echo/echoOutputs.ts";
import { EchoStates } from "../../../interpretation/echo/echoStates.ts";
import { echoWay } from "../../../interpretation/echo/echoWay.ts";
import { whyChangedEcho, whyEcho } from "../../../interpretation/echo/echoWhy.ts";
import { type EchoStep, explainEcho } from "../../../interpretation/echo/explainEcho.ts";
import type { StepValue } from "../../../interpretation/stepValues.ts";
import { lossUnitOf } from "../../../training/task/lossUnit.ts";
import { stepSvg } from "../../../views/diagrams/stepSvg.ts";
import { realDisk } from "../../disk/disk.ts";
import { placeFor, replaceFile } from "../../disk/publish.ts";
import { openEngine } from "../../machine/engines.ts";
import type { ModelHooks } from "../../models/textModel.ts";
import type { EchoConfig } from "../../runs/config.ts";
import type { Run } from "../../runs/runStore.ts";
import type { ExplainRequest } from "../stepRequest.ts";
import { STEP_WORDS, type StepReason } from "../stepResult.ts";
import type { EchoOutput, EchoStepResult, EchoWayBack } from "./echoStepResult.ts";
import { type OpenedEcho, openEchoRun } from "./openEchoRun.ts";

const TEXT_ALONE = ["lossy", "encoding"] as const;

export async function explainEchoRun(
	run: Run<EchoConfig>,
	request: ExplainRequest,
	hooks: ModelHooks,
): Promise<EchoStepResult> {
	const { step, layer = 0, ahead, set = [], index = 0, back, lang = "en" } = request;
	for (const option of TEXT_ALONE) {
		if (request[option] === undefined) continue;
		throw fail("E_OPTION", { option, why: { reason: "onlyFor", kinds: ["text"], not: "echo" }, where: "trace" });
	}
	if (layer !== 0) throw fail("E_SIZE", { what: "layer", got: layer, min: 0, max: 0 });
	const svg = request.svg === undefined ? undefined : placeFor(realDisk, request.svg, "step.svg");
	const engine = openEngine({ engine: request.engine, threads: request.threads });
	try {
		const opened = await openEchoRun(run, engine, request, hooks);
		const { model, sequence, facts } = opened;
		const { units } = model;
		if (index >= units) throw fail("E_SIZE", { what: "--index", got: index, min: 0, max: units - 1 });
		const states = new EchoStates(model, sequence);
		const { signal } = hooks;
		const found = explainEcho(states, { step, ...(ahead !== undefined && { ahead }), ...(signal && { signal }) });
		const changes = set.map((words) => parseEchoChange(found, words));
		const forward = changes.length > 0 ? changedEcho(model, found, changes) : found.forward;
		const result: EchoStepResult = {
			...{ run: run.name, trained: opened.step, text: opened.title, cell: "esn", variant: "leaky", units },
			...{ step, steps: sequence.steps, leakRate: model.gain, spectralRadius: facts.spectralRadius },
			...{ effectiveRadius: facts.effectiveRadius, ahead: found.ahead, lossUnit: lossUnitOf(model.head) },
			...{ loss: found.loss, cost: found.cost, symbol: model.input === "symbols" ? found.id : null },
			outputs: outputsOf(opened, found, forward),
			...{ forward: plain(forward), backward: set.length > 0 ? [] : plain(found.backward), set: [...set] },
			...{ why: reasonOf(opened, found, { changes, forward }, request), svg: svg ? join(svg.parent, svg.name) : null },
			way: back === undefined ? null : wayOf(states, step, found.ahead, back),
		};
		if (svg) {
			const title = STEP_WORDS[lang].title(run.name, step, 0, index);
			const symbol = result.symbol === null ? {} : { symbol: String(result.symbol) };
			const drawn = stepSvg({ cell: "esn", variant: "leaky", title, unit: index, forward, ...symbol });
			replaceFile(realDisk, svg.parent, svg.name, Buffer.from(drawn));
		}
		return result;
	} finally {
		engine.close();
	}
}

const plain = (list: readonly StepValue[]) => list.map((one) => ({ ...one, values: [...one.values] }));

function outputsOf({ model, sequence }: OpenedEcho, { step }: EchoStep, forward: readonly StepValue[]): EchoOutput[] {
	const vector = (name: string) => forward.find((one) => one.name === name)!.values;
	const predicted = outputsShown(model, vector("y"), step, sequence);
	const targets = targetsShown(model, vector("target"), step, sequence);
	return predicted.map((one, v) => ({
		name: sequence.outputNames?.[v] ?? String(v),
		...{ predicted: one, target: targets[v]! },
	}));
}

function reasonOf(
	{ model }: OpenedEcho,
	step: EchoStep,
	changed: { changes: readonly EchoChange[]; forward: StepValue[] },
	{ why: name, index = 0 }: ExplainRequest,
): StepReason | null {
	if (name === undefined) return null;
	const [place, most] = [{ name, index }, Number.POSITIVE_INFINITY];
	const isChanged = changed.changes.length > 0;
	const reason = isChanged ? whyChangedEcho(model, step, changed, place, most) : whyEcho(model, step, place, most);
	if (!reason) {
		const known = [...step.forward, ...(isChanged ? [] : step.backward)].map((one) => one.name);
		throw fail("E_OPTION", { option: "why", why: { reason: "oneOf", choices: known, got: name }, where: "trace" });
	}
	const { rest: _, terms, ...found } = reason;
	return {
		...found,
		terms: terms.map(({ id, weight = null, ...term }) => ({
			...term,
			...{ weight, symbol: id === undefined ? null : String(id) },
		})),
	};
}

function wayOf(states: EchoStates, step: number, ahead: number, back: number): EchoWayBack {
	const { first, h, memory, ...found } = echoWay(states, { step, ahead, back });
	const rows = Array.from(h, (size, t) => ({
		...{ step: first + t, h: log10(size) },
		...(memory && { memory: log10(memory[t]!) }),
	}));
	return { ...found, rows: rows.reverse() };
}

const log10 = (log2: number) => (log2 === Number.NEGATIVE_INFINITY ? null : toLog10(log2));
