/** The messages of an HDF5 object header, of version 1 or 2, with its continuations. */
import type { SluiceError } from "../../errors/index.ts";
import type { Hdf5Trouble } from "../../errors/weightFiles.ts";
import type { Span } from "./span.ts";

/** One message: where its data are. */
export interface Message {
	type: number;
	at: number;
	bytes: number;
}

const CONTINUATION = 16;
const SHARED = 2;
const MOST = 1000;

/** @throws E_HDF5. */
export function headerMessages(span: Span, address: number, trouble: (why: Hdf5Trouble) => SluiceError): Message[] {
	const isNew = span.has(address, "OHDR");
	const version = isNew ? 2 : span.u8(address);
	if (version !== 1 && version !== 2) throw trouble("damaged");
	const flags = isNew ? span.u8(address + 5) : 0;
	const found: Message[] = [];
	const blocks: [from: number, bytes: number][] = [];
	if (isNew) {
		if (span.u8(address + 4) !== 2) throw trouble("version");
		const width = 1 << (flags & 3);
		const at = address + 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
		const bytes = width === 8 ? span.size(at) : width === 4 ? span.u32(at) : width === 2 ? span.u16(at) : span.u8(at);
		blocks.push([at + width, bytes]);
	} else blocks.push([address + 16, span.u32(address + 8)]);
	const headBytes = isNew ? (flags & 4 ? 6 : 4) : 8;
	for (let block = blocks.shift(); block; block = blocks.shift()) {
		const [from, bytes] = block;
		span.need(from, bytes);
		for (let at = from; at + headBytes <= from + bytes; ) {
			const type = isNew ? span.u8(at) : span.u16(at);
			const size = span.u16(at + (isNew ? 1 : 2));
			const message = { type, at: at + headBytes, bytes: size };
			at = message.at + size;
			if (at > from + bytes || found.length >= MOST) throw trouble("damaged");
			if (span.u8(message.at - headBytes + (isNew ? 3 : 4)) & SHARED && type !== 0) throw trouble("version");
			found.push(message);
			if (type !== CONTINUATION) continue;
			const next = span.address(message.at);
			const length = span.size(message.at + 8);
			if (!isNew) blocks.push([next, length]);
			else if (span.has(next, "OCHK") && length >= 8) blocks.push([next + 4, length - 8]);
			else throw trouble("damaged");
		}
	}
	return found;
}
