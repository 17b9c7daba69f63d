/**
 * The layers that a config.json of Keras 3 describes: a Sequential model, or a Functional one that is a chain. No layer's code
 * runs; a layer or a setting that is not known here is an error, because leaving it out would change the model.
 */
import type { CellName } from "../../cells/layout.ts";
import { fail } from "../../errors/index.ts";
import type { KerasTrouble } from "../../errors/weightFiles.ts";
import type { JsonValue } from "../strictJson.ts";

/** A layer with weights: where they are in the weights file, and what it computes. */
export interface KerasLayer {
	/** Name in the configuration, for errors. */
	name: string;
	/** Paths in the weights file below the group of all layers; the first that exists. */
	paths: readonly string[];
	kind: CellName | "dense" | "embedding";
	/** Variant of the cell; undefined if the file does not say. */
	variant?: string;
	useBias: boolean;
}

type Fields = { [key: string]: JsonValue };

const CELLS: Readonly<Record<string, CellName>> = { LSTM: "lstm", GRU: "gru", SimpleRNN: "rnn" };
/** Layers without weights that leave the numbers as they are when a model is used. */
const PASSES = ["InputLayer", "Dropout", "SpatialDropout1D", "GaussianNoise"];
/** At the end they change no order of the symbols: Sluice computes its own softmax. */
const LAST = ["Softmax"];
const MOST_LAYERS = 200;

/** Makes the error for a part of a model. */
export const kerasTrouble = (where: string) => (why: KerasTrouble, name?: string, got?: string, wanted?: string) =>
	fail("E_KERAS", {
		...{ where, why },
		...(name !== undefined && { name }),
		...(got !== undefined && { got: got.slice(0, 200) }),
		...(wanted !== undefined && { wanted }),
	});
type Trouble = ReturnType<typeof kerasTrouble>;

/** Returns the layers with weights, the lowest first. @throws E_KERAS. */
export function layersOf(config: JsonValue, where: string): KerasLayer[] {
	const wrong = kerasTrouble(where);
	const model = fieldsOf(config, wrong, "config");
	const { class_name: kind } = model;
	if (kind !== "Sequential" && kind !== "Functional") throw wrong("model", undefined, String(kind), "Sequential");
	const listed = fieldsOf(model.config, wrong, "config").layers;
	if (!Array.isArray(listed) || listed.length > MOST_LAYERS) throw wrong("config", "layers");
	const counts = new Map<string, number>();
	const found: KerasLayer[] = [];
	let below: string | undefined;
	for (const one of listed) {
		const layer = fieldsOf(one, wrong, "layers");
		const className = String(layer.class_name);
		const settings = fieldsOf(layer.config, wrong, className);
		const name = String(settings.name ?? className).slice(0, 100);
		if (kind === "Functional") checkInbound(layer, className, name, below, wrong);
		below = name;
		const snake = snakeCase(className);
		const k = counts.get(snake) ?? 0;
		counts.set(snake, k + 1);
		const own = k === 0 ? snake : `${snake}_${k}`;
		const described = describe(className, settings, { where, name, groups: [own, name] }, wrong);
		if (described) found.push(described);
	}
	return found;
}

function fieldsOf(value: JsonValue | undefined, wrong: Trouble, name: string): Fields {
	if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong("config", name);
	return value;
}

/** "SimpleRNN" -> "simple_rnn", as Keras names the groups of its weights. */
function snakeCase(name: string): string {
	return name
		.replace(/\W+/g, "")
		.replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
		.replace(/([a-z])([A-Z])/g, "$1_$2")
		.toLowerCase();
}

/** A layer of a Functional model must be called once, on the layer before it. */
function checkInbound(layer: Fields, kind: string, name: string, below: string | undefined, wrong: Trouble): void {
	const nodes = layer.inbound_nodes;
	const count = Array.isArray(nodes) ? nodes.length : -1;
	if (kind === "InputLayer") {
		if (count !== 0 || below !== undefined) throw wrong("model", name, "a second input");
		return;
	}
	const histories = [...JSON.stringify(nodes ?? null).matchAll(/"keras_history":\["((?:[^"\\]|\\.)*)"/g)];
	if (count !== 1 || histories.length !== 1 || histories[0]![1] !== below)
		throw wrong("model", name, histories.map((history) => history[1]).join(", "), below);
}

interface Place {
	where: string;
	name: string;
	groups: readonly string[];
}

/** Returns a layer with weights; undefined for one that passes its input on. */
function describe(
	kind: string,
	settings: Fields,
	{ where, name, groups }: Place,
	wrong: Trouble,
): KerasLayer | undefined {
	const refuse = (key: string): never => {
		throw wrong("setting", name, `${key} = ${JSON.stringify(settings[key])}`);
	};
	const want = (key: string, ...allowed: JsonValue[]) => {
		if (settings[key] !== undefined && !allowed.includes(settings[key]!)) refuse(key);
	};
	if (PASSES.includes(kind) || LAST.includes(kind)) return undefined;
	if (kind === "Activation") {
		want("activation", "linear", "softmax");
		return undefined;
	}
	if (kind === "Bidirectional") throw fail("E_IMPORT", { where, why: "bidirectional", name });
	if (kind === "TimeDistributed") {
		const inner = fieldsOf(settings.layer, wrong, name);
		const inside = { where, name, groups: groups.map((group) => `${group}/layer`) };
		const described = describe(String(inner.class_name), fieldsOf(inner.config, wrong, name), inside, wrong);
		if (described?.kind !== "dense") throw wrong("layer", name, `TimeDistributed of ${inner.class_name}`);
		return described;
	}
	const paths = (below: string) => groups.map((group) => `${group}${below}`);
	if (kind === "Dense") {
		want("activation", "linear", "softmax", null);
		return { name, paths: paths(""), kind: "dense", useBias: settings.use_bias !== false };
	}
	if (kind === "Embedding") {
		want("mask_zero", false);
		return { name, paths: paths(""), kind: "embedding", useBias: false };
	}
	const cell = Object.hasOwn(CELLS, kind) ? CELLS[kind]! : undefined;
	if (!cell) throw wrong("layer", name, kind);
	if (settings.go_backwards === true) throw fail("E_IMPORT", { where, why: "bidirectional", name });
	want("time_major", false);
	const useBias = settings.use_bias !== false;
	if (cell === "rnn") {
		want("activation", "tanh", "relu", "sigmoid", "linear");
		const variant = String(settings.activation ?? "tanh");
		return { name, paths: paths("/cell"), kind: cell, variant, useBias };
	}
	want("activation", "tanh");
	want("recurrent_activation", "sigmoid");
	const variant = cell === "lstm" ? "forget" : settings.reset_after === false ? "reset-before" : "reset-after";
	return { name, paths: paths("/cell"), kind: cell, variant, useBias };
}

/** Layers with weights, read from the names of their groups where there is no configuration. */
export function layersFromGroups(groups: ReadonlySet<string>, where: string): KerasLayer[] {
	const wrong = kerasTrouble(where);
	const found: (KerasLayer & { order: number })[] = [];
	const tops = [...groups].filter((path) => /^[^/]+$/.test(path));
	for (const path of tops) {
		const [, base = "", count] = /^(.*?)(?:_(\d{1,4}))?$/.exec(path) ?? [];
		const kind = ({ lstm: "lstm", gru: "gru", simple_rnn: "rnn" } as Record<string, CellName>)[base];
		const order = Number(count ?? 0);
		const isInner = base === "time_distributed";
		if (base === "bidirectional") throw fail("E_IMPORT", { where, why: "bidirectional", name: path });
		if (kind) found.push({ name: path, paths: [`${path}/cell`], kind, useBias: true, order });
		else if (base === "dense" || isInner)
			found.push({ name: path, paths: [isInner ? `${path}/layer` : path], kind: "dense", useBias: true, order: 1e6 });
		else if (base === "embedding")
			found.push({ name: path, paths: [path], kind: "embedding", useBias: false, order: -1 });
		else if (!/^(input_layer|dropout|activation|softmax)$/.test(base)) throw wrong("layer", path);
	}
	return found.sort((a, b) => a.order - b.order);
}
