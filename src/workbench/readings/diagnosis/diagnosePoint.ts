/** One point of the gradient lab on a run's own weights: what `sluice diagnose` prints with --dial. */
import { dialBase } from "../../../diagnosis/dial.ts";
import { blockOf, dialPoint, dialSettings } from "../../../diagnosis/lab/dialPoint.ts";
import { OWN_DIAL_RULES } from "../../../diagnosis/lab/dialRules.ts";
import type { Point } from "../../../diagnosis/lab/labPoint.ts";
import { readSettings } from "../../../diagnosis/lab/readSettings.ts";
import { checkOption, checkRequest, notOneOf } from "../../../errors/request.ts";
import { MODEL_KEYS, type ModelHooks, type ModelRequest, withModel } from "../../models/textModel.ts";

export interface DiagnosePointRequest extends ModelRequest {
	/** Which point: "dial", the dial of W_rec. */
	of: "dial";
	/** Its settings, such as "radius=1.1,block=g"; "" for the defaults. */
	at: string;
}

export interface DiagnosePointResult extends Point {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
}

/** Computes one point of the gradient lab from the weights of a run on text. @throws E_OPTION */
export async function diagnosePoint(
	request: DiagnosePointRequest,
	hooks: ModelHooks = {},
): Promise<DiagnosePointResult> {
	checkRequest(request, "diagnosePoint()", ["of", "at", ...MODEL_KEYS]);
	const { of, at } = request;
	checkOption("of", of, of === "dial", notOneOf(["dial"], of), "diagnosePoint");
	const where = `--${of}`;
	const settings = readSettings(at, OWN_DIAL_RULES, where);
	return withModel(request, hooks, async ({ weights, name, step }) => {
		const { w, H, block } = blockOf(weights, settings, where);
		const base = dialBase(w, H);
		return { run: name, step, ...dialPoint(base, dialSettings(settings, base, where), { ...settings, block }) };
	});
}
