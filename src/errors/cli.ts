/** Errors of the command line: flags, verbs, arguments, configuration files. */
import { define } from "./define.ts";

const meant = (suggestion: string | undefined) => (suggestion ? ` Did you mean ${suggestion}?` : "");
const meantKo = (suggestion: string | undefined) => (suggestion ? ` 혹시 ${suggestion} 아닌가요?` : "");

export const cliErrors = {
	E_FLAG: define<{ flag: string; suggestion?: string; help: string }>({
		exit: 2,
		en: (p) => `unknown flag ${p.flag}.${meant(p.suggestion)} See ${p.help}.`,
		ko: (p) => `알 수 없는 플래그입니다: ${p.flag}.${meantKo(p.suggestion)} 도움말: ${p.help}.`,
	}),
	E_FLAG_VALUE: define<{ flag: string; help: string }>({
		exit: 2,
		en: (p) => `${p.flag} needs a value. See ${p.help}.`,
		ko: (p) => `플래그에 값이 빠졌습니다: ${p.flag}. 도움말: ${p.help}.`,
	}),
	E_VERB: define<{ verb: string; suggestion?: string; help: string }>({
		exit: 2,
		en: (p) => `unknown command "${p.verb}".${meant(p.suggestion)} See ${p.help}.`,
		ko: (p) => `알 수 없는 명령입니다: "${p.verb}".${meantKo(p.suggestion)} 도움말: ${p.help}.`,
	}),
	E_ARGUMENT: define<{ verb: string; wanted: string; got: string }>({
		exit: 2,
		en: (p) => `${p.verb}: got ${p.got}, wanted ${p.wanted}. See ${p.verb} --help.`,
		ko: (p) => `${p.verb}: 받은 인자 ${p.got}, 필요한 인자 ${p.wanted}. 도움말: ${p.verb} --help.`,
	}),
	E_CONFIG_READ: define<{ path: string; why: string }>({
		exit: 2,
		en: (p) => `the configuration file ${p.path} cannot be read: ${p.why}. Check the path given to --config.`,
		ko: (p) => `설정 파일 ${p.path}: 읽을 수 없습니다 (${p.why}). --config에 준 경로를 확인하세요.`,
	}),
	E_CONFIG_SYNTAX: define<{ path: string; why: string }>({
		exit: 2,
		en: (p) =>
			`the configuration file ${p.path} is not valid: ${p.why}. It must hold one map of settings, such as batch: 32.`,
		ko: (p) =>
			`설정 파일 ${p.path}: 형식이 맞지 않습니다 (${p.why}). batch: 32처럼 설정 이름과 값의 맵 하나여야 합니다.`,
	}),
	E_CONFIG_KEY: define<{ path: string; key: string; suggestion?: string }>({
		exit: 2,
		en: (p) =>
			`the configuration file ${p.path} has the unknown key "${p.key}".${meant(p.suggestion)} ` +
			`Keys are the flags' names in camelCase: clipNorm for --clip-norm.`,
		ko: (p) =>
			`설정 파일 ${p.path}: 알 수 없는 키 "${p.key}"입니다.${meantKo(p.suggestion)} ` +
			`키는 플래그 이름을 camelCase로 쓴 것입니다. 예: --clip-norm은 clipNorm.`,
	}),
	E_SYSTEM: define<{ what: string; code: string }>({
		en: (p) => `the operating system refused: ${p.what}. Check the path, its permissions and the free space.`,
		ko: (p) => `운영 체제가 거부했습니다: ${p.what}. 경로와 권한, 남은 공간을 확인하세요.`,
	}),
};
