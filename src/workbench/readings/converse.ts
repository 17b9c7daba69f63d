/** A conversation with a model of text: it continues what is written, turn by turn, and keeps its state in between. */
import { clampHooks, parseClamp } from "../../interpretation/clamp.ts";
import { Hooked } from "../../interpretation/hooks.ts";
import { continueWith, readingOf, sampleWith } from "../../training/text/sampling.ts";
import { turn } from "../machine/turns.ts";
import { type ModelHooks, withModel } from "../models/textModel.ts";
import { checkedSample, type SampleRequest } from "./sample.ts";

export interface Turn {
	/** What was written before this turn: the text given, then the text generated, and so on. */
	prompt: string;
	/** What the model wrote. */
	text: string;
}

export interface ConversationHooks extends ModelHooks {
	/** The text to continue; "" continues without new text, undefined ends the conversation. */
	nextPrompt(turn: number): Promise<string | undefined>;
	/** Receives the generated text as it comes. */
	onText(text: string): void | Promise<void>;
	/** A turn has ended. */
	onTurn?(): void;
}

export interface Conversation {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** What was written, turn by turn. */
	turns: Turn[];
}

/**
 * Reads the run once and talks until there is no next prompt. The first turn is the text of `sample` with the same
 * request; turn n draws with seed + n.
 */
export async function converse(
	request: Omit<SampleRequest, "prompt" | "copied">,
	hooks: ConversationHooks,
): Promise<Conversation> {
	const { clamp, bfloat16, ...options } = checkedSample(request);
	return withModel(request, hooks, async (model) => {
		const { name, step, engine, weights, vocabulary } = model;
		if (bfloat16) weights.toBfloat16(engine);
		const clamps = clamp.map((one) => parseClamp(weights.spec, one));
		const plain = clamps.length > 0 ? undefined : readingOf(engine, weights);
		const reading = plain ?? new Hooked({ engine, weights }, clampHooks(clamps));
		const turns: Turn[] = [];
		try {
			for (let n = 0; !hooks.signal?.aborted; n++) {
				const prompt = await hooks.nextPrompt(n);
				if (prompt === undefined) break;
				const asked = { ...options, seed: options.seed + n };
				const ids = vocabulary.encode(prompt === "" && n === 0 ? "\n" : prompt);
				const writing = ids.length > 0 ? sampleWith(reading, ids, asked) : continueWith(reading, asked);
				const decoder = vocabulary.decoder();
				const pieces: string[] = [];
				const say = async (text: string) => {
					pieces.push(text);
					if (text !== "") await hooks.onText(text);
				};
				let symbols = 0;
				for (const { id } of writing) {
					await say(decoder.push(id));
					if (hooks.signal?.aborted) break;
					if (++symbols % 64 === 0) await turn();
				}
				await say(decoder.end());
				turns.push({ prompt, text: pieces.join("") });
				hooks.onTurn?.();
			}
		} finally {
			plain?.free();
		}
		return { run: name, step, turns };
	});
}
