/** Errors of files of labelled sequences. */
import { define, pairs } from "./define.ts";
import { particle } from "./particle.ts";
import { plainNumber, quote } from "./quote.ts";
import { type Reason, sayField } from "./reasons.ts";

/** What is wrong with a line as a whole. */
const LINES = pairs({
	object: ["is not a JSON object", "JSON 객체가 아닙니다"],
	long: ["is longer than 4 MiB", "4MiB보다 깁니다"],
	utf8: ["is not UTF-8; convert the file to UTF-8", "UTF-8이 아닙니다. 파일을 UTF-8로 바꾸세요"],
	quote: [
		'has a quote (") inside a field that is not quoted, or text after a closing quote; double quotes inside a quoted field',
		'따옴표 없는 필드 안에 따옴표(")가 있거나 닫는 따옴표 뒤에 글자가 있습니다. 따옴표로 묶은 필드 안에서는 따옴표를 두 번 쓰세요',
	],
	open: ["opens a quote that is never closed", "여는 따옴표가 끝까지 닫히지 않습니다"],
});

const SIZES = pairs({
	bytes: ["bytes", "바이트 수"],
	sequences: ["sequences", "시퀀스 수"],
	pairs: ["pairs", "쌍의 수"],
	classes: ["different labels", "서로 다른 레이블 수"],
	symbols: ["different symbols", "서로 다른 기호 수"],
});

const PARTS = pairs({ train: ["training", "학습"], valid: ["validation", "검증"], test: ["test", "테스트"] });

/** Options that name the fields of a file. */
const FLAGS = pairs({
	labels: ["--text and --label", "--text와 --label로"],
	pairs: ["--question and --answer", "--question과 --answer로"],
});
export type FieldFlags = keyof typeof FLAGS;

export const labelledErrors = {
	E_LABELLED_LINE: define<{ name: string; line: number; why: keyof typeof LINES }>({
		en: (p) => `${p.name}, line ${p.line} ${LINES[p.why][0]}.`,
		ko: (p) => `${p.name}: ${p.line}행은 ${LINES[p.why][1]}.`,
	}),
	/** `field`: the field's name; its value does not fit. */
	E_LABELLED_FIELD: define<{ name: string; line: number; field: string; why: Reason }>({
		en: (p) => `${p.name}, line ${p.line}: ${sayField(p.why, "en", quote(p.field))}.`,
		ko: (p) => `${p.name}, ${p.line}행: ${sayField(p.why, "ko", quote(p.field))}.`,
	}),
	/** `known`: the fields of that line; `twice`: a CSV title that several columns have. */
	E_LABELLED_NAME: define<{
		name: string;
		line: number;
		field: string;
		known: string;
		near?: string | undefined;
		twice?: boolean;
		/** Default: those of labelled sequences. */
		flags?: FieldFlags;
	}>({
		exit: 2,
		en: (p) =>
			p.twice
				? `${p.name}, line ${p.line}: several columns are titled ${quote(p.field)}. Give each column its own title.`
				: `${p.name}, line ${p.line} has no field ${quote(p.field)}${p.near === undefined ? "." : `; did you mean ${quote(p.near)}?`} Its fields: ${p.known || "none"}. Choose the fields with ${FLAGS[p.flags ?? "labels"][0]}.`,
		ko: (p) =>
			p.twice
				? `${p.name}, ${p.line}행: 제목이 ${quote(p.field)}인 열이 여럿입니다. 열마다 다른 제목을 쓰세요.`
				: `${p.name}: ${p.line}행에 ${quote(p.field)} 필드가 없습니다.${p.near === undefined ? "" : ` 혹시 ${quote(p.near)} 아닌가요?`} 있는 필드: ${p.known || "없음"}. ${FLAGS[p.flags ?? "labels"][1]} 필드를 고르세요.`,
	}),
	E_LABELLED_SIZE: define<{ name: string; what: keyof typeof SIZES; got: number; max: number }>({
		en: (p) =>
			`${p.name} has ${p.got} ${SIZES[p.what][0]}; at most ${plainNumber(p.max)} are supported.${p.what === "symbols" ? " Use --unit byte." : p.what === "classes" ? " Check that --label names a field of classes." : " Split the file."}`,
		ko: (p) =>
			`${p.name}: ${SIZES[p.what][1]}가 ${p.got}입니다. ${plainNumber(p.max)}까지 쓸 수 있습니다.${p.what === "symbols" ? " --unit byte를 쓰세요." : p.what === "classes" ? " --label이 클래스가 담긴 필드인지 확인하세요." : " 파일을 나누세요."}`,
	}),
	/** A part has too few sequences, or the training part has one class only. */
	E_LABELLED_PART: define<{ name: string; part: keyof typeof PARTS; sequences: number; split: string; label?: string }>(
		{
			exit: 2,
			en: (p) =>
				p.label === undefined
					? `${p.name}: the ${PARTS[p.part][0]} part has ${p.sequences} sequences with --split ${p.split}. Give more sequences, or another --split.`
					: `${p.name}: every label of the ${PARTS[p.part][0]} part is ${quote(p.label)}. There is nothing to tell apart: at least two classes are needed.`,
			ko: (p) =>
				p.label === undefined
					? `${p.name}: --split ${p.split}에서 ${PARTS[p.part][1]} 부분의 시퀀스가 ${p.sequences}개입니다. 시퀀스를 더 넣거나 --split을 바꾸세요.`
					: `${p.name}: ${PARTS[p.part][1]} 부분의 레이블이 모두 ${quote(p.label)}입니다. 구별할 것이 없습니다. 클래스가 둘 이상 필요합니다.`,
		},
	),
	E_LABEL_UNKNOWN: define<{ name: string; line: number; label: string; known: string }>({
		exit: 2,
		en: (p) =>
			`${p.name}, line ${p.line}: the run was not trained on the label ${quote(p.label)}. Its labels: ${p.known}. Remove or rename that label.`,
		ko: (p) =>
			`${p.name}, ${p.line}행: ${particle(quote(p.label), "은/는")} 이 실행이 학습하지 않은 레이블입니다. 학습한 레이블: ${p.known}. 그 레이블을 지우거나 바꾸세요.`,
	}),
	/** A notice: labels that occur in the validation or test part only, with their numbers. */
	E_LABELS_UNSEEN: define<{ name: string; labels: readonly { label: string; count: number }[] }>({
		en: (p) =>
			`${p.name}: the training part lacks labels that occur in the other parts: ${p.labels
				.slice(0, 10)
				.map(({ label, count }) => `${quote(label)} (${count})`)
				.join(
					", ",
				)}${p.labels.length > 10 ? ` and ${p.labels.length - 10} more` : ""}. They count as wrong. A larger training part may contain them: --split.`,
		ko: (p) =>
			`${p.name}: 다른 부분에는 있지만 학습 부분에는 없는 레이블이 있습니다: ${p.labels
				.slice(0, 10)
				.map(({ label, count }) => `${quote(label)}(${count}개)`)
				.join(
					", ",
				)}${p.labels.length > 10 ? ` 외 ${p.labels.length - 10}개` : ""}. 모두 오답으로 셉니다. --split으로 학습 부분을 늘리면 들어갈 수 있습니다.`,
	}),
	E_NO_LABELS: define<{ run: string; next: string }>({
		exit: 2,
		en: (p) => `the run ${quote(p.run)} was not trained on labelled sequences: it predicts no labels. Try ${p.next}.`,
		ko: (p) =>
			`${quote(p.run)} 실행은 레이블이 붙은 시퀀스로 학습하지 않아 레이블을 예측할 수 없습니다. 다음을 써 보세요: ${p.next}`,
	}),
};
