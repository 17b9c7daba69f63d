/** The registry, the folders and the help hold the same verbs and flags, in both languages. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { flagOf } from "../../src/errors/option.ts";
import { OPTION_NAMES } from "../../src/training/options/options.ts";
import { sluice } from "../../test/cli/fakes.ts";
import type { Flag } from "../flags/flag.ts";
import { TRAINING_FLAGS } from "../flags/training.ts";
import { en } from "../messages/en.ts";
import { ko } from "../messages/ko.ts";
import { en as english } from "./en.ts";
import { FLAG_NAMES, GROUPS, VERBS } from "./index.ts";
import { ko as korean } from "./ko.ts";

const HERE = import.meta.dirname;
const SPECS = VERBS.map(({ spec }) => spec);

/** Folders that hold a spec, as the verb that they stand for: "cells/find" is "cells find". */
const folders = readdirSync(HERE, { recursive: true, encoding: "utf8" })
	.filter((file) => file.endsWith("spec.ts") && file !== "spec.ts")
	.map((file) => dirname(file));

describe("every folder of a verb", () => {
	test("is in the registry, and every verb of the registry has a folder of its name", () => {
		const named = [...SPECS, ...GROUPS].map(({ name }) => name.replace(" ", "/"));
		expect(folders.toSorted()).toEqual(named.toSorted());
	});

	test("holds its messages in both languages, and a verb's what runs it", () => {
		const missing = folders.flatMap((folder) => {
			const group = GROUPS.some(({ name }) => name === folder);
			const wanted = ["en.ts", "ko.ts", ...(group ? [] : ["run.ts"])];
			return wanted.map((file) => join(folder, file)).filter((file) => !existsSync(join(HERE, file)));
		});
		expect(missing).toEqual([]);
	});

	test.each([
		["en", english],
		["ko", korean],
	])("has its messages (%s) among those of all verbs, no key in two files", async (lang, all) => {
		const keys: string[] = [];
		for (const folder of folders) {
			const { [lang]: own } = await import(join(HERE, folder, `${lang}.ts`));
			keys.push(...Object.keys(own));
		}
		expect(keys.toSorted()).toEqual(Object.keys(all).toSorted());
	});

	test("runs what its spec says: each loads, and exports a function", async () => {
		for (const { load } of VERBS) expect((await load()).run).toBeTypeOf("function");
	});
});

describe("every flag of every verb", () => {
	const flags = SPECS.flatMap(({ name, flags }) =>
		Object.entries(flags).map(([flag, spec]): [string, string, Flag] => [name, flag, spec]),
	);

	test("has a meaning in both languages, and words for its default that have all their holes filled", () => {
		for (const [verb, flag, { about, unset, also }] of flags) {
			const words = [{ words: about }, ...(unset && "words" in unset ? [unset] : []), ...(also ? [also] : [])];
			for (const { words: key, with: values = {} } of words.map((one) => ({ with: undefined, ...one }))) {
				for (const messages of [en, ko]) {
					expect(messages[key], `${verb} ${flag}`).toMatch(/\S/);
					const holes = [...messages[key].matchAll(/\{(\w+)/g)].map(([, hole]) => hole);
					expect(holes, `${verb} ${flag}`).toEqual(Object.keys(values).filter((name) => holes.includes(name)));
				}
			}
		}
	});

	test.each(["en", "ko"])("stands in the help of its verb (%s), once", async (lang) => {
		for (const { name, flags } of SPECS) {
			const { stdout } = await sluice([...name.split(" "), "--help", "--lang", lang]);
			for (const flag of Object.keys(flags))
				expect(stdout.match(new RegExp(`^ +${flagOf(flag)}( |$)`, "gm")), `${name} ${flag}`).toHaveLength(1);
		}
	});

	test("is plain data: nothing in a spec but texts, numbers, switches and lists of them", () => {
		for (const spec of SPECS) expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
	});
});

test("every option of a training is a flag of train, in the library's order", () => {
	expect(Object.keys(TRAINING_FLAGS)).toEqual(OPTION_NAMES);
	expect(FLAG_NAMES).toEqual(expect.arrayContaining(OPTION_NAMES));
});
