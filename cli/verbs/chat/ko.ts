/** Korean messages: `sluice chat`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.chat": "질문과 대답의 쌍으로 학습한 실행과 대화합니다",
	"flag.beams": "빔(beam) 수. 가장 확률이 높은 대답을 빔 탐색으로 찾으며 무작위로 뽑지 않음. 0이면 표본 추출",
	"flag.replyLength": "대답 하나의 최대 기호 수",
	"flag.alternatives": "대답마다 /why처럼 확률이 높은 기호를 출력",
	"flag.replyValues": "--json과 --jsonl에 기호마다 그 예측을 낸 게이트와 상태를 추가",
	"chat.how":
		"질문을 입력하고 Enter를 누르면 {run} 실행이 대답합니다. 앞의 대화는 기억하지 않습니다. /help로 명령을 보고, Ctrl-D로 끝냅니다.",
	"chat.help":
		"/why              마지막 대답의 스텝마다 확률이 높은 기호 다섯 개, 어텐션이 본 곳,\n                  그리고 학습 부분에 있는 대답인지\n/temperature X    온도, 0~1000. 지금은 {temperature}\n/seed N           다음 대답부터 쓸 시드. 지금은 {seed}\n/save FILE        대화를 JSON으로 저장. 이미 있는 파일은 두 번째에 덮어씀\n/help             이 목록\n/quit             대화를 끝냄(Ctrl-D와 같음)\n//TEXT            빗금으로 시작하는 질문",
	"chat.unknown":
		"{command}: 없는 명령입니다. /help로 명령을 볼 수 있습니다. 빗금으로 시작하는 질문은 //로 시작하세요.",
	"chat.form.temperature": "/temperature 뒤에 0~1000의 수를 쓰세요. 예: /temperature 0.8",
	"chat.form.seed": "/seed 뒤에 0 이상의 정수를 쓰세요. 예: /seed 7",
	"chat.form.save": "/save 뒤에 파일 이름을 쓰세요. 예: /save talk.json",
	"chat.set": "{name} 값을 바꿨습니다: {value}",
	"chat.nothing": "아직 대답이 없습니다. 먼저 질문하세요.",
	"chat.exists": "{file}: 이미 있어서 덮어쓰지 않았습니다. 같은 /save를 한 번 더 쓰면 덮어씁니다.",
	"chat.saved": "대답 {count}개를 {file}에 저장했습니다.",
	"chat.symbol": "기호",
	"chat.probability": "확률",
	"chat.nats": "정보량(nats)",
	"chat.likeliest": "확률이 높은 순서",
	"chat.end": "끝",
	"chat.atOne": "온도 1일 때의 확률입니다. 이 대답은 온도 {temperature}에서 뽑았습니다.",
	"chat.likeliestTaken": "온도 1일 때의 확률입니다. 온도 0에서는 확률이 가장 높은 기호를 고릅니다.",
	"chat.searched": "온도 1일 때의 확률입니다. 이 대답은 빔 {count}개로 찾았고, 무작위로 뽑지 않았습니다.",
	"chat.excluded": "괄호 안은 {options} 때문에 뽑힐 수 없던 기호입니다.",
	"chat.again": "똑같은 대답을 다시 내는 명령:",
	"chat.total": "대답 전체: 기호 {count}개, {nats} nats",
	"chat.looked": "어텐션이 본 곳: 행은 대답의 글자이며, 그 글자가 가장 많이 본 질문의 글자를 함께 적었습니다.",
	"chat.shades": "가중치: · 4% 미만, ░ 4% 이상, ▒ 10% 이상, ▓ 25% 이상, █ 50% 이상",
	"chat.jamo": "ㄱ-은 초성, -ㄱ은 종성입니다.",
	"chat.attention.even": "어텐션이 아직 질문 전체에 고르게 퍼져 있어, 어느 글자를 보았는지 말해 주지 않습니다.",
	"chat.attention.same": "행이 거의 다 같습니다. 무엇을 쓰든 같은 곳을 봅니다.",
	"chat.attention.left": "가중치가 모두 4% 미만인 열 {count}개는 생략했습니다.",
	"chat.recites": "이 대답은 학습 부분의 대답에 그대로 있습니다.",
	"chat.own": "학습 부분에는 이와 똑같은 대답이 없습니다.",
	"chat.cut": "기호 {count}개에서 끊겼습니다. 더 길게 하려면 --length를 쓰세요.",
	"chat.unread": "이 실행의 어휘에 없어 미등록 기호로 읽은 것: {symbols}(질문의 기호 {all}개 중 {count}개)",
} as const satisfies Record<keyof typeof en, string>;
