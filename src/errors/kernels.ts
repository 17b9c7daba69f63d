/** Errors of the kernels and cells: shapes, engines. */
import { define, type Lang } from "./define.ts";

export const kernelErrors = {
	E_SHAPE: define<{ what: string; got: string; wanted: string; hint?: string }>({
		en: (p) => `${p.what} has ${p.got}, expected ${p.wanted}.${p.hint ? ` ${p.hint}` : ""}`,
		ko: (p) => `${p.what}: ${p.got}이(가) 왔으나 ${p.wanted}이(가) 필요합니다.${p.hint ? ` ${p.hint}` : ""}`,
	}),
	E_SIZE: define<{ what: string; got: number; min: number; max: number }>({
		exit: 2,
		en: (p) => `${p.what} is ${p.got}, expected a whole number from ${p.min} to ${p.max}.`,
		ko: (p) => `${p.what} 값이 ${p.got}입니다. ${p.min}부터 ${p.max}까지의 정수여야 합니다.`,
	}),
	E_ENGINE: define<{ engine: string; why: string; next: string }>({
		exit: 2,
		en: (p) => `the engine "${p.engine}" cannot be used: ${p.why}. ${p.next}`,
		ko: (p) => `엔진 "${p.engine}"을(를) 쓸 수 없습니다: ${p.why}. ${p.next}`,
	}),
	E_MEMORY: define<{ what: string; next: string }>({
		en: (p) => `no memory left: ${p.what}. ${p.next}`,
		ko: (p) => `메모리가 모자랍니다: ${p.what}. ${p.next}`,
	}),
	E_ENGINE_SLOW: define<{ build: string; far: boolean; why: { text(lang: Lang): string }[] }>({
		en: (p) =>
			`running on ${p.build}, ${p.far ? "far" : "several times"} slower than native: ${p.why.map((e) => e.text("en")).join("; ")}`,
		ko: (p) =>
			`${p.build} 엔진으로 실행합니다. native보다 ${p.far ? "훨씬" : "몇 배"} 느립니다: ${p.why.map((e) => e.text("ko")).join("; ")}`,
	}),
	E_INTERNAL: define<{ what: string }>({
		en: (p) => `internal: ${p.what}. This is a bug in Sluice, please report it.`,
		ko: (p) => `내부 오류: ${p.what}. Sluice의 버그이니 알려 주세요.`,
	}),
};
