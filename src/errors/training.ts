/** Errors of training: divergence, checkpoints of another shape, readouts that are not determined. */
import { define } from "./define.ts";
import { particle } from "./particle.ts";
import { counted } from "./quote.ts";
import { type Reason, sayField } from "./reasons.ts";

const norms = (values: readonly number[]) => values.map((value) => Number(value.toPrecision(3))).join(", ");
const shown = (x: number, infinite = "infinite") => (Number.isFinite(x) ? x.toExponential(2) : infinite);

export const trainingErrors = {
	E_DIVERGED: define<{
		step: number;
		tensor: string;
		index: number;
		value: string;
		checkpoint: number;
		/** Norms of the last gradients, oldest first. */
		gradNorms: readonly number[];
		/** Rollbacks before. */
		rollbacks: number;
	}>({
		exit: 3,
		en: (p) =>
			`diverged at step ${p.step}: ${p.tensor === "loss" ? "the mean loss of ten updates" : `${p.tensor}[${p.index}]`} is ${p.value}${p.gradNorms.length > 0 ? ` (gradient norms before: ${norms(p.gradNorms)})` : ""}` +
			`${p.rollbacks > 0 ? `, after ${counted(p.rollbacks, "rollback")}, each at half the learning rate` : ""}. It was not saved; ` +
			`${p.checkpoint < 0 ? "nothing was saved before" : `the checkpoint of step ${p.checkpoint} is intact`}. Train with a lower --lr, or with --clip-norm 1.`,
		ko: (p) =>
			`갱신 ${p.step}에서 발산했습니다: ${p.tensor === "loss" ? "갱신 10회의 평균 손실" : `${p.tensor}[${p.index}]`} 값이 ${p.value}입니다${p.gradNorms.length > 0 ? `(직전 기울기 노름: ${norms(p.gradNorms)})` : ""}. ` +
			`${p.rollbacks > 0 ? `체크포인트로 ${p.rollbacks}번 되돌아가 매번 학습률을 절반으로 낮췄지만 다시 발산했습니다. ` : ""}발산한 가중치는 저장하지 않았고 ` +
			`${p.checkpoint < 0 ? "아직 저장한 것은 없습니다" : `갱신 ${p.checkpoint}의 체크포인트는 온전합니다`}. --lr 값을 낮추거나 --clip-norm 1을 써 보세요.`,
	}),
	/** `replayed`: an update is computed again, and nothing goes on from it. */
	E_BUILD: define<{ got: string; wanted: string; replayed?: true }>({
		en: (p) =>
			p.replayed
				? `the run was trained on the engine "${p.wanted}" and is replayed on "${p.got}": the replay can differ from the run ` +
					`in the last digits.`
				: `the run was trained on the engine "${p.wanted}" and continues on "${p.got}": results are as good, but not bit for bit ` +
					`those of a run that stays on one engine.`,
		ko: (p) =>
			p.replayed
				? `이 실행은 "${p.wanted}" 엔진에서 학습했고 지금은 "${p.got}" 엔진에서 재현합니다. 재현한 값은 마지막 자릿수가 다를 수 있습니다.`
				: `이 실행은 "${p.wanted}" 엔진에서 학습했고 이제 "${p.got}" 엔진에서 계속합니다. 결과의 질은 같지만 한 엔진에서만 학습한 실행과 ` +
					`비트 단위로 같지는 않습니다.`,
	}),
	E_SNAPSHOT: define<{ what: string; why: Reason }>({
		en: (p) => `the checkpoint does not fit this run: ${sayField(p.why, "en", p.what)}.`,
		ko: (p) => `체크포인트가 이 실행과 맞지 않습니다. ${sayField(p.why, "ko", p.what)}.`,
	}),
	E_SINGULAR: define<{
		condition: number;
		rows: number;
		inputs: number;
		ridge: number;
		/** Name of a new run that was removed again. */
		gone?: string;
	}>({
		en: (p) =>
			`the readout is not determined: ${p.rows} rows for ${p.inputs} inputs, condition number ${shown(p.condition)}, ` +
			`ridge ${p.ridge}. Raise --ridge to ${p.ridge > 0 ? p.ridge * 100 : "1e-12"}, or train on more steps.${p.gone ? ` The run ${p.gone} was not kept.` : ""}`,
		ko: (p) =>
			`출력층을 정할 수 없습니다. 입력 ${p.inputs}개에 행 ${p.rows}개, 조건수 ${shown(p.condition, "무한대")}, 릿지 계수 ${p.ridge}. ` +
			`--ridge를 ${particle(String(p.ridge > 0 ? p.ridge * 100 : "1e-12"), "으로/로")} 올리거나 더 많은 스텝으로 학습시키세요.${p.gone ? ` 실행 ${particle(p.gone, "은/는")} 남기지 않았습니다.` : ""}`,
	}),
};
