/** Korean messages: `sluice study export`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.study export": "스터디를 CSV, JSON, HTML 보고서, Optuna 저널로 저장합니다",
	"arg.studyFiles": ".csv, .json, .html로 끝나는 파일",
	"flag.optuna": "Optuna가 여는 저널 파일",
	"study.written": "저장한 파일: {files}",
} as const satisfies Record<keyof typeof en, string>;
