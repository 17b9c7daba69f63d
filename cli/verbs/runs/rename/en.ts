/** English messages: `sluice runs rename`. */

export const en = {
	"verb.runs rename": "rename a run",
	"arg.newName": "new name",
	"runs.renamed": "{before} is now named {run}.",
} as const;
