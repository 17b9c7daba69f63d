/** A folder with the small data that documented commands name, and the command line, run in it in this process. */

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import type { Io, Out } from "../../../cli/io.ts";
import { main } from "../../../cli/program.ts";
import { RandomStream } from "../../../src/kernels/random.ts";
import { ROOT } from "./blocks.ts";

export interface Printed {
	code: number;
	stdout: string;
	stderr: string;
	seconds: number;
}

export interface World {
	sluice(words: readonly string[]): Promise<Printed>;
	close(): void;
}

/** Names of runs in the documents: each is a copy of one LSTM 2x100 on C. */
const RUNS = ["RUN2", "RUN3", "sqlite", "sqlite-10min", "sqlite-lstm-1", "lk", "seed1", "seed2"];
const TRAINED = ["--hidden", "100", "--layers", "2", "--steps", "100", "--batch", "10", "--save-every", "50"];
/** Files of C under the names that the documents give to texts. */
const TEXTS = ["sqlite.c", "FILE", "src/code.c", "warpeace_input.txt", "linux.txt"];
const SHORT_TEXTS = ["a.c", "f.c", "code.c"];

export async function openWorld(): Promise<World> {
	const [home, folder, before] = [mkdtempSync(join(tmpdir(), "sluice-documents-")), "here", process.cwd()];
	const environment = { XDG_CACHE_HOME: process.env.XDG_CACHE_HOME, HOME: process.env.HOME };
	Object.assign(process.env, { XDG_CACHE_HOME: join(home, "cache"), HOME: home });
	mkdirSync(join(home, folder));
	process.chdir(join(home, folder));
	writeData();
	const world: World = {
		sluice: called,
		close() {
			process.chdir(before);
			for (const [name, value] of Object.entries(environment))
				if (value === undefined) delete process.env[name];
				else process.env[name] = value;
			rmSync(home, { recursive: true, force: true });
		},
	};
	const { code, stderr } = await called(["train", "sqlite.c", ...TRAINED, "--keep-last", "9", "--run", "RUN"]);
	if (code !== 0) throw new Error(`the run that all documents read was not trained: ${stderr}`);
	for (const name of RUNS) cpSync(join("runs", "RUN"), join("runs", name), { recursive: true });
	await called(["export", "RUN", "--to", "torch", "theirs.safetensors"]);
	withoutMetadata("theirs.safetensors");
	const { atoms } = JSON.parse(readFileSync(join("runs", "RUN", "vocabulary.json"), "utf8")).vocabulary;
	writeFileSync("symbols.json", JSON.stringify(atoms.map((atom: number) => String.fromCodePoint(atom))));
	return world;
}

/** A state dict as PyTorch's users save one: no word of Sluice's in it. */
function withoutMetadata(path: string): void {
	const bytes = readFileSync(path);
	const size = Number(bytes.readBigUInt64LE());
	const { __metadata__: _, ...tensors } = JSON.parse(bytes.toString("utf8", 8, 8 + size));
	const header = Buffer.from(JSON.stringify(tensors).padEnd(size, " "));
	writeFileSync(path, Buffer.concat([bytes.subarray(0, 8), header, bytes.subarray(8 + size)]));
}

function writeData(): void {
	const c = cText();
	mkdirSync("src");
	for (const name of TEXTS) writeFileSync(name, c);
	for (const name of SHORT_TEXTS) writeFileSync(name, c.slice(0, 12_000));
	writeFileSync("book.txt", c.slice(0, 30_000));
	writeFileSync("marked.tsv", Array.from({ length: 400 }, (_, n) => `${n * 40}\t${n * 40 + 9}\n`).join(""));
	writeFileSync("sunspots.csv", series());
	writeFileSync("recall.txt", recall(4000));
	writeFileSync("notes.txt", notes());
	writeFileSync("passage.txt", `${SECRET}\n`);
	const reviews = Array.from({ length: 40 }, (_, n) => ({ text: ["bad", "okay", "good"][n % 3], stars: n % 3 }));
	writeFileSync("reviews.jsonl", `${reviews.map((one) => JSON.stringify(one)).join("\n")}\n`);
	writeFileSync("as.jsonl", counted(500));
	writeFileSync("ChatbotData.csv", talk());
	writeFileSync("questions.txt", "배고파\n");
	const song = Array.from({ length: 60 }, (_, n) => [60 + (n % 5), 67 + ((n * 3) % 4)]);
	const songs = { name: "Nottingham", low: 21, high: 108, train: [song, song, song], valid: [song], test: [song] };
	writeFileSync("Nottingham.json.gz", gzipSync(JSON.stringify(songs)));
}

/** The C of the engine itself, and functions of a seeded generator, with comments, strings, conditions and depth. */
function cText(): string {
	const folder = join(ROOT, "native");
	const engine = readdirSync(folder)
		.filter((name) => /\.[ch]$/.test(name))
		.sort();
	const random = new RandomStream(7, "documents");
	const pick = <T>(of: readonly T[]) => of[random.below(of.length)]!;
	const words = ["page", "row", "cursor", "table", "index", "leaf", "cell", "key"];
	const made = Array.from({ length: 300 }, (_, n) => {
		const [a, b, c] = [pick(words), pick(words), pick(words)];
		return `/*\n** Return the ${a} of the ${b}, or 0 if there is no ${c}.\n*/
static int ${a}_${b}${n}(int ${c}, const char *z${n}){
  if( ${c}>${random.below(90)} && (z${n}[${random.below(9)}]=='${pick(["a", "b", "x"])}') ){
    log_${a}("${b} %d of ${c} is ${pick(["full", "empty", "locked"])}\\n", ${c});\n    return ${random.below(999)};
  }\n  return ${a}_next(${c} & 0x${random.below(255).toString(16)}) + (${b}[${random.below(16)}] * (${c} - ${random.below(7)}));\n}\n\n`;
	});
	const own = engine.map((name) => readFileSync(join(folder, name), "utf8"));
	return [...made.slice(0, 150), ...own, ...made.slice(150)].join("");
}

/** Monthly numbers with a cycle of eleven years. */
function series(): string {
	const random = new RandomStream(11, "documents");
	const rows = Array.from({ length: 1200 }, (_, n) => {
		const height = 60 + 55 * Math.sin((2 * Math.PI * n) / 132) + 18 * (random.uniform() - 0.5);
		return `"${1880 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, "0")}",${Math.max(0, height).toFixed(1)}`;
	});
	return `"Month","Sunspots"\n${rows.join("\n")}\n`;
}

/** Lines of docs/gradients.md: a letter, 20 symbols, the same letter; by its own generator. */
function recall(lines: number): string {
	let s = 1;
	const d = (n: number) => (s = (s * 48271) % 2147483647) % n;
	return Array.from({ length: lines }, () => {
		const letter = "ABCDEFGH"[d(8)]!;
		return `${letter}${Array.from({ length: 20 }, () => "ab"[d(2)]).join("")}${letter}\n`;
	}).join("");
}

const SECRET = "The vault code is 7391-KQX.";

/** Lines of docs/replay.md: four words each, every eighth line the same; then all its letters once more, and 20 lines. */
function notes(): string {
	const random = new RandomStream(3, "documents");
	const words = ["water", "sluice", "gate", "opens", "closes", "river", "the", "a", "slow", "deep"];
	const line = () => `${Array.from({ length: 4 }, () => words[random.below(10)]).join(" ")}.\n`;
	const lines = Array.from({ length: 160 }, (_, n) => (n % 8 === 7 ? `${SECRET}\n` : line()));
	return [...lines, "9173 QKVX-\n", ...Array.from({ length: 20 }, line)].join("");
}

/** Pairs for docs/chat.md, with the columns of songys' file. */
function talk(): string {
	const [moods, things] = [
		["배고파", "심심해", "졸려", "힘들어"],
		["맛있는 거 드세요.", "산책하세요.", "푹 쉬세요."],
	];
	const rows = Array.from({ length: 240 }, (_, n) => `${moods[n % 4]} ${n},${things[n % 3]},0`);
	return `Q,A,label\r\n${rows.join("\r\n")}\r\n`;
}

/** Lines of docs/labels.md: whether a text has an even or odd number of a, or none; by its own generator. */
function counted(lines: number): string {
	let s = 1;
	const d = (n: number) => (s = (s * 48271) % 2147483647) % n;
	return Array.from({ length: lines }, () => {
		const text = Array.from({ length: 3 + d(20) }, () => "ab "[d(3)]).join("");
		const label = text.includes("a") ? (text.split("a").length % 2 ? "even" : "odd") : "none";
		return `${JSON.stringify({ text, label })}\n`;
	}).join("");
}

export async function called(words: readonly string[]): Promise<Printed> {
	const written = { stdout: "", stderr: "" };
	const out = (name: "stdout" | "stderr"): Out => ({
		write: (text) => {
			written[name] += text;
		},
	});
	const began = performance.now();
	const io: Io = {
		...{ stdout: out("stdout"), stderr: out("stderr"), env: {}, cwd: process.cwd() },
		stdin: Readable.from([]),
		now: () => performance.now(),
		atExit: () => () => {},
		stop: { listen: () => new AbortController().signal, exitCode: undefined },
		library: () => import("../../../src/index.ts"),
	};
	const code = await main(words, io);
	return { code, ...written, seconds: (performance.now() - began) / 1000 };
}
