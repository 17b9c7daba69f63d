/** Errors of options, training, evaluation and sampling. */
import { define } from "./define.ts";

export const trainingErrors = {
	E_OPTION: define<{ option: string; got: string; wanted: string; where: string }>({
		exit: 2,
		en: (p) => `${p.where}: option "${p.option}": got ${p.got}, wanted ${p.wanted}.`,
		ko: (p) => `${p.where}: "${p.option}" 옵션: 받은 값 ${p.got}, 필요한 값 ${p.wanted}.`,
	}),
	E_DIVERGED: define<{ step: number; tensor: string; index: number; value: string; checkpoint: number }>({
		exit: 3,
		en: (p) =>
			`diverged at step ${p.step}: ${p.tensor}[${p.index}] is ${p.value}. The update was not applied, and the checkpoint of ` +
			`step ${p.checkpoint} is whole. Train with a lower --lr, or with --clip-norm 1.`,
		ko: (p) =>
			`${p.step}스텝에서 발산했습니다: ${p.tensor}[${p.index}] 값이 ${p.value}입니다. 그 갱신은 적용하지 않았고 ` +
			`${p.checkpoint}스텝의 체크포인트는 온전합니다. --lr 값을 낮추거나 --clip-norm 1을 써 보세요.`,
	}),
	E_SNAPSHOT: define<{ what: string; got: string; wanted: string }>({
		en: (p) => `the checkpoint does not fit this run: ${p.what} is ${p.got}, expected ${p.wanted}.`,
		ko: (p) => `체크포인트가 이 실행과 맞지 않습니다: ${p.what} 값이 ${p.got}인데 ${p.wanted}이어야 합니다.`,
	}),
};
