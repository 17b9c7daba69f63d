/** English messages: `sluice fork`. */

export const en = {
	"verb.fork": "train a new run from any update of another one, with some options changed",
	"flag.fromUpdate": "updates that both runs have in common",
	"default.parent": "that of the run",
	"default.fork": "RUN-fork-N, the first free N",
	"fork.heading": "{run}: forked from {parent} after update {update}, with {change}",
	"fork.nothing": "nothing changed",
	"fork.first": "First difference at update {update}: {tensor}[{index}] is {ours}, in {parent} {theirs}.",
	"fork.same": "No difference: all weights are equal up to the last update that both runs have.",
} as const;
