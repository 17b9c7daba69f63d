/** `sluice cells patch RUN UNIT... --from FILE:OFFSET --to FILE:OFFSET` */
import { fail } from "../../../../src/errors/index.ts";
import { shown } from "../../../../src/errors/quote.ts";
import type { PatchPlace } from "../../../../src/index.ts";
import { type Context, print, suggestNext } from "../../../context.ts";
import { flagWords, quote, sameRun } from "../../../next.ts";
import { answer } from "../../shared/answer.ts";
import { checkpointOf } from "../../shared/checkpoint.ts";
import { watched } from "../../shared/watched.ts";
import type { ValuesOf } from "../../spec.ts";
import { patched } from "./patched.ts";
import type { cellsPatch } from "./spec.ts";

type Values = ValuesOf<typeof cellsPatch>;

/** Largest number of steps to compare. */
const MOST_AHEAD = 1 << 16;

export async function run(context: Context<Values>, [run, ...given]: string[]): Promise<number> {
	const { t, library, settings } = context;
	const { from, to, ahead, top, others, seed, warmupSymbols, lossy, encoding, checkpoint, engine, threads, runs } =
		settings.values;
	if (from === undefined || to === undefined)
		throw fail("E_ARGUMENT", {
			verb: "sluice cells patch",
			why: { reason: "missing", forms: [from === undefined ? "--from FILE:OFFSET" : "--to FILE:OFFSET"] },
		});
	const units = given.flatMap((word) => word.split(",")).filter((word) => word !== "");
	const request = {
		...{ run: run!, runs, units, from: placeOf(context, "from", from), to: placeOf(context, "to", to) },
		...{ ahead, top, others, seed, warmupSymbols, lossy, encoding, engine, threads },
		...(checkpoint !== undefined && { checkpoint: checkpointOf(checkpoint, context) }),
	};
	const result = await library.patch(request, watched(context, t("phase.patch")));
	return answer(context, result, (cells) => {
		print(context, patched(context, result, { cells, units: given }).join("\n"));
		const [{ unit, from: value }] = result.values as [(typeof result.values)[0]];
		const again = `sluice cells patch ${sameRun(run!, settings)} ${given.map(quote).join(" ")}`;
		const steps = ahead ?? 100;
		const goesOn = result.open && result.curve.length > steps && steps < MOST_AHEAD; // it did not stop at the text's end
		const same = flagWords(settings, "lossy", "encoding", "checkpoint", "warmupSymbols", "others", "seed");
		const places = [`--from ${quote(from)}`, `--to ${quote(to)}`, `--ahead ${Math.min(MOST_AHEAD, 10 * steps)}`];
		const longer = [again, ...places].join(" ") + same;
		const clamp = `--clamp ${unit}=${Number(value.toPrecision(4))}`;
		const held = `sluice sample ${sameRun(run!, settings)} ${clamp}${flagWords(settings, "checkpoint")}`;
		suggestNext(context, goesOn ? [longer, held] : [held]);
	});
}

/** Parses a position such as `book.txt:1200` or `valid:1200`. */
function placeOf({ settings }: Context<Values>, which: "from" | "to", text: string): PatchPlace {
	const [, file, digits] = /^(.+):(\d{1,15})$/s.exec(text) ?? [];
	if (file === undefined) {
		const why = { reason: "form", forms: ["FILE:OFFSET", "valid:OFFSET"], got: shown(text) } as const;
		throw fail("E_OPTION", { option: which, why, where: settings.origins[which]!.where });
	}
	const at = Number(digits);
	return file === "train" || file === "valid" || file === "test" ? { part: file, at } : { file, at };
}
