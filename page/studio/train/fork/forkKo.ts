/** Korean words of a fork. */
import type { forkEn } from "./forkEn.ts";

export const forkKo: Record<keyof typeof forkEn, string> = {
	from: "분기할 갱신",
	change: "바꿀 옵션",
	nothing: "아무것도 바꾸지 않음",
	start: "두 갈래 비교",
	close: "갈래 닫기",
	head: "점선: 갱신 {at}부터 {what}.",
	changed: "{option} {value}",
	unchanged: "바꾼 것 없음",
	looking: "첫 갱신을 비교하는 중입니다.",
	first: "가중치는 갱신 {update}에서 {tensor}[{index}]부터 달라집니다.",
	equalSoFar: "갱신 {update}에서 모든 가중치가 비트까지 같습니다.",
	equal: "두 갈래의 마지막 가중치가 비트까지 같습니다: {digest}.",
	differs: "두 갈래의 마지막 가중치가 다릅니다: {digest}.",
	now: "현재 갱신 {step}, 손실 {loss}",
};
