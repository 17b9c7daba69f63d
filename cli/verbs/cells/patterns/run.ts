/** `sluice cells patterns`: lists the patterns that `cells find` can search for. */

import { SETS } from "../../../../src/interpretation/patterns/registry.ts";
import { type Context, print, printJson, suggestNext } from "../../../context.ts";
import { table } from "../../../display/table.ts";
import { cellsOf, loadWidths } from "../../../display/width.ts";
import { clip, foldWords } from "../../../display/words.ts";
import type { MessageKey } from "../../../messages/catalogue.ts";
import { patternText } from "../shared/pattern.ts";

const FORMS = [
	["in:/re/flags", "cells.form.in"],
	["at:/re/flags", "cells.form.at"],
	["after:/re/flags", "cells.form.after"],
	["spans:FILE", "cells.form.spans"],
] as const;

export async function run(context: Context): Promise<number> {
	const { t, out, library } = context;
	const patterns = library.PATTERNS.map(({ name, korean, graded }) => ({
		name,
		korean,
		graded,
		meaning: t(`pattern.${name}` as Extract<MessageKey, `pattern.${string}`>),
	}));
	const forms = FORMS.map(([form, key]) => ({ form, meaning: t(key) }));
	const sets = Object.entries(SETS).map(([set, names]) => ({ set, names }));
	if (context.format !== "text") {
		printJson(context, { patterns, forms, sets });
		return 0;
	}
	await loadWidths();
	const cells = cellsOf(context, Number.POSITIVE_INFINITY);
	const kind = (graded: boolean) => t(graded ? "cells.kind.degree" : "cells.kind.yesNo");
	const rows = [
		...patterns.map(({ name, korean, graded, meaning }) => [
			context.lang === "ko" ? `${korean} (${name})` : name,
			kind(graded),
			meaning,
		]),
		...forms.map(({ form, meaning }) => [form, form.startsWith("spans") ? "" : kind(false), meaning]),
	];
	const [, ...lines] = table([{ title: "" }, { title: "" }, { title: "" }], rows).map((line) => clip(line, cells));
	print(context, lines.slice(0, patterns.length).join("\n"));
	print(context, `\n${out.bold(t("cells.forms"))}\n${lines.slice(patterns.length).join("\n")}`);
	const named = (names: readonly string[]) => names.map((name) => patternText(context.lang, name)).join(", ");
	const told = sets.map(({ set, names }) => `  ${set}: ${set === "all" ? t("cells.set.all") : named(names)}`);
	const wide = cellsOf(context, 100);
	print(context, `\n${out.bold(t("cells.sets"))}\n${told.flatMap((line) => foldWords(line, wide, 4)).join("\n")}`);
	suggestNext(context, ["sluice cells find RUN FILE", "sluice cells find RUN FILE --pattern 'in:/[0-9]+/' --best 10"]);
	return 0;
}
