/** Errors of the disk: writing, reading, and the place of a new file. */
import { define, table } from "./define.ts";
import { particle } from "./particle.ts";

/** What was being done to a file or folder. */
const ACTIONS = table({
	open: { en: "open", ko: "열" },
	read: { en: "read", ko: "읽을" },
	write: { en: "write", ko: "쓸" },
	sync: { en: "flush", ko: "디스크에 기록할" },
	rename: { en: "rename", ko: "이름을 바꿀" },
	remove: { en: "remove", ko: "지울" },
	make: { en: "create", ko: "만들" },
	list: { en: "list", ko: "목록을 읽을" },
	close: { en: "close", ko: "닫을" },
	cut: { en: "shorten", ko: "줄일" },
});
export type DiskAction = keyof typeof ACTIONS;

/** The system's code, or what Sluice found itself. */
export type DiskReason = { code: string } | { attempts: number } | { readBack: true };

const because = (why: DiskReason) =>
	"code" in why ? why.code : "attempts" in why ? `${why.attempts} attempts` : "reading back gave other bytes";
const becauseKo = (why: DiskReason) =>
	"code" in why ? why.code : "attempts" in why ? `${why.attempts}번 시도함` : "다시 읽으니 내용이 다름";

/** The command, where the name needs no quotes in a shell. */
const making = (folder: string) => (/^[\w./-]+$/.test(folder) ? ` (mkdir -p ${folder})` : "");

/** Why a file or folder is not followed, what is expected in its place, and what to do. */
const LINKS = {
	link: {
		en: "is a symbolic link. Sluice follows no link inside a folder that it keeps, and nothing behind this one was touched. Replace the link with the file or folder itself, or remove it.",
		ko: "심볼릭 링크입니다. Sluice는 자신이 관리하는 폴더 안의 링크를 따라가지 않으며, 링크 너머는 건드리지 않았습니다. 그 자리에 실제 파일이나 폴더를 두거나 링크를 지우세요.",
	},
	hard: {
		en: "has a second name elsewhere (a hard link): writing here would change that file too. Nothing was written. Replace it with a copy of itself: cp FILE COPY, then mv COPY FILE.",
		ko: "다른 곳에 또 다른 이름(하드 링크)이 있는 파일입니다. 여기에 쓰면 그쪽 내용도 바뀌므로 아무것도 쓰지 않았습니다. 사본으로 바꾸세요: cp FILE COPY 다음에 mv COPY FILE.",
	},
	special: {
		en: "is a pipe, socket or device, expected a file or folder. It was not opened. Restore the file from a copy, or remove it.",
		ko: "파이프나 소켓, 장치입니다. 일반 파일이나 폴더여야 하므로 열지 않았습니다. 사본에서 파일을 되살리거나 지우세요.",
	},
	run: {
		en: "is a symbolic link. A run called by its name must be a folder in the folder of runs itself. Nothing behind the link was touched. To use the run it leads to, give that folder's path instead of the name.",
		ko: "심볼릭 링크입니다. 이름으로 부르는 실행은 실행 폴더 안에 실제 폴더로 있어야 합니다. 링크 너머는 건드리지 않았습니다. 링크가 가리키는 실행을 쓰려면 이름 대신 그 폴더의 경로를 지정하세요.",
	},
} as const;

export const diskErrors = {
	E_DISK_FULL: define<{ path: string; bytes: number }>({
		en: (p) =>
			`the disk is full: ${p.path} needs ${p.bytes} bytes. Files saved earlier are intact. Free some space, then run the same command again; continue a training run with sluice resume.`,
		ko: (p) =>
			`디스크가 가득 찼습니다. ${p.path} 저장에 ${p.bytes}바이트가 필요합니다. 먼저 저장한 파일은 온전합니다. 공간을 비우고 같은 명령을 다시 실행하세요. 학습 중이었다면 sluice resume으로 계속할 수 있습니다.`,
	}),
	E_DISK_PERMISSION: define<{ path: string; action: DiskAction; reason: string }>({
		en: (p) =>
			`no permission to ${ACTIONS[p.action].en} ${p.path} (${p.reason}). Change its permissions, or choose another place (for runs: --runs).`,
		ko: (p) =>
			`${p.path}: ${ACTIONS[p.action].ko} 권한이 없습니다(${p.reason}). 권한을 바꾸거나 다른 위치를 고르세요(실행 폴더는 --runs).`,
	}),
	E_DISK: define<{ path: string; action: DiskAction; why: DiskReason }>({
		en: (p) =>
			`could not ${ACTIONS[p.action].en} ${p.path} (${because(p.why)}). Files saved earlier are intact. Check the disk, then run the same command again; continue a training run with sluice resume.`,
		ko: (p) =>
			`${p.path}: ${ACTIONS[p.action].ko} 수 없습니다(${becauseKo(p.why)}). 먼저 저장한 파일은 온전합니다. 디스크를 확인하고 같은 명령을 다시 실행하세요. 학습 중이었다면 sluice resume으로 계속할 수 있습니다.`,
	}),
	E_DISK_MISSING: define<{ path: string; action: DiskAction }>({
		exit: 2,
		en: (p) => `could not ${ACTIONS[p.action].en} ${p.path}: it does not exist. Check the path.`,
		ko: (p) => `${p.path}: ${ACTIONS[p.action].ko} 수 없습니다. 파일이나 폴더를 찾을 수 없습니다. 경로를 확인하세요.`,
	}),
	E_EXPORT_PLACE: define<{
		path: string;
		/** `folder` is that around the file. */
		why: "folder" | "special" | "missing" | "file";
		folder: string;
		example: string;
	}>({
		exit: 2,
		en: (p) => {
			if (p.why === "folder") {
				const inside = `${p.path.replace(/[/\\]+$/, "")}/${p.example}`;
				return `${p.path} is a folder, expected the name of the file to write. Try ${inside}.`;
			}
			if (p.why === "special")
				return `${p.path} is a device or a pipe, but a result is written under another name and renamed when complete. Try ${p.example}.`;
			if (p.why === "file") return `cannot write ${p.path}: ${p.folder} is not a folder. Try ${p.example}.`;
			return `cannot write ${p.path}: there is no folder ${p.folder}. Create it first${making(p.folder)}, or give another path.`;
		},
		ko: (p) => {
			if (p.why === "folder") {
				const inside = `${p.path.replace(/[/\\]+$/, "")}/${p.example}`;
				return `${p.path}: 폴더입니다. 쓸 파일의 이름이 필요합니다. 예: ${inside}`;
			}
			if (p.why === "special")
				return `${p.path}: 장치나 파이프입니다. 결과는 다른 이름으로 쓴 뒤 이름을 바꾸므로 일반 파일이어야 합니다. 예: ${p.example}`;
			if (p.why === "file")
				return `${p.path}: 쓸 수 없습니다. ${particle(p.folder, "은/는")} 폴더가 아닙니다. 예: ${p.example}`;
			return `${p.path}: 쓸 수 없습니다. ${p.folder} 폴더가 없습니다. 먼저 만들거나${making(p.folder).trimStart()} 다른 경로를 지정하세요.`;
		},
	}),
	E_LINK: define<{ path: string; why: keyof typeof LINKS }>({
		en: (p) => `${p.path} ${LINKS[p.why].en}`,
		ko: (p) => `${p.path}: ${LINKS[p.why].ko}`,
	}),
	E_FOREIGN: define<{ path: string; entry: string }>({
		en: (p) =>
			`cannot remove ${p.path}: it contains ${p.entry}, which Sluice did not write. Nothing in it was removed. Move that file elsewhere, then run the same command again.`,
		ko: (p) =>
			`${p.path}: 지울 수 없습니다. Sluice가 만들지 않은 것이 들어 있습니다: ${p.entry}. 아직 아무것도 지우지 않았습니다. 그것을 다른 곳으로 옮긴 뒤 같은 명령을 다시 실행하세요.`,
	}),
};
