/** Korean messages: `sluice runs rename`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.runs rename": "실행의 이름을 바꿉니다",
	"arg.newName": "새 이름",
	"runs.renamed": "이름을 바꿨습니다: {before} → {run}",
} as const satisfies Record<keyof typeof en, string>;
