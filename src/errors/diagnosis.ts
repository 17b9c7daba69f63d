/** Errors of diagnosis. */
import { define } from "./define.ts";

export const diagnosisErrors = {
	E_JACOBIAN_LARGE: define<{ n: number; limit: number; bytes: number; operations: number }>({
		exit: 2,
		en: (p) =>
			`a state of ${p.n} numbers is too large for an exact Jacobian (at most ${p.limit}): it would take ` +
			`${(p.bytes / 1e6).toPrecision(2)} MB and ${p.operations.toExponential(0)} operations per step. ` +
			`Use largestSingular() and lyapunov(), which estimate the leading values by power iteration.`,
		ko: (p) =>
			`상태가 수 ${p.n}개라 야코비 행렬을 정확히 구하기에는 너무 큽니다(최대 ${p.limit}개). 스텝마다 ` +
			`${(p.bytes / 1e6).toPrecision(2)} MB와 연산 ${p.operations.toExponential(0)}번이 듭니다. ` +
			`거듭제곱법으로 큰 값만 추정하는 largestSingular()와 lyapunov()를 쓰세요.`,
	}),
};
