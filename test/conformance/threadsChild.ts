/**
 * Prints the bits of an engine on 2 and on 3 threads: `node threadsChild.js ENGINE ROUNDS`. V8's compilers are chosen by
 * the process's flags.
 */
import { type EngineChoice, openEngine } from "../../src/workbench/machine/engines.ts";
import { threadBits } from "./threadBits.ts";

const [choice, rounds] = [process.argv[2] as EngineChoice, Number(process.argv[3])];
const bits: Record<string, unknown> = {};
for (const threads of [2, 3]) {
	const engine = openEngine({ engine: choice, threads, alwaysThreads: true, memoryBytes: 2 ** 27 });
	for (let round = 0; round < rounds; round++) bits[`${engine.threads} threads, ${round}`] = threadBits(engine);
	engine.close();
}
console.log(JSON.stringify(bits));
