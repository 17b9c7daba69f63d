/**
 * Reads the lessons of docs/lessons (Korean: docs/ko/lessons) as data for the page. Markdown with three things of its own:
 *
 *     <!-- guess 1 50 steps answer 50 -->      the reader's guess: least, most, unit, answer
 *     <!-- guess You said {guess}. -->         said once there is a guess
 *     <!-- 2.1 -->                             the sentence before it is a claim, which a test checks
 *     [Figure: words](#/lab?radius=0.9)        alone in its paragraph: the figure of the screen
 *
 * A link to another document becomes its path in the package, such as docs/ko/chat.md.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { marked } from "marked";

const FOLDERS = { en: "docs/lessons", ko: "docs/ko/lessons" };
const GUESS = /^<!-- guess (\S+) (\S+) (\S+) answer (\S+) -->/;
const SAID = /^<!-- guess (.+?) -->/;
const CLAIM = /^<!-- (\d\.\d) -->/;

/** @param {"en" | "ko"} lang */
export function lessonsOf(root, lang) {
	const folder = join(root, FOLDERS[lang]);
	const files = readdirSync(folder).filter((name) => /^\d-[\w-]+\.md$/.test(name));
	return files.sort().map((name) => lessonOf(readFileSync(join(folder, name), "utf8"), `${FOLDERS[lang]}/${name}`));
}

/** One lesson; every second-level heading begins a screen. @param name path of its file in the repository */
export function lessonOf(markdown, name) {
	const lesson = { title: "", question: [], guess: null, screens: [] };
	const inline = (tokens) => inlineOf(tokens, name);
	let screen;
	for (const token of marked.lexer(markdown)) {
		if (token.type === "heading") {
			const title = token.text.replace(/^\d+\. /, "");
			if (token.depth === 1) lesson.title = title;
			screen = { title, figure: null, blocks: [] };
			lesson.screens.push(screen);
		} else if (token.type === "blockquote") {
			lesson.question = inline(token.tokens[0].tokens);
		} else if (token.type === "html") {
			const [, least, most, unit, answer] = GUESS.exec(token.text) ?? bad(name, token.raw);
			lesson.guess = { least: Number(least), most: Number(most), unit, answer: Number(answer) };
		} else if (token.type === "paragraph") paragraph(token, screen, inline);
		else if (token.type === "list")
			screen.blocks.push({ list: token.items.map(({ tokens }) => inline(tokens[0].tokens)) });
		else if (token.type === "code") screen.blocks.push({ code: token.text });
		else if (token.type !== "space") bad(name, token.raw);
	}
	return lesson;
}

/** The line of links to the other lessons is the documents' alone. */
function paragraph({ tokens }, screen, inline) {
	const [only, ...more] = tokens;
	if (only.type === "link" && only.href.startsWith("#/") && more.length === 0)
		screen.figure = { words: only.text.replace(/^(Figure|그림): /, ""), address: only.href };
	else if (!(only.type === "link" && only.href.endsWith(".md"))) screen.blocks.push({ words: inline(tokens) });
}

/** Words as strings, and as objects what is more than words. */
function inlineOf(tokens, name) {
	const inline = (some) => inlineOf(some, name);
	return tokens.flatMap((token) => {
		if (token.type === "html") {
			const said = SAID.exec(token.text);
			if (said) return [{ said: said[1] }];
			return CLAIM.test(token.text) ? [{ claim: CLAIM.exec(token.text)[1] }] : [];
		}
		if (token.type === "strong") return [{ strong: inline(token.tokens) }];
		if (token.type === "em") return [{ em: inline(token.tokens) }];
		if (token.type === "codespan") return [{ code: token.text }];
		if (token.type === "link" && /^https:/.test(token.href)) return [{ link: token.text, href: token.href }];
		if (token.type === "link") return [{ link: token.text, document: posix.join(posix.dirname(name), token.href) }];
		if (token.tokens) return inline(token.tokens);
		return [unescaped(token.text)];
	});
}

const unescaped = (text) =>
	text.replace(/&(quot|amp|lt|gt|#39);/g, (_, name) => ({ quot: '"', amp: "&", lt: "<", gt: ">", "#39": "'" })[name]);

function bad(name, raw) {
	throw new Error(`${name}: a lesson has no place for ${JSON.stringify(raw.slice(0, 60))}`);
}
