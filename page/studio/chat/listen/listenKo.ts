/** 두 예의 말. */
import type { listenEn } from "./listenEn.ts";

export const listenKo: Record<keyof typeof listenEn, string> = {
	talk: "대화하기",
	listen: "듣고 있을까",
	paths: "두 갈래 길",
	parts: "대화 화면의 부분",
	"listen.about":
		"유닛 24개짜리 GRU가 지어낸 쌍 300개를 배웁니다. 질문은 다섯 색 가운데 하나를 말하고, 대답은 그 색이 좋다고 합니다. 칸의 수는 왼쪽 질문 다음에 위쪽 대답이 나올 때의 손실(nats)입니다. 신경망이 대답 전체에 준 확률이 p이면 −ln p입니다. 붉을수록 확률이 높습니다.",
	play: "재생",
	pause: "멈춤",
	update: "갱신",
	asked: "묻는 질문",
	"asked.own": "짝인 질문",
	"asked.shuffled": "뒤섞은 질문",
	question: "질문",
	frames:
		"테두리를 두른 칸은 짝인 질문 다음에 나온 대답입니다. 질문의 60에는 아무 뜻이 없고, 학습할 때는 나오지 않았습니다.",
	"frames.shuffled":
		"테두리를 두른 칸은 짝인 질문 대신 다른 질문으로 물은 대답입니다. 점선을 두른 칸은 짝인 질문이며 어느 평균에도 넣지 않습니다.",
	means: "대답 다섯의 평균",
	perAnswer: "대답당 nats",
	perCharacter: "글자당 nats",
	given: "nats(A|Q), 짝인 질문 다음",
	"given.shuffled": "nats(A|Q), 테두리의 질문 다음",
	without: "nats(A), 다른 질문 다음",
	gain: "질문 이득(두 값의 차이)",
	mixture: "하한: 질문 혼합",
	times: "짝인 질문 다음에는 다른 질문 다음보다 대답의 확률이 {times}배입니다.",
	"times.shuffled": "테두리의 질문 다음에는 다른 질문 다음보다 대답의 확률이 {times}배입니다.",
	table: "질문마다 잰 대답의 손실",
	"story.given": "nats(A|Q), 대답당",
	"story.without": "nats(A), 대답당",
	"story.summary": "갱신 {update}회에서 nats(A|Q)는 대답당 {given}, nats(A)는 {without}입니다.",
	"paths.about":
		"학습하지 않은 유닛 6개짜리 LSTM이 무작위 기호 40개를 읽고 거꾸로 말해야 합니다. 그래서 대답의 마지막 기호는 질문의 첫 기호입니다. 그 마지막 대답의 기울기는 질문의 기호마다 얼마나 남을까요? 질문의 마지막 기호에서의 크기를 1로 둡니다.",
	"paths.summary":
		"질문의 마지막 기호에서 첫 기호까지 거슬러 올라가면, 마지막 상태를 지나는 기울기는 {state}분의 1로 줄고 어텐션을 지나는 기울기는 {attention}배로 거의 그대로입니다.",
	"paths.state": "마지막 상태를 지나는 길",
	"paths.attention": "어텐션을 지나는 길",
	"paths.steps": "질문의 마지막 기호에서 거슬러 올라간 기호 수",
	"paths.table": "기울기를 표로 보기",
};
