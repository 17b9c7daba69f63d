/** The words of the studio's page, and what its files weigh. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { cellEn } from "../../page/studio/cell/cellEn.ts";
import { cellKo } from "../../page/studio/cell/cellKo.ts";
import { documentsEn } from "../../page/studio/documents/documentsEn.ts";
import { documentsKo } from "../../page/studio/documents/documentsKo.ts";
import { instrumentEn } from "../../page/studio/instrument/instrumentEn.ts";
import { instrumentKo } from "../../page/studio/instrument/instrumentKo.ts";
import { labEn } from "../../page/studio/lab/labEn.ts";
import { labKo } from "../../page/studio/lab/labKo.ts";
import { remediesEn } from "../../page/studio/lab/remedies/remediesEn.ts";
import { remediesKo } from "../../page/studio/lab/remedies/remediesKo.ts";
import { lessonsEn } from "../../page/studio/lessons/lessonsEn.ts";
import { lessonsKo } from "../../page/studio/lessons/lessonsKo.ts";
import { linkEn } from "../../page/studio/link/linkEn.ts";
import { linkKo } from "../../page/studio/link/linkKo.ts";
import { playEn } from "../../page/studio/play/playEn.ts";
import { playKo } from "../../page/studio/play/playKo.ts";
import { seekEn } from "../../page/studio/play/seek/seekEn.ts";
import { seekKo } from "../../page/studio/play/seek/seekKo.ts";
import { receiptEn } from "../../page/studio/receipt/receiptEn.ts";
import { receiptKo } from "../../page/studio/receipt/receiptKo.ts";
import { runsEn } from "../../page/studio/runs/runsEn.ts";
import { runsKo } from "../../page/studio/runs/runsKo.ts";
import { textEn } from "../../page/studio/text/textEn.ts";
import { textKo } from "../../page/studio/text/textKo.ts";
import { forkEn } from "../../page/studio/train/fork/forkEn.ts";
import { forkKo } from "../../page/studio/train/fork/forkKo.ts";
import { pairsEn } from "../../page/studio/train/pairs/pairsEn.ts";
import { pairsKo } from "../../page/studio/train/pairs/pairsKo.ts";
import { en } from "../../page/studio/words/en.ts";
import { ko } from "../../page/studio/words/ko.ts";

const PAGE = join(import.meta.dirname, "../../dist/page/studio");
const holesOf = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe.each([
	["the page", en, ko],
	["the view Runs", runsEn, runsKo],
	["the view Play", playEn, playKo],
	["the view Text", textEn, textKo],
	["the view Cell", cellEn, cellKo],
	["the gradient lab", labEn, labKo],
	["the remedies of the lab", remediesEn, remediesKo],
	["the choice of a network", instrumentEn, instrumentKo],
	["the view Lessons", lessonsEn, lessonsKo],
	["documents", documentsEn, documentsKo],
	["pairs in Train", pairsEn, pairsKo],
	["hide and seek", seekEn, seekKo],
	["forks", forkEn, forkKo],
	["links", linkEn, linkKo],
	["receipts", receiptEn, receiptKo],
] as const)("the words of %s", (_, english, korean) => {
	test("have the same holes in both languages, and Korean letters in Korean wherever there are words", () => {
		for (const [key, text] of Object.entries(english as Record<string, string>)) {
			const twin = (korean as Record<string, string>)[key]!;
			// English articles have no Korean form.
			const wanted = holesOf(text).filter((hole) => hole !== "{a}");
			expect([key, holesOf(twin)]).toEqual([key, wanted]);
			expect([key, /\b(the|a|each|other|last) costs?\b|\bcosts? (of|at)\b|\bCosts?:/i.test(text)]).toEqual([
				key,
				false,
			]);
			expect([key, /으로\/로|을\/를|이\/가|\(으\)|\(를\)|\(가\)/.test(twin)]).toEqual([key, false]);
		}
	});
});

test("the view Runs comes when it is opened: at most 60 kB of script, gzipped, and 140 kB for the first load", () => {
	const manifest = JSON.parse(readFileSync(join(PAGE, "manifest.json"), "utf8")) as Record<
		string,
		{ file: string; imports?: string[]; isEntry?: boolean }
	>;
	const weight = (file: string) => gzipSync(readFileSync(join(PAGE, file)), { level: 9 }).length;
	const entry = Object.values(manifest).find(({ isEntry }) => isEntry)!;
	const first = [entry, ...(entry.imports ?? []).map((key) => manifest[key]!)];
	expect(first.reduce((sum, { file }) => sum + weight(file), 0)).toBeLessThanOrEqual(140_000);
	const runs = manifest["runs/RunsView.tsx"]!;
	expect(first.map(({ file }) => file)).not.toContain(runs.file);
	expect(weight(runs.file)).toBeLessThanOrEqual(60_000);
});
