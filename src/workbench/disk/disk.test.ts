import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { diskError, onDisk, realDisk, removeTree, writeAll } from "./disk.ts";
import { makeFolders, placeFor, publishFolder, removeStrays, replaceFile } from "./publish.ts";

const root = mkdtempSync(join(tmpdir(), "sluice-disk-"));
afterAll(() => rmSync(root, { recursive: true }));
const raw = (code: string) => Object.assign(new Error(code), { code });

test.runIf(existsSync("/dev/full"))("a full disk names the path and the bytes needed", () => {
	const file = realDisk.open("/dev/full", "append");
	expect(() => writeAll(realDisk, file, new Uint8Array(12_345), "/runs/a/state.json")).toThrow(
		"the disk is full: /runs/a/state.json needs 12345 bytes. Files saved earlier are intact. Free some space, then run the same command again; continue a training run with sluice resume. (E_DISK_FULL)",
	);
	realDisk.close(file);
});

test("memory that 4 hosts refuse is told apart from a broken disk, with the path and the bytes wanted", () => {
	const refused = [
		new RangeError("Array buffer allocation failed"),
		new RangeError("Invalid typed array length: 36000000000"),
		raw("ENOMEM"),
		Object.assign(new Error("Failed to allocate memory"), { code: "ERR_MEMORY_ALLOCATION_FAILED" }),
	];
	for (const error of refused) {
		const told = diskError(error, "write", "/runs/a/tensors.safetensors", 36_000_000);
		expect(told.code).toBe("E_MEMORY");
		expect(told.message).toContain("memory ran out at /runs/a/tensors.safetensors, which takes 36,000,000 bytes");
		expect(told.message).toContain("The disk is not at fault");
		expect(told.message).toContain("--hidden or --batch");
	}
	expect(diskError(new RangeError("offset is out of range"), "read", "/a").code).toBe("E_DISK");
});

test("each kind of trouble has its code, and keeps the system's error as its cause", () => {
	const code = (errno: string) => diskError(raw(errno), "write", "/a", 3).code;
	expect(["ENOSPC", "EDQUOT", "EFBIG"].map(code)).toEqual(Array(3).fill("E_DISK_FULL"));
	expect(["EACCES", "EPERM", "EROFS"].map(code)).toEqual(Array(3).fill("E_DISK_PERMISSION"));
	expect(["EIO", "EMFILE", "ENOTDIR"].map(code)).toEqual(Array(3).fill("E_DISK"));
	expect(code("ENOENT")).toBe("E_DISK_MISSING");
	expect(diskError(raw("EIO"), "read", "/a").cause).toEqual(raw("EIO"));
	expect(diskError(new Error("odd"), "read", "/a").message).toMatch(/could not read \/a \(EIO\)/);
	expect(() => onDisk("list", "/none", () => realDisk.readdir("/none"))).toThrow(
		/could not list \/none.*E_DISK_MISSING/,
	);
	expect(diskError(raw("EROFS"), "make", "/a").text("ko")).toMatch(/\/a: 만들 권한이 없습니다\(EROFS\)/);
});

test("a folder appears with all its files, and never over one that holds something", () => {
	const files = { a: Buffer.from("1"), b: new Uint8Array() };
	publishFolder(realDisk, root, "whole", files, () => new Error("taken"));
	expect(realDisk.readdir(join(root, "whole")).sort()).toEqual(["a", "b"]);
	expect(() => publishFolder(realDisk, root, "whole", files, () => new Error("taken"))).toThrow("taken");
	expect(realDisk.readdir(root).filter((name) => name.startsWith("."))).toEqual([]);
});

test("a file to write has its place in a folder that is there, through a link too; none is made, and a device is not replaced", () => {
	const at = (...names: string[]) => join(root, ...names);
	mkdirSync(at("real"));
	symlinkSync("real", at("linked"));
	writeFileSync(at("plain"), "");
	expect(placeFor(realDisk, at("linked", "a.svg"), "x.svg")).toEqual({ parent: at("linked"), name: "a.svg" });
	expect(placeFor(realDisk, at("plain"), "x.svg").name).toBe("plain");
	const refused: [string, string][] = [
		[at("real"), `is a folder.*Try ${at("real")}/x.svg`],
		[at("linked"), "is a folder"],
		[`${at("new")}/`, `is a folder, .*Try ${at("new")}/x.svg`],
		[at("new", "deep", "a.svg"), `there is no folder ${at("new", "deep")}\\.`],
		[at("plain", "a.svg"), `${at("plain")} is not a folder`],
		["/dev/null", "is a device"],
		["/dev/null/x", "/dev/null is not a folder"],
	];
	for (const [file, why] of refused) {
		const error = expect.objectContaining({ code: "E_EXPORT_PLACE", exitCode: 2, message: expect.stringMatching(why) });
		expect(() => placeFor(realDisk, file, "x.svg")).toThrow(error);
	}
	expect(realDisk.readdir(root).sort()).toEqual(["linked", "plain", "real", "whole"]);
});

test("folders are made below a link to one: runs may lie on another disk", () => {
	makeFolders(realDisk, join(root, "linked"));
	makeFolders(realDisk, join(root, "linked", "a", "b"));
	expect(realDisk.readdir(join(root, "real", "a"))).toEqual(["b"]);
});

test("a file is replaced by its new content, and what reads back changed is refused", () => {
	replaceFile(realDisk, root, "status", Buffer.from("old"));
	replaceFile(realDisk, root, "status", Buffer.from("new"));
	expect(Buffer.from(realDisk.read(join(root, "status"))).toString()).toBe("new");
	const lying = {
		...realDisk,
		write: (file: number, bytes: Uint8Array) =>
			realDisk.write(
				file,
				bytes.map((b) => b ^ 1),
			),
	};
	expect(() => publishFolder(lying, root, "lied", { a: Buffer.from("1") }, () => new Error("taken"))).toThrow(
		/could not write .*reading back gave other bytes.*E_DISK/,
	);
	expect(realDisk.stat(join(root, "lied"))).toBeUndefined();
});

test("strays of dead processes go, those of living ones stay unless all are asked for", () => {
	const dead = join(root, ".tmp-x-999999999.0");
	const living = join(root, `.tmp-x-${process.ppid}.0`);
	for (const path of [dead, living]) writeFileSync(path, "");
	removeStrays(realDisk, root);
	expect([existsSync(dead), existsSync(living)]).toEqual([false, true]);
	removeStrays(realDisk, root, true);
	expect(existsSync(living)).toBe(false);
	removeTree(realDisk, join(root, "nothing"));
});
