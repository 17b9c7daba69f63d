/** The curves of past runs, read from their logs. Nothing is computed again, and no engine is opened. */

import type { AttentionName } from "../../../cells/layout.ts";
import { checkLang, checkRequest, checksOf } from "../../../errors/request.ts";
import { nameOfCell } from "../../../training/options/options.ts";
import { lossUnitOf } from "../../../training/task/lossUnit.ts";
import { titleOf } from "../../datasets/dataSpec.ts";
import { parseConfig } from "../../runs/config.ts";
import { DEFAULT_RUNS } from "../../runs/runNames.ts";
import { openRun } from "../../runs/runStore.ts";
import type { CurvesRequest, CurvesResult, RunCurves } from "./curvesResult.ts";
import { type Curve, readCurves } from "./logged.ts";
import { fileTrouble, writeCurves } from "./written.ts";

const MOST_RUNS = 12;
const need = checksOf("runCurves");

/**
 * Reads the curves of runs and writes them where the request says.
 * @throws E_OPTION; E_RUN_NAME, E_RUN_MISSING; E_LOG_DAMAGED; E_EXPORT_PLACE if a file cannot be written there.
 */
export async function runCurves(request: CurvesRequest): Promise<CurvesResult> {
	checkRequest(request, "runCurves()", ["names", "runs", "svg", "csv", "tensorboard", "lang"]);
	const { names, runs = DEFAULT_RUNS, lang = "en" } = request;
	const listed = Array.isArray(names) && names.every((name) => typeof name === "string");
	need("names", names, listed && names.length >= 1 && names.length <= MOST_RUNS, {
		...{ reason: "list", of: "runs", least: 1, most: MOST_RUNS },
	});
	need("names", names.join(","), new Set(names).size === names.length, { reason: "distinct" });
	checkLang(lang, "runCurves");
	fileTrouble(request);
	const curves = names.map((name) => curvesOf(name, runs));
	return { curves, ...(await writeCurves(curves, { ...request, lang })) };
}

function curvesOf(name: string, runs: string): RunCurves {
	const run = openRun(name, runs, { validate: parseConfig });
	const { config } = run;
	const { hidden } = config.options;
	const { attention } = config.options as { attention?: AttentionName };
	const cell = nameOfCell(config.options.cell);
	const layers = "layers" in config.options ? config.options.layers : undefined;
	const logged = readCurves(run.readMetrics(), run.readRecords(), run.folder);
	return {
		...{ run: run.name, folder: run.folder, state: run.readState() },
		model: layers === undefined ? `${cell} ${hidden}` : `${cell} ${layers}x${hidden}`,
		task: config.data ? titleOf(config.data) : null,
		lossUnit: config.data ? lossUnitOf(config.shape.head) : "nats",
		...(config.data?.kind === "own" && ({ own: true } as const)),
		...(attention && { attention }),
		...{ best: lowest(logged.valid), ...logged },
		...((config.data?.kind === "series" || config.data?.kind === "pairs") && { errorShare: [] }), // no row is right or wrong, and hardly any reply right
	};
}

function lowest(valid: Curve): RunCurves["best"] {
	return valid.reduce<RunCurves["best"]>(
		(best, [step, loss]) => (loss !== null && (best === null || loss < best.loss) ? { step, loss } : best),
		null,
	);
}
