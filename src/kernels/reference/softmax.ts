/**
 * Softmax cross-entropy in nats: loss_n = log sum_v e^{y_v} - y_target. docs/equations.md#softmax
 *
 * The largest logit is subtracted first, so no exponential overflows: the loss is finite for logits up to 1e300.
 */
import type { SoftmaxCrossEntropy } from "../kernels.ts";

export function softmaxCrossEntropy({ N, V, logits, targets, scale, losses, dlogits }: SoftmaxCrossEntropy): void {
	for (let n = 0; n < N; n++) {
		const at = n * V;
		const target = targets[n];
		if (target < 0) {
			losses[n] = 0; // not scored
			dlogits?.fill(0, at, at + V);
			continue;
		}
		let max = logits[at];
		for (let v = 1; v < V; v++) max = Math.max(max, logits[at + v]);
		let sum = 0;
		for (let v = 0; v < V; v++) sum += Math.exp(logits[at + v] - max);
		losses[n] = Math.log(sum) - (logits[at + target] - max); // (1) loss = log sum_v e^{y_v - max} - (y_target - max)
		if (!dlogits) continue;
		for (let v = 0; v < V; v++) {
			const q = Math.exp(logits[at + v] - max) / sum; // softmax(y)_v
			dlogits[at + v] = scale * (q - (v === target ? 1 : 0)); // (1) dL/dy_v = scale (q_v - [v = target])
		}
	}
}
