/** Korean messages: `sluice reproduce`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.reproduce": "발표된 실험을 재현하고 그 수치를 이번 결과와 비교합니다",
	"arg.reproduction": "재현할 실험, 없으면 목록을 출력",
	"flag.at": "재현 대신 한 지점만 계산할 설정. 예: radius=1.2,act=linear. error-wall, wrec-sweep",
	"point.value": "값",
	"flag.quick": "3분 안에 끝나는 작은 규모(기본값)",
	"flag.full": "논문과 같은 규모. 중단되면 같은 명령으로 계속",
	"flag.fewerUpdates": "실행당 갱신 횟수를 줄일 때. 어느 행도 검사하지 않음. pathological, attention-path",
	"default.ownUpdates": "규모마다 정해진 수",
	"flag.data":
		"재현에 필요한 파일이 있는 폴더. music: 곡이 담긴 .json 또는 .json.gz. size-table: warpeace_input.txt, linux_input.txt(.gz도 가능)",
	"flag.sizes": "size-table: 학습할 행. 64, 128, 256, 512 가운데",
	"default.sizes": "64, --full이면 모두",
	"default.seeds": "재현마다 정해진 수",
	"phase.reproduce": "{name} 재현 중",
	"reproduce.name": "이름",
	"reproduce.shows": "보여 주는 것",
	"reproduce.heading": "{title} (--{mode}, {seeds}, {time} 걸림)",
	"reproduce.seeds": "시드 1~{count}",
	"reproduce.noSeeds": "난수 없음",
	"reproduce.seedsUnused": "{name:은/는} 난수를 쓰지 않으므로 --seeds는 쓰이지 않습니다.",
	"reproduce.dataUnused": "{name:은/는} 파일을 쓰지 않으므로 --data는 쓰이지 않습니다.",
	"reproduce.files": "수치:",
	"reproduce.studies": "스터디:",
	"reproduce.what": "항목",
	"reproduce.published": "논문",
	"reproduce.ours": "이번 결과",
	"reproduce.holds": "일치",
	"reproduce.yes": "예",
	"reproduce.no": "아니오",
	"reproduce.ok": "검사하는 {count}행이 모두 논문과 일치합니다",
	"reproduce.failed": "검사하는 {count}행 중 {failed}행이 논문과 일치하지 않습니다",
	"reproduce.figures": "그림:",
	"reproduce.stopping":
		"멈추는 중입니다. 지금까지의 결과는 {folder}에 있으며, 같은 명령을 다시 실행하면 이어서 계속합니다",
} as const satisfies Record<keyof typeof en, string>;
