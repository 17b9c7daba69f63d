/** Description of the machine that computed a result, to be saved with it. */
import { arch, availableParallelism, cpus, platform } from "node:os";

export interface Machine {
	cpu: string;
	cores: number;
	platform: string;
	node: string;
}

export function machine(): Machine {
	const cpu = cpus()[0]?.model.trim() || "unknown";
	return { cpu, cores: availableParallelism(), platform: `${platform()} ${arch()}`, node: process.versions.node };
}
