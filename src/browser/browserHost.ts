/** Provides what training needs from a page or a worker: a clock, a yield to the event loop, and SHA-256. */
import { fail } from "../errors/index.ts";
import type { Host } from "../training/host.ts";

/** Its sha256() throws E_ENGINE if the page is not a secure context (https, localhost or a file). */
export function browserHost(): Host {
	const began = performance.now();
	return { clock: () => (performance.now() - began) / 1000, turn, sha256 };
}

/** Yields by posting a message to itself, because a timer would wait 4 ms each time. */
const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.addEventListener("message", () => waiting.shift()?.());
channel.port1.start();

function turn(): Promise<void> {
	return new Promise((resolve) => {
		waiting.push(resolve);
		channel.port2.postMessage(null);
	});
}

async function sha256(...arrays: readonly ArrayBufferView[]): Promise<string> {
	const bytes = new Uint8Array(arrays.reduce((sum, { byteLength }) => sum + byteLength, 0)); // no shared memory
	let at = 0;
	for (const { buffer, byteOffset, byteLength } of arrays) {
		bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
		at += byteLength;
	}
	if (globalThis.crypto?.subtle === undefined)
		throw fail("E_ENGINE", { engine: "sha256", why: { reason: "insecure" } });
	const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
	return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
