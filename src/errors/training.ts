/** Errors of options, training, evaluation and sampling. */
import { define } from "./define.ts";

export const trainingErrors = {
	E_OPTION: define<{ option: string; got: string; wanted: string; where: string }>({
		exit: 2,
		en: (p) => `${p.where}: option "${p.option}": got ${p.got}, wanted ${p.wanted}.`,
		ko: (p) => `${p.where}: "${p.option}" 옵션: 받은 값 ${p.got}, 필요한 값 ${p.wanted}.`,
	}),
	E_SHORT_CORPUS: define<{ name: string; symbols: number; batch: number; window: number }>({
		exit: 2,
		en: (p) =>
			`"${p.name}" has ${p.symbols} training symbols, but ${p.batch} lanes of at least ${p.window} steps need ${p.batch * p.window + 1}. ` +
			`Give a longer text, or lower --batch or --k1 and --k2.`,
		ko: (p) =>
			`"${p.name}"의 학습 기호는 ${p.symbols}개인데, 레인 ${p.batch}개에 각각 ${p.window}스텝 이상이면 ${p.batch * p.window + 1}개가 필요합니다. ` +
			`더 긴 텍스트를 주거나 --batch, --k1, --k2 값을 낮추세요.`,
	}),
	E_DIVERGED: define<{ step: number; tensor: string; index: number; value: string; checkpoint: string }>({
		exit: 3,
		en: (p) =>
			`diverged at step ${p.step}: ${p.tensor}[${p.index}] is ${p.value}. ${p.checkpoint} ` +
			`Try a lower --lr, or --clip-norm 1.`,
		ko: (p) =>
			`${p.step}스텝에서 발산했습니다: ${p.tensor}[${p.index}] 값이 ${p.value}입니다. ${p.checkpoint} ` +
			`--lr 값을 낮추거나 --clip-norm 1을 써 보세요.`,
	}),
	E_SNAPSHOT: define<{ what: string; got: string; wanted: string }>({
		en: (p) => `the checkpoint does not fit this run: ${p.what} is ${p.got}, expected ${p.wanted}.`,
		ko: (p) => `체크포인트가 이 실행과 맞지 않습니다: ${p.what} 값이 ${p.got}인데 ${p.wanted}이어야 합니다.`,
	}),
};
