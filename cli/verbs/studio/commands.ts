/**
 * The commands that the studio's server starts. A value of a page becomes one word of a command, `--name=value`, and only
 * after the rule of its option has accepted it; no shell is involved.
 */
import { join } from "node:path";
import { fail } from "../../../src/errors/index.ts";
import { flagOf } from "../../../src/errors/option.ts";
import { unknownOption } from "../../../src/errors/request.ts";
import type { Commands } from "../../../studio/server/studio.ts";
import { resolveSettings } from "../../config.ts";
import { PAIR_FLAGS } from "../../flags/data.ts";
import type { Flags } from "../../flags/flag.ts";
import { ENGINE, THREADS } from "../../flags/machine.ts";
import { text } from "../../flags/rules.ts";
import { BUDGET_FLAGS } from "../../flags/training.ts";
import type { Io } from "../../io.ts";
import { fork } from "../fork/spec.ts";
import { studyArgument } from "../study/shared/print.ts";
import { FORM_FLAGS } from "./form.ts";

/** Options that a fork can change: those of `sluice fork`, but for its place. */
const { fromUpdate: _, run: __, runs: ___, engine: ____, threads: _____, ...CHANGES } = fork.flags as Flags;
const TARGET: Flags = { target: { rule: text(), group: "series", about: "flag.target" } };
/** Longest text of an option. */
const MOST_TEXT = 200;

export interface CommandFolders {
	/** The program's file. */
	program: string;
	/** Folders of runs and of studies, absolute. */
	runs: string;
	studies: string;
	io: Pick<Io, "cwd" | "env">;
}

export function commandsFor({ program, runs, studies, io }: CommandFolders): Commands {
	const inRuns = ["--runs", runs];
	return {
		program,
		train({ words, target, pairs, options, run, engine, threads }) {
			const machine = { ...(engine !== undefined && { engine }), ...(threads !== undefined && { threads }) };
			return [
				...["train", "--json", ...inRuns, "--run", run],
				...flagsOf(FORM_FLAGS, options),
				...flagsOf(TARGET, target === undefined ? {} : { target }),
				...flagsOf(PAIR_FLAGS, { ...pairs }),
				...flagsOf({ engine: ENGINE, threads: THREADS }, machine),
				...["--", ...words],
			];
		},
		fork: (parent, { update, change, run }) => [
			...["fork", "--json", ...inRuns, "--run", run, `--from-update=${update}`],
			...flagsOf(CHANGES, change),
			...["--", parent],
		],
		resume: (run, budget) => ["resume", "--json", ...inRuns, ...flagsOf(BUDGET_FLAGS, budget), "--", run],
		report: ({ run, runs }, file, lang) => [
			"report",
			"--quiet",
			"--runs",
			runs,
			"--html",
			file,
			"--lang",
			lang,
			"--",
			run,
		],
		resumeStudy: (study, workers) => [
			...["study", "resume", "--json", "--studies", studies],
			...(workers === undefined ? [] : [`--workers=${workers}`]),
			...["--", study],
		],
		studyArgument: (study) => studyArgument({ io }, join(studies, study)),
	};
}

/** @throws E_OPTION for an unknown option and for a value that its rule does not accept. */
function flagsOf(flags: Flags, given: Readonly<Record<string, unknown>>): string[] {
	for (const [option, value] of Object.entries(given)) {
		if (!Object.hasOwn(flags, option))
			throw fail("E_OPTION", { option, why: unknownOption(option, Object.keys(flags)), where: "sluice train" });
		const plain = ["string", "number", "boolean"].includes(typeof value);
		if (plain && String(value).length <= MOST_TEXT && !/\p{Cc}/u.test(String(value))) continue;
		const types = ["number", "text"] as const;
		throw fail("E_OPTION", {
			option,
			why: { reason: "type", types: [...types], got: "..." },
			where: { place: "flag" },
		});
	}
	const { values } = resolveSettings({ flags }, { flags: given, env: {} });
	return Object.entries(values).flatMap(([name, value]) => {
		if (value === true) return [flagOf(name)];
		return value === false ? [] : [`${flagOf(name)}=${value}`];
	});
}
