/** `sluice import FILE [--layout torch|onnx|safetensors] [--vocabulary FILE]` */
import { fail } from "../../../src/errors/index.ts";
import { shown } from "../../../src/errors/quote.ts";
import { type Context, print, printJson, suggestNext } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { count } from "../../display/numbers.ts";
import { lookInto, runArgument } from "../../next.ts";
import type { ValuesOf } from "../spec.ts";
import type { importing } from "./spec.ts";

type Values = ValuesOf<typeof importing>;

export async function run(context: Context<Values>, [file]: string[]): Promise<number> {
	const { io, t, library } = context;
	const { quiet: _, cell, ...options } = context.settings.values;
	if (cell === "esn") {
		const why = { reason: "oneOf", choices: ["lstm", "gru", "rnn"], got: shown(cell) } as const;
		throw fail("E_OPTION", { option: "cell", why, where: "import" });
	}
	const result = await library.importRun({ file: file!, ...(cell && { cell }), ...options });
	if (context.format !== "text") {
		printJson(context, result);
		return 0;
	}
	const { model, symbols, parameters } = result;
	const facts = { model, symbols, parameters: count(parameters), file: escapeLine(file!) };
	print(context, t("import.done", { run: escapeLine(result.run), ...facts }));
	const name = runArgument(result.run, result.folder, io);
	const { kind, attention } = library.describeRun({ run: result.folder });
	const onText = [`sluice sample ${name}`, `sluice eval ${name} FILE`, `sluice train FILE --from ${name}`];
	suggestNext(context, kind === "text" ? onText : [`sluice eval ${name}`, lookInto(name, attention)]);
	return 0;
}
