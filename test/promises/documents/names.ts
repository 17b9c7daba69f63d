/** Everything that a document names, held to what there is: files, anchors, exports, flags, variables, codes, scripts. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";
import { FLAG_NAMES } from "../../../cli/verbs/index.ts";
import { catalogue } from "../../../src/errors/index.ts";
import { flagOf, variableOf } from "../../../src/errors/option.ts";
import { blocksOf, type DocumentText, ROOT, read, spansOf } from "./blocks.ts";

const FOLDERS = [
	"bench",
	"cli",
	"docs",
	"examples",
	"native",
	"page",
	"scripts",
	"src",
	"test",
	"wasm",
	".ci",
	"dist",
	"prebuilds",
];
/** Folders that a build makes: what is in them is not looked for. */
const MADE = ["dist", "prebuilds"];
const SOURCE = /\.(ts|mjs|[ch]|md|wasm|proto)$/;
/** Files of users in examples. */
const THEIRS = /^(book|code|f|a|full|example|input)\.(c|ts|md|mjs)$/;
const COMMON = ["--config", "--lang", "--json", "--jsonl", "--color", "--no-color", "--help", "--version"];
/** Documents whose code spans hold formulas: a name before a bracket need not be a function of ours. */
const FORMULAS = ["equations.md", "tasks.md"]
	.flatMap((name) => [`docs/${name}`, `docs/ko/${name}`])
	.concat("docs/style.md");
/** Documents about the sources: what they call need not be exported to users. */
const INNER = ["ARCHITECTURE.md", "CONTRIBUTING.md", "native/README.md", "bench/README.md"];
/** Documents that also name flags of the benchmark. */
const MEASURED = [
	"bench/README.md",
	...["performance.md", "scale.md"].flatMap((name) => [`docs/${name}`, `docs/ko/${name}`]),
];
/** Programs of others, whose flags are theirs. */
const OTHERS = /^(cd|mpirun|npm|npx|tensorboard|node|python|\/usr\/bin\/time|SLUICE_\w+=\S+ npx|\.\.\.)/;

/** The variable of the test of documents, whose own files are no source: they hold planted names. */
const OWN_VARIABLE = "SLUICE_WRITE_DOCS";

interface Sources {
	paths: string[];
	/** Base names of all files. */
	files: Set<string>;
	/** Words of all sources. */
	words: Set<string>;
	/** Names that a public index exports. */
	exports: Map<string, Set<string>>;
	scripts: Set<string>;
}

let cached: Sources | undefined;

function sources(): Sources {
	if (cached) return cached;
	const paths = FOLDERS.filter((folder) => !MADE.includes(folder) && existsSync(join(ROOT, folder))).flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
	);
	const texts = paths.filter((path) => /\.(ts|mjs|[ch])$/.test(path) && !path.startsWith("test/promises/documents"));
	const words = texts.flatMap((path) => readFileSync(join(ROOT, path), "utf8").match(/[A-Za-z_]\w+/g) ?? []);
	const { exports, scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
	const entries = Object.keys(exports).filter((path) => !path.endsWith(".json"));
	cached = {
		paths,
		files: new Set([...paths.map((path) => path.split("/").at(-1)!), ...readdirSync(ROOT)]),
		words: new Set(words),
		exports: new Map(entries.map((path) => [path.replace(/^\./, "sluice"), exportsOf(join("src", path, "index.ts"))])),
		scripts: new Set([...Object.keys(scripts), "ci", "install"]),
	};
	return cached;
}

/** Names that a file exports, those of `export *` among them. */
function exportsOf(path: string): Set<string> {
	const tree = ts.createSourceFile(path, readFileSync(join(ROOT, path), "utf8"), ts.ScriptTarget.Latest);
	const names = new Set<string>();
	for (const node of tree.statements) {
		if (ts.isExportDeclaration(node) && node.exportClause && ts.isNamedExports(node.exportClause))
			for (const { name } of node.exportClause.elements) names.add(name.text);
		else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
			for (const name of exportsOf(join(dirname(path), node.moduleSpecifier.text))) names.add(name);
		else if (
			ts.canHaveModifiers(node) &&
			ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
		) {
			const named = node as { name?: ts.Identifier; declarationList?: ts.VariableDeclarationList };
			for (const { name } of named.declarationList?.declarations ?? []) names.add(name.getText(tree));
			if (named.name) names.add(named.name.text);
		}
	}
	return names;
}

/** What a document names and there is not, a line each. */
export function nameComplaints(document: DocumentText): string[] {
	const { path, lines } = document;
	const found: string[] = [];
	const inCode = new Set(
		blocksOf(document).flatMap(({ from, to }) => Array.from({ length: to - from }, (_, n) => from + n)),
	);
	for (const [n, line] of lines.entries()) {
		if (inCode.has(n)) continue;
		const links = line.replace(/`[^`]*`/g, "").matchAll(/\]\(([^)\s]+)\)|\s(?:src|srcset|href)="([^"]+)"/g);
		for (const [, target, shown] of links) {
			const wrong = linkComplaint(path, (target ?? shown)!);
			if (wrong) found.push(`${path}:${n + 1} ${wrong}`);
		}
	}
	for (const { code, line } of spansOf(document))
		for (const wrong of codeComplaints(path, code)) found.push(`${path}:${line} \`${code}\`: ${wrong}`);
	for (const { language, from, to } of blocksOf(document)) {
		const text = lines.slice(from, to).join("\n");
		const wrong = language === "ts" ? importComplaints(text) : language === "sh" ? scriptComplaints(text) : [];
		for (const one of wrong) found.push(`${path}:${from} ${one}`);
	}
	return found;
}

function linkComplaint(from: string, target: string): string | undefined {
	if (/^[a-z]+:/.test(target) || target.startsWith("#/")) return undefined; // "#/": an address of the studio
	const [file = "", anchor] = target.split("#");
	const path = file === "" ? from : normalize(join(dirname(from), file));
	if (!existsSync(join(ROOT, path))) return `links to ${target}, which does not exist`;
	if (anchor === undefined || !path.endsWith(".md")) return undefined;
	return anchorsOf(read(path)).has(anchor) ? undefined : `links to ${target}, but ${path} has no such heading`;
}

/** Anchors of the headings of a document, as GitHub makes them. */
export function anchorsOf(document: DocumentText): Set<string> {
	const inCode = new Set(
		blocksOf(document).flatMap(({ from, to }) => Array.from({ length: to - from }, (_, n) => from + n)),
	);
	const anchors = new Set<string>();
	for (const [n, line] of document.lines.entries()) {
		const title = inCode.has(n) ? undefined : /^#+ (.*)$/.exec(line)?.[1];
		if (title === undefined) continue;
		const slug = title
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, "")
			.trim()
			.replace(/ /g, "-");
		let anchor = slug;
		for (let again = 1; anchors.has(anchor); again++) anchor = `${slug}-${again}`;
		anchors.add(anchor);
	}
	return anchors;
}

function codeComplaints(document: string, code: string): string[] {
	const { words, exports, files } = sources();
	const found: string[] = [];
	for (const [variable] of code.matchAll(/\bSLUICE_[A-Z_]*[A-Z]\b/g))
		if (variable !== OWN_VARIABLE && !words.has(variable) && !FLAG_NAMES.some((name) => variableOf(name) === variable))
			found.push(`no variable ${variable}`);
	for (const [errorCode] of code.matchAll(/\bE_[A-Z][A-Z_]+\b/g))
		if (!(errorCode in catalogue)) found.push(`no error ${errorCode}`);
	found.push(...scriptComplaints(code));
	if (!OTHERS.test(code)) {
		const bench = MEASURED.includes(document)
			? ["bench", "studio", "mpi", "quality"]
					.map((name) => readFileSync(join(ROOT, `bench/${name}.mjs`), "utf8"))
					.join("\n")
			: "";
		const keys = [...bench.matchAll(/["']?([a-z][a-z-]*)["']?: (?:\{ (?:type:|\.\.\.LIST)|LIST)/g)].map(
			([, key]) => `--${key}`,
		);
		const known = new Set([...COMMON, ...FLAG_NAMES.map(flagOf), ...keys]);
		for (const [flag] of code.matchAll(/(?<![\w-])--[a-z][\w-]*/g)) if (!known.has(flag)) found.push(`no flag ${flag}`);
	}
	if (/^sluice\/\w+$/.test(code) && !exports.has(code)) found.push("no such entry of the package");
	if (/^(?!-|l\d\.)[\w.{}<>*,/\\-]+$/.test(code)) {
		const [top] = code.split("/");
		const inFolder = code.includes("/") && FOLDERS.includes(top!) && !MADE.includes(top!);
		if (inFolder && !matches(code)) found.push("no such file or folder");
		else if (!inFolder && SOURCE.test(code) && !THEIRS.test(code) && !code.includes("*")) {
			const beside = existsSync(join(ROOT, dirname(document), code));
			if (!beside && !files.has(code.split("/").at(-1)!)) found.push("no file of that name");
		}
	}
	const call = /^([a-z]\w*)\(/.exec(code)?.[1];
	const exported = (name: string) => [...exports.values()].some((names) => names.has(name));
	const known = (name: string) => exported(name) || (INNER.includes(document) && words.has(name));
	if (call && !FORMULAS.includes(document) && !known(call)) found.push(`no index of the package exports ${call}`);
	if (/^[a-z]+(?:[A-Z][a-z0-9]*)+$/.test(code) && !exported(code) && !words.has(code))
		found.push("no source has that name");
	return found;
}

/** Whether a path stands for a file: it may hold `*`, `{a,b}` and `<name>`. */
function matches(path: string): boolean {
	if (existsSync(join(ROOT, path))) return true;
	if (!/[*{<]/.test(path)) return false;
	const pattern = path
		.replace(/\/$/, "")
		.replace(/[.\\]/g, "\\$&")
		.replace(/<[^>]*>|\*/g, "[^/]*")
		.replace(/\{([^}]*)\}/g, (_, of: string) => `(${of.replaceAll(",", "|")})`);
	return sources().paths.some((one) => new RegExp(`^${pattern}/?$`).test(one));
}

function scriptComplaints(text: string): string[] {
	const { scripts } = sources();
	const called = [...text.matchAll(/\bnpm run (?:-s )?([\w:]+)/g)].map(([, name]) => name!);
	return called.filter((name) => !scripts.has(name)).map((name) => `no script ${name} in package.json`);
}

function importComplaints(text: string): string[] {
	const { exports } = sources();
	const found: string[] = [];
	for (const [, names, from] of text.matchAll(/import \{([^}]*)\} from "(sluice[^"]*)"/g)) {
		const entry = exports.get(from!);
		if (!entry) found.push(`imports ${from}, which is no entry of the package`);
		for (const name of entry ? names!.split(",") : []) {
			const bare = name
				.trim()
				.replace(/^type /, "")
				.split(" as ")[0]!;
			if (bare && !entry!.has(bare)) found.push(`imports ${bare}, which ${from} does not export`);
		}
	}
	return found;
}
