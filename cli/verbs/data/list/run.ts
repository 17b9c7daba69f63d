/** `sluice data list`: three lines per text: name and size, description, source. */
import { type Context, print, printJson, suggestNext } from "../../../context.ts";
import { bytes } from "../../../display/numbers.ts";
import { table } from "../../../display/table.ts";
import { cellsOf, clip, loadWidths } from "../../../display/width.ts";

export async function run(context: Context): Promise<number> {
	const { t, lang, out, library } = context;
	const texts = await library.listData();
	if (context.format !== "text") {
		printJson(context, { data: texts });
		return 0;
	}
	await loadWidths();
	const columns = [{ title: "" }, { title: "", right: true }, { title: "" }];
	const heads = texts.map((text) => [
		`@${text.name}`,
		text.bytes === null ? "?" : bytes(text.bytes),
		t(text.cached ? "data.here" : "data.away"),
	]);
	const [, ...headings] = table(columns, heads);
	const cells = cellsOf(context, Number.POSITIVE_INFINITY);
	for (const [n, text] of texts.entries()) {
		const hash = text.sha256 === null ? t("data.unpinned") : `sha256 ${text.sha256.slice(0, 12)}…`;
		const licence = (lang === "ko" && text.licenceKo) || text.licence;
		const origin = `${licence} · ${text.source} · ${hash}`;
		print(context, out.bold(clip(headings[n]!, cells)));
		print(context, clip(`  ${lang === "ko" ? text.descriptionKo : text.description}`, cells));
		print(context, out.dim(clip(`  ${origin}`, cells)));
	}
	const first = (texts.find((text) => !text.cached) ?? texts[0])?.name;
	if (first) suggestNext(context, [`sluice data get ${first}`, `sluice train @${first}`]);
	return 0;
}
