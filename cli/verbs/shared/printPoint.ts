/** One point of the gradient lab: a line per figure, or every number as JSON. */
import type { Point } from "../../../src/index.ts";
import { type Context, print, printJson } from "../../context.ts";
import { table } from "../../display/table.ts";

export function printPoint(context: Context, point: Point & { name?: string; run?: string }): void {
	const { t, lang, out, format } = context;
	const said = point.rows.map(({ what, value }) => ({ what: what[lang], value }));
	if (format !== "text") {
		printJson(context, { ...point, rows: said });
		return;
	}
	const columns = [{ title: t("reproduce.what") }, { title: t("point.value"), right: true }];
	const [head, ...body] = table(
		columns,
		said.map(({ what, value }) => [what, typeof value === "number" ? digits(value) : value]),
	);
	print(context, [out.dim(head!), ...body].join("\n"));
}

/** Nine digits, as the studio's page shows them; -Infinity, the logarithm of an exact 0, by name. */
const digits = (value: number) => (Number.isFinite(value) ? String(Number(value.toPrecision(9))) : String(value));
