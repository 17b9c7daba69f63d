/** A studio of a test, and what talks to it: a browser's requests with all their headers, and bytes on a socket. */
import { mkdtempSync } from "node:fs";
import { type IncomingHttpHeaders, request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { commandsFor } from "../../cli/verbs/studio/commands.ts";
import { formOf } from "../../cli/verbs/studio/form.ts";
import * as library from "../../src/index.ts";
import { type RunningStudio, type StudioOptions, startStudio } from "../../studio/server/server.ts";
import type { Session } from "../../studio/wire.ts";

/** The built command line, as the studio starts it. */
export const PROGRAM = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));

export interface TestStudio extends RunningStudio {
	runs: string;
	/** What it told about its insides. */
	logged: string[];
	base: string;
}

export const freshFolder = (name = "studio") => mkdtempSync(join(tmpdir(), `sluice-${name}-`));

export async function openStudio(options: Partial<StudioOptions> = {}): Promise<TestStudio> {
	const runs = options.runs ?? join(freshFolder(), "runs");
	const studies = options.studies ?? join(dirname(runs), "studies");
	const logged: string[] = [];
	const studio = await startStudio({
		...{
			runs,
			form: await formOf(library),
			commands: commandsFor({ program: PROGRAM, runs, studies, io: { cwd: process.cwd(), env: {} } }),
		},
		...{ log: (text: string) => void logged.push(text), ...options },
	});
	return { ...studio, runs, logged, base: `http://127.0.0.1:${studio.port}` };
}

export interface Reply {
	status: number;
	headers: IncomingHttpHeaders;
	text: string;
	bytes: Buffer;
	/** The body as JSON. */
	// biome-ignore lint/suspicious/noExplicitAny: a test knows what it asked for
	json: any;
}

export interface Ask {
	method?: string;
	headers?: Record<string, string | string[]>;
	body?: string | Uint8Array | object;
}

/** A request with exactly these headers, beside Host and the length of the body. */
export function ask({ port }: { port: number }, path: string, { method = "GET", headers = {}, body }: Ask = {}) {
	const bytes =
		body === undefined || typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
	return new Promise<Reply>((resolve, reject) => {
		const length = bytes === undefined ? {} : { "Content-Length": String(Buffer.byteLength(bytes)) };
		const sent = request(
			{ ...{ host: "127.0.0.1", port, path, method, agent: false }, headers: { ...length, ...headers } },
			(response) => {
				const parts: Buffer[] = [];
				response.on("data", (part) => parts.push(part));
				response.on("error", reject);
				response.on("end", () => {
					const all = Buffer.concat(parts);
					const text = all.toString();
					resolve({
						...{ status: response.statusCode!, headers: response.headers, text, bytes: all },
						json:
							/^application\/json/.test(response.headers["content-type"] ?? "") && text ? JSON.parse(text) : undefined,
					});
				});
			},
		);
		sent.on("error", reject);
		sent.end(bytes);
	});
}

/** A browser's tab: what its own page sends. */
export class Tab {
	readonly studio: { port: number };
	readonly base: string;
	cookie = "";
	secret = "";
	instance = "";

	constructor(studio: { port: number }) {
		this.studio = studio;
		this.base = `http://127.0.0.1:${studio.port}`;
	}

	get headers(): Record<string, string> {
		return { cookie: this.cookie, "x-sluice": this.secret, "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors" };
	}

	get writing(): Record<string, string> {
		return { ...this.headers, origin: this.base, "content-type": "application/json" };
	}

	async open(link: string): Promise<Reply> {
		const code = link.split("#start=")[1]!;
		const reply = await this.post("/api/session", { code });
		if (reply.status !== 200) return reply;
		const { secret, instance } = reply.json as Session;
		Object.assign(this, { secret, instance, cookie: reply.headers["set-cookie"]![0]!.split(";")[0]! });
		return reply;
	}

	get = (path: string) => ask(this.studio, path, { headers: this.headers });
	post = (path: string, body: object | string = {}) =>
		ask(this.studio, path, { method: "POST", headers: this.writing, body });
	drop = (bytes: Uint8Array, name: string) =>
		ask(this.studio, `/api/texts?name=${encodeURIComponent(name)}`, {
			...{ method: "POST", body: bytes },
			headers: { ...this.writing, "content-type": "application/octet-stream" },
		});
}

/** A studio with a tab that has used its start link. */
export async function openTab(options: Partial<StudioOptions> = {}): Promise<{ studio: TestStudio; tab: Tab }> {
	const studio = await openStudio(options);
	const tab = new Tab(studio);
	await tab.open(studio.newLink());
	return { studio, tab };
}

/** Sends bytes as they are and returns all that comes back until the server closes, or `ms` have passed. */
export function raw({ port }: { port: number }, bytes: string | Uint8Array, ms = 3000): Promise<string> {
	return new Promise((resolve) => {
		const socket = connect(port, "127.0.0.1");
		let text = "";
		const done = () => {
			socket.destroy();
			resolve(text);
		};
		const timer = setTimeout(done, ms);
		socket.on("data", (part) => (text += part.toString("latin1")));
		socket.on("error", () => {});
		socket.on("close", () => {
			clearTimeout(timer);
			resolve(text);
		});
		socket.write(bytes);
	});
}

export interface StreamEvent {
	id: number;
	event: string;
	// biome-ignore lint/suspicious/noExplicitAny: of the type that its event has
	data: any;
}

/** Reads the stream of events until `enough` says so, or `ms` have passed. */
export async function readEvents(
	tab: Tab,
	enough: (events: StreamEvent[]) => boolean,
	{ since, ms = 30_000 }: { since?: number; ms?: number } = {},
): Promise<StreamEvent[]> {
	const events: StreamEvent[] = [];
	const abort = new AbortController();
	const timer = setTimeout(() => abort.abort(), ms);
	try {
		const path = `/api/events${since === undefined ? "" : `?since=${since}`}`;
		const response = await fetch(`${tab.base}${path}`, { headers: tab.headers, signal: abort.signal });
		const decoder = new TextDecoder();
		let text = "";
		for await (const part of response.body!) {
			text += decoder.decode(part, { stream: true });
			const whole = text.split("\n\n");
			text = whole.pop()!;
			for (const block of whole) if (!block.startsWith(":")) events.push(parsed(block));
			if (enough(events)) break;
		}
	} catch (error) {
		if (!abort.signal.aborted) throw error;
	} finally {
		clearTimeout(timer);
		abort.abort();
	}
	return events;
}

function parsed(block: string): StreamEvent {
	const lines = block.split("\n");
	const [id, event, data, ...more] = lines;
	if (more.length > 0 || !id!.startsWith("id: ") || !event!.startsWith("event: ") || !data!.startsWith("data: "))
		throw new Error(`no event: ${JSON.stringify(block)}`);
	return { id: Number(id!.slice(4)), event: event!.slice(7), data: JSON.parse(data!.slice(6)) };
}

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Asks again until `fits`. @throws after `ms` */
export async function until<T>(get: () => Promise<T>, fits: (value: T) => boolean, ms = 60_000): Promise<T> {
	const began = performance.now();
	for (;;) {
		const value = await get();
		if (fits(value)) return value;
		if (performance.now() - began > ms) throw new Error(`still ${JSON.stringify(value)?.slice(0, 500)}`);
		await sleep(50);
	}
}
