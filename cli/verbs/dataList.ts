/** `sluice data list` */
import { type Context, print, printJson, suggestNext } from "../context.ts";
import { bytes } from "../display/numbers.ts";
import { table } from "../display/table.ts";
import { clip, loadWidths } from "../display/width.ts";

export async function run(context: Context): Promise<number> {
	const { t, out, io, library } = context;
	const texts = await library.listData();
	if (context.format !== "text") {
		printJson(context, { data: texts });
		return 0;
	}
	await loadWidths();
	const columns = [
		{ title: t("data.name") },
		{ title: t("data.size"), right: true },
		{ title: t("data.cached") },
		{ title: t("data.licence") },
		{ title: t("data.what") },
		{ title: t("data.source") },
	];
	const rows = texts.map((text) => [
		`@${text.name}`,
		text.bytes === null ? "?" : bytes(text.bytes),
		t(text.cached ? "data.yes" : "data.no"),
		text.licence,
		context.lang === "ko" ? text.descriptionKo : text.description,
		text.source,
	]);
	const lines = table(columns, rows);
	const cells = io.stdout.isTTY ? (io.stdout.columns ?? 80) : Number.POSITIVE_INFINITY;
	const [head, ...body] = lines.map((line) => clip(line, cells));
	print(context, `${out.dim(head!)}\n${body.join("\n")}`);
	const first = texts[0]?.name;
	if (first) suggestNext(context, [`sluice data get ${first}`, `sluice train @${first}`]);
	return 0;
}
