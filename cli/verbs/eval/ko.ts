/** Korean messages: `sluice eval`. */
import type { en } from "./en.ts";

export const ko = {
	"flag.evalLength": "과제: 시퀀스의 길이(스텝), 또는 배치마다 길이를 뽑을 범위",
	"verb.eval": "파일, 학습에 쓴 데이터의 한 부분, 또는 과제의 새 시퀀스로 실행을 평가합니다",
	"flag.sequences": "과제: 평가할 시퀀스의 수",
	"default.trained": "학습할 때와 같음",
	"default.sequences": "1000, 개수가 정해진 데이터는 전부",
	"flag.evalExact":
		"텍스트: 첫 기호부터 상태를 이어 가며 한 번에 읽음. 없으면 기호 5120개가 넘는 텍스트를 최대 32개 레인으로 나누어 영 상태에서 워밍업 기호 256개를 읽은 뒤 평가하고, 맨 앞 기호 16384개는 두 방법으로 읽어 비교",
	"flag.evalWindows": "텍스트: nanoGPT처럼 기호를 이만큼씩 나눈 창을 저마다 영 상태에서 읽은 손실도 보고",
	"flag.dynamic":
		"텍스트: 평가하는 동안 가중치가 텍스트를 따라가는 동적 평가(dynamic evaluation, Krause 등 2018)의 손실도 보고. 실행의 학습 부분을 읽음",
	"flag.dynamicLr": "--dynamic의 학습률",
	"flag.dynamicDecay": "--dynamic에서 학습된 가중치로 되돌리는 세기",
	"flag.chat":
		"쌍: 질문이 대답에 주는 이득, 10개 중 실제 대답 고르기, chrF, 다양성, 학습 대답과 겹치는 비율을 BM25와 가장 흔한 대답에 비교해 잼. --sequences는 쌍의 수",
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
	"chatEval.mixture": "  하한: 질문 혼합",
	"chatEval.pick": "{choices}개 중 실제 대답을 고른 비율",
	"chatEval.bm25": "  BM25 검색",
	"chatEval.commonest": "  항상 가장 흔한 대답",
	"chatEval.actual": "  실제 대답",
	"chatEval.exact": "실제 대답과 같은 비율",
	"chatEval.dullShare": "가장 흔한 자기 대답 20개에 드는 비율",
	"chatEval.actualDull": "  실제 대답끼리 잰 비율",
	"chatEval.copied": "학습 대답을 그대로 쓴 비율",
	"chatEval.valid": "온전한 글자로만 된 대답: {share}",
	"chatEval.listening.yes":
		"질문을 듣습니다. 짝인 질문을 읽으면 실제 대답의 확률이 다른 질문을 읽을 때의 {times}배입니다.",
	"chatEval.listening.hardly":
		"질문을 거의 듣지 않습니다. 짝인 질문을 읽어도 실제 대답의 확률은 다른 질문을 읽을 때의 {times}배입니다. 2배부터 듣는다고 봅니다.",
	"chatEval.listening.no":
		"질문을 듣지 않습니다. 짝인 질문을 읽어도 실제 대답의 확률은 다른 질문을 읽을 때의 {times}배입니다. 2배부터 듣는다고 봅니다.",
	"chatEval.listening.unsure":
		"질문을 듣는 것 같지만 쌍이 적어 확실하지 않습니다. 짝인 질문을 읽으면 실제 대답의 확률이 다른 질문을 읽을 때의 {times}배이나, 이득의 신뢰 구간이 0에 닿습니다.",
	"chatEval.evidence":
		"질문 이득은 글자당 {nats} nats(95% 신뢰 구간 {low}..{high})이고, 대답 {choices}개 중 실제 대답을 고른 비율은 {pick}입니다(우연이면 {chance}).",
	"chatEval.dull": "대답이 뻔합니다. {share}가 가장 흔한 자기 대답 20개에 듭니다. 실제 대답끼리 재면 {actual}입니다.",
	"chatEval.recites": "외운 대답을 합니다. 대답의 {share}가 학습 대답 그대로입니다.",
	"chatEval.varied": "대답이 뻔하지도, 외운 것도 아닙니다.",
	"chatEval.remedy.parrots": "처방: 더 오래, 또는 더 많은 유닛으로 학습시키세요.",
	"chatEval.remedy.parrotsDropout": "처방: 더 오래, 더 많은 유닛으로, 또는 드롭아웃을 줄여 학습시키세요.",
	"chatEval.remedy.unsure": "쌍 {count}개를 모두 재거나 더 오래 학습시키세요.",
	"chatEval.remedy.unsureAll": "쌍 {count}개를 모두 쟀습니다. 더 오래 학습시키세요.",
	"chatEval.remedy.recites": "처방: 드롭아웃을 늘리거나 갱신 횟수를 줄여 학습시키세요.",
	"chatEval.remedy.recitesEarlier": "처방: 갱신 횟수를 줄여 학습시키세요.",
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
