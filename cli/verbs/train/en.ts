/** English messages: `sluice train`. */

export const en = {
	"wanted.texts": "a FILE, a DIR, @NAME or task:NAME to train on, or --from RUN (sluice train @sqlite)",
	"verb.train": "train a network on a text, a task or a series, save it, and print a sample",
	"arg.texts": "files, folders, @NAME from the catalogue, or one task:NAME[:OPTION=VALUE,...] (docs/tasks.md)",
	"flag.from": "continue training from the weights and options of this run",
} as const;
