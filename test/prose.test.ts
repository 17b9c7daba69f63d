/** No prose where an error is thrown: the facts are data, and src/errors says them in both languages. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
const KEYS = ["got", "wanted", "why", "next", "hint", "reason", "what"];

/** Texts that a fact may have although they have a space, each with why. */
const ALLOWED: readonly RegExp[] = [
	/^sluice( |$)/, // a command to run
	/^\|x\| < 2\^53$/, // a formula
	/^--[a-z]/, // an option with a value
	/^\{ \w+, \w+ \}$/, // the form of an object
];

/** Two small words, or one beside a hole of a template: forms such as `--to FILE` and `3 x 4` are none. */
const PROSE = /[a-z']{2,},? [a-z']{2,}|^ [a-z]{3,}|^[a-z]{3,} $/;

/** Every text of a call of fail() under one of KEYS, whole literals and the fixed pieces of templates. */
function prose(path: string): string[] {
	const tree = ts.createSourceFile(path, readFileSync(join(ROOT, path), "utf8"), ts.ScriptTarget.Latest, true);
	const found: string[] = [];
	const texts = (node: ts.Node, code: string): void => {
		const text =
			ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)
				? node.text
				: undefined;
		if (text !== undefined && PROSE.test(text) && !ALLOWED.some((form) => form.test(text.trim()))) {
			const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
			found.push(`${path}:${line + 1} ${code} "${text}"`);
		}
		if (ts.isCallExpression(node) && node.expression.getText() !== "shown") return;
		ts.forEachChild(node, (child) => texts(child, code));
	};
	const visit = (node: ts.Node): void => {
		if (ts.isCallExpression(node) && node.expression.getText() === "fail") {
			const code = node.arguments[0]?.getText().slice(1, -1) ?? "";
			const facts = node.arguments[1];
			for (const property of facts && ts.isObjectLiteralExpression(facts) ? facts.properties : []) {
				if (ts.isPropertyAssignment(property) && KEYS.includes(property.name.getText()) && code !== "E_INTERNAL")
					// for us, not for users
					texts(property.initializer, code);
			}
		}
		ts.forEachChild(node, visit);
	};
	visit(tree);
	return found;
}

test("no call of fail() in src or cli carries English prose: reasons are coded", () => {
	const files = ["src", "cli"].flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
			.map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
			.filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts")),
	);
	expect(files.length).toBeGreaterThan(300);
	expect(files.flatMap(prose)).toEqual([]);
});
