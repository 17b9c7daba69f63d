/** Changes to runs: names, tags, the bin. */
import { fail } from "../../../src/errors/index.ts";
import * as library from "../../../src/index.ts";
import type { Changed, Started, Tagged } from "../../wire.ts";
import { fieldsOf, textOf, textsOf } from "../body.ts";
import type { Handler } from "../handler.ts";
import { idOf } from "../idOf.ts";

/** A name of a run, which is no path. @throws E_RUN_NAME. */
export function runName(name: string): string {
	const text = name.normalize("NFC");
	if (!library.isRunName(text)) throw fail("E_RUN_NAME", { name: text });
	return text;
}

export const renameRun: Handler = ({ ids, runs }, { id, body }): Started => {
	const to = runName(textOf(fieldsOf(body, ["name"]), "name"));
	library.renameRun({ run: ids.nameOf(id), runs, to });
	return { id: idOf(to), name: to };
};

export const tagRun: Handler = ({ ids, runs }, { id, body }): Tagged => {
	const fields = fieldsOf(body, ["add", "remove"]);
	const [add, remove] = [textsOf(fields, "add"), textsOf(fields, "remove")];
	const { tags } = library.tagRun({ run: ids.nameOf(id), runs, add, remove });
	return { id, tags };
};

export const removeRun: Handler = ({ ids, runs }, { id, body }): Changed => {
	fieldsOf(body, []);
	library.removeRun({ run: ids.nameOf(id), runs });
	return { id };
};

export const restoreRun: Handler = ({ runs }, { id, body }): Started => {
	fieldsOf(body, []);
	const removed = library.binned(runs).find(({ run }) => idOf(run) === id);
	if (!removed) throw fail("E_STUDIO_RUN", { id: "?" });
	const { run } = library.restoreRun({ run: removed.run, runs });
	return { id, name: run };
};
