/** The numbers of a picture as a table that scrolls in its box, also by keys. */
import type { FigureTable } from "../../kit/figure.ts";
import { plain } from "../../kit/numbers.ts";

interface NumberTableCall {
	table: FigureTable;
	/** Its name for those who hear the page. */
	label: string;
	/** Significant digits of numbers; text stays as it is. */
	digits: number;
	/** Said above it, for instance how many rows there are. */
	note?: string | undefined;
}

export function NumberTable({ table: { head, rows }, label, digits, note }: NumberTableCall) {
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
		<section className="number-table" tabIndex={0} aria-label={label}>
			{note && <p className="quiet">{note}</p>}
			<table className="numbers">
				<thead>
					<tr>
						{head.map((one, n) => (
							<th key={n} scope="col">
								{one}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{rows.map((row, n) => (
						<tr key={n}>
							{row.map((cell, k) => (
								<td key={k}>{typeof cell === "number" ? plain(cell, digits) : cell}</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}
