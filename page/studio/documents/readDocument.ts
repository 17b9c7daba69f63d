/** A document as the page draws it: its Markdown in tokens, and its headings with the anchors that links name. */
import { marked, type Token, type Tokens } from "marked";
import { targetOf } from "./documentPath.ts";

export interface Heading {
	/** As GitHub makes it, so that the links of a document work here and there. */
	slug: string;
	depth: number;
	token: Tokens.Heading;
}

/** A part of a document that is opened by its summary. */
export interface Details {
	type: "details";
	summary: string;
	blocks: Block[];
}
export type Block = Token | Details;

export interface ReadDocument {
	/** Path in the package, such as docs/ko/chat.md. */
	path: string;
	blocks: readonly Block[];
	headings: readonly Heading[];
}

/** Reads Markdown. HTML is left out, but for the one form of parts that open; the link to the other language too. */
export function readDocument(markdown: string, path: string): ReadDocument {
	const tokens = marked.lexer(markdown).filter((token) => !isLanguageLink(token, path));
	const headings: Heading[] = [];
	const seen = new Set<string>();
	for (const token of tokens) {
		if (!isHeading(token)) continue;
		const slug = slugOf(wordsOf(token.tokens));
		let own = slug;
		for (let again = 1; seen.has(own); again++) own = `${slug}-${again}`;
		seen.add(own);
		headings.push({ slug: own, depth: token.depth, token });
	}
	return { path, blocks: withDetails(tokens), headings };
}

const isHeading = (token: Token): token is Tokens.Heading => token.type === "heading";

const slugOf = (title: string) =>
	title
		.toLowerCase()
		.replace(/[^\p{L}\p{N} _-]/gu, "")
		.trim()
		.replace(/ /g, "-");

/** The words of a line without its marks. */
export function wordsOf(tokens: readonly Token[] = []): string {
	return tokens.map((token) => ("tokens" in token && token.tokens ? wordsOf(token.tokens) : plainText(token))).join("");
}

const NAMED: Readonly<Record<string, string>> = { quot: '"', amp: "&", lt: "<", gt: ">", "#39": "'", nbsp: "\u00a0" };

/** Text of a token; in code an entity is what it says letter by letter. */
export function plainText(token: Token): string {
	if (token.type === "html") return "";
	const { text = "" } = token as { text?: string };
	return token.type === "text" ? text.replace(/&(quot|amp|lt|gt|#39|nbsp);/g, (_, name) => NAMED[name]!) : text;
}

const OPENS = /^<details>\s*<summary>([^<]*)<\/summary>\s*$/;
const CLOSES = /^<\/details>\s*$/;

/** Tokens between a <details> with its <summary> and its end become one block; one that never ends opens nothing. */
function withDetails(tokens: readonly Token[]): Block[] {
	const blocks: Block[] = [];
	for (let n = 0; n < tokens.length; n++) {
		const token = tokens[n]!;
		const summary = token.type === "html" ? OPENS.exec(token.raw.trim())?.[1] : undefined;
		const end = summary === undefined ? -1 : tokens.findIndex((one, k) => k > n && isEnd(one));
		if (end < 0) blocks.push(token);
		else {
			blocks.push({ type: "details", summary: summary!, blocks: tokens.slice(n + 1, end) });
			n = end;
		}
	}
	return blocks;
}

const isEnd = (token: Token) => token.type === "html" && CLOSES.test(token.raw.trim());

/** A line that only leads to the same document in the other language, which the page has a button for. */
function isLanguageLink(token: Token, path: string): boolean {
	const { tokens = [] } = token as Tokens.Generic;
	const [only, ...more] = tokens;
	if (token.type !== "paragraph" || only?.type !== "link" || more.length > 0) return false;
	const target = targetOf((only as Tokens.Link).href, path);
	const own = targetOf("", path);
	return target.kind === "document" && own.kind === "document" && target.name === own.name && target.lang !== own.lang;
}
