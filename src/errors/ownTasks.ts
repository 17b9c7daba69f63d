/** Errors of what a program brings itself: tasks of its own, and models that it saves as runs. */
import { define, table } from "./define.ts";
import { particle } from "./particle.ts";
import { quote } from "./quote.ts";
import { type Reason, sayField } from "./reasons.ts";

/** How two draws that must be equal differ. */
const CHANGE = table({
	draws: {
		en: "two equal random streams gave different batches. draw() must take every random number from the stream it is given",
		ko: "같은 난수 스트림에서 서로 다른 배치가 나왔습니다. draw()는 난수를 모두 받은 스트림에서 뽑아야 합니다",
	},
	fingerprint: {
		en: "its batches are not those that the run was trained on. Pass the task as it was, or train a new run",
		ko: "그 배치가 이 실행을 학습시킨 것과 다릅니다. 그때의 과제를 넘기거나 새 실행을 학습시키세요",
	},
	name: {
		en: "the run was trained on another task. Pass that one",
		ko: "이 실행은 다른 과제로 학습했습니다. 그 과제를 넘기세요",
	},
});
export type TaskChange = keyof typeof CHANGE;

export const ownTaskErrors = {
	/** `what`: a field of the task, or of a batch that it drew: "lengths.default", "draw().ids[3]". */
	E_TASK_OBJECT: define<{ task: string; what: string; why: Reason }>({
		exit: 2,
		en: (p) =>
			`${quote(p.task)} cannot be trained on: ${sayField(p.why, "en", p.what)}. docs/own.md shows a whole task.`,
		ko: (p) =>
			`${quote(p.task)} 과제로는 학습할 수 없습니다. ${sayField(p.why, "ko", p.what)}. docs/own.md에 온전한 과제의 예가 있습니다.`,
	}),
	E_TASK_CHANGED: define<{ task: string; wanted?: string; change: TaskChange }>({
		exit: 2,
		en: (p) =>
			`the task ${quote(p.task)}${p.wanted === undefined ? "" : ` instead of ${quote(p.wanted)}`}: ${CHANGE[p.change].en}.`,
		ko: (p) =>
			`${p.wanted === undefined ? "" : `${quote(p.wanted)} 과제 대신 받은 `}${quote(p.task)} 과제: ${CHANGE[p.change].ko}.`,
	}),
	/** A model that a program saves as a run of data that it does not fit. */
	E_MODEL_DATA: define<{ field: string; got: string; wanted: string; data: string }>({
		exit: 2,
		en: (p) =>
			`the model does not fit ${p.data}: ${p.field} = ${p.got}, expected ${p.wanted}. Give the data that it was trained on.`,
		ko: (p) =>
			`모델이 ${p.data} 데이터와 맞지 않습니다. ${p.field} 값이 ${p.got}인데 ${particle(p.wanted, "이어야/여야")} 합니다. 이 모델을 학습시킨 데이터를 지정하세요.`,
	}),
	/** A run that was saved from plain weights, which cannot be resumed. */
	/** `replayed`: what was asked for is an update again. */
	E_RUN_WEIGHTS: define<{ run: string; replayed?: true }>({
		exit: 2,
		en: (p) =>
			p.replayed
				? `${p.run} holds weights without the state of their training, so none of its updates can be replayed. Train them on in a new run, whose updates can: sluice train --from ${p.run}`
				: `${p.run} holds weights without the state of their training, so it cannot be resumed. Train them on in a new run: sluice train --from ${p.run}`,
		ko: (p) =>
			p.replayed
				? `${p.run}: 학습 상태 없이 가중치만 저장한 실행이라 재현할 갱신이 없습니다. 이 가중치로 새 실행을 학습시키면 그 실행은 재현할 수 있습니다: sluice train --from ${p.run}`
				: `${p.run}: 학습 상태 없이 가중치만 저장한 실행이라 이어서 학습할 수 없습니다. 새 실행에서 이 가중치로 학습시키세요: sluice train --from ${p.run}`,
	}),
	E_TASK_OWN: define<{ task: string }>({
		exit: 2,
		en: (p) =>
			`the task ${quote(p.task)} belongs to a program, and its code is not in the run. Only a program can open it: pass ` +
			`the task to the function, such as evaluate({ run, task }).`,
		ko: (p) =>
			`${quote(p.task)} 과제는 사용자 프로그램의 것이고 그 코드는 실행에 없습니다. 프로그램에서만 열 수 있습니다. ` +
			`evaluate({ run, task })처럼 함수에 과제를 넘기세요.`,
	}),
};
