/** One measurement of Sluice in a process of its own: `node bench/sluice.mjs W1 ENGINE THREADS SECONDS`. */
import { openEngine } from "../dist/src/index.js";
import { loadMeter, peakRssMb } from "./machine.mjs";
import { runWorkload } from "./sluiceRun.mjs";

const [name, engineName, threads, seconds] = process.argv.slice(2);
const half = engineName === "native-bfloat16";
const asked = half ? { engine: "native", precision: "bfloat16" } : { engine: engineName };
const engine = openEngine({ ...asked, threads: Number(threads) });
const result = await runWorkload(engine, name, { seconds: Number(seconds), meter: loadMeter() });
console.log(JSON.stringify({ ...result, build: engine.build, threads: engine.threads, rssMb: peakRssMb() }));
engine.close();
