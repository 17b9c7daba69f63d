/** `sluice claim RUN UNIT --pattern PATTERN`, `sluice claim check FILE` */
import { fail } from "../../../src/errors/index.ts";
import type { ClaimChecked, MadeClaim } from "../../../src/index.ts";
import { type Context, print, printJson, suggestNext, talk } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { clock, loss, smallQ } from "../../display/numbers.ts";
import { flagWords, quote, sameRun } from "../../next.ts";
import { checkpointOf } from "../shared/checkpoint.ts";
import { watched } from "../shared/watched.ts";
import type { ValuesOf } from "../spec.ts";
import type { claim } from "./spec.ts";

type Values = ValuesOf<typeof claim>;

/** Exit code of a claim that does not hold. */
const FAILS = 4;

export async function run(context: Context<Values>, [first, second]: string[]): Promise<number> {
	const { t, show, library, settings } = context;
	const { pattern, out, run: other, limit, part, runs } = settings.values;
	const { checkpoint: asked } = settings.values;
	const checkpoint = asked === undefined ? undefined : checkpointOf(asked, context);
	const hooks = watched(context, t("phase.claim"));
	if (first === "check") {
		const checked = await library.checkClaim({ claim: second!, run: other, runs, checkpoint }, hooks);
		show.end(true);
		if (context.format !== "text") printJson(context, checked);
		else printChecked(context, checked);
		return checked.holds ? 0 : FAILS;
	}
	if (pattern === undefined)
		throw fail("E_ARGUMENT", { verb: "sluice claim", why: { reason: "missing", forms: ["--pattern PATTERN"] } });
	const request = { run: first!, unit: second!, pattern, out, limit, part, checkpoint, runs };
	const made = await library.makeClaim(request, hooks);
	show.end(true);
	if (context.format !== "text") printJson(context, made);
	else {
		printMade(context, made);
		const next = out ?? "claim.json";
		const words = flagWords(settings, "part", "checkpoint");
		if (out !== undefined) suggestNext(context, [`sluice claim check ${quote(next)}`]);
		else
			suggestNext(context, [
				`sluice claim ${sameRun(first!, settings)} ${second}${words} --pattern ${quote(pattern)} --out ${next}`,
			]);
	}
	return made.holds ? 0 : FAILS;
}

function printMade(context: Context<Values>, made: MadeClaim): void {
	const { claim, holds, trouble, file, seconds } = made;
	const { t, out } = context;
	const facts = { unit: claim.unit, pattern: escapeLine(claim.pattern), run: escapeLine(claim.run) };
	print(context, out.bold(t(holds ? "claim.holds" : "claim.fails", { ...facts, time: clock(seconds) })));
	printEvidence(context, claim.evidence);
	for (const one of trouble) print(context, t(`claim.${one}`));
	sayLittle(context, made.learned);
	if (file !== null) talk(context, t("claim.written", { file: escapeLine(file) }));
}

function printChecked(context: Context<Values>, checked: ClaimChecked): void {
	const { t, out, err } = context;
	const { unit, pattern, run, holds, trouble, differs, evidence, seconds } = checked;
	const facts = { unit: escapeLine(unit), pattern: escapeLine(pattern), run: escapeLine(run), time: clock(seconds) };
	if (holds) print(context, out.green(t("claim.confirmed", facts)));
	else print(context, err.red(t("claim.refuted", facts)));
	for (const one of trouble) print(context, t(`claim.${one}`, { field: escapeLine(differs ?? "") }));
	if (evidence) printEvidence(context, evidence);
	sayLittle(context, checked.learned);
}

/** A network that has learned little has no unit that tracks anything yet. */
function sayLittle(context: Context<Values>, learned: MadeClaim["learned"]): void {
	if (!learned?.little) return;
	const { lossNats, baselineNats } = learned;
	print(context, context.t("claim.little", { loss: loss(lossNats), baseline: loss(baselineNats) }));
}

function printEvidence(context: Context<Values>, { search, held }: MadeClaim["claim"]["evidence"]): void {
	const { t } = context;
	const three = (value: number) => value.toFixed(3);
	const signed = (value: number | null) => (value === null ? "-" : `${value < 0 ? "" : "+"}${value.toFixed(4)}`);
	if (search) {
		const { auc, ci, chance, q, rival, units } = search;
		const facts = { auc: three(auc), low: three(ci[0]), high: three(ci[1]), chance: three(chance), q: smallQ(q) };
		print(context, t("claim.search", { ...facts, rival: three(rival.auc), units }));
	}
	if (!held) return;
	const { inside, outside, difference } = held.change;
	const interval = ({ low, high }: { low: number; high: number }) => `${signed(low)} ${signed(high)}`;
	print(
		context,
		t("claim.held", {
			...{
				value: String(Number(held.heldAt.toPrecision(4))),
				inside: signed(inside!.mean),
				outside: signed(outside!.mean),
				difference: signed(difference!.mean),
			},
			...{
				insideInterval: interval(inside!),
				outsideInterval: interval(outside!),
				differenceInterval: interval(difference!),
			},
			...{ rank: held.rank, of: held.others + 1 },
		}),
	);
}
