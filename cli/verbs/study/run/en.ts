/** English messages: `sluice study run`. */

export const en = {
	"verb.study run": "train every setting with every seed and compare the results",
	"arg.studyRun":
		"a description of a study (FILE.json), or a task, files, folders and @NAMEs with --grid, --random or --ask",
	"flag.grid": "values to try for each option, as in lr=.001,.003 hidden=32,64; every combination is trained",
	"flag.random": "values or ranges to draw settings from, as in lr=1e-4..1e-2:log hidden=32..256 cell=lstm,gru",
	"flag.points": "--random: number of settings",
	"flag.drawSeed": "--random: seed of the draw",
	"flag.halving": "--random: successive halving (ASHA), which trains all settings briefly and only the best for longer",
	"flag.firstSteps": "--halving: updates of the first rung",
	"flag.rungFactor": "--halving: each rung trains this many times longer, and one in so many settings reaches it",
	"flag.rungs": "--halving: number of rungs",
	"flag.ask": "create a study whose trials are added by sluice study ask",
	"flag.studySeeds": "number of seeds; every setting gets the same ones",
	"flag.tries": "failed attempts after which a trial is parked",
	"flag.lease": "seconds without a heartbeat after which a worker's trials go to other workers",
	"flag.silence": "seconds without progress after which a trial counts as hanging",
	"flag.memory": "memory that a trial may use, in MB",
	"default.memory": "80 % of the machine's, divided by the trials in parallel",
	"flag.output": "output that a trial may print, in MB",
	"flag.studyName": "name or folder of the new study",
	"default.study": "CORPUS-N, the first free N",
} as const;
