/** `sluice forecast RUN [FILE.jsonl]` for labelled sequences: a label and its probability per line, as JSON lines. */
import { fail, type SluiceError } from "../../../src/errors/index.ts";
import type { PredictedLabel } from "../../../src/index.ts";
import { type Context, note, print, printJson, suggestNext, talk, write } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { clock, count } from "../../display/numbers.ts";
import { Progress } from "../../display/progress.ts";
import { sameRun } from "../../next.ts";
import { checkpointOf } from "../shared/checkpoint.ts";
import type { ValuesOf } from "../spec.ts";
import type { forecast } from "./spec.ts";

type Values = ValuesOf<typeof forecast>;

export async function predictLabels(context: Context<Values>, run: string, file?: string): Promise<number> {
	const { io, t, show, library, settings, format } = context;
	const { out, part, checkpoint, engine, threads, runs } = settings.values;
	if (file !== undefined && part !== undefined) {
		throw fail("E_ARGUMENT", { verb: "sluice forecast", why: { reason: "notBoth", forms: ["FILE", "--part"] } });
	}
	for (const option of ["free", "length", "seed"] as const) {
		if (settings.values[option] === undefined) continue;
		const why = { reason: "onlyFor", kinds: ["series", "task"], not: "labelled" } as const;
		throw fail("E_OPTION", { option, why, where: "forecast" });
	}
	const signal = io.stop.listen();
	const view = new Progress(t, t("phase.forecast"), count, io.now());
	let sequences = 0;
	const hooks = {
		onProgress(done: number, total: number) {
			sequences = total;
			view.set(done, total, io.now());
			show.update(view);
		},
		async onPrediction(prediction: PredictedLabel) {
			await write(context, library.labelLines([prediction]), signal);
		},
		onNotice: (notice: SluiceError) => note(context, notice),
		signal,
	};
	const request = {
		...{ run, runs, file, part, out, engine, threads },
		...(checkpoint !== undefined && { checkpoint: checkpointOf(checkpoint, context) }),
	};
	const result = await library.predictLabels(
		request,
		format === "json" ? { ...hooks, onPrediction: undefined } : hooks,
	);
	show.end(true);
	if (format === "json") printJson(context, result);
	if (format !== "text") return 0;
	const facts = { run: escapeLine(result.run), step: result.step, of: escapeLine(result.of) };
	talk(context, context.err.bold(t("forecast.headingLabels", { ...facts, sequences, time: clock(result.seconds) })));
	if (result.out !== undefined) print(context, t("forecast.out", { file: escapeLine(result.out) }));
	suggestNext(context, [`sluice eval ${sameRun(run, settings)}`]);
	return 0;
}
