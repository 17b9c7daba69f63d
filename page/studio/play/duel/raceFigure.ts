/** The bits that each one has paid so far, symbol after symbol: the lowest line is ahead. */

import { type Brush, segment } from "../../../kit/canvas.ts";
import { CanvasFigure } from "../../../kit/canvasFigure.ts";
import type { FigureTable } from "../../../kit/figure.ts";
import { fixed } from "../../../kit/numbers.ts";
import { PLAYERS, type Player, type Round } from "./scores.ts";
import { spreadLabels } from "./spreadLabels.ts";

export interface RaceCall {
	rounds(): readonly Round[];
	/** Symbols of the whole passage. */
	symbols(): number;
	sign(id: number): string;
	name(player: Player): string;
	summary(): string;
	/** Heads of the columns before those of the players. */
	words: { place: string; symbol: string; bet: string; sure: string };
	/** Lines above the picture, in a file. */
	title?: readonly string[];
}

export const COLOURS: Readonly<Record<Player, string>> = {
	...{ you: "--active", network: "--loss", ngram: "--valid", frequencies: "--ghost" },
};
const DASHES: Readonly<Record<Player, readonly number[]>> = {
	...{ you: [], network: [6, 3], ngram: [2, 3], frequencies: [1, 4] },
};
const [LEFT, RIGHT, FOOT] = [40, 96, 26];

export class RaceFigure extends CanvasFigure<RaceCall> {
	table(): FigureTable {
		return tableOf(this.call);
	}

	draw(brush: Brush): void {
		drawRace(brush, this.call);
	}
}

export function tableOf({ rounds, sign, words, name }: RaceCall): FigureTable {
	const { place, symbol, bet, sure } = words;
	const rows = rounds().map(({ at, id, bet, sure, bits }) => [
		...[at, sign(id), bet, sure],
		...PLAYERS.map((player) => bits[player]),
	]);
	return { head: [place, symbol, bet, sure, ...PLAYERS.map((player) => name(player))], rows };
}

export function drawRace({ context: pen, width, height, colour }: Brush, call: RaceCall): void {
	const rounds = call.rounds();
	const lines = call.title ?? [];
	const top = 12 + 19 * lines.length;
	pen.font = `14px ${colour("--sans")}`;
	pen.textAlign = "left";
	pen.fillStyle = colour("--ink");
	for (const [n, line] of lines.entries()) pen.fillText(line, 12, 22 + 19 * n);
	const sums = PLAYERS.map((player) => {
		let sum = 0;
		return [0, ...rounds.map(({ bits }) => (sum += bits[player]))];
	});
	const most = Math.max(10, ...sums.map((line) => line.at(-1)!));
	const n = Math.max(1, call.symbols());
	const x = (k: number) => LEFT + (k / n) * (width - LEFT - RIGHT);
	const y = (bits: number) => height - FOOT - (bits / most) * (height - FOOT - top - 6);
	pen.font = `12px ${colour("--sans")}`;
	const step = most > 200 ? 100 : most > 80 ? 50 : most > 30 ? 20 : 5;
	for (let bits = 0; bits <= most; bits += step) {
		pen.strokeStyle = colour("--line");
		segment(pen, LEFT, Math.round(y(bits)) + 0.5, width - RIGHT, Math.round(y(bits)) + 0.5);
		pen.fillStyle = colour("--quiet");
		pen.textAlign = "right";
		pen.fillText(String(bits), LEFT - 6, y(bits) + 4);
	}
	pen.textAlign = "center";
	for (const [k, { id }] of rounds.entries()) {
		if (n > 45 && k % 2) continue;
		pen.fillStyle = colour("--quiet");
		pen.fillText(call.sign(id).replace(/^-(?=.)|(?<=.)-$/u, ""), x(k + 1), height - 8);
	}
	const ends = spreadLabels(
		sums.map((line) => y(line.at(-1)!) + 4),
		14,
		height - FOOT + 4,
	);
	pen.lineWidth = 2;
	for (const [p, player] of PLAYERS.entries()) {
		const line = sums[p]!;
		pen.strokeStyle = colour(COLOURS[player]);
		pen.setLineDash(DASHES[player]);
		pen.beginPath();
		for (const [k, sum] of line.entries()) k === 0 ? pen.moveTo(x(k), y(sum)) : pen.lineTo(x(k), y(sum));
		pen.stroke();
		pen.textAlign = "left";
		pen.fillStyle = colour(player === "frequencies" ? "--quiet" : COLOURS[player]);
		pen.fillText(`${call.name(player)} ${fixed(line.at(-1)!, 1)}`, x(rounds.length) + 6, ends[p]!);
	}
	pen.setLineDash([]);
	pen.lineWidth = 1;
}
