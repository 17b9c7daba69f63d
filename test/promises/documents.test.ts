/**
 * The documents do not rot. Every command that they show parses by the command line's own specs and runs at a small size;
 * what they print below it has the shape of what the program prints; everything that they name exists.
 *
 * `SLUICE_WRITE_DOCS=1 npx vitest run test/promises/documents.test.ts` puts the program's words of today into the
 * documents, with the numbers that stand there, and lists what must be done by hand.
 */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandsOf, type DocumentText, ROOT, read } from "./documents/blocks.ts";
import { type Output, outputComplaints, runDocument } from "./documents/check.ts";
import { nameComplaints } from "./documents/names.ts";
import { PLANS, RUN_DOCUMENTS } from "./documents/plan.ts";
import { applied, rewritten } from "./documents/rewrite.ts";
import { complaintOf } from "./documents/specs.ts";
import { programWords } from "./documents/words.ts";
import { openWorld, type World } from "./documents/world.ts";

const inFolder = (folder: string) =>
	readdirSync(join(ROOT, folder), { recursive: folder === "docs", encoding: "utf8" })
		.filter((path) => path.endsWith(".md"))
		.map((path) => join(folder, path));
const ALL = [".", "docs", "native", "bench"].flatMap(inFolder);
/** Of another time, or about words: what they name need not be there. */
const NOT_HELD = ["CHANGELOG.md", "docs/style.md"];
/** Written from the types, and compared with them by api.test.ts. */
const WRITTEN = "docs/api/";
const HELD = ALL.filter((path) => !NOT_HELD.includes(path) && !path.startsWith(WRITTEN)).sort();
const WRITE = process.env.SLUICE_WRITE_DOCS === "1";

const planted = (text: string, path = "docs/planted.md"): DocumentText => ({ path, lines: text.split("\n") });
const complaintsOf = async (document: DocumentText) =>
	(await Promise.all(commandsOf(document).map(complaintOf))).filter((wrong) => wrong !== undefined);

describe("every command in the documents parses by the specs of its verb", () => {
	test.each(HELD)("%s", async (path) => {
		expect(await complaintsOf(read(path))).toEqual([]);
	});

	test("there are more than 150 of them, and each form of a command stands for several", () => {
		expect(HELD.flatMap((path) => commandsOf(read(path))).length).toBeGreaterThan(150);
	});

	test.each([
		["a verb", "```sh\nnpx sluice evaluate RUN\n```", /unknown command/],
		["a flag", "```sh\nsluice eval RUN --parts test\n```", /unknown option '--parts'/],
		["a flag's value", "```sh\nsluice eval RUN --part tset\n```", /--part/],
		["an argument too many", "```\n$ sluice cells names RUN RUN2\n```", /too many arguments/],
		["a missing argument", "```sh\nsluice resume\n```", /missing required argument/],
		["a flag in a form", "```sh\nsluice analyse RUN [FILE... | --part test] [--order 1..20]\n```", /'--order'/],
		["a choice in a form", "```sh\nsluice export RUN FILE [--to torch|tensorflow]\n```", /tensorflow/],
		["a flag in a sentence", "Use `sluice sample --clip UNIT`.", /'--clip'/],
	])("a planted fault is caught: %s", async (_, text, complaint) => {
		expect((await complaintsOf(planted(text))).join("\n")).toMatch(complaint);
	});
});

describe("what the documents print below a command is what the command prints", () => {
	let world: World;
	const known = programWords();
	beforeAll(async () => {
		world = await openWorld();
	});
	afterAll(() => world?.close());

	test.each(RUN_DOCUMENTS)(
		"%s",
		async (path) => {
			const document = read(path);
			const { complaints, outputs } = await runDocument(document, world);
			if (!WRITE) {
				expect([...complaints, ...outputs.flatMap((output) => outputComplaints(output, known))]).toEqual([]);
				return;
			}
			const done = outputs.map((output) => rewritten(output, known));
			const lines = applied(
				document.lines,
				done.flatMap(({ changes }) => changes),
			);
			writeFileSync(join(ROOT, path), lines.join("\n"));
			for (const line of [...complaints, ...done.flatMap(({ byHand }) => byHand)]) console.warn(`by hand: ${line}`);
		},
		400_000,
	);

	/** Passages that list the keys of a JSON document, and a command that prints it; `whole`: they list all of its own. */
	const LISTED: [document: string, from: string, to: string, command: string, whole: boolean][] = [
		[
			"docs/analyse.md",
			"### As JSON",
			"## How each command reads a text",
			"analyse lk --part test --orders 1..5 --json",
			true,
		],
		["docs/analyse.md", "`--json` gives `schema, texts", "", "data ngrams FILE --part test --orders 1..3 --json", true],
		["docs/analyse.md", "`--json` has `copied`", "In a training part", "sample lk --length 200 --copied --json", false],
		["docs/analyse.md", "`--json` has `alphabet", "\n\n", "data report FILE --json", false],
		[
			"docs/cells.md",
			"`--json` gives `{run",
			"The formulas",
			"cells find RUN code.c --names l0.c --limit 9000 --json",
			false,
		],
	];
	test.each(LISTED)(
		"%s, %s: its keys are those of the JSON that is printed",
		async (path, from, to, command, whole) => {
			const text = read(path).lines.join("\n");
			const passage = text.slice(text.indexOf(from)).split(to || "\uffff")[0]!;
			expect(passage.length).toBeGreaterThan(50);
			const { code, stdout, stderr } = await world.sluice(command.split(" "));
			expect([code, stderr]).toEqual([0, expect.anything()]);
			const printed = JSON.parse(stdout);
			const listed = listedKeys(passage);
			const keys = keysIn(printed);
			expect(listed.filter((key) => !keys.has(key))).toEqual([]);
			if (whole) expect(Object.keys(printed).filter((key) => !listed.includes(key))).toEqual([]);
		},
	);

	test("every entry of the table is of a command that a document shows", () => {
		const shown = RUN_DOCUMENTS.flatMap((path) => commandsOf(read(path)));
		const unused = PLANS.filter(
			({ document, command }) => !shown.some((one) => one.document === document && one.text.startsWith(command)),
		);
		expect(unused.map(({ document, command }) => `${document}: ${command}`)).toEqual([]);
	});

	/** What a command prints now, beside what a document says of it. */
	const output = (documented: string, printed: string, exact = false): Output => ({
		...{ plan: undefined, exact, names: { documented: [], printed: [] } },
		...{ documented: documented.split("\n"), printed: printed.split("\n") },
		shown: {
			...{ document: "docs/planted.md", line: 1, text: "sluice eval RUN", words: ["eval", "RUN"] },
			...{ exitCode: false, usage: false, inline: false, output: [1, 1 + documented.split("\n").length] },
		},
	});
	const PRINTED =
		"RUN: 12 symbols in 0:01\nsteps  loss   share\n10     1.25    50%\n20     0.75    40%\n\nlower is better";

	test("other numbers, other rows and other line breaks are no difference", () => {
		const documented = "RUN: 9.4k symbols in\n  1:20\nsteps  loss   share\n9      2.5  5%\n\nlower is\nbetter";
		expect(outputComplaints(output(documented, PRINTED, true), known)).toEqual([]);
	});

	test.each([
		[
			"a stale sentence",
			PRINTED.replace("lower is better", "smaller would be finer"),
			/smaller would be finer.*no longer/,
		],
		["a stale title of a column", PRINTED.replace("share", "sharing"), /steps loss sharing.*no longer/],
		["a line that it lacks", PRINTED.replace("\n\nlower is better", ""), /lacks "lower is better"/],
		["a label of a row", PRINTED.replace("10  ", "ten whole steps"), /ten whole steps/],
	])("a planted fault is caught: %s", (_, documented, complaint) => {
		expect(outputComplaints(output(documented, PRINTED, true), known).join("\n")).toMatch(complaint);
	});

	test("a sentence that the small run does not print passes only in words that the program has", () => {
		const finding =
			"! vanishing (l0): the gradient is below 1% from 7 steps back on; 49 steps back it is 1e-9 of its start.";
		expect(
			outputComplaints(output("...\nno gate is stuck.", "fine"), new Set(["no gate", "gate is", "is stuck"])),
		).toEqual([]);
		const stale = outputComplaints(output(`...\n${finding.replace("gradient", "slope")}`, "fine"), known);
		expect(stale.join("\n")).toMatch(/it has no "the slope"/);
	});

	test("rewriting puts in the program's words and keeps the document's numbers", () => {
		const old = output(
			"RUN: 9.4k symbols in 1:20\nsteps  cost   share\n9      2.5  5%\n\nlower is finer",
			PRINTED,
			true,
		);
		const { changes, byHand } = rewritten(old, known);
		expect(byHand).toEqual([]);
		const lines = applied(["```", ...old.documented, "```"], changes);
		expect(lines.slice(1, -1)).toEqual([
			"RUN: 9.4k symbols in 1:20",
			"steps  loss   share",
			"9      2.5  5%",
			"",
			"lower is better",
		]);
		expect(
			rewritten(output("RUN: 9 symbols in 1:20\na\n\nb\n\nlower is finer", PRINTED, true), known).byHand,
		).toHaveLength(1);
	});
});

/** Words of the code in a passage, but for commands and flags. */
function listedKeys(passage: string): string[] {
	const codes = [...passage.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
	const lists = codes.filter((code) => !/^(sluice|--)/.test(code));
	return [...new Set(lists.flatMap((code) => code.match(/[a-zA-Z]\w*/g) ?? []))];
}

function keysIn(value: unknown, keys = new Set<string>()): Set<string> {
	if (typeof value !== "object" || value === null) return keys;
	for (const [key, one] of Object.entries(value)) {
		if (!Array.isArray(value)) keys.add(key);
		keysIn(one, keys);
	}
	return keys;
}

describe("everything that a document names exists: files, headings, exports, flags, variables, error codes, scripts", () => {
	test.each(HELD)("%s", (path) => {
		expect(nameComplaints(read(path))).toEqual([]);
	});

	test("ARCHITECTURE.md has fewer than 150 lines and lists the rooms of test/architecture.test.ts, each with its number", () => {
		expect(read("ARCHITECTURE.md").lines.length).toBeLessThanOrEqual(150); // the last one is empty
		const source = read("test/architecture.test.ts").lines.join("\n");
		const literal = /const ROOMS = (\[[\s\S]*?\n\]) as const;/.exec(source)![1]!;
		const rooms: string[][] = JSON.parse(literal.replace(/,(?=\s*\])/g, ""));
		const listed = read("ARCHITECTURE.md").lines.flatMap((line) => {
			const [, number, room] = /^\| (\d+) \| `([^`]+)` \|/.exec(line) ?? [];
			return room ? [`${number} ${room.replace(/\.ts$/, "")}`] : [];
		});
		expect(listed).toEqual(rooms.flatMap((room, number) => room.map((name) => `${number} ${name}`)));
	});

	test.each([
		["a file", "`src/cells/lsmt.ts` is one.", /no such file/],
		["a file by its name", "`lsmt.ts` is one.", /no file of that name/],
		["a folder", "`src/experiments` is one.", /no such file or folder/],
		["a link", "[cells](cels.md)", /which does not exist/],
		["a picture", '<img src="cels.svg">', /which does not exist/],
		["a picture of the dark", '<source srcset="cels-dark.png">', /which does not exist/],
		["a heading", "[cells](cells.md#finds)", /has no such heading/],
		["an export", "`trains({ data })` does.", /exports trains/],
		["an import", '```ts\nimport { trains } from "sluice";\n```', /imports trains/],
		["an entry of the package", "`sluice/sources` is one.", /no such entry/],
		["a flag", "`--clip-norms 1` is one.", /no flag --clip-norms/],
		["a variable", "`SLUICE_COLOURS=1` is one.", /no variable SLUICE_COLOURS/],
		["an error code", "`E_NOTHING_AT_ALL` is one.", /no error E_NOTHING_AT_ALL/],
		["a script", "`npm run documents` is one.", /no script documents/],
		["a name of the sources", "`trainTheWholeThing` is one.", /no source has that name/],
	])("a planted fault is caught: %s", (_, text, complaint) => {
		expect(nameComplaints(planted(text)).join("\n")).toMatch(complaint);
	});
});
