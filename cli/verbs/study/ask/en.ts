/** English messages: `sluice study ask`. */

export const en = {
	"verb.study ask": "add a trial to a study that was created with --ask",
	"arg.setting": "options of the trial, as in lr=.003 hidden=64",
	"flag.askSeed": "seed of the trial",
	"default.askSeed": "every seed of the study",
	"study.asked": "{count:trial/trials} asked of {study}: {ids}",
} as const;
