/**
 * Draws the moving picture of the README: the gradient's way back through an RNN, where it dies, and through the memory
 * of an LSTM, where it does not. `node scripts/draw-moving-picture.mjs` after a build trains both networks in seconds,
 * on the task temporal-order, and writes docs/door/gradient-en.svg and gradient-ko.svg.
 *
 * A bar is |dL/d(state)| of one step relative to the last step, on a scale of powers of ten. The picture follows the
 * reader's theme, moves three times and then holds still, and has no script. Of each there is one that never moves
 * (gradient-en-still.svg), for readers who ask for less motion.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
export const OUT = join(ROOT, "docs/door");
/** Steps of a sequence, and the updates that both networks are trained for. */
const [T, UPDATES] = [50, 1000];
const SAME = { hidden: 50, steps: UPDATES, length: String(T), seed: 1 };
/** Each network, the quantity of its better way back, and the command line's words for it. */
export const NETWORKS = [
	{ name: "RNN", way: "h", options: { cell: "rnn", init: "spectral:0.5", ...SAME } },
	{ name: "LSTM", way: "c", options: { cell: "lstm", forgetBias: "chrono:50", ...SAME } },
];

const WORDS = {
	en: {
		title: "The gradient's way back through an RNN and an LSTM",
		about: `Both networks read ${T} symbols, two of them marks, and must say at the end which marks came. A bar is the gradient at a step, relative to the last step, as a power of ten.`,
		mark: (n) => `mark ${n}`,
		asked: "asked here",
		wrong: (share) => `${percent(share)} of the sequences wrong after ${UPDATES.toLocaleString("en")} updates`,
	},
	ko: {
		title: "RNN과 LSTM을 거슬러 올라가는 기울기",
		about: `두 네트워크는 기호 ${T}개를 읽고, 그중 표식 두 개가 무엇이었는지 마지막에 답합니다. 막대는 각 스텝의 기울기를 마지막 스텝과 비교한 10의 거듭제곱입니다.`,
		mark: (n) => `표식 ${n}`,
		asked: "여기서 답함",
		wrong: (share) => `갱신 ${UPDATES.toLocaleString("en")}회 뒤 시퀀스의 ${percent(share)}가 오답`,
	},
};
const percent = (share) => `${Math.round(100 * share)}%`;

/** Steps at which the task puts its marks, from 0: the second and the fifth tenth of the sequence, each a tenth long. */
export const MARKS = [
	[T / 10, T / 5],
	[T / 2, (3 * T) / 5],
];

/** Trains both networks. @returns {Promise<{name: string, way: string, wrong: number, powers: number[]}[]>} powers by lag */
export async function measured() {
	const { diagnose, task, train } = await import("../dist/src/index.js");
	const runs = mkdtempSync(join(tmpdir(), "sluice-moving-"));
	const engine = "wasm-plain";
	try {
		const found = [];
		for (const { name, way, options } of NETWORKS) {
			await train({ data: task("temporal-order"), options, run: name, runs, engine });
			const { layers, outcome } = await diagnose({ run: name, runs, engine, lags: T - 1 });
			const { typical } = layers[0][way];
			found.push({ name, way, wrong: outcome.errorShare, powers: typical.map((power) => power - typical[0]) });
		}
		return found;
	} finally {
		rmSync(runs, { recursive: true });
	}
}

const LEFT = 52;
const [STEP, BAR] = [11, 7]; // pixels from a step to the next, and of its bar
const [LOW, TOP] = [-9, 1]; // powers of ten
const DECADE = 11;
const HEIGHT = (TOP - LOW) * DECADE;
const ROW = HEIGHT + 70;
const WIDTH = LEFT + T * STEP + 14;
const TALL = 12 + 2 * ROW + 20;
/** Seconds of one round, and how often it is played. Percentages of it: everything is gone, one step back, a bar grows. */
const [ROUND, TIMES] = [9, 3];
const [GONE, PACE, GROW] = [4, 0.9, 4];

const x = (step) => LEFT + step * STEP;
const round = (value) => Math.round(100 * value) / 100;

/** One network: its scale, a bar for each step, and what came of it. */
function row({ name, way, wrong, powers }, { top, words, moves }) {
	const foot = top + 40 + HEIGHT;
	const y = (power) => foot - (power - LOW) * DECADE;
	const lines = [0, -3, -6, -9].map(
		(power) =>
			`<path class="line" d="M${LEFT} ${y(power)}H${x(T)}"/><text class="quiet end" x="${LEFT - 8}" y="${y(power) + 4}">${power === 0 ? 1 : `1e${power}`}</text>`,
	);
	const bars = powers.map((power, lag) => {
		const high = round(Math.max(0.8, (Math.min(power, TOP) - LOW) * DECADE));
		const place = `x="${x(T - 1 - lag) + (STEP - BAR) / 2}" y="${round(foot - high)}" width="${BAR}" height="${high}"`;
		return `<rect class="bar" ${place}${moves ? ` style="animation-name:b${lag}"` : ""}/>`;
	});
	const [from, to] = MARKS[0];
	const lags = powers.slice(T - to, T - from);
	const left = 10 ** (lags.reduce((sum, power) => sum + power, 0) / lags.length);
	return [
		`<text class="name" x="${LEFT}" y="${top + 14}">${name}</text>`,
		`<text class="quiet" x="${LEFT + 64}" y="${top + 14}">|dL/d${way}|</text>`,
		...lines,
		...bars,
		`<g class="late"><text class="left" x="${(x(from) + x(to)) / 2}" y="${round(y(Math.max(LOW, Math.log10(left))) - 8)}">× ${left < 1 ? left.toExponential(0) : left.toFixed(1)}</text>`,
		`<text class="${wrong > 0.5 ? "bad" : "good"} end" x="${x(T)}" y="${top + 14}">${words.wrong(wrong)}</text></g>`,
	].join("\n");
}

/** The bars grow one after the other, from the last step back; what came of it appears at the end. */
function motion() {
	const appears = (name, at, before = "", after = "") =>
		`@keyframes ${name}{0%{opacity:1}${GONE}%,${round(at)}%{opacity:0${before}}${round(at + GROW)}%,100%{opacity:1${after}}}`;
	const bars = Array.from({ length: T }, (_, lag) =>
		appears(`b${lag}`, GONE + 1 + lag * PACE, ";transform:scaleY(0)", ";transform:none"),
	);
	return `.bar{transform-box:fill-box;transform-origin:bottom}
.bar,.late{animation:late ${ROUND}s ${TIMES}}
${[...bars, appears("late", GONE + 1 + T * PACE + GROW)].join("\n")}
@media (prefers-reduced-motion:reduce){.bar,.late{animation:none}}
`;
}

/** The picture as an SVG. @param {"en" | "ko"} lang @param {Awaited<ReturnType<typeof measured>>} networks @param {boolean} moves */
export function picture(lang, networks, moves) {
	const words = WORDS[lang];
	const foot = 12 + 2 * ROW;
	const bands = MARKS.map(
		([from, to], n) =>
			`<rect class="band" x="${x(from)}" y="34" width="${(to - from) * STEP}" height="${2 * ROW - 34}" rx="3"/><text class="mid" x="${(x(from) + x(to)) / 2}" y="${foot + 8}">${words.mark(n + 1)}</text>`,
	);
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${TALL}" viewBox="0 0 ${WIDTH} ${TALL}" role="img" lang="${lang}" font-family="system-ui, 'Segoe UI', Helvetica, Arial, 'Noto Sans KR', 'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif" font-size="15">
<title>${words.title}</title>
<desc>${words.about}</desc>
<style>
svg{--ink:#16202b;--quiet:#59636e;--line:#dfe1dc;--band:#e3f0f4;--gradient:#b3261e;--bad:#a8231b;--good:#1a6b3c}
@media (prefers-color-scheme:dark){svg{--ink:#eef1f3;--quiet:#a3adb8;--line:#323a43;--band:#17323c;--gradient:#ff7b70;--bad:#ff8a80;--good:#6fd195}}
text{fill:var(--ink)}
.name{font-weight:700;font-size:18px}
.quiet,.mid{fill:var(--quiet);font-size:13px}
.bad{fill:var(--bad);font-weight:600}
.good{fill:var(--good);font-weight:600}
.left{font-weight:700;text-anchor:middle}
.mid{text-anchor:middle}
.end{text-anchor:end}
.line{stroke:var(--line);fill:none}
.band{fill:var(--band)}
.bar{fill:var(--gradient)}
${moves ? motion() : ""}</style>
${bands.join("\n")}
${networks.map((network, n) => row(network, { top: 12 + n * ROW, words, moves })).join("\n")}
<text class="mid" style="text-anchor:end" x="${x(T)}" y="${foot + 8}">${words.asked} ↑</text>
</svg>
`;
}

if (process.argv[1] === import.meta.filename) {
	mkdirSync(OUT, { recursive: true });
	const networks = await measured();
	for (const lang of ["en", "ko"])
		for (const moves of [true, false]) {
			const svg = picture(lang, networks, moves);
			const name = `gradient-${lang}${moves ? "" : "-still"}.svg`;
			writeFileSync(join(OUT, name), svg);
			console.log(`${name} ${Buffer.byteLength(svg)} bytes`);
		}
}
