/** `sluice study run`: describes a study, or reads its description, and trains its trials here. */
import { fail } from "../../../../src/errors/index.ts";
import type { GivenOptions, SearchSpace, StudySpec } from "../../../../src/index.ts";
import type { Context } from "../../../context.ts";
import { dataOf, withoutData } from "../../shared/data.ts";
import type { ValuesOf } from "../../spec.ts";
import { followStudy } from "../shared/follow.ts";
import { gridWords, randomWords } from "../shared/space.ts";
import type { studyRun } from "./spec.ts";

type Values = ValuesOf<typeof studyRun>;

export async function run(context: Context<Values>, words: string[]): Promise<number> {
	const { library, settings } = context;
	const { workers, threads, studies, name, queue } = settings.values;
	const study = await specOf(context, words);
	const request = { study, name, studies, workers, threads, queue };
	return followStudy(context, (hooks) => library.runStudy(request, hooks));
}

async function specOf(context: Context<Values>, words: readonly string[]): Promise<StudySpec> {
	const { settings } = context;
	const { grid, random, ask } = settings.values;
	const searched = grid !== undefined || random !== undefined || ask === true;
	if (!searched && words.length === 1 && words[0]!.endsWith(".json")) return fileOf(context, words[0]!);
	if (words.length === 0 || !searched) {
		const forms = words.length === 0 ? ["TASK", "FILE", "DIR", "@NAME"] : ["--grid", "--random", "--ask"];
		const such = "sluice study run addition --grid lr=.001,.01 --seeds 3 --steps 500";
		throw fail("E_ARGUMENT", { verb: "sluice study run", why: { reason: "missing", forms, such } });
	}
	return fromFlags(context, words);
}

/** The description in a file; the folder of its paths is the file's own. */
function fileOf({ library, settings }: Context<Values>, file: string): StudySpec {
	const { seeds, grid, random, workers, threads, studies, name, queue, quiet, ...others } = settings.values;
	const other = Object.keys(others)[0] ?? (seeds === undefined ? undefined : "seeds");
	if (other !== undefined)
		throw fail("E_OPTION", {
			option: other,
			why: { reason: "needs", options: ["grid", "random"] },
			where: { place: "flag" },
		});
	return library.readStudyFile(file);
}

/** The description that the options give. */
async function fromFlags(context: Context<Values>, words: readonly string[]): Promise<StudySpec> {
	const { library, settings } = context;
	const { grid, random, points = 20, drawSeed, halving, firstSteps, factor, rungs, ask } = settings.values;
	const { seeds = 1, firstSeed = 1, tries, lease, silence, memory, output, ...more } = withoutData(settings.values);
	const { name: _1, workers: _2, threads: _3, engine, studies: _4, queue: _15, quiet: _5, ...others } = more;
	const {
		grid: _6,
		random: _7,
		points: _8,
		drawSeed: _9,
		halving: _10,
		firstSteps: _11,
		factor: _12,
		rungs: _13,
		ask: _14,
		...options
	} = others;
	const data = await dataOf(
		context,
		"study run",
		words.map((word) => library.taskWord(word)),
	);
	const space: SearchSpace = random === undefined ? gridWords(grid ?? []) : randomWords(random);
	const drawn = { points, ...(drawSeed !== undefined && { seed: drawSeed }) };
	const needs = (option: string, other: string) =>
		fail("E_OPTION", { option, why: { reason: "needs", options: [other] }, where: { place: "flag" } });
	if (random !== undefined && grid !== undefined)
		throw fail("E_OPTION", { option: "random", why: { reason: "together", with: "grid" }, where: { place: "flag" } });
	if (halving && random === undefined) throw needs("halving", "random");
	if (halving && firstSteps === undefined) throw needs("halving", "firstSteps");
	const rungsOf = {
		firstSteps: firstSteps!,
		...(factor !== undefined && { factor }),
		...(rungs !== undefined && { rungs }),
	};
	const search = ask
		? ({ kind: "asked" } as const)
		: halving
			? ({ kind: "halving", space, ...drawn, ...rungsOf } as const)
			: random === undefined
				? ({ kind: "grid", space } as const)
				: ({ kind: "random", space, ...drawn } as const);
	const limits = {
		...(tries !== undefined && { tries }),
		...(lease !== undefined && { leaseSeconds: lease }),
		...(silence !== undefined && { silenceSeconds: silence }),
		...(memory !== undefined && { memoryMegabytes: memory }),
		...(output !== undefined && { outputMegabytes: output }),
	};
	const list = Array.from({ length: seeds }, (_, n) => firstSeed + n);
	return { data, options: options as GivenOptions, search, seeds: list, ...(engine && { engine }), limits };
}
