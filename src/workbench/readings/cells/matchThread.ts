/**
 * Entry of the worker thread that matches one expression in one text and then exits. It is killed if that takes too
 * long.
 */
import { parentPort, workerData } from "node:worker_threads";
import { type Expression, matchesOf } from "../../../interpretation/patterns/expression.ts";

const { text, expression, reached } = workerData as { text: string; expression: Expression; reached: Int32Array };
parentPort!.postMessage("begun");
try {
	const matches = Float64Array.from(matchesOf(text, expression, reached));
	parentPort!.postMessage(matches, [matches.buffer]);
} catch (error) {
	if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
	parentPort!.postMessage(null);
}
