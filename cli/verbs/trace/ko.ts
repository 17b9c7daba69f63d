/** Korean messages: `sluice trace`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.trace": "텍스트를 읽는 모든 스텝의 게이트, 상태, 출력을 파일로 저장하거나, 한 스텝을 수식별로 보여 줍니다",
	"flag.traceOut": "저장할 파일, 확장자로 형식 결정(.npz, .json, .csv). 이미 있으면 덮어씀",
	"flag.step": "수식별로 볼 스텝: N번째 기호를 읽는 스텝(0부터 셈)",
	"flag.layer": "볼 층(0부터 셈)",
	"flag.ahead": "역전파할 손실에 포함할, 그 뒤의 스텝 수",
	"flag.index": "이 유닛만 표시(0부터 셈)",
	"phase.trace": "값을 기록하는 중",
	"trace.done": "{file}: 기호 {symbols}개, 기호마다 값 {numbers}개, {bytes}, {time}",
	"trace.heading": "{run}, 스텝 {step}, 층 l{layer}: {cell}",
	"trace.symbols": "…{before} → 읽은 기호 {symbol}, 다음 기호 {next}, 손실 {nats} nats",
	"trace.none": "없음",
	"trace.forward": "순전파(forward pass)",
	"trace.backward": "역전파(backward pass). L: {count}스텝의 손실 합, {nats} nats",
	"trace.kept": "유지",
	"trace.forgotten": "망각",
	"trace.added": "추가",
	"trace.input": "입력",
	"trace.symbolRead": "읽은 기호만 1(원-핫)",
	"trace.below": "아래층의 h_t",
	"trace.above": "(위층에서)",
	"trace.later": "(t+1에서)",
	"trace.mean": "평균",
	"trace.least": "최소",
	"trace.most": "최대",
} as const satisfies Record<keyof typeof en, string>;
