/**
 * Requests to the studio's server, typed by route. Each carries the secret of the session. An answer is what the route
 * promises, a coded refusal, or nothing at all, when the server cannot be reached.
 */
import type { PartName } from "../../../src/data/corpus.ts";

import type { TalkRequest } from "../../../studio/wire/chatMessages.ts";
import type {
	BatchBlock,
	BlockRequest,
	ReplayAnswer,
	ReplayRequest,
	StateBlock,
} from "../../../studio/wire/replayMessages.ts";
import {
	type CatalogueEntry,
	type ForkRequest,
	type GivenText,
	type Hello,
	type Lines,
	type LogName,
	type Refused,
	RUN_ID,
	type RunDetail,
	type Runs,
	SECRET_HEADER,
	type Session,
	type Spectrum,
	type Started,
	type StartRequest,
} from "../../../studio/wire.ts";
import { inTurn, LostError, RefusedError } from "./refusals.ts";

export { LostError, RefusedError } from "./refusals.ts";

export interface ClientParts {
	fetch(path: string, init: RequestInit): Promise<Response>;
	/** Secret of the session; null without one. */
	secret(): string | null;
	/** The server does not know the session. */
	onSessionRefused(): void;
}

/** A file that the server made, and the name that it proposes. */
export interface GivenFile {
	name: string;
	blob: Blob;
}

export class Client {
	readonly #parts: ClientParts;

	constructor(parts: ClientParts) {
		this.#parts = parts;
	}

	session = (code: string) => this.post<Session>("/api/session", { code });
	hello = () => this.get<Hello>("/api/hello");
	runs = () => this.get<Runs>("/api/runs");
	run = (id: string) => this.get<RunDetail>(`/api/runs/${checked(id)}`);
	/** Eigenvalues of the top layer's W_hh at a checkpoint; null if there are none. */
	spectrum = async (id: string, checkpoint: number) =>
		(await this.get<Spectrum>(`/api/runs/${checked(id)}/spectrum?checkpoint=${checkpoint}`)).spectrum;
	lines = (id: string, log: LogName, from?: number) =>
		this.get<Lines>(`/api/runs/${checked(id)}/lines?log=${log}${from === undefined ? "" : `&from=${from}`}`);

	catalogue = () => this.get<CatalogueEntry[]>("/api/catalogue");
	/** Gives the server a text to train on. */
	text = async (name: string, bytes: Uint8Array<ArrayBuffer>) => {
		const headers = { "content-type": "application/octet-stream" };
		const path = `/api/texts?name=${encodeURIComponent(name)}`;
		return jsonOf<GivenText>(await this.#send(path, { method: "POST", headers, body: bytes }));
	};

	start = (request: StartRequest) => this.post<Started>("/api/runs", request);
	stop = (id: string) => this.#act(id, "stop");
	resume = (id: string) => this.#act<Started>(id, "resume");
	fork = (id: string, request: ForkRequest) => this.#act<Started>(id, "fork", request);
	replay = (id: string, request: ReplayRequest, signal?: AbortSignal) =>
		this.#act<ReplayAnswer>(id, "replay", request, signal);
	block = <T extends BatchBlock | StateBlock>(id: string, request: BlockRequest, signal?: AbortSignal) =>
		this.#act<T>(id, "replay/block", request, signal);

	/** Asks a run on pairs: lines of JSON, one per symbol as it is generated. */
	chat = async (id: string, request: TalkRequest, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> => {
		const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(request) };
		return (await this.#send(`/api/runs/${checked(id)}/chat`, { ...init, signal })).body!;
	};

	weights = (id: string, checkpoint: "best" | "last" | number = "best") =>
		inTurn(() => this.file(`/api/runs/${checked(id)}/weights?checkpoint=${checkpoint}`, "weights.safetensors"));
	/** A stretch of the run's text, at most 1,048,576 symbols: the symbols of the whole part, and the ids. */
	symbols = async (
		id: string,
		part: PartName,
		from = 0,
	): Promise<{ symbols: number; ids: Int32Array<ArrayBuffer> }> => {
		const path = `/api/runs/${checked(id)}/symbols?part=${part}&from=${from}`;
		const { blob } = await inTurn(() => this.file(path, "symbols.i32"));
		const words = new Int32Array(await blob.arrayBuffer());
		return { symbols: words[0]!, ids: words.slice(2) };
	};

	/** The stream of events after number `since`. */
	async events(since: number | null, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
		const answer = await this.#send(`/api/events${since === null ? "" : `?since=${since}`}`, { signal });
		return answer.body!;
	}

	async get<T>(path: string): Promise<T> {
		return jsonOf<T>(await this.#send(path, {}));
	}

	async post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
		const headers = { "content-type": "application/json" };
		const init = { method: "POST", headers, body: JSON.stringify(body), ...(signal && { signal }) };
		return jsonOf<T>(await this.#send(path, init));
	}

	#act<T = { id: string }>(id: string, act: string, body: unknown = {}, signal?: AbortSignal): Promise<T> {
		return this.post<T>(`/api/runs/${checked(id)}/${act}`, body, signal);
	}

	/** The file that a route answers with. @param fallback its name if the answer has none */
	async file(path: string, fallback: string): Promise<GivenFile> {
		const answer = await this.#send(path, {});
		return { name: nameIn(answer.headers.get("content-disposition")) ?? fallback, blob: await answer.blob() };
	}

	async #send(path: string, init: RequestInit): Promise<Response> {
		const secret = this.#parts.secret();
		const headers = {
			...(init.headers as Record<string, string>),
			...(secret !== null && { [SECRET_HEADER]: secret }),
		};
		let answer: Response;
		try {
			answer = await this.#parts.fetch(path, { ...init, headers, cache: "no-store", redirect: "error" });
		} catch (error) {
			if (init.signal?.aborted) throw error;
			throw new LostError(path, { cause: error });
		}
		if (answer.ok) return answer;
		if (answer.status === 401 && path !== "/api/session") this.#parts.onSessionRefused();
		throw new RefusedError(answer.status, await refusalOf(answer));
	}
}

/** A path is never made of anything but an id. */
function checked(id: string): string {
	if (!RUN_ID.test(id)) throw new RangeError("not the id of a run");
	return id;
}

async function jsonOf<T>(answer: Response): Promise<T> {
	try {
		return (await answer.json()) as T;
	} catch (error) {
		throw new LostError("the answer ended early", { cause: error });
	}
}

async function refusalOf(answer: Response): Promise<Refused> {
	const body = (await answer.json().catch(() => null)) as Refused | null;
	if (typeof body?.code === "string" && typeof body.message?.en === "string") return body;
	const text = `${answer.status} ${answer.statusText}`.trim();
	return { code: `HTTP_${answer.status}`, message: { en: text, ko: text } };
}

/** The file name of a Content-Disposition header: `filename*` in UTF-8 if there is one. */
function nameIn(header: string | null): string | undefined {
	const extended = /filename\*=UTF-8''([^;]+)/i.exec(header ?? "")?.[1];
	try {
		if (extended) return decodeURIComponent(extended);
	} catch {}
	return /filename="([^"]+)"/i.exec(header ?? "")?.[1];
}
