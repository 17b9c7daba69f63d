/** Checks a receipt in a page or a worker. */
import { bytesSource } from "../data/source.ts";
import { parseReceipt } from "../training/receipts/receiptCodec.ts";
import { type ReceiptChecked, verifyReceipt } from "../training/receipts/verifyReceipt.ts";
import { browserHost } from "./browserHost.ts";
import { type EngineRequest, openEngine } from "./engine.ts";

export interface CheckReceiptRequest extends Omit<EngineRequest, "build"> {
	/** The link, or an address that ends in it, such as `location.href`. */
	receipt: string;
	/** The text in UTF-8, for a receipt on a text. Default: none. */
	text?: string | Uint8Array;
	/** Called between updates. */
	onProgress?(done: number, total: number): void;
	signal?: AbortSignal;
}

/**
 * Trains the updates of a receipt again on the plain build and says where they differ, if they do.
 * @throws E_RECEIPT_FORM, E_RECEIPT_VERSION for what is no receipt; E_RECEIPT_DATA without its text.
 */
export async function checkReceipt(request: CheckReceiptRequest): Promise<ReceiptChecked> {
	const { receipt, text, onProgress, signal, ...rest } = request;
	const parsed = parseReceipt(receipt);
	const engine = await openEngine({ ...rest, build: "plain" });
	try {
		const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
		const source = bytes && bytesSource("text", bytes);
		const tools = { engine, host: browserHost(), source, ...(onProgress && { onProgress }), signal };
		return await verifyReceipt(parsed, tools);
	} finally {
		engine.close();
	}
}
