/** Errors of options, training, evaluation and sampling. */
import { define, type Lang } from "./define.ts";
import { counted } from "./quote.ts";

type Said = Record<Lang, string>;

const norms = (values: readonly number[]) => values.map((value) => Number(value.toPrecision(3))).join(", ");

export const trainingErrors = {
	E_REMEDY: define<{ remedy: string; why: Said; next: string | Said }>({
		exit: 2,
		en: (p) =>
			`the remedy "${p.remedy}" cannot be used here: ${p.why.en}. Try ${typeof p.next === "string" ? p.next : p.next.en}.`,
		ko: (p) =>
			`여기서는 "${p.remedy}" 처방을 쓸 수 없습니다: ${p.why.ko}. 다음을 써 보세요: ${typeof p.next === "string" ? p.next : p.next.ko}`,
	}),
	E_DIVERGED: define<{
		step: number;
		tensor: string;
		index: number;
		value: string;
		checkpoint: number;
		/** Norms of the last gradients, oldest first. */
		gradNorms: readonly number[];
		/** Times that it had gone back before. */
		rollbacks: number;
	}>({
		exit: 3,
		en: (p) =>
			`diverged at step ${p.step}: ${p.tensor === "loss" ? "the mean loss of ten updates" : `${p.tensor}[${p.index}]`} is ${p.value}${p.gradNorms.length > 0 ? ` (gradient norms before: ${norms(p.gradNorms)})` : ""}` +
			`${p.rollbacks > 0 ? `, after ${counted(p.rollbacks, "return")} to a good checkpoint at half the rate each` : ""}. It was not kept, and ` +
			`${p.checkpoint < 0 ? "nothing was saved yet" : `the checkpoint of step ${p.checkpoint} is whole`}. Train with a lower --lr, or with --clip-norm 1.`,
		ko: (p) =>
			`${p.step}스텝에서 발산했습니다: ${p.tensor === "loss" ? "열 업데이트의 평균 손실" : `${p.tensor}[${p.index}]`} 값이 ${p.value}입니다${p.gradNorms.length > 0 ? `(직전 기울기 노름: ${norms(p.gradNorms)})` : ""}. ` +
			`${p.rollbacks > 0 ? `정상 체크포인트로 ${p.rollbacks}번 돌아가 학습률을 매번 절반으로 낮춘 뒤였습니다. ` : ""}그 값은 남기지 않았고 ` +
			`${p.checkpoint < 0 ? "아직 저장한 것은 없습니다" : `${p.checkpoint}스텝의 체크포인트는 온전합니다`}. --lr 값을 낮추거나 --clip-norm 1을 써 보세요.`,
	}),
	E_BUILD: define<{ got: string; wanted: string }>({
		en: (p) =>
			`the run was trained on the engine "${p.wanted}" and goes on on "${p.got}": results are as good, but the bits will differ ` +
			`from those of a run that never moved.`,
		ko: (p) =>
			`이 실행은 "${p.wanted}" 엔진에서 학습했고 이제 "${p.got}" 엔진에서 이어집니다. 결과의 질은 같지만 옮기지 않은 실행과 ` +
			`비트 단위로 같지는 않습니다.`,
	}),
	E_SNAPSHOT: define<{ what: string; got: string; wanted: string }>({
		en: (p) => `the checkpoint does not fit this run: ${p.what} is ${p.got}, expected ${p.wanted}.`,
		ko: (p) => `체크포인트가 이 실행과 맞지 않습니다: ${p.what} 값이 ${p.got}인데 ${p.wanted}이어야 합니다.`,
	}),
	E_JACOBIAN_LARGE: define<{ n: number; limit: number; bytes: number; operations: number }>({
		exit: 2,
		en: (p) =>
			`a state of ${p.n} numbers is too large for an exact Jacobian (at most ${p.limit}): it would take ` +
			`${(p.bytes / 1e6).toPrecision(2)} MB and ${p.operations.toExponential(0)} operations a step. ` +
			`Take largestSingular() and lyapunov(), which estimate the leading values by power iteration.`,
		ko: (p) =>
			`상태가 수 ${p.n}개라 야코비안을 정확히 구하기에는 너무 큽니다(최대 ${p.limit}개). 스텝마다 ` +
			`${(p.bytes / 1e6).toPrecision(2)} MB와 연산 ${p.operations.toExponential(0)}번이 듭니다. ` +
			`거듭제곱법으로 큰 값만 추정하는 largestSingular()와 lyapunov()를 쓰십시오.`,
	}),
};
