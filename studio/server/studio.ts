/** What every part of the server works with: the folder of runs, the given texts, the commands, the events. */
import type { RunsReader } from "../../src/index.ts";
import type { Form } from "../wire/form.ts";
import type { Json } from "../wire.ts";
import type { EventLog } from "./eventLog.ts";
import type { GivenTexts } from "./givenTexts.ts";
import type { Replays } from "./replays.ts";
import type { RunIds, RunPlace } from "./runIds.ts";
import type { RunWatch } from "./runWatch.ts";
import type { SessionKeys } from "./session.ts";
import type { StudyIds } from "./studyIds.ts";
import type { StudyWatch } from "./studyWatch.ts";
import type { StudyWorkers } from "./studyWorkers.ts";
import type { Talks } from "./talks.ts";
import type { Trainings } from "./trainings.ts";

/** A training that a page asks for. Every word and value has been checked. */
export interface TrainPlan {
	/** Arguments that name the data: "@sqlite", "task:addition", or the path of a given text. */
	words: readonly string[];
	/** Column to forecast, for a series. */
	target?: string;
	/** Columns of pairs. */
	pairs?: { question: string; answer: string };
	options: Readonly<Record<string, Json>>;
	run: string;
	engine?: string;
	threads?: number;
}

/** The commands that the server starts, made by the command line: arguments after the program's file. */
export interface Commands {
	/** The program's file. */
	program: string;
	/** @throws E_OPTION for an option that `sluice train` does not have, or a value out of its range. */
	train(plan: TrainPlan): string[];
	/** @throws E_OPTION for an option that `sluice fork` does not have, or a value out of its range. */
	fork(parent: string, plan: { update: number; change: Readonly<Record<string, Json>>; run: string }): string[];
	resume(run: string, budget: Readonly<Record<string, Json>>): string[];
	report(run: Pick<RunPlace, "run" | "runs">, file: string, lang: "en" | "ko"): string[];
	resumeStudy(study: string, workers: number | undefined): string[];
	/** How a command that the reader types names a study. */
	studyArgument(study: string): string;
}

export interface Studio {
	/** Folder of runs, absolute. */
	runs: string;
	/** Folder of this start, which is removed at the end. */
	privateFolder: string;
	lang: "en" | "ko";
	version: string;
	form: Form;
	commands: Commands;
	reader: RunsReader;
	ids: RunIds;
	texts: GivenTexts;
	trainings: Trainings;
	events: EventLog;
	watch: RunWatch;
	studies: StudyIds;
	studyWatch: StudyWatch;
	studyWorkers: StudyWorkers;
	replays: Replays;
	talks: Talks;
	keys: SessionKeys;
	/** Tells what went wrong inside to whoever runs the server. */
	log(text: string): void;
}
