/** The gradient check on a named engine. */
import { type CellSpec, VARIANTS } from "../../cells/layout.ts";
import { allCells, gradcheck as check, type GradcheckRow } from "../../diagnosis/gradcheck.ts";
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import { type EngineChoice, openEngine } from "./engines.ts";
import { turn } from "./turns.ts";

export interface GradcheckRequest {
	/** Default: every cell. */
	cell?: string;
	/** Default: every variant of the cell. */
	variant?: string;
	/** Default reference. */
	engine?: EngineChoice;
	/** T up to 7 and one seed (default); otherwise T up to 33 and three seeds. */
	quick?: boolean;
}

/** Checks each cell and variant asked for; rows come as they are done. */
export async function gradcheck(
	{ cell, variant, engine: name = "reference", quick = true }: GradcheckRequest = {},
	{
		onRow = () => {},
		onProgress = () => {},
	}: { onRow?(row: GradcheckRow): void; onProgress?(done: number, total: number): void } = {},
): Promise<{ rows: GradcheckRow[]; ok: boolean }> {
	const cells = allCells().filter(
		(spec) => (cell ?? spec.cell) === spec.cell && (variant ?? spec.variant) === spec.variant,
	);
	if (cells.length === 0) {
		const known = Object.entries(VARIANTS).map(([c, variants]) => `${c} ${variants.join("|")}`);
		throw fail("E_OPTION", {
			option: "cell",
			why: { reason: "oneOf", choices: known, got: shown(`${cell ?? ""} ${variant ?? ""}`.trim()) },
			where: "gradcheck",
		});
	}
	const engine = openEngine({ engine: name });
	try {
		const rows: GradcheckRow[] = [];
		const size = quick ? {} : { steps: [1, 2, 7, 33], seeds: [1, 2, 3] };
		for (const [n, spec] of cells.entries()) {
			onProgress(n, cells.length);
			await turn();
			for (const row of check(engine, { cells: [spec as CellSpec], ...size })) {
				rows.push(row);
				onRow(row);
			}
		}
		onProgress(cells.length, cells.length);
		return { rows, ok: rows.every((row) => row.ok) };
	} finally {
		engine.close();
	}
}
