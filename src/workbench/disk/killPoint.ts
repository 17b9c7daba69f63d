/**
 * Kills the process at a chosen disk change, for tests of interruption. With SLUICE_TEST_KILL_AT=SAVE:STEP in the
 * environment, the process kills itself (SIGKILL) just before disk change STEP of checkpoint SAVE, both counted from 1.
 * If that change is a write, half of its bytes are written first. A STEP after the save's last change has no effect.
 */
import type { Disk } from "./disk.ts";

let saves = 0;

/**
 * `disk` itself or, if this save is the one to be killed, a disk that counts its changes and kills the process at STEP.
 */
export function withKillPoint(disk: Disk): Disk {
	saves++;
	const at = /^(\d+):(\d+)$/.exec(process.env.SLUICE_TEST_KILL_AT ?? "");
	return at && Number(at[1]) === saves ? dieAtChange(disk, Number(at[2]), die) : disk;
}

/** A disk that calls `end` just before change number `step`, or in the middle of it if it is a write. */
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
		read: (path, part) => disk.read(path, part),
		stat: (path) => disk.stat(path),
		pieceBytes: disk.pieceBytes,
	};
}

function die(): void {
	process.kill(process.pid, "SIGKILL");
	// The signal has been sent; nothing more may reach the disk.
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
