/** Training: start, stop, resume. Everything that ends up in a command is checked here or by the command's own rules. */
import { fail } from "../../../src/errors/index.ts";
import { unknownOption } from "../../../src/errors/request.ts";
import { listData, slug, stopRun, task, taskOptions } from "../../../src/index.ts";
import type { Changed, Json, Started } from "../../wire.ts";
import { checkFields, type Fields, fieldsOf, need, objectOf, textOf, wholeOf } from "../body.ts";
import type { Handler } from "../handler.ts";
import { idOf } from "../idOf.ts";
import { Refusing } from "../refusal.ts";
import type { Studio } from "../studio.ts";
import { runName } from "./changes.ts";

const MOST_THREADS = 64;

export const start: Handler = async (studio, { body }): Promise<Started> => {
	const fields = fieldsOf(body, ["data", "options", "name", "engine", "threads"]);
	studio.trainings.refuseSecond();
	const options = objectOf(fields.options ?? {});
	const data = dataOf(studio, fields.data);
	const run = fields.name === undefined ? freeName(studio, stemOf(data, options)) : runName(textOf(fields, "name"));
	if (studio.reader.names().includes(run)) throw fail("E_RUN_EXISTS", { name: run, folder: run });
	const threads = wholeOf(fields, "threads", 1, MOST_THREADS);
	const argv = studio.commands.train({
		...{ words: data.words, options, run },
		...(data.target !== undefined && { target: data.target }),
		...(data.pairs && { pairs: data.pairs }),
		...(fields.engine !== undefined && { engine: textOf(fields, "engine") }),
		...(threads !== undefined && { threads }),
	});
	await studio.trainings.start(run, argv);
	return { id: idOf(run), name: run };
};

interface Chosen {
	words: string[];
	/** For the name of the run. */
	name: string;
	target?: string;
	pairs?: { question: string; answer: string };
}

/** "book-lstm"; of pairs what tells their models apart: "talk-dot", "talk-language". */
function stemOf({ name, pairs }: Chosen, { cell, model, attention }: Fields): string {
	const word = pairs ? (model === "encoder-decoder" ? (attention ?? "none") : "language") : (cell ?? "lstm");
	return `${name}-${typeof word === "string" ? word : "lstm"}`;
}

function dataOf(studio: Studio, given: Json | undefined): Chosen {
	const { kind } = checkFields(given, ["kind", "name", "id", "target", "question", "answer", "options"]);
	if (kind === "catalogue") {
		const name = textOf(checkFields(given, ["kind", "name"]), "name");
		need(
			"name",
			listData().some((entry) => entry.name === name),
			"GET /api/catalogue",
		);
		return { words: [`@${name}`], name };
	}
	if (kind === "given") {
		const fields = checkFields(given, ["kind", "id", "target"]);
		const { word, name } = studio.texts.keep(textOf(fields, "id"));
		const target = fields.target === undefined ? {} : { target: textOf(fields, "target") };
		return { words: [word], name: name.replace(/^@|\.\w{1,8}$/g, ""), ...target };
	}
	if (kind === "pairs") return pairsOf(studio, checkFields(given, ["kind", "id", "question", "answer"]));
	need("kind", kind === "task", "catalogue|given|pairs|task");
	const fields = checkFields(given, ["kind", "name", "options"]);
	const named = textOf(fields, "name");
	need("name", /^[a-z0-9-]+$/.test(named), "GET /api/form");
	const options = objectOf(fields.options ?? {});
	const plain = Object.values(options).every((value) => typeof value === "number" || typeof value === "boolean");
	need("options", plain, "{ NAME: number | boolean }");
	const known = taskOptions(named).options;
	const unknown = Object.keys(options).find((option) => !known.includes(option));
	if (unknown !== undefined)
		throw fail("E_OPTION", { option: unknown, why: unknownOption(unknown, known), where: `task:${named}` });
	const pairs = Object.entries(options).map(([key, value]) => `${key}=${value}`);
	const word = `task:${named}${pairs.length > 0 ? `:${pairs.join(",")}` : ""}`;
	task(word);
	return { words: [word], name: named };
}

/** Two columns of a text that looks like pairs. The text is kept with the runs only when both columns are known. */
function pairsOf({ texts }: Studio, fields: Fields): Chosen {
	const id = textOf(fields, "id");
	const known = texts.fields(id);
	const [question, answer] = [textOf(fields, "question"), textOf(fields, "answer")];
	const others = known.filter((name) => name !== question);
	need("question", known.includes(question), known.slice(0, 20).join("|"));
	need("answer", others.includes(answer), others.slice(0, 20).join("|"));
	const { word, name } = texts.keep(id);
	return { words: [`pairs:${word}`], name: name.replace(/\.\w{1,8}(\.gz)?$/, ""), pairs: { question, answer } };
}

/** The first free of STEM-1, STEM-2, ... */
export function freeName({ reader }: Studio, stem: string): string {
	const taken = new Set(reader.names());
	const base = slug(stem);
	for (let n = 1; ; n++) if (!taken.has(`${base}-${n}`)) return `${base}-${n}`;
}

export const stop: Handler = ({ ids, runs, trainings }, { id, body }): Changed => {
	fieldsOf(body, []);
	const run = ids.nameOf(id);
	const child = trainings.childOf(run);
	stopRun({ run, runs, ...(child !== undefined && { child }) });
	return { id };
};

export const resume: Handler = async (studio, { id, body }): Promise<Started> => {
	const budget = fieldsOf(body, ["steps", "epochs", "minutes"]);
	const run = studio.ids.nameOf(id);
	if (studio.trainings.stateOf(run, "interrupted") === "running")
		throw new Refusing(fail("E_STUDIO_BUSY", { run }), { status: 409, running: id });
	const argv = studio.commands.resume(run, budget);
	await studio.trainings.start(run, argv);
	return { id, name: run };
};
