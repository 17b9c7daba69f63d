/** 영수증에 쓰는 말. */
import type { receiptEn } from "./receiptEn.ts";

export const receiptKo: Record<keyof typeof receiptEn, string> = {
	title: "학습 증명서",
	claim:
		"{data} 데이터, {model}, 시드 {seed}. 갱신 {updates}회 뒤 가중치의 다이제스트는 {digest}입니다. 이 페이지가 지금 같은 학습을 되풀이해 비교합니다.",
	text: "텍스트({digest})",
	reading: "증명서를 읽는 중입니다.",
	checking: "이 컴퓨터에서 학습하는 중: 갱신 {done}/{total}",
	same: "비트까지 같습니다. 이 컴퓨터에서도 같은 가중치가 나왔습니다: {digest}.",
	differs: "다릅니다. 늦어도 갱신 {update}에서 가중치가 달라지며, 처음 다른 텐서는 {tensor}입니다.",
	recipe: "증명서가 바뀌었습니다. 시드나 옵션, 데이터가 만들 때와 다릅니다.",
	otherText: "증명서의 텍스트가 아닙니다.",
	noText: "증명서의 텍스트가 이 페이지에 없습니다.",
	choose: "파일 고르기…",
	ask: "다이제스트(SHA-256) 앞부분이 {digest}인 파일을 고르세요:",
	help: "아무것도 밖으로 보내지 않습니다. WebAssembly plain 빌드는 모든 브라우저에서 비트까지 같은 결과를 냅니다.",
	own: "내 신경망 학습시키기",
	make: "처음 갱신 {n}회의 증명서",
	making: "증명서를 만드는 중: {share}",
};
