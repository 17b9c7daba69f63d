/** All words that the program can print in English, as pairs of neighbours: a stale sentence has a pair that is none of them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { en } from "../../../cli/messages/en.ts";
import { ROOT } from "./blocks.ts";
import { pairsOf, signs } from "./shape.ts";

/** Folders whose literals reach a terminal besides the messages: errors, findings, rows of reproductions. */
const SAID_IN = ["src/errors", "src/diagnosis", "src/remedies", "src/interpretation", "src/workbench", "cli"];

export function programWords(): Set<string> {
	const known = new Set<string>();
	const add = (text: string) => {
		for (const pair of pairsOf(signs(text, []))) known.add(pair);
	};
	for (const message of Object.values(en) as string[]) {
		add(message.replace(/\{\w+:([^/}]*)\/([^}]*)\}/g, "N $1").replace(/\{\w+\}/g, "N"));
		add(message.replace(/\{\w+:([^/}]*)\/([^}]*)\}/g, "N $2").replace(/\{\w+\}/g, "N"));
		if (/^\p{L}+$/u.test(message)) known.add(`=${message.toLowerCase()}`);
		for (const [, word] of message.matchAll(/\} (\p{L}+)/gu)) known.add(`* ${word!.toLowerCase()}`);
		for (const [, word] of message.matchAll(/(\p{L}+) \{/gu)) known.add(`${word!.toLowerCase()} *`);
	}
	for (const folder of SAID_IN)
		for (const path of readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })) {
			if (!path.endsWith(".ts") || path.endsWith(".test.ts") || path.endsWith("ko.ts")) continue;
			const text = readFileSync(join(ROOT, folder, path), "utf8");
			for (const literal of literals(ts.createSourceFile(path, text, ts.ScriptTarget.Latest))) add(literal);
		}
	return known;
}

/** Whether the program has a pair of words: in a message, or one of them in the hole of a message of the other. */
export function knows(known: ReadonlySet<string>, pair: string): boolean {
	const [first, second] = pair.split(" ");
	if (known.has(pair) || second === undefined) return known.has(pair);
	return (known.has(`=${first}`) && known.has(`* ${second}`)) || (known.has(`=${second}`) && known.has(`${first} *`));
}

function literals(tree: ts.SourceFile): string[] {
	const found: string[] = [];
	const visit = (node: ts.Node) => {
		if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) found.push(node.text);
		else if (ts.isTemplateExpression(node))
			found.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(" N "));
		else if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) found.push(node.name.text);
		ts.forEachChild(node, visit);
	};
	visit(tree);
	return found;
}
