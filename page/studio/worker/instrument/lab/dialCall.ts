/** The dial of W_rec: of a random matrix, or of the opened network's W_hh. A matrix is decomposed once. */
import {
	DIAL_STEPS,
	type DialBase,
	type Dialled,
	type DialVerdict,
	dial,
	dialBase,
	dialRate,
	dialVerdict,
} from "../../../../../src/diagnosis/dial.ts";
import {
	blockOf,
	type DrawnSettings,
	dialSettings,
	drawnBase,
	type OwnSettings,
} from "../../../../../src/diagnosis/lab/dialPoint.ts";
import { type Opened, openedOf } from "../opened.ts";
import type { Work } from "../work.ts";

export type DialCall = { of: "drawn"; settings: DrawnSettings } | { of: "own"; settings: OwnSettings };

export interface DialAnswer extends Dialled {
	verdict: DialVerdict;
	/** log10 of the factor per step. */
	rate: number;
	/** log10 of the last loss's gradient at the first step. */
	end: number;
	/** Letter of the block of W_hh; "" for a random matrix. */
	block: string;
	/** Spectral radius of the matrix before it is scaled. */
	ownRadius: number;
	/** Eigenvalues before any is moved. [H] */
	unmoved: { re: Float64Array; im: Float64Array };
	/** Time that the call took. */
	milliseconds: number;
}

interface Kept {
	opened: Opened | undefined;
	key: string;
	base: DialBase;
	block: string;
}
let kept: Kept | undefined;

export function dialCall(work: Work, call: DialCall): DialAnswer {
	const began = performance.now();
	const { base, block } = baseOf(work, call);
	const settings = dialSettings(call.settings, base, "--dial");
	const found = dial(base, settings);
	const scale = settings.radius === null || base.radius === 0 ? 1 : settings.radius / base.radius;
	return {
		...{ ...found, verdict: dialVerdict(found), rate: dialRate(found.log10), block, ownRadius: base.radius },
		end: found.log10[(DIAL_STEPS - 1) * DIAL_STEPS]!,
		unmoved: { re: base.values.re.map((x) => scale * x), im: base.values.im.map((x) => scale * x) },
		milliseconds: performance.now() - began,
	};
}

function baseOf(work: Work, call: DialCall): Kept {
	const opened = call.of === "own" ? openedOf(work) : undefined;
	const { settings } = call;
	const key =
		"base" in settings ? `${settings.base} ${settings.hidden} ${settings.seed}` : `${settings.layer} ${settings.block}`;
	if (kept?.key === key && kept.opened === opened) return kept;
	if (opened && !("base" in settings)) {
		const { w, H, block } = blockOf(opened.weights, settings, "--dial");
		kept = { opened, key, base: dialBase(w, H), block };
	} else kept = { opened, key, base: drawnBase(settings as DrawnSettings), block: "" };
	return kept;
}
