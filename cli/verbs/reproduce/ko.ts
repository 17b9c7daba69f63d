/** Korean messages: `sluice reproduce`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.reproduce": "발표된 실험을 다시 하고 그 수치를 우리 수치와 나란히 보여 줍니다",
	"arg.reproduction": "재현할 것, 주지 않으면 목록을 보여 줍니다",
	"flag.quick": "3분 안에 끝나는 작은 규모 (기본값)",
	"flag.full": "발표된 규모, 중단되면 같은 명령으로 이어 갑니다",
	"flag.data": "재현에 쓸 파일이 있는 폴더. music은 곡의 .json이나 .json.gz",
	"default.seeds": "재현마다 정한 수",
	"phase.reproduce": "{name} 재현 중",
	"reproduce.name": "이름",
	"reproduce.shows": "보이는 것",
	"reproduce.heading": "{title} (--{mode}, {seeds}, {time} 걸림)",
	"reproduce.seeds": "시드 1~{count}",
	"reproduce.noSeeds": "난수 없음",
	"reproduce.seedsUnused": "{name:은/는} 난수를 쓰지 않으므로 --seeds가 아무것도 바꾸지 않습니다.",
	"reproduce.dataUnused": "{name:은/는} 파일을 쓰지 않으므로 --data가 아무것도 바꾸지 않습니다.",
	"reproduce.what": "항목",
	"reproduce.published": "발표",
	"reproduce.ours": "우리",
	"reproduce.holds": "성립",
	"reproduce.yes": "예",
	"reproduce.no": "아니오",
	"reproduce.ok": "확인하는 {count}행이 모두 성립합니다",
	"reproduce.failed": "확인하는 {count}행 중 {failed}행이 성립하지 않습니다",
	"reproduce.figures": "그림:",
	"reproduce.stopping": "멈춥니다. 지금까지 한 것은 {folder}에 있고, 같은 명령으로 이어 갑니다",
} as const satisfies Record<keyof typeof en, string>;
