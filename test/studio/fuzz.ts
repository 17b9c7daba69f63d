/** Requests by chance, from a seed: real ones with parts of them changed. */
import { RandomStream } from "../../src/kernels/random.ts";
import { ROUTES } from "../../studio/wire.ts";
import { raw, type Tab } from "./client.ts";

const WORDS = [
	"../",
	"%00",
	"%2e",
	"\0",
	"\r\n",
	"\n",
	" ",
	"'",
	'"',
	"<script>",
	"=cmd",
	"__proto__",
	"{",
	"}",
	"[",
	"9".repeat(30),
];
const MORE = [
	"\u202e",
	"한",
	"null",
	"-1",
	"1e400",
	"true",
	";",
	"//",
	"\\",
	"?",
	"&",
	"#",
	":",
	"Host: evil.test\r\n",
	"chunked",
];

/** Sends `count` requests, 16 at once. @returns the answers that are no refusal and no success */
export async function fuzz(studio: { port: number }, tab: Tab, count: number, seed: number): Promise<string[]> {
	const random = new RandomStream(seed, "studio");
	const bad: string[] = [];
	for (let done = 0; done < count; done += 16) {
		const texts = Array.from({ length: Math.min(16, count - done) }, () => requestOf(studio, tab, random));
		const replies = await Promise.all(texts.map((text) => raw(studio, text, 400)));
		for (const [k, reply] of replies.entries())
			if (!/^(HTTP\/1\.1 (2|3|4)\d\d |HTTP\/1\.1 501 |$)/.test(reply))
				bad.push(`${JSON.stringify(texts[k])} -> ${reply}`);
	}
	return bad;
}

function requestOf({ port }: { port: number }, tab: Tab, random: RandomStream): string {
	const pick = <T>(list: readonly T[]): T => list[random.below(list.length)]!;
	const route = pick(ROUTES);
	const path = route.path.replace(":id", pick(["0123456789abcdef", "x", ""]));
	const body =
		route.method === "POST"
			? pick(['{"code":"x"}', '{"name":"a"}', '{"data":{"kind":"task","name":"none"}}', "{}"])
			: "";
	const headers = Object.entries(route.method === "POST" ? tab.writing : tab.headers)
		.filter(() => random.below(12) > 0)
		.map(([name, value]) => `${name}: ${value}\r\n`);
	const length = body && random.below(10) > 0 ? `Content-Length: ${body.length}\r\n` : "";
	let text = `${route.method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n${headers.join("")}${length}\r\n${body}`;
	for (let n = random.below(4); n > 0; n--) {
		const at = random.below(text.length);
		const cut = random.below(6);
		text = text.slice(0, at) + pick([...WORDS, ...MORE, String.fromCharCode(random.below(256))]) + text.slice(at + cut);
	}
	return text;
}
