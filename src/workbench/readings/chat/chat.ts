/** A conversation with a model of questions and answers. Each question is answered by itself: the state begins at zero. */

import { unknownSymbols as unknownSymbolsOf } from "../../../data/pairs/unknownSymbols.ts";
import { SluiceError } from "../../../errors/index.ts";
import { checkRequest, checksOf, checkWhole, notOneOf } from "../../../errors/request.ts";
import type { FollowedValues } from "../../../training/pairs/followedValues.ts";
import { reply } from "../../../training/pairs/replies.ts";
import { type ReplyAttention, replyAttention } from "../../../training/pairs/replyAttention.ts";
import { openPairs } from "../../datasets/pairData.ts";
import { turn } from "../../machine/turns.ts";
import { finite } from "../../models/finite.ts";
import { type PairModel, withPairModel } from "../../models/pairModel.ts";
import { MODEL_KEYS, type ModelHooks, type ModelRequest } from "../../models/textModel.ts";
import type { WrittenSymbol } from "../sample.ts";

/** How a reply is generated. */
export interface ReplySettings {
	/** Sampling temperature. 0 always picks the most likely symbol. Range: 0 to 1e6. Default: 0.5. */
	temperature?: number;
	/** Sample from the K most likely symbols; 0 for all. Range: at least 0. Default: 0. */
	topK?: number;
	/** Sample from the most likely symbols whose probabilities add up to P. Range: above 0, to 1. Default: 1. */
	topP?: number;
	/** Seed of the next reply; each later one draws with one more. Range: at least 0. Default: 1. */
	seed?: number;
	/** Beams of a beam search, which draws nothing; 0 samples. Range: 0 to 64. Default: 0. */
	beams?: number;
	/** Most symbols of a reply. Range: 1 to 4096. Default: 200. */
	length?: number;
}

export interface ChatRequest extends ModelRequest, ReplySettings {
	/** Adds to each symbol the gates and states behind its prediction. Default: false. */
	values?: boolean;
}

/** A question, and settings that change from this turn on. */
export interface ChatQuestion extends ReplySettings {
	/** The question. */
	question: string;
}

export interface ChatReply {
	/** The question, in composed form (NFC). */
	question: string;
	/** The reply: whole characters only. */
	text: string;
	/** Surprisal of the whole reply and its end, in nats, among what may come next. */
	nats: number;
	/** Whether it occurs verbatim among the answers of the training part; null if the file cannot be read. */
	inTraining: boolean | null;
	/** Whether it was cut off at the largest length. */
	cut: boolean;
	/** Symbols of the question that the vocabulary lacks. They are read as zeros. */
	unknownSymbols: number;
	/** Symbols of the question. */
	questionSymbols: number;
	/** Names of the unknown symbols, each once, in order. */
	unknown: string[];
	/** Seed of this reply. It has no effect at temperature 0 and with beams. */
	seed: number;
	/** Temperature of this reply. */
	temperature: number;
	/** Number of training updates behind the weights that replied. `checkpoint` takes it to get the same reply later. */
	step: number;
	/** How many of the most likely symbols it was drawn from; 0: all. */
	topK: number;
	/** Probability that the symbols that it was drawn from add up to. */
	topP: number;
	/** Beams of its search; 0 or 1: it was drawn. */
	beams: number;
	/** Most symbols that it could have. */
	length: number;
	/** Its symbols and its end. */
	symbols: ChatSymbol[];
	/** Where attention looked, by characters; null without attention. */
	attention: ReplyAttention | null;
}

export interface ChatSymbol extends Omit<WrittenSymbol, "top"> {
	/**
	 * Probability with which it was drawn: at the temperature of the reply, among the symbols that top-k and top-p leave.
	 * null for a beam search, which draws nothing.
	 */
	drawn: number | null;
	/** Printable name of the symbol, parts of syllables as "ㄱ-", "-ㅏ", "-ㄱ"; END for the end of the reply. */
	label: string;
	/** Surprisal, -ln of its probability, in nats. */
	nats: number;
	/**
	 * The five most likely symbols at this step, most likely first. `probability`: of the model, at temperature 1. `drawn`: as
	 * above. `excluded`: top-p or top-k ruled it out, so that it could not be drawn.
	 */
	top: { text: string; probability: number; drawn: number | null; excluded?: true }[];
	/** With `values`: gates and states of every layer that predicted it, by name such as l0.gate.f, in 4 decimals, [H] each. */
	values?: Record<string, number[]>;
}

export interface ChatHooks extends ModelHooks {
	/** Called once the run has been opened, before the first question. `step`: updates behind its weights. */
	onOpen?(opened: { run: string; step: number }): void;
	/** The next question; undefined ends the conversation. */
	nextQuestion(turn: number): Promise<ChatQuestion | string | undefined>;
	/** Receives each symbol as it is generated. */
	onSymbol?(symbol: ChatSymbol): void | Promise<void>;
	/** Receives the reply as it is generated. */
	onText?(text: string): void | Promise<void>;
	/** Receives the finished reply. */
	onReply?(reply: ChatReply): void | Promise<void>;
}

export interface ChatResult {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** The replies, in order. */
	turns: ChatReply[];
}

const SETTINGS = ["temperature", "topK", "topP", "seed", "beams", "length"] as const satisfies (keyof ReplySettings)[];
const DEFAULTS: Required<ReplySettings> = { temperature: 0.5, topK: 0, topP: 1, seed: 1, beams: 0, length: 200 };

/** Answers questions until there is none. @throws E_NO_PAIRS for a run on other data. */
export async function chat(request: ChatRequest, hooks: ChatHooks): Promise<ChatResult> {
	checkRequest(request, "chat()", [...MODEL_KEYS, ...SETTINGS, "values"]);
	const { values = false } = request;
	checksOf("chat")("values", values, typeof values === "boolean", notOneOf(["true", "false"], values));
	let settings = withSettings(DEFAULTS, request);
	return withPairModel(request, hooks, async (model) => {
		hooks.onOpen?.({ run: model.name, step: model.step });
		const known = await trainedAnswers(model, hooks);
		const turns: ChatReply[] = [];
		while (!hooks.signal?.aborted) {
			const next = await hooks.nextQuestion(turns.length);
			if (next === undefined) break;
			const asked = typeof next === "string" ? { question: next } : next;
			settings = withSettings(settings, asked);
			const said = await answered(model, asked.question, { ...settings, values }, hooks);
			settings.seed++;
			const one = { ...said, inTraining: known ? known.has(said.text) : null };
			turns.push(one);
			await hooks.onReply?.(one);
		}
		return { run: model.name, step: model.step, turns };
	});
}

/** A copy of `settings`, with those of `given`. @throws E_OPTION. */
export function withSettings(settings: Required<ReplySettings>, given: ReplySettings): Required<ReplySettings> {
	const chosen = SETTINGS.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]);
	const all: Required<ReplySettings> = { ...settings, ...Object.fromEntries(chosen) };
	const { temperature, topK, topP, seed, beams, length } = all;
	const need = checksOf("chat");
	need("temperature", temperature, temperature >= 0 && temperature <= 1e6, { reason: "number", min: 0, max: 1e6 });
	checkWhole("topK", topK, { min: 0 }, "chat");
	need("topP", topP, topP > 0 && topP <= 1, { reason: "above", min: 0, max: 1 });
	checkWhole("seed", seed, { min: 0 }, "chat");
	checkWhole("beams", beams, { min: 0, max: 64 }, "chat");
	checkWhole("length", length, { min: 1, max: 4096 }, "chat");
	return all;
}

/** The answers of the training part; undefined, with a notice, if its file cannot be read as it was. */
async function trainedAnswers({ spec }: PairModel, { onNotice = () => {} }: ModelHooks) {
	try {
		const { train } = (await openPairs(spec)).parts;
		return new Set(Array.from(train.members, (n) => train.set.answers[n]!));
	} catch (error) {
		if (!(error instanceof SluiceError)) throw error;
		onNotice(error);
		return undefined;
	}
}

async function answered(
	model: PairModel,
	given: string,
	options: Required<ReplySettings> & { values: boolean },
	{ onText = () => {}, onSymbol = () => {}, signal }: Pick<ChatHooks, "onText" | "onSymbol" | "signal">,
): Promise<Omit<ChatReply, "inTraining">> {
	const { vocabulary, end, replies, name, step } = model;
	const question = given.normalize("NFC");
	const ids = vocabulary.encode(question);
	const decoder = vocabulary.decoder();
	const symbols: ChatSymbol[] = [];
	const looked: Float64Array[] = [];
	const labelOf = (id: number) => (id === end ? "END" : vocabulary.label(id));
	let text = "";
	let nats = 0;
	let cut = true;
	const say = async (piece: string) => {
		text += piece;
		if (piece !== "") await onText(piece);
	};
	for (const { id, probability, top, drawn, attention, values } of reply(replies, model, ids, options)) {
		finite({ name, step }, "probability", probability);
		nats -= Math.log(probability);
		const chance = (of: number) => drawn?.chance(of) ?? null;
		const likeliest = top.map((one) => ({
			...{ text: labelOf(one.id), probability: one.probability, drawn: chance(one.id) },
			...(drawn?.excludes(one.id) && { excluded: true as const }),
		}));
		if (attention) looked.push(attention);
		cut = id !== end;
		const piece = cut ? decoder.push(id) : decoder.end();
		symbols.push({
			...{ text: piece, label: labelOf(id), id, probability, nats: -Math.log(probability) },
			...{ drawn: chance(id), top: likeliest },
			...(values && { values: rounded(values) }),
		});
		await onSymbol(symbols.at(-1)!);
		await say(piece);
		if (signal?.aborted) break;
		if (symbols.length % 64 === 0) await turn();
	}
	const rest = cut ? decoder.end() : "";
	if (rest !== "") symbols[symbols.length - 1]!.text += rest;
	await say(rest);
	const { values: _, ...settings } = options;
	const unknownSymbols = ids.filter((id) => id < 0).length;
	const attention = looked.length === 0 ? null : replyAttention(vocabulary, { question, text, ended: !cut }, looked);
	const unknown = unknownSymbolsOf(vocabulary, question);
	const counts = { unknownSymbols, questionSymbols: ids.length, unknown };
	return { question, text, nats, cut, ...counts, ...settings, step, symbols, attention };
}

const rounded = (values: FollowedValues) =>
	Object.fromEntries(
		[...values].map(([name, all]) => [name, Array.from(all, (value) => Math.round(1e4 * value) / 1e4)]),
	);
