/** Reasons about an option's use: it belongs to another kind of run, excludes another option, or needs one. */
import { reason } from "./define.ts";
import { particle } from "./particle.ts";
import { plainNumber as n } from "./quote.ts";

/** Kinds of runs. */
const KINDS = {
	text: ["runs on text", "is on text", "텍스트로 학습하는 실행", "텍스트로 학습합니다"],
	task: ["runs on a task", "is on a task", "과제로 학습하는 실행", "과제로 학습합니다"],
	series: ["runs on a series", "is on a series", "시계열로 학습하는 실행", "시계열로 학습합니다"],
	labelled: [
		"runs on labelled sequences",
		"is on labelled sequences",
		"레이블이 붙은 시퀀스로 학습하는 실행",
		"레이블이 붙은 시퀀스로 학습합니다",
	],
	pairs: [
		"runs on pairs of questions and answers",
		"is on pairs of questions and answers",
		"질문과 대답의 쌍으로 학습하는 실행",
		"질문과 대답의 쌍으로 학습합니다",
	],
	music: ["runs on the task music", "is on music", "music 과제로 학습하는 실행", "music 과제로 학습합니다"],
	otherTask: ["runs on another task", "is on another task", "다른 과제로 학습하는 실행", "다른 과제로 학습합니다"],
	own: [
		"runs on a program's own task",
		"is on a program's own task",
		"프로그램의 과제로 학습하는 실행",
		"프로그램의 과제로 학습합니다",
	],
	echo: [
		"echo state networks (--cell esn)",
		"is an echo state network",
		"에코 상태 네트워크(--cell esn)",
		"에코 상태 네트워크입니다",
	],
	builtIn: ["the cells rnn, lstm and gru", "has one of them", "rnn, lstm, gru 셀", "그 셀을 씁니다"],
	equations: [
		"cells given by equations",
		"has a cell given by equations",
		"방정식으로 정한 셀",
		"방정식으로 정한 셀을 씁니다",
	],
	gradient: [
		"cells trained by backpropagation",
		"trains its cell by backpropagation",
		"역전파로 학습하는 셀",
		"역전파로 학습합니다",
	],
} as const;
export type RunKind = keyof typeof KINDS;

/** What an echo state network does not have, and why. */
const ECHO = {
	seed: [
		(name: string) => `${name} cannot be used with an echo state network: its reservoir comes from the seed`,
		(name: string) => `${name} 옵션은 에코 상태 네트워크에 쓸 수 없습니다. 저수지(reservoir)는 시드로 정해집니다`,
	],
	onePass: [
		(name: string) => `${name} cannot be set here: an echo state network reads a series once, as one sequence`,
		(name: string) => `${name} 옵션은 여기에 쓸 수 없습니다. 에코 상태 네트워크는 시계열을 한 시퀀스로 한 번 읽습니다`,
	],
	ownValue: [
		(name: string) => `${name} must be 0 on a series, whose last value is already the input`,
		(name: string) => `${name} 값은 시계열에서는 0이어야 합니다. 바로 앞의 값이 이미 입력으로 들어갑니다`,
	],
	classes: [
		(name: string) => `${name} must be 0 on a task with classes: only numbers are fed back`,
		(name: string) => `${name} 값은 클래스가 있는 과제에서는 0이어야 합니다. 숫자만 되먹일 수 있습니다`,
	],
} as const;

const listed = (names: readonly string[]) =>
	names.length < 3 ? names.join(" or ") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
const listedKo = (names: readonly string[]) => names.join(" 또는 ");
/** Two kinds that differ in their data alone share the rest of the phrase. */
const runsKo = (kinds: readonly RunKind[]) =>
	kinds.join() === "task,series" ? "과제나 시계열로 학습하는 실행" : listedKo(kinds.map((kind) => KINDS[kind][2]));
/** The largest divisor of `whole` that is at most `most`. */
function nextDivisor(whole: number, most: number): number {
	let found = Math.min(whole, most);
	while (whole % found !== 0) found--;
	return found;
}
/** The multiples of `of` next to `value`, from 1 times `of` on. */
const nearestMultiples = (value: number, of: number) =>
	[Math.floor(value / of), Math.floor(value / of) + 1].filter((times) => times > 0).map((times) => n(times * of));
const withValue = (name: string, value: string | undefined) => (value === undefined ? name : `${name} ${value}`);

export const useReasons = {
	/** `use`: the option of the same request that does this, with `such` as an example of its value. */
	unknownOption: reason<{ known: readonly string[]; near?: string | undefined; use?: string; such?: string }>({
		en: (p, { name, other, of }) =>
			`${name} is not an option${of === undefined ? "" : ` of ${of}`}${
				p.use !== undefined
					? `; use ${other(p.use)}${p.such === undefined ? "" : `, such as ${p.such}`}`
					: p.near !== undefined
						? `; did you mean ${other(p.near)}?`
						: p.known.length === 0
							? ", which takes none"
							: `, which takes ${p.known.join(", ")}`
			}`,
		ko: (p, { name, other, of }) =>
			p.use === undefined && p.near === undefined && p.known.length === 0
				? `${of === undefined ? "" : `${particle(of, "은/는")} `}옵션을 받지 않습니다(받은 옵션: ${name})`
				: `${of === undefined ? "" : `${of}에는 `}${name} 옵션이 없습니다. ${
						p.use !== undefined
							? `대신 ${particle(other(p.use), "을/를")} 쓰세요${p.such === undefined ? "" : `(예: ${p.such})`}`
							: p.near !== undefined
								? `혹시 ${other(p.near)} 아닌가요?`
								: `쓸 수 있는 옵션: ${p.known.join(", ")}`
					}`,
	}),
	/** `not`: the kind of this run. `value`: the option is for other runs with this value only. */
	onlyFor: reason<{ kinds: readonly RunKind[]; not: RunKind; value?: string }>({
		en: (p, { name }) =>
			`${withValue(name, p.value)} is for ${listed(p.kinds.map((kind) => KINDS[kind][0]))}; this run ${KINDS[p.not][1]}`,
		ko: (p, { name }) =>
			`${withValue(name, p.value)} 옵션은 ${runsKo(p.kinds)}에만 쓸 수 있습니다. 이 실행은 ${KINDS[p.not][3]}`,
	}),
	/** Of an option of pairs: `file` was given without pairs:. */
	asPairs: reason<{ file: string }>({
		en: (p, { name }) =>
			`${name} is for pairs of questions and answers, and ${p.file} is read as text; for pairs write pairs:${p.file}`,
		ko: (p, { name }) =>
			`${name} 옵션은 질문과 대답의 쌍에만 쓸 수 있는데 ${particle(p.file, "을/를")} 텍스트로 읽습니다. 쌍이면 이렇게 쓰세요: pairs:${p.file}`,
	}),
	/** Something that a trainer has already. */
	ofTrainer: reason<object>({
		en: (_, { name }) => `${name} is for plain weights; a trainer is saved with its own`,
		ko: (_, { name }) => `${name} 옵션은 가중치만 저장할 때 쓸 수 있습니다. 트레이너는 자기 값으로 저장됩니다`,
	}),
	/** `value`: with this value only. */
	together: reason<{ with: string; value?: string }>({
		en: (p, { name, other }) =>
			`${withValue(name, p.value)} cannot be combined with ${other(p.with)}; give one of the two`,
		ko: (p, { name, other }) =>
			`${withValue(name, p.value)} 옵션은 ${other(p.with)} 옵션과 함께 쓸 수 없습니다. 둘 중 하나만 쓰세요`,
	}),
	/** Of a number that must divide another option's. */
	divisor: reason<{ of: string; whole: number; got: number }>({
		en: (p, { name, other }) =>
			`${name} must divide ${other(p.of)}, which is ${n(p.whole)}, into equal parts; got ${n(p.got)}, the next one is ${n(nextDivisor(p.whole, p.got))}`,
		ko: (p, { name, other }) =>
			`${name} 값은 ${other(p.of)} 값 ${particle(n(p.whole), "을/를")} 나누어떨어지게 해야 합니다(받은 값: ${n(p.got)}). 가까운 값은 ${n(nextDivisor(p.whole, p.got))}입니다`,
	}),
	/** Of a number of blocks that does not divide the number of units. */
	unitBlocks: reason<{ hidden: number; got: number }>({
		en: (p, { name, other }) =>
			`${name} ${n(p.got)} needs ${other("hidden")} to be a multiple of ${n(p.got)}, got ${n(p.hidden)}; the nearest: ${listed(nearestMultiples(p.hidden, p.got))}`,
		ko: (p, { name, other }) =>
			`${name} ${n(p.got)}에는 ${n(p.got)}의 배수인 ${other("hidden")} 값이 필요합니다(받은 값: ${n(p.hidden)}). 가까운 값: ${listedKo(nearestMultiples(p.hidden, p.got))}`,
	}),
	/** Any of `options`; `above`: with a number above it; `to`: with this value. */
	needs: reason<{ options: readonly string[]; above?: number; value?: string; to?: string }>({
		en: (p, { name, other }) =>
			`${withValue(name, p.value)} needs ${withValue(listed(p.options.map(other)), p.to)}${p.above === undefined ? "" : ` above ${n(p.above)}`}`,
		ko: (p, { name, other }) =>
			p.to === undefined
				? `${withValue(name, p.value)} 옵션을 쓰려면 ${p.above === undefined ? "" : `${n(p.above)}보다 큰 `}${listedKo(p.options.map(other))} 값이 필요합니다`
				: `${withValue(name, p.value)} 옵션은 ${withValue(listedKo(p.options.map(other)), p.to)}에만 쓸 수 있습니다. 이것도 함께 쓰세요`,
	}),
	/** Of a task that draws fresh sequences; without `use` the option is to be left out. */
	endless: reason<{ data: string; use?: readonly string[] }>({
		en: (p, { name, other }) =>
			`${name} cannot be used with ${p.data}, which draws fresh sequences without end; ${p.use === undefined ? "leave it out" : `use ${listed(p.use.map(other))}`}`,
		ko: (p, { name, other }) =>
			`${name} 옵션은 새 시퀀스가 끝없이 나오는 ${p.data}에는 쓸 수 없습니다. ${p.use === undefined ? "이 옵션을 빼고 다시 실행하세요" : `대신 ${particle(listedKo(p.use.map(other)), "을/를")} 쓰세요`}`,
	}),
	/** A run keeps training, validation and test parts of its task itself. */
	ownParts: reason<object>({
		en: (_, { name }) => `${name} cannot be set: a run keeps the training, validation and test parts apart itself`,
		ko: (_, { name }) => `${name} 옵션은 정할 수 없습니다. 학습, 검증, 테스트 부분은 실행이 스스로 나눕니다`,
	}),
	/** A pattern that splits the symbols of the text in two. */
	varies: reason<{ got: string }>({
		en: (p, { name }) => `${name} must be one pattern that occurs in the text but not everywhere, got ${p.got}`,
		ko: (p, { name }) =>
			`${name} 값은 텍스트에 나타나되 모든 곳에 나타나지는 않는 패턴 하나여야 합니다(받은 값: ${p.got})`,
	}),
	/** A model that needs questions and answers. */
	questions: reason<object>({
		en: (_, { name }) =>
			`${name} encoder-decoder needs questions and answers: pairs:FILE, task:copy-sequence or task:reversal`,
		ko: (_, { name }) =>
			`${name} encoder-decoder는 질문과 대답이 있는 데이터에만 쓸 수 있습니다: pairs:FILE, task:copy-sequence, task:reversal`,
	}),
	firstStep: reason<object>({
		en: (_, { name }) => `${name} is too short: every sequence is scored at its first step; give a longer one`,
		ko: (_, { name }) => `${name} 값이 너무 짧습니다. 모든 시퀀스가 첫 스텝에서 채점됩니다. 더 긴 길이를 쓰세요`,
	}),
	shortest: reason<{ steps: number; got: string }>({
		en: (p, { name }) => `${name} must be below ${n(p.steps)}, the length of the shortest sequence, got ${p.got}`,
		ko: (p, { name }) => `${name} 값은 가장 짧은 시퀀스의 길이 ${n(p.steps)}보다 작아야 합니다(받은 값: ${p.got})`,
	}),
	noForgetGate: reason<{ model: string; got?: string | undefined }>({
		en: (p, { name }) => `${name} must be 0 for ${p.model}, which has no forget gate, got ${p.got}`,
		ko: (p, { name }) => `${p.model}에는 망각 게이트가 없으므로 ${name} 값은 0이어야 합니다(받은 값: ${p.got})`,
	}),
	/** `value`: what needs one; without it the option must be 0. `use`: the value that does not. */
	noRecurrent: reason<{ cell: string; value?: string; use?: string }>({
		en: (p, { name }) =>
			p.value === undefined
				? `${name} must be 0 for the cell ${p.cell}, which has no recurrent matrix`
				: `${name} ${p.value} needs a recurrent matrix, which the cell ${p.cell} does not have; use ${p.use}`,
		ko: (p, { name }) =>
			p.value === undefined
				? `${p.cell} 셀에는 순환 행렬이 없으므로 ${name} 값은 0이어야 합니다`
				: `${p.cell} 셀에는 ${name} ${p.value}에 필요한 순환 행렬이 없습니다. ${particle(String(p.use), "을/를")} 쓰세요`,
	}),
	/** The drawn matrix has spectral radius 0. */
	denser: reason<{ units: number; radius: number; got: string }>({
		en: (p, { name }) =>
			`${name} ${p.got} is too low: the ${p.units} x ${p.units} matrix drawn has spectral radius 0, which cannot be scaled to ${n(p.radius)}`,
		ko: (p, { name }) =>
			`${name} 값 ${particle(p.got, "은/는")} 너무 작습니다. 뽑힌 ${p.units} x ${p.units} 행렬의 스펙트럼 반지름이 0이라 ${particle(n(p.radius), "으로/로")} 맞출 수 없습니다`,
	}),
	echo: reason<{ why: keyof typeof ECHO }>({
		en: (p, { name }) => ECHO[p.why][0](name),
		ko: (p, { name }) => ECHO[p.why][1](name),
	}),
	/** Columns to forecast that the network does not see, of a series whose changes it should forecast. */
	notInputs: reason<{ columns: readonly string[] }>({
		en: (p, { name }) =>
			`${name} change needs every forecast column among the inputs, which lack ${p.columns.join(", ")}; use ${name} value`,
		ko: (p, { name }) =>
			`${name} change를 쓰려면 예측할 열이 모두 입력에 있어야 합니다. 입력에 없는 열: ${p.columns.join(", ")}. 대신 ${name} value를 쓰세요`,
	}),
	/** Steps that can be forecast without the columns that are not. */
	forecastToo: reason<{ most: number; columns: readonly string[]; got: string }>({
		en: (p, { name }) =>
			`${name} must be at most ${n(p.most)}, got ${p.got}: further steps need forecasts of ${p.columns.join(", ")} too; train with --target all`,
		ko: (p, { name }) =>
			`${name} 값은 ${n(p.most)} 이하여야 합니다(받은 값: ${p.got}). 더 먼 행까지 예측하려면 입력 열 ${p.columns.join(", ")}도 예측해야 합니다. --target all로 학습시키세요`,
	}),
};
