/** The commands that a diagnosis ends with: its remedies with the run's settings, or what a run without a fault is used for. */
import { flagOf } from "../../../src/errors/option.ts";
import type { DiagnoseResult } from "../../../src/index.ts";
import { lastPart, quote } from "../../next.ts";

type Remedy = DiagnoseResult["atChance"][number];

/** Options that belong to a cell, and to the initial weights of its matrices. */
const OF_CELL = ["variant", "init", "forgetBias", "omega", "omegaForm", "penalize"];
const BUDGETS = ["steps", "epochs", "minutes"];
/** Updates suggested for a run that had none. */
const FIRST_STEPS = 1000;

/** @param run the run as it was typed, with --runs if that was given. */
export function nextOf(result: DiagnoseResult, run: string): string[] {
	const { findings, atChance, source, data, length, text, outcome } = result;
	const remedies = findings.flatMap(({ remedy, others = [] }) => (remedy ? [remedy, ...others] : []));
	const commands = [...remedies, ...atChance].map((remedy) => withRemedy(result, remedy, run));
	if (remedies.length === 0 && ["ignorant", "ruined"].includes(outcome.kind)) commands.push(trainedOn(result, run));
	if (commands.length > 0) return [...new Set(commands)];
	if (data === null) return [`sluice sample ${run} --temperature 0.8`];
	if (source.options.target !== undefined) return [`sluice forecast ${run} --out forecasts.csv --svg forecasts.svg`];
	const longer = 2 * Number(length!.split("..").at(-1));
	return [`sluice eval ${run} ${text === data ? `--length ${longer}` : `--part ${lastPart(source.options.split)}`}`];
}

/** A remedy that needs new weights trains from scratch, on the run's data and with its options. */
function withRemedy(result: DiagnoseResult, { options: taken, fresh }: Remedy, run: string): string {
	if (!fresh) return `sluice train --from ${run} ${words({ ...taken, ...budgetOf(result) })}`;
	const { source, model, training } = result;
	const { cell, variant, layers, hidden, equations } = model;
	const named = equations ? { cell: `${cell}.json` } : { cell, variant };
	const own = { ...named, layers, hidden, ...training.options };
	const other = taken.cell !== undefined;
	const left = [...BUDGETS, ...(other ? OF_CELL : [])];
	const kept = Object.entries(own).filter(([name]) => !left.includes(name));
	const all = { ...source.options, ...Object.fromEntries(kept), ...taken, ...budgetOf(result) };
	return `sluice train ${dataOf(result)} ${words(all)}`;
}

/** The same weights, trained for as long again. */
function trainedOn(result: DiagnoseResult, run: string): string {
	const data = result.source.words.length > 0 ? "" : " FILE";
	return `sluice train${data} --from ${run} ${words(budgetOf(result))}`;
}

const dataOf = ({ source }: DiagnoseResult) => source.words.map(quote).join(" ") || "FILE";

const words = (options: object) =>
	Object.entries(options)
		.map(([name, value]) => `${flagOf(name)} ${quote(String(value))}`)
		.join(" ");

function budgetOf({ training: { options } }: DiagnoseResult): Readonly<Record<string, string | number>> {
	for (const name of BUDGETS) {
		const spent = options[name];
		if (spent !== undefined) return Number(spent) > 0 ? { [name]: spent } : { steps: FIRST_STEPS };
	}
	return {};
}
