/** Korean messages: `sluice study run`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.study run": "모든 설정을 모든 시드로 학습시키고 결과를 비교합니다",
	"arg.studyRun": "스터디를 적은 파일(FILE.json). 또는 --grid, --random, --ask와 함께 쓰는 과제, 파일, 폴더, @NAME",
	"flag.grid": "옵션마다 시도할 값. 예: lr=.001,.003 hidden=32,64. 모든 조합을 학습시킴",
	"flag.random": "설정을 뽑을 값이나 범위. 예: lr=1e-4..1e-2:log hidden=32..256 cell=lstm,gru",
	"flag.points": "--random: 설정의 수",
	"flag.drawSeed": "--random: 설정을 뽑는 시드",
	"flag.halving": "--random: 연속 반감(successive halving, ASHA). 모든 설정을 짧게, 가장 좋은 것만 더 오래 학습시킴",
	"flag.firstSteps": "--halving: 첫 단의 갱신 횟수",
	"flag.rungFactor": "--halving: 단마다 학습이 이 배수만큼 길어지고, 설정은 이 수분의 1만 다음 단에 오름",
	"flag.rungs": "--halving: 단의 수",
	"flag.ask": "sluice study ask로 시행을 추가할 스터디를 만듦",
	"flag.studySeeds": "시드의 수. 모든 설정이 같은 시드를 씀",
	"flag.tries": "실패한 시도가 이 수에 이르면 시행을 보류",
	"flag.lease": "작업자의 신호가 이 시간(초) 동안 없으면 그 시행을 다른 작업자에게 넘김",
	"flag.silence": "진행이 이 시간(초) 동안 없으면 멎은 시행으로 판단",
	"flag.memory": "시행이 쓸 수 있는 메모리(MB)",
	"default.memory": "이 컴퓨터 메모리의 80 %를 동시에 학습시키는 시행의 수로 나눈 값",
	"flag.output": "시행이 출력할 수 있는 양(MB)",
	"flag.studyName": "새 스터디의 이름이나 폴더",
	"default.study": "CORPUS-N, 비어 있는 첫 번호",
} as const satisfies Record<keyof typeof en, string>;
