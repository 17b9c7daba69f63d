/**
 * The guard of the studio: every attack of the list that concerns the server, each at its number (W1 to W16 of the
 * studio's threat model, S1 to S16 of what broke in other programs). SECURITY.md says what is promised.
 */
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redirectPage } from "../../cli/verbs/studio/browser.ts";
import { LIMITS, MOST_SOCKETS } from "../../studio/server/server.ts";
import { documentFiles, EXPORTED_DOCUMENTS } from "../../studio/wire/documents.ts";
import { MOST_JSON_BYTES, MOST_TEXT_BYTES, ROUTES } from "../../studio/wire.ts";
import { ask, freshFolder, openStudio, openTab, raw, type Tab, type TestStudio, until } from "./client.ts";
import { SPELLINGS } from "./spellings.ts";

let studio: TestStudio;
let tab: Tab;
beforeAll(async () => {
	({ studio, tab } = await openTab());
});
afterAll(() => studio.close());

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const READS = ["GET", "HEAD"];
const ID = "0123456789abcdef";
const PATHS = [...new Set(ROUTES.map(({ path }) => path.replace(":id", ID)))];

/** What a request without a session would carry if it came from the page itself. */
const fromPage = (method: string) => ({
	"sec-fetch-site": "same-origin",
	...(READS.includes(method) ? {} : { origin: studio.base, "content-type": "application/json" }),
});

describe("S1: without a session", () => {
	test("every route, an unknown one and one outside /api give the same refusal to every method", async () => {
		const answers = new Set<string>();
		let asked = 0;
		for (const path of [...PATHS, "/api/unknown", "/api", "/unknown"])
			for (const method of METHODS) {
				if (method === "POST" && path === "/api/session") continue;
				const body = READS.includes(method) ? {} : { body: "{}" };
				const reply = await ask(studio, path, { method, headers: fromPage(method), ...body });
				answers.add(`${reply.status} ${method === "HEAD" ? refusalText : reply.text}`);
				asked++;
			}
		expect(asked).toBeGreaterThan(150);
		expect([...answers]).toEqual([`401 ${refusalText}`]);
	});

	const refusalText = JSON.stringify({
		code: "E_STUDIO_GUARD",
		message: {
			en: "the request was refused: there is no session. Open the link that sluice studio has printed; Enter in its terminal prints a new one. (E_STUDIO_GUARD)",
			ko: "요청을 거부했습니다. 세션이 없습니다. sluice studio가 출력한 링크를 여세요. 그 터미널에서 Enter를 누르면 새 링크가 나옵니다. (E_STUDIO_GUARD)",
		},
	});

	test("a route that changes something is never a GET, and the table names each path once for a method", () => {
		expect(ROUTES.filter(({ method, writes }) => method === "GET" && writes)).toEqual([]);
		const keys = ROUTES.map(({ method, path }) => `${method} ${path}`);
		expect(new Set(keys).size).toBe(keys.length);
	});
});

describe("W1: the Host header", () => {
	const line = (path: string, headers: string) => `GET ${path} HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`;
	const status = async (path: string, headers: string) => (await raw(studio, line(path, headers))).slice(9, 12);

	test("of any other name, port or number, empty, twice or missing is refused, also for the page itself", async () => {
		const port = studio.port;
		const wrong = [
			...["evil.test", `evil.test:${port}`, `localhost.evil.test:${port}`, `localhost:${port + 1}`, "localhost", ""],
			...[`127.0.0.1.:${port}`, `0.0.0.0:${port}`, `[::]:${port}`, `LOCALHOST:${port}`, `127.1:${port}`],
			...[`user@localhost:${port}`, `localhost:${port}.evil.test`, `localhost:0${port}`, `localhost:${port}/`],
		];
		for (const host of wrong) {
			expect([host, await status("/", `Host: ${host}\r\n`)]).toEqual([host, expect.stringMatching(/^4(00|21)$/)]);
		}
		expect(await status("/", `Host: localhost:${port}\r\nHost: localhost:${port}\r\n`)).toMatch(/^4(00|21)$/);
		expect(await status("/", `Host: localhost:${port}\r\nhost: evil.test\r\n`)).toMatch(/^4(00|21)$/);
		expect(await status("/", "")).toMatch(/^4(00|21)$/);
		expect((await raw(studio, "GET / HTTP/1.0\r\n\r\n")).slice(9, 12)).toMatch(/^4(00|21)$/);
		for (const host of ["localhost", "127.0.0.1", "[::1]"])
			expect([host, await status("/", `Host: ${host}:${port}\r\n`)]).toEqual([host, "200"]);
	});

	test("an address with a name in it is refused", async () => {
		for (const target of [`http://127.0.0.1:${studio.port}/`, "http://evil.test/", "*", "evil.test:80", "x"])
			expect([target, await status(target, `Host: localhost:${studio.port}\r\n`)]).toEqual([target, "400"]);
	});
});

describe("W2, W3: requests of other sites", () => {
	const statusOf = async (headers: Record<string, string>, method = "POST", path = "/api/runs") =>
		(await ask(studio, path, { method, headers, ...(READS.includes(method) ? {} : { body: "{}" }) })).status;

	test("with a whole session, from another origin, without one, or with null, are refused for every method", async () => {
		const origins = [
			"http://evil.test",
			"null",
			`https://127.0.0.1:${studio.port}`,
			`http://127.0.0.1:${studio.port + 1}`,
		];
		for (const method of METHODS) {
			for (const origin of [...origins, `http://localhost:${studio.port}`, `${studio.base}/`])
				expect([method, origin, await statusOf({ ...tab.writing, origin }, method)]).toEqual([method, origin, 403]);
			const { origin: _, ...without } = tab.writing;
			if (!READS.includes(method)) expect([method, await statusOf(without, method)]).toEqual([method, 403]);
		}
	});

	test("that the browser calls cross-site or same-site are refused; an address that was typed only reads", async () => {
		for (const site of ["cross-site", "same-site", "none", "", "bogus"])
			expect([site, await statusOf({ ...tab.writing, "sec-fetch-site": site })]).toEqual([site, 403]);
		for (const site of ["cross-site", "same-site", "bogus"])
			for (const mode of ["no-cors", "cors", "navigate"])
				expect(await statusOf({ ...tab.headers, "sec-fetch-site": site, "sec-fetch-mode": mode }, "GET")).toBe(403);
		expect(await statusOf({ ...tab.headers, "sec-fetch-site": "none" }, "GET")).toBe(200);
	});

	test("may lead to the page itself, as the file does that opens the browser, but not include it or its scripts", async () => {
		const from = (mode: string, dest: string) => ({
			...{ "sec-fetch-site": "cross-site", "sec-fetch-mode": mode, "sec-fetch-dest": dest },
		});
		expect(await statusOf(from("navigate", "document"), "GET", "/")).toBe(200);
		for (const [mode, dest] of [
			...[["navigate", "iframe"] as const, ["no-cors", "script"] as const, ["no-cors", "image"] as const],
			...[["cors", "empty"] as const, ["navigate", "embed"] as const, ["navigate", "object"] as const],
		])
			expect([dest, await statusOf(from(mode, dest), "GET", "/")]).toEqual([dest, 403]);
		expect(await statusOf(from("navigate", "document"), "GET", "/api/runs")).toBe(403);
	});

	test("forms, plain texts and what names no type are refused", async () => {
		const types = [
			"application/x-www-form-urlencoded",
			"multipart/form-data; boundary=x",
			"text/plain",
			"",
			"text/json",
		];
		for (const type of [...types, "application/json, text/plain", "application/jsonx"])
			expect([type, await statusOf({ ...tab.writing, "content-type": type })]).toEqual([type, 415]);
		const { "content-type": _, ...without } = tab.writing;
		expect(await statusOf(without)).toBe(415);
		expect(await statusOf({ ...tab.writing, "content-type": "application/octet-stream" })).toBe(415);
	});
});

describe("W4, W5, S5, S6: the session", () => {
	test("needs the cookie and the header, each exactly, and neither in the address", async () => {
		const { cookie, "x-sluice": secret, ...rest } = tab.headers;
		const [name, value] = cookie!.split("=") as [string, string];
		const status = async (headers: Record<string, string>, path = "/api/hello") =>
			(await ask(studio, path, { headers: { ...rest, ...headers } })).status;
		expect(await status({ cookie: cookie!, "x-sluice": secret! })).toBe(200);
		const wrong: Record<string, string>[] = [
			...[{}, { cookie: cookie! }, { "x-sluice": secret! }, { cookie: `${name}=`, "x-sluice": secret! }],
			...[
				{ cookie: cookie!, "x-sluice": "" },
				{ cookie: cookie!, "x-sluice": value },
			],
			...[
				{ cookie: `${name}=${secret}`, "x-sluice": value },
				{ cookie: `other=${value}`, "x-sluice": secret! },
			],
			...[
				{ cookie: `${cookie}; ${cookie}`, "x-sluice": secret! },
				{ cookie: `${cookie}x`, "x-sluice": secret! },
			],
		];
		for (const headers of wrong) expect([headers, await status(headers)]).toEqual([headers, 401]);
		expect(await status({}, `/api/hello?secret=${secret}&x-sluice=${secret}&${cookie}`)).toBe(401);
	});

	test("of one studio is none for another, whose port shares the cookies, nor for a studio that is started again", async () => {
		const other = await openTab();
		try {
			// What the other port is sent by a browser that has visited both.
			const both = `${tab.cookie}; ${other.tab.cookie}`;
			for (const secret of [tab.secret, other.tab.secret, ""])
				expect(
					(
						await ask(studio, "/api/hello", {
							headers: { ...tab.headers, cookie: other.tab.cookie, "x-sluice": secret },
						})
					).status,
				).toBe(401);
			expect(
				(await ask(studio, "/api/hello", { headers: { ...tab.headers, cookie: both, "x-sluice": other.tab.secret } }))
					.status,
			).toBe(401);
			expect((await ask(studio, "/api/hello", { headers: { ...tab.headers, cookie: both } })).status).toBe(200);
		} finally {
			await other.studio.close();
		}
		const again = await openStudio({ port: other.studio.port });
		try {
			expect((await ask(again, "/api/hello", { headers: other.tab.headers })).status).toBe(401);
		} finally {
			await again.close();
		}
	});

	test("comes from a link that works once; its code is not in the address that is sent, and no page or link checker spends it", async () => {
		const link = studio.newLink();
		expect(link).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${studio.port}/#start=[\\w-]{43}$`));
		for (const method of ["GET", "HEAD"]) expect((await ask(studio, "/", { method })).status).toBe(200);
		const { Tab: NewTab } = await import("./client.ts");
		const first = await new NewTab(studio).open(link);
		expect(first.status).toBe(200);
		const [cookie] = first.headers["set-cookie"]!;
		expect(cookie).toMatch(
			new RegExp(`^sluice-${studio.port}-[0-9a-f]{16}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
		);
		const second = await new NewTab(studio).open(link);
		expect([second.status, second.json.code, second.headers["set-cookie"]]).toEqual([401, "E_STUDIO_CODE", undefined]);
		for (const code of ["", "x", "a".repeat(43), 7, null, ["a"], `${link.split("=")[1]}x`])
			expect((await tab.post("/api/session", { code })).status).toBeGreaterThanOrEqual(400);
	});

	test("keeps its secrets out of every file and every message", async () => {
		for (const path of ["/api/runs", "/api/unknown", "/", "/api/hello"])
			for (const headers of [tab.headers, {}]) {
				const { text } = await ask(studio, path, { headers });
				expect(text).not.toContain(tab.secret);
				expect(text).not.toContain(tab.cookie.split("=")[1]);
			}
		expect(studio.logged).toEqual([]);
	});

	test("is opened through a file that holds the link and no script", () => {
		const page = redirectPage(`${studio.newLink()}"><script>`);
		expect(page).toContain("#start=");
		expect(page).not.toMatch(/<script|">\s*<s/);
	});

	test("without one, the page holds no data: no run, no text, no name of this computer", async () => {
		const own = await openStudio({ page: join(freshFolder(), "none") });
		mkdirSync(join(own.runs, "canary-run"), { recursive: true });
		writeFileSync(join(own.runs, "canary-run", "config.json"), "{}");
		const [get, head] = [await ask(own, "/"), await ask(own, "/", { method: "HEAD" })];
		expect(get.status).toBe(200);
		expect(get.text).not.toMatch(/canary|runs"|\/tmp|instance/);
		expect([head.text, head.headers["content-length"]]).toEqual(["", get.headers["content-length"]]);
		await own.close();
	});
});

describe("W6, S3: paths", () => {
	test(`${SPELLINGS.length} spellings of a way out give 404, with and without a session nothing of the file`, async () => {
		const page = mkdtempSync(join(tmpdir(), "sluice-page-"));
		const outside = freshFolder("outside");
		writeFileSync(join(outside, "canary.txt"), "canary-7421");
		mkdirSync(join(page, "assets"));
		writeFileSync(join(page, "index.html"), "shell");
		writeFileSync(join(page, "assets", "a.js"), "1");
		symlinkSync(join(outside, "canary.txt"), join(page, "assets", "link.txt"));
		symlinkSync(outside, join(page, "linked"));
		const own = await openTab({ page });
		try {
			expect(SPELLINGS.length).toBeGreaterThanOrEqual(60);
			expect((await own.tab.get("/assets/a.js")).status).toBe(200);
			const deep = join(outside, "canary.txt").slice(1);
			for (const spelling of [...SPELLINGS, "/assets/link.txt", "/linked/canary.txt"])
				for (const path of [spelling.replaceAll("FILE", deep), spelling.replaceAll("FILE", "package.json")])
					for (const headers of [own.tab.headers, {}]) {
						const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
						const text = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${own.studio.port}\r\nConnection: close\r\n${lines.join("")}\r\n`;
						const reply = await raw(own.studio, Buffer.from(text, "latin1"));
						expect([path, reply.slice(9, 12)]).toEqual([path, expect.stringMatching(/^40[014]$/)]);
						expect(reply).not.toMatch(/canary-7421|"devDependencies"|shell/);
					}
		} finally {
			await own.studio.close();
		}
	});

	test("S9: an id is 16 hex digits of a run that exists; nothing else is looked up", async () => {
		const ids = ["..", "a", "A".repeat(16), `${ID}0`, ID, "%2e%2e", "x;y", "__proto__", "constructor"];
		for (const id of ids)
			for (const { method, path } of ROUTES.filter(({ path }) => path.includes(":id"))) {
				const at = path.replace(":id", id);
				const reply = method === "GET" ? await tab.get(at) : await tab.post(at);
				expect([at, [404, 400].includes(reply.status)]).toEqual([at, true]);
			}
	});

	test("S11: no service worker is served", async () => {
		for (const path of ["/sw.js", "/service-worker.js"]) {
			const reply = await ask(studio, path, {
				headers: { "service-worker": "script", "sec-fetch-site": "same-origin" },
			});
			expect([path, reply.status, reply.text]).toEqual([path, 404, ""]);
		}
	});
});

describe("W7, W8, W9: weight and slowness", () => {
	const head = (own: { port: number }, headers: string, path = "/api/runs") =>
		`POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${own.port}\r\n${Object.entries(tab.writing)
			.map(([name, value]) => `${name}: ${value}\r\n`)
			.join("")}${headers}\r\n`;

	test("2 GB announced is 413 before a byte of it is read, and so is a lie about the length beyond the caps", async () => {
		for (const length of [2 * 2 ** 30, MOST_TEXT_BYTES + 1, MOST_JSON_BYTES + 1]) {
			const reply = await raw(studio, head(studio, `Content-Length: ${length}\r\n`));
			expect([length, reply.slice(9, 12)]).toEqual([length, "413"]);
			expect(reply).toMatch(/Connection: close/i);
		}
		for (const length of ["-1", "1e3", "0x10", " ", "9".repeat(400)])
			expect((await raw(studio, head(studio, `Content-Length: ${length}\r\n`))).slice(9, 12)).toMatch(/^4(00|13)$/);
	});

	test("100 refused reads in turn use 1 connection; a refused request with a body ends its own", async () => {
		const agent = new Agent({ keepAlive: true, maxSockets: 1 });
		const sockets = new Set<Socket>();
		const send = (method: string, body = "") =>
			new Promise<string>((resolve, reject) => {
				const sent = request({ host: "127.0.0.1", port: studio.port, path: "/api/runs", method, agent }, (answer) => {
					answer.resume();
					answer.on("end", () => resolve(`${answer.statusCode} ${answer.headers.connection}`));
				});
				sent.on("socket", (socket) => sockets.add(socket));
				sent.on("error", reject);
				sent.end(body);
			});
		const answers = new Set<string>();
		for (let n = 0; n < 100; n++) answers.add(await send(n % 2 ? "GET" : "HEAD"));
		expect([[...answers], sockets.size]).toEqual([["401 keep-alive"], 1]);
		expect(await send("POST", "{}")).toBe("403 close");
		await send("GET");
		expect(sockets.size).toBe(2);
		agent.destroy();
	});

	test("a body in chunks without an end is cut at 1 MiB, with less than 64 MB of memory", async () => {
		const before = process.memoryUsage().rss;
		const piece = Buffer.from(`10000\r\n${" ".repeat(0x10000)}\r\n`);
		const sent = await new Promise<number>((resolve) => {
			const socket = connect(studio.port, "127.0.0.1");
			let bytes = 0;
			socket.on("error", () => {});
			socket.on("close", () => resolve(bytes));
			socket.on("data", () => {});
			socket.write(head(studio, "Transfer-Encoding: chunked\r\n"));
			const more = () => {
				while (!socket.destroyed && bytes < 200 * 2 ** 20) {
					bytes += piece.length;
					if (!socket.write(piece)) return void socket.once("drain", more);
				}
			};
			more();
		});
		expect(sent).toBeLessThan(64 * 2 ** 20);
		expect(process.memoryUsage().rss - before).toBeLessThan(128 * 2 ** 20);
		expect((await tab.get("/api/hello")).status).toBe(200);
	});

	test("a compressed body, 100,000 levels, a million values and what is no object are refused, and the server lives", async () => {
		const bomb = gzipSync(Buffer.alloc(2 ** 20, 0x20));
		for (const encoding of ["gzip", "deflate", "br", "identity"]) {
			const headers = { ...tab.writing, "content-encoding": encoding };
			expect((await ask(studio, "/api/runs", { method: "POST", headers, body: bomb })).status).toBe(415);
		}
		const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
		const keys = `{${Array.from({ length: 90_000 }, (_, k) => `"k${k}":1`).join(",")}}`;
		for (const body of [
			deep,
			`{"data":${deep}}`,
			keys,
			`{"options":${keys}}`,
			"",
			"[]",
			"null",
			"1",
			'"a"',
			"{",
			"\ufeff{}",
			"{}{}",
		])
			expect([body.slice(0, 20), (await tab.post("/api/runs", body)).status]).toEqual([body.slice(0, 20), 400]);
		expect((await tab.post("/api/runs", Buffer.from([0x7b, 0xff, 0x7d]).toString("latin1"))).status).toBe(400);
		for (const body of [
			'{"__proto__":{"a":1}}',
			'{"constructor":{}}',
			'{"data":{"kind":"task","name":"reber"},"options":{"__proto__":1}}',
		])
			expect((await tab.post("/api/runs", body)).status).toBe(400);
		expect(({} as { a?: number }).a).toBeUndefined();
		expect((await tab.get("/api/hello")).status).toBe(200);
	});

	test("a GET with a body is refused", async () => {
		const reply = await ask(studio, "/api/runs", { headers: tab.headers, body: "{}" });
		expect(reply.status).toBe(413);
	});

	test("headers and bodies that trickle are cut off with 408; the times are 5 s and 30 s, the sockets 64", async () => {
		expect([LIMITS.headersTimeout, LIMITS.requestTimeout, MOST_SOCKETS]).toEqual([5000, 30_000, 64]);
		const own = await openStudio({
			limits: { headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50 },
		});
		const trickle = (text: string) =>
			new Promise<string>((resolve) => {
				const socket = connect(own.port, "127.0.0.1");
				let got = "";
				const timer = setInterval(() => socket.write("a"), 50);
				socket.on("data", (part) => (got += part));
				socket.on("error", () => {});
				socket.on("close", () => {
					clearInterval(timer);
					resolve(got);
				});
				socket.write(text);
			});
		expect((await trickle("GET / HTTP/1.1\r\nX-Slow: ")).slice(9, 12)).toBe("408");
		expect((await trickle("")).slice(9, 12)).toMatch(/^40[08]$/);
		const body = `POST /api/session HTTP/1.1\r\nHost: 127.0.0.1:${own.port}\r\nOrigin: ${own.base}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`;
		expect((await trickle(body)).slice(9, 12)).toBe("408");
		await own.close();
	});

	test("of 500 idle sockets at most 64 stay, and the page is served again when their time is over", async () => {
		const own = await openStudio({
			limits: { headersTimeout: 1000, requestTimeout: 1000, connectionsCheckingInterval: 50 },
		});
		const sockets = Array.from({ length: 500 }, (): Socket => {
			const socket = connect(own.port, "127.0.0.1");
			return socket.on("error", () => {});
		});
		await Promise.all(
			sockets.map((socket) => new Promise((resolve) => socket.once("connect", resolve).once("close", resolve))),
		);
		await until(
			async () => sockets.filter((socket) => !socket.destroyed && !socket.readableEnded).length,
			(open) => open <= MOST_SOCKETS,
		);
		const answered = await until(
			() =>
				ask(own, "/").then(
					({ status }) => status,
					() => 0,
				),
			(status) => status === 200,
		);
		expect(answered).toBe(200);
		for (const socket of sockets) socket.destroy();
		await own.close();
	});
});

describe("S2: what is not plain HTTP", () => {
	const session = () =>
		Object.entries(tab.headers)
			.map(([name, value]) => `${name}: ${value}\r\n`)
			.join("");
	const host = () => `Host: 127.0.0.1:${studio.port}\r\n`;

	test("an upgrade is refused and closed, with a session and without", async () => {
		const socket =
			"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
		for (const path of ["/", "/api/events", "/api/unknown"])
			for (const more of ["", session(), `Origin: ${studio.base}\r\n${session()}`]) {
				const reply = await raw(studio, `GET ${path} HTTP/1.1\r\n${host()}${socket}${more}\r\n`);
				expect([path, reply.slice(9, 12)]).toEqual([path, "400"]);
			}
		const plain = await raw(
			studio,
			`GET / HTTP/1.1\r\n${host()}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n`,
		);
		expect(plain.slice(9, 12)).toBe("400");
	});

	test("CONNECT and Expect are refused and closed", async () => {
		expect((await raw(studio, `CONNECT evil.test:80 HTTP/1.1\r\n${host()}\r\n`)).slice(9, 12)).toBe("400");
		const expecting = (what: string) =>
			`POST /api/session HTTP/1.1\r\n${host()}Origin: ${studio.base}\r\nContent-Type: application/json\r\nExpect: ${what}\r\nContent-Length: 2\r\n\r\n`;
		for (const what of ["100-continue", "200-ok"])
			expect((await raw(studio, expecting(what))).slice(9, 12)).toBe("417");
	});

	test("TRACE and invented methods reach nothing", async () => {
		for (const method of ["TRACE", "PROPFIND", "PURGE", "SEARCH"])
			expect((await ask(studio, "/", { method, headers: fromPage(method) })).status).toBeGreaterThanOrEqual(400);
	});
});

describe("W13, W14, W15: answers", () => {
	test("every answer has the same headers against embedding and sniffing, and none opens it to another origin", async () => {
		const replies = [
			...[
				await ask(studio, "/"),
				await ask(studio, "/api/runs"),
				await tab.get("/api/runs"),
				await tab.get("/api/unknown"),
			],
			...[
				await ask(studio, "/wasm/sluice-plain.wasm"),
				await tab.post("/api/runs", "{"),
				await tab.get("/api/runs.csv"),
			],
			await ask(studio, "/api/runs", {
				method: "OPTIONS",
				headers: { origin: "http://evil.test", "access-control-request-method": "POST" },
			}),
		];
		expect(replies.map(({ status }) => status)).toEqual([200, 401, 200, 404, 200, 400, 200, 403]);
		for (const { headers } of replies) {
			expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
			expect(headers["cross-origin-embedder-policy"]).toBe("require-corp");
			expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
			expect(headers["x-content-type-options"]).toBe("nosniff");
			expect(headers["referrer-policy"]).toBe("no-referrer");
			expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
			expect(Object.keys(headers)).not.toContain("x-powered-by");
		}
		const policy =
			"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types sluice-worker";
		expect(replies[0]!.headers["content-security-policy"]).toBe(policy);
		expect(replies[2]!.headers["content-security-policy"]).toBe(policy);
		expect(replies[2]!.headers["cache-control"]).toBe("no-store");
		expect(replies[4]!.headers["content-type"]).toBe("application/wasm");
	});

	test("a file whose name holds its hash may be kept for ever, any other is asked for again by its hash", async () => {
		const page = freshFolder("page");
		mkdirSync(join(page, "assets"));
		for (const [path, text] of [
			["index.html", "<p>"],
			["assets/main-Ab3dE6_9.js", "1"],
			["favicon.svg", "<svg/>"],
		] as const)
			writeFileSync(join(page, path), text);
		const own = await openStudio({ page });
		const caching = async (path: string) => (await ask(own, path)).headers["cache-control"];
		expect(await caching("/assets/main-Ab3dE6_9.js")).toBe("public, max-age=31536000, immutable");
		for (const path of ["/", "/index.html", "/favicon.svg"]) expect(await caching(path)).toBe("no-cache");
		const { etag } = (await ask(own, "/")).headers;
		const again = await ask(own, "/", { headers: { "if-none-match": etag! } });
		expect([again.status, again.text]).toEqual([304, ""]);
		await own.close();
	});

	test("the documents of the package are sent as plain text, byte for byte, and their pictures; nothing else of the package is a file of the page", async () => {
		const more = ["docs/style.md", "docs/reproductions/README.md", "docs/ko/lessons/README.md"];
		for (const path of [...EXPORTED_DOCUMENTS.flatMap(documentFiles), ...more]) {
			const reply = await ask(studio, `/${path}`);
			expect([path, reply.status, reply.headers["content-type"]]).toEqual([path, 200, "text/plain; charset=utf-8"]);
			expect(reply.text).toBe(readFileSync(join(import.meta.dirname, "../..", path), "utf8"));
		}
		const picture = await ask(studio, "/docs/cell/way-back.svg");
		expect([picture.status, picture.headers["content-type"]]).toEqual([200, "image/svg+xml"]);
		for (const path of [
			"/docs/",
			"/docs/none.md",
			"/docs/reproductions/size-table/full.json",
			"/docs/../package.json",
			"/README.md",
		])
			expect([path, (await ask(studio, path)).status]).toEqual([path, 401]);
	});

	test("malformed and smuggled requests are answered with 400 or closed, and the server lives", async () => {
		const host = `Host: 127.0.0.1:${studio.port}\r\n`;
		const bad = [
			...["\0\0\0\0\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", `GET / HTTP/1.1\r\n${host}A\0: b\r\n\r\n`],
			`POST / HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
			`POST / HTTP/1.1\r\n${host}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`,
			`POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n`,
			`GET / HTTP/1.1\r\n${host}X: ${"a".repeat(40_000)}\r\n\r\n`,
			`GET /${"a".repeat(40_000)} HTTP/1.1\r\n${host}\r\n`,
			`GET / HTTP/1.1\n${host.replace("\r", "")}\n`,
			"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
		];
		for (const text of bad) {
			const reply = await raw(studio, text, 1500);
			expect([text.slice(0, 40), reply.slice(9, 12)]).toEqual([text.slice(0, 40), expect.stringMatching(/^(4\d\d|)$/)]);
			expect(reply).not.toMatch(/\bat .*\.(ts|js):\d|node_modules|\/home|HPE_/);
		}
		expect((await ask(studio, "/")).status).toBe(200);
	});

	test("a refusal holds no stack, no folder of this computer and nothing of its environment", async () => {
		const broken = join(studio.runs, "broken");
		mkdirSync(broken, { recursive: true });
		writeFileSync(join(broken, "config.json"), "{");
		const { runs } = (
			await until(
				() => tab.get("/api/runs"),
				({ json }) => json.runs.length > 0,
			)
		).json;
		const id = runs.find(({ name }: { name: string }) => name === "broken").id;
		const replies = await Promise.all([
			...[tab.get(`/api/runs/${id}`), tab.get(`/api/runs/${id}/lines`), tab.get(`/api/runs/${id}/weights`)],
			...[tab.get(`/api/runs/${id}/report`), tab.post(`/api/runs/${id}/resume`), tab.post(`/api/runs/${id}/stop`)],
			...[
				tab.post(`/api/runs/${id}/rename`, { name: "../up" }),
				tab.post("/api/runs", { data: { kind: "given", id: "/etc/passwd" } }),
			],
		]);
		for (const { status, text } of replies) {
			expect(status).toBeGreaterThanOrEqual(400);
			expect(text).not.toContain(studio.runs);
			expect(text).not.toMatch(/\bat .*\.(ts|js):\d|node_modules|\/tmp\//);
		}
	});
});

test("W1 to W15 once more by chance: 1,000 mutated requests, none answered with 5xx, and the server lives", async () => {
	const { fuzz } = await import("./fuzz.ts");
	expect(await fuzz(studio, tab, 1000, 1)).toEqual([]);
	expect((await tab.get("/api/hello")).status).toBe(200);
	expect(studio.logged).toEqual([]);
});

test("S2, S3, S4, S11: the server's sources use neither sockets of the web, nor files by request, nor a service worker", () => {
	const files = ["server.ts", "listener.ts", "routes.ts", "guard.ts", "assets.ts"];
	const text = files
		.map((file) => readFileSync(join(import.meta.dirname, "../../studio/server", file), "utf8"))
		.join("\n");
	expect(text).not.toMatch(/serveStatic|upgradeWebSocket|decodeURI|cors\(|Access-Control/);
	expect(text.match(/"127\.0\.0\.1"/g)!.length).toBeGreaterThan(0);
	expect(text).not.toMatch(/0\.0\.0\.0|"::"/);
});
