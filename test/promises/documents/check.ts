/** Runs the commands of a document in their order and compares what they print with what it shows. */
import { commandsOf, type DocumentText, type Shown } from "./blocks.ts";
import { calledWith, EXCERPTS, type Plan, planOf } from "./plan.ts";
import { compared, type Piece, pairsOf, piecesOf } from "./shape.ts";
import { knows } from "./words.ts";
import type { Printed, World } from "./world.ts";

/** A documented output, and the output of the same command now. */
export interface Output {
	shown: Shown;
	plan: Plan | undefined;
	exact: boolean;
	documented: string[];
	printed: string[];
	/** What stands for a run or a file here and there. */
	names: { documented: string[]; printed: string[] };
}

export interface Checked {
	complaints: string[];
	outputs: Output[];
	seconds: { command: string; seconds: number }[];
}

export async function runDocument(document: DocumentText, world: World): Promise<Checked> {
	const checked: Checked = { complaints: [], outputs: [], seconds: [] };
	for (const shown of commandsOf(document)) {
		const plan = planOf(shown);
		if (shown.inline || plan?.skip) continue;
		const at = `${document.path}:${shown.line} ${shown.text}`;
		if (shown.usage && !plan?.run) {
			checked.complaints.push(`${at}: a form that no entry of the test's table runs`);
			continue;
		}
		const { words, exact } = calledWith(shown, plan);
		const result = await world.sluice(words);
		checked.seconds.push({ command: words.join(" "), seconds: result.seconds });
		const wanted = Number(shown.exitCode ? printedBelow(document, shown)[0] : (plan?.code ?? 0));
		if (result.code !== wanted)
			checked.complaints.push(`${at}: ended with ${result.code}, not ${wanted}: ${result.stderr.slice(-400)}`);
		else if (shown.output && !shown.exitCode)
			checked.outputs.push(outputOf(shown, { plan, words, exact, result, documented: printedBelow(document, shown) }));
	}
	return checked;
}

const printedBelow = ({ lines }: DocumentText, { output }: Shown) => (output ? lines.slice(...output) : []);

function outputOf(
	shown: Shown,
	call: { plan?: Plan | undefined; words: string[]; exact: boolean; result: Printed; documented: string[] },
): Output {
	const { plan, words, exact, result, documented } = call;
	const printed = `${result.stdout}${EXCERPTS.includes(shown.document) ? result.stderr : ""}`.split("\n");
	return {
		shown,
		plan,
		exact,
		documented,
		printed,
		names: { documented: namesIn(shown.words), printed: namesIn(words) },
	};
}

const NAMING = ["--run", "--beside", "--svg", "--from", "--pattern"];

/** Operands and names of runs in a command: they may be others in the test's. */
function namesIn(words: readonly string[]): string[] {
	return words.filter((word, n) => {
		const before = words[n - 1] ?? "";
		const value = before.startsWith("--") && !NAMING.includes(before);
		return n > 0 && !value && !/^-|^l\d+\./.test(word);
	});
}

export interface Compared {
	documented: Piece[];
	printed: Piece[];
	missing: Piece[];
	extra: Piece[];
}

export function comparedOutput({ documented, printed, names, plan, shown }: Output): Compared {
	const pieces = {
		documented: piecesOf(documented, names.documented, plan?.data),
		printed: piecesOf(printed, names.printed, plan?.data),
	};
	const { missing, extra } = compared(pieces.documented, pieces.printed);
	const open = EXCERPTS.includes(shown.document) || documented.some((line) => line.trim() === "...");
	return { ...pieces, missing, extra: open ? [] : extra.filter(({ shape }) => !plan?.also?.test(shape)) };
}

/** Words of a documented piece that the program does not say: pairs of neighbours. */
const strangeIn = ({ shape }: Piece, known: ReadonlySet<string>) =>
	pairsOf(shape).filter((pair) => !knows(known, pair));

/** Documented pieces that are no longer printed; of a smaller run those with words that the program does not have. */
export function stalePieces(output: Output, known: ReadonlySet<string>): { piece: Piece; strange: string[] }[] {
	const { missing, printed } = comparedOutput(output);
	const all = new Set([...known, ...printed.flatMap(({ shape }) => pairsOf(shape))]);
	const found = missing.map((piece) => ({ piece, strange: strangeIn(piece, all) }));
	return found.filter(({ strange }) => output.exact || strange.length > 0);
}

/** What a document prints that the program does not, and the other way about; none where they agree. */
export function outputComplaints(output: Output, known: ReadonlySet<string>): string[] {
	const { extra } = comparedOutput(output);
	const { shown } = output;
	const at = (from: number) => `${shown.document}:${(shown.output?.[0] ?? 0) + from + 1}`;
	const stale = stalePieces(output, known).map(({ piece: { shape, from }, strange }) => {
		const words = strange.length > 0 ? ` (it has no "${strange.join('", "')}")` : "";
		return `${at(from)}: "${shape}" is no longer printed by: ${shown.text}${words}`;
	});
	return [...stale, ...extra.map(({ shape }) => `${at(0)}: lacks "${shape}", printed by: ${shown.text}`)];
}
