/** Checks a receipt: trains its updates again and says where they differ. Pure, so that a page checks like Node. */
import type { ByteSource } from "../../data/source.ts";
import { fail, type SluiceError } from "../../errors/index.ts";
import type { Host } from "../host.ts";
import { type CertifyTools, certify, recipeDigest } from "./certify.ts";
import { isText, type Receipt } from "./receiptCodec.ts";

export interface ReceiptChecked {
	/** Whether seed, options, text and weights are those of the receipt, bit for bit. */
	same: boolean;
	/** First checked update whose weights differ; null if none does, or if nothing was trained. */
	update: number | null;
	/** First tensor that differs after the last update; null if none does, or if nothing was trained. */
	tensor: string | null;
	/** What differs: E_RECEIPT_RECIPE (seed, options, data), E_RECEIPT_TEXT, or E_RECEIPT_WEIGHTS; null if nothing does. */
	code: "E_RECEIPT_RECIPE" | "E_RECEIPT_TEXT" | "E_RECEIPT_WEIGHTS" | null;
	/** The same as an error, for its words; null if nothing differs. */
	reason: SluiceError | null;
	/** Updates trained again. */
	updates: number;
	/** SHA-256 of the weights that were trained, in hex; null if nothing was trained to the end. */
	weightsSha256: string | null;
}

/** @throws E_RECEIPT_DATA without its text; E_OPTION for options that no run has; the signal's reason. */
export async function verifyReceipt(receipt: Receipt, tools: CertifyTools): Promise<ReceiptChecked> {
	const untrained = { same: false, update: null, tensor: null, updates: 0, weightsSha256: null };
	if ((await recipeDigest(receipt, tools.host)) !== receipt.recipe) {
		return { ...untrained, code: "E_RECEIPT_RECIPE", reason: fail("E_RECEIPT_RECIPE", {}) };
	}
	const { data } = receipt;
	if (isText(data)) {
		if (!tools.source) throw fail("E_RECEIPT_DATA", data.name === undefined ? {} : { text: data.name });
		const got = await textDigest(tools.source, tools.host);
		const reason = fail("E_RECEIPT_TEXT", { got, wanted: data.sha256 });
		if (got !== data.sha256) return { ...untrained, code: "E_RECEIPT_TEXT", reason };
	}
	const certified = await certify(
		receipt,
		receipt.checks.map(({ update }) => update),
		tools,
	);
	const { checks, names, tensors, weightsSha256 = null } = certified;
	const early = receipt.checks.find(({ digest }, n) => checks[n]?.digest !== digest)?.update;
	const at = tensors ? names.findIndex((_, n) => tensors[n] !== receipt.tensors[n]) : -1;
	const tensor = names[at] ?? null;
	const wrong = weightsSha256 !== receipt.weightsSha256 || at >= 0 || receipt.tensors.length !== names.length;
	const update = early ?? (wrong ? receipt.updates : null);
	const found = { updates: receipt.updates, weightsSha256 };
	if (update === null) return { same: true, update, tensor: null, code: null, reason: null, ...found };
	const reason = fail("E_RECEIPT_WEIGHTS", { update, tensor });
	return { same: false, update, tensor, code: "E_RECEIPT_WEIGHTS", reason, ...found };
}

/** SHA-256 of a whole text. */
export async function textDigest(source: ByteSource, host: Pick<Host, "sha256">): Promise<string> {
	return source.sha256 ?? host.sha256(await source.read(0, source.length));
}
