/** `sluice cells patterns`: lists the patterns that `cells find` can search for. */
import { type Context, print, printJson, suggestNext } from "../../../context.ts";
import { table } from "../../../display/table.ts";
import { cellsOf, loadWidths } from "../../../display/width.ts";
import { clip } from "../../../display/words.ts";
import type { MessageKey } from "../../../messages/catalogue.ts";

const FORMS = [
	["in:/re/flags", "cells.form.in"],
	["at:/re/flags", "cells.form.at"],
	["after:/re/flags", "cells.form.after"],
	["spans:FILE", "cells.form.spans"],
] as const;

export async function run(context: Context): Promise<number> {
	const { t, out, library } = context;
	const patterns = library.PATTERNS.map(({ name, graded }) => ({
		name,
		graded,
		meaning: t(`pattern.${name}` as Extract<MessageKey, `pattern.${string}`>),
	}));
	const forms = FORMS.map(([form, key]) => ({ form, meaning: t(key) }));
	if (context.format !== "text") {
		printJson(context, { patterns, forms });
		return 0;
	}
	await loadWidths();
	const cells = cellsOf(context, Number.POSITIVE_INFINITY);
	const kind = (graded: boolean) => t(graded ? "cells.kind.degree" : "cells.kind.yesNo");
	const rows = [
		...patterns.map(({ name, graded, meaning }) => [name, kind(graded), meaning]),
		...forms.map(({ form, meaning }) => [form, form.startsWith("spans") ? "" : kind(false), meaning]),
	];
	const [, ...lines] = table([{ title: "" }, { title: "" }, { title: "" }], rows).map((line) => clip(line, cells));
	print(context, lines.slice(0, patterns.length).join("\n"));
	print(context, `\n${out.bold(t("cells.forms"))}\n${lines.slice(patterns.length).join("\n")}`);
	suggestNext(context, ["sluice cells find RUN FILE", "sluice cells find RUN FILE --pattern 'in:/[0-9]+/' --best 10"]);
	return 0;
}
