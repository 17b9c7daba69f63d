/** One HTML file about a run: curves, diagnosis, samples, named cells, settings, digests. It runs no script. */
import { visible } from "./glyphs.ts";
import { htmlPage, inHtml } from "./html.ts";
import { fill } from "./words.ts";

/** What the page shows. Texts may come from anyone; figures are SVG files. */
export interface RunReportPage {
	lang: "en" | "ko";
	run: string;
	/** "lstm 2x128" */
	model: string;
	/** Task or series; the names of the texts. */
	data: string;
	step: number;
	state: "running" | "finished" | "stopped" | "diverged" | "interrupted";
	/** Figures by section; absent if there is none. */
	figures: { curves?: string; diagnosis?: string };
	/** One sentence for each finding, or why there is no diagnosis. */
	verdicts: readonly string[];
	samples: readonly { step: number; text: string }[];
	cells: readonly { unit: string; name: string; pattern: string | null; auc: number | null }[];
	settings: readonly (readonly [name: string, value: string])[];
	digests: readonly (readonly [name: keyof DigestWords, value: string])[];
	/** Commands that compute the report's numbers again. */
	commands: readonly string[];
}

const en = {
	title: "Run {run}",
	facts: "{model} on {data}, step {step}, {state}",
	curves: "Training",
	diagnosis: "Diagnosis",
	samples: "Samples",
	sample: "step {step}",
	noSamples: "This run writes no samples.",
	cells: "Named cells",
	unit: "unit",
	name: "name",
	pattern: "pattern",
	noCells: "No cell has a name yet.",
	settings: "Settings",
	digests: "Digests",
	again: "Compute these numbers again",
	weights: "weights of this step (SHA-256)",
	text: "data (SHA-256)",
	engine: "engine",
	version: "Sluice",
	running: "running",
	finished: "finished",
	stopped: "stopped",
	diverged: "diverged",
	interrupted: "interrupted",
};
type Words = { [K in keyof typeof en]: string };
type DigestWords = Pick<Words, "weights" | "text" | "engine" | "version">;

const ko: Words = {
	title: "{run} 실행",
	facts: "{model}, {data}, 갱신 {step}, {state}",
	curves: "학습 과정",
	diagnosis: "진단",
	samples: "생성한 글",
	sample: "갱신 {step}",
	noSamples: "이 실행은 글을 생성하지 않습니다.",
	cells: "이름을 붙인 셀",
	unit: "유닛",
	name: "이름",
	pattern: "패턴",
	noCells: "아직 이름을 붙인 셀이 없습니다.",
	settings: "설정",
	digests: "다이제스트",
	again: "같은 수치를 다시 계산하려면",
	weights: "이 갱신의 가중치(SHA-256)",
	text: "데이터(SHA-256)",
	engine: "엔진",
	version: "Sluice",
	running: "학습 중",
	finished: "완료",
	stopped: "멈춤",
	diverged: "발산",
	interrupted: "중단됨",
};
export const RUN_REPORT_WORDS: Readonly<Record<"en" | "ko", Words>> = { en, ko };

export const RUN_REPORT_STYLE = `:root{color-scheme:light dark;--ground:#fff;--ink:#14181d;--quiet:#59636e;--line:#d5dae0;--raised:#f4f6f8}
@media(prefers-color-scheme:dark){:root{--ground:#15191e;--ink:#f2f4f6;--quiet:#a3adb8;--line:#38414b;--raised:#1f252c}}
body{max-width:1180px;margin:0 auto;padding:24px 24px 60px;background:var(--ground);color:var(--ink);font:15px/1.55 system-ui,"Segoe UI",Helvetica,Arial,"Noto Sans KR","Apple SD Gothic Neo","Malgun Gothic",sans-serif;overflow-wrap:anywhere}
:lang(ko){word-break:keep-all}
h1{margin:0;font-size:24px}h2{margin:36px 0 8px;font-size:18px}
header p,figcaption,th{color:var(--quiet)}header p{margin:2px 0}
img{display:block;max-width:100%;height:auto}
ul{margin:0 0 16px;padding:0;list-style:none}
figure{margin:0 0 14px}
pre{margin:2px 0 0;padding:10px 14px;max-height:22em;overflow:auto;background:var(--raised);border-radius:6px;font:13px/1.5 ui-monospace,Menlo,Consolas,"DejaVu Sans Mono","Noto Sans Mono CJK KR",monospace;white-space:pre-wrap}
table{border-collapse:collapse}th,td{padding:3px 22px 3px 0;text-align:left;vertical-align:top;font-weight:normal;font-variant-numeric:tabular-nums;border-bottom:1px solid var(--line)}
td.code{font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:13px}
`;

/** @param styleHash base64 of the SHA-256 of RUN_REPORT_STYLE. */
export function runReportHtml(page: RunReportPage, styleHash: string): string {
	const { lang, figures } = page;
	const words = RUN_REPORT_WORDS[lang];
	const title = fill(words.title, { run: visible(page.run) });
	const facts = fill(words.facts, {
		...{ model: page.model, data: visible(page.data), step: page.step.toLocaleString("en"), state: words[page.state] },
	});
	const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'`;
	return htmlPage({
		...{ lang, title, facts, policy, style: RUN_REPORT_STYLE },
		body: `<main>
${section(words.curves, picture(figures.curves, words.curves))}
${section(words.diagnosis, `<ul>${page.verdicts.map((one) => `<li>${inHtml(visible(one))}</li>`).join("")}</ul>${picture(figures.diagnosis, words.diagnosis)}`)}
${section(words.samples, samplesOf(page, words))}
${section(words.cells, cellsOf(page, words))}
${section(words.settings, table(page.settings))}
${section(words.digests, table(page.digests.map(([name, value]) => [words[name], value])))}
${section(words.again, `<pre>${inHtml(page.commands.map(visible).join("\n"))}</pre>`)}
</main>`,
	});
}

const section = (title: string, content: string) => `<section><h2>${inHtml(title)}</h2>${content}</section>`;

function picture(svg: string | undefined, words: string): string {
	if (svg === undefined) return "";
	const bytes = new TextEncoder().encode(svg);
	let binary = "";
	for (const byte of bytes) binary += String.fromCharCode(byte);
	return `<img alt="${inHtml(words)}" src="data:image/svg+xml;base64,${btoa(binary)}">`;
}

function samplesOf({ samples }: RunReportPage, words: Words): string {
	if (samples.length === 0) return `<p>${inHtml(words.noSamples)}</p>`;
	return samples
		.map(({ step, text }) => {
			const lines = text.split(/\n/).map(visible).join("\n");
			return `<figure><figcaption>${inHtml(fill(words.sample, { step }))}</figcaption><pre dir="ltr">${inHtml(lines)}</pre></figure>`;
		})
		.join("");
}

function cellsOf({ cells }: RunReportPage, words: Words): string {
	if (cells.length === 0) return `<p>${inHtml(words.noCells)}</p>`;
	const rows = cells.map(({ unit, name, pattern, auc }) => [
		unit,
		name,
		pattern ?? "",
		auc === null ? "" : auc.toFixed(3),
	]);
	const head = [words.unit, words.name, words.pattern, "AUC"]
		.map((one) => `<th scope="col">${inHtml(one)}</th>`)
		.join("");
	return `<table><tr>${head}</tr>${rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("")}</table>`;
}

const cell = (text: string) => `<td>${inHtml(visible(text))}</td>`;

function table(rows: readonly (readonly [string, string])[]): string {
	const lines = rows.map(
		([name, value]) => `<tr><th scope="row">${inHtml(name)}</th><td class="code">${inHtml(visible(value))}</td></tr>`,
	);
	return `<table>${lines.join("")}</table>`;
}
