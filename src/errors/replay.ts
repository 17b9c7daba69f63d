/** Errors of replaying, forking and certifying runs. */
import { define, pairs, table } from "./define.ts";
import { particle } from "./particle.ts";
import { quote } from "./quote.ts";
import { type Reason, sayField } from "./reasons.ts";

/** Why an update cannot be computed again. */
type ReplayReason =
	/** An echo state network on a task or a series. */
	| { reason: "echo" }
	/** Trained with --sync-every. */
	| { reason: "sync" }
	/** The clock set its learning rate, and no log has it. */
	| { reason: "clock"; update: number }
	| { reason: "diverged"; update: number }
	/** The weights of another run were its first ones. `first`: first update that can be replayed, if there is one. */
	| { reason: "from"; from: string; first?: number }
	/** A fork has its own updates only. */
	| { reason: "parent"; parent: string; update: number };

const replay = (why: ReplayReason): { en: string; ko: string } => {
	switch (why.reason) {
		case "echo":
			return {
				en: "an echo state network is solved in one step. Its one update is its training: sluice train computes it again",
				ko: "에코 상태 네트워크는 식을 한 번 풀어 학습합니다. 그 갱신 하나가 학습 전체이니 sluice train으로 다시 계산하세요",
			};
		case "sync":
			return {
				en: "it was trained with --sync-every, where each rank has weights of its own. Train with --shards instead to replay, fork or certify a run",
				ko: "--sync-every로 학습한 실행은 랭크마다 가중치가 다릅니다. 재현, 분기, 증명서가 필요하면 --shards로 학습시키세요",
			};
		case "clock":
			return {
				en: `the clock set the learning rate of update ${why.update} (--minutes), and the log does not hold it. Runs of this version log it; give a budget of --steps or --epochs to be independent of the log`,
				ko: `갱신 ${why.update}의 학습률은 시계가 정했고(--minutes) 기록에 남아 있지 않습니다. 이 버전의 실행은 이를 기록합니다. 기록에 기대지 않으려면 --steps나 --epochs로 분량을 정하세요`,
			};
		case "diverged":
			return {
				en: `it diverges at update ${why.update}, so there is no later one. Replay an earlier update`,
				ko: `갱신 ${why.update}에서 발산하므로 그 뒤의 갱신은 없습니다. 더 앞의 갱신을 다시 계산하세요`,
			};
		case "from":
			return {
				en: `its initial weights came from the run ${quote(why.from)} and are no longer kept. ${why.first === undefined ? "None of its updates can be replayed" : `Replay an update from ${why.first} on`}`,
				ko: `초기 가중치는 ${quote(why.from)} 실행에서 왔고 더는 남아 있지 않습니다. ${why.first === undefined ? "다시 계산할 수 있는 갱신이 없습니다" : `갱신 ${why.first}부터 다시 계산할 수 있습니다`}`,
			};
		case "parent":
			return {
				en: `it was forked after update ${why.update} of ${quote(why.parent)}. Earlier updates belong to that run: sluice replay ${why.parent}`,
				ko: `${quote(why.parent)} 실행의 갱신 ${why.update} 뒤에서 갈라진 실행입니다. 그 앞의 갱신은 원래 실행의 것입니다: sluice replay ${why.parent}`,
			};
	}
};

/** Why a passage cannot be taken out of a run. */
type WithoutReason =
	| { reason: "empty" }
	/** Not a run on a text. */
	| { reason: "task" }
	| { reason: "absent" | "unknown"; text: string }
	| { reason: "many"; text: string; most: number }
	/** The updates of the run read other stretches of the training part. */
	| { reason: "unread"; text: string; updates: number }
	/** The training part has too few other stretches of its length. */
	| { reason: "room"; symbols: number }
	/** The text that is to be read there has another number of symbols. */
	| { reason: "length"; got: number; wanted: number };

const without = (why: WithoutReason): { en: string; ko: string } => {
	switch (why.reason) {
		case "empty":
			return { en: "the passage is empty", ko: "구절이 비어 있습니다" };
		case "task":
			return {
				en: "the run was not trained on a text, so it has no passages",
				ko: "텍스트로 학습한 실행이 아니어서 구절이 없습니다",
			};
		case "absent":
			return {
				en: `the training part does not contain ${quote(why.text)}. Check line breaks and spaces, and that it is not in the validation or test part`,
				ko: `학습 부분에 ${quote(why.text)} 구절이 없습니다. 줄바꿈과 띄어쓰기를, 그리고 검증이나 테스트 부분에 있는지 확인하세요`,
			};
		case "unknown":
			return {
				en: `${quote(why.text)} has a symbol that the run's vocabulary lacks, so the training part does not contain it`,
				ko: `${quote(why.text)}에 이 실행의 어휘에 없는 기호가 있어 학습 부분에 없습니다`,
			};
		case "many":
			return {
				en: `${quote(why.text)} occurs more than ${why.most} times in the training part. Give a longer passage`,
				ko: `${quote(why.text)} 구절이 학습 부분에 ${why.most}번 넘게 나옵니다. 더 긴 구절을 지정하세요`,
			};
		case "unread":
			return {
				en: `none of the run's ${why.updates} updates reads ${quote(why.text)}, so the run is already without it`,
				ko: `실행의 갱신 ${why.updates}회 가운데 ${quote(why.text)} 구절을 읽은 것이 없습니다. 이미 읽지 않고 학습한 실행입니다`,
			};
		case "room":
			return {
				en: `the training part has no other stretch of ${why.symbols} symbols to read there. Give one with --with`,
				ko: `학습 부분에 그 자리에서 대신 읽을 기호 ${why.symbols}개짜리 다른 곳이 없습니다. --with 옵션으로 지정하세요`,
			};
		case "length":
			return {
				en: `the text to read there has ${why.got} symbols, but the passage has ${why.wanted}. Both must have the same number, so that all other symbols keep their places`,
				ko: `대신 읽을 텍스트는 기호 ${why.got}개인데 구절은 ${why.wanted}개입니다. 다른 기호의 자리가 그대로이려면 개수가 같아야 합니다`,
			};
	}
};

/** What a fork would have to change besides an option. */
const FIXED = pairs({
	shape: ["it changes the shape of the network", "네트워크의 모양이 바뀝니다"],
	data: ["it changes the batches", "배치가 바뀝니다"],
	start: ["it acts on the initial weights only", "초기 가중치에만 쓰입니다"],
	round: [
		"after this update a batch that --ramp-batch cuts is half read, and its windows must not shrink. Fork from a later update",
		"이 갱신 뒤에는 --ramp-batch로 나눈 배치가 반만 읽혀 있어 창을 줄일 수 없습니다. 더 뒤의 갱신에서 분기하세요",
	],
	moments: ["the optimiser's averages would not fit", "옵티마이저의 이동 평균이 맞지 않습니다"],
});

const CERTIFIED = table({
	echo: {
		en: "it is an echo state network, which is not trained update by update",
		ko: "갱신을 거듭해 학습하지 않는 에코 상태 네트워크입니다",
	},
	data: {
		en: "it was not trained on a text or on a generated task, so a reader could not get its data again",
		ko: "텍스트나 생성되는 과제로 학습하지 않아 읽는 사람이 데이터를 다시 얻을 수 없습니다",
	},
	from: {
		en: "its initial weights came from another run, not from a seed",
		ko: "초기 가중치가 시드가 아니라 다른 실행에서 왔습니다",
	},
	sync: {
		en: "it was trained with --sync-every, where each rank has weights of its own. Train with --shards instead",
		ko: "--sync-every로 학습한 실행은 랭크마다 가중치가 다릅니다. --shards로 학습시키세요",
	},
	diverged: {
		en: "its training diverges on the engine wasm-plain",
		ko: "wasm-plain 엔진에서 학습이 발산합니다",
	},
	long: {
		en: "its options do not fit into a link",
		ko: "옵션이 링크에 다 들어가지 않습니다",
	},
});

export const replayErrors = {
	E_REPLAY: define<{ run: string; why: ReplayReason }>({
		exit: 2,
		en: (p) => `${quote(p.run)} cannot be replayed there: ${replay(p.why).en}.`,
		ko: (p) => `${quote(p.run)} 실행의 그 갱신은 다시 계산할 수 없습니다. ${replay(p.why).ko}.`,
	}),
	/** A passage that cannot be taken out of what a run read. */
	E_WITHOUT: define<{ why: WithoutReason }>({
		exit: 2,
		en: (p) => `${without(p.why).en}.`,
		ko: (p) => `${without(p.why).ko}.`,
	}),
	/** An option that a fork cannot change. */
	E_FORK: define<{ option: string; why: keyof typeof FIXED }>({
		exit: 2,
		en: (p) => `a fork cannot change ${p.option}: ${FIXED[p.why][0]}. Train a new run with it: sluice train`,
		ko: (p) =>
			`갈라진 실행에서는 ${particle(p.option, "을/를")} 바꿀 수 없습니다. ${FIXED[p.why][1]}. 새 실행에서 학습시키세요: sluice train`,
	}),
	/** Two runs that have no update in common to compare. */
	E_FUTURES: define<{ runs: readonly string[]; update: number }>({
		exit: 2,
		en: (p) =>
			`${p.runs.map(quote).join(" and ")} cannot be compared after update ${p.update}: one of them has no later update, or their weights have other shapes. Choose a run and its fork.`,
		ko: (p) =>
			`${p.runs.map(quote).join(", ")} 실행은 갱신 ${p.update} 뒤에서 비교할 수 없습니다. 그 뒤의 갱신이 없거나 가중치의 모양이 다릅니다. 실행과 거기서 갈라진 실행을 고르세요.`,
	}),
	/** A run of which no receipt can be made. */
	E_RECEIPT: define<{ run: string; why: keyof typeof CERTIFIED }>({
		exit: 2,
		en: (p) => `no receipt can be made of ${quote(p.run)}: ${CERTIFIED[p.why].en}.`,
		ko: (p) => `${quote(p.run)} 실행의 증명서(receipt)는 만들 수 없습니다. ${CERTIFIED[p.why].ko}.`,
	}),
	/** A receipt that is not one. `what`: its field. */
	E_RECEIPT_FORM: define<{ what: string; why: Reason }>({
		exit: 2,
		en: (p) => `this is no whole receipt: ${sayField(p.why, "en", p.what)}. Copy the whole link again.`,
		ko: (p) => `온전한 증명서가 아닙니다. ${sayField(p.why, "ko", p.what)}. 링크 전체를 다시 복사하세요.`,
	}),
	E_RECEIPT_VERSION: define<{ got: number; newest: number }>({
		exit: 2,
		en: (p) =>
			`the receipt has version ${p.got}, but this version of Sluice reads version ${p.newest}. Check it with another Sluice.`,
		ko: (p) => `증명서의 버전이 ${p.got}인데 이 버전은 ${p.newest}만 읽습니다. 다른 버전의 Sluice로 확인하세요.`,
	}),
	E_RECEIPT_RECIPE: define<Record<never, never>>({
		en: () =>
			"the receipt's seed, options or data are not those that it was made with: their digest differs. It was changed, so nothing was trained.",
		ko: () =>
			"증명서의 시드, 옵션, 데이터가 만들 때의 것과 다릅니다(다이제스트 불일치). 누군가 고친 증명서라 학습하지 않았습니다.",
	}),
	E_RECEIPT_TEXT: define<{ got: string; wanted: string }>({
		en: (p) =>
			`the text is not the one of the receipt: its SHA-256 is ${p.got.slice(0, 16)}…, expected ${p.wanted.slice(0, 16)}…. Give the text that the run was trained on.`,
		ko: (p) =>
			`증명서의 텍스트가 아닙니다. SHA-256이 ${p.got.slice(0, 16)}…인데 ${p.wanted.slice(0, 16)}…이어야 합니다. 실행을 학습시킨 텍스트를 지정하세요.`,
	}),
	E_RECEIPT_WEIGHTS: define<{ update: number; tensor: string | null }>({
		en: (p) =>
			`the weights are not those of the receipt: the first checked update that differs is ${p.update}${p.tensor === null ? "" : `, the first tensor ${p.tensor}`}.`,
		ko: (p) =>
			`가중치가 증명서의 것과 다릅니다. 확인한 갱신 가운데 처음 다른 것은 ${p.update}${p.tensor === null ? "" : `, 처음 다른 텐서는 ${p.tensor}`}입니다.`,
	}),
	/** `text`: name of the catalogue, if the receipt has one. */
	E_RECEIPT_DATA: define<{ text?: string }>({
		exit: 2,
		en: (p) => `the receipt needs the text that the run was trained on. Give it with --text ${p.text ?? "FILE"}.`,
		ko: (p) =>
			`이 증명서를 확인하려면 실행을 학습시킨 텍스트가 필요합니다. --text ${p.text ?? "FILE"} 옵션으로 지정하세요.`,
	}),
};
