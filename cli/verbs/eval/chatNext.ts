/** The commands that `sluice eval RUN --chat` ends with. They follow from its verdict. */
import { flagOf } from "../../../src/errors/option.ts";
import type { ChatEvaluation } from "../../../src/index.ts";
import { lastPart, quote, twice } from "../../next.ts";
import { isUnsure } from "./chatVerdict.ts";

/** Dropout for a run that recites: so much without any, else halfway to 0.95. */
const DROPOUT = 0.3;

/** How the measurement was asked for, each word preceded by a space. */
interface Measured {
	/** The other file, if there is one. */
	file: string;
	/** The options that choose what is measured. */
	options: string;
	/** The same without --sequences. */
	withoutSequences: string;
}

/** @param run the run as it was typed, with --runs if that was given. */
export function chatNext(result: ChatEvaluation, run: string, measured: Measured): string[] {
	const { verdict, remedy, part, pairs, available } = result;
	const again = `sluice eval ${run}${measured.file} --chat${measured.options}`;
	const longer = [`sluice resume ${run}${longerFlags(result)}`, again];
	const sampled = remedy ? [`sluice chat ${run} --temperature ${remedy.temperature} --top-p ${remedy.topP}`] : [];
	const fits = remedy?.outcome.chrF !== "worse";
	if (isUnsure(result) && pairs < available) {
		const all = `sluice eval ${run}${measured.file} --chat${measured.withoutSequences} --sequences ${available}`;
		return [all, longer[0]!];
	}
	if (verdict === "parrots") return longer;
	if (verdict === "dull") return fits && remedy?.outcome.dullShare === "better" ? [...sampled, ...longer] : longer;
	if (verdict === "recites") {
		const looser = [withDropout(result)];
		return fits && remedy?.outcome.copiedShare === "better" ? [...sampled, ...looser] : looser;
	}
	const last = lastPart(result.trained.source.options.split);
	const tested = part === "valid" && last === "test" ? [`sluice eval ${run} --chat --part test`] : [];
	return [...tested, `sluice chat ${run} --temperature 0`];
}

/** Twice the budget; nothing for a run that has not spent it yet. */
function longerFlags({ trained: { budget, steps } }: ChatEvaluation): string {
	if (budget.steps !== undefined && steps < budget.steps) return "";
	return ` ${twice(budget)}`;
}

/** The same training with more dropout; an encoder-decoder, which has none, stops after half the budget. */
function withDropout({ trained: { source, options, budget } }: ChatEvaluation): string {
	const stack = options.model === undefined;
	const dropout = Number(options.dropout ?? 0);
	const more = dropout === 0 ? DROPOUT : Number(((dropout + 0.95) / 2).toFixed(2));
	const spent = Object.entries(budget).map(([name, value]) => [
		name,
		stack ? value : name === "steps" ? Math.ceil(value / 2) : value / 2,
	]);
	const all = { ...source.options, ...options, ...(stack && { dropout: more }), ...Object.fromEntries(spent) };
	const words = Object.entries(all).map(([name, value]) => `${flagOf(name)} ${quote(String(value))}`);
	return `sluice train ${[...source.words.map(quote), ...words].join(" ")}`;
}
