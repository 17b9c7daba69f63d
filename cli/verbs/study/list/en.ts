/** English messages: `sluice study list`. */

export const en = {
	"verb.study list": "list the studies",
	"studies.none": "No studies in {folder} yet.",
	"studies.name": "study",
	"studies.data": "data",
	"studies.search": "search",
	"studies.trials": "trials",
	"studies.best": "best loss",
	"studies.state": "state",
} as const;
