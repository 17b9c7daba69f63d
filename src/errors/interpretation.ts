/** Errors of looking inside: names of values and of units, patterns and spans. */
import { define } from "./define.ts";
import { counted, quote } from "./quote.ts";
import { type Reason, sayField } from "./reasons.ts";

/** What is wrong with a file of spans. `entry` is "line 3", or a place in JSON such as "[2]". */
export type SpansReason =
	| { reason: "entry"; entry: string; got: string }
	| { reason: "tooMany"; max: number }
	| { reason: "large"; bytes: number; max: number }
	/** What the parser of JSON says. */
	| { reason: "json"; message: string };

function spans(why: SpansReason): string {
	switch (why.reason) {
		case "entry":
			return `${why.entry} is ${quote(why.got)}, expected FROM and TO in characters (0 <= FROM < TO, TO not included) and optionally a degree from 1 to 255: a line "12<TAB>40", or JSON [[12, 40]]`;
		case "tooMany":
			return `it has more than ${why.max} spans. Remove some`;
		case "large":
			return `it has ${why.bytes} bytes, expected at most ${why.max}. Remove some spans`;
		case "json":
			return `JSON is not valid (${why.message}). Write JSON such as [[12, 40]], or a line "12<TAB>40"`;
	}
}

function spansKo(why: SpansReason): string {
	switch (why.reason) {
		case "entry":
			return `${why.entry} 항목이 ${quote(why.got)}입니다. 글자 단위의 FROM과 TO(0 <= FROM < TO, TO는 제외), 필요하면 1~255의 정도가 와야 합니다. 예: "12<TAB>40" 또는 JSON [[12, 40]]`;
		case "tooMany":
			return `구간이 ${why.max}개를 넘습니다. 일부를 지우세요`;
		case "large":
			return `${why.bytes}바이트입니다. ${why.max}바이트까지 쓸 수 있습니다. 구간 일부를 지우세요`;
		case "json":
			return `JSON 형식이 맞지 않습니다(${why.message}). JSON [[12, 40]]이나 "12<TAB>40"처럼 쓰세요`;
	}
}

export const interpretationErrors = {
	/** A claim that is not one. `what`: its field. */
	E_CLAIM_FORM: define<{ what: string; why: Reason }>({
		exit: 2,
		en: (p) =>
			`this is no whole claim: ${sayField(p.why, "en", p.what)}. Make it again: sluice claim RUN UNIT --pattern PATTERN`,
		ko: (p) =>
			`온전한 주장 파일이 아닙니다. ${sayField(p.why, "ko", p.what)}. 다시 만드세요: sluice claim RUN UNIT --pattern PATTERN`,
	}),
	E_HOOK_NAME: define<{ name: string; model: string; known: string; suggestion?: string }>({
		exit: 2,
		en: (p) =>
			`${p.model} has no value ${quote(p.name)}.${
				p.suggestion ? ` Did you mean ${p.suggestion}?` : ""
			} It has: ${p.known}.`,
		ko: (p) =>
			`${p.model}: ${quote(p.name)} 값을 찾을 수 없습니다.${p.suggestion ? ` 혹시 ${p.suggestion} 아닌가요?` : ""} 있는 값: ${p.known}.`,
	}),
	E_HOOK_UNIT: define<{ unit: string; name: string; index?: string; last: number }>({
		exit: 2,
		en: (p) =>
			`the unit ${quote(p.unit)} has ${p.index ? `index ${p.index}` : "no index"}: ${p.name} has 0 to ${p.last}. Write it as ${p.name}.0`,
		ko: (p) =>
			`유닛 ${quote(p.unit)}: ${p.index ? `번호가 ${p.index}입니다` : "번호가 없습니다"}. ${p.name}의 번호는 0부터 ${p.last}까지입니다. 예: ${p.name}.0`,
	}),
	E_CLAMP: define<{ clamp: string }>({
		exit: 2,
		en: (p) => `${quote(p.clamp)} is not a clamp, expected UNIT=VALUE with a finite number, such as l0.c.17=1.`,
		ko: (p) => `${quote(p.clamp)}: 고정값이 아닙니다. 유닛=값(유한한 수)으로 적습니다. 예: l0.c.17=1`,
	}),
	E_PATTERN_NAME: define<{ name: string; known: string; korean: string; sets: string; suggestion?: string }>({
		exit: 2,
		en: (p) =>
			`no pattern is called ${quote(p.name)}.${p.suggestion ? ` Did you mean ${p.suggestion}?` : ""} Known patterns: ${p.known}; sets: ${p.sets}; ` +
			`in:/re/, at:/re/, after:/re/ for an expression; spans:FILE for a file of spans.`,
		ko: (p) =>
			`${quote(p.name)} 패턴을 찾을 수 없습니다.${p.suggestion ? ` 혹시 ${p.suggestion} 아닌가요?` : ""} 있는 패턴: ${p.korean}(영어 이름: ${p.known}). 묶음: ${p.sets}. ` +
			`정규식은 in:/re/, at:/re/, after:/re/로, 구간 파일은 spans:FILE로 적습니다.`,
	}),
	E_REGEX: define<{ source: string; why: string; at: number }>({
		exit: 2,
		en: (p) =>
			`the expression ${quote(p.source)} is wrong at position ${p.at} (${quote(p.source.slice(p.at, p.at + 12))}): ${p.why}. Fix it there, or put a \\ before a literal character.`,
		ko: (p) =>
			`정규식 ${quote(p.source)}의 ${p.at}번째 위치(${quote(p.source.slice(p.at, p.at + 12))})가 잘못되었습니다: ${p.why}. 그곳을 고치거나, 글자 그대로 쓰려면 앞에 \\를 붙이세요.`,
	}),
	E_REGEX_TIME: define<{ source: string; seconds: number; symbols: number; at: number; near: string }>({
		exit: 2,
		en: (p) =>
			`the expression ${quote(p.source)} took more than ${p.seconds} s on ${counted(p.symbols, "character")} and was stopped at character ${p.at} (${quote(p.near)}): nested repetitions such as (a+)+ take exponential time. Remove the nesting, or set a bound such as {1,80}.`,
		ko: (p) =>
			`정규식 ${quote(p.source)}: ${p.symbols}글자에서 ${p.seconds}초를 넘겨 ${p.at}번째 글자(${quote(p.near)})에서 멈췄습니다. (a+)+ 같은 겹친 반복은 시간이 기하급수로 듭니다. 그런 반복을 빼거나 {1,80}처럼 한도를 두세요.`,
	}),
	E_REGEX_DEPTH: define<{ source: string; at: number; near: string }>({
		exit: 2,
		en: (p) =>
			`the expression ${quote(p.source)} has more ways to match from character ${p.at} (${quote(p.near)}) than the engine can store: a repeated choice such as (.|x)* keeps one for each character. Write a class such as [^]* instead, or a bound such as {1,80}.`,
		ko: (p) =>
			`정규식 ${quote(p.source)}: ${p.at}번째 글자(${quote(p.near)})부터 되돌아볼 경우가 엔진의 한도를 넘습니다. (.|x)* 같은 선택의 반복은 글자마다 하나씩 쌓입니다. [^]* 같은 문자 클래스로 쓰거나 {1,80}처럼 한도를 두세요.`,
	}),
	E_PATTERN_SHARE: define<{
		name: string;
		share: "none" | "all";
		symbols: number;
		half: "chosen" | "heldOut" | "both";
	}>({
		exit: 2,
		en: (p) =>
			`the pattern ${quote(p.name)} ${p.share === "none" ? "never" : "always"} holds in the ${
				p.half === "both"
					? `${counted(p.symbols, "symbol")} of the text`
					: p.half === "chosen"
						? `first ${counted(p.symbols, "symbol")}, on which units are selected`
						: `last ${counted(p.symbols, "symbol")}, on which they are evaluated`
			}, so no unit can be found by it. Give a text that has it in some places of both halves, or another pattern.`,
		ko: (p) =>
			`${quote(p.name)} 패턴이 ${
				p.half === "both"
					? `텍스트 전체(기호 ${p.symbols}개)`
					: p.half === "chosen"
						? `유닛을 고르는 처음 절반(기호 ${p.symbols}개)`
						: `유닛을 평가하는 나머지 절반(기호 ${p.symbols}개)`
			}에서 ${p.share === "none" ? "한 번도 나타나지 않아" : "늘 나타나"} 유닛을 찾을 수 없습니다. 두 절반의 일부에만 나타나는 텍스트나 다른 패턴을 쓰세요.`,
	}),
	E_PATTERN_CONSTANT: define<{ share: "none" | "all"; symbols: number }>({
		exit: 2,
		en: (p) =>
			`the pattern ${p.share === "none" ? "never" : "always"} holds in the ${counted(p.symbols, "symbol")} of the text, so it has no ${p.share === "none" ? "inside" : "outside"} to compare. Give a text that has it in some places, or another pattern.`,
		ko: (p) =>
			`패턴이 텍스트(기호 ${p.symbols}개)에서 ${p.share === "none" ? "한 번도 나타나지 않아 안쪽" : "늘 나타나 바깥"}이 없으므로 비교할 수 없습니다. 일부에만 나타나는 텍스트나 다른 패턴을 쓰세요.`,
	}),
	E_AGAINST_SYMBOLS: define<{ own: string; other: string }>({
		exit: 2,
		en: (p) =>
			p.own === p.other
				? `the two networks have no symbol (${p.own}) in common, so they cannot be compared. Choose two networks that were trained on similar texts.`
				: `one network reads symbols of the unit ${p.own}, the other one of the unit ${p.other}, so they cannot be compared symbol by symbol. Choose two networks with the same --unit.`,
		ko: (p) =>
			p.own === p.other
				? `두 신경망에 공통인 기호(${p.own})가 없어 비교할 수 없습니다. 비슷한 텍스트로 학습한 신경망 두 개를 고르세요.`
				: `한 신경망의 기호 단위는 ${p.own}, 다른 하나는 ${p.other}이므로 기호마다 비교할 수 없습니다. --unit이 같은 신경망 두 개를 고르세요.`,
	}),
	E_TEXT_SHORT: define<{ text: string; symbols: number; least: number }>({
		exit: 2,
		en: (p) =>
			`${quote(p.text)} has ${counted(p.symbols, "symbol")}; searching units needs at least ${p.least}: one half for selection, the other for evaluation. Give a longer text.`,
		ko: (p) =>
			`${quote(p.text)}: 기호가 ${p.symbols}개입니다. 유닛을 찾으려면 적어도 ${p.least}개가 필요합니다(절반은 고르는 데, 절반은 평가에 씁니다). 더 긴 텍스트를 쓰세요.`,
	}),
	E_SPANS: define<{ where: string; why: SpansReason }>({
		exit: 2,
		en: (p) => `${p.where}: ${spans(p.why)}.`,
		ko: (p) => `${p.where}: ${spansKo(p.why)}.`,
	}),
};
