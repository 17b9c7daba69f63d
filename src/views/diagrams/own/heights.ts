/** Heights of the rows of the diagram of a cell given by equations, in pixels, from top to bottom. */
import type { Columns } from "./columns.ts";
import type { EquationCell } from "./drawnCell.ts";

/** Half of a strip, and of the tall one of c; a letter above it; the room between two lines. */
const [HALF, TALL, LETTER, TRACK] = [18, 48, 26, 22];
/** A constant below its operation. */
const BELOW = 46;

export interface Heights {
	/** Height of each row by name: rows of `Columns`, "boxes", `NAME_prev` of each state, `track VALUE` of a box's value. */
	rows: ReadonlyMap<string, number>;
	strips: number;
	/** Where a peephole turns to its box. */
	peeps: number;
	/** Lines below the boxes: h' alone, x and h', x alone; 0 for none. */
	h: number;
	both: number;
	x: number;
	height: number;
}

export const beforeOf = (state: string): string => `${state}_prev`;

/** Whether a state of the step before needs a line of its own: it is read after the new one has begun. */
function isApart({ placed, uses, begins }: Columns, state: string): boolean {
	const begin = begins.get(state)!;
	const row = new Map(placed.map((node) => [node.id, node.row]));
	return uses.some(({ of, to, x }) => of === beforeOf(state) && x >= begin && !(row.get(to) === state && x === begin));
}

export function heightsOf(cell: EquationCell, columns: Columns): Heights {
	const { placed, uses } = columns;
	const rows = new Map<string, number>();
	let y = 22;
	const hasConstant = (row: string) => placed.some((node) => node.row === `${row} below`);
	const half = (name: string) => (name === "c" ? TALL : HALF);
	const putStrip = (name: string, of: string) => {
		y += half(of) + LETTER + 4;
		rows.set(name, y);
		y += Math.max(half(of) + 10, hasConstant(name) ? BELOW + 14 : 0);
	};
	for (const { row, depth } of columns.rows) {
		if (cell.states.includes(row) && isApart(columns, row)) putStrip(beforeOf(row), row);
		putStrip(row, row);
		for (let k = 1; k <= depth; k++) {
			y += 30;
			rows.set(`${row} ${k}`, y);
			y += hasConstant(`${row} ${k}`) ? BELOW + 14 : 30;
		}
	}
	for (const [row, place] of [...rows]) rows.set(`${row} below`, place + BELOW);
	for (const state of cell.states) if (!rows.has(beforeOf(state))) rows.set(beforeOf(state), rows.get(state)!);
	y += 4;
	const boxes = placed.filter(({ box }) => box);
	for (const { value, x } of boxes) {
		const read = uses.filter(({ of }) => of === value);
		if (read.length === 1 && read[0]!.x === x) continue;
		y += TRACK;
		rows.set(`track ${value}`, y);
	}
	const strips = y + HALF + LETTER + 12;
	const peeps = strips + HALF + 22;
	y = uses.some(({ way }) => way === "peep") ? peeps + 38 : strips + HALF + 40;
	rows.set("boxes", y);
	const isH = boxes.some(({ box }) => !box!.input);
	const isX = boxes.some(({ box }) => !box!.recurrent);
	const isBoth = boxes.some(({ box }) => box!.input && box!.recurrent);
	y += 24;
	const [h, both, x] = [isH, isBoth, isX].map((is) => (is ? (y += TRACK) : 0)) as [number, number, number];
	return { rows, strips, peeps, h, both, x, height: y + 76 };
}
