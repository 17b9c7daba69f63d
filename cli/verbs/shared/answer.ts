/** How a verb that has worked for a while answers: the whole result for machines, or lines for people. */
import { type Context, printJson } from "../../context.ts";
import { cellsOf, loadWidths } from "../../display/width.ts";

/** @param forPeople prints the result and what comes next, in so many columns: the terminal's, or 100 into a file */
export async function answer(context: Context, result: object, forPeople: (cells: number) => void): Promise<number> {
	const { show, format } = context;
	show.end(true);
	if (format !== "text") {
		printJson(context, result);
		return 0;
	}
	await loadWidths();
	forPeople(cellsOf(context, 100, Number.POSITIVE_INFINITY));
	return 0;
}
