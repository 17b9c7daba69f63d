/** Scores of labelled sequences as tables: the network next to the baseline, each class, and the confusion table. */
import type { ClassScores } from "../../src/index.ts";
import type { Translate } from "../messages/catalogue.ts";
import { escapeLine } from "./escape.ts";
import { count, percent } from "./numbers.ts";
import { table } from "./table.ts";
import { clip } from "./width.ts";

/** Classes shown one by one, and cells of a class's name in a table. */
const SHOWN = 12;
const NAME_CELLS = 16;

const score = (value: number | null) => (value === null ? "-" : value.toFixed(3));
const nameOf = (label: string) => clip(escapeLine(label) || '""', NAME_CELLS);

/** Accuracy and macro F1 of the network, and of always predicting the most frequent class. */
export function accuracyTable(scores: ClassScores, t: Translate): string[] {
	const { labels, per, accuracy, interval, macroF1, majority } = scores;
	const range = interval ? interval.map(percent).join("..") : "-";
	const title = t("labels.of", { labels, per: t(`labels.per.${per}`) });
	const titles = [t("labels.accuracy"), t("labels.interval"), t("labels.macroF1")];
	const always = `${t("labels.majority")}: ${t("labels.always", { label: nameOf(majority.label) })}`;
	return table(
		[{ title }, ...titles.map((title) => ({ title, right: true }))],
		[
			[t("labels.network"), percent(accuracy), range, score(macroF1)],
			[always, percent(majority.accuracy), "", ""],
		],
	);
}

/** Precision, recall, F1 and number of labels per class. */
export function classTable({ classes }: ClassScores, t: Translate): string[] {
	const titles = [t("labels.precision"), t("labels.recall"), "F1", t("labels.support")];
	const rows = classes
		.slice(0, SHOWN)
		.map(({ label, precision, recall, f1, support }) => [
			nameOf(label),
			...[precision, recall, f1].map(score),
			count(support),
		]);
	return table([{ title: t("labels.class") }, ...titles.map((title) => ({ title, right: true }))], rows);
}

/** A row per actual class, a column per predicted one. */
export function confusionTable({ classes, confusion }: ClassScores, t: Translate): string[] {
	const names = classes.slice(0, SHOWN).map(({ label }) => nameOf(label));
	const rows = names.map((name, k) => [name, ...confusion[k]!.slice(0, SHOWN).map(String)]);
	return table([{ title: t("labels.confusion") }, ...names.map((title) => ({ title, right: true }))], rows);
}

/** Number of classes that the tables leave out. */
export function classesLeftOut({ classes }: ClassScores): number {
	return Math.max(0, classes.length - SHOWN);
}
