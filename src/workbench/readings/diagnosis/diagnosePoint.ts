/** One point of the gradient lab on a run's own weights: what `sluice diagnose` prints with --dial, --plane or --cut. */

import type { PartName } from "../../../data/corpus.ts";
import { dialBase } from "../../../diagnosis/dial.ts";
import { cutPoint } from "../../../diagnosis/lab/cutPoint.ts";
import { CUT_RULES } from "../../../diagnosis/lab/cutRules.ts";
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
	/** "dial": the dial of W_rec on a block of W_hh. "plane": a walk over a plane through the weights. "cut": arcs of the gradient. */
	of: "dial" | "plane" | "cut";
	/** Its settings, such as "radius=1.1,block=g"; "" for the defaults. */
	at: string;
	/** Part of the run's text that a window comes from; plane and cut. Default: valid. */
	part?: PartName;
}

export interface DiagnosePointResult extends Point {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
}

const OF = ["dial", "plane", "cut"] as const;

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
		if (of !== "dial") return { run, step, ...(await onWindow(model, of, { at, part, where })) };
		const settings = readSettings(at, OWN_DIAL_RULES, where);
		const { w, H, block } = blockOf(weights, settings, where);
		const base = dialBase(w, H);
		return { run, step, ...dialPoint(base, dialSettings(settings, base, where), { ...settings, block }) };
	});
}

interface WindowCall {
	at: string;
	part: PartName | undefined;
	where: string;
}

function onWindow(model: Model, of: "plane" | "cut", { at, part, where }: WindowCall): Promise<Point> {
	const { engine, weights } = model;
	const plane = of === "plane" ? readSettings(at, PLANE_RULES, where) : undefined;
	const cut = of === "cut" ? readSettings(at, CUT_RULES, where) : undefined;
	const { from, steps } = (plane ?? cut)!;
	return withText(model, { part }, { verb: "diagnose", least: 8 }, async (text) => {
		const ids = await text.reader(Math.max(0, Math.min(from, text.symbols - 3))).read(steps + 1);
		if (cut) return cutPoint(engine, weights, ids, cut);
		return planePoint(new WeightPlane(engine, weights, ids, plane!.seed), plane!);
	});
}
