/** The words of the figures of an analysis, in both languages. Placeholders have the form {name}. */
import type { Lang } from "../../errors/define.ts";

const en = {
	title: "{run} on {text}: {nats} nats per symbol",
	subtitle: "{model}, step {step}; {symbols} symbols, compared with n-grams up to order {order}",
	orders: "N-grams by order, and the run",
	ordersText: "Loss of n-grams by order, and the loss of the run as a horizontal line.",
	order: "order n: n − 1 symbols of context",
	ngrams: "n-grams",
	run: "the run",
	starts: "Loss at the start of a sequence",
	startsText:
		"Loss by the number of symbols read since a zero state, compared with the same symbols read with a carried state.",
	symbolsRead: "symbols read",
	zero: "zero state",
	carried: "carried state",
	distance: "Closing brackets and quotes, by distance to the opening one",
	distanceText: "Gain of the run over n-grams and loss of the run, for each closing symbol, against distance.",
	toOpening: "distance to the opening symbol (symbols)",
	gain: "gain over order {order}",
	loss: "loss of the run",
};

export type AnalyseWords = { [K in keyof typeof en]: string };

const ko: AnalyseWords = {
	title: "{run}, {text}: 기호당 {nats} nats",
	subtitle: "{model}, 갱신 {step}; 기호 {symbols}개, {order}차까지의 n-gram과 비교",
	orders: "차수별 n-gram과 이 실행의 손실",
	ordersText: "n-gram의 손실을 차수별로 그리고, 이 실행의 손실을 수평선으로 나타냈습니다.",
	order: "차수 n: 앞의 기호 n − 1개를 봄",
	ngrams: "n-gram",
	run: "이 실행",
	starts: "시퀀스 첫머리의 손실",
	startsText: "영(0) 상태에서 시작해 읽은 기호의 수에 따른 손실을, 상태를 이어받아 읽을 때의 손실과 비교했습니다.",
	symbolsRead: "읽은 기호의 수",
	zero: "영(0) 상태",
	carried: "이어진 상태",
	distance: "닫는 괄호와 따옴표, 여는 기호까지의 거리별",
	distanceText: "닫는 기호마다 n-gram과 비교한 이득과 이 실행의 손실을 거리별로 그렸습니다.",
	toOpening: "여는 기호까지의 거리(기호)",
	gain: "{order}차 n-gram과 비교한 이득",
	loss: "이 실행의 손실",
};

export const ANALYSE_WORDS: Readonly<Record<Lang, AnalyseWords>> = { en, ko };
