/** `sluice report` in this process, with the library itself. */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { sluice as call } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-run-report-"));
const at = (name: string) => join(folder, name);
const sluice = (...words: string[]) => call([...words, "--runs", at("runs"), "--no-color"], { library, cwd: folder });
const NASTY = "the <script>alert(1)</script> & \u202e water ";
const TINY = "--hidden 5 --batch 2 --steps 20 --valid-every 5 --engine reference --quiet --json".split(" ");
let trained: { weightsSha256: string };

beforeAll(async () => {
	writeFileSync(at("book.txt"), NASTY.repeat(120));
	trained = JSON.parse((await sluice("train", at("book.txt"), "--k1", "8", "--run", "book", ...TINY)).stdout);
	const series = Array.from({ length: 160 }, (_, n) => `${Math.sin(n / 5).toFixed(4)}\n`).join("");
	writeFileSync(at("wave.csv"), `wave\n${series}`);
	const echo = "--cell esn --hidden 20 --engine reference --quiet".split(" ");
	expect((await sluice("train", at("wave.csv"), "--target", "wave", "--run", "pool", ...echo)).code).toBe(0);
	expect((await sluice("cells", "name", "book", "l0.c.2", "<b>quotes</b>")).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the page has curves, a sentence for each finding, samples, named cells, settings and the digest of its weights", async () => {
	const { code, stdout } = await sluice("report", "book", "--html", at("book.html"));
	expect([code, stdout]).toEqual([0, expect.stringMatching(/book\.html: \S+ kB\n/)]);
	const html = readFileSync(at("book.html"), "utf8");
	const diagnosed = await sluice("diagnose", "book");
	const kinds = /^[!✓] \w+/m.exec(diagnosed.stdout)![0];
	expect(html).toContain(kinds);
	expect(html.match(/<img /g)).toHaveLength(2);
	const [curves] = [...html.matchAll(/base64,([\w+/=]+)/g)].map(([, data]) => Buffer.from(data!, "base64").toString());
	expect(curves).toContain("Training of book");
	expect(html).toContain("&#60;b&#62;quotes&#60;/b&#62;");
	expect(html).toMatch(/<th scope="row">hidden<\/th><td class="code">5<\/td>/);
	expect(html).toMatch(/<th scope="row">unit<\/th><td class="code">codepoint<\/td>/);
	expect(html).toMatch(/<th scope="row">split<\/th><td class="code">90\/5\/5<\/td>/);
	expect(html).toContain("20, finished");
	const best = JSON.parse((await sluice("report", "book", "--html", at("again.html"), "--json")).stdout);
	expect(html).toContain(best.weightsSha256);
	if (best.diagnosis.step === 20) expect(best.weightsSha256).toBe(trained.weightsSha256);
	expect(readFileSync(at("again.html"), "utf8").length).toBe(html.length);
});

test("it loads nothing and runs nothing: no script, no raw markup of the text, a policy that allows its one style", async () => {
	await sluice("report", "book", "--html", at("book.html"), "--lang", "ko");
	const html = readFileSync(at("book.html"), "utf8");
	expect(html).not.toMatch(/<script|<iframe|https?:|\u202e/);
	const [, style] = /<style>([\s\S]*?)<\/style>/.exec(html)!;
	const hash = createHash("sha256").update(style!).digest("base64");
	expect(html).toContain(`default-src 'none'; style-src 'sha256-${hash}'; img-src data:`);
	expect(html).toMatch(/<html lang="ko">[\s\S]*완료[\s\S]*<h2>진단<\/h2>/);
});

test("an echo state network has a report, and a run whose text is gone has one that says why it is not diagnosed", async () => {
	expect((await sluice("report", "pool", "--html", at("pool.html"))).code).toBe(0);
	expect(readFileSync(at("pool.html"), "utf8")).toMatch(/<li>[!✓] \w+: /);
	writeFileSync(at("book.txt"), "changed");
	const { code, stderr } = await sluice("report", "book", "--html", at("book.html"));
	expect(code).toBe(0);
	expect(stderr).toContain("The report has no diagnosis: ");
	expect(readFileSync(at("book.html"), "utf8")).toMatch(/<li>[^<]*book\.txt changed/);
});

test("a file that cannot be written is refused before anything is read", async () => {
	const { code, stderr } = await sluice("report", "book", "--html", at("none/x.html"));
	expect(code).toBe(2);
	expect(stderr).toContain("E_EXPORT_PLACE");
});
