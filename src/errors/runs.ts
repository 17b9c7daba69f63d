/** Errors of runs: their names, folders, files and checkpoints. */
import { define, table } from "./define.ts";
import { particle } from "./particle.ts";
import { quote } from "./quote.ts";
import { type Reason, sayField } from "./reasons.ts";

/** What is wrong with a file of a checkpoint. */
const DAMAGE = table({
	missing: { en: "is missing", ko: "파일이 없습니다" },
	frame: { en: "does not begin and end as a state file does", ko: "상태 파일의 앞뒤 형식이 아닙니다" },
	checksum: { en: "has another checksum than was written", ko: "체크섬이 기록과 다릅니다" },
	size: { en: "has another size than was written", ko: "크기가 기록과 다릅니다" },
	content: { en: "does not hold a checkpoint", ko: "체크포인트 내용이 아닙니다" },
	notFinite: { en: "holds a number that is not finite", ko: "유한하지 않은 수가 있습니다" },
	unreadable: { en: "cannot be read", ko: "읽을 수 없습니다" },
});
export type CheckpointDamage = keyof typeof DAMAGE;

/** A command that fits a run that is not on text. */
const nextOf = (kind: string) =>
	kind === "own" ? "sluice runs show" : kind === "pairs" ? "sluice chat" : "sluice eval";

export const runErrors = {
	E_RUN_NAME: define<{ name: string }>({
		exit: 2,
		en: (p) =>
			`${quote(p.name)} cannot be the name of a run: use 1 to 64 letters and digits of any script and . _ -, at most 200 bytes, beginning with a letter or digit; or give the path of a folder.`,
		ko: (p) =>
			`${quote(p.name)}: 실행 이름으로 쓸 수 없습니다. 모든 문자 체계의 글자와 숫자, . _ - 가운데 1~64자(200바이트 이하), 첫 글자는 글자나 숫자여야 합니다. 다른 이름이나 폴더 경로를 지정하세요.`,
	}),
	/** `by`: the command that needs the name, if it is not one that trains. */
	E_RUN_EXISTS: define<{ name: string; folder: string; by?: "rename" | "restore" }>({
		exit: 2,
		en: (p) =>
			`${p.folder} already exists. ${
				p.by === "rename"
					? "Choose another NAME: sluice runs rename RUN NAME"
					: p.by === "restore"
						? `Rename it first: sluice runs rename ${p.name} NAME`
						: `Continue it with: sluice resume ${p.name}, or choose another name with --run.`
			}`,
		ko: (p) =>
			`${p.folder}: 이미 있는 폴더입니다. ${
				p.by === "rename"
					? "다른 NAME을 지정하세요: sluice runs rename RUN NAME"
					: p.by === "restore"
						? `그 실행의 이름을 먼저 바꾸세요: sluice runs rename ${p.name} NAME`
						: `--run으로 다른 이름을 고르거나 이어서 학습시키세요: sluice resume ${p.name}`
			}`,
	}),
	E_COMPARE_EXISTS: define<{ folder: string }>({
		exit: 2,
		en: (p) =>
			`${p.folder} holds the result of another comparison. Choose another folder with --out, or move that one away.`,
		ko: (p) => `${p.folder}: 다른 비교의 결과가 있는 폴더입니다. --out으로 다른 폴더를 지정하거나 그 폴더를 옮기세요.`,
	}),
	E_RUN_MISSING: define<{ name: string; runs: string; suggestion?: string }>({
		exit: 2,
		en: (p) =>
			`there is no run ${quote(p.name)} in ${p.runs}.${
				p.suggestion ? ` Did you mean ${p.suggestion}?` : ""
			} List the runs with: sluice runs`,
		ko: (p) =>
			`${p.runs}에서 ${quote(p.name)} 실행을 찾을 수 없습니다.${
				p.suggestion ? ` 혹시 ${p.suggestion} 아닌가요?` : ""
			} 목록 보기: sluice runs`,
	}),
	/** `elsewhere`: in another container or on another machine. `takeOver`: the command has --take-over. */
	E_RUN_LOCKED: define<{ folder: string; pid: number; host: string; elsewhere: boolean; takeOver: boolean }>({
		en: (p) =>
			`${p.folder} is in use by process ${p.pid} on ${p.host}. ${
				p.elsewhere
					? `That process is in another container or on another machine, so Sluice cannot see whether it still runs. If it has ended, ${p.takeOver ? "repeat the command with --take-over" : "remove the folder named lock in it"}.`
					: "Wait until it ends, or stop it first."
			}`,
		ko: (p) =>
			`${p.folder}: ${p.host}의 프로세스 ${p.pid}번이 쓰는 중입니다. ${
				p.elsewhere
					? `다른 컨테이너나 다른 컴퓨터의 프로세스라서 아직 실행 중인지 알 수 없습니다. 이미 끝났다면 ${p.takeOver ? "명령에 --take-over를 붙여 다시 실행하세요" : "그 안의 lock 폴더를 지우세요"}.`
					: "끝날 때까지 기다리거나 먼저 멈추세요."
			}`,
	}),
	E_RUN_IDLE: define<{ run: string }>({
		en: (p) => `no process trains ${p.run}, so there is nothing to stop.`,
		ko: (p) => `${p.run} 실행을 학습하는 프로세스가 없어 멈출 것이 없습니다.`,
	}),
	E_RUN_OWNER: define<{ run: string; pid: number }>({
		en: (p) =>
			`it cannot be verified that process ${p.pid} is the one that trains ${p.run}, so it was not stopped. Stop it where it was started.`,
		ko: (p) =>
			`${p.pid}번 프로세스가 ${p.run} 실행을 학습하는 것인지 확인할 수 없어 멈추지 않았습니다. 시작한 곳에서 멈추세요.`,
	}),
	E_RUN_REMOVED: define<{ folder: string }>({
		en: (p) =>
			`${p.folder} was removed or renamed during the run, so nothing more can be saved there. Start the run again.`,
		ko: (p) => `실행 중에 ${p.folder} 폴더가 지워졌거나 이름이 바뀌어 더는 저장할 수 없습니다. 실행을 다시 시작하세요.`,
	}),
	E_RUN_CLOSED: define<{ folder: string }>({
		en: (p) => `internal: ${p.folder} was written after it was closed. This is a bug in Sluice; please report it.`,
		ko: (p) => `내부 오류입니다. ${p.folder} 폴더를 닫은 뒤에 썼습니다. Sluice의 버그이니 알려 주세요.`,
	}),
	E_RUN_FILE: define<{ path: string; key: string; known: string; suggestion?: string }>({
		en: (p) =>
			`${p.path}: unknown key ${quote(p.key)}, expected one of ${p.known}.${
				p.suggestion ? ` Did you mean ${p.suggestion}?` : " Remove it."
			}`,
		ko: (p) =>
			`${p.path}: 알 수 없는 키 ${particle(quote(p.key), "이/가")} 있습니다. 쓸 수 있는 키: ${p.known}.${
				p.suggestion ? ` 혹시 ${p.suggestion} 아닌가요?` : " 지우세요."
			}`,
	}),
	E_RUN_FIELD: define<{ path: string; key: string; why: Reason }>({
		en: (p) => `${p.path}: ${sayField(p.why, "en", quote(p.key))}. Restore the file from a copy.`,
		ko: (p) => `${p.path}: ${sayField(p.why, "ko", quote(p.key))}. 사본에서 파일을 되살리세요.`,
	}),
	E_RUN_FORMAT: define<{ path: string; got: number; newest: number }>({
		en: (p) =>
			`${p.path} has format ${p.got}, but this version of Sluice reads formats up to ${p.newest}. Open it with a newer Sluice.`,
		ko: (p) => `${p.path}: 형식이 ${p.got}인데 이 버전은 ${p.newest}까지 읽습니다. 더 새로운 Sluice로 여세요.`,
	}),
	/** `data`: title of the task or the series. */
	E_RUN_TASK: define<{ run: string; kind: "task" | "series" | "labelled" | "pairs" | "own"; data: string }>({
		exit: 2,
		en: (p) =>
			`the run ${quote(p.run)} was trained on the ${{ task: "task", own: "task", series: "series", labelled: "labelled sequences of", pairs: "pairs of" }[p.kind]} ${p.data}, but this command is for runs on text. Try ${nextOf(p.kind)} ${p.run}.`,
		ko: (p) =>
			`${quote(p.run)} 실행은 ${{ task: "과제", own: "과제", series: "시계열", labelled: "레이블이 붙은 시퀀스", pairs: "질문과 대답의 쌍" }[p.kind]} ${particle(p.data, "으로/로")} 학습했습니다. 이 명령은 텍스트로 학습한 실행에만 쓸 수 있습니다. ` +
			`다음을 써 보세요: ${nextOf(p.kind)} ${p.run}`,
	}),
	E_RUN_NO_TEXT: define<{ run: string; next: string }>({
		exit: 2,
		en: (p) => `${p.run} was imported and has no training text. Give one: ${p.next}`,
		ko: (p) => `${p.run}: 가져온 실행이라 학습 텍스트가 없습니다. 텍스트를 지정하세요: ${p.next}`,
	}),
	E_LOG_DAMAGED: define<{ path: string; line: number }>({
		en: (p) => `${p.path}: line ${p.line} is not a JSON object. Remove that line, or restore the file from a copy.`,
		ko: (p) => `${p.path}: ${p.line}행이 JSON 객체가 아닙니다. 그 줄을 지우거나 사본에서 되살리세요.`,
	}),
	/** `kept`: the steps of the checkpoints that there are, if one of a step was asked for. */
	E_CHECKPOINT_NONE: define<{ folder: string; step?: number; kept?: readonly number[] }>({
		en: (p) =>
			p.kept?.length
				? `${p.folder} has no checkpoint of step ${p.step}. It keeps ${p.kept.length === 1 ? "step" : "steps"} ${p.kept.join(", ")}: choose one of them, best or last with --checkpoint.`
				: `${p.folder} has no checkpoint${p.step === undefined ? "" : ` of step ${p.step}`}. Train it first, or choose a saved run: sluice runs`,
		ko: (p) =>
			p.kept?.length
				? `${p.folder}: 갱신 ${p.step}의 체크포인트가 없습니다. 남아 있는 갱신은 ${p.kept.join(", ")}입니다. 그중 하나나 best, last를 --checkpoint로 고르세요.`
				: `${p.folder}: ${p.step === undefined ? "" : `갱신 ${p.step}의 `}체크포인트가 없습니다. 먼저 학습시키거나 저장된 실행을 고르세요: sluice runs`,
	}),
	E_CHECKPOINT_DAMAGED: define<{ path: string; file: string; damage: CheckpointDamage; got?: string; wanted?: string }>(
		{
			en: (p) =>
				`the checkpoint ${p.path} is damaged: ${p.file} ${DAMAGE[p.damage].en}${
					p.got === undefined ? "" : ` (got ${p.got}${p.wanted === undefined ? "" : `, expected ${p.wanted}`})`
				}. It is skipped; restore it from a copy if you need this step.`,
			ko: (p) =>
				`체크포인트 ${particle(p.path, "이/가")} 손상되었습니다. ${p.file}: ${DAMAGE[p.damage].ko}${
					p.got === undefined ? "" : `(실제 ${p.got}${p.wanted === undefined ? "" : `, 필요 ${p.wanted}`})`
				}. 이 체크포인트는 건너뜁니다. 이 갱신이 필요하면 사본에서 되살리세요.`,
		},
	),
	E_CHECKPOINT_ALL_DAMAGED: define<{ folder: string; count: number; first: string }>({
		en: (p) =>
			`none of the ${p.count} checkpoints in ${p.folder} is intact. The newest: ${p.first} Restore one from a copy, or train again.`,
		ko: (p) =>
			`${p.folder}: 체크포인트 ${p.count}개가 모두 손상되었습니다. 최신 것: ${p.first} 사본에서 되살리거나 다시 학습시키세요.`,
	}),
};
