/** Errors of the command line: flags, verbs, arguments, configuration files. */
import { define, pairs } from "./define.ts";
import { particle } from "./particle.ts";
import { counted, quote } from "./quote.ts";

const meant = (suggestion: string | undefined) => (suggestion ? ` Did you mean ${suggestion}?` : "");
const meantKo = (suggestion: string | undefined) => (suggestion ? ` 혹시 ${suggestion} 아닌가요?` : "");

/** What is wrong with the words and flags of a command. Forms are as they are typed: FILE, --part, task:NAME. */
export type ArgumentReason =
	| { reason: "missing"; forms: readonly string[]; such?: string }
	| { reason: "notBoth"; forms: readonly [string, string] }
	| { reason: "needs"; given: string; forms: readonly string[] }
	| { reason: "form"; forms: readonly string[]; got: string }
	| { reason: "tooMany"; got: number; max: number }
	/** What the parser says, in English. */
	| { reason: "parser"; message: string };

const or = (forms: readonly string[]) =>
	forms.length < 3 ? forms.join(" or ") : `${forms.slice(0, -1).join(", ")} or ${forms.at(-1)}`;

function argument(why: ArgumentReason): string {
	switch (why.reason) {
		case "missing":
			return `missing ${or(why.forms)}${why.such === undefined ? "" : `, such as ${why.such}`}`;
		case "notBoth":
			return `give ${why.forms[0]} or ${why.forms[1]}, not both`;
		case "needs":
			return `${why.given} needs ${or(why.forms)}`;
		case "form":
			return `expected ${or(why.forms)}, got ${quote(why.got)}`;
		case "tooMany":
			return why.max === 0
				? `takes no arguments, got ${why.got}`
				: `expected at most ${counted(why.max, "argument")}, got ${why.got}`;
		case "parser":
			return why.message;
	}
}

function argumentKo(why: ArgumentReason): string {
	switch (why.reason) {
		case "missing":
			return `${why.forms.length > 1 ? `${why.forms.join(", ")} 중 하나를 지정하세요` : `${particle(why.forms.join(), "이/가")} 없습니다`}${why.such === undefined ? "" : `. 예: ${why.such}`}`;
		case "notBoth":
			return `${particle(why.forms[0], "과/와")} ${why.forms[1]} 중 하나만 쓰세요`;
		case "needs":
			return `${particle(why.given, "을/를")} 쓰려면 ${particle(why.forms.join(" 또는 "), "이/가")} 필요합니다`;
		case "form":
			return `${why.forms.join(" 또는 ")} 형식이어야 합니다(받은 값: ${quote(why.got)})`;
		case "tooMany":
			return `${why.max === 0 ? "인자를 받지 않습니다" : `인자는 ${why.max}개까지 쓸 수 있습니다`}(받은 수: ${why.got})`;
		case "parser":
			return why.message;
	}
}

/** What options of other libraries ask for that Sluice does not have, and what to do. */
const LACKS = pairs({
	bidirectional: [
		"Layers read from the first step to the last only, so there is nothing to set; leave it out.",
		"층은 첫 스텝에서 마지막 스텝으로만 읽습니다. 양방향 층은 없으니 이 옵션을 빼세요.",
	],
	tied: [
		"Input and output weights are always separate; leave it out.",
		"입력 가중치와 출력 가중치는 늘 따로 있습니다. 이 옵션을 빼세요.",
	],
	embedding: [
		"There is no embedding table: each symbol selects a column of the first layer's input weights. Set --hidden instead.",
		"임베딩 표는 없습니다. 기호마다 첫 층의 입력 가중치에서 열 하나를 고릅니다. 대신 --hidden을 정하세요.",
	],
	attention: [
		"Sluice has no self-attention and no heads; an encoder-decoder on a task takes --attention.",
		"Sluice에는 셀프 어텐션과 헤드가 없습니다. 과제의 인코더-디코더에는 --attention을 쓰세요.",
	],
});
export type Lacking = keyof typeof LACKS;

export const cliErrors = {
	/** `lacks`: what the option asks for, which does not exist. */
	E_FLAG: define<{ flag: string; suggestion?: string; lacks?: Lacking; help: string }>({
		exit: 2,
		en: (p) =>
			`unknown option ${p.flag}.${p.lacks === undefined ? meant(p.suggestion) : ` ${LACKS[p.lacks][0]}`} See ${p.help}.`,
		ko: (p) =>
			`알 수 없는 옵션입니다: ${p.flag}.${p.lacks === undefined ? meantKo(p.suggestion) : ` ${LACKS[p.lacks][1]}`} 도움말: ${p.help}`,
	}),
	/** `got`: the value of an option that takes none; `off`: it asks to switch the option off. */
	E_FLAG_VALUE: define<{ flag: string; got?: string; off?: boolean; help: string }>({
		exit: 2,
		en: (p) =>
			p.got === undefined
				? `${p.flag} needs a value. See ${p.help}.`
				: `${p.flag} takes no value, got ${quote(p.got)}: ${p.off ? "leave it out to switch it off" : "give it alone"}. See ${p.help}.`,
		ko: (p) =>
			p.got === undefined
				? `${p.flag} 옵션에 값이 없습니다. 도움말: ${p.help}`
				: `${p.flag} 옵션은 값을 받지 않습니다(받은 값: ${quote(p.got)}). ${p.off ? "끄려면 옵션을 빼세요" : "옵션만 쓰세요"}. 도움말: ${p.help}`,
	}),
	E_VERB: define<{ verb: string; suggestion?: string; help: string }>({
		exit: 2,
		en: (p) => `unknown command ${quote(p.verb)}.${meant(p.suggestion)} See ${p.help}.`,
		ko: (p) => `알 수 없는 명령입니다: ${quote(p.verb)}.${meantKo(p.suggestion)} 도움말: ${p.help}`,
	}),
	E_ARGUMENT: define<{ verb: string; why: ArgumentReason }>({
		exit: 2,
		en: (p) => `${p.verb}: ${argument(p.why)}. See ${p.verb} --help.`,
		ko: (p) => `${p.verb}: ${argumentKo(p.why)}. 도움말: ${p.verb} --help`,
	}),
	E_CONFIG_READ: define<{ path: string; why: { reason: "ending" | "size" } | { reason: "system"; code: string } }>({
		exit: 2,
		en: (p) =>
			`the configuration file ${p.path} cannot be read: ${
				{
					ending: "its name must end in .json, .yaml or .yml",
					size: "it is larger than 16 KiB, the limit for settings",
					system: "code" in p.why ? p.why.code : "",
				}[p.why.reason]
			}. Check the path given to --config.`,
		ko: (p) =>
			`설정 파일 ${p.path}: 읽을 수 없습니다. ${
				{
					ending: "이름이 .json, .yaml, .yml 중 하나로 끝나야 합니다",
					size: "설정 파일의 한도인 16 KiB보다 큽니다",
					system: `시스템 오류 ${"code" in p.why ? p.why.code : ""}`,
				}[p.why.reason]
			}. --config에 준 경로를 확인하세요.`,
	}),
	/** `message`: what the parser says. */
	E_CONFIG_SYNTAX: define<{ path: string; why: { reason: "map" | "deep" } | { reason: "parser"; message: string } }>({
		exit: 2,
		en: (p) =>
			`the configuration file ${p.path} is not valid${"message" in p.why ? `: ${p.why.message}` : p.why.reason === "deep" ? ": it is nested more than 8 levels deep" : ""}. It must be one map of settings, such as batch: 32.`,
		ko: (p) =>
			`설정 파일 ${p.path}: 형식이 맞지 않습니다${"message" in p.why ? `(${p.why.message})` : p.why.reason === "deep" ? "(8단계보다 깊게 중첩됨)" : ""}. batch: 32처럼 설정 이름과 값의 맵 하나여야 합니다.`,
	}),
	E_CONFIG_KEY: define<{ path: string; key: string; suggestion?: string }>({
		exit: 2,
		en: (p) =>
			`the configuration file ${p.path} has the unknown key ${quote(p.key)}.${meant(p.suggestion)} ` +
			`Keys are option names in camelCase: clipNorm for --clip-norm.`,
		ko: (p) =>
			`설정 파일 ${p.path}: 알 수 없는 키 ${quote(p.key)}입니다.${meantKo(p.suggestion)} ` +
			`키는 옵션 이름을 camelCase로 쓴 것입니다. 예: --clip-norm은 clipNorm.`,
	}),
	E_SYSTEM: define<{ what: string; code: string }>({
		en: (p) => `the operating system reported an error: ${p.what}. Check the path, its permissions and the free space.`,
		ko: (p) => `운영 체제 오류입니다: ${p.what}. 경로와 권한, 남은 공간을 확인하세요.`,
	}),
};
