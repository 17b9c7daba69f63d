/** `sluice train pairs:FILE`, `chat` and `eval --chat` in this process, with the library itself. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import stringWidth from "string-width";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { sluice as called } from "./fakes.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-chat-"));
const at = (name: string) => join(folder, name);
const sluice = (words: string[], stdin: string[] = []) =>
	called([...words, "--runs", at("runs"), "--engine", "wasm-plain", "--no-color"], { library, stdin });
const colours = ["빨강", "파랑", "노랑", "하양", "검정"];
const train = (...more: string[]) => sluice(["train", `pairs:${at("talk.csv")}`, ...more]);
/** The lines of the verdict of eval --chat: the paragraph before the table. */
const verdictOf = (stdout: string) => stdout.split("\n\n")[1]!.split("\n");
const fields = ["--question", "Q", "--answer", "A"];

/** 300 questions that name one of five colours. The answer is the colour, and that it is liked. */
beforeAll(async () => {
	const rows = Array.from(
		{ length: 300 },
		(_, n) => `${colours[n % 5]} ${Math.floor(n / 5)}?,${colours[n % 5]} 좋아요`,
	);
	writeFileSync(at("talk.csv"), `Q,A\r\n${rows.join("\r\n")}\r\n`);
	const small = "--cell gru --hidden 24 --batch 10 --steps 400 --lr 0.02 --run talk --quiet".split(" ");
	const { code, stdout } = await train(...fields, ...small);
	expect([code, stdout]).toEqual([0, expect.stringMatching(/last weights, 30 validation pairs +0\.\d+ +0\.\d+/)]);
	writeFileSync(
		at("blind.csv"),
		`Q,A\n${Array.from({ length: 60 }, (_, n) => `${"가나다라마바"[n % 6]}${n},${["응", "아니", "글쎄", "왜"][(n * 7 + (n >> 2)) % 4]}`).join("\n")}\n`,
	);
	const blind = `train pairs:${at("blind.csv")} --cell rnn --hidden 4 --blocks 2 --batch 5 --steps 1 --run blind --quiet`;
	expect((await sluice([...blind.split(" "), ...fields])).code).toBe(0);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("train", () => {
	test.each([
		[["--question", "Q"], '--answer is missing; name a field of the file: "Q", "A"'],
		[[], '--question is missing; name a field of the file: "Q", "A"'],
		[[...fields, "--attention", "dot"], "--attention needs --model encoder-decoder"],
		[["--lang", "ko"], '--question 값이 없습니다. 파일의 필드 가운데 하나를 지정하세요: "Q", "A"'],
		[
			[...fields, "--attention", "dot", "--lang", "ko"],
			"--attention 옵션은 --model encoder-decoder에만 쓸 수 있습니다",
		],
		[[...fields, "--unit", "byte"], "--unit must be jamo or codepoint"],
		[[...fields, "--lossy"], "--lossy"],
		[[...fields, "--label", "A", "--text", "Q"], "--text"],
		[["--question", "Q", "--answer", "B"], 'no field "B". Its fields: "Q", "A".'],
		[[...fields, "--length", "5"], "--length"],
		[[...fields, "--cell", "esn"], "--cell esn is for"],
	])("%j is bad usage that names %s", async (flags, named) => {
		const { code, stderr } = await train(...flags, "--steps", "1");
		expect([code, stderr]).toEqual([2, expect.stringContaining(named)]);
	});

	test("on the way the first validation question is answered at each validation, and at the end; losses say on how many pairs they are, in both languages", async () => {
		const { stdout, stderr } = await train(...fields, ..."--hidden 4 --steps 2 --valid-every 1 --run way".split(" "));
		const said = stderr.match(/\nstep \d: validation \d\.\d{4} nats \(first 30 pairs\)( ★)?\n {2}\S+ \d+\? → \S.*/g);
		expect(said).toHaveLength(2);
		expect(stderr).toMatch(/^way: .*, 240 pairs to train, 30 to validate, 30 to test, \d+ symbols, seed 1\n/m);
		expect(stdout).toMatch(/\nlast weights, 30 validation pairs .*\nbest while training \(step \d, first 30 pairs\) /);
		expect(stdout).toMatch(/\nA validation question and the reply to it:\n│ \S+ \d+\? → \S/);
		const ko = await sluice(["resume", "way", "--steps", "3", "--lang", "ko"]);
		expect(ko.stdout).toMatch(/\n마지막 가중치, 검증 쌍 30개 .*\n학습 중 최저 검증 손실\(갱신 \d, 앞부분 쌍 30개\) /);
		expect(ko.stdout).toContain("\n검증 질문 하나와 그 대답:\n");
	});

	test("runs, runs show and eval of pairs give no error rate, and eval names eval --chat as next", async () => {
		const listed = await called(["runs", "--runs", at("runs"), "--no-color"], { library });
		expect(listed.stdout).toMatch(/\ntalk +gru reset-after 1x24 +talk\.csv:Q>A +\S+ +400 +0\.\d{4} nats +/);
		expect(listed.stderr).toMatch(/sluice chat \S*\n$/);
		expect((await called(["runs", "show", "talk", "--runs", at("runs")], { library })).stdout).not.toContain("error");
		const { stdout, stderr } = await sluice(["eval", "talk", "--part", "test"]);
		expect(stdout).toMatch(
			/^talk, step \d+, on 30 pairs of its test part of talk\.csv:Q>A, in \S+\nnats\/symbol .*\n +0\.\d{4} +0\.\d{4} +\d\.\d{4}\n$/,
		);
		expect(stderr).toMatch(/sluice eval talk \S.* --chat --part test\n$/);
		expect((await sluice(["eval", "talk", "--lang", "ko"])).stdout).not.toContain("오류율");
	});

	test("a CSV, a TSV and JSON lines of pairs that are read as running text are trained on, and one line gives the command for pairs; a table with labels gives none", async () => {
		const rows = readFileSync(at("talk.csv"), "utf8").trim().split("\r\n").slice(1, 41);
		const lines = rows.map((row, n) => JSON.stringify({ n, prompt: row.split(",")[0], response: row.split(",")[1] }));
		writeFileSync(
			at("my talk.tsv"),
			`Q\tA\tn\n${rows.map((row, n) => `${row.replace(",", "\t")}\t${n}`).join("\n")}\n`,
		);
		writeFileSync(at("talk.jsonl"), `${lines.join("\n")}\n`);
		writeFileSync(
			at("labels.csv"),
			`text,label\n${rows.map((row, n) => `${row.split(",")[0]},${n % 2}`).join("\n")}\n`,
		);
		const small = "--hidden 4 --batch 2 --k1 8 --steps 1 --split 100/0/0".split(" ");
		const said = async (name: string, ...more: string[]) => {
			const { code, stderr } = await sluice(["train", at(name), ...small, ...more]);
			expect(code).toBe(0);
			return stderr.split("\n").filter((line) => line.includes("pairs:"));
		};
		expect(await said("talk.csv")).toEqual([
			`note: ${at("talk.csv")} looks like pairs of questions and answers, but it is read as text. To train a chatbot, stop and use (E_TEXT_PAIRS): sluice train pairs:${at("talk.csv")} --question Q --answer A`,
			`  sluice train pairs:${at("talk.csv")} --question Q --answer A`, // and once more at the end
		]);
		expect((await said("my talk.tsv", "--lang", "ko")).slice(0, 1)).toEqual([
			expect.stringMatching(
				new RegExp(
					`이렇게 쓰세요 \\(E_TEXT_PAIRS\\): sluice train 'pairs:${at("my talk.tsv")}' --question Q --answer A$`,
				),
			),
		]);
		expect((await said("talk.jsonl")).slice(0, 1)).toEqual([
			expect.stringMatching(/--question prompt --answer response$/),
		]);
		expect(await said("labels.csv")).toEqual([]);
	});

	test("--question without pairs:, two files of pairs, and a task next to one are refused", async () => {
		const { code, stderr } = await sluice(["train", at("talk.csv"), ...fields]);
		expect([code, stderr]).toEqual([
			2,
			expect.stringContaining(
				`--question is for pairs of questions and answers, and ${at("talk.csv")} is read as text; for pairs write pairs:${at("talk.csv")}`,
			),
		]);
		expect((await sluice(["train", at("talk.csv"), "--answer", "A", "--lang", "ko"])).stderr).toContain(
			`쌍이면 이렇게 쓰세요: pairs:${at("talk.csv")}`,
		);
		expect((await sluice(["train", "task:addition", ...fields])).stderr).toContain("runs on pairs");
		expect((await train(`pairs:${at("talk.csv")}`, ...fields)).code).toBe(2);
		expect((await train("task:addition", ...fields)).code).toBe(2);
	});
});

describe("chat", () => {
	const talk = (stdin: string[], ...more: string[]) => sluice(["chat", "talk", ...more], stdin);

	test("each piped line is answered on standard output: 3 questions, 3 replies, of which the colour is that of the question", async () => {
		const { code, stdout, stderr } = await talk(["파랑 41?\n빨강", " 42?\n검정 43?"], "--temperature", "0");
		expect([code, stdout]).toEqual([0, "파랑 좋아요\n빨강 좋아요\n검정 좋아요\n"]);
		expect(stderr).toMatch(/^\nnext:\n +sluice eval talk .*--chat\n$/); // who pipes is not greeted
		expect(stdout).not.toContain(">");
	});

	test("/why lists the five likeliest at each of 12 jamo, a blank and the end, and says that the reply is a training answer; in Korean too", async () => {
		const { stdout } = await talk(["하양 5?\n/why\n"], "--temperature", "0");
		const lines = stdout.trimEnd().split("\n");
		expect(lines[0]).toBe("하양 좋아요");
		expect(lines[1]).toMatch(/symbol +probability +surprisal, nats +most likely/);
		expect(lines[2]).toMatch(/^ㅎ- +\d+% +\d\.\d\d +ㅎ- \S+ {2}\S+ \S+ {2}\S+ \S+ {2}\S+ \S+ {2}\S+ \S+$/);
		const steps = lines.slice(2, 16).map((line) => line.split(/ /)[0]);
		expect(steps.join(" ")).toBe("ㅎ- -ㅏ ㅇ- -ㅑ -ㅇ ␣ ㅈ- -ㅗ -ㅎ ㅇ- -ㅏ ㅇ- -ㅛ END");
		expect(lines[16]).toBe("Probabilities at temperature 1. Temperature 0 always picks the most likely symbol.");
		expect(lines[17]).toBe("ㄱ- begins a syllable, -ㄱ ends one.");
		expect(lines[19]).toBe("This reply occurs word for word among the answers of the training part.");
		const ko = (await talk(["하양 5?\n"], "--alternatives", "--lang", "ko")).stdout;
		expect(ko).toContain("확률이 높은 순서");
		expect(ko).toMatch(/\n끝 +\d+%/);
		expect(ko).not.toContain("END");
		expect(ko).toContain("\n온도 1일 때의 확률입니다. 이 대답은 온도 0.5에서 뽑았습니다.\n");
	});

	test("/why puts the symbols in parentheses that --top-p 0.5 rules out: all but the first where that has 100 %", async () => {
		const { stdout } = await talk(["하양 5?\n/why\n"], "--top-p", "0.5", "--temperature", "2");
		expect(stdout).toMatch(/\nㅎ- +\d+% +\d\.\d\d {2}ㅎ- \d+%( {2}\(\S+ \S+%\)){4}\n/);
		expect(stdout).toContain("\nIn parentheses: symbols that could not be drawn, ruled out by --top-p 0.5.\n");
		expect((await talk(["하양 5?\n/why\n"], "--temperature", "2")).stdout).not.toContain("In parentheses");
		const { turns } = JSON.parse((await talk(["하양 5?\n"], "--top-k", "2", "--json")).stdout);
		expect(turns[0].symbols[0].top.map(({ excluded }: { excluded?: true }) => excluded)).toEqual([
			...[undefined, undefined, true, true, true],
		]);
	});

	test("the command that /why ends with gives the same reply by its checkpoint, also after 40 updates more; with beams it has no seed", async () => {
		const one = await talk(["/seed 41\n/temperature 2\n//파랑 41?\n/why\n"], "--top-p", "0.9", "--length", "50");
		const step = JSON.parse((await talk(["파랑?\n"], "--json")).stdout).step;
		const [reply, ...rest] = one.stdout.trimEnd().split("\n");
		expect(rest.at(-1)).toMatch(
			new RegExp(
				`^  printf '%s\\\\n' '//파랑 41\\?' \\| sluice chat talk --runs \\S+ --checkpoint ${step} --temperature 2 --top-p 0.9 --seed 41 --length 50 --engine wasm-plain$`,
			),
		);
		const flags = [
			"--temperature",
			"2",
			"--top-p",
			"0.9",
			"--seed",
			"41",
			"--length",
			"50",
			"--checkpoint",
			String(step),
		];
		await sluice(["train", "--from", "talk", "--steps", "1", "--run", "talk-2", "--quiet"]);
		expect((await talk(["//파랑 41?\n"], ...flags)).stdout).toBe(`${reply}\n`);
		const beams = (await talk(["파랑?\n/why\n"], "--beams", "4", "--seed", "3", "--lang", "ko")).stdout.trimEnd();
		expect(beams.split("\n").at(-1)).toMatch(/--checkpoint \d+ --beams 4 --engine wasm-plain$/);
		expect(beams).toContain("빔 4개로 찾았고");
	});

	/** The command of /why after `lines`, in a shell with these variables. */
	async function commandsOf(env: Record<string, string>, lines: string, ...words: string[]) {
		const { stdout } = await called(["chat", "talk", ...words], { library, env, stdin: [lines] });
		const commands = stdout.split("\n").filter((line) => line.includes("printf"));
		return { reply: stdout.split("\n")[0], commands: commands.map((line) => line.trim()) };
	}

	test("the command of /why holds what variables and a configuration file set, so that it gives the same reply in a shell without them and in one where they differ", async () => {
		writeFileSync(at("talk.yaml"), "topP: 0.9\n");
		const sampling = { SLUICE_TEMPERATURE: "2", SLUICE_TOP_K: "9", SLUICE_LENGTH: "30", SLUICE_SEED: "7" };
		const set = { SLUICE_RUNS: at("runs"), SLUICE_ENGINE: "wasm-plain", SLUICE_ISA: "sse2", ...sampling };
		const one = await commandsOf(set, "파랑 41?\n/why\n", "--config", at("talk.yaml"));
		const [asked, again] = one.commands[0]!.split(" | sluice ");
		expect([asked, again!.replace(/--checkpoint \d+ /, "")]).toEqual([
			"printf '%s\\n' '파랑 41?'",
			`chat talk --runs ${at("runs")} --temperature 2 --top-p 0.9 --top-k 9 --seed 7 --length 30 --engine wasm-plain`,
		]);
		const others: Record<string, string>[] = [{}, { SLUICE_TEMPERATURE: "0", SLUICE_TOP_K: "1", SLUICE_LENGTH: "1" }];
		for (const env of others)
			expect((await called(again!.split(" "), { library, env, stdin: ["파랑 41?\n"] })).stdout).toBe(`${one.reply}\n`);
	});

	test("a default that was asked for against a variable is in the command of /why; what plays no part at temperature 0 is not; SLUICE_ISA is where it chooses the instructions", async () => {
		const env = { SLUICE_TEMPERATURE: "2", SLUICE_BEAMS: "4", SLUICE_SEED: "9", SLUICE_TOP_P: "0.5" };
		const lines = "/temperature 0.5\n파랑 1?\n/why\n/temperature 0\n빨강 2?\n/why\n";
		const runs = ["--runs", at("runs")];
		const { commands } = await commandsOf(env, lines, ...runs, "--engine", "wasm-plain", "--beams", "0");
		expect(commands.map((line) => line.split(/--checkpoint \d+ /)[1])).toEqual([
			"--temperature 0.5 --top-p 0.5 --beams 0 --seed 9 --engine wasm-plain",
			"--temperature 0 --beams 0 --engine wasm-plain",
		]);
		const native = await commandsOf({ SLUICE_ISA: "sse2" }, "파랑 1?\n/why\n", ...runs);
		expect(native.commands[0]).toMatch(/^printf '%s\\n' '파랑 1\?' \| SLUICE_ISA=sse2 sluice chat talk /);
	});

	test("--values adds to each symbol of --json 3 gates and the state of 24 units, in 4 decimals; without it there are none", async () => {
		const { turns } = JSON.parse((await talk(["하양 5?\n"], "--json", "--values")).stdout);
		for (const { values } of turns[0].symbols) {
			expect(Object.keys(values)).toEqual(["l0.gate.r", "l0.gate.z", "l0.gate.n", "l0.h"]);
			for (const all of Object.values(values) as number[][]) {
				expect(all).toHaveLength(24);
				expect(all.every((value) => Math.abs(value) <= 1 && Number(value.toFixed(4)) === value)).toBe(true);
			}
		}
		expect(JSON.parse((await talk(["하양 5?\n"], "--json")).stdout).turns[0].symbols[0]).not.toHaveProperty("values");
	});

	test("--json is one document with each turn's seed, nats and symbols; the same seed gives the same replies, and beams need none", async () => {
		const asked = ["노랑 1?\n/seed 41\n/temperature 1.5\n노랑 1?\n노랑 1?\n"];
		const one = JSON.parse((await talk(asked, "--json")).stdout);
		const two = JSON.parse((await talk(asked, "--json")).stdout);
		expect(one).toEqual(two);
		expect(one).toMatchObject({ schema: 1, run: "talk", step: expect.any(Number) });
		expect(one.turns.map((turn: { seed: number; temperature: number }) => [turn.seed, turn.temperature])).toEqual([
			[1, 0.5],
			[41, 1.5],
			[42, 1.5],
		]);
		for (const { nats, symbols, inTraining, text } of one.turns) {
			expect(nats).toBeCloseTo(
				symbols.reduce((sum: number, { nats }: { nats: number }) => sum + nats, 0),
				10,
			);
			expect(inTraining).toBe(colours.some((colour) => text === `${colour} 좋아요`));
		}
		const [first, second] = await Promise.all(["1", "9"].map((seed) => talk(asked, "--beams", "4", "--seed", seed)));
		expect(first!.stdout).toBe(second!.stdout);
		const lines = (await talk(["빨강 2?\n"], "--jsonl")).stdout.trimEnd().split("\n");
		expect(lines.map((line) => JSON.parse(line).type)).toEqual(["reply", "done"]);
	});

	test("/save writes the conversation, //x is the question /x, and wrong commands end nothing", async () => {
		const commands = "/why\n/nope\n/seed -1\n/temperature hot\n/save\n/help\n";
		const { code, stdout, stderr } = await talk([
			`${commands}//빨강 3?\n/save ${at("saved.json")}\n/save ${at("no/such/x.json")}\n/quit\n파랑?\n`,
		]);
		expect([code, stdout.split("\n").length]).toEqual([0, 2]);
		for (const said of [
			"no reply yet",
			"/nope is not a command",
			"/seed needs",
			"/temperature needs",
			"/save needs",
			"//TEXT",
			"1 reply saved",
		])
			expect(stderr).toContain(said);
		const saved = JSON.parse(readFileSync(at("saved.json"), "utf8"));
		const { step } = JSON.parse((await talk(["파랑?\n"], "--json")).stdout);
		expect([Object.keys(saved), saved.schema]).toEqual([["schema", "turns"], 1]);
		expect(saved.turns).toEqual([
			expect.objectContaining({
				...{
					run: "talk",
					question: "/빨강 3?",
					step,
					seed: 1,
					temperature: 0.5,
					topP: 1,
					topK: 0,
					beams: 0,
					length: 200,
				},
				command: expect.stringMatching(/^printf '%s\\n' '\/\/빨강 3\?' \| sluice chat talk .*--checkpoint \d+/),
			}),
		]);
	});

	test("/save overwrites a file that another conversation wrote on the second try only, and its own at once; a missing name is asked for in plain Korean", async () => {
		writeFileSync(at("mine.json"), "precious");
		const save = `/save ${at("mine.json")}\n`;
		const refused = await talk([`파랑 1?\n${save}`]);
		expect(refused.stderr).toMatch(
			/mine\.json exists and was not overwritten\. The same \/save once more overwrites it\./,
		);
		expect(readFileSync(at("mine.json"), "utf8")).toBe("precious");
		const { stderr } = await talk([`파랑 1?\n${save}${save}빨강 2?\n${save}`]);
		expect([stderr.match(/exists/g), stderr.match(/repl(y|ies) saved/g)]).toEqual([
			["exists"],
			["reply saved", "replies saved"],
		]);
		expect(JSON.parse(readFileSync(at("mine.json"), "utf8")).turns).toHaveLength(2);
		expect((await talk(["/save\n"], "--lang", "ko")).stderr).toContain(
			"/save 뒤에 파일 이름을 쓰세요. 예: /save talk.json",
		);
	});

	test("unknown symbols and a cut reply are reported; a decomposed question is read as its syllables; a changed file leaves it unknown whether a reply is copied", async () => {
		const { stderr } = await talk(["漢 1?\n"], "--length", "3");
		expect(stderr).toContain("Not in the run's vocabulary, and read as unknown: 漢 (1 of 4 symbols of the question).");
		expect(stderr).toContain("Cut off after 3 symbols");
		const composed = JSON.parse((await talk(["파랑 4?\n"], "--json")).stdout).turns[0];
		const kept = readFileSync(at("talk.csv"));
		writeFileSync(at("talk.csv"), "Q,A\na,b\n");
		const { stdout, stderr: notice } = await talk([`${"파랑 4?".normalize("NFD")}\n`], "--json");
		writeFileSync(at("talk.csv"), kept);
		expect(JSON.parse(stdout).turns[0]).toEqual({ ...composed, inTraining: null });
		expect(notice).toContain("E_FILE_CHANGED");
	});

	test("a run on a text is refused with a command that fits it, and --temperature hot as bad usage", async () => {
		writeFileSync(at("book.txt"), "abc abd ".repeat(200));
		await sluice(["train", at("book.txt"), ..."--hidden 4 --batch 2 --k1 8 --steps 1 --run book --quiet".split(" ")]);
		expect(await sluice(["chat", "book"])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining("sluice sample book"),
		});
		expect((await talk([], "--temperature", "hot")).code).toBe(2);
		for (const name of ["nope", "book"]) expect((await sluice(["chat", name])).stderr).not.toContain("Type a question");
	});
});

describe("an encoder-decoder with attention", () => {
	beforeAll(async () => {
		const small = "--model encoder-decoder --attention dot --cell gru --hidden 24 --batch 10 --steps 250 --lr 0.02";
		const { code, stderr } = await train(...fields, ..."--run looks --quiet".split(" "), ...small.split(" "));
		expect([code, stderr]).toEqual([0, ""]);
	}, 120_000);

	test("/why draws a row for each syllable of the reply and its end, with the syllable it looked at most, in both languages; without attention nothing", async () => {
		const asked = ["chat", "looks", "--temperature", "0"];
		const { code, stdout } = await sluice(asked, ["노랑 9?\n/why\n"]);
		expect([code, stdout.split("\n")[0]]).toEqual([0, "노랑 좋아요"]);
		const lines = stdout.slice(stdout.indexOf("Where attention looked")).trimEnd().split("\n");
		const legend = lines.findIndex((line) => /░ from 4%, ▒ from 10%, ▓ from 25%, █ from 50%/.test(line));
		expect(legend).toBeGreaterThan(0);
		lines.splice(0, legend - 1); // the sentence is folded where the terminal is narrow
		expect(lines[2]).toBe(`${" ".repeat(13)}노랑␣ 9 ?`);
		const rows = lines.slice(3, 10);
		expect(rows.map((row) => row.split(" ")[0])).toEqual(["노", "랑", "␣", "좋", "아", "요", "END"]);
		for (const row of rows) expect(row).toMatch(/^\S+ +[노랑␣9?] +\d+(\.\d)?% [·░▒▓█ ]+$/);
		expect(lines[10]).toMatch(/training part\.$/);
		const ko = (await sluice([...asked, "--lang", "ko"], ["노랑 9?\n/why\n"])).stdout;
		expect(ko).toContain("어텐션이 본 곳");
		expect(ko).toMatch(/\n끝 {2}[노랑␣9?] +\d+/);
		expect(ko).not.toContain("END");
		expect((await sluice(["chat", "talk"], ["노랑 9?\n/why\n"])).stdout).not.toContain("attention");
		const one = JSON.parse((await sluice([...asked, "--json"], ["노랑 9?\n"])).stdout).turns[0].attention;
		expect([one.question.join(""), one.reply.length, one.weights.length]).toEqual(["노랑 9?", 7, 7]);
	});

	test("a question of 60 syllables is drawn in blocks of at most 43 columns; a block with every weight below 4% is left out, and the columns counted", async () => {
		const { stdout } = await sluice(["chat", "looks", "--temperature", "0"], [`${"노".repeat(60)}\n/why\n`]);
		const heads = stdout.split("\n").filter((line) => /^ {13}노+$/.test(line));
		expect(heads.map((line) => line.trim().length)).toEqual([43]);
		expect(stdout).toContain("Left out: 17 columns with every weight below 4%.");
	});

	test("trace prints the pair in words, the jamo that each looked at, and the gradient by both ways; eval --chat says what it is doing", async () => {
		const { code, stdout, stderr } = await sluice(["trace", "looks", "--step", "1", "--part", "test"]);
		expect(code).toBe(0);
		expect(stdout).toMatch(/attention dot\npair of its test part, line \d+\nquestion: \S+ \d+\?\nanswer: \S+ 좋아요\n/);
		expect(stdout).toMatch(/\n +1 +(-.) +\1 +\d+ \S+ +0\.\d{3}\n/);
		expect(stdout).toMatch(/END +END/);
		expect(stdout).toContain("through attention");
		expect(stderr).toContain("--part test --step 2");
		const measured = await sluice(["eval", "looks", "--chat", "--part", "test"]);
		expect(measured.stderr).toMatch(/scoring answers: 100%[\s\S]*answering the questions: 100%/);
		expect(measured.stdout).toContain("It listens");
	});

	test("after training, trace is suggested instead of diagnose, which refuses it", async () => {
		const { stderr } = await train(
			...[...fields, "--model", "encoder-decoder", "--hidden", "3", "--steps", "1", "--run", "short"],
		);
		expect(stderr).toMatch(/sluice trace \S*short --step 0 --svg attention\.svg/);
		expect(stderr).not.toContain("sluice diagnose");
	});
});

describe("eval --chat", () => {
	test("a run that learned the colours listens: gain above 0 within its interval, about 0 shuffled, the true answer picked in 100 %, chrF near 100, no new answers", async () => {
		const found = JSON.parse((await sluice(["eval", "talk", "--chat", "--part", "test", "--json"])).stdout);
		const { questionGain: gain } = found;
		expect(found).toMatchObject({ pairs: 30, choices: 5, pickOf10: 1, exact: 1, validShare: 1, unseen: null });
		expect([gain.low > 0, gain.low < gain.nats, gain.nats < gain.high]).toEqual([true, true, true]);
		expect(Math.abs(gain.shuffled)).toBeLessThan(gain.nats / 4);
		expect(gain.mixture).toBeLessThanOrEqual(Math.log(5) / 6 + 1e-9); // at most ln 5 per answer of 6 characters
		expect(gain.mixture).toBeGreaterThan(0.9 * (Math.log(5) / 6));
		expect(found.chrF).toBeCloseTo(100, 10);
		expect(found.seen.pairs).toBe(30);
		expect(found.baselines.commonest.chrF).toBeLessThan(80);
		expect(found.examples).toHaveLength(10);
	});

	test("the verdict answers first whether it listens, with the gain, its interval and the pick against chance of 20%: it listens, and the next command measures the test part", async () => {
		const { stdout, stderr } = await sluice(["eval", "talk", "--chat"]);
		const [first, second, ...rest] = verdictOf(stdout);
		expect(first).toMatch(
			/^It listens: its own question makes an answer (\d+ times|more than 1,000 times) as likely as the question of another pair, and in the pick of 5 it finds the true answer in 100% \(chance 20%\)\.$/,
		);
		expect(second).toMatch(
			/^It answers: 100% of its replies are equal to the actual answer; chrF 100\.0, BM25 retrieval \d+\.\d\.$/,
		);
		expect(rest).toEqual([
			"Its replies are neither dull nor recited.",
			expect.stringMatching(
				/^Question gain: \d\.\d{3} nats per character \(95% interval \d\.\d{3}\.\.\d\.\d{3}\); lower bound 0\.2\d{2}, which wrong questions do not raise\.$/,
			),
		]);
		expect(stderr).toMatch(/sluice eval talk \S.*--chat --part test\n.*sluice chat talk .*--temperature 0/);
		const ko = await sluice(["eval", "talk", "--chat", "--part", "test", "--lang", "ko"]);
		expect(ko.stdout).toMatch(
			/\n\n질문을 듣습니다\. .* 5개 중 고르기에서는 100%를 맞힙니다\(우연이면 20%\)\.\n맞게 대답합니다\. 대답의 100%가 .*\n.*\n질문 이득은 글자당 /,
		);
		expect(ko.stderr).not.toContain("--chat --part");
	});

	test("a run of one update on answers that do not follow from their questions does not listen and parrots; its remedy is a resume to twice its updates, without a word of dropout, in both languages", async () => {
		const words = ["eval", "blind", "--chat", "--part", "train"];
		const found = JSON.parse((await sluice([...words, "--json"])).stdout);
		expect(found).toMatchObject({
			...{ listening: "no", hears: "nothing", answering: "seldom", verdict: "parrots", remedy: null },
			remedies: ["longer", "attention", "units"],
		});
		expect(found.trained).toMatchObject({
			...{ budget: { steps: 1 }, steps: 1, options: { cell: "rnn", hidden: 4, blocks: 2, batch: 5 } },
			source: { words: [`pairs:${at("blind.csv")}`], options: { question: "Q", answer: "A" } },
		});
		const { stdout, stderr } = await sluice(words);
		expect(verdictOf(stdout)[0]).toMatch(
			/^It parrots: it does not listen\. .* (0\.9|1\.0)\d times as likely .* at 2 times\. Pick of 4: \d+% \(chance 25%\)\.$/,
		);
		expect(stdout).toContain(
			"Remedies, the most likely to help first: train longer; a model with attention (--model encoder-decoder --attention dot); more units.\n",
		);
		expect(stdout).not.toContain("dropout");
		const [resumed, measured, attention] = stderr.split("next:\n")[1]!.trim().split("\n");
		expect([resumed, measured]).toEqual([
			expect.stringMatching(/^\s*sluice resume blind .*--steps 2$/),
			expect.stringMatching(/^\s*sluice eval blind .*--chat --part train$/),
		]);
		expect(attention).toMatch(
			/sluice train pairs:\S*blind\.csv --question Q --answer A --hidden 4 --batch 5 --cell rnn --model encoder-decoder --attention dot --steps 1 --runs \S+$/,
		);
		expect(stderr).not.toContain("sluice chat");
		expect((await sluice([...words, "--lang", "ko"])).stdout).toMatch(
			/\n\n앵무새처럼 말합니다\. 질문을 듣지 않습니다\.[\s\S]*질문 이득/,
		);
	});

	test("the table of replies cuts texts of 150 characters so that each line has at most 100 columns, and leaves out what is true of any 20 pairs", async () => {
		const long = Array.from(
			{ length: 20 },
			(_, n) => `${colours[n % 5]} ${n}?${"아".repeat(150)},새 대답 ${n} ${"오".repeat(150)}`,
		);
		writeFileSync(at("long.csv"), `Q,A\n${long.join("\n")}\n`);
		const { stdout } = await sluice(["eval", "talk", at("long.csv"), "--chat"]);
		const lines = stdout.trimEnd().split("\n");
		const first = lines.findIndex((line) => /^question +reply +actual answer$/.test(line));
		expect(lines.slice(first + 1)).toHaveLength(10);
		for (const line of lines.slice(first + 1)) {
			expect(stringWidth(line)).toBeLessThanOrEqual(100);
			expect(line).toMatch(/아… +\S.*오…$/);
		}
		expect(stdout).toMatch(
			/\nreplies that are among the model's 20 commonest +- +- +-\n {2}same for the actual answers +- +- +-\n/,
		);
		expect(stdout).toMatch(/\nreplies that are training answers +\d+%.*\n {2}actual answers +0% +- +-\n/);
		expect(stdout).not.toContain("whole characters");
	});

	test("a gain of 1.5 bits per answer whose interval reaches 0 is unsure: of 12 of 30 pairs all 30 are suggested; of all 30, 12 or 5 pairs of a part or a file only longer training, in both languages", async () => {
		const perAnswer = { nats: 1.5 * Math.LN2, low: -0.1, high: 3 };
		const unsure = async (words: string[], lang = "en") => {
			const evaluateChat: typeof library.evaluateChat = async (request, hooks) => {
				const found = await library.evaluateChat(request, hooks);
				const questionGain = { ...found.questionGain, perAnswer };
				const remedies: typeof found.remedies = found.pairs < found.available ? ["morePairs", "longer"] : ["longer"];
				const judged = {
					listening: "hardly",
					hears: "little",
					unsure: true,
					verdict: "parrots",
					remedy: null,
				} as const;
				return { ...found, questionGain, ...judged, remedies };
			};
			const all = ["eval", "talk", "--runs", at("runs"), ...words, "--chat", "--engine", "wasm-plain", "--no-color"];
			const { stdout, stderr } = await called([...all, "--lang", lang], { library: { ...library, evaluateChat } });
			const next = stderr.split(/\n(?:next|다음):\n/)[1]!.trim();
			return { said: stdout, next: next.split("\n").map((line) => line.trim().replace(` --runs ${at("runs")}`, "")) };
		};
		const few = await unsure(["--part", "test", "--sequences", "12", "--seed", "3"]);
		expect(few.said).toContain("the most likely to help first: measure all 30 pairs; train longer");
		expect(few.said).toContain("\n\nIt may listen, but there are too few pairs to be sure: ");
		expect(few.next).toEqual([
			"sluice eval talk --chat --part test --seed 3 --sequences 30",
			"sluice resume talk --steps 800",
		]);
		const ko = await unsure(["--sequences", "12"], "ko");
		expect(ko.said).toContain("처방(도움이 될 만한 것부터): 쌍 30개 모두 재기; 더 오래 학습");
		expect(ko.next[0]).toBe("sluice eval talk --chat --sequences 30");
		const all = await unsure(["--sequences", "30"]);
		expect(all.said).toContain("\nRemedy: train longer");
		expect(all.next).toEqual(["sluice resume talk --steps 800", "sluice eval talk --chat --sequences 30"]);
		writeFileSync(at("five.csv"), `Q,A\n${colours.map((colour) => `${colour} 9?,${colour} 좋아요`).join("\n")}\n`);
		const file = await unsure([at("five.csv")], "ko");
		expect(file.said).toContain("\n처방: 더 오래 학습");
		expect(file.next).toEqual(["sluice resume talk --steps 800", `sluice eval talk ${at("five.csv")} --chat`]);
	});

	test("eval of another file of pairs suggests to measure that file, with the checkpoint that was given", async () => {
		writeFileSync(at("my other.csv"), "Q,A\n빨강 1?,빨강 좋아요\n파랑 2?,파랑 좋아요\n");
		const { stderr } = await sluice(["eval", "talk", at("my other.csv"), "--checkpoint", "last"]);
		expect(stderr.trimEnd().split("\n").at(-1)!.trim()).toBe(
			`sluice eval talk --runs ${at("runs")} '${at("my other.csv")}' --chat --checkpoint last`,
		);
	});

	test("another file is measured, too few answers are refused, and options of texts cannot be combined", async () => {
		writeFileSync(at("other.csv"), `Q,A\n${colours.map((colour) => `${colour} 9?,${colour} 새 대답`).join("\n")}\n`);
		const other = JSON.parse((await sluice(["eval", "talk", at("other.csv"), "--chat", "--json"])).stdout);
		expect(other).toMatchObject({ part: null, file: at("other.csv"), pairs: 5, seen: null, unseen: { pairs: 5 } });
		writeFileSync(at("same.csv"), "Q,A\n빨강 1?,네\n빨강 2?,네\n");
		expect((await sluice(["eval", "talk", at("same.csv"), "--chat"])).stderr).toContain("E_CHAT_PAIRS");
		expect((await sluice(["eval", "talk", "--chat", "--exact"])).stderr).toContain("--exact");
		expect((await sluice(["eval", "book", "--chat"])).code).toBe(2);
	});
});
