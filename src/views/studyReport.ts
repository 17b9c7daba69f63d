/** One HTML file about a study: its settings as parallel coordinates, what each option explains, every result. No script. */
import { visible } from "./glyphs.ts";
import { htmlPage, inHtml } from "./html.ts";
import { type ImportanceBar, importanceFigure } from "./importanceFigure.ts";
import { parallelFigure } from "./parallelFigure.ts";
import { RUN_REPORT_STYLE } from "./runReport.ts";
import { svgText } from "./svgNode.ts";
import { fill } from "./words.ts";

type Value = string | number;

/** What the page shows. */
export interface StudyPage {
	lang: "en" | "ko";
	study: string;
	data: string;
	state: "finished" | "running" | "stopped" | "interrupted";
	/** "grid", "random", "halving" or "asked". */
	search: string;
	/** Whether the losses are nats per symbol. */
	nats: boolean;
	/** Number of seeds per setting. */
	seeds: number;
	options: readonly string[];
	/** Settings over their seeds, the best first. */
	rows: readonly {
		settings: Readonly<Record<string, Value>>;
		steps?: number;
		mean: number | null;
		deviation: number | null;
		seeds: number;
	}[];
	importance: readonly ImportanceBar[];
	trials: readonly {
		id: string;
		state: "done" | "diverged" | "parked" | "running" | "waiting";
		settings: Readonly<Record<string, Value>>;
		seed: number;
		value: number | null;
		weightsSha256: string | null;
		why?: string;
	}[];
	/** Commands that give the numbers again. */
	commands: readonly string[];
}

const en = {
	title: "Study {study}",
	facts: "{data}; search {search}, {trials} trials, seeds per setting: {seeds}; {state}",
	settings: "Settings",
	parallel:
		"Each line is a setting, from its options to its validation loss. The stronger its colour, the lower its loss; the thick line has the lowest.",
	importance: "What the options explain",
	importanceHelp:
		"Fraction of the variance of the loss that an option explains alone (epsilon squared): interactions between options belong to none.",
	table: "Results",
	loss: "loss",
	nats: "loss (nats)",
	none: "no loss",
	sd: "sd",
	updates: "updates",
	seeds: "seeds",
	trials: "Trials",
	trial: "trial",
	seed: "seed",
	state: "state",
	weights: "weights (SHA-256)",
	again: "Read these numbers again",
	finished: "finished",
	running: "running",
	stopped: "stopped",
	interrupted: "interrupted",
	done: "done",
	diverged: "diverged",
	parked: "parked",
	waiting: "waiting",
};
type Words = { [K in keyof typeof en]: string };

const ko: Words = {
	title: "{study} 스터디",
	facts: "{data}. 탐색 {search}, 시행 {trials}개, 설정마다 시드 {seeds}개. {state}",
	settings: "설정",
	parallel:
		"선 하나가 설정 하나입니다. 옵션의 값에서 검증 손실까지 잇습니다. 색이 뚜렷할수록 손실이 낮고, 굵은 선이 최저입니다.",
	importance: "옵션이 설명하는 비율",
	importanceHelp:
		"옵션 하나가 혼자 설명하는 손실 분산의 비율입니다(엡실론 제곱). 옵션 사이의 상호작용은 어느 옵션에도 넣지 않습니다.",
	table: "결과",
	loss: "손실",
	nats: "손실(nats)",
	none: "손실 없음",
	sd: "표준편차",
	updates: "갱신",
	seeds: "시드",
	trials: "시행",
	trial: "시행",
	seed: "시드",
	state: "상태",
	weights: "가중치(SHA-256)",
	again: "같은 수치를 다시 보려면",
	finished: "완료",
	running: "실행 중",
	stopped: "멈춤",
	interrupted: "중단됨",
	done: "완료",
	diverged: "발산",
	parked: "보류",
	waiting: "대기",
};
const WORDS: Readonly<Record<"en" | "ko", Words>> = { en, ko };

export const STUDY_REPORT_STYLE = `${RUN_REPORT_STYLE}:root{--q0:#0b4f8a;--q1:#3c7fb8;--q2:#7ba9d0;--q3:#a9bfd3;--q4:#c9ced4;--top:#d9660f}
@media(prefers-color-scheme:dark){:root{--q0:#7cc0ff;--q1:#4f93d1;--q2:#3c6b99;--q3:#3a5266;--q4:#39424b;--top:#ff9b4a}}
main p{color:var(--quiet);margin:0 0 10px;max-width:70ch}
.scroll{overflow-x:auto}.scroll table{white-space:nowrap;overflow-wrap:normal}
svg{display:block;width:100%;height:auto}svg.parallel{min-width:860px}svg.importance{width:min(620px,100%);min-width:440px}
svg text{fill:var(--ink);font:13px system-ui,"Segoe UI",Helvetica,Arial,"Noto Sans KR","Apple SD Gothic Neo","Malgun Gothic",sans-serif}
svg .tick{fill:var(--quiet);font-size:12px;font-variant-numeric:tabular-nums}svg .name{font-weight:600}svg .tick,svg .name{paint-order:stroke;stroke:var(--ground);stroke-width:4px;stroke-linejoin:round}
svg path{fill:none;stroke-width:1.4}
.axis{stroke:var(--quiet);stroke-width:1}
.q0{stroke:var(--q0)}.q1{stroke:var(--q1)}.q2{stroke:var(--q2)}.q3{stroke:var(--q3)}.q4{stroke:var(--q4)}.none{stroke:var(--line);stroke-dasharray:4 3}
svg path.best{stroke:var(--top);stroke-width:3.5}
svg path:hover{stroke:var(--ink);stroke-width:3.5}
.bed{fill:var(--raised)}.bar{fill:var(--q1)}
td.number,th.number{text-align:right}th.number{padding-left:0}
tr.top td{font-weight:600}
`;

/** @param styleHash base64 of the SHA-256 of STUDY_REPORT_STYLE. */
export function studyReportHtml(page: StudyPage, styleHash: string): string {
	const { lang, search, trials, seeds, state, rows, options } = page;
	const words = WORDS[lang];
	const loss = page.nats ? words.nats : words.loss;
	const facts = { data: visible(page.data), search, trials: trials.length, seeds, state: words[state] };
	const lines = rows.map(({ settings, mean, steps }) => ({
		name: `${nameOf(settings, steps)}: ${mean === null ? words.none : mean.toFixed(4)}`,
		values: options.map((option) => settings[option]),
		loss: mean,
	}));
	const figure = svgText(parallelFigure({ options, lines, loss, none: words.none, description: words.parallel }));
	const known = page.importance.some(({ share }) => share !== null);
	const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'`;
	return htmlPage({
		...{ lang, title: fill(words.title, { study: visible(page.study) }), facts: fill(words.facts, facts) },
		...{ policy, style: STUDY_REPORT_STYLE },
		body: `<main>
${section(words.settings, `<p>${inHtml(words.parallel)}</p><div class="scroll">${rows.length > 0 ? figure : ""}</div>`)}
${known ? section(words.importance, `<p>${inHtml(words.importanceHelp)}</p><div class="scroll">${svgText(importanceFigure(page.importance, words.importance))}</div>`) : ""}
${section(words.table, resultsOf(page, words, loss))}
${section(words.trials, trialsOf(page, words, loss))}
${section(words.again, `<pre>${inHtml(page.commands.map(visible).join("\n"))}</pre>`)}
</main>`,
	});
}

const section = (title: string, content: string) => `<section><h2>${inHtml(title)}</h2>${content}</section>`;

const nameOf = (settings: Readonly<Record<string, Value>>, steps?: number) =>
	`${Object.entries(settings)
		.map(([option, value]) => `${option}=${value}`)
		.join(" ")}${steps === undefined ? "" : ` (${steps})`}`;

function resultsOf({ rows, options, seeds }: StudyPage, words: Words, loss: string): string {
	const rungs = rows.some(({ steps }) => steps !== undefined);
	const head = [...options, ...(rungs ? [words.updates] : []), loss, words.sd, words.seeds];
	const body = rows.map((row) => [
		...options.map((option) => String(row.settings[option] ?? "-")),
		...(rungs ? [String(row.steps ?? "-")] : []),
		...[row.mean, row.deviation].map((value) => (value === null ? "-" : value.toFixed(4))),
		`${row.seeds}/${seeds}`,
	]);
	return table(head, body, rows[0]?.mean === null ? undefined : 0);
}

function trialsOf({ trials, options }: StudyPage, words: Words, loss: string): string {
	const head = [words.trial, ...options, words.seed, words.state, loss, words.weights];
	const body = trials.map(({ id, state, settings, seed, value, weightsSha256, why }) => [
		...[id, ...options.map((option) => String(settings[option] ?? "-")), String(seed)],
		`${words[state]}${why === undefined ? "" : ` (${why})`}`,
		...[value === null ? "-" : value.toFixed(4), weightsSha256?.slice(0, 16) ?? "-"],
	]);
	return table(head, body);
}

/** @param top row that is emphasised */
function table(head: readonly string[], body: readonly (readonly string[])[], top?: number): string {
	const isNumber = (words: string) => /^[-\d.e/]+$/.test(words);
	const right = head.map((_, n) => body.length > 0 && body.every((row) => isNumber(row[n]!)));
	const line = (row: readonly string[], tag: "th" | "td", scope: string) =>
		row
			.map((words, n) => `<${tag}${scope}${right[n] ? ' class="number"' : ""}>${inHtml(visible(words))}</${tag}>`)
			.join("");
	const rows = body.map((row, n) => `<tr${n === top ? ' class="top"' : ""}>${line(row, "td", "")}</tr>`);
	return `<div class="scroll"><table><tr>${line(head, "th", ' scope="col"')}</tr>${rows.join("")}</table></div>`;
}
