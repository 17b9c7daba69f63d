/** Korean messages: bad usage, and the words beside every message. */
import type { en } from "./en.ts";

export const ko = {
	"error.label": "오류",
	"notice.label": "알림",
	"next.label": "다음",
	"where.flags": "명령줄",
	"where.env": "환경 변수",
	"wanted.text": "문자열",
	"wanted.numberOrText": "수 또는 문자열",
	"wanted.list": "하나 이상의 단어",
	"wanted.oneTextEach": "비어 있지 않은 텍스트 하나 이상",
	"wanted.choice": "{choices} 중 하나",
	"wanted.near": "혹시 {near} 아닌가요?",
	"wanted.whole": "{min} 이상 {max} 이하의 정수",
	"wanted.number": "{min} 이상 {max} 이하의 수",
	"wanted.arguments": "최대 {count}개",
	"wanted.oneTask": "텍스트 없이 과제 하나만",
	"wanted.evalOne": "파일과 --part 중 하나만",
	"wanted.checkpoint": "best, last 또는 스텝 번호",
	"got.nothing": "없음",
	"got.beside": "{name:와/과} 함께 준 값",
	"got.both": "파일과 --part 둘 다",
	"got.files": "파일 {count}개",
	"wanted.oneFile": "숫자 파일 하나: FILE.csv --target COLUMN",
	"got.tasks": "이름 {count}개에 섞인 과제",
} as const satisfies Record<keyof typeof en, string>;
