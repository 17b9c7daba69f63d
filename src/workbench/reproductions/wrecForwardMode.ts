/** The independent check of wrec-sweep: forward mode, without Jacobian products, gives the same dL/dh at every lag. */
import { normals, reachByLag } from "../../diagnosis/reach.ts";
import { layerGradient } from "../../diagnosis/tangents.ts";
import { RandomStream } from "../../kernels/random.ts";
import type { Piece } from "../jobs/piece.ts";
import { BOTH, type Context, type Mode, type Row } from "./reproduction.ts";
import { recurrent, sizeWords } from "./wrecSeries.ts";

const BOUND = 1e-9;
/**
 * At this T the norm falls below 1e-80 at the smallest singular value of a Gaussian W_rec, whose radius is about half
 * of it.
 */
const SIZE = { quick: { H: 6, T: 180 }, full: { H: 10, T: 220 } } as const satisfies Record<Mode, object>;
const CASES = (["linear", "tanh"] as const).flatMap((act) => [0.5, 1, 1.5].map((sigma) => ({ act, sigma })));

export interface Compared {
	[key: string]: number;
	/** Worst relative difference over all lags. */
	worst: number;
	/** log10 of the smallest norm compared. */
	leastLog10: number;
}

export function witnessPieces(mode: Mode, pause: Context["pause"]): Piece<Compared>[] {
	const { H, T } = SIZE[mode];
	return CASES.map(({ act, sigma }) => ({
		key: `forward-mode-${act}-${sigma}`,
		weight: 4,
		async run() {
			await pause();
			return compare(act, recurrent("gaussian", H, sigma, 1), H, T);
		},
	}));
}

/** One row per case, and one for the size of the norms. */
export function witnessRows(compared: readonly Compared[]): Row[] {
	const least = Math.min(...compared.map(({ leastLog10 }) => leastLog10));
	return [
		...CASES.map(({ act, sigma }, n) => witnessRow(`${act}, σ ${sigma}`, compared[n]!)),
		{
			what: { en: "smallest norm compared", ko: "비교한 가장 작은 노름" },
			published: "<= 1e-80",
			ours: sizeWords(least),
			holds: least <= -80,
			asserted: BOTH,
		},
	];
}

export function witnessRow(name: string, { worst, leastLog10 }: Compared): Row {
	return {
		what: { en: `forward mode, ${name}: relative difference`, ko: `순방향 모드 미분, ${name}: 상대 차이` },
		published: `<= ${BOUND.toExponential()}`,
		ours: worst,
		holds: worst <= BOUND,
		asserted: BOTH,
		note: {
			en: `at every lag, down to a norm of ${sizeWords(leastLog10)}`,
			ko: `모든 시차에서, 노름 ${sizeWords(leastLog10)}까지`,
		},
	};
}

/** Worst relative difference of dL/dh_{T-k} between the product of Jacobians and forward mode. */
export function compare(act: "tanh" | "linear", w: Float64Array, H: number, T: number): Compared {
	const random = new RandomStream(1, "wrec-sweep witness");
	const x = normals(T, 0.5, random); // [T,1]
	const w_ih = normals(H, 1, random); // [H,1]
	const g0 = normals(H, 1, random); // [H]
	const u = Float64Array.from({ length: T * H }, (_, at) => w_ih[at % H]! * x[Math.floor(at / H)]!); // [T,H]
	const { gradients, log10 } = reachByLag(act, w, u, g0);
	const zeros = (n: number) => new Float64Array(n);
	const { tensors } = layerGradient({
		...{ spec: { cell: "rnn", variant: act }, T, B: 1, D: 1, H, x, h0: zeros(H), c0: zeros(H) },
		...{ weights: { w_ih, w_hh: w, b: zeros(H) }, dOut: zeros(T * H), dhLast: g0, dcLast: zeros(H) },
	});
	const deltaH = tensors.get("deltaH")!; // [T,H] dL/dh_t
	let worst = 0;
	for (let k = 0; k < T; k++) {
		const { v, exponent } = gradients[k]!;
		const forward = deltaH.subarray((T - 1 - k) * H, (T - k) * H);
		const shift = Math.trunc(exponent / 2); // in two steps: 2^-exponent alone may overflow
		const difference = Math.hypot(...v.map((own, i) => own - forward[i]! * 2 ** -shift * 2 ** (shift - exponent)));
		worst = Math.max(worst, difference / Math.hypot(...v));
	}
	return { worst, leastLog10: Math.min(...log10.subarray(0, T)) };
}
