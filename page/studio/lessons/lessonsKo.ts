/** 수업 둘레의 말. 수업의 글은 docs/ko/lessons에 있습니다. */
import type { lessonsEn } from "./lessonsEn.ts";

export const lessonsKo: Record<keyof typeof lessonsEn, string> = {
	title: "수업",
	about:
		"5분에서 8분이면 되는 수업 아홉 편입니다. 물음으로 시작하니, 먼저 짐작해 보고 답을 찾으세요. 확인됨 표시가 있는 문장은 이 프로젝트의 테스트가 확인합니다.",
	documents: "문서 목록",
	start: "시작",
	readAgain: "다시 보기",
	finished: "마침",
	lesson: "{n}번째 수업",
	screen: "{all}쪽 가운데 {n}쪽",
	next: "다음",
	back: "이전",
	end: "다음 수업",
	close: "수업 닫기",
	all: "모든 수업",
	guess: "내 짐작({unit})",
	commit: "정하기",
	change: "다시 짐작하기",
	committed: "내 짐작: {guess}.",
	first: "답은 수업에 나옵니다.",
	answer: "정답: {answer}.",
	wrong: "{least}에서 {most} 사이의 수를 적으세요.",
	figure: "그림: {words}",
	tested: "확인됨",
	claim: "이 문장은 이 프로젝트의 테스트가 확인합니다.",
	loading: "수업을 불러오는 중",
	failed: "수업을 불러오지 못했습니다.",
	again: "다시 시도",
};
