/** Errors of runs, checkpoints, files and locks. */
import { define } from "./define.ts";
import { quote } from "./quote.ts";

/** What was being done to a file or folder. */
const ACTIONS = {
	open: { en: "open", ko: "열기" },
	read: { en: "read", ko: "읽기" },
	write: { en: "write", ko: "쓰기" },
	sync: { en: "bring to the disk", ko: "디스크에 기록하기" },
	rename: { en: "rename", ko: "이름 바꾸기" },
	remove: { en: "remove", ko: "지우기" },
	make: { en: "make", ko: "만들기" },
	list: { en: "list", ko: "목록 읽기" },
	close: { en: "close", ko: "닫기" },
	cut: { en: "shorten", ko: "줄이기" },
} as const;
export type DiskAction = keyof typeof ACTIONS;

/** What about a checkpoint's files is wrong. */
const DAMAGE = {
	missing: { en: "is missing", ko: "없음" },
	frame: { en: "does not begin and end as a state file does", ko: "상태 파일의 앞뒤 형식이 아님" },
	checksum: { en: "has another checksum than was written", ko: "기록된 체크섬과 다름" },
	size: { en: "has another size than was written", ko: "기록된 크기와 다름" },
	content: { en: "holds something else than a checkpoint", ko: "체크포인트 내용이 아님" },
	unreadable: { en: "cannot be read", ko: "읽을 수 없음" },
} as const;
export type CheckpointDamage = keyof typeof DAMAGE;

/** Why a file or folder is not followed, what is wanted in its place, and what to do. */
const LINKS = {
	link: {
		en: "is a symbolic link, expected a file or folder of its own: what Sluice keeps may not lead out of its folder. Nothing behind the link was touched. Put what it leads to in its place, or remove it.",
		ko: "심볼릭 링크입니다. Sluice가 보관하는 폴더 안에는 링크가 아닌 실제 파일과 폴더만 있어야 합니다. 링크 너머는 건드리지 않았습니다. 링크가 가리키는 것을 그 자리에 옮겨 놓거나 링크를 지우십시오.",
	},
	hard: {
		en: "has a second name elsewhere (a hard link), expected a file of its own: writing here would change that one too. Nothing was written. Replace it by a copy of itself: cp FILE COPY, then mv COPY FILE.",
		ko: "다른 곳에 또 다른 이름(하드 링크)이 있는 파일입니다. 여기에 쓰면 그쪽 내용까지 바뀌므로 이름이 하나뿐인 파일이어야 합니다. 아무것도 쓰지 않았습니다. 사본으로 바꾸십시오: cp FILE COPY 다음에 mv COPY FILE.",
	},
	special: {
		en: "is a pipe, socket or device, expected a file or folder. It was not opened. Restore the file from a copy, or remove it.",
		ko: "파이프나 소켓, 장치입니다. 일반 파일이나 폴더여야 합니다. 열지 않았습니다. 사본에서 파일을 되살리거나 지우십시오.",
	},
	run: {
		en: "is a symbolic link, expected a run's own folder: a run that is called by its name lies in the folder of runs itself. Nothing behind the link was touched. If you want the run it leads to, give that folder's path in place of the name.",
		ko: "심볼릭 링크입니다. 이름으로 부르는 실행은 실행 폴더 안에 실제 폴더로 있어야 합니다. 링크 너머는 건드리지 않았습니다. 링크가 가리키는 실행을 쓰려면 이름 대신 그 폴더의 경로를 지정하십시오.",
	},
} as const;

const orNothing = (text: string | undefined) => (text ? ` ${text}` : "");

export const experimentErrors = {
	E_DISK_FULL: define<{ path: string; bytes: number }>({
		en: (p) =>
			`the disk is full: ${p.path} needs ${p.bytes} bytes. What was written before is untouched; make room, then give the same command again, or sluice resume where a run was training.`,
		ko: (p) =>
			`디스크가 가득 찼습니다: ${p.path} 저장에 ${p.bytes}바이트가 필요합니다. 먼저 쓴 것은 그대로입니다. 공간을 확보한 뒤 같은 명령을 다시 실행하고, 학습 중이었다면 sluice resume을 실행하십시오.`,
	}),
	E_DISK_PERMISSION: define<{ path: string; action: DiskAction; reason: string }>({
		en: (p) =>
			`no permission to ${ACTIONS[p.action].en} ${p.path} (${p.reason}). Change its permissions, or choose another place (for runs: --runs).`,
		ko: (p) =>
			`권한 없음: ${p.path} ${ACTIONS[p.action].ko} (${p.reason}). 권한을 바꾸거나 다른 위치를 고르십시오(실행 폴더는 --runs).`,
	}),
	E_DISK: define<{ path: string; action: DiskAction; reason: string }>({
		en: (p) =>
			`could not ${ACTIONS[p.action].en} ${p.path} (${p.reason}). What was written before is untouched; when the disk is well again, give the same command again, or sluice resume where a run was training.`,
		ko: (p) =>
			`${p.path} ${ACTIONS[p.action].ko} 실패 (${p.reason}). 먼저 쓴 것은 그대로입니다. 디스크를 확인한 뒤 같은 명령을 다시 실행하고, 학습 중이었다면 sluice resume을 실행하십시오.`,
	}),
	E_DISK_MISSING: define<{ path: string; action: DiskAction }>({
		exit: 2,
		en: (p) => `could not ${ACTIONS[p.action].en} ${p.path}: there is nothing of that name. Check the path.`,
		ko: (p) => `${p.path} ${ACTIONS[p.action].ko} 실패: 그런 이름이 없습니다. 경로를 확인하십시오.`,
	}),
	E_LINK: define<{ path: string; why: keyof typeof LINKS }>({
		en: (p) => `${p.path} ${LINKS[p.why].en}`,
		ko: (p) => `${p.path}: ${LINKS[p.why].ko}`,
	}),
	E_FOREIGN: define<{ path: string; entry: string }>({
		en: (p) =>
			`${p.path} is to be removed, but it holds ${p.entry}, which Sluice did not write. Nothing in it was removed. Move that somewhere else, then give the same command again.`,
		ko: (p) =>
			`${p.path}: 지워야 하는데 Sluice가 만들지 않은 것이 들어 있습니다: ${p.entry}. 아직 아무것도 지우지 않았습니다. 그것을 다른 곳으로 옮긴 뒤 같은 명령을 다시 실행하십시오.`,
	}),
	E_RUN_NAME: define<{ name: string }>({
		exit: 2,
		en: (p) =>
			`${quote(p.name)} cannot be a run's name: 1 to 64 of A-Z a-z 0-9 . _ - are, beginning with a letter or digit. Choose such a name, or give a folder's path.`,
		ko: (p) =>
			`${quote(p.name)}: 실행 이름으로 쓸 수 없습니다. A-Z a-z 0-9 . _ - 가운데 1~64자, 첫 글자는 영문자나 숫자여야 합니다. 다른 이름이나 폴더 경로를 지정하십시오.`,
	}),
	E_RUN_EXISTS: define<{ name: string; folder: string }>({
		exit: 2,
		en: (p) =>
			`${p.folder} already exists. Continue it with: sluice resume ${p.name}, or choose another name with --run.`,
		ko: (p) =>
			`이미 있는 폴더: ${p.folder}. 이어서 하려면 sluice resume ${p.name}, 새로 하려면 --run으로 다른 이름을 고르십시오.`,
	}),
	E_RUN_MISSING: define<{ name: string; runs: string; suggestion?: string }>({
		exit: 2,
		en: (p) =>
			`there is no run ${quote(p.name)} in ${p.runs}.${
				p.suggestion ? ` Did you mean ${p.suggestion}?` : ""
			} List the runs with: sluice runs`,
		ko: (p) =>
			`${p.runs}: ${quote(p.name)} 실행을 찾을 수 없습니다.${
				p.suggestion ? ` 혹시 ${p.suggestion}?` : ""
			} 목록 보기: sluice runs`,
	}),
	E_RUN_LOCKED: define<{ folder: string; pid: number; host: string; elsewhere: boolean }>({
		en: (p) =>
			`${p.folder} is being written by process ${p.pid} on ${p.host}. ${
				p.elsewhere
					? "If that machine no longer works on it, remove the folder named lock in it."
					: "Wait for it to end, or stop it first."
			}`,
		ko: (p) =>
			`${p.folder}: ${p.host}의 프로세스 ${p.pid}번이 쓰는 중입니다. ${
				p.elsewhere
					? "그 컴퓨터가 더는 쓰지 않는다면 그 안의 lock 폴더를 지우십시오."
					: "끝날 때까지 기다리거나 먼저 멈추십시오."
			}`,
	}),
	E_RUN_CLOSED: define<{ folder: string }>({
		en: (p) => `internal: ${p.folder} was written after it was closed. This is a bug in Sluice, please report it.`,
		ko: (p) => `내부 오류: ${p.folder}에 닫힌 뒤 쓰기가 있었습니다. Sluice의 버그이니 알려 주세요.`,
	}),
	E_RUN_FILE: define<{ path: string; key: string; known: string; suggestion?: string }>({
		exit: 2,
		en: (p) =>
			`${p.path}: unknown key ${quote(p.key)}, expected one of ${p.known}.${
				p.suggestion ? ` Did you mean ${p.suggestion}?` : " Remove it."
			}`,
		ko: (p) =>
			`${p.path}: 알 수 없는 키 ${quote(p.key)}, 쓸 수 있는 키 ${p.known}.${
				p.suggestion ? ` 혹시 ${p.suggestion}?` : " 지우십시오."
			}`,
	}),
	E_RUN_FIELD: define<{ path: string; key: string; got: string; wanted: string }>({
		en: (p) => `${p.path}: ${quote(p.key)} is ${p.got}, expected ${p.wanted}. Restore the file from a copy.`,
		ko: (p) => `${p.path}: ${quote(p.key)} 값 ${p.got}, 필요 ${p.wanted}. 사본에서 파일을 되살리십시오.`,
	}),
	E_RUN_FORMAT: define<{ path: string; got: number; newest: number }>({
		en: (p) =>
			`${p.path} has format ${p.got}, this version of Sluice reads up to ${p.newest}. Open it with a newer Sluice.`,
		ko: (p) => `${p.path}: 형식 ${p.got}, 이 버전이 읽는 최신 형식 ${p.newest}. 더 새로운 Sluice로 여십시오.`,
	}),
	E_LOG_DAMAGED: define<{ path: string; line: number }>({
		en: (p) => `${p.path}: line ${p.line} is not an object in JSON. Remove that line, or restore the file from a copy.`,
		ko: (p) => `${p.path}: ${p.line}행이 JSON 객체가 아닙니다. 그 줄을 지우거나 사본에서 되살리십시오.`,
	}),
	E_CHECKPOINT_NONE: define<{ folder: string; which?: string }>({
		en: (p) =>
			`${p.folder} holds no checkpoint${orNothing(p.which)}. Train it first, or name a run that was saved: sluice runs`,
		ko: (p) =>
			`${p.folder}: 체크포인트${orNothing(p.which)} 없음. 먼저 학습하거나 저장된 실행을 고르십시오: sluice runs`,
	}),
	E_CHECKPOINT_DAMAGED: define<{ path: string; file: string; damage: CheckpointDamage; got?: string; wanted?: string }>(
		{
			en: (p) =>
				`the checkpoint ${p.path} is damaged: ${p.file} ${DAMAGE[p.damage].en}${
					p.got === undefined ? "" : ` (got ${p.got}${p.wanted === undefined ? "" : `, expected ${p.wanted}`})`
				}. It is not used; restore it from a copy if you need this step.`,
			ko: (p) =>
				`손상된 체크포인트 ${p.path}: ${p.file} ${DAMAGE[p.damage].ko}${
					p.got === undefined ? "" : ` (실제 ${p.got}${p.wanted === undefined ? "" : `, 필요 ${p.wanted}`})`
				}. 쓰지 않으니, 이 스텝이 필요하면 사본에서 되살리십시오.`,
		},
	),
	E_CHECKPOINT_ALL_DAMAGED: define<{ folder: string; count: number; first: string }>({
		en: (p) =>
			`none of the ${p.count} checkpoints in ${p.folder} is whole. The newest: ${p.first} Restore one from a copy, or train again.`,
		ko: (p) =>
			`${p.folder}: 체크포인트 ${p.count}개가 모두 손상되었습니다. 최신 것: ${p.first} 사본에서 되살리거나 다시 학습하십시오.`,
	}),
	E_RUN_TASK: define<{ run: string; task: string }>({
		exit: 2,
		en: (p) =>
			`the run ${quote(p.run)} was trained on the task ${p.task}, and this works on runs of text only. Try sluice eval ${p.run}.`,
		ko: (p) =>
			`실행 ${quote(p.run)}: 과제 ${p.task}(으)로 학습한 실행입니다. 이 일은 텍스트로 학습한 실행으로만 할 수 있습니다. ` +
			`다음을 써 보세요: sluice eval ${p.run}`,
	}),
	E_REPRODUCTION: define<{ name: string; known: string; suggestion?: string }>({
		exit: 2,
		en: (p) =>
			`there is no reproduction ${quote(p.name)}.${
				p.suggestion ? ` Did you mean ${p.suggestion}?` : ""
			} There are: ${p.known}. What each shows: sluice reproduce`,
		ko: (p) =>
			`${quote(p.name)}: 그런 재현은 없습니다.${
				p.suggestion ? ` 혹시 ${p.suggestion}?` : ""
			} 있는 것: ${p.known}. 각각 무엇을 보이는지: sluice reproduce`,
	}),
	E_REPRODUCTION_DATA: define<{ name: string; folder?: string | undefined }>({
		exit: 2,
		en: (p) =>
			`${p.name} works on songs that this package does not have: ${
				p.folder === undefined ? "none were named" : `${p.folder} has no .json or .json.gz of them`
			}. Give their folder: sluice reproduce ${p.name} --data DIR. Each file is {name, low, high, train, valid, test}, a part is a list of songs, a song a list of steps, a step the MIDI numbers that sound (docs/tasks.md); Nottingham, JSB chorales, Piano-midi.de and MuseData are to be had from Boulanger-Lewandowski's page, http://www-ens.iro.umontreal.ca/~boulanni/icml2012, as pickled piano rolls with these parts.`,
		ko: (p) =>
			`${p.name}에 쓰는 곡은 이 패키지에 들어 있지 않습니다. ${
				p.folder === undefined
					? "곡이 있는 폴더를 지정하지 않았습니다"
					: `${p.folder}에 .json이나 .json.gz 파일이 없습니다`
			}. 폴더를 지정하십시오: sluice reproduce ${p.name} --data DIR. 파일은 {name, low, high, train, valid, test} 꼴이고, 각 부분은 곡의 목록, 곡은 스텝의 목록, 스텝은 울리는 MIDI 번호의 목록입니다(docs/tasks.md). Nottingham, JSB 코랄, Piano-midi.de, MuseData는 Boulanger-Lewandowski의 페이지 http://www-ens.iro.umontreal.ca/~boulanni/icml2012 에서 같은 부분으로 나뉜 pickle 피아노 롤로 받을 수 있습니다.`,
	}),
};
