/**
 * An echo state network, and a sequence of its data, as files that another program reads: safetensors with a note in JSON.
 * A page gets them from a server or from the folder that it was exported to. What is read is untrusted.
 */
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import { type NamedTensor, readSafetensors, writeSafetensors } from "../../interop/safetensors.ts";
import type { EchoModel } from "../../interpretation/echo/echoModel.ts";
import type { Engine } from "../../kernels/kernels.ts";
import type { EchoReading, ReadSequence, ReservoirFacts } from "./echoReading.ts";

// N units, D inputs, V outputs, T steps

/** Names of the notes. */
const NETWORK = "sluice.echo";
const SEQUENCE = "sluice.sequence";

/** Returns the file of a network. */
export function writeReservoir({ model, facts }: EchoReading): Uint8Array {
	const { engine: _, w_in, w, b, readout, ...sizes } = model;
	const { units: N, outputs: V } = model;
	const tensors: NamedTensor[] = [
		{ name: "reservoir.w_in", shape: [N, w_in.length / N], data: w_in },
		{ name: "reservoir.w", shape: [N, N], data: w },
		{ name: "reservoir.b", shape: [N], data: b },
		{ name: "readout", shape: [V, readout.length / V], data: readout },
	];
	return writeSafetensors(tensors, { [NETWORK]: JSON.stringify({ ...sizes, facts }) });
}

/** Reads such a file. @throws E_WEIGHTS_* for a damaged file, E_SNAPSHOT for one that is none. */
export function readReservoir(file: Uint8Array, where: string, engine: Engine): EchoReading {
	const { tensors, note } = opened(file, where, NETWORK);
	const { facts, ...sizes } = note as unknown as Omit<EchoModel, "engine"> & { facts: ReservoirFacts };
	const { units: N, inputs: D, outputs: V, feedback, input, head } = sizes;
	const isModel =
		[N, D, V].every((n) => Number.isInteger(n) && n > 0 && n <= 1 << 20) &&
		typeof feedback === "boolean" &&
		["symbols", "values"].includes(input) &&
		["softmax", "regression", "binary"].includes(head) &&
		[sizes.gain, sizes.leak, sizes.beta].every(Number.isFinite);
	if (!isModel) throw wrong(NETWORK, note);
	const data = (name: string, length: number) => dataOf(tensors, name, length);
	return {
		model: {
			...{ ...sizes, engine, w_in: data("reservoir.w_in", N * (feedback ? D + V : D)) },
			...{ w: data("reservoir.w", N * N), b: data("reservoir.b", N), readout: data("readout", V * (D + N + 1)) },
		},
		facts,
	};
}

/** Returns the file of a sequence. */
export function writeSequence(sequence: ReadSequence): Uint8Array {
	const { ids, x, targets, values, base, ...facts } = sequence;
	const { steps: T } = sequence;
	const tensors = Object.entries({ ids, x, targets, values, base }).flatMap(([name, data]) =>
		data ? [{ name, shape: [T, data.length / T], data: Float64Array.from(data) }] : [],
	);
	return writeSafetensors(tensors, { [SEQUENCE]: JSON.stringify(facts) });
}

/** Reads such a file for a network. @throws E_WEIGHTS_* for a damaged file, E_SNAPSHOT for one that is none. */
export function readSequenceFile(
	file: Uint8Array,
	where: string,
	{ input, inputs: D, outputs: V, head }: EchoModel,
): ReadSequence {
	const { tensors, note } = opened(file, where, SEQUENCE);
	const facts = note as unknown as ReadSequence;
	const { steps: T, first } = facts;
	const isWhole = (n: number, most: number) => Number.isInteger(n) && n >= 0 && n <= most;
	if (!isWhole(T, 2 ** 30) || T === 0 || !isWhole(first, T - 1)) throw wrong(SEQUENCE, note);
	const data = (name: string, width: number) => dataOf(tensors, name, T * width);
	const whole = (name: string) => Int32Array.from(data(name, 1));
	return {
		...facts,
		...(input === "symbols" ? { ids: whole("ids") } : { x: data("x", D) }),
		...(head === "softmax" ? { targets: whole("targets") } : { values: data("values", V) }),
		...(facts.unit && { base: data("base", V) }),
	};
}

function opened(file: Uint8Array, where: string, name: string) {
	const { tensors, metadata } = readSafetensors(file, where);
	let note: unknown;
	try {
		note = JSON.parse(metadata[name] ?? "null");
	} catch {
		throw wrong(name, metadata[name]);
	}
	if (typeof note !== "object" || note === null) throw wrong(name, note);
	return { tensors, note: note as Readonly<Record<string, unknown>> };
}

function dataOf(tensors: readonly NamedTensor[], name: string, length: number): Float64Array {
	const found = tensors.find((one) => one.name === name)?.data;
	if (found instanceof Float64Array && found.length === length) return found;
	throw fail("E_SHAPE", { what: name, why: { reason: "length", got: found?.length ?? 0, wanted: length } });
}

const wrong = (what: string, got: unknown) =>
	fail("E_SNAPSHOT", { what, why: { reason: "type", types: ["object"], got: shown(got) } });
