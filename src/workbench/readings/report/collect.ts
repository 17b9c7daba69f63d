/** Reads the beginning of a text once for a report: values of units, predictions, and gate saturation. */
import { lossOf, rank, softmax } from "../../../cells/likeliest.ts";
import type { Part } from "../../../data/corpus.ts";
import { syllablesFrom } from "../../../data/syllables.ts";
import { SaturationCount } from "../../../diagnosis/saturation.ts";
import { hookOf, parseUnit } from "../../../interpretation/hookNames.ts";
import { windows } from "../../../interpretation/stream.ts";
import { coloursOver, type GateShares, type Report, type ReportUnit } from "../../../views/reportData.ts";
import { turn } from "../../machine/turns.ts";
import type { Model } from "../../models/textModel.ts";

// S symbols, K most likely symbols, T steps per window, V symbols in the vocabulary

export type Collected = Pick<
	Report,
	"labels" | "came" | "syllables" | "likeliest" | "chances" | "surprise" | "units" | "saturation" | "symbols" | "top"
>;

interface CollectOptions {
	/** Number of symbols S read from the start of the text. */
	symbols: number;
	onProgress?(done: number, total: number): void;
	signal?: AbortSignal;
}

const TOP = 5;

export async function collect(
	model: Model,
	text: Pick<Part, "reader" | "symbols">,
	units: readonly ReportUnit[],
	{ symbols: S, onProgress, signal }: CollectOptions,
): Promise<Collected> {
	const { weights, vocabulary } = model;
	const K = Math.min(TOP, vocabulary.size);
	const names = units.map(({ unit }) => parseUnit(weights.spec, unit));
	const values = units.map(() => new Float32Array(S)); // [U][S]
	const came = new Int32Array(S); // ids, -1 for one that the vocabulary lacks
	const likeliest = new Uint32Array(S * K); // [S,K] ids
	const chances = new Float32Array(S * K); // [S,K]
	const surprise = new Float32Array(S).fill(Number.NaN);
	const saturation = new SaturationCount();
	const read = { symbols: Math.min(S + 1, text.symbols), reader: (at: number) => text.reader(at) }; // one more tells what came last
	const hooks = [...new Set([...names.map(({ hook }) => hook.name), "logits"])];
	const V = hookOf(weights.spec, "logits").width;
	for await (const window of windows(model, read, { names: hooks, signal })) {
		const { ids, targets, at, end, unrolled } = window;
		const from = at[0]!;
		const steps = Math.min(end[0]!, S - from);
		const logits = window.values.get("logits")!; // [T,V]
		saturation.add(unrolled, steps);
		for (let t = 0; t < steps; t++) {
			const k = from + t;
			came[k] = ids[t]!;
			for (const [u, { hook, index }] of names.entries())
				values[u]![k] = window.values.get(hook.name)![t * hook.width + index]!;
			const said = logits.subarray(t * V, (t + 1) * V);
			const p = softmax(said);
			for (const [n, id] of rank(p, K).entries()) {
				likeliest[k * K + n] = id;
				chances[k * K + n] = p[id]!;
			}
			if (targets[t]! >= 0) surprise[k] = lossOf(said, targets[t]!) / Math.LN2;
		}
		onProgress?.(from + steps, S);
		await turn();
	}
	const table = new Map<number, number>(); // id -> index of labels
	const indexOf = (id: number) => {
		if (!table.has(id)) table.set(id, table.size);
		return table.get(id)!;
	};
	const shown = { came: Uint32Array.from(came, indexOf), likeliest: likeliest.map(indexOf) };
	return {
		...{ symbols: S, top: K, ...shown, chances, surprise },
		...(vocabulary.unit === "jamo" && { syllables: syllablesFrom(vocabulary.atoms, came) }),
		labels: [...table.keys()].map((id) => vocabulary.label(id)),
		units: units.map((unit, u) => ({ ...unit, ...coloursOver(names[u]!.hook.name, values[u]!), values: values[u]! })),
		saturation: saturation.layers.flatMap(({ gates, h }, layer): GateShares[] =>
			Object.entries({ ...gates, h }).map(([gate, shares]) => ({ layer, gate, ...shares })),
		),
	};
}
