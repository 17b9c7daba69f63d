/** Errors of the synthetic tasks and of series of numbers. */
import { define } from "./define.ts";
import { counted, quote } from "./quote.ts";

const count = (n: number): string => n.toLocaleString("en-US");
const meant = (near: string | undefined) => (near ? ` Did you mean ${near}?` : "");
const meantKo = (near: string | undefined) => (near ? ` 혹시 ${near} 아닌가요?` : "");

/** Where a cell stands: its line in the file from 1, its column from 1, and the column's title where there is one. */
export interface Cell {
	name: string;
	line: number;
	column: number;
	title?: string;
}
const at = (p: Cell) => `line ${p.line}, column ${p.column}${p.title === undefined ? "" : ` (${quote(p.title)})`}`;
const atKo = (p: Cell) => `${p.line}번째 줄 ${p.column}열${p.title === undefined ? "" : `(${quote(p.title)})`}`;
const column = (p: Omit<Cell, "line">) => `column ${p.column}${p.title === undefined ? "" : ` (${quote(p.title)})`}`;
const columnKo = (p: Omit<Cell, "line">) => `${p.column}열${p.title === undefined ? "" : `(${quote(p.title)})`}`;

const VALUE_NEXT = {
	gap: "Fill the gap or remove the row: a step without a value cannot be trained on.",
	range: "The number is too large for a float64.",
	comma: "Write decimals with a point, not with a comma.",
	header: "If the first row holds titles, say that the file has a header.",
	text: "Write a number there, or remove the row.",
} as const;
const VALUE_NEXT_KO = {
	gap: "빈 곳을 채우거나 그 줄을 지우세요. 값이 없는 스텝으로는 훈련할 수 없습니다.",
	range: "float64에 담기에 너무 큰 수입니다.",
	comma: "소수점은 쉼표가 아니라 점으로 쓰세요.",
	header: "첫 줄이 제목이면 머리글이 있다고 알려 주세요.",
	text: "그 자리에 숫자를 쓰거나 그 줄을 지우세요.",
} as const;

export const taskErrors = {
	E_TASK: define<{ name: string; near?: string; known: string }>({
		exit: 2,
		en: (p) => `no task is called ${quote(p.name)}.${meant(p.near)} Known: ${p.known}.`,
		ko: (p) => `${quote(p.name)}: 그런 과제는 없습니다.${meantKo(p.near)} 있는 과제: ${p.known}.`,
	}),
	E_TASK_LENGTH: define<{ task: string; length: number; min: number; max: number }>({
		exit: 2,
		en: (p) =>
			`the task ${p.task} cannot have length ${p.length}: expected a whole number from ${p.min} to ${p.max}. ` +
			`Try --length ${p.length > p.max ? p.max : p.min}.`,
		ko: (p) =>
			`과제 ${p.task}의 길이로 ${p.length}은(는) 쓸 수 없습니다. ${p.min}부터 ${p.max}까지의 정수여야 합니다. ` +
			`다음을 써 보세요: --length ${p.length > p.max ? p.max : p.min}`,
	}),
	E_TASK_DATA: define<{ task: string; what: string; got: string; wanted: string }>({
		en: (p) => `the data of the task ${p.task}: ${p.what} is ${p.got}, expected ${p.wanted}. Check the file.`,
		ko: (p) => `과제 ${p.task}의 자료: ${p.what} 값이 ${p.got}입니다. 바른 값: ${p.wanted}. 파일을 확인하세요.`,
	}),
	E_TASK_SOURCE: define<{ task: string }>({
		exit: 2,
		en: (p) =>
			`the task ${p.task} needs songs: --data FILE, in JSON (docs/tasks.md shows the form), also as .json.gz. The sets of its ` +
			"papers (Nottingham, JSB Chorales, Piano-midi.de, MuseData) are to be had as MIDI files and pickled piano rolls from " +
			"http://www-ens.iro.umontreal.ca/~boulanni/icml2012. Try --data Nottingham.json.",
		ko: (p) =>
			`과제 ${p.task}에는 곡이 필요합니다: --data FILE (JSON 형식은 docs/tasks.md 참고, .json.gz도 됩니다). 논문의 곡 모음` +
			"(Nottingham, JSB Chorales, Piano-midi.de, MuseData)은 http://www-ens.iro.umontreal.ca/~boulanni/icml2012 에서 " +
			"MIDI 파일과 pickle 피아노 롤로 받을 수 있습니다. 다음을 써 보세요: --data Nottingham.json",
	}),
	E_NO_FORECAST: define<{ run: string; data: string; next: string }>({
		exit: 2,
		en: (p) =>
			`the run ${quote(p.run)} was trained on ${p.data}, whose answers are not later values of its own input: there is ` +
			`nothing to forecast. Try ${p.next}.`,
		ko: (p) =>
			`실행 ${quote(p.run)}: ${p.data}(으)로 학습했는데, 답이 입력의 나중 값이 아니라서 예측할 것이 없습니다. ` +
			`다음을 써 보세요: ${p.next}`,
	}),
	E_SERIES_VALUE: define<Cell & { got: string; why: keyof typeof VALUE_NEXT }>({
		en: (p) => `${p.name}: ${at(p)} is ${quote(p.got)}, expected a number. ${VALUE_NEXT[p.why]}`,
		ko: (p) => `${p.name}: ${atKo(p)}의 값이 ${quote(p.got)}입니다. 숫자가 필요합니다. ${VALUE_NEXT_KO[p.why]}`,
	}),
	E_SERIES_RAGGED: define<{ name: string; line: number; got: number; wanted: number; column: number }>({
		en: (p) =>
			`${p.name}: line ${p.line} has ${counted(p.got, "column")}, expected ${p.wanted} as in the first row: ` +
			`column ${p.column} is ${p.got < p.wanted ? "missing" : "one too many"}. Check the separator and the line.`,
		ko: (p) =>
			`${p.name}: ${p.line}번째 줄의 열이 ${p.got}개입니다. 첫 줄처럼 ${p.wanted}개여야 하는데 ` +
			`${p.column}열이 ${p.got < p.wanted ? "없습니다" : "남습니다"}. 구분자와 그 줄을 확인하세요.`,
	}),
	E_SERIES_QUOTE: define<{ name: string; line: number; column: number; why: "open" | "after" }>({
		en: (p) =>
			`${p.name}: line ${p.line}, column ${p.column}: ${p.why === "open" ? "the quoted field is never closed" : "text stands after the closing quote"}. ` +
			'Inside quotes a quote is written twice: "".',
		ko: (p) =>
			`${p.name}: ${p.line}번째 줄 ${p.column}열: ${p.why === "open" ? "따옴표가 닫히지 않았습니다" : "닫는 따옴표 뒤에 글자가 있습니다"}. ` +
			'따옴표 안의 따옴표는 두 번("") 씁니다.',
	}),
	E_SERIES_EMPTY: define<{ name: string; rows: number; skipped: string }>({
		en: (p) =>
			`${p.name} holds ${counted(p.rows, "row", count)} and no column of numbers${p.skipped ? `; columns of text: ${p.skipped}` : ""}. Give a file with at least one column of numbers.`,
		ko: (p) =>
			`${p.name}: ${count(p.rows)}줄이 있으나 숫자로 된 열이 없습니다${p.skipped ? ` (글자로 된 열: ${p.skipped})` : ""}. 숫자 열이 하나 이상 있는 파일을 주세요.`,
	}),
	E_SERIES_COLUMN: define<{
		name: string;
		column: string;
		why: "missing" | "twice" | "text";
		near?: string;
		known: string;
	}>({
		exit: 2,
		en: (p) =>
			`${p.name}: the column ${quote(p.column)} ${{ missing: "does not exist", twice: "stands there more than once", text: "holds no numbers" }[p.why]}.` +
			`${meant(p.near)} Columns of numbers: ${p.known}. A column can also be given by its number, from 1.`,
		ko: (p) =>
			`${p.name}: ${quote(p.column)} 열은 ${{ missing: "없습니다", twice: "여러 개입니다", text: "숫자가 아닙니다" }[p.why]}.` +
			`${meantKo(p.near)} 숫자 열: ${p.known}. 1부터 세는 번호로도 지정할 수 있습니다.`,
	}),
	E_SERIES_CONSTANT: define<Omit<Cell, "line"> & { value: number; from: number; to: number }>({
		en: (p) =>
			`${p.name}: ${column(p)} is ${p.value} in every row of the training part (lines ${p.from} to ${p.to}), so it has no scale and says nothing. Remove the column, or let the training part hold more rows.`,
		ko: (p) =>
			`${p.name}: ${columnKo(p)} 값이 훈련 부분(${p.from}~${p.to}번째 줄)에서 모두 ${p.value}입니다. 크기를 맞출 수 없고 알려 주는 것도 없습니다. 그 열을 지우거나 훈련 부분을 늘리세요.`,
	}),
	E_SERIES_SHORT: define<{
		name: string;
		part: string;
		rows: number;
		needed: number;
		horizon: number;
		/** Rows of the whole series, and how many would do. */
		whole?: { rows: number; needed: number; split: string };
	}>({
		exit: 2,
		en: (p) =>
			`${p.name}: the ${p.part} part has ${counted(p.rows, "row", count)}, and forecasting ${p.horizon} ahead needs at least ${count(p.needed)}. ` +
			`${p.whole ? `The series has ${counted(p.whole.rows, "row", count)}, and a split of ${p.whole.split} needs ${count(p.whole.needed)}. ` : ""}` +
			"Give a longer series, another --split or a smaller horizon.",
		ko: (p) =>
			`${p.name}: ${p.part} 부분이 ${count(p.rows)}줄뿐인데, ${p.horizon}스텝 앞을 예측하려면 적어도 ${count(p.needed)}줄이 필요합니다. ` +
			`${p.whole ? `자료는 모두 ${count(p.whole.rows)}줄이고, ${p.whole.split} 비율로 나누려면 ${count(p.whole.needed)}줄이 있어야 합니다. ` : ""}` +
			"더 긴 자료나 다른 --split, 더 작은 예측 간격을 주세요.",
	}),
	E_SERIES_SCALING: define<{ what: string; got: string; wanted: string }>({
		en: (p) =>
			`the scaling kept with the model does not fit this series: ${p.what} is ${p.got}, expected ${p.wanted}. Give a file with the columns that the model was trained on.`,
		ko: (p) =>
			`모델에 저장된 크기 맞춤이 이 자료와 맞지 않습니다: ${p.what} 값이 ${p.got}입니다. 바른 값: ${p.wanted}. 모델을 훈련할 때와 같은 열이 있는 파일을 주세요.`,
	}),
};
