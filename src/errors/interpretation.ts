/** Errors of looking inside: names of values and of units. */
import { define } from "./define.ts";
import { counted, quote } from "./quote.ts";

export const interpretationErrors = {
	E_HOOK_NAME: define<{ name: string; model: string; known: string; suggestion?: string }>({
		exit: 2,
		en: (p) =>
			`${p.model} has no value ${quote(p.name)}.${
				p.suggestion ? ` Did you mean ${p.suggestion}?` : ""
			} It has: ${p.known}.`,
		ko: (p) =>
			`${p.model}: ${quote(p.name)} 값은 없습니다.${p.suggestion ? ` 혹시 ${p.suggestion}?` : ""} 있는 값: ${p.known}.`,
	}),
	E_HOOK_UNIT: define<{ unit: string; name: string; index?: string; last: number }>({
		exit: 2,
		en: (p) =>
			`the unit ${quote(p.unit)} has ${p.index ? `index ${p.index}` : "no index"}: those of ${p.name} are 0 to ${p.last}. Write it as in ${p.name}.0`,
		ko: (p) =>
			`유닛 ${quote(p.unit)}: ${p.index ? `번호 ${p.index}` : "번호 없음"}. ${p.name}의 번호는 0부터 ${p.last}까지입니다. 예: ${p.name}.0`,
	}),
	E_CLAMP: define<{ clamp: string }>({
		exit: 2,
		en: (p) => `${quote(p.clamp)} is no clamp, expected UNIT=VALUE with a finite number, such as l0.c.17=1.`,
		ko: (p) => `${quote(p.clamp)}: 고정값이 아닙니다. 유닛=값(유한한 수)으로 적습니다. 예: l0.c.17=1.`,
	}),
	E_CELL_NAME: define<{ name: string; why: "text" | "empty" | "long" | "control" }>({
		exit: 2,
		en: (p) =>
			`${quote(p.name.slice(0, 100))} is no name for a cell: ${
				{
					text: "it is no text",
					empty: "it is empty",
					long: "it is longer than 80 characters",
					control: "it has a control character, a line break or a sign that turns the direction of writing",
				}[p.why]
			}. Give 1 to 80 characters of one line, such as "inside a comment".`,
		ko: (p) =>
			`${quote(p.name.slice(0, 100))}: 셀 이름으로 쓸 수 없습니다(${
				{
					text: "글이 아님",
					empty: "비어 있음",
					long: "80자를 넘음",
					control: "제어 문자, 줄바꿈 또는 쓰기 방향을 바꾸는 문자가 있음",
				}[p.why]
			}). "주석 안"처럼 한 줄에 1~80자로 적으십시오.`,
	}),
	E_CELL_UNNAMED: define<{ unit: string; known: string }>({
		exit: 2,
		en: (p) => `${p.unit} has no name. Named are: ${p.known || "none"}. Name one with sluice cells name.`,
		ko: (p) =>
			`${p.unit}: 이름이 없습니다. 이름이 있는 유닛: ${p.known || "없음"}. sluice cells name으로 이름을 붙일 수 있습니다.`,
	}),
	E_PAGE: define<{ file: string }>({
		en: (p) =>
			`this installation has no ${p.file}, which reports are made with. In a checkout, run npm ci && npm run build.`,
		ko: (p) =>
			`보고서를 만드는 데 필요한 ${p.file}: 설치된 곳에 없습니다. 소스에서는 npm ci && npm run build를 실행하십시오.`,
	}),
	E_CELL_PATTERN: define<{ unit: string; text: string; judged: number }>({
		exit: 2,
		en: (p) =>
			`${p.unit} tracks none of the ${counted(p.judged, "pattern")} that could be judged in ${quote(p.text)} beyond chance, so there is nothing to follow. Say what to score it on: --pattern quotes, or another of sluice cells patterns.`,
		ko: (p) =>
			`${p.unit} 유닛은 ${quote(p.text)} 글에서 검증할 수 있는 패턴 ${p.judged}개 가운데 어느 것도 우연 이상으로 따라가지 않습니다. 무엇으로 점수를 매길지 정해 주세요: --pattern quotes, 또는 sluice cells patterns에 있는 다른 패턴.`,
	}),
	E_PATTERN_NAME: define<{ name: string; known: string; suggestion?: string }>({
		exit: 2,
		en: (p) =>
			`there is no pattern ${quote(p.name)}.${p.suggestion ? ` Did you mean ${p.suggestion}?` : ""} There are: ${p.known}; ` +
			`in:/re/, at:/re/, after:/re/ for an expression; spans:FILE for a file of spans.`,
		ko: (p) =>
			`${quote(p.name)} 패턴은 없습니다.${p.suggestion ? ` 혹시 ${p.suggestion}?` : ""} 있는 패턴: ${p.known}. ` +
			`정규식은 in:/re/, at:/re/, after:/re/로, 구간 파일은 spans:FILE로 적습니다.`,
	}),
	E_REGEX: define<{ source: string; why: string; at: number }>({
		exit: 2,
		en: (p) =>
			`the expression ${quote(p.source)} is wrong at position ${p.at} (${quote(p.source.slice(p.at, p.at + 12))}): ${p.why}. Mend it there, or put a \\ before a character meant as itself.`,
		ko: (p) =>
			`정규식 ${quote(p.source)}의 ${p.at}번째 위치(${quote(p.source.slice(p.at, p.at + 12))})가 잘못되었습니다: ${p.why}. 그곳을 고치거나, 글자 그대로 쓰려면 앞에 \\를 붙이세요.`,
	}),
	E_REGEX_TIME: define<{ source: string; seconds: number; symbols: number; at: number; near: string }>({
		exit: 2,
		en: (p) =>
			`the expression ${quote(p.source)} took more than ${p.seconds} s on ${counted(p.symbols, "character")} and was stopped at character ${p.at} (${quote(p.near)}): nested repetitions such as (a+)+ take exponential time. Write it without one, or with a bound such as {1,80}.`,
		ko: (p) =>
			`정규식 ${quote(p.source)}: ${p.symbols}글자에서 ${p.seconds}초를 넘겨 ${p.at}번째 글자(${quote(p.near)})에서 멈췄습니다. (a+)+ 같은 겹친 반복은 시간이 기하급수로 듭니다. 그런 반복을 빼거나 {1,80}처럼 한도를 두세요.`,
	}),
	E_REGEX_DEPTH: define<{ source: string; at: number; near: string }>({
		exit: 2,
		en: (p) =>
			`the expression ${quote(p.source)} has more ways to match from character ${p.at} (${quote(p.near)}) on than the engine can keep: a repeated choice such as (.|x)* keeps one for each character. Write a class such as [^]* instead, or a bound such as {1,80}.`,
		ko: (p) =>
			`정규식 ${quote(p.source)}: ${p.at}번째 글자(${quote(p.near)})부터 되돌아볼 경우가 엔진의 한도를 넘습니다. (.|x)* 같은 선택의 반복은 글자마다 하나씩 쌓입니다. [^]* 같은 문자 클래스로 쓰거나 {1,80}처럼 한도를 두세요.`,
	}),
	E_SPANS: define<{ where: string; entry: string; got: string }>({
		exit: 2,
		en: (p) =>
			`${p.where}: ${p.entry} is ${quote(p.got)}, expected FROM and TO in characters (0 <= FROM < TO, TO not included) and perhaps a degree from 1 to 255: a line "12<TAB>40", or JSON [[12, 40]].`,
		ko: (p) =>
			`${p.where}: ${p.entry} 항목이 ${quote(p.got)}입니다. 글자 단위의 FROM과 TO(0 <= FROM < TO, TO는 제외), 그리고 필요하면 1~255의 정도가 와야 합니다. 예: "12<TAB>40" 또는 JSON [[12, 40]].`,
	}),
	E_PATTERN_SHARE: define<{ name: string; share: "none" | "all"; symbols: number }>({
		exit: 2,
		en: (p) =>
			`the pattern ${quote(p.name)} ${p.share === "none" ? "never" : "always"} holds in the ${counted(p.symbols, "symbol")} of one half of the text, so no unit can be told by it. Give a text in which it comes and goes, or another pattern.`,
		ko: (p) =>
			`${quote(p.name)} 패턴이 글의 한쪽 절반(${p.symbols}개 심볼)에서 ${p.share === "none" ? "한 번도 나타나지 않아" : "늘 나타나"} 유닛을 가려낼 수 없습니다. 나타났다 사라지는 글이나 다른 패턴을 주세요.`,
	}),
	E_PATTERN_CONSTANT: define<{ share: "none" | "all"; symbols: number }>({
		exit: 2,
		en: (p) =>
			`the pattern ${p.share === "none" ? "never" : "always"} holds in the ${counted(p.symbols, "symbol")} of the text, so it has no ${p.share === "none" ? "inside" : "outside"} to compare. Give a text in which it comes and goes, or another pattern.`,
		ko: (p) =>
			`패턴이 글(${p.symbols}개 심볼)에서 ${p.share === "none" ? "한 번도 나타나지 않아 안쪽" : "늘 나타나 바깥"}이 없으므로 견줄 수 없습니다. 나타났다 사라지는 글이나 다른 패턴을 주세요.`,
	}),
	E_TEXT_SHORT: define<{ text: string; symbols: number; least: number }>({
		exit: 2,
		en: (p) =>
			`${quote(p.text)} has ${counted(p.symbols, "symbol")}; searching cells takes at least ${p.least}: one half to choose on, one to hold out. Give a longer text.`,
		ko: (p) =>
			`${quote(p.text)}: 심볼이 ${p.symbols}개입니다. 셀 찾기에는 적어도 ${p.least}개가 필요합니다(절반은 고르는 데, 절반은 검증에 씁니다). 더 긴 글을 주세요.`,
	}),
};
