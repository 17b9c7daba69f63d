/**
 * The bundles that the package is made of, each built from the sources by itself. In dist/src and dist/cli every module
 * stands once: in the file of an entry, in that of an import() (a verb, the charts, ONNX), or in a chunk that they share.
 */
import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { rolldown } from "rolldown";
import { minifySync } from "rolldown/utils";
import { licencesOf } from "./licences.mjs";

/** @param {string} root folder of package.json */
export async function bundleAll(root) {
	for (const { input, into, platform, external, plugins, output } of bundles(root)) {
		const transform = { target: "es2023" };
		const bundle = await rolldown({ cwd: root, input, platform, external, plugins, transform });
		await bundle.write({ dir: join(root, "dist", into), comments: { jsdoc: false }, ...output });
		await bundle.close();
	}
}

function bundles(root) {
	const { exports, dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
	const library = Object.values(exports).flatMap(
		({ default: path }) => path?.match(/^\.\/dist\/(src\/.*)\.js$/)?.[1] ?? [],
	);
	return [
		{
			input: sources([...library, "cli/bin", ...THREADS]),
			into: ".",
			platform: "node",
			external: Object.keys(dependencies).map((name) => new RegExp(`^${name}(/|$)`)),
			plugins: [foreignCode],
			output: {
				minify: false, // names in stack traces are those of the sources
				chunkFileNames: ({ facadeModuleId: id, name }) =>
					id ? pathIn(root, id).replace(/\.ts$/, ".js") : `src/chunks/${name}.js`,
				codeSplitting: {
					groups: CHUNKS.map(({ of, ...group }) => ({ ...group, test: (id) => of.test(pathIn(root, id)) })),
				},
			},
		},
		{
			input: { index: "src/browser/index.ts" },
			into: "browser",
			platform: "browser",
			output: { minify: true, codeSplitting: false },
		},
		{
			input: { report: "page/report/main.ts" },
			into: "page",
			platform: "browser",
			plugins: [insideScript],
			output: { format: "iife", minify: true },
		},
	];
}

const sources = (names) => Object.fromEntries(names.map((name) => [name, `${name}.ts`]));
const pathIn = (root, id) => relative(root, id).split(sep).join("/");

/** Programs of worker threads and of the processes of trials, started by their paths. */
const THREADS = [
	"src/workbench/threads/thread",
	"src/workbench/studies/trialProcess",
	"src/workbench/readings/cells/matchThread",
];

/**
 * Chunks by rooms, since Node spends about a millisecond on each file it loads; a module goes to the first that takes it,
 * and its own imports with it. `start` is what the command line and the thread of matches need of the library before
 * all of it; the other three of the library import nothing of Node, nor what loads ONNX.
 */
const CHUNKS = [
	{
		name: "start",
		of: /^src\/(errors\/(index|define|nearest)|training\/options\/options|cells\/layout|workbench\/(machine\/version|comparisons\/defaults)|interpretation\/patterns\/expression)\.ts$/,
	},
	{ name: "kernels", of: /^src\/kernels\// },
	{ name: "model", of: /^src\/(algebra|cells|data|remedies|training)\// },
	{ name: "reading", of: /^src\/(diagnosis|interpretation|views|interop\/(?!onnx|anyFormat))/ },
	{ name: "cli", of: /^cli\/(?!bin)/, minShareCount: 2 },
];

/** Code of packages is large, and nobody reads it here: minified, under the licences that ask to stay with it. */
const foreignCode = {
	name: "foreign code",
	renderChunk(code, { fileName, moduleIds }) {
		const licences = licencesOf(moduleIds);
		return licences && `${licences}${minifySync(fileName, code, { module: true }).code}`;
	},
};

const insideScript = {
	name: "inside a script element",
	generateBundle(_, files) {
		for (const { fileName, code } of Object.values(files))
			if (/<\/script|<!--|\r/i.test(code)) throw new Error(`${fileName} cannot stand in a page`);
	},
};
