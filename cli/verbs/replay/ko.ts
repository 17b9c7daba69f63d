/** Korean messages: `sluice replay`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.replay": "실행의 어느 갱신이든 그때와 비트 단위까지 똑같이 다시 계산합니다",
	"flag.update": "다시 계산할 갱신. 1이 첫 갱신, 0은 처음 가중치",
	"default.lastUpdate": "마지막 갱신",
	"phase.replay": "재현하는 중",
	"replay.heading": "{run}, 갱신 {update}(갱신 {from}에서부터 {time} 동안 계산)",
	"replay.loss": "손실",
	"replay.gradNorm": "기울기 노름",
	"replay.clipped": "{norm}, 클리핑됨",
	"replay.lr": "학습률",
	"replay.batch": "배치",
	"replay.digest": "가중치(SHA-256)",
	"replay.tensor": "기울기",
	"replay.norm": "노름",
	"replay.largest": "절댓값이 가장 큰 원소",
	"replay.clippedByValue": "값 클리핑",
	"replay.state": "상태 기울기의 노름",
	"replay.firstStep": "첫 스텝",
	"replay.lastStep": "마지막 스텝",
	"replay.diverged": "실행이 여기서 발산했습니다. {tensor}[{index}] 값이 {value}입니다. 이 갱신은 적용되지 않았습니다.",
	"replay.same": "오는 길에 다시 계산한 기록 {count}줄이 모두 같습니다.",
	"replay.differs": "갱신 {update}의 기록이 다릅니다. {field} 값이 {got}인데 기록은 {logged}입니다.",
} as const satisfies Record<keyof typeof en, string>;
