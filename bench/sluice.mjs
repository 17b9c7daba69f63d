/** One measurement of Sluice in a separate process: `node bench/sluice.mjs W1 ENGINE THREADS SECONDS`. */
import { openEngine } from "../dist/src/workbench/machine/engines.js";
import { loadMeter, peakRssMb } from "./machine.mjs";
import { runWorkload } from "./sluiceRun.mjs";

const [name, engineName, threads, seconds] = process.argv.slice(2);
const engine = openEngine({ engine: engineName, threads: Number(threads) });
const result = await runWorkload(engine, name, { seconds: Number(seconds), meter: loadMeter() });
console.log(JSON.stringify({ ...result, build: engine.build, threads: engine.threads, rssMb: peakRssMb() }));
engine.close();
