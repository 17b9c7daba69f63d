/**
 * The session with the server of this origin. The start link carries a code in its fragment, which is exchanged once; the
 * secret it gives is kept for the origin, so that every tab has it. Without one the page trains in itself.
 */
import { createStore } from "../../kit/store.ts";
import { Client } from "./client.ts";
import { edition } from "./edition.ts";

/** "stale": the server that gave the secret has ended. "exported": there is no server, but files with its answers. */
export type SessionState = "none" | "opening" | "open" | "stale" | "exported";

const KEY = "sluice.secret";
const LINK = /^#start=([\w-]{16,128})$/;

const kept = () => {
	try {
		return localStorage.getItem(KEY);
	} catch {
		return null;
	}
};

export const session = createStore<SessionState>(edition !== null ? "exported" : kept() === null ? "none" : "open");
/** What the server said to a code that it did not take. */
export const linkRefused = createStore<unknown>(null);

export const client = new Client({
	fetch: async (path, init) => (edition === null ? fetch : (await import("./exported.ts")).fetchExported)(path, init),
	secret: () => (edition !== null ? null : kept()),
	onSessionRefused: () => session.set("stale"),
});

/** Exchanges the code of the address, if it has one. The code leaves the address before anything else happens. */
export function openSession(): void {
	if (edition !== null) return;
	take();
	addEventListener("hashchange", take);
	// Another tab has opened a session.
	addEventListener("storage", ({ key, newValue }) => {
		if (key === KEY && newValue !== null) session.set("open");
	});
}

function take(): void {
	const code = LINK.exec(location.hash)?.[1];
	if (code === undefined) return;
	history.replaceState(null, "", "#/train");
	void exchange(code);
}

async function exchange(code: string): Promise<void> {
	const before = session.get();
	session.set("opening");
	try {
		const { secret } = await client.session(code);
		localStorage.setItem(KEY, secret);
		linkRefused.set(null);
		session.set("open");
	} catch (error) {
		linkRefused.set(error);
		session.set(before);
	}
}
