/**
 * How the test runs each documented command: as it is, smaller, or not at all. A command without an entry runs with the
 * reductions of its verb. An entry that no document has any more fails the test.
 */
import type { Shown } from "./blocks.ts";

export interface Plan {
	document: string;
	/** The documented command, whole, or its beginning. */
	command: string;
	/** Run as documented: what is printed must be what the document prints, not only words that the program has. */
	exact?: true;
	/** Runs this instead. */
	run?: string;
	/** Not run, for this reason. */
	skip?: string;
	/** Exit code. Default 0. */
	code?: number;
	/** Flags added. */
	add?: string;
	/** Printed lines that are data, such as snippets of a text: not compared. */
	data?: RegExp;
	/** Pieces that the small run prints, and that the document need not have. */
	also?: RegExp;
}

/** Documents whose commands are run, in this order. */
export const RUN_DOCUMENTS = [
	"README.md",
	"docs/commands.md",
	"docs/analyse.md",
	"docs/cells.md",
	"docs/chat.md",
	"docs/compare.md",
	"docs/gradients.md",
	"docs/interchange.md",
	"docs/interpretation.md",
	"docs/labels.md",
	"docs/replay.md",
	"docs/series.md",
	"docs/studies.md",
	"docs/tasks.md",
];

/** Documents that print excerpts: the program may print more than they show. */
export const EXCERPTS = ["docs/gradients.md"];

const NETWORK = "it downloads";
const SHORT = "--length 12..14";

export const PLANS: readonly Plan[] = [
	{ document: "README.md", command: "sluice studio", skip: "it serves until it is stopped" },
	{
		document: "README.md",
		command: "sluice compare temporal-order",
		run: `sluice compare temporal-order --remedies none lstm --steps 3 --seeds 1 --workers 1 ${SHORT}`,
	},
	{ document: "docs/commands.md", command: "sluice resume sqlite-gru-1", add: "--steps 6" },
	{ document: "docs/commands.md", command: "sluice studio", skip: "it serves until it is stopped" },
	{ document: "docs/commands.md", command: "sluice gradcheck", add: "--cell rnn --variant linear" },
	{
		document: "docs/analyse.md",
		command: "sluice analyse RUN [",
		run: "sluice analyse RUN f.c --count-on code.c --orders 1..5",
	},
	{
		document: "docs/analyse.md",
		command: "sluice sample RUN --length",
		run: "sluice sample RUN --length 200 --copied",
	},
	{
		document: "docs/analyse.md",
		command: "sluice data report FILE...",
		run: "sluice data report FILE --split 80/10/10",
	},
	{ document: "docs/analyse.md", command: "sluice data ngrams FILE...", run: "sluice data ngrams FILE --part test" },
	{ document: "docs/commands.md", command: "sluice compare temporal-order", add: SHORT },
	{ document: "docs/compare.md", command: "sluice compare temporal-order", add: SHORT },
	{ document: "docs/analyse.md", command: "sluice sample sqlite-10min", data: /\\n/ },
	{ document: "docs/cells.md", command: "sluice cells find sqlite", also: /^Not judged/ },
	{
		document: "docs/chat.md",
		command:
			"sluice train pairs:ChatbotData.csv --question Q --answer A --model encoder-decoder --attention dot --hidden 256",
		run: "sluice train pairs:ChatbotData.csv --question Q --answer A --model encoder-decoder --attention dot --hidden 8 --steps 4 --run korean-dot",
	},
	{
		document: "docs/chat.md",
		command: "sluice train pairs:ChatbotData.csv --question Q --answer A --model", // which takes no --record-every
		run: "sluice train pairs:ChatbotData.csv --question Q --answer A --model encoder-decoder --attention dot --hidden 8 --steps 4 --run looks",
	},
	{ document: "docs/cells.md", command: "sluice cells find RUN code.c --pattern", code: 4 },
	{ document: "docs/cells.md", command: "sluice claim RUN l0.c.62", code: 4 }, // a network that has learned nothing
	{
		document: "docs/cells.md",
		command: "sluice claim check comments.json",
		skip: "it reads the output of another command",
	},
	{
		...{ document: "docs/cells.md", command: "sluice cells show seed1" },
		...{ data: /^ +-?\d\.\d+ .*\[.+\]/, also: /^N other unit|^Nothing/ },
	},
	{ document: "docs/cells.md", command: "sluice cells history RUN l0.c.99 --pattern", add: "--limit 9000" },
	{ document: "docs/cells.md", command: "sluice cells history RUN l0.c.99 code.c", add: "--pattern column" }, // a network that has learned nothing
	{
		...{ document: "docs/cells.md", command: "sluice cells history seed1", add: "--limit 9000" },
		also: /beyond chance|grew none/i,
	},
	{ document: "docs/compare.md", command: "sluice compare --list", exact: true },
	{
		document: "docs/gradients.md",
		command: "sluice train task:temporal-order --cell rnn --hidden 50 --length 50 --init spectral:0.5 --steps 0",
		exact: true,
	},
	{ document: "docs/gradients.md", command: "sluice diagnose small", exact: true },
	{
		document: "docs/gradients.md",
		command: "sluice train task:temporal-order --cell rnn --hidden 50 --length 50 --init spectral:2",
		exact: true,
	},
	{ document: "docs/gradients.md", command: "sluice diagnose large", exact: true },
	{ document: "docs/gradients.md", command: "sluice train recall.txt --cell rnn --variant relu", exact: true, code: 3 },
	{ document: "docs/gradients.md", command: "sluice diagnose small --fail-on", code: 4 },
	{
		document: "docs/interchange.md",
		command: "sluice export RUN FILE",
		run: "sluice export RUN run.onnx --to onnx --checkpoint last",
	},
	{
		document: "docs/interchange.md",
		command: "sluice check FILE",
		run: "sluice check run.onnx --against RUN --checkpoint last",
	},
	{
		...{ document: "docs/interchange.md", command: "sluice import lm_lstm_epoch50.00_1.2345.t7" },
		skip: "it needs a checkpoint of char-rnn",
	},
	{
		...{ document: "docs/interchange.md", command: "sluice sample shakespeare" },
		skip: "it needs a checkpoint of char-rnn",
	},
	{
		...{ document: "docs/interchange.md", command: "sluice cells find shakespeare" },
		skip: "it needs a checkpoint of char-rnn",
	},
	{
		document: "docs/interchange.md",
		command: "sluice import FILE",
		run: "sluice import theirs.safetensors --layout torch --vocabulary symbols.json --run imported",
	},
	{
		...{ document: "docs/series.md", command: "sluice train sunspots.csv" },
		run: "sluice train sunspots.csv --target Sunspots --cell esn --hidden 40",
	},
	{ document: "docs/series.md", command: "sluice eval sunspots-esn-1", exact: true },
	{
		document: "docs/replay.md",
		command: "sluice train task:temporal-order --cell rnn --hidden 12 --length 12 --steps 120",
		exact: true,
	},
	{ document: "docs/replay.md", command: "sluice replay order --update 40", exact: true },
	{ document: "docs/replay.md", command: "sluice train notes.txt", exact: true },
	{ document: "docs/replay.md", command: "sluice replay notes --without", exact: true },
	{ document: "docs/replay.md", command: "sluice fork order --from-update 60", exact: true },
	{ document: "docs/replay.md", command: "sluice receipt order", exact: true },
	{
		document: "docs/replay.md",
		command: "sluice receipt --check order.receipt.json",
		skip: "it reads the output of another command",
	},
	{
		document: "docs/replay.md",
		command: "sluice receipt --check book.receipt.json",
		skip: "it reads the output of another command",
	},
	{ document: "docs/tasks.md", command: "sluice train task:mnist-permuted", skip: NETWORK },
];

/** Words that the command line is called with, and whether they are those of the document. */
export function calledWith(shown: Shown, plan: Plan | undefined): { words: string[]; exact: boolean } {
	if (plan?.exact) return { words: shown.words, exact: true };
	if (plan?.run) return { words: plan.run.split(" ").slice(1), exact: false };
	const words = [...smaller(shown.words.map(local)), ...(plan?.add?.split(" ") ?? [])];
	return { words, exact: false };
}

export const planOf = (shown: Shown): Plan | undefined =>
	PLANS.filter(({ document, command }) => document === shown.document && shown.text.startsWith(command)).sort(
		(a, b) => b.command.length - a.command.length,
	)[0];

/** A corpus of the catalogue is a file of the test. */
const local = (word: string) => word.replace(/^@([\w-]+)$/, "$1.c");

/** The same command at a small size: flags that cost time are replaced, and some added. */
function smaller(words: readonly string[]): string[] {
	const verb = ["cells", "data", "study"].includes(words[0]!) ? `${words[0]} ${words[1]}` : words[0]!;
	if (words.includes("--list") || words.includes("--help")) return [...words];
	const { added = {}, replaced = {} } = SMALL[verb] ?? {};
	const echo = words[words.indexOf("--cell") + 1] === "esn" && verb === "train";
	const kept: string[] = [];
	for (let n = 0; n < words.length; n++) {
		const word = words[n]!;
		const value = replaced[word];
		if (value === undefined && !(word in added)) kept.push(word);
		else if (value) kept.push(word, value);
		if (value !== undefined || word in added) while (n + 1 < words.length && !words[n + 1]!.startsWith("--")) n++;
	}
	return [...kept, ...(echo ? [] : Object.entries(added).flat())];
}

interface Small {
	/** Flags with their small values, whether documented or not. */
	added?: Readonly<Record<string, string>>;
	/** Documented flags with their small values; "": left out. */
	replaced?: Readonly<Record<string, string>>;
}

const FEW = { added: { "--limit": "3000" } };
const HELD = { added: { "--limit": "3000", "--others": "2" } };
const SMALL: Readonly<Record<string, Small>> = {
	train: {
		added: { "--steps": "4", "--batch": "4", "--record-every": "2" },
		replaced: { "--epochs": "", "--minutes": "", "--hidden": "32" },
	},
	compare: { added: { "--steps": "3", "--seeds": "1", "--batch": "4", "--hidden": "8", "--workers": "1" } },
	"study run": { added: { "--steps": "12", "--batch": "2", "--hidden": "4", "--length": "10" } },
	sample: { added: { "--length": "200" } },
	eval: { replaced: { "--sequences": "50" } },
	"cells find": FEW,
	"cells report": FEW,
	"cells show": FEW,
	"cells history": FEW,
	"cells similar": FEW,
	"cells ablate": HELD,
	"cells clamp": HELD,
	"cells scale": HELD,
	"cells patch": { added: { "--others": "2" } },
};
