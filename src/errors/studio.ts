/** Errors of the studio: what its server refuses, and what keeps it from starting. */
import { define, pairs } from "./define.ts";
import { particle } from "./particle.ts";
import { quote } from "./quote.ts";

/** Why the guard refuses a request before any route sees it. */
export type GuardReason =
	| "host"
	| "form"
	| "site"
	| "origin"
	| "session"
	| "type"
	| "encoding"
	| "size"
	| "time"
	| "upgrade"
	| "malformed";

const GUARD = pairs<GuardReason>({
	host: ["the Host header does not name this server", "Host 헤더가 이 서버를 가리키지 않습니다"],
	form: ["the address of the request must begin with a slash", "요청 주소는 빗금(/)으로 시작해야 합니다"],
	site: ["another site sent it", "다른 사이트에서 보낸 요청입니다"],
	origin: ["its Origin is not this server's, or is missing", "Origin이 이 서버의 것이 아니거나 없습니다"],
	session: [
		"there is no session. Open the link that sluice studio has printed; Enter in its terminal prints a new one",
		"세션이 없습니다. sluice studio가 출력한 링크를 여세요. 그 터미널에서 Enter를 누르면 새 링크가 나옵니다",
	],
	type: ["its body must be application/json", "본문은 application/json이어야 합니다"],
	encoding: ["its body must not be compressed", "압축한 본문은 받지 않습니다"],
	size: ["its body is too large", "본문이 너무 큽니다"],
	time: ["it took too long to arrive", "요청이 오는 데 시간이 너무 오래 걸렸습니다"],
	upgrade: ["the studio has no WebSocket", "스튜디오는 WebSocket을 쓰지 않습니다"],
	malformed: ["it is not valid HTTP", "올바른 HTTP가 아닙니다"],
});

/** Why the content of a request is refused. */
export type RequestReason =
	| { reason: "json" }
	| { reason: "key"; key: string }
	| { reason: "field"; key: string; form: string };

export const studioErrors = {
	E_STUDIO_GUARD: define<{ why: GuardReason }>({
		en: (p) => `the request was refused: ${GUARD[p.why][0]}.`,
		ko: (p) => `요청을 거부했습니다. ${GUARD[p.why][1]}.`,
	}),
	E_STUDIO_ROUTE: define<Record<never, never>>({
		en: () => "the studio has nothing at this address.",
		ko: () => "이 주소에는 아무것도 없습니다.",
	}),
	E_STUDIO_CODE: define<Record<never, never>>({
		en: () =>
			"this link has been used or is of an earlier start. Press Enter in the terminal of sluice studio for a new one.",
		ko: () =>
			"이미 사용했거나 이전에 시작한 서버의 링크입니다. sluice studio의 터미널에서 Enter를 눌러 새 링크를 받으세요.",
	}),
	E_STUDIO_REQUEST: define<{ why: RequestReason }>({
		exit: 2,
		en: ({ why }) =>
			why.reason === "json"
				? "the body of the request is not a JSON object."
				: why.reason === "key"
					? `the request has the unknown key ${quote(why.key)}.`
					: `${quote(why.key)} must be ${why.form}.`,
		ko: ({ why }) =>
			why.reason === "json"
				? "요청 본문이 JSON 객체가 아닙니다."
				: why.reason === "key"
					? `요청에 알 수 없는 키 ${particle(quote(why.key), "이/가")} 있습니다.`
					: `${quote(why.key)} 값의 형식이 맞지 않습니다(${why.form}).`,
	}),
	E_STUDIO_RUN: define<{ id: string }>({
		en: (p) => `there is no run with the id ${p.id}. It was removed or renamed; load the list again.`,
		ko: (p) => `id가 ${p.id}인 실행을 찾을 수 없습니다. 삭제되었거나 이름이 바뀌었으니 목록을 다시 불러오세요.`,
	}),
	E_STUDIO_STUDY: define<{ id: string }>({
		en: (p) => `there is no study with the id ${p.id}. It was removed or renamed; load the list again.`,
		ko: (p) => `id가 ${p.id}인 스터디를 찾을 수 없습니다. 삭제되었거나 이름이 바뀌었으니 목록을 다시 불러오세요.`,
	}),
	E_STUDIO_STUDY_RUNS: define<{ study: string }>({
		en: (p) => `the study ${p.study} has workers already. Stop it first, or wait until it ends.`,
		ko: (p) => `${p.study} 스터디에는 이미 작업자가 있습니다. 먼저 멈추거나 끝날 때까지 기다리세요.`,
	}),
	E_STUDIO_TRIAL: define<{ study: string }>({
		en: (p) => `this run is a trial of the study ${p.study} and can only be read. Stop or resume the study instead.`,
		ko: (p) => `이 실행은 ${p.study} 스터디의 시행이라 읽기만 할 수 있습니다. 스터디를 멈추거나 이어서 실행하세요.`,
	}),
	E_STUDIO_TEXT: define<{ id: string }>({
		en: (p) => `there is no text with the id ${p.id}. Drop or paste it again.`,
		ko: (p) => `id가 ${p.id}인 텍스트를 찾을 수 없습니다. 다시 끌어다 놓거나 붙여 넣으세요.`,
	}),
	E_STUDIO_BUSY: define<{ run: string }>({
		en: (p) => `${p.run} is being trained already, and a page trains one run at a time. Stop it or wait until it ends.`,
		ko: (p) =>
			`이미 ${p.run} 실행을 학습하고 있습니다. 페이지는 한 번에 하나만 학습시킵니다. 멈추거나 끝날 때까지 기다리세요.`,
	}),
	E_STUDIO_WORK: define<Record<never, never>>({
		en: () => "another report, replay, receipt or reply is being made. Try again when it is done.",
		ko: () => "다른 보고서나 재현, 증명서, 대답을 만드는 중입니다. 끝난 뒤 다시 시도하세요.",
	}),
	/** `message`: what the process printed. */
	E_STUDIO_PROCESS: define<{ message: string }>({
		en: (p) => `the process ended with an error: ${p.message}`,
		ko: (p) => `프로세스가 오류로 끝났습니다: ${p.message}`,
	}),
	E_STUDIO_INTERNAL: define<Record<never, never>>({
		en: () => "internal error of the studio; this is a bug in Sluice. The terminal of sluice studio shows the details.",
		ko: () => "스튜디오 내부 오류입니다. Sluice의 버그입니다. sluice studio의 터미널에 자세한 내용이 있습니다.",
	}),
	E_STUDIO_PORT: define<{ port: number; code: string }>({
		exit: 2,
		en: (p) =>
			p.code === "EADDRINUSE"
				? `port ${p.port} of this computer is in use. Choose another one with --port, or none for a free one.`
				: `port ${p.port} of this computer cannot be opened (${p.code}). Choose another one with --port.`,
		ko: (p) =>
			p.code === "EADDRINUSE"
				? `이 컴퓨터의 ${p.port}번 포트는 사용 중입니다. --port로 다른 포트를 고르거나, 빈 포트를 쓰려면 --port를 빼세요.`
				: `이 컴퓨터의 ${p.port}번 포트를 열 수 없습니다(${p.code}). --port로 다른 포트를 고르세요.`,
	}),
};
