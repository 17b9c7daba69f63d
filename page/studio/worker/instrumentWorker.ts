/** The worker that computes with an opened network: it answers one call after another, and a call can be cancelled. */
import { browserHost } from "../../../src/browser/browserHost.ts";
import { failureOf } from "./failureOf.ts";
import { CALLS, type CallName } from "./instrument/calls.ts";
import type { OpenedEcho } from "./instrument/echo/openedEcho.ts";
import type { Answered, Asked } from "./instrument/messages.ts";
import type { Opened } from "./instrument/opened.ts";
import type { Work } from "./instrument/work.ts";

const { turn } = browserHost();
const waiting: Extract<Asked, { type: "call" }>[] = [];
/** The call at work. */
let now: { id: number; abort: AbortController } | undefined;
let opened: Opened | undefined;
let echo: OpenedEcho | undefined;

addEventListener("message", ({ data }: MessageEvent<Asked>) => {
	if (data.type === "call") waiting.push(data);
	else if (now?.id === data.id) now.abort.abort();
	else {
		const at = waiting.findIndex(({ id }) => id === data.id);
		if (at >= 0) waiting.splice(at, 1);
	}
	if (!now) void answerAll();
});

async function answerAll(): Promise<void> {
	for (let call = waiting.shift(); call; call = waiting.shift()) {
		const { id, name, params } = call;
		const abort = new AbortController();
		now = { id, abort };
		try {
			const work: Work = {
				...{ opened, echo, signal: abort.signal, turn },
				keep: (given) => ([opened, echo] = [given, undefined]),
				keepEcho: (given) => (echo = given),
				tell: (done, total) => say({ type: "progress", id, done, total }),
			};
			const answer = await (CALLS[name as CallName] as (work: Work, params: unknown) => unknown)(work, params);
			if (!abort.signal.aborted) say({ type: "answer", id, answer });
		} catch (error) {
			if (!abort.signal.aborted) say({ type: "failed", id, ...failureOf(error) });
		}
		now = undefined;
		await turn(); // a cancel of the next call may be on its way
	}
}

const say = (answered: Answered) => postMessage(answered);
