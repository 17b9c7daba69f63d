/** `sluice check FILE --against RUN|FILE`: where an exported file and its model part. Exit code 4 if they do. */
import { fail } from "../../../src/errors/index.ts";
import { shown } from "../../../src/errors/quote.ts";
import type { CheckExportResult } from "../../../src/index.ts";
import { type Context, print, printJson, suggestNext } from "../../context.ts";
import { escapeLine } from "../../display/escape.ts";
import { quote } from "../../next.ts";
import { checkpointOf } from "../shared/checkpoint.ts";
import type { ValuesOf } from "../spec.ts";
import type { check } from "./spec.ts";

type Values = ValuesOf<typeof check>;
type Fault = CheckExportResult["faults"][number];

/** Exit code of a file that is not the same. */
const DIFFERS = 4;

export async function run(context: Context<Values>, [file]: string[]): Promise<number> {
	const { t, out, err, library, settings } = context;
	const { against, checkpoint, cell, ...rest } = settings.values;
	if (against === undefined)
		throw fail("E_ARGUMENT", { verb: "sluice check", why: { reason: "missing", forms: ["--against"] } });
	if (cell === "esn") {
		const why = { reason: "oneOf", choices: ["lstm", "gru", "rnn"], got: shown(cell) } as const;
		throw fail("E_OPTION", { option: "cell", why, where: "check" });
	}
	const which = checkpoint === undefined ? {} : { checkpoint: checkpointOf(checkpoint, context) };
	const found = await library.checkExport({ file: file!, against, ...rest, ...(cell && { cell }), ...which });
	const code = found.equal ? 0 : DIFFERS;
	if (context.format !== "text") {
		printJson(context, found);
		return code;
	}
	const facts = { file: escapeLine(file!), against: escapeLine(against), model: found.model };
	const sizes = found.runs.map(({ steps, lanes }) => `${steps}x${lanes}`).join(", ");
	if (found.equal) {
		print(context, out.green(t("check.equal", facts)));
		print(
			context,
			t("check.largest", {
				...pointFacts(context, found.largest!),
				difference: small(found.largest!.difference),
				sizes,
			}),
		);
		return code;
	}
	print(context, err.red(t("check.differs", facts)));
	if (found.first) print(context, t("check.first", pointFacts(context, found.first)));
	for (const fault of found.faults) print(context, `- ${faultLine(context, fault)}`);
	suggestNext(context, [`sluice check ${quote(file!)} --against ${quote(against)} --json`]);
	return code;
}

const small = (x: number) => x.toExponential(1);

function pointFacts({ t }: Context<Values>, point: NonNullable<CheckExportResult["first"]>) {
	const { layer, gate, step, lane, unit, steps, lanes, got, wanted } = point;
	return {
		...{ step, lane, unit, steps, lanes, got: got.toPrecision(6), wanted: wanted.toPrecision(6) },
		what: layer === "head" ? t("check.logit") : `l${layer}.${gate}`,
	};
}

function faultLine({ t }: Context<Values>, { kind, layer, tensors, gates, got, wanted }: Fault): string {
	const where = [
		...(layer === undefined ? [] : [t("check.layer", { layer })]),
		...(tensors && tensors.length > 0 ? [tensors.join(" + ")] : []),
		...(gates && gates.length > 0 ? [gates.join(", ")] : []),
	].join(", ");
	const facts = [
		...(got === undefined ? [] : [t("check.got", { got: escapeLine(got) })]),
		...(wanted === undefined ? [] : [t("check.wanted", { wanted: escapeLine(wanted) })]),
	].join(", ");
	const said = t(`check.fault.${kind}`);
	return `${where === "" ? "" : `${where}: `}${said}${facts === "" ? "" : ` (${facts})`}`;
}
