/**
 * A place to die at, for tests of interruption: with SLUICE_TEST_KILL_AT=SAVE:STEP in the environment the process
 * kills itself (SIGKILL) just before the STEP-th disk change of its SAVE-th checkpoint, both counted from 1. Where
 * that change is a write, half of its bytes are written first. A STEP beyond the save's last change never comes.
 */
import type { Disk } from "./disk.ts";

let saves = 0;

/** `disk` itself or, where this save is the one to die in, a disk that counts its changes and dies at the one named. */
export function withKillPoint(disk: Disk): Disk {
	saves++;
	const at = /^(\d+):(\d+)$/.exec(process.env.SLUICE_TEST_KILL_AT ?? "");
	return at && Number(at[1]) === saves ? dieAtChange(disk, Number(at[2]), die) : disk;
}

/** A disk that calls `end` just before its `step`-th change (in the middle of it where that is a write). */
export function dieAtChange(disk: Disk, step: number, end: () => void): Disk {
	let changes = 0;
	const change = <A extends unknown[], R>(call: (...args: A) => R, half?: (...args: A) => void) => {
		return (...args: A): R => {
			if (++changes === step) {
				half?.(...args);
				end();
			}
			return call(...args);
		};
	};
	return {
		mkdir: change((path) => disk.mkdir(path)),
		open: change((path, mode) => disk.open(path, mode)),
		write: change(
			(file, bytes) => disk.write(file, bytes),
			(file, bytes) => disk.write(file, bytes.subarray(0, bytes.length >> 1)),
		),
		truncate: change((file, sizeBytes) => disk.truncate(file, sizeBytes)),
		fsync: change((file) => disk.fsync(file)),
		close: (file) => disk.close(file),
		rename: change((from, to) => disk.rename(from, to)),
		unlink: change((path) => disk.unlink(path)),
		rmdir: change((path) => disk.rmdir(path)),
		fsyncDir: change((path) => disk.fsyncDir(path)),
		readdir: (path) => disk.readdir(path),
		read: (path) => disk.read(path),
		stat: (path) => disk.stat(path),
	};
}

function die(): void {
	process.kill(process.pid, "SIGKILL");
	// The signal is on its way; nothing more may reach the disk.
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
