/** `sluice gradcheck`: largest error of every cell, variant and kind of check. Exit code 4 if a bound is exceeded. */
import { type Context, print, printJson, suggestNext, talk } from "../../context.ts";
import { Progress } from "../../display/progress.ts";
import { table } from "../../display/table.ts";
import type { ValuesOf } from "../spec.ts";
import type { gradcheck } from "./spec.ts";

type Values = ValuesOf<typeof gradcheck>;

export async function run(context: Context<Values>): Promise<number> {
	const { io, t, out, err, show, library } = context;
	const { cell, variant, engine, thorough } = context.settings.values;
	const view = new Progress(t, t("phase.gradcheck"), String, io.now());
	const onProgress = (done: number, total: number) => {
		view.set(done, total, io.now());
		show.update(view, show.live);
	};
	const request = { cell, variant: variant || undefined, engine, quick: !thorough };
	const { rows, ok } = await library.gradcheck(request, { onProgress });
	show.end(true);
	if (context.format !== "text") {
		printJson(context, { ok, rows });
		return ok ? 0 : 4;
	}
	const columns = [
		{ title: t("gradcheck.cell") },
		{ title: t("gradcheck.check") },
		{ title: t("gradcheck.checks"), right: true },
		{ title: t("gradcheck.error"), right: true },
		{ title: t("gradcheck.bound"), right: true },
		{ title: t("gradcheck.where") },
	];
	const worst = library.worstRows(rows);
	const lines = worst.map((row) => [
		`${row.cell} ${row.variant}`,
		t(`gradcheck.kind.${row.check}`),
		String(row.rows),
		row.error.toExponential(1),
		row.bound.toExponential(0),
		row.tensor,
	]);
	const [head, ...body] = table(columns, lines);
	print(context, [out.dim(head!), ...body.map((line, n) => (worst[n]!.failed > 0 ? out.red(line) : line))].join("\n"));
	if (ok) {
		talk(context, err.green(t("gradcheck.ok", { count: rows.length })));
		return 0;
	}
	const failed = rows.filter((row) => !row.ok).length;
	talk(context, err.red(t("gradcheck.failed", { failed, count: rows.length })));
	const bad = worst.find((row) => row.failed > 0)!;
	suggestNext(context, [`sluice gradcheck --cell ${bad.cell} --variant ${bad.variant} --engine reference --json`]);
	return 4;
}
