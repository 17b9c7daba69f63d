/**
 * The server of the studio: Node's own, on the loopback addresses of this computer alone. There is no way to make it
 * listen elsewhere.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Duplex } from "node:stream";
import { fail } from "../../src/errors/index.ts";
import { readRuns, readStudies, VERSION } from "../../src/index.ts";
import type { Form } from "../wire/form.ts";
import { readAssets, readDocuments } from "./assets.ts";
import { EventLog } from "./eventLog.ts";
import { GivenTexts } from "./givenTexts.ts";
import { idOf } from "./idOf.ts";
import { listenerOf } from "./listener.ts";
import { refused } from "./refusal.ts";
import { Replays } from "./replays.ts";
import { RunIds } from "./runIds.ts";
import { RunWatch } from "./runWatch.ts";
import { SessionKeys } from "./session.ts";
import type { Commands, Studio } from "./studio.ts";
import { StudyIds } from "./studyIds.ts";
import { StudyWatch } from "./studyWatch.ts";
import { StudyWorkers } from "./studyWorkers.ts";
import { Talks } from "./talks.ts";
import { Trainings } from "./trainings.ts";

export interface StudioOptions {
	/** Folder of runs. */
	runs: string;
	/** Folder of studies. Default: studies next to the folder of runs. */
	studies?: string;
	/** Texts that pages can train on: paths and names of the catalogue. */
	paths?: readonly string[];
	/** 0 for any free port. */
	port?: number;
	lang?: "en" | "ko";
	form: Form;
	commands: Commands;
	/** Folder of the built page. Default: the package's. */
	page?: string;
	/** Shorter times, for tests. Default: LIMITS. */
	limits?: Partial<typeof LIMITS>;
	/** Tells what went wrong inside. Default: nobody is told. */
	log?(text: string): void;
}

export interface RunningStudio {
	port: number;
	/** A new link that opens a session once: http://127.0.0.1:PORT/#start=CODE. */
	newLink(): string;
	/** Folder of this start, for the owner's eyes only, which is removed by `close`. */
	privateFolder: string;
	/** Counters of the stream. */
	events: Pick<EventLog, "sentBytes" | "readers">;
	/** Ends the server. Trainings go on. */
	close(): Promise<void>;
}

/** Times in milliseconds: for the headers, for the whole request, between two requests; and how often they are checked. */
export const LIMITS = {
	headersTimeout: 5000,
	requestTimeout: 30_000,
	keepAliveTimeout: 5000,
	connectionsCheckingInterval: 500,
};
export const MOST_SOCKETS = 64;

/** @throws E_STUDIO_PORT if the port cannot be opened; what opening a text throws. */
export async function startStudio(options: StudioOptions): Promise<RunningStudio> {
	const { port: asked = 0, lang = "en", form, commands, log = () => {} } = options;
	const runs = resolve(options.runs);
	const studies = resolve(options.studies ?? join(dirname(runs), "studies"));
	const assets = new Map([...readAssets(options.page), ...readDocuments()]);
	const privateFolder = mkdtempSync(join(tmpdir(), "sluice-studio-"));
	const texts = new GivenTexts(privateFolder, runs);
	const limits = { ...LIMITS, ...options.limits };
	const servers: Server[] = [];
	const end = () => rmSync(privateFolder, { recursive: true, force: true });
	try {
		for (const path of options.paths ?? []) await texts.addPath(path);
		const sockets = new Set<Socket>();
		const first = await listening("127.0.0.1", asked, sockets, limits);
		servers.push(first);
		const { port } = first.address() as AddressInfo;
		// Where ::1 cannot be opened, localhost still finds 127.0.0.1.
		const second = await listening("::1", port, sockets, limits).catch(() => undefined);
		if (second) servers.push(second);

		const reader = readRuns(runs);
		const keys = new SessionKeys(port);
		const events = new EventLog(keys.instance);
		const watch = new RunWatch(reader, events, log);
		const replays = new Replays();
		const talks = new Talks();
		const studyIds = new StudyIds(studies, readStudies(studies));
		const studyWatch = new StudyWatch(studyIds, events, log);
		const studyWorkers = new StudyWorkers({ privateFolder, program: commands.program, reader: studyIds.reader });
		const trainings = new Trainings({
			...{ runs, privateFolder, program: commands.program, reader },
			onFailed: (run, error) => {
				const said = refused(error, [runs, privateFolder], log).body;
				events.add("failed", { id: idOf(run), name: run, refused: said });
			},
		});
		const studio: Studio = {
			...{
				runs,
				privateFolder,
				lang,
				version: VERSION,
				form,
				commands,
				reader,
				ids: new RunIds(runs, reader, studyIds),
			},
			...{ texts, trainings, events, watch, keys, log, replays, talks },
			...{ studies: studyIds, studyWatch, studyWorkers },
		};
		const hosts = ["localhost", "127.0.0.1", "[::1]"].map((host) => `${host}:${port}`);
		const listener = listenerOf(studio, assets, hosts);
		for (const server of servers) server.on("request", listener);
		return {
			...{ port, privateFolder, events },
			newLink: () => `http://127.0.0.1:${port}/#start=${keys.newCode()}`,
			async close() {
				watch.close();
				studyWatch.close();
				events.close();
				await Promise.all(servers.map(closed));
				await replays.close();
				await talks.close();
				end();
			},
		};
	} catch (error) {
		await Promise.all(servers.map(closed));
		end();
		throw error;
	}
}

function closed(server: Server): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}

/** @param sockets of all addresses together, which are counted */
async function listening(host: string, port: number, sockets: Set<Socket>, limits: typeof LIMITS): Promise<Server> {
	const server = createServer({ ...limits, insecureHTTPParser: false });
	server.on("connection", (socket: Socket) => {
		if (sockets.size >= MOST_SOCKETS) return void socket.destroy();
		sockets.add(socket);
		socket.on("close", () => sockets.delete(socket));
	});
	server.on("upgrade", (_, socket) => refuse(socket, "400 Bad Request"));
	server.on("connect", (_, socket) => refuse(socket, "400 Bad Request"));
	server.on("checkContinue", (request) => refuse(request.socket, "417 Expectation Failed"));
	server.on("checkExpectation", (request) => refuse(request.socket, "417 Expectation Failed"));
	server.on("clientError", (error: NodeJS.ErrnoException, socket) => refuse(socket, statusOf(error)));
	await new Promise<void>((resolve, reject) => {
		server.once("error", (error: NodeJS.ErrnoException) =>
			reject(fail("E_STUDIO_PORT", { port, code: error.code ?? "" }, { cause: error })),
		);
		server.listen({ host, port, exclusive: true, ipv6Only: true }, resolve);
	});
	return server;
}

function statusOf({ code }: NodeJS.ErrnoException): string {
	if (code === "ERR_HTTP_REQUEST_TIMEOUT") return "408 Request Timeout";
	return code === "HPE_HEADER_OVERFLOW" ? "431 Request Header Fields Too Large" : "400 Bad Request";
}

/** Answers without a body and closes. */
function refuse(socket: Duplex, status: string): void {
	if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
	setTimeout(() => socket.destroy(), 200).unref();
}
