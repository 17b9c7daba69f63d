import { expect, test } from "vitest";
import { KindCounter } from "./textKind.ts";

function kindsOf(text: string) {
	const counter = new KindCounter();
	for (const c of text) counter.push(c.codePointAt(0)!);
	return counter.result();
}

const C = `#include <stdio.h>
/* Adds
 * two numbers. */
static int add(int a, int b)
{
	if (a > b) {
		return a + b; // sum
	}
	return b;
}
#define MORE 1
`;
const PYTHON = `import os
from sys import argv

class Adder:
    # adds
    def add(self, a, b):
        if a > b:
            return a + b
        self.total = a
        return b
`;
const PROSE = `Before we proceed any further, hear me speak;
Speak, speak. You are all resolved rather to die than to famish?
Resolved, resolved. First, you know, this man is our chief enemy;
We know it (he said), we know it.
`;
const MARKUP = `<html>
<body class="a">
<p>One paragraph of text, with a <b>word</b>.</p>
</body>
`;
const KOREAN = `철수는 학교에 갔다.
"안녕하세요?" 하고 물었다.
비가 온다고 했다.
`;

test.each([
	["C", C, ["c"]],
	["Python", PYTHON, ["python"]],
	["English prose with semicolons", PROSE, ["prose"]],
	["HTML", MARKUP, ["markup"]],
	["Markdown", "# Title\n\nSee [this](a.md).\n\n## More\n\ntext\n", ["markup"]],
	["Korean", KOREAN, ["korean"]],
	["nothing", "", ["prose"]],
	["C and Korean", C + KOREAN.repeat(4), ["korean", "c"]],
])("%s is recognised by its lines", (_, text, kinds) => {
	expect(kindsOf(text).kinds).toEqual(kinds);
});

test("the shares are of the lines that are not empty: 3 of 3 Korean lines, 2 of 4 of half Korean text", () => {
	expect(kindsOf(KOREAN)).toMatchObject({ lines: 3, shares: { korean: 1 } });
	expect(kindsOf("가나다라\n\nab\n마바사아\ncd")).toMatchObject({ lines: 4, shares: { korean: 0.5 } });
	expect(kindsOf(`${"x".repeat(1e6)};\n`).kinds).toEqual(["prose"]);
});
