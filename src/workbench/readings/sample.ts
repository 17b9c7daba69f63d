import { checkRequest, checksOf, checkWhole } from "../../errors/request.ts";
import { clampHooks, parseClamp } from "../../interpretation/clamp.ts";
import { Hooked } from "../../interpretation/hooks.ts";
import { sampleWith, sample as writeSymbols } from "../../training/text/sampling.ts";
import { turn } from "../machine/turns.ts";
import { finite } from "../models/finite.ts";
import { MODEL_KEYS, type ModelHooks, type ModelRequest, withModel } from "../models/textModel.ts";
import { type CopiedHooks, type CopiedReport, copied as copiedFromText, MOST_SEARCHED, needsText } from "./copied.ts";

export interface SampleRequest extends ModelRequest {
	/** Text to continue. Symbols that the vocabulary lacks are read as zeros. Default: "", which starts after a newline. */
	prompt?: string;
	/** Symbols to generate; at most 4000000 if `copied` is set. Range: at least 0. Default: 500. */
	length?: number;
	/** Sampling temperature. 0 always picks the most likely symbol. Range: 0 to 1e6. Default: 1. */
	temperature?: number;
	/** Sample from the K most likely symbols; 0 for all. Range: at least 0. Default: 0. */
	topK?: number;
	/** Sample from the most likely symbols whose probabilities add up to P. Range: above 0, to 1. Default: 1. */
	topP?: number;
	/** Seed of the sampling. Range: at least 0. Default: 1. */
	seed?: number;
	/** Units held at a value in every step, including the prompt: "l1.c.17=1". Default: none. */
	clamp?: string[];
	/** Report passages copied from the training text. `length` is then at most 4,000,000. Default: false. */
	copied?: boolean;
	/**
	 * Round the matrices to bfloat16, which halves the bytes read per symbol. The model differs slightly. Default:
	 * false.
	 */
	bfloat16?: boolean;
}

export interface WrittenSymbol {
	/** Text that can be shown now; "" while a character is incomplete. The last symbol adds any incomplete rest. */
	text: string;
	/** Id of the symbol in the vocabulary. */
	id: number;
	/** Probability under the model at temperature 1. */
	probability: number;
	/** The five most likely symbols. */
	top: { text: string; probability: number }[];
}

export interface SampleResult {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** Text that was continued. */
	prompt: string;
	/** Text generated, without the prompt. */
	text: string;
	/** Symbols generated. */
	symbols: number;
	/** Seed of the sampling. */
	seed: number;
	/** The clamped units as requested. */
	clamp: string[];
	/** Whether the weights were rounded. */
	bfloat16: boolean;
	/** Symbols of the prompt that the vocabulary lacks. They are read as zeros. */
	unknownPromptSymbols: number;
	/** Copied passages, if requested. */
	copied?: CopiedReport;
}

/** Generates text after a prompt. Without one, starts after a newline if the vocabulary has it. */
export async function sample(
	request: SampleRequest,
	hooks: CopiedHooks & ModelHooks & { onSymbol?(symbol: WrittenSymbol): void | Promise<void> } = {},
): Promise<SampleResult> {
	checkRequest(request, "sample()", [...MODEL_KEYS, ...OWN_KEYS]);
	const { prompt, clamp, copied, bfloat16, ...options } = checkedSample(request);
	const { onSymbol = () => {}, signal } = hooks;
	return withModel(request, hooks, async (model) => {
		const { name, step, engine, weights, vocabulary } = model;
		if (copied) needsText(model);
		if (bfloat16) weights.toBfloat16(engine);
		const written: number[] = []; // kept where it is to be searched
		const ids = vocabulary.encode(prompt === "" ? "\n" : prompt);
		const decoder = vocabulary.decoder();
		const clamps = clamp.map((one) => parseClamp(weights.spec, one));
		const hooked = clamps.length > 0 ? new Hooked({ engine, weights }, clampHooks(clamps)) : undefined;
		const writing = hooked ? sampleWith(hooked, ids, options) : writeSymbols(engine, weights, ids, options);
		const pieces: string[] = [];
		let held: WrittenSymbol | undefined; // one symbol behind, so that the last one can bring the decoder's rest
		let symbols = 0;
		for (const { id, probability, top } of writing) {
			if (signal?.aborted) break;
			finite(model, "probability", probability);
			if (held) await onSymbol(held);
			if (copied) written.push(id);
			const text = decoder.push(id);
			pieces.push(text);
			const likeliest = top.map((t) => ({ text: vocabulary.label(t.id), probability: t.probability }));
			held = { text, id, probability, top: likeliest };
			if (++symbols % 64 === 0) await turn();
		}
		const rest = decoder.end();
		pieces.push(rest);
		if (held) await onSymbol({ ...held, text: held.text + rest });
		const unknownPromptSymbols = prompt === "" ? 0 : ids.filter((id) => id < 0).length;
		const search = copied && !signal?.aborted;
		return {
			...{ run: name, step, prompt, text: pieces.join(""), symbols, seed: options.seed, clamp, bfloat16 },
			unknownPromptSymbols,
			...(search && { copied: await copiedFromText(model, Int32Array.from(written), hooks) }),
		};
	});
}

const OWN_KEYS = [
	"prompt",
	"length",
	"temperature",
	"topK",
	"topP",
	"seed",
	"clamp",
	"copied",
	"bfloat16",
] as const satisfies (keyof SampleRequest)[];

/** The request with its defaults. @throws E_OPTION. */
export function checkedSample(request: SampleRequest) {
	const {
		prompt = "",
		length = 500,
		temperature = 1,
		topK = 0,
		topP = 1,
		seed = 1,
		clamp = [],
		copied = false,
		bfloat16 = false,
	} = request;
	const need = checksOf("sample");
	need("prompt", prompt, typeof prompt === "string", { reason: "type", types: ["text"] });
	checkWhole("length", length, copied ? { min: 0, max: MOST_SEARCHED } : { min: 0 }, "sample");
	need("copied", copied, typeof copied === "boolean", { reason: "oneOf", choices: ["true", "false"] });
	need("bfloat16", bfloat16, typeof bfloat16 === "boolean", { reason: "oneOf", choices: ["true", "false"] });
	need("temperature", temperature, temperature >= 0 && temperature <= 1e6, { reason: "number", min: 0, max: 1e6 });
	checkWhole("topK", topK, { min: 0 }, "sample");
	need("topP", topP, topP > 0 && topP <= 1, { reason: "above", min: 0, max: 1 });
	const texts = Array.isArray(clamp) && clamp.every((one) => typeof one === "string");
	need("clamp", clamp, texts, { reason: "list", of: "texts", such: "l0.c.17=1" });
	checkWhole("seed", seed, { min: 0 }, "sample");
	return { prompt, length, temperature, topK, topP, seed, clamp, copied, bfloat16 };
}
