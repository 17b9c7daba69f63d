/** One point of the gradient lab on a run's own weights: what `sluice diagnose` prints with --dial or --plane. */

import type { PartName } from "../../../data/corpus.ts";
import { dialBase } from "../../../diagnosis/dial.ts";
import { blockOf, dialPoint, dialSettings } from "../../../diagnosis/lab/dialPoint.ts";
import { OWN_DIAL_RULES } from "../../../diagnosis/lab/dialRules.ts";
import type { Point } from "../../../diagnosis/lab/labPoint.ts";
import { readSettings } from "../../../diagnosis/lab/readSettings.ts";
import { planePoint } from "../../../diagnosis/lab/wallPoint.ts";
import { PLANE_RULES } from "../../../diagnosis/lab/wallRules.ts";
import { WeightPlane } from "../../../diagnosis/plane.ts";
import { checkOption, checkRequest, notOneOf } from "../../../errors/request.ts";
import { withText } from "../../models/readText.ts";
import { MODEL_KEYS, type Model, type ModelHooks, type ModelRequest, withModel } from "../../models/textModel.ts";

export interface DiagnosePointRequest extends ModelRequest {
	/** "dial": the dial of W_rec on a block of W_hh. "plane": a walk over a plane through the weights. */
	of: "dial" | "plane";
	/** Its settings, such as "radius=1.1,block=g"; "" for the defaults. */
	at: string;
	/** Part of the run's text that a plane's window comes from. Default: valid. */
	part?: PartName;
}

export interface DiagnosePointResult extends Point {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
}

const OF = ["dial", "plane"] as const;

/** Computes one point of the gradient lab from the weights of a run on text. @throws E_OPTION */
export async function diagnosePoint(
	request: DiagnosePointRequest,
	hooks: ModelHooks = {},
): Promise<DiagnosePointResult> {
	checkRequest(request, "diagnosePoint()", ["of", "at", "part", ...MODEL_KEYS]);
	const { of, at, part } = request;
	checkOption("of", of, OF.includes(of), notOneOf(OF, of), "diagnosePoint");
	const where = `--${of}`;
	return withModel(request, hooks, async (model) => {
		const { weights, name: run, step } = model;
		if (of === "plane") return { run, step, ...(await onPlane(model, at, part, where)) };
		const settings = readSettings(at, OWN_DIAL_RULES, where);
		const { w, H, block } = blockOf(weights, settings, where);
		const base = dialBase(w, H);
		return { run, step, ...dialPoint(base, dialSettings(settings, base, where), { ...settings, block }) };
	});
}

function onPlane(model: Model, at: string, part: PartName | undefined, where: string): Promise<Point> {
	const settings = readSettings(at, PLANE_RULES, where);
	return withText(model, { part }, { verb: "diagnose", least: 8 }, async (text) => {
		const ids = await text.reader(Math.min(settings.from, text.symbols)).read(settings.steps + 1);
		return planePoint(new WeightPlane(model.engine, model.weights, ids, settings.seed), settings);
	});
}
