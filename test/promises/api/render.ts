/** Writes the API reference in Markdown: a page per room of the main entry, a page per further entry. */
import type { Entry, Member } from "./surface.ts";

export interface Page {
	/** "training.md" */
	file: string;
	title: string;
	about: string;
	entries: Entry[];
}

export function renderIndex(pages: readonly Page[]): string {
	const rows = pages.map(({ file, title, about, entries }) => {
		const callable = entries.filter(({ kind }) => kind === "function" || kind === "class");
		const names = callable.map(({ name }) => `[\`${name}\`](${file}#${anchorOf(name)})`);
		return `| [${title}](${file}) | ${about} | ${names.join(" ")} |`;
	});
	return [
		"# API",
		"",
		"Every name that a program can import, written from the types by `npm run docs:api`. Hovering in an editor shows the same texts. A * marks a member that is always there.",
		"[own.md](../own.md) is the guide to loops, tasks and cell searches of your own.",
		"",
		"| page | what it is for | functions and classes |",
		"|---|---|---|",
		...rows,
		"",
	].join("\n");
}

const SOURCES = "The sources in `src` that the links lead to are in the repository, not in the npm package.";

/** @param places the page of each name, for links. */
export function renderPage({ title, about, entries }: Page, places: ReadonlyMap<string, string>, file: string): string {
	const order = { function: 0, class: 1, const: 2, interface: 3, type: 4, namespace: 5 };
	const sorted = [...entries].sort((a, b) => order[a.kind] - order[b.kind] || a.name.localeCompare(b.name));
	const link = (name: string) => {
		const page = places.get(name);
		return page === undefined ? undefined : `${page === file ? "" : page}#${anchorOf(name)}`;
	};
	const lines = [`# ${title}`, "", about, "", SOURCES, ""];
	for (const entry of sorted)
		lines.push(...renderEntry(entry, (name) => (name === entry.name ? undefined : link(name))));
	return `${lines.join("\n").trimEnd()}\n`;
}

function renderEntry(entry: Entry, link: (name: string) => string | undefined): string[] {
	const { name, kind, doc, file, signatures, members } = entry;
	const lines = [`## ${name}`, ""];
	const shown = signatures.map((one) => (kind === "function" ? one : `${kind} ${name}: ${one}`));
	if (shown.length > 0) lines.push("```ts", ...shown.map(short), "```", "");
	if (doc !== "") lines.push(...prose(doc), "");
	if (members.length > 0) lines.push("| name | type | meaning |", "|---|---|---|", ...members.map(rowOf), "");
	const types = linksOf(entry, link);
	lines.push(`${types === "" ? "" : `See ${types}. `}Source: [\`${file}\`](../../${file}).`, "");
	return lines;
}

const MOST = 400;
const short = (text: string) => (text.length > MOST ? `${text.slice(0, MOST)} ...` : text);

function rowOf({ name, optional, type, doc }: Member): string {
	return `| \`${name}\`${optional ? "" : " *"} | ${code(short(type))} | ${cell(prose(doc).join(" "))} |`;
}

const code = (text: string) => (text === "" ? "" : `\`${text.replaceAll("|", "\\|")}\``);
const cell = (text: string) => text.replaceAll("|", "\\|").replace(/\s+/g, " ").trim();

/** Documentation as Markdown: what code would be is kept as it is, `@throws` becomes a sentence. */
function prose(doc: string): string[] {
	return doc
		.replace(/@throws\s+/g, "Throws ")
		.replace(/@param (\S+)\s+/g, "`$1`: ")
		.replaceAll("<", "&lt;")
		.split("\n");
}

/** Links to the types that an entry names. */
function linksOf({ signatures, members }: Entry, link: (name: string) => string | undefined): string {
	const text = [...signatures, ...members.map(({ type }) => type)].join(" ");
	const names = [...new Set(text.match(/\b[A-Z]\w+\b/g) ?? [])];
	return names
		.flatMap((name) => {
			const to = link(name);
			return to === undefined ? [] : [`[\`${name}\`](${to})`];
		})
		.join(", ");
}

export const anchorOf = (name: string) => name.toLowerCase();
