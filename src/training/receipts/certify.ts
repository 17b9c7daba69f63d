/** Trains the first updates of a receipt's run with plain steps, and digests its weights on the way. */
import { openCorpus } from "../../data/corpus.ts";
import type { ByteSource } from "../../data/source.ts";
import { taskNamed, taskOptions } from "../../data/tasks/registry.ts";
import { fail } from "../../errors/index.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { type Host, inTurns, TURN_SECONDS, timer } from "../host.ts";
import { parseOptions } from "../options/options.ts";
import { parseTaskOptions } from "../options/taskOptions.ts";
import { budgetOf } from "../run/budget.ts";
import { TaskTrainer } from "../task/taskTrainer.ts";
import { Trainer } from "../trainer.ts";
import { isText, MOST_CHECKS, RECEIPT_VERSION, type Receipt, SHORT, TENSOR } from "./receiptCodec.ts";

/** What a receipt is made of, before anything is trained. */
export type Recipe = Pick<Receipt, "options" | "data" | "updates">;

export interface CertifyTools {
	/** The plain wasm engine: its bits are the same everywhere. */
	engine: Engine;
	host: Host;
	/** The text of a receipt on a text. */
	source?: ByteSource | undefined;
	/** Called between updates. */
	onProgress?(done: number, total: number): void;
	signal?: AbortSignal | undefined;
}

/** Digests of a training; those after an update at which it diverged are missing. */
export type Certified = Pick<Receipt, "checks"> &
	Partial<Pick<Receipt, "tensors" | "weightsSha256">> & { names: string[] };

/** Updates after which weights are digested: the initial weights, and up to seven more, the last one excluded. */
export function checkedUpdates(updates: number): number[] {
	const most = MOST_CHECKS;
	return [...new Set(Array.from({ length: most }, (_, n) => Math.floor((n * updates) / most)))];
}

/** Digest of all that determines the weights. */
export async function recipeDigest({ options, data, updates }: Recipe, host: Pick<Host, "sha256">): Promise<string> {
	const sorted = (record: object) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
	const text = JSON.stringify([RECEIPT_VERSION, sorted(options), sorted(data), updates]);
	return (await host.sha256(new TextEncoder().encode(text))).slice(0, SHORT);
}

/** @throws E_OPTION for options that no run has; E_RECEIPT_DATA without the text; the signal's reason. */
export async function certify(recipe: Recipe, at: readonly number[], tools: CertifyTools): Promise<Certified> {
	const { engine, host, onProgress, signal } = tools;
	if (engine.name !== "wasm-plain") {
		const why = { reason: "oneOf", choices: ["wasm-plain"], got: engine.name } as const;
		throw fail("E_OPTION", { option: "engine", why, where: "receipt" });
	}
	const trainer = await trainerOf(recipe, tools);
	await inTurns(trainer.start(), host, signal ? { signal } : {});
	const { weights, options } = trainer;
	const { stepsPerEpoch = 0 } = trainer as { stepsPerEpoch?: number };
	const budget = budgetOf(options, stepsPerEpoch, () => 0);
	const digest = async () => host.sha256(weights.flat);
	const checks: Receipt["checks"] = [];
	const names = weights.specs.map(({ name }) => name);
	const late = timer(host.clock, TURN_SECONDS);
	for (let step = 0; ; step++) {
		if (at.includes(step)) checks.push({ update: step, digest: (await digest()).slice(0, SHORT) });
		if (step === recipe.updates) break;
		const { divergence } = await trainer.update(budget.progress(step + 0.5, 0));
		if (divergence) return { checks, names };
		if (!late()) continue;
		signal?.throwIfAborted();
		onProgress?.(step + 1, recipe.updates);
		await host.turn();
	}
	const tensors = await Promise.all(
		names.map(async (name) => (await host.sha256(weights.tensor(name))).slice(0, TENSOR)),
	);
	return { checks, names, tensors, weightsSha256: await digest() };
}

async function trainerOf({ options, data }: Recipe, { engine, source }: CertifyTools): Promise<Trainer | TaskTrainer> {
	if (!isText(data)) {
		const given = taskOptions(data.task).data;
		if (given.length > 0) throw fail("E_RECEIPT_FORM", { what: "data.task", why: { reason: "missing" } });
		const task = taskNamed(data.task, data.options);
		return new TaskTrainer(engine, task, parseTaskOptions(options, task, "receipt"), false);
	}
	if (!source) throw fail("E_RECEIPT_DATA", data.name === undefined ? {} : { text: data.name });
	const { unit, split, lossy } = data;
	const corpus = await openCorpus(source, { unit, split, lossy });
	return new Trainer(engine, corpus.parts.train, corpus.vocabulary.size, parseOptions(options, "receipt"), false);
}
