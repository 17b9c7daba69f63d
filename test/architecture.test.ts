/**
 * The house rules, read from the sources: imports only go down, rooms 0 to 5 are pure, files are short and have names of
 * their own, the library needs no package.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");

/**
 * Rooms by number: a file may import its own room and rooms of smaller numbers, never a sibling; a test may import
 * siblings too, since it needs, say, a trained run to read.
 */
const ROOMS = [
	["src/errors"],
	["src/kernels"],
	["src/algebra", "src/views", "src/cells", "src/data"],
	["src/remedies", "src/interop"],
	["src/diagnosis", "src/interpretation"],
	["src/training"],
	["src/workbench/disk", "src/workbench/machine", "src/workbench/drawing", "src/browser", "studio/wire"],
	["src/workbench/sources"],
	["src/workbench/datasets"],
	["src/workbench/runs"],
	["src/workbench/models", "src/workbench/jobs"],
	["src/workbench/sessions", "src/workbench/readings", "src/workbench/exchange", "src/workbench/comparisons"],
	["src/workbench/studies"],
	["src/workbench/reproductions"],
	["src/workbench/threads"],
	["src/index"],
	["studio/server", "page"],
	["cli"],
] as const;
const PURE_UP_TO = 5;
/** What makes a pure room impure: clocks, unseeded chance, and what only one runtime has. */
/** The one package that the library may import, and from where: the code that reads and writes ONNX. */
const LIBRARY_PACKAGE = { name: /^@bufbuild\/protobuf(\/|$)/, from: /^src\/interop\/onnx\// };
/** The package that the build puts into the one module that imports it, so that no user installs it: the charts. */
const BUNDLED_PACKAGE = { name: /^echarts\/\w+$/, from: /^src\/workbench\/drawing\/echarts\.ts$/ };
/** The packages of the studio: its server routes with one, and its page is built of the others. */
const STUDIO_PACKAGES = [
	{ name: /^(hono|@hono\/node-server)(\/|$)/, from: /^studio\/server\// },
	{
		name: /^(react|react-dom|@base-ui\/react|@tanstack\/react-virtual|uplot|idb)(\/|$)/,
		from: /^page\/(kit|studio)\//,
	},
	{ name: /^marked$/, from: /^page\/studio\/documents\// },
];
/** What the studio's server may import of the project: the public surface, its entry for data among it, coded errors, and what it says to the page. */
const SERVER_MAY = /^(studio\/|src\/((data\/)?index\.ts|errors\/))/;
/** What the scripts of a page may import: their own files, and what the library and the server share with them. */
const PAGE_MAY =
	/^(page|studio\/wire(\.ts)?|src\/(errors|kernels|algebra|views|cells|data|remedies|interop|diagnosis|interpretation|training|browser))(\/|$)/;
/**
 * What cli may import of the library: the public surface, for types and when a verb is called; and the light modules
 * that it needs before that, so that help and a usage error do not load engines and formats.
 */
const CLI_MAY =
	/^src\/(index|errors\/(index|cli|ranks|define|memoryRefused|nearest|option|particle|quote|reasons|request|useReasons)|training\/(options\/options|trials\/defaults)|cells\/layout|workbench\/machine\/(version|ranks\/(launchedRank|lastWords)))\.ts$|^src\/interpretation\/(search\/found|patterns\/registry)\.ts$/;
const IMPURE =
	/^(Date\.now|performance\.now|Math\.random|process\.\w+|new Date|Date\(\)|Buffer\.\w+|document\.\w+|require)$/;

const number = (room: string) => ROOMS.findIndex((rooms) => (rooms as readonly string[]).includes(room));

/** "src/cells/lstm.ts" -> "src/cells", "src/workbench/runs/config.ts" -> "src/workbench/runs", "src/index.ts" -> "src/index". */
function roomOf(path: string): string {
	const parts = path.split("/");
	if (parts[0] === "studio") return parts.slice(0, 2).join("/").replace(/\.ts$/, "");
	if (parts[0] !== "src") return parts[0] ?? "";
	const depth = parts[1] === "workbench" ? 3 : 2;
	return parts.slice(0, depth).join("/").replace(/\.ts$/, "");
}

interface Source {
	path: string;
	text: string;
}

/** What is wrong with one file, each complaint with its line. */
function complaints({ path, text }: Source): string[] {
	const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
	const room = roomOf(path);
	const isTest = path.endsWith(".test.ts");
	const pure = number(room) <= PURE_UP_TO && !isTest;
	const found: string[] = [];
	const complain = (node: ts.Node, what: string) => {
		const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
		found.push(`${path}:${line + 1} ${what}`);
	};
	if (number(room) === -1) return [`${path}:1 stands in the unknown room "${room}"`];

	const checkImport = (node: ts.Node, specifier: string) => {
		if (specifier.startsWith(".")) {
			const file = relative(ROOT, resolve(ROOT, path, "..", specifier)).replaceAll("\\", "/");
			const target = roomOf(file);
			if (room === "cli" && file.startsWith("src/") && !CLI_MAY.test(file))
				complain(node, `imports ${specifier}, which is not the public surface`);
			if (room === "page" && !PAGE_MAY.test(file) && !(isTest && target === "test"))
				complain(node, `imports ${specifier}, which no page may`);
			if (room === "studio/server" && !SERVER_MAY.test(file) && !(isTest && target === "test"))
				complain(node, `imports ${specifier}, which is not the public surface`);
			if (target === "test" && isTest) return;
			if (target === "package.json") return;
			if (number(target) === -1) complain(node, `imports ${specifier}, which is in no room`);
			else if (target !== room && number(target) >= number(room) + (isTest ? 1 : 0))
				complain(node, `imports ${specifier}, which is not below ${room}`);
		} else if (specifier.startsWith("node:")) {
			if (pure) complain(node, `imports ${specifier} in a pure room`);
			if (room === "src/browser" && !isTest) complain(node, `imports ${specifier}, which no browser has`);
		} else if (LIBRARY_PACKAGE.name.test(specifier) && LIBRARY_PACKAGE.from.test(path)) {
			return;
		} else if (STUDIO_PACKAGES.some(({ name, from }) => name.test(specifier) && from.test(path))) {
			return;
		} else if (/\.css$/.test(specifier) && room === "page") {
			return;
		} else if (specifier === "studio:form" && room === "page") {
			return; // made of the specs of cli by the build of the page
		} else if (BUNDLED_PACKAGE.name.test(specifier) && BUNDLED_PACKAGE.from.test(path)) {
			return;
		} else if (room !== "cli" && !isTest) {
			complain(node, `imports the package ${specifier}; only cli may`);
		}
	};

	const visit = (node: ts.Node) => {
		if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier)
			checkImport(node, (node.moduleSpecifier as ts.StringLiteral).text);
		else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
			checkImport(node, (node.argument.literal as ts.StringLiteral).text);
		else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
			const [argument] = node.arguments;
			if (argument && ts.isStringLiteral(argument)) checkImport(node, argument.text);
			else if (pure) complain(node, "imports what cannot be read from the source");
		}
		if (pure) {
			const word = ts.isPropertyAccessExpression(node)
				? `${node.expression.getText()}.${node.name.text}`
				: ts.isNewExpression(node)
					? `new ${node.expression.getText()}`
					: ts.isCallExpression(node)
						? node.expression.getText() === "Date"
							? "Date()"
							: node.expression.getText()
						: "";
			if (IMPURE.test(word.replace(/^globalThis\./, ""))) complain(node, `uses ${word} in a pure room`);
		}
		ts.forEachChild(node, visit);
	};
	visit(tree);
	return [...new Set(found)];
}

function sources(): Source[] {
	const found: Source[] = [];
	for (const top of ["src", "page", "cli", "studio"]) {
		if (!existsSync(join(ROOT, top))) continue;
		for (const entry of readdirSync(join(ROOT, top), { recursive: true, withFileTypes: true })) {
			const path = relative(ROOT, join(entry.parentPath, entry.name));
			if (entry.isFile() && /\.tsx?$/.test(entry.name))
				found.push({ path, text: readFileSync(join(ROOT, path), "utf8") });
		}
	}
	return found;
}

test("every file stands in a room, imports only rooms of smaller numbers, and keeps rooms 0 to 5 pure", () => {
	const all = sources();
	expect(all.length).toBeGreaterThan(20);
	expect(all.flatMap(complaints)).toEqual([]);
});

/** The files that import each other in a circle, type imports counted: each circle as its files, sorted. */
function circles(all: readonly Source[]): string[][] {
	const imports = new Map(all.map(({ path, text }) => [path, importsOf(path, text)]));
	const [index, low] = [new Map<string, number>(), new Map<string, number>()];
	const [stack, found]: [string[], string[][]] = [[], []];
	/** Strongly connected components (Tarjan 1972). */
	const walk = (path: string): void => {
		index.set(path, index.size);
		low.set(path, index.get(path)!);
		stack.push(path);
		for (const next of imports.get(path)!) {
			if (!imports.has(next)) continue;
			if (!index.has(next)) walk(next);
			if (stack.includes(next)) low.set(path, Math.min(low.get(path)!, low.get(next)!));
		}
		if (low.get(path) !== index.get(path)) return;
		const circle = stack.splice(stack.indexOf(path));
		if (circle.length > 1 || imports.get(path)!.includes(path)) found.push(circle.sort());
	};
	for (const path of imports.keys()) if (!index.has(path)) walk(path);
	return found;
}

/** What a file imports of the project, by path. */
function importsOf(path: string, text: string): string[] {
	const specifiers = ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
	return specifiers
		.filter((specifier) => specifier.startsWith("."))
		.map((specifier) => relative(ROOT, resolve(ROOT, path, "..", specifier)).replaceAll("\\", "/"));
}

test("no files import each other in a circle, type imports counted", () => {
	expect(circles(sources())).toEqual([]);
});

test("a planted circle is caught: of two files, of three, of types alone, and of a file with itself", () => {
	const file = (path: string, text: string): Source => ({ path, text });
	const [a, b, c] = ["src/data/a.ts", "src/data/b.ts", "src/data/c.ts"];
	expect(circles([file(a, 'import "./b.ts";'), file(b, 'export * from "./a.ts";')])).toEqual([[a, b]]);
	const three = [
		file(a, 'import { b } from "./b.ts";'),
		file(b, 'import type { C } from "./c.ts";'),
		file(c, 'let a: import("./a.ts").A;'),
	];
	expect(circles(three)).toEqual([[a, b, c]]);
	expect(circles([file(a, 'await import("./a.ts");')])).toEqual([[a]]);
	expect(circles([file(a, 'import "./b.ts"; import "./c.ts";'), file(b, 'import "./c.ts";'), file(c, "")])).toEqual([]);
});

describe("a planted offence is caught:", () => {
	const planted: [what: string, path: string, text: string, complaint: RegExp][] = [
		["an upward import", "src/kernels/x.ts", 'import { a } from "../cells/layout.ts";', /not below src\/kernels/],
		[
			"an upward type import",
			"src/cells/x.ts",
			'import type { A } from "../training/snapshot.ts";',
			/not below src\/cells/,
		],
		["an upward re-export", "src/data/x.ts", 'export * from "../remedies/clip.ts";', /not below src\/data/],
		["a sibling import", "src/data/x.ts", 'import "../cells/layout.ts";', /not below src\/data/],
		[
			"an import type in a signature",
			"src/data/x.ts",
			'let a: import("../cells/layout.ts").GateOrder;',
			/not below src\/data/,
		],
		["a dynamic upward import", "src/kernels/x.ts", 'await import("../index.ts");', /not below src\/kernels/],
		["cli from src", "src/workbench/runs/x.ts", 'import "../../../cli/bin.ts";', /not below src\/workbench\/runs/],
		["a room from cli", "cli/x.ts", 'import "../src/workbench/sessions/train.ts";', /not the public surface/],
		["the index from a room", "src/workbench/runs/x.ts", 'import "../../index.ts";', /not below src\/workbench\/runs/],
		["a file outside all rooms", "src/workbench/runs/x.ts", 'import "../../../scripts/build.mjs";', /in no room/],
		["a run from a page", "page/report/x.ts", 'import "../../src/workbench/sessions/train.ts";', /which no page may/],
		[
			"the workbench from the studio's server",
			"studio/server/x.ts",
			'import "../../src/workbench/runs/config.ts";',
			/not the public surface/,
		],
		["the server from the page", "page/studio/x.ts", 'import "../../studio/server/routes.ts";', /which no page may/],
		[
			"the command line from the server",
			"studio/server/x.ts",
			'import "../../cli/bin.ts";',
			/not below studio\/server/,
		],
		["react in the server", "studio/server/x.ts", 'import "react";', /the package react/],
		["hono in the page", "page/studio/x.ts", 'import "hono";', /the package hono/],
		[
			"a page from the library",
			"src/workbench/runs/x.ts",
			'import "../../../page/report/main.ts";',
			/not below src\/workbench\/runs/,
		],
		["Node in the browser entry", "src/browser/x.ts", 'import "node:fs";', /node:fs, which no browser has/],
		[
			"a run from the browser entry",
			"src/browser/x.ts",
			'import "../workbench/runs/config.ts";',
			/not below src\/browser/,
		],
		["a package in a page", "page/report/x.ts", 'import "echarts/core";', /the package echarts/],
		["an unknown room", "src/misc/x.ts", "", /unknown room "src\/misc"/],
		["an unknown room of the workbench", "src/workbench/misc/x.ts", "", /unknown room "src\/workbench\/misc"/],
		["a file beside the workbench's rooms", "src/workbench/x.ts", "", /unknown room/],
		[
			"a sibling in the workbench",
			"src/workbench/comparisons/x.ts",
			'import type { A } from "../sessions/train.ts";',
			/not below src\/workbench\/comparisons/,
		],
		[
			"an upward import in the workbench",
			"src/workbench/disk/x.ts",
			'import "../runs/config.ts";',
			/not below src\/workbench\/disk/,
		],
		[
			"a node: import in a pure room",
			"src/training/x.ts",
			'import { readFileSync } from "node:fs";',
			/node:fs in a pure room/,
		],
		["a package in the library", "src/workbench/runs/x.ts", 'import YAML from "yaml";', /the package yaml/],
		["protobuf outside ONNX", "src/interop/x.ts", 'import "@bufbuild/protobuf/wire";', /the package @bufbuild/],
		["another package in ONNX", "src/interop/onnx/x.ts", 'import "protobufjs";', /the package protobufjs/],
		["charts elsewhere", "src/workbench/runs/x.ts", 'import { init } from "echarts/core";', /the package echarts/],
		["Date.now", "src/data/x.ts", "const t = Date.now();", /uses Date.now/],
		["new Date", "src/errors/x.ts", "const t = new Date();", /uses new Date/],
		["performance.now", "src/kernels/x.ts", "const t = performance.now();", /uses performance.now/],
		["Math.random", "src/remedies/x.ts", "const f = Math.random;", /uses Math.random/],
		["globalThis.process", "src/cells/x.ts", "if (globalThis.process.argv) {}", /uses globalThis.process.argv/],
		["process.env", "src/kernels/x.ts", "const e = process.env.X;", /uses process.env/],
		["require", "src/kernels/x.ts", 'const fs = require("fs");', /uses require/],
		["a computed import", "src/kernels/x.ts", "await import(name);", /cannot be read/],
	];
	for (const [what, path, text, complaint] of planted) {
		test(what, () => {
			expect(complaints({ path, text }).join("\n")).toMatch(complaint);
			expect(complaints({ path, text }).join("\n")).toContain(`${path}:1 `);
		});
	}
	test("and what is allowed is not: a lower room, the own room, comments, node: in the workbench, a package in cli", () => {
		const allowed: [string, string][] = [
			["src/cells/x.ts", 'import "../kernels/kernels.ts";\nimport "./layout.ts";\nimport "../errors/index.ts";'],
			["src/kernels/x.ts", "// Date.now() and Math.random are not used\nconst s = 'Math.random';"],
			["src/workbench/runs/x.ts", 'import "node:fs";\nconst t = performance.now();'],
			["src/kernels/x.test.ts", 'import { test } from "vitest";\nimport "node:fs";'],
			["src/interop/onnx/x.ts", 'import { create } from "@bufbuild/protobuf";'],
			[
				"cli/x.ts",
				'import { Command } from "commander";\nimport "../src/index.ts";\nimport "../studio/server/server.ts";',
			],
			["studio/server/x.ts", 'import { Hono } from "hono";\nimport "../../src/index.ts";\nimport "../wire.ts";'],
			[
				"page/studio/x.tsx",
				'import { useState } from "react";\nimport "../../studio/wire.ts";\nimport "../kit/dom.ts";',
			],
		];
		for (const [path, text] of allowed) expect(complaints({ path, text })).toEqual([]);
	});
});

/** The framework is for controls and layout only; every picture is written without it. */
test("at most a third of the files in page/ import React", () => {
	const page = sources().filter(({ path }) => path.startsWith("page/") && !/\.test\.tsx?$/.test(path));
	const framework = page.filter(({ text }) => /from "(react|react-dom|@base-ui\/react|@tanstack)/.test(text));
	expect(framework.length).toBeLessThanOrEqual(page.length / 3);
});

/** Files without a limit: what a program wrote, and catalogues, which are one entry after another. */
const UNLIMITED = /^(src\/interop\/onnx\/messages_pb|src\/errors\/\w+|src\/views\/words|(cli|page)\/.*\b(en|ko))\.ts$/;
const MOST_LINES = 300;
const MOST_FUNCTION_LINES = 80;

/** The lines of a file, as an editor counts them. */
const linesOf = (text: string) => text.split("\n").length - (text.endsWith("\n") ? 1 : 0);

/** What is too long in one file: the file itself, or a function, counted from its first word to its last bracket. */
function tooLong({ path, text }: Source): string[] {
	if (UNLIMITED.test(path) || path.endsWith(".test.ts")) return [];
	const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
	const line = (at: number) => tree.getLineAndCharacterOfPosition(at).line + 1;
	const found = linesOf(text) > MOST_LINES ? [`${path} has ${linesOf(text)} lines`] : [];
	const visit = (node: ts.Node) => {
		if (ts.isFunctionLike(node) && "body" in node && node.body) {
			const lines = line(node.end) - line(node.getStart()) + 1;
			const name = node.name?.getText() ?? "a function";
			if (lines > MOST_FUNCTION_LINES) found.push(`${path}:${line(node.getStart())} ${name} has ${lines} lines`);
		}
		ts.forEachChild(node, visit);
	};
	visit(tree);
	return found;
}

describe("a file can be read in one go:", () => {
	test("none has more than 300 lines, no function more than 80, and the median file less than 100", () => {
		const all = sources().filter(({ path }) => !path.endsWith(".test.ts"));
		expect(all.flatMap(tooLong)).toEqual([]);
		const lengths = all.map(({ text }) => linesOf(text)).sort((a, b) => a - b);
		expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(100);
	});
	test("a planted offence is caught: a file of 301 lines, and functions, arrows, methods and accessors of 81", () => {
		const file = (text: string, path = "src/data/x.ts") => tooLong({ path, text });
		expect(file("a();\n".repeat(300))).toEqual([]);
		expect(file("a();\n".repeat(301))).toEqual(["src/data/x.ts has 301 lines"]);
		expect(file("a();\n".repeat(301), "src/interop/onnx/messages_pb.ts")).toEqual([]);
		const body = (lines: number) => `{\n${"a();\n".repeat(lines - 2)}}`;
		expect(file(`function f() ${body(80)}`)).toEqual([]);
		expect(file(`/** What it does. */\nfunction f() ${body(81)}`)).toEqual(["src/data/x.ts:2 f has 81 lines"]);
		expect(file(`const f = () => ${body(81)};`)).toEqual(["src/data/x.ts:1 a function has 81 lines"]);
		expect(file(`class A { get b() ${body(81)} }`)).toEqual(["src/data/x.ts:1 b has 81 lines"]);
		expect(file(`class A { static async *b() ${body(81)} }`)).toHaveLength(1);
		expect(file(`const a = { b() ${body(81)} };`)).toHaveLength(1);
	});
});

/** Names of a role that every folder may have, and the three cells, each with its equations and its reference. */
const SHARED_NAMES = /^(index|registry|rnn|lstm|gru)\.ts$/;

/** File names of src that stand for two things; catalogues of errors are named after rooms. */
function twice(paths: readonly string[]): string[][] {
	const byName = new Map<string, string[]>();
	for (const path of paths) {
		const name = path.slice(path.lastIndexOf("/") + 1);
		if (!path.startsWith("src/") || path.startsWith("src/errors/") || SHARED_NAMES.test(name)) continue;
		byName.set(name, [...(byName.get(name) ?? []), path]);
	}
	return [...byName.values()].filter((found) => found.length > 1);
}

test("no file name stands for two things, and a planted one that does is caught", () => {
	const all = sources().filter(({ path }) => !path.endsWith(".test.ts"));
	expect(twice(all.map(({ path }) => path))).toEqual([]);
	const paths = ["src/data/model.ts", "src/cells/model.ts", "cli/model.ts", "src/data/index.ts", "src/cells/index.ts"];
	expect(twice(paths)).toEqual([["src/data/model.ts", "src/cells/model.ts"]]);
});

test("ONNX, and the protobuf package with it, is loaded only when it is asked for", () => {
	const onnx = /^src\/interop\/onnx(\.ts$|\/)/;
	const asked = /^import\s+(?!type)[^;]*from "[^"]*interop\/onnx(\.ts"|\/)/m;
	const outside = sources().filter(({ path }) => !onnx.test(path) && !path.endsWith(".test.ts"));
	expect(outside.filter(({ text }) => asked.test(text)).map(({ path }) => path)).toEqual([]);
	expect(asked.test('import { writeOnnx } from "../interop/onnx.ts";')).toBe(true);
});

test("the charts are loaded only when a figure is drawn", () => {
	const asked = sources().filter(
		({ path, text }) => !path.endsWith(".test.ts") && /from "[^"]*echarts\.ts"/.test(text),
	);
	expect(asked.map(({ path }) => path)).toEqual([]);
});

describe("packages", () => {
	const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), "utf8"));
	const direct = Object.keys(read("package.json").dependencies ?? {});
	const all = new Set<string>();
	const add = (name: string) => {
		if (all.has(name)) return;
		all.add(name);
		for (const next of Object.keys(read(`node_modules/${name}/package.json`).dependencies ?? {})) add(next);
	};
	direct.forEach(add);

	test("runtime dependencies, those of dependencies among them, are fewer than ten", () => {
		expect(all.size).toBeLessThan(10);
	});
	test("none of them runs a script when it is installed", () => {
		for (const name of all) {
			const { scripts = {}, gypfile } = read(`node_modules/${name}/package.json`);
			expect(
				["preinstall", "install", "postinstall"].filter((key) => key in scripts),
				name,
			).toEqual([]);
			expect(gypfile === true || existsSync(join(ROOT, "node_modules", name, "binding.gyp")), name).toBe(false);
		}
	});
	test("our own package runs none when it is installed from the registry, and its versions are exact", () => {
		const { scripts, dependencies, devDependencies } = read("package.json");
		expect(["preinstall", "install", "postinstall"].filter((key) => key in scripts)).toEqual([]);
		for (const version of Object.values({ ...dependencies, ...devDependencies }))
			expect(version).toMatch(/^\d+\.\d+\.\d+$/);
	});
});
