/**
 * The table of sizes of Karpathy, Johnson & Fei-Fei (2015, table 1): test loss in nats per character of each cell, on
 * two texts, for 1, 2 and 3 layers. Single entries could not be checked against the paper, so none is asserted.
 */
import type { Phrase } from "./reproduction.ts";

export const TEXTS = ["war-and-peace", "linux"] as const;
export type TextName = (typeof TEXTS)[number];

export const TEXT_TITLES: Readonly<Record<TextName, Phrase>> = {
	"war-and-peace": { en: "War and Peace", ko: "전쟁과 평화" },
	linux: { en: "Linux kernel", ko: "리눅스 커널" },
};

export const TABLE_CELLS = ["lstm", "rnn", "gru"] as const;
export type TableCell = (typeof TABLE_CELLS)[number];

/** Rows of the table: hidden units of the 1-layer LSTM. The other networks of a row have nearly as many parameters. */
export const SIZES = [64, 128, 256, 512] as const;
export const DEPTHS = [1, 2, 3] as const;

/** By text and size: the entries of each cell at 1, 2 and 3 layers. The plain network has none in the row 512. */
const TABLE: Readonly<Record<TextName, Readonly<Record<number, Readonly<Partial<Record<TableCell, string>>>>>>> = {
	"war-and-peace": {
		64: { lstm: "1.449 1.442 1.540", rnn: "1.446 1.401 1.396", gru: "1.398 1.373 1.472" },
		128: { lstm: "1.277 1.227 1.279", rnn: "1.417 1.286 1.277", gru: "1.230 1.226 1.253" },
		256: { lstm: "1.189 1.137 1.141", rnn: "1.342 1.256 1.239", gru: "1.198 1.164 1.138" },
		512: { lstm: "1.161 1.092 1.082", gru: "1.170 1.201 1.077" },
	},
	linux: {
		64: { lstm: "1.355 1.331 1.366", rnn: "1.407 1.371 1.383", gru: "1.335 1.298 1.357" },
		128: { lstm: "1.149 1.128 1.177", rnn: "1.241 1.120 1.220", gru: "1.154 1.125 1.150" },
		256: { lstm: "1.026 0.972 0.998", rnn: "1.171 1.116 1.116", gru: "1.039 0.991 1.026" },
		512: { lstm: "0.952 0.840 0.846", gru: "0.943 0.861 0.829" },
	},
};

/** The published loss, with its digits; undefined if the table has no such entry. */
export function publishedLoss(text: TextName, size: number, cell: TableCell, layers: number): string | undefined {
	return TABLE[text][size]?.[cell]?.split(" ")[layers - 1];
}
