/** `sluice sample RUN`: text as it is drawn, or with each symbol's probability under --json. */
import { type Context, printJson, suggestNext, talk } from "../context.ts";
import { escapeText } from "../display/escape.ts";
import { quote } from "../next.ts";

export async function run(context: Context, [run]: string[]): Promise<number> {
	const { io, t, out, format, library } = context;
	const { prompt, length, temperature, topK, topP, seed, engine, threads, runs } = context.settings.values;
	const request = { run: run!, runs, prompt, length, temperature, topK, topP, seed, engine, threads };
	const drawn: object[] = [];
	let opening = prompt ? out.bold(escapeText(prompt)) : ""; // shown once the run is found
	const result = await library.sample(request, {
		onSymbol(symbol) {
			if (format === "json") drawn.push(symbol);
			else if (format === "jsonl") printJson(context, { type: "symbol", ...symbol });
			else io.stdout.write(opening + escapeText(symbol.text));
			opening = "";
		},
		signal: io.stop.listen(),
	});
	if (format === "json") printJson(context, { ...result, drawn });
	if (format === "jsonl") printJson(context, { type: "done", ...result });
	if (format !== "text") return 0;
	io.stdout.write("\n");
	if (result.unknownPromptSymbols > 0) talk(context, t("sample.unknown", { count: result.unknownPromptSymbols }));
	talk(context, `\n${context.err.dim(t("sample.seed", { seed: result.seed }))}`);
	const name = quote(run!);
	suggestNext(context, [
		`sluice sample ${name} --temperature ${(temperature ?? 1) > 0.6 ? 0.5 : 1}`,
		`sluice eval ${name} --part test`,
	]);
	return 0;
}
