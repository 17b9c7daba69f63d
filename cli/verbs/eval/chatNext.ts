/** The commands that `sluice eval RUN --chat` ends with. They follow from its remedies. */
import { flagOf } from "../../../src/errors/option.ts";
import type { ChatEvaluation } from "../../../src/index.ts";
import { lastPart, quote, twice } from "../../next.ts";

type Remedy = ChatEvaluation["remedies"][number];

/** Dropout for a run that recites: so much without any, else halfway to 0.95. */
const DROPOUT = 0.3;
/** Options of a stack of layers that an encoder-decoder does not take. */
const OF_STACKS: readonly string[] = [
	"layers",
	"dropout",
	"weightDrop",
	"blocks",
	"k1",
	"k2",
	"omega",
	"omegaForm",
	"recordEvery",
];

/** How the measurement was asked for, each word preceded by a space. */
interface Measured {
	/** The other file, if there is one. */
	file: string;
	/** The options that choose what is measured. */
	options: string;
	/** The same without --sequences. */
	withoutSequences: string;
	/** The --runs option of a new training. */
	runs: string;
}

/** @param run the run as it was typed, with --runs if that was given. */
export function chatNext(result: ChatEvaluation, run: string, measured: Measured): string[] {
	const { remedies, remedy, part, available } = result;
	const again = `sluice eval ${run}${measured.file} --chat${measured.options}`;
	const all = `sluice eval ${run}${measured.file} --chat${measured.withoutSequences} --sequences ${available}`;
	const commands: Partial<Record<Remedy, string[]>> = {
		longer: [`sluice resume ${run}${longerFlags(result)}`, ...(remedies[0] === "morePairs" ? [] : [again])],
		morePairs: [all],
		attention: [`${withAttention(result)}${measured.runs}`],
		moreDropout: [`${withDropout(result)}${measured.runs}`],
		fewerUpdates: remedies.includes("moreDropout") ? [] : [`${withDropout(result)}${measured.runs}`],
		...(remedy && {
			sampling: [`sluice chat ${run} --temperature ${remedy.temperature} --top-p ${remedy.topP}`],
		}),
	};
	if (remedies.length > 0) return remedies.flatMap((name) => commands[name] ?? []);
	const last = lastPart(result.trained.source.options.split);
	const tested = part === "valid" && last === "test" ? [`sluice eval ${run} --chat --part test`] : [];
	return [...tested, `sluice chat ${run} --temperature 0`];
}

/** Twice the budget; nothing for a run that has not spent it yet. */
function longerFlags({ trained: { budget, steps } }: ChatEvaluation): string {
	if (budget.steps !== undefined && steps < budget.steps) return "";
	return ` ${twice(budget)}`;
}

/** A training on the same data, with the same budget, of a model with attention. */
function withAttention(result: ChatEvaluation): string {
	const { options, budget } = result.trained;
	const kept = Object.entries(options).filter(([name]) => !OF_STACKS.includes(name));
	return trainCommand(result, {
		...{ ...Object.fromEntries(kept), model: "encoder-decoder", attention: "dot" },
		...budget,
	});
}

/** The same training with more dropout; an encoder-decoder, which has none, stops after half the budget. */
function withDropout(result: ChatEvaluation): string {
	const { options, budget } = result.trained;
	const stack = options.model === undefined;
	const dropout = Number(options.dropout ?? 0);
	const more = dropout === 0 ? DROPOUT : Number(((dropout + 0.95) / 2).toFixed(2));
	const spent = Object.entries(budget).map(([name, value]) => [
		name,
		stack ? value : name === "steps" ? Math.ceil(value / 2) : value / 2,
	]);
	return trainCommand(result, { ...options, ...(stack && { dropout: more }), ...Object.fromEntries(spent) });
}

function trainCommand({ trained: { source } }: ChatEvaluation, options: Readonly<Record<string, string | number>>) {
	const all = Object.entries({ ...source.options, ...options });
	const words = all.map(([name, value]) => `${flagOf(name)} ${quote(String(value))}`);
	return `sluice train ${[...source.words.map(quote), ...words].join(" ")}`;
}
