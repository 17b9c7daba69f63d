/** The stream of events over one connection for all tabs, without a browser: locks, channel and server are in memory. */
import { describe, expect, test, vi } from "vitest";
import { RefusedError } from "../../page/studio/live/client.ts";
import { SseReader } from "../../page/studio/live/sse.ts";
import { EventStream } from "../../page/studio/live/stream.ts";

describe("the reader of an event stream", () => {
	const TEXT =
		': alive\n\nid: 7\nevent: run\ndata: {"a":\ndata: 1}\n\nid: 8\r\nevent: gone\r\ndata: 한글\r\n\r\ndata: x\r\r';
	const EVENTS = [
		{ id: 7, event: "run", data: '{"a":\n1}' },
		{ id: 8, event: "gone", data: "한글" },
		{ id: 8, event: "message", data: "x" },
	];

	test("reads the same 3 events however the text is cut in 2", () => {
		for (let at = 0; at <= TEXT.length; at++) {
			const reader = new SseReader();
			const events = [...reader.push(TEXT.slice(0, at)), ...reader.push(TEXT.slice(at)), ...reader.push("\n")];
			expect(events, `cut at ${at}`).toEqual(EVENTS);
		}
	});

	test("reads the same 3 events letter by letter", () => {
		const reader = new SseReader();
		expect([...`${TEXT}\n`].flatMap((letter) => reader.push(letter))).toEqual(EVENTS);
	});
});

/** Tabs of one browser: a lock for one at a time, and a channel between them. */
class Browser {
	readonly opened: (number | null)[] = [];
	connections = 0;
	most = 0;
	refuse: Error | undefined;
	#queue: Promise<void> = Promise.resolve();
	#tabs: ((told: unknown) => void)[] = [];
	#bodies = new Set<ReadableStreamDefaultController<Uint8Array>>();

	tab() {
		const browser = this;
		let shown = true;
		let onShown = () => {};
		let hear: (told: unknown) => void = () => {};
		const stream = new EventStream({
			async open(since, signal) {
				if (browser.refuse) throw browser.refuse;
				browser.opened.push(since);
				browser.most = Math.max(browser.most, ++browser.connections);
				return new ReadableStream<Uint8Array>({
					start(controller) {
						browser.#bodies.add(controller);
						signal.addEventListener("abort", () => {
							if (!browser.#bodies.delete(controller)) return;
							browser.connections--;
							controller.error(new Error("aborted"));
						});
					},
				});
			},
			lock(lead, signal) {
				const turn = browser.#queue.then(() => (signal.aborted ? undefined : lead()));
				browser.#queue = turn.catch(() => {});
				return turn;
			},
			post(told) {
				for (const tab of browser.#tabs) if (tab !== hear) tab(structuredClone(told));
			},
			onTold(listener) {
				hear = listener;
				browser.#tabs.push(listener);
			},
			shown: () => shown,
			onShown: (listener) => (onShown = listener),
			nowMs: () => Date.now(),
		});
		const heard: string[] = [];
		stream.on((event, data) => void heard.push(`${event} ${JSON.stringify(data)}`));
		const show = (now: boolean) => {
			shown = now;
			onShown();
		};
		return { stream, heard, show };
	}

	say(id: number, event: string, data: unknown): void {
		const text = `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
		for (const body of this.#bodies) body.enqueue(new TextEncoder().encode(text));
	}

	drop(): void {
		for (const body of this.#bodies) body.close();
		this.connections -= this.#bodies.size;
		this.#bodies.clear();
	}
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

describe("8 tabs", () => {
	test("hear each event once over 1 connection", async () => {
		const browser = new Browser();
		const tabs = Array.from({ length: 8 }, () => browser.tab());
		for (const { stream } of tabs) stream.start();
		await settle();
		browser.say(10, "reset", { instance: "a" });
		browser.say(11, "gone", { id: "x" });
		await settle();
		expect(browser.most).toBe(1);
		for (const { heard, stream } of tabs) {
			expect(heard.filter((one) => one.startsWith("gone"))).toEqual(['gone {"id":"x"}']);
			expect(stream.connection.get().state).toBe("live");
		}
	});

	test("go on from the last event when the tab with the connection is hidden", async () => {
		const browser = new Browser();
		const [first, second] = [browser.tab(), browser.tab()];
		first.stream.start();
		await settle();
		second.stream.start();
		browser.say(10, "reset", { instance: "a" });
		browser.say(12, "gone", { id: "x" });
		await settle();
		first.show(false);
		await settle();
		expect(browser.opened).toEqual([null, 12]);
		expect(browser.connections).toBe(1);
		browser.say(13, "gone", { id: "y" });
		await settle();
		expect(first.heard).toContain('gone {"id":"y"}');
		second.show(false);
		await settle();
		expect(browser.connections).toBe(0);
		first.show(true);
		await settle();
		expect(browser.opened).toEqual([null, 12, 13]);
	});

	test("hear no event twice that the server repeats", async () => {
		const browser = new Browser();
		const { stream, heard } = browser.tab();
		stream.start();
		await settle();
		browser.say(10, "reset", { instance: "a" });
		for (const id of [11, 12, 11, 12]) browser.say(id, "gone", { id: String(id) });
		await settle();
		expect(heard).toEqual(['reset {"instance":"a"}', 'gone {"id":"11"}', 'gone {"id":"12"}']);
	});
});

describe("a lost connection", () => {
	test("says since when, and is made again from event 11 after 0.5, 1 and 2 s", async () => {
		vi.useFakeTimers({ now: 5000 });
		try {
			const browser = new Browser();
			const { stream } = browser.tab();
			stream.start();
			await vi.advanceTimersByTimeAsync(100);
			browser.say(11, "reset", { instance: "a" });
			await vi.advanceTimersByTimeAsync(100);
			expect(stream.connection.get()).toEqual({ state: "live", sinceMs: 5000 });
			browser.refuse = new Error("no server");
			browser.drop();
			await vi.advanceTimersByTimeAsync(3400); // tries at 0.5, 1.5 s; the third comes at 3.5 s
			expect(stream.connection.get()).toEqual({ state: "lost", sinceMs: 5200 });
			browser.refuse = undefined;
			await vi.advanceTimersByTimeAsync(200);
			expect(stream.connection.get().state).toBe("live");
			expect(browser.opened).toEqual([null, 11]);
		} finally {
			vi.useRealTimers();
		}
	});

	test("is made again at once when the reader asks", async () => {
		const browser = new Browser();
		browser.refuse = new Error("no server");
		const { stream } = browser.tab();
		stream.start();
		await settle();
		expect(stream.connection.get().state).toBe("lost");
		browser.refuse = undefined;
		stream.again();
		await settle();
		expect(stream.connection.get().state).toBe("live");
	});

	test("a session that the server does not know waits for a new link", async () => {
		const browser = new Browser();
		browser.refuse = new RefusedError(401, { code: "E_STUDIO_GUARD", message: { en: "", ko: "" } });
		const { stream } = browser.tab();
		stream.start();
		await settle();
		expect(stream.connection.get().state).toBe("refused");
	});
});
