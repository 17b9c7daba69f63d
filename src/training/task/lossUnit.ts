/** Unit of a loss: nats, or squared error for a regression. */
import type { Task } from "../../data/tasks/task.ts";

export type LossUnit = "nats" | "squared error";

export function lossUnitOf(head: Task["head"]): LossUnit {
	return head === "regression" ? "squared error" : "nats";
}
