/** Errors of studies: their names, folders and trials. */
import { define } from "./define.ts";
import { quote } from "./quote.ts";

type OptunaReason =
	| { reason: "line"; line: number }
	| { reason: "study"; study: string; has: readonly string[] }
	| { reason: "locked"; lock: string };

function optuna(why: OptunaReason): string {
	if (why.reason === "line") return `line ${why.line} is no operation of an Optuna journal.`;
	if (why.reason === "locked") return `another process holds its lock. If none runs, remove ${why.lock}.`;
	const has = why.has.length === 0 ? "none" : why.has.map(quote).join(", ");
	return `the journal has no study ${quote(why.study)}; it has ${has}. Give the Sluice study the same name.`;
}

function optunaKo(why: OptunaReason): string {
	if (why.reason === "line") return `${why.line}번째 줄이 Optuna 저널의 연산이 아닙니다.`;
	if (why.reason === "locked")
		return `다른 프로세스가 잠그고 있습니다. 실행 중인 것이 없으면 ${why.lock} 파일을 지우세요.`;
	const has = why.has.length === 0 ? "없음" : why.has.map(quote).join(", ");
	return `저널에서 ${quote(why.study)} 스터디를 찾을 수 없습니다(있는 것: ${has}). Sluice 스터디의 이름을 같게 하세요.`;
}

type QueueReason =
	| { reason: "address" }
	| { reason: "packages" }
	| { reason: "server"; server: string; message: string };

function queue(why: QueueReason): string {
	if (why.reason === "address")
		return "the address of a queue must have the form redis://HOST:PORT, or rediss://HOST:PORT for TLS, with USER:PASSWORD@ before the host and /NUMBER of a database after the port if the server needs them.";
	if (why.reason === "packages")
		return "a queue needs the packages bullmq and ioredis, which are not part of Sluice. Install them next to it with: npm install bullmq@6 ioredis@6, or leave out --queue: workers can share the folder alone.";
	return `the queue's server ${why.server} does not accept this worker: ${quote(why.message)}. Check that Valkey or Redis runs there, and the password in the address; or leave out --queue: workers can share the folder alone.`;
}

function queueKo(why: QueueReason): string {
	if (why.reason === "address")
		return "큐(queue) 주소는 redis://호스트:포트 형식이어야 합니다. TLS를 쓰면 rediss://로 시작하고, 서버가 요구하면 호스트 앞에 사용자:비밀번호@를, 포트 뒤에 /데이터베이스 번호를 적으세요.";
	if (why.reason === "packages")
		return "큐(queue)를 쓰려면 Sluice에 들어 있지 않은 bullmq와 ioredis 패키지가 필요합니다. Sluice와 같은 곳에 설치하거나(npm install bullmq@6 ioredis@6) --queue를 빼세요. 작업자들은 폴더만으로도 스터디를 나눌 수 있습니다.";
	return `큐(queue) 서버 ${why.server}에 연결할 수 없습니다(${quote(why.message)}). Valkey나 Redis가 실행 중인지, 주소의 비밀번호가 맞는지 확인하거나 --queue를 빼세요. 작업자들은 폴더만으로도 스터디를 나눌 수 있습니다.`;
}

export const studyErrors = {
	E_STUDY_NAME: define<{ name: string }>({
		exit: 2,
		en: (p) =>
			`${quote(p.name)} cannot be the name of a study: use 1 to 64 letters and digits of any script and . _ -, beginning with a letter or digit; or give the path of a folder.`,
		ko: (p) =>
			`${quote(p.name)}: 스터디 이름으로 쓸 수 없습니다. 모든 문자 체계의 글자와 숫자, . _ - 가운데 1~64자, 첫 글자는 글자나 숫자여야 합니다. 다른 이름이나 폴더 경로를 지정하세요.`,
	}),
	E_STUDY_EXISTS: define<{ name: string; folder: string }>({
		exit: 2,
		en: (p) =>
			`${p.folder} already exists. Continue it with: sluice study resume ${p.name}, or choose another name with --name.`,
		ko: (p) =>
			`${p.folder}: 이미 있는 폴더입니다. --name으로 다른 이름을 고르거나 이어서 실행하세요: sluice study resume ${p.name}`,
	}),
	E_STUDY_MISSING: define<{ name: string; studies: string; near?: string }>({
		exit: 2,
		en: (p) =>
			`there is no study ${quote(p.name)} in ${p.studies}.${
				p.near === undefined ? "" : ` Did you mean ${p.near}?`
			} List the studies with: sluice study list`,
		ko: (p) =>
			`${p.studies}에서 ${quote(p.name)} 스터디를 찾을 수 없습니다.${
				p.near === undefined ? "" : ` 혹시 ${p.near} 아닌가요?`
			} 목록 보기: sluice study list`,
	}),
	E_STUDY_STOPPED: define<{ name: string }>({
		en: (p) => `the study ${p.name} is stopped. Let it continue with: sluice study resume ${p.name}`,
		ko: (p) => `${p.name} 스터디는 멈춘 상태입니다. 계속하려면: sluice study resume ${p.name}`,
	}),
	/** `parked`: only a parked trial can be tried again. */
	E_STUDY_TRIAL: define<{ study: string; trial: string; parked: boolean }>({
		exit: 2,
		en: (p) =>
			`the study ${p.study} has no ${p.parked ? "parked " : ""}trial ${quote(p.trial)}. List its trials with: sluice study show ${p.study}`,
		ko: (p) =>
			`${p.study} 스터디에 ${p.parked ? "보류된 " : ""}시행 ${quote(p.trial)}가 없습니다. 목록 보기: sluice study show ${p.study}`,
	}),
	E_STUDY_OPTUNA: define<{ file: string; why: OptunaReason }>({
		exit: 2,
		en: (p) => `${p.file}: ${optuna(p.why)}`,
		ko: (p) => `${p.file}: ${optunaKo(p.why)}`,
	}),
	E_STUDY_QUEUE: define<{ why: QueueReason }>({
		exit: (p) => (p.why.reason === "server" ? 1 : 2),
		en: (p) => queue(p.why),
		ko: (p) => queueKo(p.why),
	}),
	E_STUDY_ASKED: define<{ study: string; search: string }>({
		exit: 2,
		en: (p) =>
			`the study ${p.study} chooses its trials itself (search ${p.search}). A study that is asked for trials begins with: sluice study run FILE --ask`,
		ko: (p) =>
			`${p.study} 스터디는 시행을 스스로 고릅니다(탐색 방식 ${p.search}). 시행을 직접 추가할 스터디를 만드세요: sluice study run FILE --ask`,
	}),
};
