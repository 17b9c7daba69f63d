/** English messages: `sluice runs`. */

export const en = {
	"verb.runs": "list the runs",
	"runs.none": "No runs in {folder} yet.",
	"runs.name": "run",
	"runs.model": "model",
	"runs.task": "task",
	"runs.parameters": "parameters",
	"runs.step": "step",
	"runs.best": "best valid. while training",
	"runs.bestTask": "{share} wrong, {loss}",
	"runs.bestText": "{loss} (first {count})",
	"runs.state": "state",
	"runs.size": "size",
	"runs.tags": "tags",
	"runs.noneTagged": "No run in {folder} has the tag {tag}.",
	"flag.onlyTag": "list only runs with this tag",
	"state.running": "running",
	"state.finished": "finished",
	"state.stopped": "stopped",
	"state.diverged": "diverged",
	"state.interrupted": "interrupted",
} as const;
