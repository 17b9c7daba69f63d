/** What a worker thread runs: the matches of one expression in one text, and then it ends. Killed where that takes too long. */
import { parentPort, workerData } from "node:worker_threads";
import { type Expression, matchesOf } from "../../interpretation/patterns/expression.ts";

const { text, expression } = workerData as { text: string; expression: Expression };
const matches = Float64Array.from(matchesOf(text, expression));
parentPort!.postMessage(matches, [matches.buffer]);
