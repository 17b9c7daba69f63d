/** The reservoir figures of `sluice diagnose --svg` for an echo state network. */

import type { Lang } from "../../../errors/define.ts";
import { fill } from "../../../views/words.ts";
import { axisOver } from "../../drawing/axes.ts";
import { COLOURS, type Figure, type Mark, type Panel, type Point } from "../../drawing/figure.ts";
import { FIGURE_WORDS, partWord } from "../../drawing/figureWords.ts";
import { complexPlane, exponents, lagAxis, points, short } from "../../drawing/marks.ts";
import { drawSheet } from "../../drawing/sheet.ts";
import type { EchoDiagnosis } from "./echoDiagnosis.ts";
import { ECHO_WORDS } from "./echoWords.ts";

/** One SVG of all figures, with words in `lang`. The same result gives the same bytes. */
export async function echoSvg(result: EchoDiagnosis, lang: Lang = "en"): Promise<string> {
	const words = ECHO_WORDS[lang];
	const { run, step, source, model, findings, echo, steps } = result;
	const { spectralRadius: radius, leak, rows, ridge } = echo;
	const inPart = source.options.target !== undefined;
	const of = inPart ? partWord(result.of, lang) : result.of;
	const driven = fill(inPart ? words.drivenPart : words.driven, { steps, of });
	return drawSheet({
		name: "diagnosis",
		title: `${run}: ${findings.map(({ kind }) => FIGURE_WORDS[lang][kind]).join(", ")}`,
		subtitle: fill(words.subtitle, { units: model.hidden, radius, leak, step, driven, rows, ridge }),
		figures: echoFigures(result, lang),
	});
}

export function echoFigures(result: EchoDiagnosis, lang: Lang): Figure[] {
	return [lasting(result, lang), ...memory(result, lang), activation(result, lang), ...spectra(result, lang)];
}

/** Size of a state change by lag, and the line predicted by the largest Lyapunov exponent. */
function lasting({ change, lyapunovNats: [nats] }: EchoDiagnosis, lang: Lang): Figure {
	const words = ECHO_WORDS[lang];
	const lags = change.length - 1;
	const slope = typeof nats === "number" ? nats / Math.LN10 : null;
	const marks: Mark[] = [{ kind: "line", name: words.perturbation, colour: COLOURS.blue, points: points(change) }];
	const gone = change.indexOf(null);
	if (gone >= 0)
		marks.push({ kind: "words", at: [lags / 2, 0], text: fill(words.gone, { lag: gone }), align: "center" });
	if (slope !== null)
		marks.unshift({
			...{ kind: "line", name: words.atExponent, colour: COLOURS.green, dash: true, width: 1.2 },
			points: [
				[0, 0],
				[lags, short(slope * lags)],
			],
		});
	return {
		name: "change",
		title: words.change,
		description: words.changeText,
		size: [350, 280],
		panels: [{ x: lagAxis(lags, lang), y: exponents(words.size, marks), marks }],
	};
}

function memory({ memory: found, model }: EchoDiagnosis, lang: Lang): Figure[] {
	const words = { ...FIGURE_WORDS[lang], ...ECHO_WORDS[lang] };
	if (!found) return [];
	const { total } = found;
	const last = found.byDelay.findLastIndex((r) => r > 0.01); // beyond, readouts give back nothing
	const byDelay = found.byDelay.slice(0, Math.max(10, Math.ceil(1.5 * (last + 1))));
	return [
		{
			name: "memory",
			title: fill(words.memory, { total: total.toFixed(1), units: model.hidden }),
			description: words.memoryText,
			size: [350, 280],
			panels: [
				{
					x: axisOver(words.delay, [0, byDelay.length]),
					y: { name: words.inputBack, min: 0, max: 1, step: 0.2 },
					marks: [{ kind: "line", colour: COLOURS.purple, points: byDelay.map((r, k): Point => [k + 1, short(r)]) }],
				},
			],
		},
	];
}

function activation({ activation: shares, saturated }: EchoDiagnosis, lang: Lang): Figure {
	const words = ECHO_WORDS[lang];
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
		title: fill(words.activation, { share: Number((100 * saturated).toPrecision(2)) }),
		description: words.activationText,
		size: [350, 280],
		panels: [
			{
				x: { name: "tanh a", min: -1, max: 1, step: 0.5 },
				y: axisOver(words.share, [0, ...shares]),
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
function spectra({ eigenvalues, singular, lyapunovNats, echo }: EchoDiagnosis, lang: Lang): Figure[] {
	const words = { ...FIGURE_WORDS[lang], ...ECHO_WORDS[lang] };
	const panels: Panel[] = [];
	if (eigenvalues) {
		const dots = eigenvalues.map(([re, im]): Point => [short(re), short(im)]);
		const plane = complexPlane([{ kind: "dots", colour: COLOURS.blue, size: 4, points: dots }], lang);
		panels.push({ ...plane, title: echo.leak === 1 ? words.ofW : words.leaky });
	}
	if (singular?.some((value) => value > 0)) {
		const logs = singular.map((value) => (value > 0 ? Math.log10(value) : null));
		const marks: Mark[] = [{ kind: "line", colour: COLOURS.blue, points: points(logs, (k) => k + 1) }];
		panels.push({
			title: words.singular,
			x: { ...axisOver(words.rank, [1, Math.max(2, singular.length)]), max: Math.max(2, singular.length) },
			y: exponents(words.singularValue, marks),
			marks,
		});
	}
	const largest = lyapunovNats.flatMap((nats, k): Point[] => (typeof nats === "number" ? [[k + 1, short(nats)]] : []));
	if (largest.length > 0)
		panels.push({
			title: words.lyapunov,
			x: { name: words.rank, min: 0, max: 5, step: 1 },
			y: axisOver(words.natsPerStep, [0, ...largest.map(([, nats]) => nats)]),
			marks: [{ kind: "dots", colour: COLOURS.blue, points: largest }],
		});
	if (panels.length === 0) return [];
	return [
		{
			name: "spectra",
			title: words.spectra,
			description: words.spectraText,
			size: [300, 300],
			panels,
		},
	];
}
