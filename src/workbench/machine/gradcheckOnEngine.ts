/** Gradient check on a named engine. */
import { type CellSpec, VARIANTS } from "../../cells/layout.ts";
import { allCells, type GradcheckRow, gradcheckInPieces } from "../../diagnosis/gradcheck.ts";
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import { checkRequest } from "../../errors/request.ts";
import { type EngineChoice, openEngine } from "./engines.ts";
import { turn } from "./turns.ts";

export interface GradcheckRequest {
	/** Cell to check. Default: every cell. */
	cell?: string;
	/** Variant to check. Default: every variant of the cell. */
	variant?: string;
	/** Engine. Default: reference. */
	engine?: EngineChoice;
	/** True: T up to 7 and one seed. False: T up to 33 and three seeds. Default: true. */
	quick?: boolean;
}

/** Checks each requested cell and variant, and reports each row as it is finished. */
export async function gradcheck(
	request: GradcheckRequest = {},
	{
		onRow = () => {},
		onProgress = () => {},
	}: { onRow?(row: GradcheckRow): void; onProgress?(done: number, total: number): void } = {},
): Promise<{ rows: GradcheckRow[]; ok: boolean }> {
	checkRequest(request, "gradcheck()", ["cell", "variant", "engine", "quick"]);
	const { cell, variant, engine: name = "reference", quick = true } = request;
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
			for (const some of gradcheckInPieces(engine, { cells: [spec as CellSpec], ...size })) {
				rows.push(...some);
				for (const row of some) onRow(row);
				await turn();
			}
		}
		onProgress(cells.length, cells.length);
		return { rows, ok: rows.every((row) => row.ok) };
	} finally {
		engine.close();
	}
}
