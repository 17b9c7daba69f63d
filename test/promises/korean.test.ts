/**
 * Every page of docs has a Korean twin, which says the same: the same commands in the same order, the same code blocks,
 * headings and figures of tables; and it is written in Korean.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { en as messagesEn } from "../../cli/messages/en.ts";
import { ko as messagesKo } from "../../cli/messages/ko.ts";
import { exportedEn } from "../../page/studio/exported/exportedEn.ts";
import { exportedKo } from "../../page/studio/exported/exportedKo.ts";
import { instrumentEn } from "../../page/studio/instrument/instrumentEn.ts";
import { instrumentKo } from "../../page/studio/instrument/instrumentKo.ts";
import { lessonsEn } from "../../page/studio/lessons/lessonsEn.ts";
import { lessonsKo } from "../../page/studio/lessons/lessonsKo.ts";
import { runsEn } from "../../page/studio/runs/runsEn.ts";
import { runsKo } from "../../page/studio/runs/runsKo.ts";
import { en as studioEn } from "../../page/studio/words/en.ts";
import { ko as studioKo } from "../../page/studio/words/ko.ts";
import { blocksOf, commandsOf, type DocumentText, ROOT, read } from "./documents/blocks.ts";

/** Bilingual. */
const WITHOUT = ["style.md"];
const PAGES = [
	...readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md") && !WITHOUT.includes(name)),
	"reproductions/README.md",
	...readdirSync(join(ROOT, "docs/lessons")).map((name) => `lessons/${name}`),
];
const TWINS = readdirSync(join(ROOT, "docs/ko"), { recursive: true, encoding: "utf8" }).filter((name) =>
	name.endsWith(".md"),
);

/** Lines outside code blocks. */
function proseOf(document: DocumentText): string[] {
	const inCode = new Set<number>();
	for (const { from, to } of blocksOf(document)) for (let n = from - 1; n <= to; n++) inCode.add(n);
	return document.lines.filter((line, n) => !inCode.has(n) && !/^ {4}/.test(line));
}

const headings = (document: DocumentText) =>
	proseOf(document).flatMap((line) => (/^#+ /.test(line) ? [/^#+/.exec(line)![0].length] : []));

/** Commands in code blocks, as typed. */
const commands = (document: DocumentText) =>
	commandsOf(document)
		.filter(({ inline }) => !inline)
		.map(({ text }) => text);

/** Commands within sentences: their order may differ. */
const inSentences = (document: DocumentText) =>
	[
		...new Set(
			commandsOf(document)
				.filter(({ inline }) => inline)
				.map(({ text }) => text),
		),
	].sort();

/** Korean writes "an eighth" as 8분의 1 and "zero" as 영(0): words, not figures. */
const NUMBER_WORDS = /\d+분의 \d+|영\(0\)/g;

/** Numbers of all tables, sorted. */
const figures = (document: DocumentText) =>
	proseOf(document)
		.filter((line) => /^\s*\|/.test(line))
		.flatMap((line) => line.replace(NUMBER_WORDS, "").match(/\d+(?:,\d{3})*(?:\.\d+)?|\.\d+/g) ?? [])
		.sort();

/** Words of English sentences; lists of names and machines have none of them. */
const ENGLISH = /\b(?:the|of|is|are|was|and|an|in|to|that|this|it|with|for|as|by|not|its)\b/i;

/** English paragraphs and items: more Latin than Hangul letters outside code, links and titles. A cited work is none. */
function latinParagraphs(document: DocumentText): string[] {
	const paragraphs = proseOf(document)
		.map((line) => (/^#|^\s*\||^\[English\]|^!\[/.test(line) ? "" : line))
		.join("\n")
		.split(/\n\s*\n|\n(?=\s*- )/);
	return paragraphs.filter((paragraph) => {
		if (/\b(?:19|20)\d\d\.$/.test(paragraph.trim())) return false;
		const words = paragraph.replace(/`[^`]*`|\[[^\]]*\]\([^)]*\)|"[^"]*"/g, "");
		const count = (letters: RegExp) => words.match(letters)?.length ?? 0;
		return ENGLISH.test(words) && count(/[a-z]/gi) > count(/[가-힣]/g);
	});
}

test("each of the pages has a twin in docs/ko, and no twin is without a page", () => {
	expect(TWINS.sort()).toEqual([...PAGES].sort());
	expect(PAGES.length).toBeGreaterThanOrEqual(14);
});

describe.each(PAGES.filter((name) => existsSync(join(ROOT, "docs/ko", name))))("%s and its twin", (name) => {
	const [english, korean] = [read(join("docs", name)), read(join("docs/ko", name))];
	const up = name.includes("/") ? "../" : "";

	test("link to each other in their first 5 lines", () => {
		expect(english.lines.slice(0, 5)).toContain(`[한국어](${up}ko/${name})`);
		expect(korean.lines.slice(0, 5)).toContain(`[English](${up}../${name})`);
	});

	test("show the same commands in the same order", () => {
		expect(commands(korean)).toEqual(commands(english));
		expect(inSentences(korean)).toEqual(inSentences(english));
	});

	test("have the same headings and as many code blocks", () => {
		expect(headings(korean)).toEqual(headings(english));
		expect(blocksOf(korean).map(({ language }) => language)).toEqual(blocksOf(english).map(({ language }) => language));
	});

	test("have the same figures in their tables", () => {
		expect(figures(korean)).toEqual(figures(english));
	});

	test("no paragraph of the twin is mostly Latin", () => {
		expect(latinParagraphs(korean)).toEqual([]);
	});
});

test.each([
	["a paragraph", "# 제목\n\nThis one was forgotten.\n\n이 문단은 한국어입니다.", ["This one was forgotten."]],
	["an item", "- 한국어입니다.\n- Not this one.", ["- Not this one."]],
	["names and code are no words", "`sluice eval RUN`을 씁니다([equations.md](equations.md)).", []],
])("planted English is caught: %s", (_, text, found) => {
	expect(latinParagraphs({ path: "docs/ko/planted.md", lines: text.split("\n") })).toEqual(found);
});

test("the Korean README links to the Korean pages, and calls only documents English that have no Korean twin", () => {
	const text = read("README.ko.md").lines.join("\n");
	const named = [...text.matchAll(/docs\/(?!ko\/|api)([\w-]+\.md)/g)].map((match) => match[1]!);
	expect(named.filter((name) => PAGES.includes(name))).toEqual([]);
	expect(text.match(/\(docs\/ko\/[\w/-]+\.md\)/g)!.length).toBeGreaterThan(12);
});

describe("every Korean message of the command line and the studio", () => {
	const ko: Record<string, string> = {
		...messagesKo,
		...studioKo,
		...runsKo,
		...lessonsKo,
		...instrumentKo,
		...exportedKo,
	};
	const en: Record<string, string> = {
		...messagesEn,
		...studioEn,
		...runsEn,
		...lessonsEn,
		...instrumentEn,
		...exportedEn,
	};

	test("has none of 22 words that docs/style.md replaces", () => {
		const words =
			/업데이트|훈련|심볼|파라미터|코퍼스|에포크|그래디언트|야코비안|예열|최적화기|저장점|씨앗|낱말|혼잡도|능형|고유값|특이값|헤드|뉴런|최대 학습률|망각 편향|하십시오/;
		expect(Object.keys(ko).filter((key) => words.test(ko[key]!))).toEqual([]);
	});

	test("counts updates in 갱신 and time steps in 스텝: of all messages only one numbers a time step", () => {
		const stepped = Object.keys(ko).filter((key) =>
			/\{(step|to|newest|from)\}~?(\{to\})?스텝|\bstep \{(step|to)\}[\s\S]*스텝/.test(ko[key]!),
		);
		expect(stepped).toEqual(["finding.overflow.text"]);
		const updates = Object.keys(ko).filter((key) =>
			/\{(steps|count)(:update\/updates)?\} updates|:update\/updates\}/.test(en[key]!),
		);
		for (const key of updates) expect(ko[key], key).toContain("갱신");
	});
});
