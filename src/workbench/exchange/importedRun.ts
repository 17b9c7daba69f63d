/** A run made from a file of weights: one checkpoint, of step 0, and no training. */
import { basename, resolve } from "node:path";
import { parameterCount } from "../../cells/layout.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import type { WeightFormat } from "../../interop/anyFormat.ts";
import type { PortableModel } from "../../interop/portable.ts";
import type { Json } from "../../training/json.ts";
import { VERSION } from "../machine/version.ts";
import { firstCheckpoint } from "../runs/checkpoints.ts";
import type { TaskConfig, TextConfig } from "../runs/config.ts";
import { writeDocument } from "../runs/documents.ts";
import { DEFAULT_RUNS } from "../runs/runNames.ts";
import { createRun, type RunConfig as StoredConfig } from "../runs/runStore.ts";

/** What the config of an imported run has instead of the facts of a training. */
export const untrained = (imported: { file: string; layout: WeightFormat }) =>
	({ engine: "reference", build: "reference", threads: 1, imported, version: VERSION }) as const;

/** Where the file is, and the run is to be. */
interface Place {
	file: string;
	runs?: string;
	run?: string;
}

interface Imported {
	config: TextConfig | TaskConfig;
	model: PortableModel;
	/** Absent on a task. */
	vocabulary?: Vocabulary;
	layout: WeightFormat;
}

/** Writes the run, complete when it appears. */
export function keepImported({ file, runs, run: name }: Place, { config, model, vocabulary, layout }: Imported) {
	const { spec, tensors, cells = [] } = model;
	const cell = spec.cell === "own" ? spec.variant : spec.cell;
	const run = createRun({
		...{ runs: runs ?? DEFAULT_RUNS, name },
		defaultName: `${basename(file).replace(/\.[A-Za-z0-9]{1,12}$/, "")}-${cell}`,
		config: config as unknown as StoredConfig,
		...(vocabulary && { vocabulary: vocabulary.toJSON() as unknown as Json }),
		files: {
			"status.json": writeDocument("state", "finished"),
			...firstCheckpoint({ tensors, state: { step: 0 } }, { step: 0 }),
			...(cells.length > 0 && { "cells.json": writeDocument("cells", cells as unknown as Json) }),
		},
	});
	run.close("finished");
	return { run: run.name, folder: run.folder, file: resolve(file), layout, ...factsOf(spec) };
}

/** The model in words, and its sizes. */
export function factsOf(spec: PortableModel["spec"]) {
	const { cell, variant, layers, hidden, blocks, symbols, attention } = spec;
	const model = attention
		? `encoder-decoder ${attention}, ${cell} ${variant} ${hidden}`
		: `${cell} ${variant} ${layers}x${hidden}${blocks === undefined ? "" : `, ${blocks} blocks`}`;
	return { model, symbols, parameters: parameterCount(spec) };
}
