/** Opens the trained network of a run on a task or a series: a gradient-trained one or an echo state network. */
import { Weights } from "../../cells/weights.ts";
import type { Task } from "../../data/tasks/task.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { EchoTrainer } from "../../training/echo/echoTrainer.ts";
import { echoNetwork, type Network, stackNetwork } from "../../training/network.ts";
import { lengthsOf } from "../../training/options/taskOptions.ts";
import type { Snapshot } from "../../training/snapshot.ts";
import { taskModel } from "../../training/task/taskTrainer.ts";
import { inTurns } from "../machine/turns.ts";
import { type EchoConfig, isEcho, type TaskConfig } from "../runs/config.ts";

export interface OpenNetwork extends Network {
	/** The trainer of an echo state network, with its fitted readout; absent for other networks. */
	echo?: EchoTrainer;
}

/**
 * @param task the part that the network was trained on.
 * @throws E_SINGULAR for an echo state network that was stopped before it had enough rows to determine a readout.
 */
export async function openNetwork(
	engine: Engine,
	config: TaskConfig | EchoConfig,
	task: Task,
	snapshot: Snapshot,
): Promise<OpenNetwork> {
	if (isEcho(config)) {
		const echo = new EchoTrainer(engine, task, config.options, snapshot);
		if (!echo.fitted) await echo.solve(undefined, inTurns);
		return { echo, ...echoNetwork(echo) };
	}
	const weights = Weights.of(engine, taskModel(config.options, task), snapshot.tensors);
	const [, longest] = lengthsOf(config.options.length, task, "--length");
	return stackNetwork(engine, weights, longest);
}
