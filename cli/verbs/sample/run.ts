/** `sluice sample RUN`: prints text while it is generated, or each symbol with its probability under --json. */

import { type Context, jsonText, note, print, printJson, suggestNext, talk, write } from "../../context.ts";
import { copiedTable } from "../../display/copied.ts";
import { escapeLine, escapeText } from "../../display/escape.ts";
import { count } from "../../display/numbers.ts";
import { Progress } from "../../display/progress.ts";
import { loadWidths } from "../../display/width.ts";
import { flagWords, sameRun } from "../../next.ts";
import { checkpointOf } from "../shared/checkpoint.ts";
import type { ValuesOf } from "../spec.ts";
import { allOf, checkAlone, talkWith } from "./interactive.ts";
import type { sample } from "./spec.ts";

type Values = ValuesOf<typeof sample>;

export async function run(context: Context<Values>, [run]: string[]): Promise<number> {
	const { io, t, out, show, format, library } = context;
	const { interactive, length, temperature, topK, topP, seed, clamp, copied, bfloat16 } = context.settings.values;
	const { checkpoint, engine, threads, runs } = context.settings.values;
	if (interactive) checkAlone(context);
	const prompt = context.settings.values.prompt === "-" ? await allOf(io.stdin) : context.settings.values.prompt;
	const request = {
		run: run!,
		runs,
		prompt,
		length: length as number | undefined, // the library refuses words, and says so
		temperature,
		topK,
		topP,
		seed,
		clamp,
		copied: copied === true,
		bfloat16: bfloat16 === true,
		...(checkpoint !== undefined && { checkpoint: checkpointOf(checkpoint, context) }),
		engine,
		threads,
	};
	if (interactive) return talkWith(context, request);
	const drawn: object[] = []; // for --json only: the others tell each symbol at once
	const signal = io.stop.listen();
	if (copied) await loadWidths();
	let view: Progress | undefined;
	let opening = prompt ? out.bold(escapeText(prompt)) : ""; // shown once the run is found
	const result = await library.sample(request, {
		async onSymbol(symbol) {
			const before = opening;
			opening = "";
			if (format === "json") drawn.push(symbol);
			else if (format === "jsonl")
				await write(context, `${jsonText(context, { type: "symbol", ...symbol })}\n`, signal);
			else await write(context, before + escapeText(symbol.text), signal);
		},
		onNotice: (notice) => note(context, notice),
		onProgress(done, total) {
			if (!view && format === "text") io.stdout.write("\n");
			view ??= new Progress(t, t("phase.copied"), count, io.now());
			view.set(done, total, io.now());
			show.update(view);
		},
		signal,
	});
	show.end(true);
	if (format === "json") printJson(context, { ...result, drawn });
	if (format === "jsonl") printJson(context, { type: "done", ...result });
	if (format !== "text") return 0;
	if (!result.copied) io.stdout.write("\n");
	if (result.unknownPromptSymbols > 0) talk(context, t("sample.unknown", { count: result.unknownPromptSymbols }));
	talk(context, `\n${context.err.dim(t("sample.seed", { seed: result.seed }))}`);
	if (result.clamp.length > 0)
		talk(context, context.err.dim(t("sample.clamp", { clamp: escapeLine(result.clamp.join(" ")) })));
	if (result.copied) print(context, `\n${copiedTable(context, result.copied).join("\n")}`);
	const other = (temperature ?? 1) > 0.6 ? 0.5 : 1;
	const same = flagWords(context.settings, "prompt", "length", "clamp", "checkpoint", "bfloat16");
	suggestNext(context, [`sluice sample ${sameRun(run!, context.settings)}${same} --temperature ${other}`]);
	return 0;
}
