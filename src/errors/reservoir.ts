/** Errors of echo state networks. */
import { define } from "./define.ts";

export const reservoirErrors = {
	E_SINGULAR: define<{
		condition: number;
		rows: number;
		inputs: number;
		ridge: number;
		/** Name of a new run that was taken away again. */
		gone?: string;
	}>({
		en: (p) =>
			`the readout is not determined: ${p.rows} rows for ${p.inputs} inputs, condition number ${shown(p.condition)}, ` +
			`ridge ${p.ridge}. Raise --ridge to ${p.ridge > 0 ? p.ridge * 100 : "1e-12"}, or train on more steps.${p.gone ? ` The run ${p.gone} was not kept.` : ""}`,
		ko: (p) =>
			`읽기층을 정할 수 없습니다. 입력 ${p.inputs}개에 행 ${p.rows}개, 조건수 ${shown(p.condition, "무한대")}, 능형 계수 ${p.ridge}. ` +
			`--ridge를 ${p.ridge > 0 ? p.ridge * 100 : "1e-12"}(으)로 올리거나 더 많은 스텝으로 훈련하세요.${p.gone ? ` 실행 ${p.gone}은(는) 남기지 않았습니다.` : ""}`,
	}),
};

const shown = (x: number, infinite = "infinite") => (Number.isFinite(x) ? x.toExponential(2) : infinite);
