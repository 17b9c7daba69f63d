/** The output of a long-running verb: the whole result as JSON, or lines for people. */
import { type Context, printJson } from "../../context.ts";
import { cellsOf, loadWidths } from "../../display/width.ts";

/**
 * @param forPeople prints the result and the next commands in the given width: the terminal's, or 100 columns for a
 * file
 */
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
