/** A finding in words: its name, its place, and a sentence with the evidence. */
import type { DiagnoseResult, Finding } from "../../../src/index.ts";
import type { Context } from "../../context.ts";
import { loss, percent, small } from "../../display/numbers.ts";
import { scientific } from "../../display/scientific.ts";
import { foldWords } from "../../display/words.ts";

type Model = DiagnoseResult["model"];

export function verdict({ t, out }: Context, finding: Finding, model: Model, cells: number): string[] {
	const colour = finding.severity >= 2 ? out.red : finding.severity === 1 ? out.yellow : out.green;
	const head = `${finding.severity === 0 ? "✓" : "!"} ${t(`finding.${finding.kind}`)}`;
	const [first, ...more] = foldWords(verdictText({ t }, finding, model), cells, 2);
	return [first!.startsWith(head) ? colour(head) + first!.slice(head.length) : first!, ...more];
}

/** The finding in one line without colour: `! vanishing (l0): the gradient ...`. */
export function verdictText({ t }: Pick<Context, "t">, finding: Finding, model: Model): string {
	const where = finding.layer === undefined ? "" : ` (${t("diagnose.layer", { layer: finding.layer })})`;
	const head = `${finding.severity === 0 ? "✓" : "!"} ${t(`finding.${finding.kind}`)}`;
	return `${head}${where}: ${sentence(t, finding, model.equations?.h ?? model.variant)}${noAction(t, finding)}`;
}

/** Why nothing needs to be done about a finding. */
function noAction(t: Context["t"], { noAction: why }: Finding): string {
	return why === undefined ? "" : ` ${t(`finding.noAction.${why}`)}`;
}

function sentence(t: Context["t"], { kind, evidence, where = "" }: Finding, h: string): string {
	const e = (name: string) => evidence[name] ?? 0;
	const { radius, largestSingular: norm } = evidence;
	const matrix = norm === undefined ? "" : ` ${t("finding.matrix", { radius: small(radius!), norm: small(norm) })}`;
	const ratio = scientific(e("log10Ratio"));
	switch (kind) {
		case "vanishing":
			return t("finding.vanishing.text", { lag: e("lag"), at: e("atLag"), ratio }) + matrix;
		case "exploding":
			if (evidence.baseline !== undefined)
				return t("finding.ruined.text", { loss: loss(e("loss")), baseline: loss(e("baseline")) });
			if (evidence.overflowStep !== undefined) return t("finding.overflow.text", { step: e("overflowStep") });
			return t("finding.exploding.text", { lag: e("lag"), ratio }) + matrix;
		case "saturated":
			if (where === "h" && h === "sigmoid")
				return t("finding.saturated.sigmoid", { share: percent(e("steps")) }) + matrix;
			return t("finding.saturated.text", { where, share: percent(e("steps")) }) + matrix;
		case "dead":
			return t(where === "h" ? "finding.dead.relu" : "finding.dead.text", { where, share: percent(e("units")) });
		case "truncated":
			return t("finding.truncated.text", { horizon: e("horizon"), share: percent(e("share")) });
		case "clipped":
			return clippedText(t, evidence);
		case "healthy":
			return evidence.lag === undefined ? t("finding.healthy.far") : t("finding.healthy.text", { lag: e("lag") });
	}
}

/** Which limit clipped the updates: the norm, the value, or either. */
function clippedText(t: Context["t"], { share = 0, clipNorm, clipValue, cutShare }: Finding["evidence"]): string {
	const facts = { share: percent(share), limit: small(clipNorm ?? clipValue ?? 0) };
	if (clipNorm === undefined) return t("finding.clipped.value", facts);
	if (clipValue === undefined) return t("finding.clipped.text", facts);
	const cut = cutShare === undefined ? "?" : percent(cutShare);
	return t("finding.clipped.both", { ...facts, value: small(clipValue), cut });
}
