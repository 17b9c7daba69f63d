/** Korean messages: `sluice eval`. */
import type { en } from "./en.ts";

export const ko = {
	"flag.evalLength": "과제: 시퀀스의 길이(스텝), 또는 배치마다 길이를 뽑을 범위",
	"verb.eval": "파일, 학습에 쓴 데이터의 한 부분, 또는 과제의 새 시퀀스로 실행을 평가합니다",
	"flag.sequences": "과제: 평가할 시퀀스의 수. --chat에서는 쌍의 수",
	"default.trained": "학습할 때와 같음",
	"default.sequences": "1000, 개수가 정해진 데이터와 쌍은 전부",
	"flag.evalExact":
		"텍스트: 첫 기호부터 상태를 이어 가며 한 번에 읽음. 없으면 기호 5120개가 넘는 텍스트를 최대 32개 레인으로 나누어 영 상태에서 워밍업 기호 256개를 읽은 뒤 평가하고, 맨 앞 기호 16384개는 두 방법으로 읽어 비교",
	"flag.evalWindows": "텍스트: nanoGPT처럼 기호를 이만큼씩 나눈 창을 저마다 영 상태에서 읽은 손실도 보고",
	"flag.dynamic":
		"텍스트: 평가하는 동안 가중치가 텍스트를 따라가는 동적 평가(dynamic evaluation, Krause 등 2018)의 손실도 보고. 실행의 학습 부분을 읽음",
	"flag.dynamicLr": "--dynamic의 학습률",
	"flag.dynamicDecay": "--dynamic에서 학습된 가중치로 되돌리는 세기",
	"flag.chat":
		"쌍: 질문이 대답에 주는 이득, 10개 중 실제 대답 고르기, chrF, 다양성, 학습 대답과 겹치는 비율을 BM25와 가장 흔한 대답에 비교해 잼",
	"chatEval.phase.score": "대답을 채점하는 중",
	"chatEval.phase.reply": "질문에 대답하는 중",
	"chatEval.phase.remedy": "표본 추출을 시도하는 중",
	"chatEval.heading": "{run}, 갱신 {step}, {of}의 쌍 {count}개, {time} 걸림",
	"chatEval.measure": "측정",
	"chatEval.all": "전체",
	"chatEval.seen": "학습에 있는 대답",
	"chatEval.unseen": "새 대답",
	"chatEval.pairs": "쌍",
	"chatEval.nats": "질문을 읽었을 때 대답의 글자당 nats",
	"chatEval.gain": "질문 이득(글자당 nats)",
	"chatEval.interval": "  95% 신뢰 구간",
	"chatEval.shuffled": "  대조군: 질문을 섞었을 때",
	"chatEval.shuffledInterval": "    95% 신뢰 구간",
	"chatEval.mixture": "  하한: 질문 혼합",
	"chatEval.pick": "{choices}개 중 고르기(실제 대답이 1위인 비율)",
	"chatEval.bm25": "  BM25 검색",
	"chatEval.commonest": "  항상 가장 흔한 대답",
	"chatEval.actual": "  실제 대답",
	"chatEval.exact": "실제 대답과 같은 비율",
	"chatEval.dullShare": "자주 한 대답 20가지의 비율",
	"chatEval.actualDull": "  실제 대답에서는",
	"chatEval.copied": "학습 대답을 그대로 쓴 비율",
	"chatEval.valid": "온전한 글자로만 된 대답: {share}",
	"chatEval.times": "{times}배",
	"chatEval.timesMany": "{times}배 이상",
	"chatEval.hears.content":
		"질문을 듣습니다. 짝인 질문을 읽으면 실제 대답의 확률이 다른 질문을 읽을 때의 {times}이고, {choices}개 중 고르기에서는 {pick}를 맞힙니다(우연이면 {chance}).",
	"chatEval.hears.kind":
		"앵무새처럼 말합니다. 어떤 종류의 질문인지는 듣지만 무엇을 묻는지는 거의 듣지 못합니다. 짝인 질문을 읽으면 실제 대답의 확률이 다른 질문을 읽을 때의 {times}이지만, {choices}개 중 고르기에서는 {pick}만 맞힙니다(우연이면 {chance}, {enough}는 되어야 듣는다고 봅니다).",
	"chatEval.hears.little":
		"앵무새처럼 말합니다. 질문을 거의 듣지 않습니다. 짝인 질문을 읽으면 실제 대답의 확률이 다른 질문을 읽을 때의 {times}입니다. 2배는 되어야 듣는다고 봅니다. {choices}개 중 고르기에서는 {pick}를 맞힙니다(우연이면 {chance}).",
	"chatEval.hears.nothing":
		"앵무새처럼 말합니다. 질문을 듣지 않습니다. 짝인 질문을 읽으면 실제 대답의 확률이 다른 질문을 읽을 때의 {times}입니다. 2배는 되어야 듣는다고 봅니다. {choices}개 중 고르기에서는 {pick}를 맞힙니다(우연이면 {chance}).",
	"chatEval.hears.unsure":
		"질문을 듣는 것 같지만 쌍이 적어 확실하지 않습니다. 짝인 질문을 읽으면 실제 대답의 확률이 다른 질문을 읽을 때의 {times}이나, 이득의 신뢰 구간이 0에 닿습니다. {choices}개 중 고르기에서는 {pick}를 맞힙니다(우연이면 {chance}).",
	"chatEval.answers.mostly":
		"맞게 대답합니다. 대답의 {exact}가 실제 대답과 같습니다. chrF는 {chrF}이고 BM25 검색은 {bm25}입니다.",
	"chatEval.answers.partly":
		"어느 정도 대답합니다. 대답의 {exact}가 실제 대답과 같고, chrF({chrF})는 BM25 검색({bm25})보다 높습니다.",
	"chatEval.answers.seldom":
		"맞는 대답은 드뭅니다. 대답의 {exact}만 실제 대답과 같고, chrF({chrF})는 BM25 검색({bm25})보다 높지 않습니다.",
	"chatEval.evidence":
		"질문 이득은 글자당 {nats} nats입니다(95% 신뢰 구간 {low}..{high}). 엉뚱한 질문이 부풀리지 못하는 하한은 {mixture}입니다.",
	"chatEval.belowChance":
		"{choices}개 중 고르기가 우연보다 낮은 것은, 흔하고 짧은 대답이 어떤 질문 뒤에서나 확률이 높아 드문 실제 대답을 밀어내기 때문입니다.",
	"chatEval.dull":
		"대답이 뻔합니다. 모델이 자주 한 대답 20가지가 전체의 {share}입니다. 실제 대답에서는 20가지가 {actual}입니다.",
	"chatEval.recites": "외운 대답을 합니다. 대답의 {share}가 학습 대답 그대로입니다.",
	"chatEval.varied": "대답이 뻔하지도, 외운 것도 아닙니다.",
	"chatEval.remedies.one": "처방: {list}",
	"chatEval.remedies.many": "처방(도움이 될 만한 것부터): {list}",
	"chatEval.remedy.longer": "더 오래 학습",
	"chatEval.remedy.longerFell": "더 오래 학습(갱신 횟수가 마지막으로 두 배가 되는 동안 검증 손실이 {fall} 줄었음)",
	"chatEval.remedy.longerRose": "더 오래 학습(다만 갱신 횟수가 마지막으로 두 배가 되는 동안 검증 손실이 {fall} 늘었음)",
	"chatEval.remedy.attention": "어텐션이 있는 모델(--model encoder-decoder --attention dot)",
	"chatEval.remedy.units": "유닛 늘리기",
	"chatEval.remedy.lessDropout": "드롭아웃 줄이기",
	"chatEval.remedy.moreDropout": "드롭아웃 늘리기",
	"chatEval.remedy.fewerUpdates": "갱신 횟수 줄이기",
	"chatEval.remedy.sampling": "무작위로 뽑기(--temperature {temperature} --top-p {topP})",
	"chatEval.remedy.morePairs": "쌍 {count}개 모두 재기",
	"chatEval.tried":
		"시도: --temperature {temperature} --top-p {topP}에서 가장 흔한 20개 {dull} -> {dullNow}({dullIs}), 학습 대답 그대로 {copied} -> {copiedNow}({copiedIs}), chrF {chrF} -> {chrFNow}({chrFIs})",
	"chatEval.better": "나아짐",
	"chatEval.same": "차이 없음",
	"chatEval.worse": "나빠짐",
	"chatEval.examples": "처음 질문 {count}개",
	"chatEval.question": "질문",
	"chatEval.reply": "대답",
	"chatEval.answer": "실제 대답",
	"eval.onePiece": "상태를 이어 가며 한 번에 읽었습니다.",
	"eval.lanes": "레인 {lanes}개로 나누어 읽었고, 레인마다 워밍업 기호 {warmup}개를 먼저 읽었습니다.",
	"eval.compared": "맨 앞 기호 {count}개에서 레인은 {lanes} nats, 한 번에 읽으면 {exact} nats입니다.",
	"eval.windows": "기호 {size}개의 창, 저마다 영 상태에서 시작(기호 {count}개): 기호당 {nats} nats, {bits} bits",
	"eval.dynamic":
		"가중치가 텍스트를 따라가는 동적 평가(학습률 {lr}, 감쇠 {decay}): 기호당 {nats} nats, {bits} bits. 고정된 가중치의 손실과 비교할 수 없습니다.",
	"eval.heading": "{run}, {text}: 기호 {symbols}개, {time} 걸림",
	"eval.headingSeries": "{run}, 갱신 {step}, {task}, {of}: {time} 걸림",
	"eval.headingPairs": "{run}, 갱신 {step}, {task}, {of}의 쌍 {count}개: {time} 걸림",
	"eval.baselinePairs": "기준선(기호당 nats)",
	"eval.pairsMore":
		"질문을 읽었을 때 대답의 기호당 손실입니다. 기준선은 기호의 빈도만 압니다. 질문을 듣는지는 --chat으로 잽니다.",
	"eval.headingTask": "{run}, 갱신 {step}, {task}: 길이 {length}인 시퀀스 {count}개, {time} 걸림",
	"eval.unknown": "기호 {count}개({share})는 이 실행의 어휘에 없어 미등록 기호로 읽었습니다.",
} as const satisfies Record<keyof typeof en, string>;
