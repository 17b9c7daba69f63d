/** `sluice export RUN --to safetensors|torch|onnx FILE` */
import { fail, type SluiceError } from "../../src/errors/index.ts";
import { type Context, note, print, printJson, suggestNext } from "../context.ts";
import { escapeLine } from "../display/escape.ts";
import { bytes, count } from "../display/numbers.ts";
import { quote } from "../next.ts";

export async function run(context: Context, [run, file]: string[]): Promise<number> {
	const { t, library } = context;
	const { to, runs, checkpoint } = context.settings.values;
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

function checkpointOf(typed: string, { t, settings }: Context): "best" | "last" | number {
	if (typed === "best" || typed === "last") return typed;
	if (/^\d{1,15}$/.test(typed)) return Number(typed);
	const { name, where } = settings.origins.checkpoint!;
	throw fail("E_OPTION", { option: name, got: `"${typed.slice(0, 80)}"`, wanted: t("wanted.checkpoint"), where });
}
