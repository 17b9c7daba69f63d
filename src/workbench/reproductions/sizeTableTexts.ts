/** The two texts of size-table: the catalogue's, or the authors' files in a folder that the caller names. */
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fail } from "../../errors/index.ts";
import type { TextSpec } from "../datasets/texts.ts";
import { fileError } from "../sources/fileErrors.ts";
import { TEXTS, type TextName } from "./sizeTablePublished.ts";

/** Names of the authors' files, which may be compressed with gzip. */
const FILES: Readonly<Record<TextName, string>> = {
	"war-and-peace": "warpeace_input.txt",
	linux: "linux_input.txt",
};

/** The paper's parts. */
const SPLITS: Readonly<Record<TextName, string>> = { "war-and-peace": "80/10/10", linux: "90/5/5" };

/**
 * The texts to train on.
 * @param folder folder with warpeace_input.txt, linux_input.txt or both, also as .gz; "" for the catalogue's
 * @throws E_FILE_* for a folder that cannot be read; E_REPRODUCTION_TEXTS if it has neither file
 */
export function tableTexts(folder: string): { text: TextName; data: TextSpec }[] {
	const spec = (text: TextName, path: string) => {
		return { text, data: { texts: [path], split: SPLITS[text] } satisfies TextSpec };
	};
	if (folder === "") return TEXTS.map((text) => spec(text, `@${text}`));
	let names: string[];
	try {
		names = readdirSync(folder);
	} catch (error) {
		throw fileError(folder, error);
	}
	const found = TEXTS.flatMap((text) => {
		const name = [FILES[text], `${FILES[text]}.gz`].find((one) => names.includes(one));
		return name === undefined ? [] : [spec(text, resolve(join(folder, name)))];
	});
	if (found.length === 0) throw fail("E_REPRODUCTION_TEXTS", { folder, files: Object.values(FILES).join(", ") });
	return found;
}
