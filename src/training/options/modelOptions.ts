/** Options of the model: blocks of units; and of a task a stack of layers, or an encoder-decoder. */
import type { Task } from "../../data/tasks/task.ts";
import { fail } from "../../errors/index.ts";
import type { Reason } from "../../errors/reasons.ts";
import type { CommonOptions, TaskTrainOptions } from "./optionTypes.ts";

/**
 * Fills in the defaults of an encoder-decoder, and leaves "stack", which is what there is without it, out.
 * @throws E_OPTION for an option that needs an encoder-decoder, or that it does not take; E_MODEL_USE for recordEvery.
 */
export function setModel(options: Partial<TaskTrainOptions>, where: string): void {
	const refuse = (option: string, why: Reason) => fail("E_OPTION", { option, why, where });
	const { model, layers, dropout, weightDrop, blocks, k1, k2, omega, cell, recordEvery } = options;
	if (model !== "encoder-decoder") {
		delete options.model;
		const alone = (["attention", "attentionUnits"] as const).find((name) => options[name] !== undefined);
		if (alone) throw refuse(alone, { reason: "needs", options: ["model"], to: "encoder-decoder" });
		return;
	}
	options.attention ??= "additive";
	if (options.attentionUnits !== undefined && options.attention !== "additive")
		throw refuse("attentionUnits", { reason: "together", with: "attention" });
	const others = { layers: layers !== 1, dropout: (dropout ?? 0) > 0, k1: k1 !== undefined, k2: k2 !== undefined };
	const more = {
		blocks: blocks !== undefined,
		weightDrop: (weightDrop ?? 0) > 0,
		omega: (omega ?? 0) > 0,
		cell: typeof cell === "object",
	};
	for (const [option, set] of Object.entries({ ...others, ...more }))
		if (set) throw refuse(option, { reason: "together", with: "model" });
	if ((recordEvery ?? 0) > 0) throw fail("E_MODEL_USE", { use: "record" });
}

/** @throws E_OPTION if the model needs questions and the task has none. */
export function checkQuestions(
	{ model }: Pick<TaskTrainOptions, "model">,
	task: Pick<Task, "questions">,
	where: string,
): void {
	if (model === undefined || task.questions) return;
	throw fail("E_OPTION", { option: "model", why: { reason: "questions" }, where });
}

/** Leaves out one block, which changes nothing. @throws E_OPTION for a cell or a number of units without such blocks. */
export function setBlocks(options: CommonOptions, where: string): void {
	const { blocks = 1, hidden, cell } = options;
	if (blocks === 1) delete options.blocks;
	else if (typeof cell === "object") {
		const why = { reason: "onlyFor", kinds: ["builtIn"], not: "equations" } as const;
		throw fail("E_OPTION", { option: "blocks", why, where });
	} else if (hidden % blocks !== 0)
		throw fail("E_OPTION", { option: "blocks", why: { reason: "unitBlocks", hidden, got: blocks }, where });
}
