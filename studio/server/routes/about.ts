/** What the page asks first: the machine, the given texts, the catalogue, the form of a training. */
import { availableParallelism } from "node:os";
import { listData, openEngine } from "../../../src/index.ts";
import type { Hello } from "../../wire.ts";
import type { Handler } from "../handler.ts";
import { idOf } from "../idOf.ts";
import { runsWord } from "../nearPath.ts";

let engine: Hello["engine"] | undefined;

/** The engine that a training gets by itself; opened once, since that shows what this computer can do. */
function engineHere(): Hello["engine"] {
	if (engine) return engine;
	const opened = openEngine();
	const { name, build, threads } = opened;
	opened.close();
	return (engine = { name, build, threads });
}

export const hello: Handler = (studio): Hello => {
	const training = studio.trainings.running;
	return {
		...{ version: studio.version, instance: studio.keys.instance, lang: studio.lang },
		...{ engine: engineHere(), cores: availableParallelism(), texts: studio.texts.list() },
		training: training === null ? null : idOf(training),
		runs: runsWord(studio.runs),
	};
};

export const listCatalogue: Handler = ({ lang }) =>
	listData().map(({ name, description, descriptionKo, licence, bytes, cached }) => {
		return { name, about: lang === "ko" ? descriptionKo : description, licence, bytes, cached };
	});

export const form: Handler = (studio) => studio.form;
