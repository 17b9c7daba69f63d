/** Reads texts from Debian packages, fetched by apt-get without installing anything and without root. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fail } from "../../errors/index.ts";
import { tarMembers } from "./tar.ts";
import { type Pick, type PickedText, pickText } from "./text.ts";
import { run, start, type Tool } from "./tools.ts";

/**
 * Downloads `package` into the folder `scratch` and reads the text from the .tar.xz inside it. dpkg-deb unpacks the
 * package to a tar stream, and xz the archive in that; nothing else is written to disk.
 */
export async function fromDebian(
	corpus: string,
	recipe: { package: string; archive: RegExp; pick: Pick },
	scratch: string,
	onProgress?: (doneBytes: number, totalBytes: number) => void,
): Promise<PickedText> {
	const tool = { corpus, cwd: scratch, next: "apt" as const };
	const total = await packageSize(recipe.package, tool);
	const watch = setInterval(() => void report(scratch, total, onProgress), 250);
	try {
		await run({ ...tool, command: "apt-get", args: ["-q", "download", recipe.package] });
	} finally {
		clearInterval(watch);
	}
	const deb = (await readdir(scratch)).find((name) => name.endsWith(".deb"));
	if (deb === undefined) throw fail("E_ARCHIVE", { path: recipe.package, why: { reason: "noPackage" } });
	onProgress?.((await stat(join(scratch, deb))).size, total ?? 0);
	const unpack = start({ ...tool, command: "dpkg-deb", args: ["--fsys-tarfile", deb] });
	unpack.stdin.end();
	try {
		for await (const member of tarMembers(unpack.stdout as AsyncIterable<Uint8Array>, recipe.package)) {
			if (recipe.archive.test(member.path)) return await unpackXz(member.content(), recipe, tool);
		}
	} finally {
		unpack.stop();
	}
	await unpack.ended;
	throw fail("E_ARCHIVE", { path: recipe.package, why: { reason: "noSource" } });
}

async function unpackXz(
	packed: AsyncIterable<Uint8Array>,
	recipe: { package: string; pick: Pick },
	tool: Omit<Tool, "command" | "args">,
): Promise<PickedText> {
	const xz = start({ ...tool, command: "xz", args: ["-dc", "-T1"] });
	const feed = (async () => {
		for await (const piece of packed) {
			if (!xz.stdin.write(piece))
				await Promise.race([new Promise((resolve) => xz.stdin.once("drain", resolve)), xz.ended]);
		}
		xz.stdin.end();
	})();
	feed.catch(() => xz.stop());
	try {
		const text = await pickText(xz.stdout as AsyncIterable<Uint8Array>, recipe.package, recipe.pick);
		await feed;
		await xz.ended;
		return text;
	} finally {
		xz.stop();
	}
}

/** Size of the package in bytes according to apt; undefined if apt does not report it. */
async function packageSize(name: string, tool: Omit<Tool, "command" | "args">): Promise<number | undefined> {
	const shown = await run({ ...tool, command: "apt-cache", args: ["show", "--no-all-versions", name] });
	const size = /^Size: (\d+)$/m.exec(shown)?.[1];
	return size === undefined ? undefined : Number(size);
}

/**
 * Reports progress. apt-get writes to partial/ or to the folder itself, depending on its user; the largest file is the
 * download.
 */
async function report(
	scratch: string,
	total: number | undefined,
	onProgress?: (doneBytes: number, totalBytes: number) => void,
): Promise<void> {
	const names = await readdir(scratch).catch(() => []);
	const sizes = await Promise.all(
		names.map((name) =>
			stat(join(scratch, name)).then(
				(at) => at.size,
				() => 0,
			),
		),
	);
	if (sizes.length > 0) onProgress?.(Math.max(...sizes), total ?? 0);
}
