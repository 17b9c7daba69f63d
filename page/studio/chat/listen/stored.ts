/** The numbers of the examples, which come with the page (test/lessons/listening.ts makes them). */
import file from "../../stored/listening.json" with { type: "json" };

export interface AskedTable {
	questions: string[];
	answers: string[];
	/** -ln p(answer | question) in nats: at each of the updates a row for each question, a column for each answer. */
	nats: number[][][];
}

export const listening: {
	updates: number[];
	en: AskedTable;
	ko: AskedTable;
	/** log10 of the gradient at each symbol of the question, last first, relative to the last. */
	paths: { state: number[]; attention: number[] };
} = file;
