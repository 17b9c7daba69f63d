/** 두 예의 말. */
import type { listenEn } from "./listenEn.ts";

export const listenKo: Record<keyof typeof listenEn, string> = {
	talk: "대화하기",
	listen: "듣고 있을까",
	paths: "두 갈래 길",
	parts: "대화 화면의 부분",
	"listen.about":
		"유닛 24개짜리 GRU가 지어낸 쌍 300개를 배웁니다. 질문은 다섯 색 가운데 하나를 말하고, 대답은 그 색이 좋다고 합니다. 수는 질문 다음에 온 대답의 손실(nats)이며, 붉을수록 확률이 높습니다.",
	update: "갱신",
	asked: "묻는 질문",
	"asked.own": "제 질문",
	"asked.shuffled": "뒤섞은 질문",
	question: "질문",
	given: "이 질문을 알 때",
	without: "다른 질문을 알 때",
	gain: "질문 이득",
	nats: "대답당 {n} nats",
	table: "질문마다 잰 대답의 손실",
	"paths.about":
		"학습하지 않은 유닛 6개짜리 LSTM이 기호 40개를 읽고 거꾸로 말합니다. 마지막 대답의 기울기가 질문의 기호마다 얼마나 남을까요? 마지막 기호에서 1입니다.",
	"paths.summary":
		"질문의 마지막 기호에서 첫 기호까지, 마지막 상태를 지나는 기울기는 10^{state}분의 1로 줄고 어텐션을 지나는 기울기는 10^{attention}배로 변합니다.",
	"paths.state": "마지막 상태를 지나는 길",
	"paths.attention": "어텐션을 지나는 길",
	"paths.steps": "질문의 마지막 기호에서 거슬러 올라간 기호 수",
	"paths.table": "기울기를 표로 보기",
};
