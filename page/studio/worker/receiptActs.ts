/** Makes and checks receipts in the worker of trials: the plain build trains, and its digests are compared. */
import { browserHost } from "../../../src/browser/browserHost.ts";
import { openEngine } from "../../../src/browser/engine.ts";
import { bytesSource } from "../../../src/data/source.ts";
import { DEFAULT_SPLIT, parseSplit } from "../../../src/data/split.ts";
import { parseUnit } from "../../../src/data/units.ts";
import { fail } from "../../../src/errors/index.ts";
import type { Recipe } from "../../../src/training/receipts/certify.ts";
import { issueReceipt } from "../../../src/training/receipts/issueReceipt.ts";
import { isText, parseReceipt, type Receipt } from "../../../src/training/receipts/receiptCodec.ts";
import { verifyReceipt } from "../../../src/training/receipts/verifyReceipt.ts";
import { ownFile, WASM } from "../ownFiles.ts";
import { plainBytes } from "../ownTexts.ts";
import type { PageData } from "./messages.ts";
import type { ReceiptNews, ReceiptOrder } from "./receiptMessages.ts";
import { spawnThread } from "./spawnThread.ts";

const TEXTS = ["c", "en", "ko"];
const host = browserHost();
const say = (news: ReceiptNews) => postMessage(news);
const onProgress = (done: number, total: number) => say({ type: "progress", done, total });

export const receipt = (order: ReceiptOrder): Promise<void> =>
	order.type === "check" ? check(order.receipt, order.text) : make(order);

async function check(given: string, text?: ArrayBuffer): Promise<void> {
	const receipt = parseReceipt(given);
	say({ type: "facts", facts: factsOf(receipt) });
	const bytes = text ? new Uint8Array(text) : await ownText(receipt);
	if (isText(receipt.data) && !bytes) return say({ type: "text" });
	const engine = await engineFor(receipt);
	const source = bytes && bytesSource("text", bytes);
	const { same, update, tensor, code, weightsSha256 } = await verifyReceipt(receipt, {
		engine,
		host,
		source,
		onProgress,
	});
	say({ type: "checked", same, update, tensor, code, digest: weightsSha256 });
}

/** The plain engine; for a cell given by equations with the code that reads them. */
const engineFor = async ({ options: { cell } }: Receipt) =>
	typeof cell === "object"
		? (await import("./ownCells.ts")).openOwnEngine()
		: openEngine({ wasm: WASM, build: "plain", spawn: spawnThread });

/** The page's own text with the receipt's digest; undefined if it has none. */
async function ownText({ data }: Receipt): Promise<Uint8Array | undefined> {
	if (!isText(data)) return undefined;
	for (const name of TEXTS) {
		const answer = await fetch(ownFile(`texts/${name}.txt`));
		const bytes = await plainBytes(answer);
		if (answer.ok && (await host.sha256(bytes)) === data.sha256) return bytes;
	}
	return undefined;
}

async function make({ data, options, updates }: Extract<ReceiptOrder, { type: "make" }>): Promise<void> {
	const engine = await openEngine({ wasm: WASM, build: "plain", spawn: spawnThread });
	const bytes = "text" in data ? new TextEncoder().encode(data.text) : undefined;
	const source = bytes && bytesSource("text", bytes);
	const recipe: Recipe = { options, data: await recipeData(data, bytes), updates };
	const issued = await issueReceipt(recipe, { engine, host, source, onProgress });
	if (typeof issued === "string") say({ type: "failed", code: "E_RECEIPT", params: { run: "", why: issued } });
	else say({ type: "made", link: issued.link });
}

async function recipeData(data: PageData, bytes: Uint8Array | undefined): Promise<Receipt["data"]> {
	if ("task" in data) return { task: data.task, options: { ...data.taskOptions } };
	if (!("text" in data)) throw fail("E_RECEIPT", { run: data.name ?? "", why: "data" });
	const unit = data.unit === undefined ? "codepoint" : parseUnit(data.unit);
	const split = data.split === undefined ? DEFAULT_SPLIT : parseSplit(data.split);
	return { sha256: await host.sha256(bytes!), unit, split: [...split] as [number, number, number], lossy: false };
}

function factsOf({ options, data, updates, weightsSha256 }: Receipt) {
	const { cell = "lstm", layers = 1, hidden = 256, seed = 1 } = options;
	const name = typeof cell === "object" ? `own ${cell.name}` : String(cell).toUpperCase();
	const model = `${name} ${layers}x${hidden}`;
	const text = isText(data);
	return {
		...{ model, task: text ? null : data.task, textSha256: text ? data.sha256 : null },
		...{ seed: Number(seed), updates, weightsSha256 },
	};
}
