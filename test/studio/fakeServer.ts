/**
 * A server that says to the studio's page what studio/wire.ts promises, from memory, and does what a test asks: it counts
 * requests and connections, ends, and starts again on its port.
 */
import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import type { Studies, StudyDetail } from "../../studio/wire/studies.ts";
import type { EventName, Events, Line, LogName, Refused, RunDetail, RunRow, Runs } from "../../studio/wire.ts";

const ROOT = join(import.meta.dirname, "../..");
const PAGE = join(ROOT, "dist/page/studio");
const TYPES: Readonly<Record<string, string>> = {
	...{ ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" },
	...{ ".txt": "text/plain; charset=utf-8", ".wasm": "application/wasm", ".json": "application/json" },
};
/** As the server of the studio sends it. */
export const POLICY = [
	...["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "connect-src 'self'"],
	...["img-src 'self' data:", "worker-src 'self'", "base-uri 'none'", "form-action 'none'"],
	...["frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types sluice-worker"],
].join("; ");

export const idOf = (name: string) => createHash("sha256").update(name).digest("hex").slice(0, 16);

class Refusing extends Error {
	readonly status: number;
	readonly body: Refused;
	constructor(status: number, code: string, en: string, ko: string, more: Partial<Refused> = {}) {
		super(code);
		this.status = status;
		this.body = { code, message: { en, ko }, ...more };
	}
}

const noRun = () => new Refusing(404, "E_STUDIO_RUN", "There is no such run.", "실행을 찾을 수 없습니다.");

export class FakeServer {
	rows = new Map<string, RunRow>();
	bin: Runs["bin"] = [];
	results: Runs["results"] = [];
	studies = new Map<string, StudyDetail>();
	logs = new Map<string, Partial<Record<LogName, Line[]>>>();
	details = new Map<string, Partial<RunDetail>>();
	/** "GET /api/runs" -> number of requests. */
	requests = new Map<string, number>();
	/** Largest number of event streams at one time. */
	mostStreams = 0;
	/** What `since` each stream began with. */
	sinces: (string | null)[] = [];
	/** Answers to come by route, such as "POST /api/runs/:id/stop", instead of the usual one. */
	refusals = new Map<string, { status: number; body: Refused }>();
	/** Requests to these routes wait until the map says otherwise. */
	slow = new Set<string>();
	instance = randomBytes(8).toString("hex");
	secret = randomBytes(16).toString("hex");
	#codes = new Set<string>();
	#server: Server | undefined;
	#streams = new Set<ServerResponse>();
	#port = 0;
	#eventId = 1000;
	#log: { id: number; text: string }[] = [];
	#binned = new Map<string, RunRow>();

	get address(): string {
		return `http://127.0.0.1:${this.#port}`;
	}

	get streams(): number {
		return this.#streams.size;
	}

	async start(): Promise<this> {
		const server = createServer((request, response) => void this.#answer(request, response));
		this.#server = server;
		await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
		this.#port = (server.address() as AddressInfo).port;
		return this;
	}

	/** Ends at once, as a process does that is killed. */
	async kill(): Promise<void> {
		const server = this.#server!;
		const closed = new Promise((resolve) => server.close(resolve));
		server.closeAllConnections();
		this.#streams.clear();
		await closed;
	}

	/** Another process has another session and remembers no events. */
	async startAnew(): Promise<this> {
		this.instance = randomBytes(8).toString("hex");
		this.secret = randomBytes(16).toString("hex");
		this.#log = [];
		this.#eventId += 1_000_000;
		return this.start();
	}

	link(): string {
		const code = randomBytes(16).toString("base64url");
		this.#codes.add(code);
		return `${this.address}/#start=${code}`;
	}

	count(route: string): number {
		return this.requests.get(route) ?? 0;
	}

	put(row: RunRow, logs: Partial<Record<LogName, Line[]>> = {}): void {
		this.rows.set(row.id, row);
		this.logs.set(row.id, logs);
	}

	emit<E extends EventName>(event: E, data: Events[E]): void {
		const id = ++this.#eventId;
		const text = `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
		this.#log.push({ id, text });
		for (const stream of this.#streams) stream.write(text);
	}

	async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		response.on("error", () => {});
		response.setHeader("Content-Security-Policy", POLICY);
		response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
		response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
		response.setHeader("Cache-Control", "no-store");
		const { pathname, searchParams } = new URL(request.url!, "http://localhost");
		if (!pathname.startsWith("/api/")) return sendFile(pathname, response);
		const [, , , id, act] = pathname.split("/");
		const isStudy = pathname.startsWith("/api/studies/");
		const isRun = pathname.startsWith("/api/runs/") && id !== undefined;
		const route = `${request.method} ${isRun || isStudy ? `/api/${isRun ? "runs" : "studies"}/:id${act ? `/${act}` : ""}` : pathname}`;
		this.requests.set(route, this.count(route) + 1);
		while (this.slow.has(route)) await new Promise((resolve) => setTimeout(resolve, 20));
		try {
			const body = request.method === "POST" ? ((await bodyOf(request)) as Record<string, never>) : {};
			if (route === "POST /api/session") return json(response, this.#exchange(body.code!));
			if (request.headers["x-sluice"] !== this.secret)
				throw new Refusing(401, "E_STUDIO_GUARD", "No session.", "세션이 없습니다.");
			const refused = this.refusals.get(route);
			if (refused) return json(response, refused.body, refused.status);
			if (route === "GET /api/events") return this.#attach(response, searchParams.get("since"));
			json(response, this.#reply(route, id ?? "", body, searchParams));
		} catch (error) {
			if (error instanceof Refusing) return json(response, error.body, error.status);
			throw error;
		}
	}

	#exchange(code: string) {
		if (!this.#codes.delete(code)) throw new Refusing(401, "E_STUDIO_CODE", "Used already.", "이미 썼습니다.");
		return { secret: this.secret, instance: this.instance };
	}

	#attach(response: ServerResponse, since: string | null): void {
		response.writeHead(200, { "Content-Type": "text/event-stream" });
		response.flushHeaders();
		this.#streams.add(response);
		this.sinces.push(since);
		this.mostStreams = Math.max(this.mostStreams, this.#streams.size);
		response.on("close", () => this.#streams.delete(response));
		const first = this.#log[0]?.id ?? this.#eventId + 1;
		const at = Number(since);
		if (since === null || at < first - 1 || at > this.#eventId)
			response.write(`id: ${this.#eventId}\nevent: reset\ndata: ${JSON.stringify({ instance: this.instance })}\n\n`);
		else for (const { id, text } of this.#log) if (id > at) response.write(text);
	}

	#reply(route: string, id: string, body: Record<string, never>, query: URLSearchParams): unknown {
		if (route === "GET /api/runs")
			return { runs: [...this.rows.values()], bin: this.bin, results: this.results } satisfies Runs;
		if (route === "GET /api/studies") return { studies: [...this.studies.values()] } satisfies Studies;
		if (route.includes("/api/studies/:id")) return this.#study(route, id);
		if (route === "POST /api/runs/:id/restore") return this.#restore(id);
		const row = this.rows.get(id);
		if (!row) throw noRun();
		if (route === "GET /api/runs/:id") return detailOf(row, this.details.get(id));
		if (route === "GET /api/runs/:id/lines") {
			const lines = this.logs.get(id)?.[query.get("log") as LogName] ?? [];
			return { lines, of: lines.length };
		}
		if (route === "POST /api/runs/:id/rename") return this.#rename(row, body.name!);
		if (route === "POST /api/runs/:id/tag") {
			const { add = [], remove = [] } = body as { add?: string[]; remove?: string[] };
			const tags = [...new Set([...row.tags, ...add])].filter((tag) => !remove.includes(tag));
			this.rows.set(id, { ...row, tags });
			this.emit("run", this.rows.get(id)!);
			return { id, tags };
		}
		if (route === "POST /api/runs/:id/delete") {
			this.rows.delete(id);
			this.#binned.set(id, row);
			this.bin = [{ id, name: row.name, removedMs: Date.now() }, ...this.bin];
			this.emit("gone", { id });
			return { id };
		}
		if (route === "POST /api/runs/:id/stop" || route === "POST /api/runs/:id/resume") {
			const state = route.endsWith("stop") ? "stopped" : "running";
			this.rows.set(id, { ...row, state });
			this.emit("run", this.rows.get(id)!);
			return { id, name: row.name };
		}
		throw new Refusing(501, "E_STUDIO_LATER", "Not in this version.", "이 버전에는 없습니다.");
	}

	#study(route: string, id: string) {
		const study = this.studies.get(id);
		if (!study) throw new Refusing(404, "E_STUDIO_STUDY", "There is no such study.", "스터디를 찾을 수 없습니다.");
		if (route.startsWith("GET")) return study;
		const state = route.endsWith("/stop") ? "stopped" : route.endsWith("/resume") ? "running" : study.state;
		this.studies.set(id, { ...study, state });
		this.emit("study", this.studies.get(id)!);
		return { id };
	}

	#rename(row: RunRow, name: string) {
		if (this.rows.has(idOf(name)))
			throw new Refusing(409, "E_RUN_EXISTS", "That name is taken.", "이미 쓰는 이름입니다.");
		const next = { ...row, id: idOf(name), name };
		this.rows.delete(row.id);
		this.rows.set(next.id, next);
		this.logs.set(next.id, this.logs.get(row.id) ?? {});
		this.emit("gone", { id: row.id });
		this.emit("run", next);
		return { id: next.id, name };
	}

	#restore(id: string) {
		const row = this.#binned.get(id);
		if (!row) throw noRun();
		this.bin = this.bin.filter((entry) => entry.id !== id);
		this.rows.set(id, row);
		this.emit("run", row);
		return { id, name: row.name };
	}
}

function detailOf(row: RunRow, some: Partial<RunDetail> = {}): RunDetail {
	return {
		...row,
		options: { cell: "lstm", layers: 1, hidden: 64, lr: 0.01, k2: 32, clipNorm: 1, steps: 2000, optimizer: "adam" },
		budget: { steps: 2000 },
		...{ seed: 1, engine: "native", build: "native avx2", threads: 2, checkpoints: [500, 1000], textSha256: null },
		weightsSha256: "1a2b3c4d".repeat(8),
		command: `npx sluice train corpus.txt --run ${row.name.slice(0, 40)}`,
		...some,
	};
}

const FILES = new Set(readdirSync(PAGE, { recursive: true }).map((file) => `/${String(file).replaceAll("\\", "/")}`));

function sendFile(pathname: string, response: ServerResponse): void {
	const path = pathname === "/" ? "/index.html" : pathname;
	const wasm = /^\/wasm\/[\w.-]+$/.test(path);
	if (!wasm && !FILES.has(path)) return void response.writeHead(404).end();
	response.setHeader("Content-Type", TYPES[extname(path)] ?? "application/octet-stream");
	response.end(readFileSync(wasm ? join(ROOT, path) : join(PAGE, path)));
}

function json(response: ServerResponse, body: unknown, status = 200): void {
	response.writeHead(status, { "Content-Type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return JSON.parse(Buffer.concat(parts).toString() || "{}");
}
