/** One update of each optimiser, element by element. docs/equations.md#updates */
import type { Update } from "../kernels.ts";

export function update(u: Update): void {
	const { kind, n, w, g, m, v, lr, beta1, beta2, eps } = u;
	const decayed = u.decayed ?? n;
	const biased1 = 1 - beta1 ** u.step; // bias correction: m starts at 0
	const biased2 = 1 - beta2 ** u.step;
	for (let j = 0; j < n; j++) {
		const decay = j < decayed ? u.weightDecay * w[j] : 0;
		let d = Math.min(Math.max(u.gradScale * g[j], -u.clipValue), u.clipValue); // g' = clamp(gradScale g)
		if (kind !== "adamw") d += decay; // g' += weightDecay w
		if (kind === "sgd") {
			w[j] -= lr * d;
		} else if (kind === "momentum") {
			m![j] = beta1 * m![j] + d;
			w[j] -= lr * m![j];
		} else if (kind === "rmsprop") {
			v![j] = beta2 * v![j] + (1 - beta2) * d * d;
			w[j] -= (lr * d) / (Math.sqrt(v![j]) + eps);
		} else {
			m![j] = beta1 * m![j] + (1 - beta1) * d;
			v![j] = beta2 * v![j] + (1 - beta2) * d * d;
			w[j] -= (lr * (m![j] / biased1)) / (Math.sqrt(v![j] / biased2) + eps);
			if (kind === "adamw") w[j] -= lr * decay; // w -= lr weightDecay w, outside the moments
		}
	}
}
