/** The options that end a run, of which it has exactly one: updates, passes over the data, or minutes. */

export const BUDGETS = ["steps", "epochs", "minutes"] as const;

export interface BudgetOptions {
	steps?: number;
	epochs?: number;
	minutes?: number;
}

/** Those among `options` that are set. */
export function budgetAmong(options: Readonly<Record<string, unknown>> | BudgetOptions): BudgetOptions {
	const all = options as Readonly<Record<string, unknown>>;
	return Object.fromEntries(BUDGETS.filter((name) => typeof all[name] === "number").map((name) => [name, all[name]]));
}
