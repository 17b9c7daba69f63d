/** The table of routes and who answers each. A route of the table without an answer does not compile. */
import type { IncomingMessage } from "node:http";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import { fail } from "../../src/errors/index.ts";
import { ROUTES } from "../wire.ts";
import { isJson } from "./body.ts";
import type { FileAnswer, Handler } from "./handler.ts";
import { SECURE_HEADERS } from "./headers.ts";
import { Refusing, refused } from "./refusal.ts";
import { form, hello, listCatalogue } from "./routes/about.ts";
import { fork, receipt, replay, replayBlock } from "./routes/again.ts";
import { removeRun, renameRun, restoreRun, tagRun } from "./routes/changes.ts";
import { chat } from "./routes/chat.ts";
import { events } from "./routes/events.ts";
import { exchange } from "./routes/exchange.ts";
import { report, reservoir, runsCsv, sequence, symbols, weights } from "./routes/files.ts";
import { lines, listRuns, runDetail, spectrum } from "./routes/runs.ts";
import { listStudies, readStudy, resumeStudy, retryStudy, stopStudy, studyFile } from "./routes/studies.ts";
import { takeText } from "./routes/texts.ts";
import { resume, start, stop } from "./routes/training.ts";
import type { Studio } from "./studio.ts";

type RouteKey = (typeof ROUTES)[number] extends infer R
	? R extends { method: infer M extends string; path: infer P extends string }
		? `${M} ${P}`
		: never
	: never;

const HANDLERS: Readonly<Record<RouteKey, Handler>> = {
	"POST /api/session": exchange,
	"GET /api/hello": hello,
	"GET /api/catalogue": listCatalogue,
	"GET /api/form": form,
	"GET /api/events": events,
	"GET /api/runs": listRuns,
	"GET /api/runs.csv": runsCsv,
	"GET /api/runs/:id": runDetail,
	"GET /api/runs/:id/lines": lines,
	"GET /api/runs/:id/spectrum": spectrum,
	"GET /api/runs/:id/report": report,
	"GET /api/runs/:id/weights": weights,
	"GET /api/runs/:id/symbols": symbols,
	"GET /api/runs/:id/reservoir": reservoir,
	"GET /api/runs/:id/sequence": sequence,
	"POST /api/texts": takeText,
	"POST /api/runs": start,
	"POST /api/runs/:id/stop": stop,
	"POST /api/runs/:id/resume": resume,
	"POST /api/runs/:id/fork": fork,
	"POST /api/runs/:id/rename": renameRun,
	"POST /api/runs/:id/tag": tagRun,
	"POST /api/runs/:id/delete": removeRun,
	"POST /api/runs/:id/restore": restoreRun,
	"POST /api/runs/:id/replay": replay,
	"POST /api/runs/:id/replay/block": replayBlock,
	"POST /api/runs/:id/receipt": receipt,
	"POST /api/runs/:id/chat": chat,
	"GET /api/studies": listStudies,
	"GET /api/studies/:id": readStudy,
	"GET /api/studies/:id/file": studyFile,
	"POST /api/studies/:id/stop": stopStudy,
	"POST /api/studies/:id/resume": resumeStudy,
	"POST /api/studies/:id/retry": retryStudy,
};

/** The routes as a listener; `bodyOf` gives the body that was read before. */
export function routesOf(studio: Studio, bodyOf: (request: IncomingMessage) => Buffer) {
	const app = new Hono<{ Bindings: HttpBindings }>();
	for (const route of ROUTES) {
		const handler = HANDLERS[`${route.method} ${route.path}` as RouteKey];
		app.on(route.method, route.path, async (context) => {
			const { incoming, outgoing } = context.env;
			if ("body" in route && (route.body === "json") !== isJson(incoming))
				throw new Refusing(fail("E_STUDIO_GUARD", { why: "type" }), { status: 415 });
			const gone = new AbortController();
			outgoing.once("close", () => gone.abort());
			const answer = await handler(studio, {
				id: context.req.param("id") ?? "",
				query: (name) => context.req.query(name),
				body: bodyOf(incoming),
				response: outgoing,
				signal: gone.signal,
			});
			return answer === undefined ? RESPONSE_ALREADY_SENT : responseOf(answer);
		});
	}
	const refusal = (error: unknown) => {
		const { status, body } = refused(error, [studio.runs, studio.studies.folder, studio.privateFolder], studio.log);
		return new Response(JSON.stringify(body), { status, headers: JSON_TYPE });
	};
	app.notFound(() => refusal(fail("E_STUDIO_ROUTE", {})));
	app.onError((error) => refusal(error));
	return getRequestListener(app.fetch, { overrideGlobalObjects: false, errorHandler: refusal });
}

const JSON_TYPE = { ...SECURE_HEADERS, "Content-Type": "application/json; charset=utf-8" };

/** A file is saved, never shown: its content may come from elsewhere. */
function responseOf(answer: object): Response {
	if (!("file" in answer)) return new Response(JSON.stringify(answer), { headers: JSON_TYPE });
	const { file, name, type } = answer as FileAnswer;
	const headers = {
		...{ ...SECURE_HEADERS, "Content-Type": type, "Content-Security-Policy": "sandbox; default-src 'none'" },
		"Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", "%27")}`,
	};
	return new Response(typeof file === "string" ? file : new Uint8Array(file), { headers });
}
