/**
 * Loaded into the processes of a study that a storm kills (NODE_OPTIONS=--import, see storm.ts). The folder SLUICE_TEST_STORM
 * has a file for each kill to come, due/TRIAL/NN-VICTIM-PLACE-STAYS. An attempt at a trial that still has one says in
 * held/TRIAL.ATTEMPT that it has come to the place of the first, and does not end before that kill: it waits there
 * (STAYS = 1), or trains on and waits with its result in hand. So no trial is finished before its kills, however fast the
 * machine is. A process that waits and whose file is removed looks for the next kill; with free/TRIAL.ATTEMPT it ends.
 *
 * PLACE is a number of messages that the trial has sent, or "rename" or "renamed": its worker is about to make the
 * run a result, or has just done so.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { basename, join } from "node:path";
import { isMainThread } from "node:worker_threads";

const storm = process.env.SLUICE_TEST_STORM;
const cell = new Int32Array(new SharedArrayBuffer(4));
const rename = fs.renameSync;

/** The next kill of a trial; undefined after the last. */
function dueOf(trial) {
	const name = fs.readdirSync(join(storm, "due", trial)).sort()[0];
	const place = name?.split("-")[2];
	return name && { name, place, stays: name.endsWith("-1") };
}

/** Says that an attempt has come to the place of its kill. */
function mark(attempt, due, worker) {
	fs.writeFileSync(join(storm, attempt), JSON.stringify({ due: due.name, pid: process.pid, worker }));
	rename(join(storm, attempt), join(storm, "held", attempt));
}

function wait(path) {
	while (fs.existsSync(path)) Atomics.wait(cell, 0, 0, 5);
}

const isFree = (attempt) => fs.existsSync(join(storm, "free", attempt));
const trialOf = (attempt) => attempt.split(".")[0];

/** In the process of a trial, which gets its request as a message and sends its progress and its result. */
function holdTrial() {
	const { emit, send } = process;
	let attempt;
	let marked;
	let messages = 0;
	const come = (isResult) => {
		while (!isFree(attempt)) {
			const due = dueOf(trialOf(attempt));
			if (!due || due.place.startsWith("rename")) return;
			if (!isResult && messages < Number(due.place)) return;
			if (marked !== due.name) mark(attempt, due, process.ppid);
			marked = due.name;
			if (!isResult && !due.stays) return;
			wait(join(storm, "held", attempt));
			marked = undefined;
		}
	};
	process.emit = function (name, message, ...more) {
		if (name === "message" && message?.folder !== undefined) {
			attempt = basename(message.folder);
			fs.writeFileSync(join(storm, "begun", `${attempt}.${process.pid}`), "");
			come(false);
		}
		return emit.call(this, name, message, ...more);
	};
	process.send = function (message, ...more) {
		if (message.kind === "alive") messages++;
		come(message.kind === "done");
		return send.call(this, message, ...more);
	};
}

/** In the process of a worker, which makes a run the result of its trial by renaming it. */
function holdWorker() {
	const hold = (attempt, isHere) => {
		for (let due = dueOf(trialOf(attempt)); due && isHere(due) && !isFree(attempt); due = dueOf(trialOf(attempt))) {
			mark(attempt, due, process.pid);
			wait(join(storm, "held", attempt));
		}
	};
	fs.renameSync = (from, to) => {
		const isResult = /[/\\]trials[/\\][0-9a-f]{16}$/.test(to);
		if (isResult) hold(basename(from), ({ place }) => place !== "renamed");
		rename(from, to);
		if (isResult) hold(basename(from), () => true);
	};
	syncBuiltinESMExports();
}

const program = basename(process.argv[1] ?? "");
if (isMainThread && program === "trialProcess.js") holdTrial();
if (isMainThread && program === "bin.js") holdWorker();
