/** English messages: `sluice train`. */

export const en = {
	"verb.train": "train a network on text or a task, show its progress, save it, print what it writes",
	"arg.texts": "files, folders, @NAME from the catalogue, or one task:NAME[:OPTION=VALUE,...] (docs/tasks.md)",
	"flag.from": "start from the weights and options of this run",
} as const;
