/** 내보낸 페이지의 말. */
import type { exportedEn } from "./exportedEn.ts";

export const exportedKo: Record<keyof typeof exportedEn, string> = {
	about:
		"Sluice {version}에서 내보낸 페이지입니다. 서버가 없어서, 열거나 학습시킨 것은 이 브라우저 밖으로 나가지 않습니다.",
	threads: "스레드를 {n}개까지 써서 학습합니다.",
	oneThread: "교차 출처 격리(cross-origin isolation)가 되지 않아 스레드 하나로 학습합니다.",
	oneThreadYet: "페이지를 다시 열기 전까지는 스레드 하나로 학습합니다.",
	saving: "오프라인에서도 쓸 수 있게 저장하는 중입니다.",
	saved: "오프라인에서도 쓸 수 있습니다.",
	failed: "오프라인에서 쓸 수 있게 저장하지 못했습니다.",
	none: "",
	newer: "새 버전이 준비되었습니다.",
	update: "새 버전 열기(학습은 멈춤)",
};
