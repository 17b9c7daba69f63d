/**
 * Exports the studio's page as a folder of files for any static host: the page, its service worker, and chosen runs as a
 * server would answer for them. Everything is made and scanned in memory; only then is the folder written, as a whole.
 */
import { fail } from "../../../src/errors/index.ts";
import { EXPORTED_LIST } from "../../wire/exportedFiles.ts";
import { packagedPage, wholePage } from "./exportedPage.ts";
import { type FilesMade, publishedRuns } from "./exportedRuns.ts";
import { type Place, placeOf, publishExport } from "./exportFolder.ts";
import { findLeak } from "./leakScan.ts";
import { type Machine, needlesOf } from "./needles.ts";

export interface ExportOptions {
	/** Folder to write, absolute: a new one, an empty one, or an earlier export. */
	to: string;
	/** Folder of runs, absolute, and the names of those to publish. */
	runs: string;
	names: readonly string[];
	/** Whether the texts of the runs are published too. Default: false. */
	withText?: boolean;
	/** What must not be in any file. */
	machine: Machine;
	/** Folder of the built page, and the file of its service worker. Default: the package's. */
	page?: { folder: string; serviceWorker: string };
}

export interface Exported {
	/** Number of files, the sum of their sizes, and that of the page without runs. */
	files: number;
	bytes: number;
	pageBytes: number;
	/** Names of the published runs. */
	runs: string[];
	/** Names the version of all files. */
	edition: string;
}

/**
 * @throws E_PUBLISH_PAGE if the page is not built; E_PUBLISH_PLACE for a folder of something else; E_PUBLISH_RUN for a run
 * that trains or is damaged; E_PUBLISH_FOUND for a file that says where it comes from; what reading a run throws.
 */
export async function exportPage(options: ExportOptions): Promise<Exported> {
	const { to, runs, names, withText = false, machine } = options;
	const place: Place = placeOf(to);
	const page = packagedPage(options.page);
	const made: FilesMade = await publishedRuns({ runs, names, withText, texts: page.texts });
	const needles = needlesOf(machine, [runs, to, ...made.paths]);
	const leak = findLeak([...page.files.map(asPage), ...made.files, ...made.texts], needles);
	if (leak) throw fail("E_PUBLISH_FOUND", leak);
	const whole = wholePage(page, made.files);
	publishExport(place, whole.files);
	const sizes = [...whole.files].map(([path, { length }]) => ({ path, length }));
	const sum = (some: typeof sizes) => some.reduce((total, { length }) => total + length, 0);
	return {
		...{ files: sizes.length, bytes: sum(sizes), runs: made.names, edition: whole.edition },
		pageBytes: sum(sizes.filter(({ path }) => !path.startsWith("api/") && path !== EXPORTED_LIST)),
	};
}

const asPage = ([path, bytes]: readonly [string, Uint8Array]) => ({ path, bytes, kind: "page" as const });
