/** A cell report: one HTML file that colours the text by each unit, and the same figure as SVG. */
import { join } from "node:path";
import type { Part } from "../../../data/corpus.ts";
import { fail } from "../../../errors/index.ts";
import { checkRequest, checksOf, checkWhole } from "../../../errors/request.ts";
import { patternName } from "../../../interpretation/patterns/registry.ts";
import { visible } from "../../../views/glyphs.ts";
import { reportHtml } from "../../../views/html.ts";
import { GROUNDS } from "../../../views/palettes.ts";
import type { Report, ReportUnit } from "../../../views/reportData.ts";
import { saturationScene } from "../../../views/saturationFigure.ts";
import { sceneSvg, stacked } from "../../../views/scene.ts";
import { textScene } from "../../../views/textFigure.ts";
import { REPORT_WORDS } from "../../../views/words.ts";
import { realDisk } from "../../disk/disk.ts";
import { placeFor, replaceFile } from "../../disk/publish.ts";
import { stopwatch } from "../../machine/clock.ts";
import { TEXT_KEYS, type TextReading, withText } from "../../models/readText.ts";
import { MODEL_KEYS, type Model, type ModelHooks, withModel } from "../../models/textModel.ts";
import { onText, parseConfig } from "../../runs/config.ts";
import { readCells } from "../../runs/notebook.ts";
import { DEFAULT_RUNS } from "../../runs/runNames.ts";
import { openRun } from "../../runs/runStore.ts";
import type { CellsFound } from "../cells/find.ts";
import { collect } from "./collect.ts";
import { pageSource } from "./page.ts";
import { askedUnits, chosenUnits, liveliest, searched } from "./reportUnits.ts";

export interface ReportRequest extends TextReading {
	/** HTML file to write, one self-contained page. Give `html`, `svg` or both. Default: none. */
	html?: string;
	/** SVG file to write: the first screenful coloured by the first unit, and the saturation plot. Default: none. */
	svg?: string;
	/**
	 * Units (`l1.c.17`) and whole values (`l1.c`), at most 64 units. Default: the named units, and the best of each
	 * pattern.
	 */
	units?: string[];
	/** Result of an earlier search. Default: if `units` is absent, the beginning of the text is searched. */
	found?: CellsFound;
	/** Symbols to show from the start of the text. Range: 1 to 200000. Default: 20000. */
	limit?: number;
	/** Language of the page. Default: en. */
	lang?: "en" | "ko";
}

export interface CellReport {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** Text read: file names, or the part. */
	text: string;
	/** Symbols shown, and symbols in the whole text. */
	symbols: number;
	/** Length of the whole text, in symbols. */
	textSymbols: number;
	/** Units shown. */
	units: ReportUnit[];
	/** Files written, and size of the page in bytes. */
	html: string | null;
	/** SVG file that was written; null if none was requested. */
	svg: string | null;
	/** Size of the page; null if none was requested. */
	bytes: number | null;
	/** Time that the call took, in seconds. */
	seconds: number;
}

export type ReportPhase = "cells" | "coloured";
type Hooks = ModelHooks & { onProgress?(phase: ReportPhase, done: number, total: number): void };

const WHERE = "cells report";
export const REPORT_LIMIT = 20_000;
const MOST = 200_000;
const SVG = { columns: 96, rows: 10 } as const;

/** @throws E_HOOK_NAME, E_HOOK_UNIT, E_EXPORT_PLACE, E_PAGE, and the errors of findCells. */
export async function reportCells(request: ReportRequest, hooks: Hooks = {}): Promise<CellReport> {
	const own = ["html", "svg", "units", "found", "limit", "lang"];
	checkRequest(request, "reportCells()", [...MODEL_KEYS, ...TEXT_KEYS, ...own]);
	const { html, svg, units: asked, found, limit = REPORT_LIMIT, lang = "en", ...reading } = request;
	const need = checksOf(WHERE);
	if (html === undefined && svg === undefined)
		throw fail("E_OPTION", { option: "html", why: { reason: "missing", forms: ["FILE"] }, where: WHERE });
	checkWhole("limit", limit, { min: 1, max: MOST }, WHERE);
	need("lang", lang, Object.hasOwn(REPORT_WORDS, lang), { reason: "oneOf", choices: ["en", "ko"] });
	need("units", asked, asked === undefined || Array.isArray(asked), { reason: "list", of: "units", such: "l0.c.17" });
	const clock = stopwatch();
	const { folder } = onText(openRun(request.run, request.runs ?? DEFAULT_RUNS, { validate: parseConfig }));
	const page = html === undefined ? undefined : pageSource();
	const places = [html, svg].map((file, k) => file && placeFor(realDisk, file, k === 0 ? "report.html" : "cells.svg"));
	const { onProgress, ...rest } = hooks;
	const onSearch = (done: number, total: number) => onProgress?.("cells", done, total);
	const known = asked ? undefined : (found ?? (await searched(reading, { ...rest, onProgress: onSearch })));
	const choose = async (model: Model, text: Part) => {
		const cells = readCells(folder, model.weights.spec);
		if (asked) return askedUnits(model.weights.spec, asked, cells);
		const chosen = chosenUnits(cells, known);
		return chosen.length > 0 ? chosen : liveliest(model, text, hooks.signal);
	};
	return withModel(reading, hooks, (model) =>
		withText(model, reading, { verb: WHERE, least: 1 }, async (text, title) => {
			const symbols = Math.min(limit, text.symbols);
			const units = await choose(model, text);
			const collected = await collect(model, text, units, {
				...{ symbols, signal: hooks.signal },
				onProgress: (done, total) => onProgress?.("coloured", done, total),
			});
			const { cell, variant, layers, hidden } = model.weights.spec;
			const report: Report = {
				...{ lang, words: REPORT_WORDS[lang], run: model.name, step: model.step },
				...{ model: `${cell} (${variant}), ${layers} x ${hidden}`, text: visible(title), textSymbols: text.symbols },
				...collected,
				units: collected.units.map((unit) => ({
					...unit,
					...(unit.pattern !== undefined && { pattern: patternName(unit.pattern, lang) }),
				})),
			};
			const files = [page && reportHtml(report, page), svg && reportSvg(report)].map((one) => one && Buffer.from(one));
			const paths = places.map((place, k) => {
				if (!place) return null;
				replaceFile(realDisk, place.parent, place.name, files[k] as Buffer);
				return join(place.parent, place.name);
			});
			return {
				...{ run: model.name, step: model.step, text: title, symbols, textSymbols: text.symbols, units },
				...{ html: paths[0]!, svg: paths[1]!, bytes: page ? (files[0] as Buffer).length : null, seconds: clock() },
			};
		}),
	);
}

/** The first screenful coloured by the first unit, with the saturation plot below, on white. */
export function reportSvg(report: Report): string {
	const look = { palette: "karpathy", scheme: "light" } as const;
	const text = textScene(report, report.units[0]!, look, { from: 0, ...SVG, predictions: true });
	const saturation = saturationScene(report, "light", { width: text.width, unit: report.units[0]!.unit });
	return sceneSvg(stacked(text.title, [text, saturation], GROUNDS.light.ground));
}
