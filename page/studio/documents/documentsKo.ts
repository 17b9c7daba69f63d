/** 문서 둘레의 말. 문서는 docs/ko에 있습니다. */
import type { documentsEn } from "./documentsEn.ts";

export const documentsKo: Record<keyof typeof documentsEn, string> = {
	title: "문서",
	all: "문서 목록",
	back: "{n}번째 수업으로",
	contents: "차례",
	loading: "문서를 불러오는 중",
	failed: "문서를 불러오지 못했습니다.",
	missing: "이런 이름의 문서가 이 페이지에 없습니다.",
	again: "다시 시도",
	english: "이 문서는 영어로만 있습니다.",
	notHere: "이 페이지에 없는 파일: {path}",
};
