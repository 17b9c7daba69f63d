/** Korean messages: `sluice trace`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.trace": "글을 읽는 모든 스텝의 게이트, 상태, 출력을 파일로 쓰거나 한 스텝을 풀어 보기",
	"flag.traceOut": "쓸 파일. 끝이 .npz, .json, .csv 가운데 하나. 있던 파일은 바뀝니다",
	"flag.step": "이 기호(0부터 셈)를 읽는 스텝을 풀어 봅니다",
	"flag.layer": "그 스텝의 층, 0부터 셈",
	"flag.ahead": "미분할 비용에 손실을 넣을 그 뒤의 스텝 수",
	"flag.index": "이 유닛만 봅니다, 0부터 셈",
	"phase.trace": "값을 기록하는 중",
	"trace.done": "{file}: 기호 {symbols}개, 기호마다 수 {numbers}개, {bytes}, {time}",
	"trace.heading": "{run}, 스텝 {step}, 층 {layer}: {cell}",
	"trace.symbols": "…{before} 읽은 기호 {symbol}, 다음 {next}, 손실 {nats} nats",
	"trace.none": "없음",
	"trace.forward": "앞으로",
	"trace.backward": "뒤로. L: {count}스텝의 손실, {nats} nats",
	"trace.kept": "남긴 것",
	"trace.forgotten": "잊은 것",
	"trace.added": "더한 것",
	"trace.input": "입력",
	"trace.symbolRead": "읽은 기호 자리가 1",
	"trace.below": "아래층의 h_t",
	"trace.above": "(위에서)",
	"trace.later": "(t+1에서)",
	"trace.mean": "평균",
	"trace.least": "최소",
	"trace.most": "최대",
} as const satisfies Record<keyof typeof en, string>;
