/**
 * A plugin for Vite that bundles all workers of the studio's page in one run, so that a module of several workers is in one
 * file; Vite would bundle each worker by itself. `import address from "./trainWorker.ts?worker&url"` is the address of the
 * built worker, in the page and in the workers.
 */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { rolldown } from "rolldown";

const ADDRESS = "?worker&url";
const OURS = "\0worker:";

/** @param {string} root folder of package.json */
export function pageWorkers(root) {
	let settings;
	let files = {};
	return {
		name: "page workers",
		enforce: "pre",
		configResolved({ define, build: { target, rolldownOptions } }) {
			settings = { define, target, chunkFileNames: rolldownOptions.output.chunkFileNames };
		},
		async buildStart() {
			const { output, read } = await workersOf(root, settings);
			for (const file of read) this.addWatchFile(file);
			for (const { fileName, code } of output) this.emitFile({ type: "asset", fileName, source: code });
			files = Object.fromEntries(output.filter(({ isEntry }) => isEntry).map(({ name, fileName }) => [name, fileName]));
		},
		...addresses((name) => {
			const ownFiles = JSON.stringify(join(root, "page/studio/ownFiles.ts"));
			return `import { ownFile } from ${ownFiles}; export default ownFile(${JSON.stringify(files[name])});`;
		}),
	};
}

/** @param {(name: string) => string} codeOf code of the module that holds a worker's address */
const addresses = (codeOf) => ({
	resolveId: (id) => (id.endsWith(ADDRESS) ? OURS + basename(id.slice(0, -ADDRESS.length), ".ts") : undefined),
	load: (id) => (id.startsWith(OURS) ? codeOf(id.slice(OURS.length)) : undefined),
});

async function workersOf(root, { define, target, chunkFileNames }) {
	const folder = join(root, "page/studio/worker");
	const names = readdirSync(folder).flatMap((file) => /^(\w+Worker)\.ts$/.exec(file)?.[1] ?? []);
	const input = Object.fromEntries(names.map((name) => [name, join(folder, `${name}.ts`)]));
	const bundle = await rolldown({
		...{ input: {}, platform: "browser", transform: { define, target }, checks: { pluginTimings: false } },
		preserveEntrySignatures: false,
		plugins: [codesWithoutWords(root), startsOf(input)],
	});
	const { output } = await bundle.generate({
		...{ format: "es", minify: true, entryFileNames: "assets/[name]-[hash].js", chunkFileNames },
		codeSplitting: { groups: [{ name: groupOf(input), includeDependenciesRecursively: false }] },
	});
	const read = await bundle.watchFiles;
	await bundle.close();
	return { output, read };
}

/** The workers with much code. What only they load is two files instead of ten small ones. */
const LARGE = ["trainWorker", "trialWorker", "instrumentWorker"];

/** Names the file of a module, given the modules that start the workers. Null: left to the bundler. */
function groupOf(input) {
	let loaded;
	return (id, bundler) => {
		loaded ??= Object.entries(input).map(([name, start]) => [name, modulesFrom(start, bundler)]);
		const by = loaded.filter(([, modules]) => modules.has(id)).map(([name]) => name);
		const training = by.includes("trainWorker") && by.includes("trialWorker");
		if (!training || by.some((name) => !LARGE.includes(name))) return null;
		return by.includes("instrumentWorker") ? "network" : "training";
	};
}

/** Modules that are loaded with a module, itself among them. */
function modulesFrom(id, bundler, found = new Set()) {
	found.add(id);
	for (const next of bundler.getModuleInfo(id)?.importedIds ?? [])
		if (!found.has(next)) modulesFrom(next, bundler, found);
	return found;
}

/** A worker says which error it was, and the page says it in words: page/studio/worker/codedErrors.ts. */
const codesWithoutWords = (root) => ({
	name: "codes without words",
	load: (id) =>
		id === join(root, "src/errors/index.ts")
			? `export * from ${JSON.stringify(join(root, "page/studio/worker/codedErrors.ts"))}`
			: undefined,
});

/** Starts the bundle with all workers, of which some start others. */
function startsOf(input) {
	let started;
	return {
		name: "starts of workers",
		buildStart() {
			const entries = Object.entries(input).map(([name, id]) => [name, this.emitFile({ type: "chunk", id, name })]);
			started = Object.fromEntries(entries);
		},
		...addresses((name) => `export default import.meta.ROLLUP_FILE_URL_${started[name]};`),
	};
}
