/** The reservoir figures of `sluice diagnose --svg` for an echo state network. */

import { axisOver } from "../../drawing/axes.ts";
import { COLOURS, type Figure, type Mark, type Panel, type Point } from "../../drawing/figure.ts";
import { complexPlane, exponents, lagAxis, points, short } from "../../drawing/marks.ts";
import { drawSheet } from "../../drawing/sheet.ts";
import type { EchoDiagnosis } from "./echoDiagnosis.ts";

/** One SVG of all figures. The same result gives the same bytes. */
export async function echoSvg(result: EchoDiagnosis): Promise<string> {
	const { run, step, of, source, model, findings, echo, steps } = result;
	const end = source.options.target === undefined ? "of" : "up to the end of";
	return drawSheet({
		name: "diagnosis",
		title: `${run}: ${findings.map(({ kind }) => kind).join(", ")}`,
		subtitle:
			`esn, ${model.hidden} units, spectral radius ${echo.spectralRadius}, leak ${echo.leak}, step ${step}, ` +
			`${steps} steps ${end} ${of}, readout from ${echo.rows} rows, ridge ${echo.ridge}`,
		figures: echoFigures(result),
	});
}

export function echoFigures(result: EchoDiagnosis): Figure[] {
	return [lasting(result), ...memory(result), activation(result), ...spectra(result)];
}

/** Size of a state change by lag, and the line predicted by the largest Lyapunov exponent. */
function lasting({ change, lyapunovNats: [nats] }: EchoDiagnosis): Figure {
	const lags = change.length - 1;
	const slope = typeof nats === "number" ? nats / Math.LN10 : null;
	const marks: Mark[] = [
		{ kind: "line", name: "perturbation of the state", colour: COLOURS.blue, points: points(change) },
	];
	const gone = change.indexOf(null);
	if (gone >= 0) marks.push({ kind: "words", at: [lags / 2, 0], text: `0 at lag ${gone}`, align: "center" });
	if (slope !== null)
		marks.unshift({
			...{ kind: "line", name: "at the largest Lyapunov exponent", colour: COLOURS.green, dash: true, width: 1.2 },
			points: [
				[0, 0],
				[lags, short(slope * lags)],
			],
		});
	return {
		name: "change",
		title: "Decay of a perturbation of the state",
		description: "Size of a random perturbation of the state against lag, geometric mean, on a logarithmic axis.",
		size: [350, 280],
		panels: [{ x: lagAxis(lags), y: exponents("size of the perturbation, relative to lag 0", marks), marks }],
	};
}

function memory({ memory: found, model }: EchoDiagnosis): Figure[] {
	if (!found) return [];
	const { total } = found;
	const last = found.byDelay.findLastIndex((r) => r > 0.01); // beyond, readouts give back nothing
	const byDelay = found.byDelay.slice(0, Math.max(10, Math.ceil(1.5 * (last + 1))));
	return [
		{
			name: "memory",
			title: `Memory capacity ${total.toFixed(1)} of at most ${model.hidden}`,
			description: "Squared correlation of the input k steps back with a readout trained on it, by delay.",
			size: [350, 280],
			panels: [
				{
					x: axisOver("delay k (steps)", [0, byDelay.length]),
					y: { name: "r² of the input k steps back", min: 0, max: 1, step: 0.2 },
					marks: [{ kind: "line", colour: COLOURS.purple, points: byDelay.map((r, k): Point => [k + 1, short(r)]) }],
				},
			],
		},
	];
}

function activation({ activation: shares, saturated }: EchoDiagnosis): Figure {
	const edge = (k: number) => short((2 * k) / shares.length - 1);
	const flat = (x: number): Mark => ({
		...{ kind: "line", colour: COLOURS.green, dash: true, width: 1 },
		points: [
			[x, 0],
			[x, Math.max(...shares)],
		],
	});
	return {
		name: "activation",
		title: `Activation: ${Number((100 * saturated).toPrecision(2))} % beyond ±0.9`,
		description: "Fraction of units and steps by the value of the tanh; beyond 0.9 a unit is saturated.",
		size: [350, 280],
		panels: [
			{
				x: { name: "tanh a", min: -1, max: 1, step: 0.5 },
				y: axisOver("fraction of units and steps", [0, ...shares]),
				marks: [
					flat(-0.9),
					flat(0.9),
					{
						...{ kind: "line", colour: COLOURS.blue },
						points: shares.flatMap((share, k): Point[] => [
							[edge(k), Number(share.toPrecision(3))],
							[edge(k + 1), Number(share.toPrecision(3))],
						]),
					},
				],
			},
		],
	};
}

/** Eigenvalues with the unit circle, singular values of the last step, Lyapunov exponents. */
function spectra({ eigenvalues, singular, lyapunovNats, echo }: EchoDiagnosis): Figure[] {
	const panels: Panel[] = [];
	if (eigenvalues) {
		const dots = eigenvalues.map(([re, im]): Point => [short(re), short(im)]);
		const plane = complexPlane([{ kind: "dots", colour: COLOURS.blue, size: 4, points: dots }]);
		panels.push({ ...plane, title: `${echo.leak === 1 ? "eigenvalues of W" : "eigenvalues with leak"}, unit circle` });
	}
	if (singular?.some((value) => value > 0)) {
		const logs = singular.map((value) => (value > 0 ? Math.log10(value) : null));
		const marks: Mark[] = [{ kind: "line", colour: COLOURS.blue, points: points(logs, (k) => k + 1) }];
		panels.push({
			title: "singular values, Jacobian of the last step",
			x: { ...axisOver("rank", [1, Math.max(2, singular.length)]), max: Math.max(2, singular.length) },
			y: exponents("singular value", marks),
			marks,
		});
	}
	const largest = lyapunovNats.flatMap((nats, k): Point[] => (typeof nats === "number" ? [[k + 1, short(nats)]] : []));
	if (largest.length > 0)
		panels.push({
			title: "Lyapunov exponents",
			x: { name: "rank", min: 0, max: 5, step: 1 },
			y: axisOver("nats per step", [0, ...largest.map(([, nats]) => nats)]),
			marks: [{ kind: "dots", colour: COLOURS.blue, points: largest }],
		});
	if (panels.length === 0) return [];
	return [
		{
			name: "spectra",
			title: "Spectra of one step",
			description: "Eigenvalues of one step without input in the complex plane, singular values, Lyapunov exponents.",
			size: [300, 300],
			panels,
		},
	];
}
