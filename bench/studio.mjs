/**
 * Measures the studio: `node bench/studio.mjs [--rounds 5] [--seconds 60] [--presses 200]`, after a build. Each round visits the
 * page and a control page, an empty one that trains by the same worker, in turns, each in a fresh profile; one round
 * before is not counted. Then it visits the views Text and Cell, once a round; `--only instruments` visits nothing else.
 * It prints medians next to the budgets, and the load of the machine. It is no test.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { chromium, playwrightPath } from "./contenders.mjs";
import { trainOnTexts, visitInstruments } from "./studioInstruments.mjs";
import { interact, OBSERVE, visit } from "./studioPage.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({
	options: {
		rounds: { type: "string", default: "5" },
		seconds: { type: "string", default: "60" },
		presses: { type: "string", default: "200" },
		json: { type: "boolean", default: false },
		only: { type: "string", default: "" },
	},
});
const [rounds, seconds, presses] = [values.rounds, values.seconds, values.presses].map(Number);

/** Rows of the report: unit, digits, and what the row should be at most; training speed should be at least. */
const ROWS = {
	start: ["start to the printed link", "s", 2, "0.5"],
	ttfb: ["time to first byte", "ms", 0, "20"],
	fcp: ["first contentful paint", "ms", 0, "600"],
	lcp: ["largest contentful paint", "ms", 0, "800"],
	ready: ["first control answers (studio:ready)", "ms", 0, "1200"],
	cls: ["layout shift over the seconds of training", "", 4, "0.02"],
	inp: ["interaction, 98 %, while it trains", "ms", 0, "100"],
	inpSlow: ["the same on a processor 4 times slower", "ms", 0, "200"],
	frameP95: ["frame, 95 %", "ms", 1, "20"],
	frameMost: ["longest frame", "ms", 1, "50"],
	longTasks: ["tasks of more than 50 ms", "", 0, "0"],
	heapMb: ["heap of the page, without its workers", "MB", 1, "120"],
	heapMbPerMinute: ["its growth", "MB/min", 2, "0"],
	scrollLines: ["frame, 95 %, while 1 MB of lines scrolls", "ms", 1, "20"],
	scrollOne: ["the same, one line of 1 MB", "ms", 1, "20"],
	scrollTraining: ["the same, lines, while the page trains", "ms", 1, "20"],
	valve: ["a valve follows the pointer, 95 %", "ms", 0, "50"],
	unit: ["another unit is painted, 95 %", "ms", 0, "100"],
	updatesPerSecond: ["training speed", "updates/s", 1, "95 % of the control's"],
};
const ON_LISTS = ["scrollLines", "scrollOne", "scrollTraining", "valve", "unit"];
const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? null;

/** Starts `sluice studio`; resolves with its link and the seconds until it was printed. */
function startStudio(runs) {
	const began = performance.now();
	const args = [join(ROOT, "dist/cli/bin.js"), "studio", "--no-open", "--json", "--runs", runs];
	const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
	return new Promise((resolve, reject) => {
		child.on("exit", (code) => reject(new Error(`sluice studio ended with ${code}`)));
		child.stdout.once("data", (line) => {
			const took = (performance.now() - began) / 1000;
			child.removeAllListeners("exit");
			resolve({ child, link: JSON.parse(line).url, took });
		});
	});
}

/** A session's cookies and storage, by the start link. */
async function sessionOf(browser, link) {
	const context = await browser.newContext({ reducedMotion: "reduce" });
	const page = await context.newPage();
	await page.goto(link);
	await page.waitForTimeout(2000);
	const storageState = await context.storageState();
	await context.close();
	return storageState;
}

async function measure(browser, runs) {
	const found = {
		page: [],
		control: [],
		start: [],
		inp: [],
		inpSlow: [],
		...Object.fromEntries(ON_LISTS.map((key) => [key, []])),
	};
	for (let n = 0; n < rounds; n++) {
		const { child, took } = await startStudio(runs);
		found.start.push(took);
		child.kill("SIGINT");
	}
	const { child, link } = await startStudio(runs);
	try {
		const address = new URL("/", link).href;
		const storageState = await sessionOf(browser, link);
		const worker = readdirSync(join(ROOT, "dist/page/studio/assets")).find((name) => name.startsWith("trainWorker"));
		for (let round = values.only === "" ? 0 : rounds + 1; round <= rounds; round++) {
			const page = await visit(browser, { address, storageState, seconds: round === 0 ? 2 : seconds });
			const order = await page.page.evaluate("seen.order");
			if (round > 0) {
				found.page.push(page.result);
				found.inp.push(...(await interact(page.page, Math.ceil(presses / rounds))));
				const cdp = await page.page.context().newCDPSession(page.page);
				await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
				found.inpSlow.push(...(await interact(page.page, Math.ceil(presses / rounds))));
			}
			await page.close();
			const control = { worker: `/assets/${worker}`, order };
			const other = await visit(browser, { address, storageState, seconds: round === 0 ? 2 : seconds, control });
			if (round > 0) found.control.push(other.result);
			await other.close();
			console.error(`round ${round} of ${rounds}${round === 0 ? ", not counted" : ""}`);
		}
		await measureInstruments(browser, { address, storageState, found });
	} finally {
		child.kill("SIGINT");
	}
	return found;
}

async function measureInstruments(browser, { address, storageState, found }) {
	for (let round = 1; round <= rounds; round++) {
		const call = { address, storageState, seconds: Math.min(10, seconds), presses: Math.ceil(presses / rounds) };
		const seen = await visitInstruments(browser, OBSERVE, call);
		for (const key of ON_LISTS) found[key].push(...seen[key]);
		console.error(`instruments, round ${round} of ${rounds}`);
	}
}

function rowsOf({ page, control, start, inp, inpSlow, ...lists }) {
	const share = (list, part = 0.98) => list.sort((a, b) => a - b)[Math.ceil(part * list.length) - 1] ?? null;
	const own = { start: median(start), inp: share(inp), inpSlow: share(inpSlow) };
	for (const key of ON_LISTS) own[key] = share(lists[key], 0.95);
	return Object.entries(ROWS).map(([key, [what, unit, digits, budget]]) => {
		const of = (visits) => (key in own ? null : median(visits.map((one) => one[key]).filter((one) => one !== null)));
		return { key, what, unit, digits, budget, page: own[key] ?? of(page), control: of(control) };
	});
}

function table(rows, about) {
	const say = (value, digits, unit) => (value === null ? "-" : `${value.toFixed(digits)} ${unit}`.trim());
	const seen = rows.filter(({ page }) => page !== null);
	const lines = seen.map(({ what, unit, digits, budget, page, control }) => {
		const difference = page === null || control === null ? null : page - control;
		const cells = [page, control, difference].map((value) => say(value, digits, unit));
		return `| ${[what, ...cells, `${budget} ${/^\d/.test(budget) && !budget.includes("%") ? unit : ""}`.trim()].join(" | ")} |`;
	});
	return [
		"| what | studio | control page | difference | budget |",
		"| --- | --- | --- | --- | --- |",
		...lines,
		"",
		about,
	].join("\n");
}

if (!playwrightPath() || !chromium()) throw new Error("needs playwright-core and Chromium; CHROMIUM=FILE names one");
const { chromium: launcher } = (await import(pathToFileURL(playwrightPath()).href)).default;
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const browser = await launcher.launch({ executablePath: chromium(), args });
const folder = mkdtempSync(join(tmpdir(), "sluice-bench-studio-"));
const runs = join(folder, "runs");
trainOnTexts(join(ROOT, "dist/cli/bin.js"), folder, runs);
const load = [loadavg()[0]];
try {
	const rows = rowsOf(await measure(browser, runs));
	load.push(loadavg()[0]);
	const { length, 0: cpu } = cpus();
	const about = `Chromium ${browser.version()}, headless, painting in software; ${cpu.model}, ${length} CPUs; load of all processes over a minute ${load[0].toFixed(1)} before and ${load[1].toFixed(1)} after; ${rounds} rounds of ${seconds} s.`;
	console.log(values.json ? JSON.stringify({ rows, load, rounds, seconds }) : table(rows, about));
} finally {
	await browser.close();
	rmSync(folder, { recursive: true, force: true });
}
