/** `sluice export RUN --to safetensors|torch|onnx FILE` */
import { fail, type SluiceError } from "../../src/errors/index.ts";
import type { ExchangeFormat } from "../../src/index.ts";
import { checkpointOf } from "../checkpoint.ts";
import { type Context, note, print, printJson, suggestNext } from "../context.ts";
import { escapeLine } from "../display/escape.ts";
import { bytes, count } from "../display/numbers.ts";
import { quote } from "../next.ts";

export async function run(context: Context, [run, file]: string[]): Promise<number> {
	const { t, library } = context;
	const { runs, checkpoint } = context.settings.values;
	const to = context.settings.values.to as ExchangeFormat | undefined;
	if (!to) throw fail("E_ARGUMENT", { verb: "sluice export", got: t("got.nothing"), wanted: t("wanted.exportTo") });
	const which = checkpoint === undefined ? {} : { checkpoint: checkpointOf(checkpoint, context) };
	const hooks = { onNotice: (notice: SluiceError) => note(context, notice) };
	const result = await library.exportRun({ run: run!, runs, to, file: file!, ...which }, hooks);
	if (context.format !== "text") {
		printJson(context, result);
		return 0;
	}
	const { model, step } = result;
	const facts = { model, step, parameters: count(result.parameters), bytes: bytes(result.bytes) };
	print(context, t("export.done", { file: escapeLine(file!), ...facts }));
	suggestNext(context, [`sluice import ${quote(file!)} --layout ${to}`]);
	return 0;
}
