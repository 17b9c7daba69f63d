/** The files of an exported page: those of the package, the mark and the policy in its HTML, and its service worker. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { gzipSync } from "node:zlib";
import { fail } from "../../../src/errors/index.ts";
import { VERSION } from "../../../src/index.ts";
import { documentFiles, EXPORTED_DOCUMENTS } from "../../wire/documents.ts";
import { EXPORTED_LIST, type ExportedList } from "../../wire/exportedFiles.ts";
import { EXPORTED } from "../../wire/exportedMark.ts";
import { type Asset, packageRoot, readAssets, readDocuments } from "../assets.ts";
import { PAGE_POLICY, SECURE_HEADERS } from "../headers.ts";
import type { RunFile } from "./exportedRuns.ts";

export interface PackagedPage {
	/** By path; index.html as the server sends it. */
	files: (readonly [path: string, bytes: Uint8Array])[];
	/** The service worker's script, still without its list of files. */
	serviceWorker: string;
	/** Texts of the page, by name. */
	texts: ReadonlyMap<string, string>;
}

/** Files that a server sends and an exported page has no use for: it has no studies, and trains on the plain engine alone. */
const LEFT_OUT =
	/^(manifest\.json|sw\.js|service-worker\.js|assets\/StudiesPart-[\w-]+\.(js|css)|wasm\/sluice-relaxed(-threads)?\.wasm)$/;

const TEXT = /^texts\/(\w+)\.txt$/;

/** @throws E_PUBLISH_PAGE if the page is not built. */
export function packagedPage(given?: { folder: string; serviceWorker: string }): PackagedPage {
	const built = join(packageRoot(), "dist", "page");
	const { folder, serviceWorker } = given ?? {
		...{ folder: join(built, "studio"), serviceWorker: join(built, "serviceWorker.js") },
	};
	if (!existsSync(join(folder, "index.html")) || !existsSync(serviceWorker)) throw fail("E_PUBLISH_PAGE", {});
	const files = [...readAssets(folder), ...exportedDocuments()]
		.map(([path, { bytes }]) => [path.slice(1), bytes] as const)
		.filter(([path]) => path !== "" && !LEFT_OUT.test(path));
	const texts = files.flatMap(([path, bytes]) => {
		const name = TEXT.exec(path)?.[1];
		return name === undefined ? [] : [[name, Buffer.from(bytes).toString("utf8")] as const];
	});
	return { files, serviceWorker: readFileSync(serviceWorker, "utf8"), texts: new Map(texts) };
}

/** Some documents of the package, with the pictures that they show. */
function exportedDocuments(): (readonly [path: string, asset: Asset])[] {
	const all = readDocuments();
	const documents = EXPORTED_DOCUMENTS.flatMap(documentFiles).flatMap((path) => {
		const asset = all.get(`/${path}`);
		return asset ? [[`/${path}`, asset] as const] : [];
	});
	const shown = documents.flatMap(([path, { bytes }]) =>
		[...bytes.toString("utf8").matchAll(PICTURE)].map(([, picture]) => posix.join(posix.dirname(path), picture!)),
	);
	const pictures = [...new Set(shown)].map((path) => [path, all.get(path)] as const);
	return [...documents, ...pictures.flatMap(([path, asset]) => (asset ? [[path, asset] as const] : []))];
}

const PICTURE = /!\[[^\]]*\]\(([\w./-]+)\)/g;
const DOCUMENT = /^docs\/.*\.md$/;

/** A text or a document as it is published: with gzip, which page/studio/ownTexts.ts undoes. */
const compressed = ([path, bytes]: readonly [string, Uint8Array]) =>
	[path, TEXT.test(path) || DOCUMENT.test(path) ? gzipSync(bytes, { level: 9 }) : bytes] as const;

/** Headers that the service worker adds to every answer: those of the server, as far as a folder of files has them. */
const HEADERS: Readonly<Record<string, string>> = {
	...Object.fromEntries(Object.entries(SECURE_HEADERS).filter(([name]) => name !== "Cache-Control")),
	"Content-Security-Policy": PAGE_POLICY,
};

/** All files of the export, and the name of their version. */
export function wholePage(
	page: PackagedPage,
	runFiles: readonly RunFile[],
): { files: Map<string, Uint8Array>; edition: string } {
	const files = new Map([...page.files.map(compressed), ...runFiles.map(({ path, bytes }) => [path, bytes] as const)]);
	const edition = sha256(Buffer.from(JSON.stringify([VERSION, page.serviceWorker, ...digestsOf(files)]))).slice(0, 16);
	files.set("index.html", Buffer.from(marked(Buffer.from(files.get("index.html")!).toString("utf8"), edition)));
	const kept = Object.fromEntries(digestsOf(files));
	const told = JSON.stringify({ edition, files: kept, headers: HEADERS });
	files.set("sw.js", Buffer.from(`const SLUICE_EXPORTED = ${told};\n${page.serviceWorker}`));
	files.set(".nojekyll", Buffer.alloc(0)); // GitHub Pages serves the files as they are
	const list: ExportedList = {
		...{ sluice: "exported page", version: VERSION, edition, files: Object.fromEntries(digestsOf(files)) },
	};
	files.set(EXPORTED_LIST, Buffer.from(`${JSON.stringify(list, null, "\t")}\n`));
	return { files, edition };
}

const CHARSET = '<meta charset="utf-8" />';

/** The mark by which the page knows that it has no server, and the policy, before anything is loaded. */
function marked(html: string, edition: string): string {
	const policy = `<meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}" />`;
	return html.replace(CHARSET, `${CHARSET}\n\t\t${policy}\n\t\t<meta name="${EXPORTED}" content="${edition}" />`);
}

/** Digests by path, in the order of the paths. */
const digestsOf = (files: ReadonlyMap<string, Uint8Array>): [string, string][] =>
	[...files.keys()].sort().map((path) => [path, sha256(files.get(path)!)]);

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
