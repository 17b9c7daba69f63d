/** Errors of texts, symbols and vocabularies, of the synthetic tasks and of series of numbers. */
import { define, table } from "./define.ts";
import { particle } from "./particle.ts";
import { counted, quote } from "./quote.ts";
import { type Reason, sayField } from "./reasons.ts";

const count = (n: number): string => n.toLocaleString("en-US");
const meant = (near: string | undefined) => (near ? ` Did you mean ${near}?` : "");
const meantKo = (near: string | undefined) => (near ? ` 혹시 ${near} 아닌가요?` : "");

/** Where a cell is: its line in the file from 1, its column from 1, and the column's title if it has one. */
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

const VALUE_NEXT = table({
	gap: {
		en: "Fill the gap or remove the row: a step without a value cannot be trained on.",
		ko: "빈 곳을 채우거나 그 줄을 지우세요. 값이 없는 스텝으로는 학습할 수 없습니다.",
	},
	range: { en: "The number is too large for a float64.", ko: "float64에 담기에 너무 큰 수입니다." },
	comma: { en: "Write decimals with a point, not with a comma.", ko: "소수점은 쉼표가 아니라 점으로 쓰세요." },
	header: {
		en: "If the first row has titles, give --header yes.",
		ko: "첫 줄이 제목이면 --header yes를 쓰세요.",
	},
	text: { en: "Write a number there, or remove the row.", ko: "그 위치에 숫자를 쓰거나 그 줄을 지우세요." },
});

/** Names of the parts of a text or a series. */
const PARTS: Readonly<Record<string, string>> = { train: "학습", valid: "검증", test: "테스트" };
const partKo = (part: string) => (PARTS[part] === undefined ? `${part} 부분` : `${PARTS[part]}(${part}) 부분`);

export const dataErrors = {
	/** `guess`: an encoding that all bytes of the text fit. */
	E_UTF8: define<{ name: string; byte: number; offset: number; line: number; guess?: string }>({
		en: (p) =>
			`${p.name} is not UTF-8: byte 0x${hex(p.byte)} at offset ${p.offset} (line ${p.line}) does not start a whole character. ` +
			(p.guess === undefined
				? "If it has another encoding, name it, such as --encoding shift_jis. Otherwise try --lossy (bad bytes become U+FFFD) or --unit byte."
				: `Its bytes are valid ${p.guess.toUpperCase()} with Korean text: try --encoding ${p.guess}.`),
		ko: (p) =>
			`${p.name}: UTF-8이 아닙니다. 오프셋 ${p.offset}(${p.line}번째 줄)의 바이트 0x${hex(p.byte)}에서 온전한 문자가 시작되지 않습니다. ` +
			(p.guess === undefined
				? "다른 인코딩이면 --encoding shift_jis처럼 지정하세요. 아니면 --lossy(잘못된 바이트를 U+FFFD로 바꿈)나 --unit byte를 써 보세요."
				: `모든 바이트가 ${p.guess.toUpperCase()} 한국어 텍스트로 읽힙니다. 다음을 써 보세요: --encoding ${p.guess}`),
	}),
	/** `share`: fraction of the bytes that are 0 at every second place. */
	E_UTF16: define<{ path: string; encoding: string; share: number }>({
		exit: 2,
		en: (p) =>
			`${p.path} looks like UTF-16 without its byte order mark: ${Math.round(100 * p.share)}% of every second byte are 0. Read it with --encoding ${p.encoding}, or its bytes as they are with --unit byte.`,
		ko: (p) =>
			`${p.path}: 바이트 순서 표시(BOM)가 없는 UTF-16으로 보입니다. 한 바이트 건너 한 번씩 나오는 바이트의 ${Math.round(100 * p.share)}%가 0입니다. --encoding ${p.encoding} 옵션으로 읽거나, 바이트 그대로 읽으려면 --unit byte를 지정하세요.`,
	}),
	E_ENCODING: define<{ path: string; encoding: string }>({
		en: (p) =>
			`${p.path} is not ${p.encoding} throughout. Name its encoding with --encoding, or omit the option for UTF-8.`,
		ko: (p) =>
			`${p.path}: ${particle(p.encoding, "으로/로")} 읽을 수 없는 바이트가 있습니다. --encoding에 맞는 인코딩을 지정하거나, UTF-8이면 옵션을 빼세요.`,
	}),
	E_SURROGATE: define<{ index: number; unit: string }>({
		exit: 2,
		en: (p) =>
			`the text has half of a surrogate pair (\\u${p.unit} at index ${p.index}), which is not a character. Remove it or give both halves.`,
		ko: (p) =>
			`텍스트에 서로게이트 쌍의 반쪽(인덱스 ${p.index}의 \\u${p.unit})만 있습니다. 문자가 아니므로 지우거나 쌍을 맞추세요.`,
	}),
	/** `what`: the field of the vocabulary's file. */
	E_VOCABULARY: define<{ where: string; what: string; why: Reason }>({
		en: (p) => `${p.where}: ${sayField(p.why, "en", p.what)}. The file is damaged or not Sluice's.`,
		ko: (p) => `${p.where}: ${sayField(p.why, "ko", p.what)}. 파일이 손상되었거나 Sluice의 것이 아닙니다.`,
	}),
	/** `model`: the unit must be that of a model. */
	E_UNIT: define<{ got: string; choices: readonly string[]; model?: boolean }>({
		exit: 2,
		en: (p) =>
			p.model
				? `the symbol unit is ${quote(p.got)}, but the model's is ${p.choices[0]}. Try --unit ${p.choices[0]}.`
				: `the symbol unit is ${quote(p.got)}, expected one of ${p.choices.join(", ")}. Try --unit codepoint.`,
		ko: (p) =>
			p.model
				? `기호 단위가 ${quote(p.got)}입니다. 모델의 기호 단위는 ${p.choices[0]}입니다. 다음을 써 보세요: --unit ${p.choices[0]}`
				: `기호 단위가 ${quote(p.got)}입니다. 쓸 수 있는 값: ${p.choices.join(", ")}. 다음을 써 보세요: --unit codepoint`,
	}),
	E_SPLIT: define<{ got: string }>({
		exit: 2,
		en: (p) =>
			`--split is ${quote(p.got)}, expected TRAIN/VALID/TEST in percent: three numbers from 0 to 100 that sum to 100, TRAIN above 0. Try --split 90/5/5.`,
		ko: (p) =>
			`--split 값은 학습/검증/테스트 백분율 세 개(합계 100, 학습은 0보다 큼)여야 합니다(받은 값: ${quote(p.got)}). --split 90/5/5를 써 보세요.`,
	}),
	E_CORPUS_EMPTY: define<{ name: string; bytes: number }>({
		en: (p) =>
			`${p.name} has ${counted(p.bytes, "byte", count)}, none of them in the training part. Give a longer text.`,
		ko: (p) =>
			`${p.name}: 전체 ${count(p.bytes)}바이트 가운데 학습 부분에 들어가는 바이트가 없습니다. 더 긴 텍스트를 쓰세요.`,
	}),
	E_CORPUS_UNKNOWN: define<{ part: string; symbols: number }>({
		exit: 2,
		en: (p) =>
			`none of the ${counted(p.symbols, "symbol", count)} of the ${p.part} part is in the vocabulary of the run that training starts from. Train on a text in the same alphabet, or without --from.`,
		ko: (p) =>
			`${partKo(p.part)}의 기호 ${count(p.symbols)}개 가운데 시작할 실행의 어휘에 있는 것이 하나도 없습니다. 같은 문자를 쓰는 텍스트로 학습시키거나 --from 없이 학습시키세요.`,
	}),
	E_VALID_UNKNOWN: define<{ symbols: number }>({
		en: (p) =>
			`none of the ${counted(p.symbols, "symbol", count)} of the validation part is in the vocabulary, so there is no validation loss, and the newest checkpoint counts as the best. Choose another --split to measure one.`,
		ko: (p) =>
			`검증 부분의 기호 ${count(p.symbols)}개 가운데 어휘에 있는 것이 하나도 없어 검증 손실을 잴 수 없고, 가장 새로운 체크포인트를 best로 봅니다. 검증 손실을 재려면 --split을 바꾸세요.`,
	}),
	E_CORPUS_SHORT: define<{ part: string; symbols: number; lanes: number; steps: number }>({
		en: (p) =>
			`the ${p.part} part has ${counted(p.symbols, "symbol", count)}, but --batch ${p.lanes} x --k1 ${p.steps} needs at least ${count(p.lanes * p.steps + 1)}. ` +
			`Try ${shorter(p).join(", ")}${shorter(p).length > 0 ? " or " : ""}a longer text.`,
		ko: (p) =>
			`${partKo(p.part)}에 기호가 ${count(p.symbols)}개뿐인데, --batch ${p.lanes} x --k1 ${p.steps}에는 적어도 ${count(p.lanes * p.steps + 1)}개가 필요합니다. ` +
			`${
				shorter(p).length > 0
					? `${particle(
							shorter(p).reduce((a, b) => `${particle(a, "이나/나")} ${b}`),
							"을/를",
						)} 지정하거나 `
					: ""
			}더 긴 텍스트를 쓰세요.`,
	}),
	E_CURSOR: define<{ epoch: number; step: number; steps: number; part: string }>({
		en: (p) =>
			`the data position is epoch ${p.epoch}, step ${p.step}, but the ${p.part} part has steps 0 to ${p.steps}. The text or --batch has changed since it was saved.`,
		ko: (p) =>
			`데이터 위치가 에폭 ${p.epoch}, 스텝 ${p.step}인데 ${partKo(p.part)}의 스텝은 0부터 ${p.steps}까지입니다. 저장한 뒤에 텍스트나 --batch가 바뀌었습니다.`,
	}),
	E_TASK: define<{ name: string; near?: string; known: string }>({
		exit: 2,
		en: (p) => `no task is called ${quote(p.name)}.${meant(p.near)} Known: ${p.known}.`,
		ko: (p) => `${quote(p.name)} 과제를 찾을 수 없습니다.${meantKo(p.near)} 있는 과제: ${p.known}.`,
	}),
	E_TASK_LENGTH: define<{ task: string; length: number; min: number; max: number }>({
		exit: 2,
		en: (p) =>
			`the task ${p.task} cannot have length ${p.length}: expected a whole number from ${p.min} to ${p.max}. ` +
			`Try --length ${p.length > p.max ? p.max : p.min}.`,
		ko: (p) =>
			`과제 ${p.task}의 길이로 ${particle(String(p.length), "은/는")} 쓸 수 없습니다. ${p.min} 이상 ${p.max} 이하의 정수여야 합니다. ` +
			`다음을 써 보세요: --length ${p.length > p.max ? p.max : p.min}`,
	}),
	/** `what`: a place in the data, such as "train, song 3, step 5". */
	E_TASK_DATA: define<{ task: string; what: string; why: Reason }>({
		en: (p) => `the data of the task ${p.task}: ${sayField(p.why, "en", p.what)}. Check the file.`,
		ko: (p) => `과제 ${p.task}의 데이터: ${sayField(p.why, "ko", p.what)}. 파일을 확인하세요.`,
	}),
	E_SERIES_VALUE: define<Cell & { got: string; why: keyof typeof VALUE_NEXT }>({
		en: (p) => `${p.name}: ${at(p)} is ${quote(p.got)}, expected a number. ${VALUE_NEXT[p.why].en}`,
		ko: (p) => `${p.name}: ${atKo(p)}의 값이 ${quote(p.got)}입니다. 숫자가 필요합니다. ${VALUE_NEXT[p.why].ko}`,
	}),
	E_SERIES_RAGGED: define<{ name: string; line: number; got: number; wanted: number; column: number }>({
		en: (p) =>
			`${p.name}: line ${p.line} has ${counted(p.got, "column")}, expected ${p.wanted} as in the first row: ` +
			`column ${p.column} is ${p.got < p.wanted ? "missing" : "one too many"}. Check the separator and the line.`,
		ko: (p) =>
			`${p.name}: ${p.line}번째 줄의 열이 ${p.got}개입니다. 첫 줄처럼 ${p.wanted}개여야 하는데 ` +
			`${p.column}번째 열부터 ${p.got < p.wanted ? "없습니다" : "남습니다"}. 구분자와 그 줄을 확인하세요.`,
	}),
	E_SERIES_QUOTE: define<{ name: string; line: number; column: number; why: "open" | "after" }>({
		en: (p) =>
			`${p.name}: line ${p.line}, column ${p.column}: ${p.why === "open" ? "the quoted field is never closed" : "text follows the closing quote"}. ` +
			'Inside quotes a quote is written twice: "".',
		ko: (p) =>
			`${p.name}: ${p.line}번째 줄 ${p.column}열: ${p.why === "open" ? "따옴표가 닫히지 않았습니다" : "닫는 따옴표 뒤에 글자가 있습니다"}. ` +
			'따옴표 안의 따옴표는 두 번("") 씁니다.',
	}),
	E_SERIES_EMPTY: define<{ name: string; rows: number; skipped: string }>({
		en: (p) =>
			`${p.name} has ${counted(p.rows, "row", count)} and no column of numbers${p.skipped ? `; columns of text: ${p.skipped}` : ""}. Give a file with at least one column of numbers.`,
		ko: (p) =>
			`${p.name}: ${count(p.rows)}줄이 있으나 숫자로 된 열이 없습니다${p.skipped ? ` (글자로 된 열: ${p.skipped})` : ""}. 숫자 열이 하나 이상 있는 파일을 쓰세요.`,
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
			`${p.name}: the column ${quote(p.column)} ${{ missing: "does not exist", twice: "exists more than once", text: "has no numbers" }[p.why]}.` +
			`${meant(p.near)} Columns of numbers: ${p.known}. A column can also be given by its number, from 1.`,
		ko: (p) =>
			`${p.name}: ${quote(p.column)} 열은 ${{ missing: "없습니다", twice: "여러 개입니다", text: "숫자가 아닙니다" }[p.why]}.` +
			`${meantKo(p.near)} 숫자 열: ${p.known}. 1부터 세는 번호로도 지정할 수 있습니다.`,
	}),
	E_SERIES_CONSTANT: define<Omit<Cell, "line"> & { value: number; from: number; to: number }>({
		en: (p) =>
			`${p.name}: ${column(p)} is ${p.value} in every row of the training part (lines ${p.from} to ${p.to}), so it cannot be standardised and carries no information. Remove the column, or use a training part with more rows.`,
		ko: (p) =>
			`${p.name}: ${columnKo(p)} 값이 학습 부분(${p.from}~${p.to}번째 줄)에서 모두 ${p.value}입니다. 표준화할 수 없고 정보도 없습니다. 그 열을 지우거나 학습 부분을 늘리세요.`,
	}),
	E_SERIES_SHORT: define<{
		name: string;
		part: string;
		rows: number;
		needed: number;
		horizon: number;
		/** Rows of the whole series, and how many are enough. */
		whole?: { rows: number; needed: number; split: string };
	}>({
		en: (p) =>
			`${p.name}: the ${p.part} part has ${counted(p.rows, "row", count)}, but forecasting ${counted(p.horizon, "step")} ahead needs at least ${count(p.needed)}. ` +
			`${p.whole ? `The series has ${counted(p.whole.rows, "row", count)}, and a split of ${p.whole.split} needs ${count(p.whole.needed)}. ` : ""}` +
			"Give a longer series, another --split or a smaller --horizon.",
		ko: (p) =>
			`${p.name}: ${partKo(p.part)}이 ${count(p.rows)}줄뿐인데, ${p.horizon}스텝 뒤를 예측하려면 적어도 ${count(p.needed)}줄이 필요합니다. ` +
			`${p.whole ? `시계열은 모두 ${count(p.whole.rows)}줄이고, ${p.whole.split} 비율로 나누려면 ${count(p.whole.needed)}줄이 있어야 합니다. ` : ""}` +
			"더 긴 시계열이나 다른 --split, 더 작은 --horizon을 쓰세요.",
	}),
	E_SERIES_SCALING: define<{ what: string; why: Reason }>({
		en: (p) =>
			`the scaling saved with the model does not fit this series: ${sayField(p.why, "en", quote(p.what))}. Give a file with the columns that the model was trained on.`,
		ko: (p) =>
			`모델에 저장된 표준화 값이 이 시계열과 맞지 않습니다. ${sayField(p.why, "ko", quote(p.what))}. 모델을 학습시킬 때와 같은 열이 있는 파일을 쓰세요.`,
	}),
};

function hex(byte: number): string {
	return byte.toString(16).toUpperCase().padStart(2, "0");
}

/** What would fit, as the next move: the largest --k1, the largest --batch, or both together where neither alone does. */
function shorter(p: { symbols: number; lanes: number; steps: number }): string[] {
	const room = p.symbols - 1;
	const k1 = Math.floor(room / p.lanes);
	const batch = Math.floor(room / p.steps);
	const moves: string[] = [];
	if (k1 >= 1) moves.push(`--k1 ${k1}`);
	if (batch >= 1) moves.push(`--batch ${batch}`);
	if (moves.length === 0 && room >= 1) moves.push(`--batch 1 --k1 ${room}`);
	return moves;
}
