/** The words of the figure of a unit's history, in both languages. Placeholders have the form {name}. */
import type { Lang } from "../../../errors/define.ts";

const en = {
	title: "{unit} of {run} on {pattern}",
	description: "Score of the unit on the pattern at each saved checkpoint, with chance and the best unit of its kind.",
	best: "best unit of its kind, by the other half",
	chance: "chance (2.5 % of shifts exceed it)",
	correlation: "rank correlation",
	auc: "AUC",
};

export type HistoryWords = { [K in keyof typeof en]: string };

const ko: HistoryWords = {
	title: "{run}의 {unit}, {pattern} 패턴",
	description: "저장된 체크포인트마다 패턴에 대한 유닛의 점수를 우연 수준, 같은 종류의 최고 유닛과 함께 나타냈습니다.",
	best: "같은 종류의 최고 유닛(다른 절반에서 고름)",
	chance: "우연 수준(이동한 패턴의 2.5%만 넘음)",
	correlation: "순위 상관",
	auc: "AUC",
};

export const HISTORY_WORDS: Readonly<Record<Lang, HistoryWords>> = { en, ko };
