/** English messages: `sluice train`. */

export const en = {
	"verb.train": "train a network on a text, a task, a series or labelled sequences, save it, and print a sample",
	"arg.texts": "files, folders, @NAME from the catalogue, or one task:NAME[:OPTION=VALUE,...] (docs/tasks.md)",
	"flag.from": "continue training from the weights and options of this run",
} as const;
