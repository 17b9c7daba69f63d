/**
 * How far an event file of scalars goes, so that a training can be continued in it. Whatever follows the first record that
 * is incomplete, as after a kill, or is none that Sluice writes, is not part of it.
 */
import { eventStart, masked } from "./eventFile.ts";

export interface EventsRead {
	/** Bytes of the whole records from the file's beginning; 0 if the file is none. */
	sizeBytes: number;
	/** Largest step of each tag since the training last began again. */
	steps: Map<string, number>;
}

const HEAD = 12;
const FOOT = 4;
/** A record of Sluice's has some tens of bytes. */
const MOST = 4096;

/** Reads a file. Bytes of any kind are accepted. */
export function readEventFile(bytes: Uint8Array): EventsRead {
	const steps = new Map<string, number>();
	const start = eventStart(0).length;
	let at = 0;
	for (let data = recordAt(bytes, at); data; data = recordAt(bytes, at)) {
		const event = parse(data);
		if (!event || (at === 0) !== (data.length === start - HEAD - FOOT && event.version)) break;
		if (event.tag !== undefined) steps.set(event.tag, Math.max(event.step, steps.get(event.tag) ?? 0));
		if (event.restarts) for (const [tag, step] of steps) steps.set(tag, Math.min(step, event.step - 1));
		at += HEAD + data.length + FOOT;
	}
	return { sizeBytes: at, steps };
}

function recordAt(bytes: Uint8Array, at: number): Uint8Array | undefined {
	if (bytes.length - at < HEAD) return undefined;
	const view = new DataView(bytes.buffer, bytes.byteOffset + at);
	const length = Number(view.getBigUint64(0, true));
	if (length > MOST || bytes.length - at < HEAD + length + FOOT) return undefined;
	const data = bytes.subarray(at + HEAD, at + HEAD + length);
	const sums = [view.getUint32(8, true), view.getUint32(HEAD + length, true)];
	const right = sums[0] === masked(bytes.subarray(at, at + 8)) && sums[1] === masked(data);
	return right ? data : undefined;
}

interface EventRead {
	step: number;
	version: boolean;
	restarts: boolean;
	tag?: string;
}

function parse(data: Uint8Array): EventRead | undefined {
	const event: EventRead = { step: 0, version: false, restarts: false };
	for (const [field, value] of fieldsOf(data) ?? [[0, 0] as const]) {
		if (field === 0) return undefined;
		if (field === 2 && typeof value === "number") event.step = value;
		if (field === 3) event.version = true;
		if (field === 7) event.restarts = true;
		if (field !== 5 || typeof value === "number") continue;
		const one = fieldsOf(value)?.find(([inner]) => inner === 1)?.[1];
		const tag = typeof one === "object" ? fieldsOf(one)?.find(([inner]) => inner === 1)?.[1] : undefined;
		if (typeof tag === "object") event.tag = new TextDecoder().decode(tag);
	}
	return event;
}

/** Fields of a protobuf message: numbers of varints, bytes of the others; undefined if it is none. */
function fieldsOf(data: Uint8Array): (readonly [field: number, value: number | Uint8Array])[] | undefined {
	const fields: (readonly [number, number | Uint8Array])[] = [];
	let at = 0;
	const varint = () => {
		let value = 0;
		for (let scale = 1; at < data.length; scale *= 128) {
			const byte = data[at++]!;
			value += (byte & 127) * scale;
			if (byte < 128) return value;
		}
		return Number.NaN;
	};
	while (at < data.length) {
		const key = varint();
		const field = Math.floor(key / 8);
		const kind = key % 8;
		if (kind === 0) {
			fields.push([field, varint()]);
			continue;
		}
		const length = kind === 1 ? 8 : kind === 5 ? 4 : kind === 2 ? varint() : Number.NaN;
		if (!(at + length <= data.length)) return undefined;
		fields.push([field, data.subarray(at, at + length)]);
		at += length;
	}
	return fields.some(([, value]) => Number.isNaN(value)) ? undefined : fields;
}
