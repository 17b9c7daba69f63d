/**
 * The commands that each verb suggests next, for every kind of run: each is called, and so is what it suggests, until
 * nothing new comes. None is refused.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as library from "../../src/index.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { sluice as called } from "./fakes.ts";

vi.setConfig({ testTimeout: 300_000 }); // some 60 commands for each kind, on a busy machine

const folder = mkdtempSync(join(tmpdir(), "sluice-next-"));
const before = process.cwd();
const random = new RandomStream(1, "next");
const colours = ["red", "blue", "green"];

beforeAll(() => {
	mkdirSync(join(folder, "data"));
	const words = ["the gate rises, ", "the water waits; ", "a lock fills. ", "it is late\n"];
	const pairs = Array.from({ length: 40 }, (_, n) => `${colours[n % 3]} ${n}?,${colours[n % 3]} it is ${n % 7}`);
	const files = {
		"book.txt": Array.from({ length: 300 }, () => words[random.below(4)]).join(""),
		"talk.csv": `Q,A\n${pairs.join("\n")}\n`,
		"sun.csv": `day,x\n${Array.from({ length: 300 }, (_, n) => `${n},${Math.sin(n / 5).toFixed(4)}`).join("\n")}\n`,
		"mail.jsonl": Array.from(
			{ length: 60 },
			(_, n) => `${JSON.stringify({ text: `${colours[n % 3]} ${n}`, label: colours[n % 3] })}\n`,
		).join(""),
		"plain.json": JSON.stringify({ name: "plain", states: ["h"], equations: ["a = W x + R h' + b", "h = tanh(a)"] }),
	};
	for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "data", name), text);
});
afterAll(() => {
	process.chdir(before);
	rmSync(folder, { recursive: true, force: true });
});

const SMALL = "--hidden 4 --batch 4 --steps 6";
/** How a run of each kind is trained, and the verbs that are called for it first. */
const KINDS: Record<string, string> = {
	text: `book.txt ${SMALL} --k1 16 --split 70/20/10`,
	"text whose test part is empty": `book.txt ${SMALL} --k1 16 --split 80/20/0`,
	"text, own cell": `book.txt ${SMALL} --k1 16 --split 70/20/10 --cell plain.json`,
	"text, esn": `book.txt --cell esn ${SMALL} --k1 16 --split 70/20/10`,
	task: `task:temporal-order ${SMALL} --length 10..12`,
	"task, own cell": `task:temporal-order ${SMALL} --length 10..12 --cell plain.json`,
	"task, esn": "task:addition --hidden 10 --batch 20 --length 10 --cell esn --steps 5",
	"task, encoder-decoder": `task:reversal ${SMALL} --length 5 --model encoder-decoder --attention none`,
	"task, attention": `task:reversal ${SMALL} --length 5 --model encoder-decoder --attention dot`,
	series: `sun.csv --target x ${SMALL} --length 12`,
	"series whose test part is empty": `sun.csv --target x ${SMALL} --length 12 --split 80/20/0`,
	"series, esn": "sun.csv --target x --cell esn --hidden 10",
	labels: `mail.jsonl --label label --text text ${SMALL}`,
	"labels, esn": "mail.jsonl --label label --text text --cell esn --hidden 10",
	"labels, own cell": `mail.jsonl --label label --text text ${SMALL} --cell plain.json`,
	pairs: `pairs:talk.csv --question Q --answer A ${SMALL}`,
	"pairs whose test part is empty": `pairs:talk.csv --question Q --answer A ${SMALL} --split 80/20/0`,
	"pairs, own cell": `pairs:talk.csv --question Q --answer A ${SMALL} --cell plain.json`,
	"pairs, blocks": `pairs:talk.csv --question Q --answer A ${SMALL} --blocks 2`,
	"pairs, encoder-decoder": `pairs:talk.csv --question Q --answer A ${SMALL} --model encoder-decoder --attention none`,
	"pairs, attention": `pairs:talk.csv --question Q --answer A ${SMALL} --model encoder-decoder --attention dot`,
};
const ASKED = [
	...[
		"runs",
		"runs show RUN",
		"eval RUN",
		"eval RUN --part valid",
		"eval RUN --chat",
		"diagnose RUN",
		"report RUN",
		"sample RUN",
	],
	...[
		"chat RUN",
		"forecast RUN",
		"trace RUN --step 0",
		"predictions RUN",
		"cells find RUN",
		"cells report RUN",
		"replay RUN",
	],
	...["receipt RUN", "fork RUN --from-update 3 --lr 0.001"],
	...["export RUN RUN.safetensors", "export RUN RUN.npz", "export RUN RUN.onnx", "export RUN RUN.keras"],
	...[
		"export RUN RUN-torch.safetensors --to torch",
		"check RUN.safetensors --against RUN",
		"check RUN.onnx --against RUN",
	],
];

/** The words of a command, as bash splits them, which is asked where there is more than words and blanks. */
function wordsOf(command: string): string[] {
	if (/^[\w .:,@/+=-]+$/.test(command)) return command.split(/ +/);
	const { stdout } = spawnSync("bash", ["-c", `printf '%s\\0' ${command}`], { encoding: "utf8" });
	return stdout.split("\0").slice(0, -1);
}

const call = (command: string, lines: string[]) =>
	called([...wordsOf(command).slice(1), "--no-color"], { library, cwd: process.cwd(), stdin: lines });

/** What a verb suggests: the commands below "next", or the one that an error ends with. */
function suggestedBy(stderr: string): string[] {
	const next = stderr.split(/\nnext:\n|^next:\n/)[1]?.split("\n") ?? [];
	const error = /^error: .*\(E_\w+\): (sluice .*)$/m.exec(stderr)?.[1];
	return [...next.filter((line) => line.startsWith("  ")).map((line) => line.trim()), ...(error ? [error] : [])];
}

/** Short trainings, and what the suggestion leaves to its reader. */
function filled(command: string, run: string): string {
	const short = /^sluice (train|fork)/.test(command) && !/--steps|--cell esn/.test(command) ? " --steps 7" : "";
	return `${command
		.replace(/ > \S+$/, "")
		.replace(/\bFILE\b/, "book.txt")
		.replace(/\bRUN\b/, run)}${short}`;
}

describe.each(Object.entries(KINDS))("%s", (_, words) => {
	test("no verb suggests a command that is refused", async () => {
		const run = `run-${Object.values(KINDS).indexOf(words)}`;
		cpSync(join(folder, "data"), join(folder, run), { recursive: true });
		process.chdir(join(folder, run));
		const outcomes = new Map<string, string>();
		const faults: string[] = [];
		const open: { command: string; by?: string }[] = [
			{ command: `sluice train ${words} --run ${run}`, by: "this test" },
			...ASKED.map((verb) => ({ command: `sluice ${verb.replaceAll("RUN", run)}` })),
		];
		for (let next = open.shift(); next; next = open.shift()) {
			const command = filled(next.command, run);
			const alike = command.replace(/\d+/g, "0");
			const known = outcomes.get(alike);
			if (known === undefined) {
				const { code, stderr } = await call(command, ["red 1?\n"]);
				outcomes.set(alike, code === 0 || code === 4 ? "accepted" : stderr.trim());
				open.push(...suggestedBy(stderr).map((one) => ({ command: one, by: command })));
			}
			const outcome = outcomes.get(alike)!;
			if (next.by !== undefined && outcome !== "accepted") faults.push(`${next.by}\n  -> ${command}\n  ${outcome}`);
		}
		expect(outcomes.size).toBeGreaterThan(ASKED.length);
		expect([...new Set(faults)]).toEqual([]);
	});
});
