/** One point of a reproduction at settings of the caller's: nothing is read, written or drawn. */
import { dialPoint, dialSettings, drawnBase } from "../../diagnosis/lab/dialPoint.ts";
import { DIAL_RULES } from "../../diagnosis/lab/dialRules.ts";
import type { Point } from "../../diagnosis/lab/labPoint.ts";
import { readSettings } from "../../diagnosis/lab/readSettings.ts";
import { wallPoint } from "../../diagnosis/lab/wallPoint.ts";
import { WALL_RULES } from "../../diagnosis/lab/wallRules.ts";
import { fail } from "../../errors/index.ts";
import { checkRequest, notOneOf } from "../../errors/request.ts";

export interface PointRequest {
	/** Name of the reproduction: error-wall or wrec-sweep. */
	name: string;
	/** Settings such as "radius=1.1,act=linear"; "" for the defaults. */
	at: string;
}

export interface PointResult extends Point {
	/** Name of the reproduction. */
	name: string;
}

const WHERE = "--at";
const POINTS: Readonly<Record<string, (at: string) => Point>> = {
	"error-wall": (at) => wallPoint(readSettings(at, WALL_RULES, WHERE)),
	"wrec-sweep": (at) => {
		const settings = readSettings(at, DIAL_RULES, WHERE);
		const base = drawnBase(settings);
		return dialPoint(base, dialSettings(settings, base, WHERE), settings);
	},
};

/** Computes one point of a reproduction, as the studio's gradient lab shows it. @throws E_OPTION */
export function reproducePoint(request: PointRequest): PointResult {
	checkRequest(request, "reproducePoint()", ["name", "at"]);
	const { name, at } = request;
	const point = Object.hasOwn(POINTS, name) ? POINTS[name]! : undefined;
	if (!point)
		throw fail("E_OPTION", { option: "name", where: "reproducePoint", why: notOneOf(Object.keys(POINTS), name) });
	return { name, ...point(at) };
}
