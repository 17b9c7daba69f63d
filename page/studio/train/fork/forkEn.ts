/** English words of a fork: its form and what became of it. */
export const forkEn = {
	from: "From update",
	change: "What changes",
	nothing: "nothing changes",
	start: "Show both futures",
	close: "Close the fork",
	head: "Dashed: from update {at}, {what}.",
	changed: "{option} {value}",
	unchanged: "nothing changed",
	looking: "Comparing the first update.",
	first: "The weights first differ at update {update}, in {tensor}[{index}].",
	equalSoFar: "At update {update} all weights are equal, bit for bit.",
	equal: "Both futures end with the same weights, bit for bit: {digest}.",
	differs: "The futures end with different weights: {digest}.",
	now: "now at update {step}, loss {loss}",
};
