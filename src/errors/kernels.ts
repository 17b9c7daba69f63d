/** Errors of the kernels and the engines: shapes, sizes, memory. */
import { define, type Lang } from "./define.ts";
import { particle } from "./particle.ts";
import { quote } from "./quote.ts";
import { type Reason, sayField } from "./reasons.ts";

const count = (n: number): string => n.toLocaleString("en-US");

/** Why an engine cannot be used, and what to do. */
export type EngineReason =
	| { reason: "unknown"; choices: readonly string[] }
	/** No addon for this platform. */
	| { reason: "noAddon"; platform: string }
	/** What the loader of the addon says. */
	| { reason: "unloadable"; message: string }
	| { reason: "notSluice" }
	| { reason: "closed" }
	| { reason: "instructions"; has: readonly string[] }
	/** The processor lacks products of bfloat16. */
	| { reason: "noBfloat16" }
	/** Another engine than the native one was asked for bfloat16. */
	| { reason: "float32Only" }
	/** This host does not compile a module's instructions. */
	| { reason: "notCompiled" }
	| { reason: "fileMissing"; file: string }
	| { reason: "hostMemory"; bytes: number; shared: boolean }
	/** Built from other sources than this package's. */
	| { reason: "otherSources" }
	| { reason: "oneThread"; file: string }
	| { reason: "noWorkers" }
	/** A page without shared memory was asked for threads. */
	| { reason: "notIsolated"; threads: number }
	/** A page could not fetch a binary. */
	| { reason: "notServed"; address: string; answer: string }
	/** A page without crypto.subtle. */
	| { reason: "insecure" };

function engine(why: EngineReason): string {
	switch (why.reason) {
		case "unknown":
			return `there is no such engine. Choose one of ${why.choices.join(", ")}`;
		case "noAddon":
			return `there is no addon for ${why.platform}. In a checkout with a C compiler, run npm run build:native`;
		case "unloadable":
			return `its addon does not load (${why.message}). Install the package again, or run npm run build:native -- --force`;
		case "notSluice":
			return "the addon is not Sluice's. Run npm run build:native";
		case "closed":
			return "it is closed. Open another one, or close it after its last call";
		case "instructions":
			return `this processor lacks that instruction set. It has ${why.has.join(", ")}`;
		case "noBfloat16":
			return "bfloat16 needs a processor with AVX512-BF16 or AMX-BF16, which this one lacks. Use --precision float32";
		case "float32Only":
			return "only the native engine computes in bfloat16. Use --engine native or --precision float32";
		case "notCompiled":
			return "this host does not compile its instructions. Try --engine wasm-plain or --engine reference";
		case "fileMissing":
			return `${why.file} is missing from the package. Install the package again, or use --engine reference`;
		case "hostMemory":
			return `this host does not provide ${count(why.bytes)} bytes of ${why.shared ? "shared " : ""}memory. Give the process more memory (ulimit -v), or use --engine native; a program can pass a smaller memoryBytes`;
		case "otherSources":
			return "its addon was built from other sources than this package's. Run npm run build:native";
		case "oneThread":
			return `this build has one thread. Pass ${why.file}`;
		case "noWorkers":
			return "threads need a way to start workers, and a clock. Pass spawn and now";
		case "notIsolated":
			return `this page is not cross-origin isolated, so it has no shared memory for ${why.threads} threads. Serve it with Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp, or use 1 thread`;
		case "notServed":
			return `${why.address} cannot be fetched (${why.answer}). Serve the package's folder wasm, and pass its address`;
		case "insecure":
			return "browsers compute no digest on this page. Serve it from https or localhost";
	}
}

function engineKo(why: EngineReason): string {
	switch (why.reason) {
		case "unknown":
			return `이 이름의 엔진을 찾을 수 없습니다. ${why.choices.join(", ")} 중에서 고르세요`;
		case "noAddon":
			return `${why.platform}용 애드온이 없습니다. C 컴파일러가 있는 소스 폴더에서 npm run build:native를 실행하세요`;
		case "unloadable":
			return `애드온을 불러오지 못했습니다(${why.message}). 패키지를 다시 설치하거나 npm run build:native -- --force를 실행하세요`;
		case "notSluice":
			return "Sluice의 애드온이 아닙니다. npm run build:native를 실행하세요";
		case "closed":
			return "이미 닫힌 엔진입니다. 새로 열거나 마지막 호출 뒤에 닫으세요";
		case "instructions":
			return `이 프로세서에 없는 명령 집합입니다. 쓸 수 있는 것: ${why.has.join(", ")}`;
		case "noBfloat16":
			return "bfloat16에는 AVX512-BF16이나 AMX-BF16이 있는 프로세서가 필요한데, 이 프로세서에는 없습니다. --precision float32를 쓰세요";
		case "float32Only":
			return "bfloat16으로는 native 엔진만 계산합니다. --engine native나 --precision float32를 쓰세요";
		case "notCompiled":
			return "이 환경은 그 명령을 컴파일하지 못합니다. --engine wasm-plain이나 --engine reference를 써 보세요";
		case "fileMissing":
			return `패키지에 ${why.file} 파일이 없습니다. 패키지를 다시 설치하거나 --engine reference를 쓰세요`;
		case "hostMemory":
			return `이 환경에서는 ${why.shared ? "공유 " : ""}메모리 ${count(why.bytes)}바이트를 쓸 수 없습니다. 프로세스가 쓸 메모리를 늘리거나(ulimit -v) --engine native를 쓰세요. 프로그램에서는 memoryBytes를 줄일 수 있습니다`;
		case "otherSources":
			return "애드온이 이 패키지와 다른 소스에서 빌드되었습니다. npm run build:native를 실행하세요";
		case "oneThread":
			return `스레드 하나짜리 빌드입니다. ${particle(why.file, "을/를")} 넘기세요`;
		case "noWorkers":
			return "스레드를 쓰려면 워커를 시작하는 방법과 시계가 필요합니다. spawn과 now를 넘기세요";
		case "notIsolated":
			return `이 페이지는 교차 출처 격리(cross-origin isolation) 상태가 아니어서 스레드 ${why.threads}개가 쓸 공유 메모리가 없습니다. Cross-Origin-Opener-Policy: same-origin과 Cross-Origin-Embedder-Policy: require-corp 헤더를 붙이거나 스레드를 1개만 쓰세요`;
		case "notServed":
			return `${why.address} 파일을 받지 못했습니다(${why.answer}). 패키지의 wasm 폴더를 서버에 올리고 그 주소를 넘기세요`;
		case "insecure":
			return "이 페이지에서는 브라우저가 해시를 계산하지 않습니다. https나 localhost로 여세요";
	}
}

/** What memory was asked for. */
export type MemoryNeed =
	| { need: "array"; bytes: number }
	| { need: "engine"; bytes: number; has: number; engine: string }
	| { need: "scratch"; engine: string }
	/** The content of a file, while it was read or written; `bytes` is 0 if its size is unknown. */
	| { need: "file"; path: string; bytes: number }
	/** Anything else, in the host's own words. */
	| { need: "host"; what: string }
	| { need: "batch"; batch: number; steps: number; task: string }
	| { need: "series"; name: string; bytes: number; max: number }
	/** `checkpoint`: its file, not the run's memory. */
	| { need: "reservoir"; units: number; bytes: number; has: number; checkpoint: boolean };

const gigabytes = (n: number): string => `${(n / 1e9).toFixed(1)} GB`;

function memory(p: MemoryNeed): string {
	switch (p.need) {
		case "array":
			return `there is no memory for an array of ${count(p.bytes)} bytes. Use a smaller --hidden or --batch`;
		case "engine":
			return `${count(p.bytes)} bytes do not fit into the ${count(p.has)} bytes of memory of the ${p.engine} engine. Use a smaller --hidden or --batch, or --engine native`;
		case "scratch":
			return `the ${p.engine} engine has no memory for intermediate values. Use a smaller --hidden or --batch`;
		case "file":
			return `memory ran out at ${p.path}${p.bytes > 0 ? `, which takes ${count(p.bytes)} bytes` : ""}. The disk is not at fault, and files saved earlier are intact. Use a smaller --hidden or --batch, or give the process more memory; continue a training run with sluice resume`;
		case "host":
			return `memory ran out (${p.what}). Use a smaller --hidden or --batch, or give the process more memory`;
		case "batch":
			return `a batch of ${count(p.batch)} sequences of ${count(p.steps)} steps of the task ${p.task} is too large. Use a smaller --batch or --length`;
		case "series":
			return `${p.name} has ${count(p.bytes)} bytes, but a series is read into memory as a whole, up to ${count(p.max)} bytes. Give a smaller file or fewer columns`;
		case "reservoir":
			return `${p.checkpoint ? "the checkpoint of " : ""}a reservoir of ${p.units} units takes ${gigabytes(p.bytes)}, more than the ${gigabytes(p.has)} ${p.checkpoint ? "that a file may have" : "of this machine"}. Use a smaller --hidden`;
	}
}

function memoryKo(p: MemoryNeed): string {
	switch (p.need) {
		case "array":
			return `메모리가 모자랍니다. ${count(p.bytes)}바이트 배열을 만들 수 없습니다. --hidden이나 --batch를 줄이세요`;
		case "engine":
			return `${p.engine} 엔진의 메모리 ${count(p.has)}바이트에 ${count(p.bytes)}바이트를 더 넣을 수 없습니다. --hidden이나 --batch를 줄이거나 --engine native를 쓰세요`;
		case "scratch":
			return `${p.engine} 엔진에 중간값을 담을 메모리가 모자랍니다. --hidden이나 --batch를 줄이세요`;
		case "file":
			return `${p.path} 파일을 다루다가 메모리가 바닥났습니다${p.bytes > 0 ? `(${count(p.bytes)}바이트 필요)` : ""}. 디스크 문제가 아니며 먼저 저장한 파일은 온전합니다. --hidden이나 --batch를 줄이거나 프로세스가 쓸 메모리를 늘리세요. 학습 중이었다면 sluice resume으로 계속할 수 있습니다`;
		case "host":
			return `메모리가 바닥났습니다(${p.what}). --hidden이나 --batch를 줄이거나 프로세스가 쓸 메모리를 늘리세요`;
		case "batch":
			return `과제 ${p.task}에서 ${count(p.steps)}스텝 시퀀스 ${count(p.batch)}개로 된 배치는 너무 큽니다. --batch나 --length를 줄이세요`;
		case "series":
			return `${p.name}: ${count(p.bytes)}바이트입니다. 시계열은 통째로 메모리에 읽으므로 ${count(p.max)}바이트까지 쓸 수 있습니다. 더 작은 파일이나 더 적은 열을 쓰세요`;
		case "reservoir":
			return `유닛 ${p.units}개인 저수지(reservoir)${p.checkpoint ? "의 체크포인트" : ""}에는 ${gigabytes(p.bytes)}가 필요합니다. ${p.checkpoint ? "파일의 한도" : "이 컴퓨터의 메모리"}는 ${gigabytes(p.has)}입니다. --hidden을 줄이세요`;
	}
}

export const kernelErrors = {
	E_SHAPE: define<{ what: string; why: Reason }>({
		en: (p) => `${sayField(p.why, "en", p.what)}.`,
		ko: (p) => `${sayField(p.why, "ko", p.what)}.`,
	}),
	E_SIZE: define<{ what: string; got: number; min: number; max: number }>({
		exit: 2,
		en: (p) => `${p.what} is ${p.got}, expected a whole number from ${p.min} to ${p.max}.`,
		ko: (p) => `${p.what} 값이 ${p.got}입니다. ${p.min} 이상 ${p.max} 이하의 정수여야 합니다.`,
	}),
	E_WEIGHT_RANGE: define<{ tensor: string; index: number; got: number; most: string }>({
		en: (p) =>
			`${p.tensor}[${p.index}] is ${p.got}, but this engine computes in float32, which holds numbers up to ${p.most}. Use --engine reference, or an earlier checkpoint.`,
		ko: (p) =>
			`${p.tensor}[${p.index}] 값이 ${p.got}입니다. 이 엔진은 float32로 계산하므로 ${p.most}까지만 담을 수 있습니다. --engine reference나 더 이른 체크포인트를 쓰세요.`,
	}),
	E_ENGINE: define<{ engine: string; why: EngineReason }>({
		exit: 2,
		en: (p) => `the engine ${quote(p.engine)} cannot be used: ${engine(p.why)}.`,
		ko: (p) => `${quote(p.engine)} 엔진을 쓸 수 없습니다. ${engineKo(p.why)}.`,
	}),
	E_MEMORY: define<MemoryNeed>({
		en: (p) => `${memory(p)}.`,
		ko: (p) => `${memoryKo(p)}.`,
	}),
	E_ENGINE_SLOW: define<{ build: string; far: boolean; why: { text(lang: Lang): string }[] }>({
		en: (p) =>
			`running on ${p.build}, ${p.far ? "far" : "several times"} slower than native: ${p.why.map((e) => e.text("en")).join("; ")}`,
		ko: (p) =>
			`${particle(p.build, "으로/로")} 실행합니다. native보다 ${p.far ? "훨씬" : "몇 배"} 느립니다: ${p.why.map((e) => e.text("ko")).join("; ")}`,
	}),
	E_INTERNAL: define<{ what: string }>({
		en: (p) => `internal: ${p.what}. This is a bug in Sluice; please report it.`,
		ko: (p) => `내부 오류입니다(${p.what}). Sluice의 버그이니 알려 주세요.`,
	}),
};
