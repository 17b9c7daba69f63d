/** Names what was done to the tensors of a layer: gates exchanged, matrices transposed, a bias added twice. */
import type { Floats } from "../../kernels/kernels.ts";
import type { CheckFault } from "./fault.ts";
import { BOTH_BIASES, type GateTensor, type GateTensors } from "./gateTensors.ts";

/** Two numbers are the same if float32 rounds them alike, or nearly: an embedding is multiplied in another order. */
const SAME = 1e-5;

/** Returns whether two blocks hold the same numbers. */
export function isSame(a: ArrayLike<number>, b: ArrayLike<number>, tolerance = SAME): boolean {
	if (a.length !== b.length) return false;
	for (let k = 0; k < a.length; k++) if (!near(a[k]!, b[k]!, tolerance)) return false;
	return true;
}

const near = (a: number, b: number, tolerance = SAME) => Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b));

/** Returns the faults of layer l; none if its tensors are the same. */
export function layerFaults(l: number, got: GateTensors, wanted: readonly GateTensors[]): CheckFault[] {
	const own = wanted[l]!;
	const other = wanted.findIndex((tensors, k) => k !== l && isLayer(got, tensors));
	if (!isLayer(got, own) && other >= 0) return [{ kind: "layerOrder", layer: l, got: String(other) }];
	const biases = innerBias(l, got, own) ?? exchangedBiases(l, got, own);
	const faults: CheckFault[] = [];
	for (const [name, tensor] of own) {
		const gotten = got.get(name);
		if (name === BOTH_BIASES || (biases && name.startsWith("bias"))) continue;
		if (!gotten) faults.push({ kind: "missing", layer: l, tensors: [name] });
		else faults.push(...tensorFaults(gotten, tensor, name, l));
	}
	for (const name of got.keys())
		if (!own.has(name) && name !== BOTH_BIASES) faults.push({ kind: "values", layer: l, tensors: [name], wanted: "-" });
	return merged(biases ? [...faults, biases] : faults);
}

/** Whether the recurrent weights and biases are those of a layer; the width of the input may differ. */
function isLayer(got: GateTensors, wanted: GateTensors): boolean {
	return ["weight_hh", "bias"].every((name) => {
		const [a, b] = [got.get(name)!, wanted.get(name)!];
		return [...b.blocks].every(([letter, block]) => isSame(a.blocks.get(letter) ?? [], block));
	});
}

/** The n of a GRU: its two biases added into one, or exchanged. */
function innerBias(l: number, got: GateTensors, wanted: GateTensors): CheckFault | undefined {
	const n = (tensors: GateTensors, name: string) => tensors.get(name)?.blocks.get("n");
	const [b, hn, wantB, wantHn] = [n(got, "bias"), n(got, "bias_hn"), n(wanted, "bias"), n(wanted, "bias_hn")];
	if (!b || !hn || !wantB || !wantHn) return undefined;
	const isZero = (data: Floats) => data.every((value) => value === 0);
	const sum = wantB.map((value, k) => value + wantHn[k]!);
	const fault = (kind: string): CheckFault => ({
		...{ kind: "innerBias", layer: l, tensors: ["bias", "bias_hn"], gates: ["n"], got: kind },
	});
	if (isZero(hn) && !isZero(wantHn) && isSame(b, sum)) return fault("sum");
	if (isZero(b) && !isZero(wantB) && isSame(hn, sum)) return fault("inner");
	const exchanged = isSame(b, wantHn) && isSame(hn, wantB) && !isSame(b, wantB);
	return exchanged ? fault("exchanged") : undefined;
}

/** The biases of n exchanged, both together, with those of another gate. */
function exchangedBiases(l: number, got: GateTensors, wanted: GateTensors): CheckFault | undefined {
	const [a, b] = [got.get(BOTH_BIASES), wanted.get(BOTH_BIASES)];
	const order = a && b && gateOrder(a, b);
	return order?.gates.includes("n") ? { kind: "gateOrder", layer: l, tensors: ["bias"], ...order } : undefined;
}

function tensorFaults(got: GateTensor, wanted: GateTensor, name: string, l: number): CheckFault[] {
	const letters = [...wanted.blocks.keys()];
	const at = { layer: l, tensors: [name] };
	const wrong = letters.filter((letter) => !isSame(got.blocks.get(letter) ?? [], wanted.blocks.get(letter)!));
	if (wrong.length === 0) return [];
	const order = gateOrder(got, wanted);
	if (order) return [{ kind: "gateOrder", ...at, ...order }];
	const turned = wanted.columns > 1 ? wholeTurned(got) : undefined;
	if (turned) {
		const isPlain = letters.every((letter) => isSame(turned.blocks.get(letter)!, wanted.blocks.get(letter)!));
		const also = isPlain ? undefined : gateOrder(turned, wanted);
		const transposed: CheckFault = { kind: "transposed", ...at };
		if (isPlain) return [transposed];
		if (also) return [transposed, { kind: "gateOrder", ...at, ...also }];
	}
	return wrong.map((letter) => blockFault(got, wanted, letter, { ...at, gates: letter === "a" ? [] : [letter] }, l));
}

/** Blocks that are others' blocks: which, and in which order they are in the file. */
function gateOrder(got: GateTensor, wanted: GateTensor): { gates: string[]; got: string; wanted: string } | undefined {
	const letters = [...wanted.blocks.keys()];
	const found = letters.map((letter) =>
		letters.find((one) => isSame(got.blocks.get(letter) ?? [], wanted.blocks.get(one)!)),
	);
	const isOrder = found.every((letter) => letter !== undefined) && new Set(found).size === letters.length;
	if (!isOrder) return undefined;
	const gates = letters.filter((letter, k) => found[k] !== letter);
	return { gates, got: found.join(","), wanted: letters.join(",") };
}

/** The matrix as it would be if the file's rows were its columns, as Keras stores it. */
function wholeTurned(got: GateTensor): GateTensor | undefined {
	const { rows, columns } = got;
	const letters = [...got.blocks.keys()]; // in the file's order
	const all = letters.flatMap((letter) => Array.from(got.blocks.get(letter) ?? []));
	const height = rows * letters.length;
	if (all.length !== height * columns) return undefined;
	const block = (k: number) =>
		Float64Array.from({ length: rows * columns }, (_, n) => {
			const row = k * rows + Math.floor(n / columns);
			return all[(n % columns) * height + row]!;
		});
	return { rows, columns, blocks: new Map(letters.map((letter, k) => [letter, block(k)])) };
}

type Place = Pick<CheckFault, "layer" | "tensors" | "gates">;

function blockFault(got: GateTensor, wanted: GateTensor, letter: string, at: Place, l: number): CheckFault {
	const [a, b] = [got.blocks.get(letter), wanted.blocks.get(letter)!];
	const { rows, columns } = wanted;
	if (a?.length !== b.length) {
		const shape = (tensor: GateTensor) => `[${tensor.rows},${tensor.columns}]`;
		return { kind: "values", ...at, got: shape(got), wanted: shape(wanted) };
	}
	return { ...at, ...arrayFault(a, b, { rows, columns, isBias: at.tensors![0] !== "weight_ih" && columns === 1, l }) };
}

/** Names what was done to one array. */
export function arrayFault(
	a: Floats,
	b: Floats,
	{ rows, columns, isBias, l }: { rows: number; columns: number; isBias: boolean; l: number | undefined },
): CheckFault {
	if (a.every((value) => value === 0)) return { kind: isBias ? "biasMissing" : "missing" };
	let most = 0;
	for (let k = 0; k < b.length; k++) if (Math.abs(b[k]!) > Math.abs(b[most]!)) most = k;
	const factor = a[most]! / b[most]!;
	const scaled = b.map((value) => value * factor);
	if (Number.isFinite(factor) && !near(factor, 1, 1e-4) && isSame(a, scaled)) {
		if (isBias && near(factor, 2)) return { kind: "biasTwice" };
		return { kind: "scaled", got: String(Number(factor.toPrecision(4))) };
	}
	const turned = (data: Floats) =>
		data.map((_, n) => data[(n % columns) * columns + Math.floor(n / columns)] ?? Number.NaN);
	if (rows === columns && isSame(turned(a), b)) return { kind: "transposed" };
	if (columns > 1 && isReordered(a, b, rows, columns, "columns"))
		return { kind: l === 0 ? "symbolOrder" : "unitOrder" };
	if (isReordered(a, b, rows, columns, "rows")) return { kind: l === undefined ? "symbolOrder" : "unitOrder" };
	const rounded = a.every((value, k) => Math.abs(value - b[k]!) <= 2 ** -8 * Math.abs(b[k]!) + 1e-6);
	if (rounded && a.filter((value, k) => value !== b[k]).length > a.length / 2) return { kind: "rounded" };
	const wrong = Array.from(a.keys()).filter((k) => !near(a[k]!, b[k]!));
	const [k = 0] = wrong;
	const place = columns > 1 ? `[${Math.floor(k / columns)},${k % columns}]` : `[${k}]`;
	return { kind: "values", got: `${place} = ${a[k]}`, wanted: String(b[k]) };
}

/** Whether rows (or columns) of b, in another order, give a. */
function isReordered(a: Floats, b: Floats, rows: number, columns: number, of: "rows" | "columns"): boolean {
	const lines = (data: Floats) => {
		const count = of === "rows" ? rows : columns;
		return Array.from({ length: count }, (_, k) =>
			of === "rows" ? data.slice(k * columns, (k + 1) * columns) : data.filter((_, n) => n % columns === k),
		).sort(byNumbers);
	};
	const [one, two] = [lines(a), lines(b)];
	return one.every((line, k) => isSame(line, two[k]!));
}

function byNumbers(a: Floats, b: Floats): number {
	for (let k = 0; k < a.length; k++) if (Math.abs(a[k]! - b[k]!) > 1e-5) return a[k]! - b[k]!;
	return 0;
}

/** Joins faults that are the same but for the gate, then those that are the same but for the tensor. */
function merged(faults: readonly CheckFault[]): CheckFault[] {
	return joined(joined(faults, "gates"), "tensors");
}

function joined(faults: readonly CheckFault[], list: "gates" | "tensors"): CheckFault[] {
	const byFacts = new Map<string, CheckFault>();
	for (const { [list]: names = [], ...facts } of faults) {
		const key = JSON.stringify(facts);
		const known = facts.kind === "values" ? undefined : byFacts.get(key);
		if (known) known[list]!.push(...names);
		else byFacts.set(facts.kind === "values" ? `${key} ${names}` : key, { ...facts, [list]: [...names] });
	}
	return [...byFacts.values()];
}
