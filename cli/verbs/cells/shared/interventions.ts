/** Shared by ablate, clamp and scale: the request, the progress, the report and the next commands. */
import { fail } from "../../../../src/errors/index.ts";
import type { Intervened, InterveneRequest } from "../../../../src/index.ts";
import { type Context, print, suggestNext } from "../../../context.ts";
import type { INTERVENTION_FLAGS, PATTERN, SPANS } from "../../../flags/cells.ts";
import type { ValuesIn } from "../../../flags/flag.ts";
import { ENOUGH_FOR_CELLS, flagWords, quote, sameRun } from "../../../next.ts";
import { answer } from "../../shared/answer.ts";
import { readingOf } from "../../shared/reading.ts";
import { watched } from "../../shared/watched.ts";
import { intervened } from "./intervened.ts";
import { type Suggested, sampled, sayIfNothing, triedClamp } from "./triedClamp.ts";

type Given = ValuesIn<typeof INTERVENTION_FLAGS>;
type Patterns = ValuesIn<{ pattern: typeof PATTERN; spans: typeof SPANS }>;

export async function runIntervention(
	context: Context<Given>,
	verb: string,
	act: InterveneRequest["act"],
	[run, unit, ...files]: string[],
): Promise<number> {
	const { t, library, settings } = context;
	const { others, seed, limit } = settings.values;
	const reading = readingOf(context, verb, [run!, ...files]);
	const request = { ...reading, unit: unit!, act, others, seed, limit, ...onePattern(context) };
	const hooks = watched(context, t("phase.intervene"));
	const result = await library.intervene(request, hooks);
	const pattern = result.pattern?.name;
	const clamp = { ...reading, unit: result.unit, value: result.heldAt, pattern };
	const tried = await triedClamp(context, clamp, hooks.signal);
	return answer(context, result, (cells) => {
		print(context, intervened(context, result, { cells, files: files.length > 0 }).join("\n"));
		sayIfNothing(context, tried);
		suggestNext(context, nextOf(context, result, { words: [run!, ...files], tried }));
	});
}

/** The number that clamp and scale take. @throws E_ARGUMENT without one. */
export function neededValue({ settings }: Context<{ readonly value?: number }>, verb: string): number {
	const { value } = settings.values;
	if (value === undefined) throw fail("E_ARGUMENT", { verb, why: { reason: "missing", forms: ["--value X"] } });
	return value;
}

/** The single pattern given by --pattern or --spans, if any. @throws E_OPTION for several. */
export function onePattern({ settings }: Context<Patterns>): { pattern?: string } {
	const { pattern = [], spans = [] } = settings.values;
	const asked = [...pattern, ...spans.map((file) => `spans:${file}`)];
	if (asked.length > 1) {
		const option = pattern.length > 0 ? "pattern" : "spans";
		const why = { reason: "count", of: "patterns", got: asked.length, min: 1, max: 1 } as const;
		throw fail("E_OPTION", { option, why, where: settings.origins[option]!.where });
	}
	return asked.length === 1 ? { pattern: asked[0] } : {};
}

/**
 * Next, without a pattern: what the unit tracks. With one: its sign alone, or a name; sampling with the unit held the
 * same way, or after scaling where its pattern holds.
 */
function nextOf(
	{ settings }: Context<Given>,
	result: Intervened,
	{ words: [typed, ...files], tried }: { words: readonly string[]; tried?: Suggested },
): string[] {
	const { unit, pattern, act, name, verdict, textSymbols } = result;
	const run = sameRun(typed!, settings);
	const words = files.map((word) => ` ${quote(word)}`).join("");
	const same = flagWords(settings, "part", "lossy", "encoding", "checkpoint");
	const find = `sluice cells find ${run}${words}${same} --names ${unit}`;
	const sample = sampled(run, tried, flagWords(settings, "checkpoint"));
	if (!pattern) return [...(textSymbols >= ENOUGH_FOR_CELLS ? [find] : []), ...sample];
	const asked = pattern.name.startsWith("spans:")
		? ` --spans ${quote(pattern.name.slice("spans:".length))}`
		: ` --pattern ${quote(pattern.name)}`;
	const outside = `sluice cells ablate ${run} ${unit}${words}${same}${asked} --to outside`;
	const called = `sluice cells name ${run} ${unit} ${quote(pattern.name)}${words}${same}${asked}`;
	const tracks = verdict === "onlyInside" || verdict === "moreInside";
	const takenAway = "to" in act && act.to !== "outside";
	return [...(takenAway ? [outside] : []), ...(tracks && name === null ? [called] : []), ...sample];
}
