/** Errors of cells that are given by equations. */
import { define, type Lang, table } from "./define.ts";
import { particle } from "./particle.ts";
import { quote } from "./quote.ts";
import { type Reason, sayField } from "./reasons.ts";

/** Parts of an equation that a reader of one expects. */
const EXPECTED = table({
	equals: {
		en: '"=" after the name, such as "f = sigmoid(W x + R h\' + b)"',
		ko: '이름 뒤에 "=". 예: "f = sigmoid(W x + R h\' + b)"',
	},
	name: { en: 'a name and "=" at the beginning', ko: '맨 앞에 이름과 "="' },
	operand: { en: "a number, a name, a function or a bracket", ko: "수, 이름, 함수 또는 괄호" },
	close: { en: '")"', ko: '")"' },
	open: { en: '"(" after a function', ko: '함수 뒤에 "("' },
	operator: { en: "an operator + - * / or the end", ko: "연산자 + - * / 또는 끝" },
	input: { en: '"x" after "W"', ko: '"W" 뒤에 "x"' },
	recurrent: { en: '"h\'" after "R"', ko: '"R" 뒤에 "h\'"' },
});
export type Expected = keyof typeof EXPECTED;

const COUNTED = table({
	equations: { en: "equations", ko: "방정식" },
	states: { en: "states", ko: "상태" },
	parameters: { en: "parameters", ko: "매개변수" },
	characters: { en: "characters in one equation", ko: "방정식 하나의 문자" },
	bytes: { en: "bytes in the file", ko: "파일의 바이트" },
	nodes: { en: "operations and operands in all equations", ko: "모든 방정식의 연산과 피연산자" },
	depth: { en: "brackets inside each other", ko: "겹친 괄호" },
	registers: { en: "intermediate values at once", ko: "동시에 필요한 중간 값" },
	constants: { en: "different constants", ko: "서로 다른 상수" },
});
export type CellCount = keyof typeof COUNTED;

/** What a use of norm is instead of `y = norm(u)`. */
export type NormFault = "name" | "part" | "state" | "sum" | "read";

/** Why equations are no cell. */
export type CellReason =
	| { reason: "field"; field: string; why: Reason }
	| { reason: "many"; of: CellCount; got: number; max: number }
	/** `got` is empty at the end. */
	| { reason: "expected"; what: Expected; got: string }
	| { reason: "character"; got: string }
	/** `used`: it is a function's or an array's, or a property of every object. */
	| { reason: "name"; name: string; used: boolean }
	| { reason: "twice"; name: string }
	| { reason: "unknown"; name: string; near?: string }
	| { reason: "noState"; name: string }
	/** Names along a circle, the first again at the end. */
	| { reason: "cycle"; names: readonly string[] }
	| { reason: "later"; name: string; line: number }
	| { reason: "zero" }
	| { reason: "number"; got: string }
	/** A sum that is more than W x, R h' and b added once each. */
	| { reason: "sum"; why: "twice" | "noBias" | "biasAlone" | "factor" | "minus" }
	| { reason: "twoSums" }
	/** `name`: of the sum that norm is asked for, where it is a name. */
	| { reason: "norm"; why: NormFault; name?: string }
	| { reason: "stateSum"; name: string }
	/** The value of a sum is needed in the backward pass, and its line has overwritten it. */
	| { reason: "lostSum"; name: string }
	| { reason: "unused"; name: string; what: "line" | "parameter" }
	| { reason: "noEquation"; name: string }
	| { reason: "noInput" }
	| { reason: "noSum"; name: string }
	| { reason: "first" };

function say(why: CellReason, lang: Lang): string {
	const en = lang === "en";
	switch (why.reason) {
		case "field":
			return sayField(why.why, lang, why.field);
		case "many":
			return en
				? `${why.got} ${COUNTED[why.of].en}, at most ${why.max} are allowed. Write a smaller cell`
				: `${particle(COUNTED[why.of].ko, "이/가")} ${why.got}개입니다. 최대 ${why.max}개입니다. 셀을 줄이세요`;
		case "expected":
			return en
				? `expected ${EXPECTED[why.what].en}, found ${why.got || "the end"}`
				: `${particle(EXPECTED[why.what].ko, "이/가")} 와야 하는데 ${why.got ? `${particle(why.got, "이/가")} 있습니다` : "끝났습니다"}`;
		case "character":
			return en
				? `${why.got} has no meaning in an equation. Use names, numbers, + - * / ( ) and '`
				: `방정식에서 ${particle(why.got, "은/는")} 뜻이 없습니다. 이름, 수, + - * / ( ) '만 쓰세요`;
		case "name":
			if (why.used)
				return en
					? `the name ${quote(why.name)} is already used by Sluice. Choose another one`
					: `${particle(quote(why.name), "은/는")} Sluice가 쓰는 이름입니다. 다른 이름을 고르세요`;
			return en
				? `${quote(why.name)} is no name. Use a letter, then letters, digits or _; at most 32 characters`
				: `${particle(quote(why.name), "은/는")} 이름으로 쓸 수 없습니다. 글자로 시작해 글자, 숫자, _를 32자까지 쓰세요`;
		case "twice":
			return en
				? `the name ${quote(why.name)} is defined twice. Rename one`
				: `${quote(why.name)} 이름을 두 번 정의했습니다. 하나의 이름을 바꾸세요`;
		case "unknown":
			return en
				? `nothing is called ${quote(why.name)}${why.near === undefined ? "" : `; did you mean ${quote(why.near)}?`} Define it in an earlier equation, or list it in parameters`
				: `${particle(quote(why.name), "이라는/라는")} 이름이 없습니다.${why.near === undefined ? "" : ` 혹시 ${quote(why.near)}인가요?`} 앞의 방정식에서 정의하거나 parameters에 넣으세요`;
		case "noState":
			return en
				? `${quote(`${why.name}'`)} is the value of the step before, which only states have. Add ${quote(why.name)} to states, or drop the '`
				: `${particle(quote(`${why.name}'`), "은/는")} 앞 스텝의 값이고, 상태에만 있습니다. ${particle(quote(why.name), "을/를")} states에 넣거나 '를 지우세요`;
		case "cycle":
			return en
				? `the equations depend on each other in a circle: ${why.names.join(" -> ")}. Use the state of the step before, such as h'`
				: `방정식이 서로 돌아가며 의존합니다: ${why.names.join(" -> ")}. h'처럼 앞 스텝의 상태를 쓰세요`;
		case "later":
			return en
				? `${quote(why.name)} is defined only in equation ${why.line}. Move that equation up`
				: `${particle(quote(why.name), "은/는")} 방정식 ${why.line}에서야 정의됩니다. 그 방정식을 위로 옮기세요`;
		case "zero":
			return en ? "this divides by zero. Change the divisor" : "0으로 나눕니다. 나누는 수를 바꾸세요";
		case "number":
			return en
				? `${why.got} is no number between 1e-30 and 1e30 in size, and not 0. Write a smaller or larger one`
				: `${particle(why.got, "은/는")} 크기가 1e-30에서 1e30 사이이거나 0인 수가 아닙니다. 수를 바꾸세요`;
		case "sum":
			return SUMS[why.why][lang];
		case "twoSums":
			return en
				? "an equation may have one sum. Give the other one an equation of its own, such as s = R h' + b"
				: "방정식 하나에 합은 하나만 쓸 수 있습니다. 다른 합은 s = R h' + b처럼 방정식을 따로 쓰세요";
		case "norm":
			return NORMS[why.why][lang](why.name ?? "");
		case "stateSum":
			return en
				? `the equation of the state ${quote(why.name)} has a sum. Give it a name first: n = tanh(W x + R h' + b), then ${why.name} = n`
				: `상태 ${quote(why.name)}의 방정식에 합이 있습니다. 먼저 이름을 주세요: n = tanh(W x + R h' + b), 그다음 ${why.name} = n`;
		case "lostSum":
			return en
				? `the backward pass needs the value of the sum in ${quote(why.name)}. Give the sum an equation of its own, such as s = W x + R h' + b`
				: `역전파에 ${quote(why.name)} 안의 합의 값이 필요합니다. s = W x + R h' + b처럼 합에 방정식을 따로 주세요`;
		case "unused":
			if (why.what === "parameter")
				return en
					? `no equation uses the parameter ${quote(why.name)}. Use it or remove it`
					: `매개변수 ${particle(quote(why.name), "을/를")} 쓰는 방정식이 없습니다. 쓰거나 지우세요`;
			return en
				? `no state depends on ${quote(why.name)}. Use it or remove its equation`
				: `${quote(why.name)}에 의존하는 상태가 없습니다. 쓰거나 그 방정식을 지우세요`;
		case "noEquation":
			return en
				? `the state ${quote(why.name)} has no equation. Add one that begins with ${quote(`${why.name} =`)}`
				: `상태 ${quote(why.name)}의 방정식이 없습니다. ${particle(quote(`${why.name} =`), "으로/로")} 시작하는 방정식을 넣으세요`;
		case "noInput":
			return en
				? "no equation reads the input. Write W x in at least one sum"
				: "입력을 읽는 방정식이 없습니다. 적어도 한 합에 W x를 쓰세요";
		case "noSum":
			return en
				? `bias names ${quote(why.name)}, whose equation has no sum. Name a line with + b`
				: `bias에 있는 ${quote(why.name)}의 방정식에는 합이 없습니다. + b가 있는 줄의 이름을 쓰세요`;
		case "first":
			return en
				? 'states must begin with "h", the state that the next layer and R read'
				: 'states는 "h"로 시작해야 합니다. 다음 층과 R이 읽는 상태입니다';
	}
}

const SUMS = table({
	twice: {
		en: "W x, R h' and b may each occur once in a sum. Remove the second one",
		ko: "한 합에 W x, R h', b는 한 번씩만 쓸 수 있습니다. 두 번째 것을 지우세요",
	},
	noBias: {
		en: "a sum ends with a bias: W x + R h' + b. Add + b",
		ko: "합에는 편향이 있어야 합니다: W x + R h' + b. + b를 넣으세요",
	},
	biasAlone: {
		en: "b is the bias of a sum. Add W x or R h' to it, or use a parameter of another name",
		ko: "b는 합의 편향입니다. W x나 R h'를 더하거나 다른 이름의 매개변수를 쓰세요",
	},
	factor: {
		en: "W x, R h' and b can only be added. Give the sum an equation of its own, and multiply its name",
		ko: "W x, R h', b는 더하기만 할 수 있습니다. 합에 방정식을 따로 주고 그 이름을 곱하세요",
	},
	minus: {
		en: "W x, R h' and b can only be added, not subtracted. Write + : the weights learn the sign",
		ko: "W x, R h', b는 빼지 못하고 더하기만 합니다. +로 쓰세요. 부호는 가중치가 배웁니다",
	},
});

const NORMS: Readonly<Record<NormFault, Record<Lang, (name: string) => string>>> = {
	name: {
		en: () => "norm takes the name of a sum. Give the sum an equation of its own, u = W x + b, and write norm(u)",
		ko: () => "norm에는 합의 이름을 씁니다. 합에 u = W x + b처럼 방정식을 따로 주고 norm(u)로 쓰세요",
	},
	part: {
		en: (name) => `norm must be a whole equation. Write y = norm(${name}), and use y here`,
		ko: (name) => `norm은 혼자 방정식 하나가 되어야 합니다. y = norm(${name})로 쓰고 여기에는 y를 쓰세요`,
	},
	state: {
		en: (name) => `a state cannot be a norm. Write y = norm(${name}), and then the state from y`,
		ko: (name) => `상태는 norm일 수 없습니다. y = norm(${name})로 쓰고 상태는 y로 계산하세요`,
	},
	sum: {
		en: (name) =>
			`norm takes an equation that is only a sum, such as u = W x + R h' + b; ${quote(name)} is none. Add all other terms after the norm`,
		ko: (name) =>
			`norm에는 u = W x + R h' + b처럼 합뿐인 방정식만 쓸 수 있는데 ${particle(quote(name), "은/는")} 그렇지 않습니다. 다른 항은 norm 뒤에 더하세요`,
	},
	read: {
		en: (name) =>
			`${quote(name)} is read more than once, but a normalised sum is for its norm alone. Read the norm instead, or write the sum twice`,
		ko: (name) =>
			`${particle(quote(name), "을/를")} 두 번 이상 읽습니다. 정규화하는 합은 norm에서만 쓸 수 있습니다. 대신 norm의 값을 쓰거나 합을 따로 하나 더 쓰세요`,
	},
};

/** What a cell of equations cannot be used for. */
const USES = table({
	torch: { en: "PyTorch's layout", ko: "PyTorch 배치" },
	keras: { en: "Keras", ko: "Keras" },
	browser: { en: "sluice/browser", ko: "sluice/browser" },
});
export type CellUse = keyof typeof USES;
/** What to do instead, unless the error says it. */
const NEXT = {
	file: { en: "Use a run of lstm, gru or rnn.", ko: "lstm, gru, rnn 실행을 쓰세요." },
	browser: {
		en: "Train it with sluice train --cell FILE, or use lstm, gru or rnn here.",
		ko: "sluice train --cell FILE로 학습시키거나, 여기서는 lstm, gru, rnn을 쓰세요.",
	},
};
const nextOf = (use: CellUse) => NEXT[use === "browser" ? "browser" : "file"];

export const ownCellErrors = {
	/** `line`: number of the equation from 1; `column`: of its character, from 1. */
	E_CELL: define<{ cell: string; line?: number; column?: number; why: CellReason }>({
		exit: 2,
		en: (p) =>
			`${p.cell}${p.line === undefined ? "" : `, equation ${p.line}`}${p.column === undefined ? "" : `, column ${p.column}`}: ${say(p.why, "en")}.`,
		ko: (p) =>
			`${p.cell}${p.line === undefined ? "" : `, 방정식 ${p.line}`}${p.column === undefined ? "" : `, ${p.column}번째 문자`}: ${say(p.why, "ko")}.`,
	}),
	/** A cell of equations where only the built-in ones are understood. */
	E_CELL_USE: define<{ cell: string; use: CellUse; next?: { en: string; ko: string } }>({
		exit: 2,
		en: (p) =>
			`${quote(p.cell)} is a cell given by equations, which ${USES[p.use].en} does not support. ${(p.next ?? nextOf(p.use)).en}`,
		ko: (p) =>
			`${particle(quote(p.cell), "은/는")} 방정식으로 정한 셀이라 ${particle(USES[p.use].ko, "을/를")} 지원하지 않습니다. ${(p.next ?? nextOf(p.use)).ko}`,
	}),
};
