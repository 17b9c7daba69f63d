/**
 * Builds the studio's page into dist/page/studio: index.html, hashed files under assets, the texts that a page can
 * train on, and the lessons. `node scripts/build-studio.mjs --watch` builds again at each change.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import { build } from "vite";
import { lessonsOf } from "./lessons.mjs";
import { pageWorkers } from "./pageWorkers.mjs";

/** @param {string} root folder of package.json */
export async function buildStudio(root, { watch = false } = {}) {
	await build({
		root: join(root, "page/studio"),
		configFile: false,
		logLevel: "warn",
		base: "./",
		publicDir: false,
		plugins: [formOfSpecs(root), pageWorkers(root)],
		define: { SLUICE_VERSION: JSON.stringify(versionOf(root)) },
		build: {
			outDir: join(root, "dist/page/studio"),
			emptyOutDir: true,
			target: "baseline-widely-available",
			assetsInlineLimit: 0,
			modulePreload: { polyfill: false },
			manifest: "manifest.json",
			rolldownOptions: {
				checks: { pluginTimings: false },
				onLog: quiet,
				output: { chunkFileNames: chunkName, codeSplitting: { groups: [FIRST_LOAD] } },
			},
			chunkSizeWarningLimit: 1000,
			...(watch && { watch: {} }),
		},
	});
	writeTexts(root);
	writeLessons(root);
	await writeServiceWorker(root);
}

/** The service worker of an exported page, outside the folder that the studio's server serves. */
async function writeServiceWorker(root) {
	const bundle = await rolldown({ input: join(root, "page/studio/exported/serviceWorker.ts"), logLevel: "silent" });
	await bundle.write({ file: join(root, "dist/page/serviceWorker.js"), format: "iife", minify: true });
}

function writeLessons(root) {
	const folder = join(root, "dist/page/studio/lessons");
	mkdirSync(folder, { recursive: true });
	for (const lang of ["en", "ko"]) writeFileSync(join(folder, `${lang}.json`), JSON.stringify(lessonsOf(root, lang)));
}

/** @param {string} root folder of package.json */
const versionOf = (root) => JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;

/** Length of the English text, in symbols: an exported page is small. */
const MOST_SYMBOLS = 40_000;

/** What every visit loads is one file: it is smaller than the 28 that parts loaded later would cut it into. */
const FIRST_LOAD = { name: "first", tags: ["$initial"] };

/** Some hosts do not serve a file whose name begins with "_". */
const chunkName = ({ name }) => `assets/${name.replace(/^_+/, "")}-[hash].js`;

/** "use client" means nothing outside a server's rendering. */
const quiet = (level, log, say) => log.code === "MODULE_LEVEL_DIRECTIVE" || say(level, log);

/**
 * `import("studio:form")` is the form that the server's GET /api/form answers with, made from the specs of the command
 * line, so that the page has it without a server.
 */
const formOfSpecs = (root) => ({
	name: "form of the specs",
	resolveId: (id) => (id === "studio:form" ? "\0studio:form" : undefined),
	load: async (id) => (id === "\0studio:form" ? `export default ${JSON.stringify(await readForm(root))};` : undefined),
});

async function readForm(root) {
	const folder = mkdtempSync(join(tmpdir(), "sluice-form-"));
	try {
		const input = { form: join(root, "cli/verbs/studio/form.ts"), tasks: join(root, "src/data/tasks/registry.ts") };
		const bundle = await rolldown({ input, platform: "node", logLevel: "silent" });
		await bundle.write({ dir: folder, entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" });
		const load = (name) => import(pathToFileURL(join(folder, `${name}.mjs`)).href);
		const { formOf } = await load("form");
		return await formOf(await load("tasks"));
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/**
 * The project's own code and documents, so that their licence is the project's. The C source code and the Korean text are
 * kept as they were when the networks that come with the page were trained on them.
 */
function writeTexts(root) {
	const folder = join(root, "dist/page/studio/texts");
	mkdirSync(folder, { recursive: true });
	copyFileSync(join(root, "page/studio/stored/c.txt"), join(folder, "c.txt"));
	copyFileSync(join(root, "page/studio/stored/korean.txt"), join(folder, "ko.txt"));
	const files = readdirSync(join(root, "docs")).filter((file) => file.endsWith(".md"));
	const text = files.sort().map((file) => readFileSync(join(root, "docs", file), "utf8"));
	writeFileSync(join(folder, "en.txt"), [...text.join("\n")].slice(0, MOST_SYMBOLS).join(""));
}

if (import.meta.filename === process.argv[1])
	await buildStudio(join(import.meta.dirname, ".."), { watch: process.argv.includes("--watch") });
