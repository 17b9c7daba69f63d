/** What labelled sequences and pairs share: two named fields of a file of records, its split, and what a config keeps of them. */
import { basename, resolve } from "node:path";
import { checkSplit, parseSplit, type Split } from "../../data/split.ts";
import { fail } from "../../errors/index.ts";
import { checkOption, FINGERPRINT, type Wanted, withGot } from "../../errors/request.ts";
import type { Json } from "../../training/json.ts";
import { type Fingerprint, isFingerprint, openText, type TextSource } from "../sources/files.ts";

/** Percentages for training, validation and test. */
export const DEFAULT_RECORD_SPLIT: Split = [80, 10, 10];

export const splitOf = (split: string | Split | undefined): [number, number, number] =>
	typeof split === "string" ? parseSplit(split) : checkSplit(split ?? DEFAULT_RECORD_SPLIT);

/** @throws E_OPTION unless the two options, by name, are texts that differ. */
export function checkFields(fields: Readonly<Record<string, unknown>>, where: string): void {
	for (const [option, value] of Object.entries(fields)) {
		if (value === undefined || value === "")
			throw fail("E_OPTION", { option, why: { reason: "missing", forms: ["FIELD"] }, where });
		checkOption(option, value, typeof value === "string", { reason: "type", types: ["text"] }, where);
	}
	const [[, one], [option, other]] = Object.entries(fields) as [[string, unknown], [string, unknown]];
	if (one === other) throw fail("E_OPTION", { option, why: { reason: "distinct" }, where });
}

/** Opens one file for the time of `work`. @throws E_OPTION for a folder of several. */
export async function withRecords<T>(path: string, work: (source: TextSource) => Promise<T>): Promise<T> {
	const source = await openText(resolve(path));
	try {
		if (source.files.length > 1) {
			const why = { reason: "count", of: "files", got: source.files.length, min: 1, max: 1 } as const;
			throw fail("E_OPTION", { option: "file", why, where: basename(path) });
		}
		return await work(source);
	} finally {
		await source.close();
	}
}

/** Validates what a config keeps of a file of records, which is untrusted; the rest is in `fields`. @throws E_RUN_FIELD. */
export function parseRecordSpec(json: { [key: string]: Json }, path: string) {
	const need = (key: string, fits: boolean, why: Wanted) => {
		if (!fits) throw fail("E_RUN_FIELD", { path, key: `data.${key}`, why: withGot(why, json[key]) });
	};
	const { kind: _, file, split, learned, fingerprint, ...fields } = json;
	const three = Array.isArray(split) && split.length === 3 && split.every((share) => typeof share === "number");
	need("file", typeof file === "string", { reason: "type", types: ["text"] });
	need("unit", typeof fields.unit === "string", { reason: "type", types: ["text"] });
	need("split", three, { reason: "form", forms: ["[80, 10, 10]"] });
	need("fingerprint", isFingerprint(fingerprint), FINGERPRINT);
	const kept = { file: file as string, fingerprint: fingerprint as unknown as Fingerprint };
	return { ...kept, learned, fields: { ...fields, split } as unknown };
}
