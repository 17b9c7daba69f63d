/** The live state of this tab: one stream, one store of runs. Made when the first view needs the server. */
import { RunsStore } from "./runsStore.ts";
import { client, session } from "./session.ts";
import { EventStream } from "./stream.ts";

const NAME = "sluice.events";

export const runsStore = new RunsStore(() => client.runs());
export const stream = new EventStream(browserParts());
let started = false;

/** Begins to listen once there is a session. */
export function goLive(): void {
	const state = session.get();
	if (started || (state !== "open" && state !== "exported")) return;
	started = true;
	if (state === "exported") return void runsStore.load(); // nothing moves there
	stream.on((event, data) => runsStore.take(event, data));
	stream.connection.subscribe(() => {
		const failed = runsStore.state.get().failure !== null;
		if (failed && stream.connection.get().state === "live") void runsStore.load();
	});
	stream.start();
}

session.subscribe(() => {
	if (session.get() !== "open" || !started) return;
	stream.again();
	void runsStore.load();
});

function browserParts() {
	const channel = new BroadcastChannel(NAME);
	return {
		open: client.events.bind(client),
		lock: (lead: () => Promise<void>, signal: AbortSignal) => navigator.locks.request(NAME, { signal }, lead),
		post: (told: unknown) => channel.postMessage(told),
		onTold: (listener: (told: unknown) => void) => channel.addEventListener("message", ({ data }) => listener(data)),
		shown: () => document.visibilityState === "visible",
		onShown: (listener: () => void) => document.addEventListener("visibilitychange", listener),
		nowMs: () => Date.now(),
	};
}
