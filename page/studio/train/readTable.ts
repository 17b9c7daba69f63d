/** Reads the columns of a table of numbers. Loaded when somebody drops or pastes data: it brings the words of all errors. */
import { parseSeries } from "../../../src/data/seriesText.ts";
import { SluiceError } from "../../../src/errors/index.ts";
import type { Words } from "../../../studio/wire.ts";

export interface Table {
	/** Columns of numbers, as `--target` names them: by title, or by number where a title would not say which. */
	columns: string[];
	rows: number;
	/** Columns without numbers, such as dates. */
	skipped: number;
}

/** @throws the reason in both languages, as Words, for what is no table of numbers. */
export function readTable(text: string, name: string): Table {
	try {
		const { columns, places, rows, header, skipped } = parseSeries(text, { name });
		const named = (title: string) => header && columns.filter((one) => one === title).length === 1 && title !== "all";
		return {
			rows,
			skipped: skipped.length,
			columns: columns.map((title, c) => (named(title) ? title : String(places[c]))),
		};
	} catch (error) {
		if (!(error instanceof SluiceError)) throw error;
		throw { en: error.text("en"), ko: error.text("ko") } satisfies Words;
	}
}
