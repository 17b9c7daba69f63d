/** `sluice export RUN FILE [--to FORMAT]` */
import { extname } from "node:path";
import { fail, type SluiceError } from "../../../src/errors/index.ts";
import { notOneOf } from "../../../src/errors/request.ts";
import type { ExchangeFormat } from "../../../src/index.ts";
import { type Context, note, print, printJson, suggestNext } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { bytes, count } from "../../display/numbers.ts";
import { FORMAT } from "../../flags/exchange.ts";
import { quote, sameRun } from "../../next.ts";
import { checkpointOf } from "../shared/checkpoint.ts";
import { saveEvents } from "../shared/saveEvents.ts";
import type { ValuesOf } from "../spec.ts";
import type { exporting } from "./spec.ts";

type Values = ValuesOf<typeof exporting>;

/** Formats that each file extension allows. The first is the default without --to. */
const ENDINGS: Readonly<Record<string, readonly ExchangeFormat[]>> = {
	...{
		".safetensors": ["safetensors", "torch"],
		".onnx": ["onnx"],
		".npz": ["npz"],
		".keras": ["keras"],
		".h5": ["keras"],
	},
};

export async function run(context: Context<Values>, [run, file]: string[]): Promise<number> {
	const { t, library } = context;
	const { settings } = context;
	const { runs, checkpoint, tensorboard } = settings.values;
	const events = tensorboard === undefined ? undefined : await saveEvents(context, run!, tensorboard, runs);
	if (file === undefined) {
		if (!events)
			throw fail("E_ARGUMENT", { verb: "sluice export", why: { reason: "missing", forms: ["FILE", "--tensorboard"] } });
		if (context.format !== "text") printJson(context, { run, tensorboard: events });
		return 0;
	}
	const to = formatOf(context, file);
	const which = checkpoint === undefined ? {} : { checkpoint: checkpointOf(checkpoint, context) };
	const hooks = { onNotice: (notice: SluiceError) => note(context, notice) };
	const result = await library.exportRun({ run: run!, runs, to, file, ...which }, hooks);
	if (context.format !== "text") {
		printJson(context, events ? { ...result, tensorboard: events } : result);
		return 0;
	}
	const { model, step } = result;
	const facts = { model, step, parameters: count(result.parameters), bytes: bytes(result.bytes) };
	print(context, t("export.done", { file: escapeLine(file), ...facts }));
	if (result.averagedUpdates) print(context, t("done.averaged", { count: result.averagedUpdates }));
	if (to === "torch") print(context, t("export.python", { file: JSON.stringify(file) }));
	const { kind, attention } = library.describeRun({ run: run!, runs });
	const imported = attention === null || kind === "task"; // import reads an encoder-decoder with its task only
	suggestNext(context, [
		imported ? `sluice import ${quote(file)} --layout ${to}` : `sluice chat ${sameRun(run!, settings)}`,
	]);
	return 0;
}

/** @throws E_ARGUMENT if neither --to nor the extension gives the format, E_OPTION if they contradict each other. */
function formatOf({ settings }: Context<Values>, file: string): ExchangeFormat {
	if (/\.(pth?|pkl|pickle|ckpt)$/i.test(file)) return "torch"; // whose name the library refuses
	const asked = settings.values.to;
	const ending = extname(file).toLowerCase();
	const known = Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending]! : undefined;
	const to = asked ?? known?.[0];
	if (!to)
		throw fail("E_ARGUMENT", {
			verb: "sluice export",
			why: { reason: "missing", forms: FORMAT.of.map((name) => `--to ${name}`) },
		});
	if (!known || known.includes(to)) return to;
	const why = { ...notOneOf(known, to), of: ending };
	throw fail("E_OPTION", { option: "to", why, where: settings.origins.to!.where });
}
