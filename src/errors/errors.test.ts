import { describe, expect, test } from "vitest";
import type { ParamsOf } from "./define.ts";
import { type catalogue, type ErrorCode, fail, type Lang } from "./index.ts";
import type { LimitName } from "./limits.ts";
import { flagOf, variableOf, type Where } from "./option.ts";
import type { CellReason, CellUse } from "./ownCells.ts";
import { particle } from "./particle.ts";
import { quote, shown } from "./quote.ts";
import { REASONS, type Reason } from "./reasons.ts";
import type { GuardReason } from "./studio.ts";

/** Parameters of every code: a new code without a sample does not compile. */
const SAMPLES: { [C in ErrorCode]: readonly ParamsOf<(typeof catalogue)[C]>[] } = {
	E_OPTION: [{ option: "hidden", why: { reason: "whole", min: 1, max: 65536, got: "0" }, where: { place: "flag" } }],
	E_SHAPE: [{ what: "linear.x", why: { reason: "length", got: 5, wanted: 12, shape: "3 x 4" } }],
	E_SIZE: [{ what: "--threads", got: 65, min: 1, max: 64 }],
	E_ENGINE: [
		{ engine: "fast", why: { reason: "unknown", choices: ["auto", "native"] } },
		{ engine: "native", why: { reason: "noAddon", platform: "aix-ppc64" } },
		{ engine: "native", why: { reason: "unloadable", message: "EFAULT" } },
		{ engine: "native", why: { reason: "notSluice" } },
		{ engine: "native", why: { reason: "closed" } },
		{ engine: "native", why: { reason: "otherSources" } },
		{ engine: "native avx512", why: { reason: "instructions", has: ["avx2"] } },
		{ engine: "wasm-relaxed", why: { reason: "notCompiled" } },
		{ engine: "wasm-relaxed", why: { reason: "fileMissing", file: "wasm/sluice-plain.wasm" } },
		{ engine: "wasm-relaxed", why: { reason: "oneThread", file: "wasm/sluice-plain-threads.wasm" } },
		{ engine: "wasm-relaxed", why: { reason: "noWorkers" } },
		{ engine: "wasm", why: { reason: "notIsolated", threads: 2 } },
		{ engine: "wasm-plain", why: { reason: "notServed", address: "/wasm/sluice-plain.wasm", answer: "404" } },
		{ engine: "sha256", why: { reason: "insecure" } },
		{ engine: "wasm-relaxed", why: { reason: "hostMemory", bytes: 1 << 30, shared: true } },
	],
	E_CELL: (
		[
			{ reason: "field", field: "states", why: { reason: "list", of: "texts", least: 1, got: "3" } },
			...(
				[
					"equations",
					"states",
					"parameters",
					"bytes",
					"characters",
					"nodes",
					"depth",
					"registers",
					"constants",
				] as const
			).map((of) => ({ reason: "many", of, got: 70, max: 64 }) as const),
			...(["equals", "name", "operand", "close", "open", "operator", "input", "recurrent"] as const).flatMap((what) => [
				{ reason: "expected", what, got: '"*"' } as const,
				{ reason: "expected", what, got: "" } as const,
			]),
			{ reason: "character", got: '"^"' },
			{ reason: "name", name: "__proto__", used: false },
			{ reason: "name", name: "constructor", used: true },
			{ reason: "twice", name: "f" },
			{ reason: "unknown", name: "ff", near: "f" },
			{ reason: "unknown", name: "q" },
			{ reason: "noState", name: "f" },
			{ reason: "cycle", names: ["f", "g", "f"] },
			{ reason: "later", name: "g", line: 3 },
			{ reason: "zero" },
			{ reason: "number", got: '"1e99"' },
			...(["twice", "noBias", "biasAlone", "factor", "minus"] as const).map((why) => ({ reason: "sum", why }) as const),
			{ reason: "twoSums" },
			{ reason: "stateSum", name: "h" },
			{ reason: "lostSum", name: "f" },
			{ reason: "unused", name: "f", what: "line" },
			{ reason: "unused", name: "p", what: "parameter" },
			{ reason: "noEquation", name: "c" },
			{ reason: "noInput" },
			{ reason: "noSum", name: "f" },
			{ reason: "first" },
		] as CellReason[]
	).map((why) => ({ cell: "mgu.json", line: 2, column: 14, why })),
	E_CELL_USE: (["torch", "keras", "browser"] as CellUse[]).map((use) => ({
		cell: "mgu",
		use,
	})),
	E_MODEL_USE: (["reading", "record", "browser", "check"] as const).map((use) => ({ use })),
	E_DYNAMIC: [{ lr: 3, got: "NaN" }],
	E_LANES: [
		{ symbols: 16_384, lanesNats: 0.594, exactNats: 0.00011, exact: true },
		{ symbols: 16_384, lanesNats: 0.594, exactNats: 0.00011, exact: false },
	],
	E_WEIGHT_RANGE: [{ tensor: "bias_l0", index: 3, got: 1e200, most: "3.4028235e38" }],
	E_NOT_FINITE: [
		{ run: "book-lstm-1", step: 40, what: "loss", got: "NaN" },
		{ run: "book-lstm-1", step: 40, what: "probability", got: "NaN" },
		{ run: "book-lstm-1", step: 40, what: "forecast", got: "Infinity" },
	],
	E_LIMIT: (
		[
			...["jsonBytes", "jsonValues", "jsonContainers", "logLines", "columns", "numbers", "fieldBytes", "symbols"],
			...["onnxFields", "onnxNumbers", "integers", "members", "pattern"],
		] as LimitName[]
	).map((limit) => ({ where: "a.json", limit, got: 70_000, max: 65_536 })),
	E_MEMORY: [
		{ need: "array", bytes: 4e9 },
		{ need: "engine", bytes: 4e9, has: 2e9, engine: "wasm-plain" },
		{ need: "scratch", engine: "native" },
		{ need: "file", path: "runs/a/40/tensors.safetensors", bytes: 4e9 },
		{ need: "file", path: "runs/a/40/tensors.safetensors", bytes: 0 },
		{ need: "host", what: "Array buffer allocation failed" },
		{ need: "batch", batch: 4096, steps: 10_000, task: "adding" },
		{ need: "series", name: "a.csv", bytes: 4e9, max: 1e9 },
		{ need: "reservoir", units: 16_000, bytes: 9e9, has: 4e9, checkpoint: true },
		{ need: "reservoir", units: 16_000, bytes: 9e9, has: 4e9, checkpoint: false },
	],
	E_ENGINE_SLOW: [
		{ build: "wasm-plain", far: true, why: [fail("E_ENGINE", { engine: "x", why: { reason: "notSluice" } })] },
	],
	E_INTERNAL: [{ what: "lane 3 gave 5 of 7 symbols" }],
	E_UTF8: [
		{ name: "a.txt", byte: 0xff, offset: 12, line: 3 },
		{ name: "a.txt", byte: 0xff, offset: 12, line: 3, guess: "cp949" },
	],
	E_TEXT_SERIES: [{ path: "a.csv", column: "temp" }],
	E_TEXT_PAIRS: [{ path: "a.csv", command: "sluice train pairs:a.csv --question Q --answer A" }],
	E_UTF16: [{ path: "a.txt", encoding: "utf-16le", share: 0.42 }],
	E_ENCODING: [{ path: "a.txt", encoding: "euc-kr" }],
	E_SURROGATE: [{ index: 3, unit: "D800" }],
	E_VOCABULARY: [
		{ where: "a/vocabulary.json", what: "atoms[3]", why: { reason: "character", why: "surrogate", got: "55296" } },
	],
	E_UNIT: [
		{ got: "word", choices: ["byte", "codepoint", "jamo"] },
		{ got: "byte", choices: ["codepoint"], model: true },
	],
	E_SPLIT: [{ got: "90/20" }],
	E_CORPUS_EMPTY: [{ name: "a.txt", bytes: 1 }],
	E_CORPUS_UNKNOWN: [{ part: "train", symbols: 1260 }],
	E_VALID_UNKNOWN: [{ symbols: 220 }],
	E_CORPUS_SHORT: [
		{ part: "valid", symbols: 40, lanes: 32, steps: 64 },
		{ part: "train", symbols: 1, lanes: 32, steps: 64 },
	],
	E_CURSOR: [{ epoch: 2, step: 9, steps: 5, part: "train" }],
	E_TASK: [{ name: "ading", near: "adding", known: "adding, copying" }],
	E_TASK_LENGTH: [{ task: "adding", length: 1, min: 2, max: 1000 }],
	E_TASK_OBJECT: [
		{ task: "parity", what: "head", why: { reason: "oneOf", choices: ["softmax", "regression"], got: '"sigmoid"' } },
		{ task: "parity", what: "draw", why: { reason: "type", types: ["function"] } },
		{ task: "parity", what: "draw().ids", why: { reason: "type", types: ["int32"], got: "[]" } },
		{ task: "parity", what: "draw().x", why: { reason: "type", types: ["float64"], got: "[]" } },
	],
	E_TASK_CHANGED: [
		{ task: "parity", change: "draws" },
		{ task: "parity", change: "fingerprint" },
		{ task: "parity", wanted: "count", change: "name" },
	],
	E_MODEL_DATA: [{ field: "inputs", got: "65", wanted: "70", data: "input.txt" }],
	E_RUN_WEIGHTS: [{ run: "mine" }, { run: "mine", replayed: true }],
	E_REPLAY: [
		{ run: "mine", why: { reason: "echo" } },
		{ run: "mine", why: { reason: "sync" } },
		{ run: "mine", why: { reason: "clock", update: 41 } },
		{ run: "mine", why: { reason: "diverged", update: 41 } },
		{ run: "mine", why: { reason: "from", from: "older", first: 21 } },
		{ run: "mine", why: { reason: "from", from: "older" } },
		{ run: "mine", why: { reason: "parent", parent: "older", update: 20 } },
	],
	E_WITHOUT: [
		{ why: { reason: "empty" } },
		{ why: { reason: "task" } },
		{ why: { reason: "absent", text: "open" } },
		{ why: { reason: "unknown", text: "열림" } },
		{ why: { reason: "many", text: "e", most: 10_000 } },
		{ why: { reason: "unread", text: "open", updates: 40 } },
		{ why: { reason: "room", symbols: 900 } },
		{ why: { reason: "length", got: 3, wanted: 4 } },
	],
	E_FORK: (["shape", "data", "start", "moments"] as const).map((why) => ({ option: "--hidden", why })),
	E_FUTURES: [{ runs: ["a", "b"], update: 20 }],
	E_RECEIPT: (["echo", "data", "from", "sync", "diverged", "long"] as const).map((why) => ({ run: "mine", why })),
	E_CLAIM_FORM: [{ what: "symbols", why: { reason: "whole", min: 2048, got: "12" } }],
	E_RECEIPT_FORM: [{ what: "updates", why: { reason: "whole", min: 1, got: "0" } }],
	E_RECEIPT_VERSION: [{ got: 2, newest: 1 }],
	E_RECEIPT_RECIPE: [{}],
	E_RECEIPT_TEXT: [{ got: "ab".repeat(32), wanted: "cd".repeat(32) }],
	E_RECEIPT_WEIGHTS: [
		{ update: 20, tensor: "weight_ih_l0" },
		{ update: 20, tensor: null },
	],
	E_RECEIPT_DATA: [{}, { text: "@sqlite" }],
	E_TASK_OWN: [{ task: "parity" }],
	E_TASK_DATA: [{ task: "music", what: "train[3]", why: { reason: "list", of: "steps", least: 1, got: "[]" } }],
	E_SERIES_VALUE: [{ name: "a.csv", line: 3, column: 2, title: "temp", got: "1,5", why: "comma" }],
	E_SERIES_RAGGED: [{ name: "a.csv", line: 3, got: 1, wanted: 2, column: 2 }],
	E_SERIES_QUOTE: [{ name: "a.csv", line: 3, column: 2, why: "open" }],
	E_SERIES_EMPTY: [{ name: "a.csv", rows: 3, skipped: "city" }],
	E_SERIES_COLUMN: [{ name: "a.csv", column: "temp", why: "missing", near: "temps", known: "temps" }],
	E_SERIES_CONSTANT: [{ name: "a.csv", column: 2, title: "temp", value: 0, from: 2, to: 9 }],
	E_SERIES_SHORT: [
		{
			name: "a.csv",
			part: "valid",
			rows: 3,
			needed: 9,
			horizon: 8,
			whole: { rows: 30, needed: 90, split: "80/10/10" },
		},
	],
	E_SERIES_SCALING: [{ what: "mean", why: { reason: "list", of: "numbers", exactly: 3, got: "[1]" } }],
	E_REMEDY: [
		{ remedy: "omega", why: { reason: "omegaCell", cell: "lstm" } },
		{ remedy: "clip:1", why: { reason: "sameAs", other: "clip" } },
		{ remedy: "gru", why: { reason: "excludes", other: "lstm" } },
		{ remedy: "omega", why: { reason: "cells", cells: ["rnn"], not: "lstm-forget" } },
		{ remedy: "coupled", why: { reason: "cells", cells: ["lstm"], not: "gru" } },
		{ remedy: "esn", why: { reason: "echoSeries" } },
		{ remedy: "esn", why: { reason: "echoLayers" } },
		{ remedy: "esn", why: { reason: "echoDropout" } },
		{ remedy: "esn", why: { reason: "echoWeightDrop" } },
	],
	E_JSON: [{ where: "a.json", line: 1, column: 5, got: "x", wanted: "value" }],
	E_JSON_KEY: [{ where: "a.json", line: 1, column: 5, key: "a", why: "twice" }],
	E_WEIGHTS_FOREIGN: [{ where: "a.pt", format: "zip" }],
	E_WEIGHTS_CUT: [{ where: "a", got: "10", wanted: "20", name: "w" }],
	E_WEIGHTS_TRAILING: [{ where: "a", got: "20", wanted: "10" }],
	E_WEIGHTS_LIMIT: [{ where: "a", limit: "header", got: "9", max: 8 }],
	E_WEIGHTS_UTF8: [{ where: "a", at: 9 }],
	E_WEIGHTS_HEADER: [{ where: "a", got: "[", wanted: "tensors" }],
	E_TENSOR_NAME: [{ where: "a", name: "", why: "empty" }],
	E_TENSOR_FIELD: [
		{ where: "a", name: "w", field: "shape", got: '"x"', wanted: "shape" },
		{ where: "a", name: "w", field: "shape", wanted: "shape" },
	],
	E_TENSOR_DTYPE: [{ where: "a", name: "w", got: "I4", wanted: "F32, F64" }],
	E_TENSOR_BYTES: [{ where: "a", name: "w", shape: "[2,3]", dtype: "F32", got: "20", wanted: "24" }],
	E_TENSOR_PLACE: [{ where: "a", name: "w", got: "20", wanted: "24", kind: "hole" }],
	E_TENSOR_VALUE: [{ where: "a", name: "w", index: 3, got: "2^60", wanted: "|x| < 2^53" }],
	E_DIVERGED: [
		{ step: 40, tensor: "loss", index: 0, value: "NaN", checkpoint: 30, gradNorms: [1, 20], rollbacks: 2 },
		{ step: 4, tensor: "head.bias", index: 1, value: "Infinity", checkpoint: -1, gradNorms: [], rollbacks: 0 },
	],
	E_BUILD: [
		{ got: "native avx2", wanted: "reference" },
		{ got: "native avx2", wanted: "reference", replayed: true },
	],
	E_SNAPSHOT: [{ what: "optimizer.m", why: { reason: "shape", got: "[4]", wanted: "[8]" } }],
	E_SINGULAR: [{ condition: 1e18, rows: 9, inputs: 12, ridge: 0, gone: "r" }],
	E_JACOBIAN_LARGE: [{ n: 9000, limit: 2048, bytes: 6e8, operations: 1e12 }],
	E_HOOK_NAME: [{ name: "l0.x", model: "lstm 1x8", known: "l0.h, l0.c", suggestion: "l0.h" }],
	E_HOOK_UNIT: [{ unit: "l0.h.9", name: "l0.h", index: "9", last: 7 }],
	E_CLAMP: [{ clamp: "l0.c" }],
	E_PATTERN_NAME: [{ name: "quots", known: "quotes", korean: "따옴표", sets: "prose, all", suggestion: "quotes" }],
	E_REGEX: [{ source: "a(", why: "Unterminated group", at: 1 }],
	E_REGEX_TIME: [{ source: "(a+)+", seconds: 10, symbols: 900, at: 3, near: "aaa" }],
	E_REGEX_DEPTH: [{ source: "(.|x)*", at: 3, near: "aaa" }],
	E_PATTERN_SHARE: [
		{ name: "quotes", share: "none", symbols: 900, half: "chosen" },
		{ name: "quotes", share: "all", symbols: 900, half: "heldOut" },
		{ name: "quotes", share: "none", symbols: 1800, half: "both" },
	],
	E_AGAINST_SYMBOLS: [
		{ own: "byte", other: "jamo" },
		{ own: "byte", other: "byte" },
	],
	E_PATTERN_CONSTANT: [{ share: "all", symbols: 900 }],
	E_TEXT_SHORT: [{ text: "a.txt", symbols: 9, least: 2048 }],
	E_SPANS: [
		{ where: "a.tsv", why: { reason: "entry", entry: "line 3", got: "x" } },
		{ where: "a.tsv", why: { reason: "tooMany", max: 1e6 } },
		{ where: "a.tsv", why: { reason: "large", bytes: 9e9, max: 1e8 } },
		{ where: "a.tsv", why: { reason: "json", message: "line 1" } },
	],
	E_DISK_FULL: [{ path: "runs/a", bytes: 900 }],
	E_DISK_PERMISSION: [{ path: "runs/a", action: "write", reason: "EACCES" }],
	E_DISK: [
		{ path: "runs/a", action: "sync", why: { code: "EIO" } },
		{ path: "runs/a", action: "make", why: { attempts: 16 } },
		{ path: "runs/a", action: "write", why: { readBack: true } },
	],
	E_LINK: (["link", "hard", "special", "run"] as const).map((why) => ({ path: "runs/a/lock", why })),
	E_FOREIGN: [{ path: "runs/a/checkpoints", entry: "notes.txt" }],
	E_DISK_MISSING: [{ path: "runs/a", action: "read" }],
	E_EXPORT_PLACE: [
		{ path: "out/", why: "folder", folder: ".", example: "m.onnx" },
		{ path: "/dev/null", why: "special", folder: "/dev", example: "m.onnx" },
		{ path: "a/m.onnx", why: "missing", folder: "a", example: "m.onnx" },
		{ path: "a/m.onnx", why: "file", folder: "a", example: "m.onnx" },
	],
	E_FILE_MISSING: [{ path: "a.txt" }, {}],
	E_FILE_EMPTY: [{ path: "a.txt" }],
	E_FILE_DENIED: [{ path: "a.txt" }],
	E_FILE_KIND: [{ path: "a.fifo", got: "pipe" }],
	E_FILE_READ: [{ path: "a.txt", why: "EIO" }],
	E_FILE_CHANGED: [
		{ path: "a.txt", now: {}, was: { bytes: 9, changed: "2026-01-01T00:00:00.000Z" } },
		{ path: "a.txt", now: { bytes: 9, sha256: "0123456789abcdef" }, was: { bytes: 8, replaced: true } },
	],
	E_FOLDER_EMPTY: [{ path: "a", extensions: ".txt, .md" }],
	E_FOLDER_SIZE: [{ path: "a", files: 10_001, max: 10_000 }],
	E_GZIP: [{ path: "a.gz", why: "cut", message: "EOF" }],
	E_GZIP_BOMB: [
		{ path: "a.gz", packed: 10, unpacked: 1e9, limit: { times: 100 } },
		{ path: "a.gz", packed: 10, unpacked: 1e9, limit: { bytes: 1e9 } },
	],
	E_CACHE: [
		{ path: "c", code: "ENOSPC" },
		{ path: "c", code: "EIO" },
	],
	E_CORPUS_NAME: [{ name: "sqlit", near: "@sqlite", known: "@sqlite" }],
	E_FETCH_TOOL: [
		{ name: "@linux", tool: "apt-get", why: { reason: "notInstalled" }, next: "apt" },
		{ name: "@npm", tool: "npm", why: { reason: "status", status: 1 }, next: "npm" },
		{ name: "@npm", tool: "npm", why: { reason: "signal", signal: "SIGTERM" }, next: "npm" },
		{ name: "@npm", tool: "npm", why: { reason: "late", seconds: 1800 }, next: "npm" },
		{ name: "@npm", tool: "npm", why: { reason: "said", message: "E404" }, next: "npm" },
	],
	E_FETCH: [
		{ url: "https://a", why: { reason: "status", status: 404 } },
		{ url: "https://a", why: { reason: "redirect" } },
		{ url: "https://a", why: { reason: "redirects", most: 5 } },
		{ url: "https://a", why: { reason: "scheme", scheme: "ftp:", redirected: true } },
		{ url: "https://a", why: { reason: "packed", encoding: "br" } },
		{ url: "https://a", why: { reason: "short", bytes: 3, total: 9 } },
		{ url: "https://a", why: { reason: "silent", seconds: 30 } },
		{ url: "https://a", why: { reason: "slow", seconds: 30, bytes: 30_720 } },
		{ url: "https://a", why: { reason: "late", seconds: 3600 } },
		{ url: "https://a", why: { reason: "network", message: "ECONNREFUSED" } },
	],
	E_FETCH_LENGTH: [{ name: "a", got: 3, wanted: 9 }],
	E_FETCH_HASH: [{ name: "a", got: "00", wanted: "11" }],
	E_ARCHIVE: [
		{ path: "a.tar", why: { reason: "checksum" } },
		{ path: "a.tar", why: { reason: "cutFile", file: "b.txt" } },
		{ path: "a.tar", why: { reason: "large", mebibytes: 512 } },
		{ path: "a.tar", why: { reason: "noText", prefix: "src", suffixes: [".c"] } },
		{ path: "a.tar", why: { reason: "gzip", message: "EOF" } },
	],
	E_TASK_SOURCE: [{ task: "music" }],
	E_RUN_NAME: [{ name: "a b" }],
	E_RUN_EXISTS: [
		{ name: "a", folder: "runs/a" },
		{ name: "a", folder: "runs/a", by: "rename" },
		{ name: "a", folder: "runs/a", by: "restore" },
	],
	E_STUDY_NAME: [{ name: "../x" }],
	E_STUDY_EXISTS: [{ name: "book-1", folder: "studies/book-1" }],
	E_STUDY_MISSING: [
		{ name: "book", studies: "studies", near: "book-1" },
		{ name: "book", studies: "studies" },
	],
	E_STUDY_STOPPED: [{ name: "book-1" }],
	E_STUDY_TRIAL: [
		{ study: "book-1", trial: "beef", parked: true },
		{ study: "book-1", trial: "beef", parked: false },
	],
	E_STUDY_OPTUNA: [
		{ file: "journal.log", why: { reason: "line", line: 3 } },
		{ file: "journal.log", why: { reason: "study", study: "book-1", has: ["a", "b"] } },
		{ file: "journal.log", why: { reason: "study", study: "book-1", has: [] } },
		{ file: "journal.log", why: { reason: "locked", lock: "journal.log.lock" } },
	],
	E_STUDY_QUEUE: [
		{ why: { reason: "address" } },
		{ why: { reason: "packages" } },
		{ why: { reason: "server", server: "redis://localhost:6379", message: "connect ECONNREFUSED" } },
	],
	E_STUDY_ASKED: [{ study: "book-1", search: "grid" }],
	E_COMPARE_EXISTS: [{ folder: "runs/compare-addition" }],
	E_RUN_MISSING: [{ name: "a", runs: "runs", suggestion: "b" }],
	E_RUN_IDLE: [{ run: "book-lstm-1" }],
	E_RUN_OWNER: [{ run: "book-lstm-1", pid: 42 }],
	E_STUDIO_GUARD: (
		[
			...["host", "form", "site", "origin", "session", "type", "encoding", "size", "time", "upgrade", "malformed"],
		] as GuardReason[]
	).map((why) => ({ why })),
	E_STUDIO_ROUTE: [{}],
	E_STUDIO_CODE: [{}],
	E_STUDIO_REQUEST: [
		{ why: { reason: "json" } },
		{ why: { reason: "key", key: "path" } },
		{ why: { reason: "field", key: "name", form: "1..64" } },
	],
	E_STUDIO_RUN: [{ id: "0123456789abcdef" }],
	E_STUDIO_STUDY: [{ id: "0123456789abcdef" }],
	E_STUDIO_STUDY_RUNS: [{ study: "rates" }],
	E_STUDIO_TRIAL: [{ study: "rates" }],
	E_STUDIO_TEXT: [{ id: "0123456789abcdef" }],
	E_STUDIO_BUSY: [{ run: "book-lstm-1" }],
	E_STUDIO_WORK: [{}],
	E_STUDIO_PROCESS: [{ message: "E_MEMORY" }],
	E_STUDIO_INTERNAL: [{}],
	E_STUDIO_PORT: [
		{ port: 8080, code: "EADDRINUSE" },
		{ port: 80, code: "EACCES" },
	],
	E_PUBLISH_PAGE: [{}],
	E_PUBLISH_PLACE: [
		{ folder: "site", why: "file" },
		{ folder: "site", why: "foreign", name: "CNAME" },
	],
	E_PUBLISH_RUN: (["running", "damaged", "elsewhere"] as const).map((why) => ({ run: "book-lstm-1", why })),
	E_PUBLISH_FOUND: (["path", "host", "user", "secret"] as const).flatMap((kind) => [
		{ file: "api/runs.json", place: { line: 1 }, kind, shown: "/home/a..." },
		{ file: "api/runs/0123456789abcdef/weights-9.safetensors", place: { byte: 12 }, kind, shown: "/home/a..." },
	]),
	E_STUDIO_EXPORTED: [{}],
	E_RUN_REMOVED: [{ folder: "runs/a" }],
	E_RUN_LOCKED: [
		{ folder: "runs/a", pid: 3, host: "h", elsewhere: true, takeOver: true },
		{ folder: "runs/a", pid: 3, host: "h", elsewhere: true, takeOver: false },
		{ folder: "runs/a", pid: 3, host: "h", elsewhere: false, takeOver: true },
	],
	E_RUN_CLOSED: [{ folder: "runs/a" }],
	E_RUN_FILE: [{ path: "runs/a/config.json", key: "hiden", known: "hidden", suggestion: "hidden" }],
	E_RUN_FIELD: [{ path: "runs/a/config.json", key: "threads", why: { reason: "whole", min: 0, got: '"x"' } }],
	E_RUN_FORMAT: [{ path: "runs/a/config.json", got: 9, newest: 1 }],
	E_RUN_TASK: [
		{ run: "a", kind: "task", data: "adding" },
		{ run: "a", kind: "series", data: "sunspots.csv" },
		{ run: "a", kind: "own", data: "parity" },
	],
	E_RUN_NO_TEXT: [{ run: "a", next: "sluice eval a FILE" }],
	E_LOG_DAMAGED: [{ path: "runs/a/log.jsonl", line: 3 }],
	E_CHECKPOINT_NONE: [
		{ folder: "runs/a" },
		{ folder: "runs/a", step: 40, kept: [] },
		{ folder: "runs/a", step: 40, kept: [38, 60] },
	],
	E_CHECKPOINT_DAMAGED: [
		{ path: "runs/a/40", file: "state.bin", damage: "checksum", got: "0", wanted: "1" },
		{ path: "runs/a/40", file: "tensors.safetensors", damage: "notFinite", got: "bias_l0[3] = NaN" },
	],
	E_CHECKPOINT_ALL_DAMAGED: [{ folder: "runs/a", count: 3, first: "runs/a/40." }],
	E_NO_FORECAST: [
		{ run: "a", next: "sluice sample a" },
		{ run: "a", data: "task:order", next: "sluice eval a" },
	],
	E_LABELLED_LINE: (["object", "long", "utf8", "quote", "open"] as const).map((why) => ({
		name: "a.csv",
		line: 3,
		why,
	})),
	E_LABELLED_FIELD: [
		{ name: "a.jsonl", line: 3, field: "label", why: { reason: "type", types: ["text", "number"], got: "{}" } },
	],
	E_LABELLED_NAME: [
		{ name: "a.jsonl", line: 3, field: "txt", near: "text", known: '"text", "label"' },
		{ name: "a.jsonl", line: 3, field: "txt", known: "" },
		{ name: "a.csv", line: 1, field: "text", known: '"text"', twice: true },
	],
	E_LABELLED_SIZE: (["bytes", "sequences", "classes", "symbols"] as const).map((what) => ({
		...{ name: "a.jsonl", what, got: 1001, max: 1000 },
	})),
	E_LABELLED_PART: [
		{ name: "a.jsonl", part: "valid", sequences: 0, split: "80/10/10" },
		{ name: "a.jsonl", part: "train", sequences: 9, split: "80/10/10", label: "cat" },
	],
	E_LABEL_UNKNOWN: [{ name: "a.jsonl", line: 3, label: "cow", known: '"cat", "dog"' }],
	E_LABELS_UNSEEN: [
		{ name: "a.jsonl", labels: [{ label: "cow", count: 2 }] },
		{ name: "a.jsonl", labels: Array.from({ length: 12 }, (_, n) => ({ label: `l${n}`, count: 1 })) },
	],
	E_NO_LABELS: [{ run: "a", next: "sluice eval a" }],
	E_PAIRS_PART: [{ name: "a.csv", part: "valid", questions: 3, split: "80/10/10" }],
	E_CHAT_PAIRS: [{ name: "a.csv", pairs: 2 }],
	E_NO_PAIRS: [{ run: "a", next: "sluice sample a" }],
	E_CELL_NAME: [{ name: "", why: "empty" }],
	E_CELL_UNNAMED: [{ unit: "l0.c.7", known: "" }],
	E_CELL_PATTERN: [{ unit: "l0.c.7", text: "a.txt", judged: 9 }],
	E_PAGE: [{ file: "dist/page/report.js" }],
	E_EXPORT_FORM: [{ to: "torch", model: "lstm 1997", instead: "--to onnx" }],
	E_EXPORT_PICKLE: [{ file: "a.pt", instead: "a.safetensors" }],
	E_IMPORT: [{ where: "a.safetensors", why: "transposed", name: "w", got: "[2,3]", wanted: "[3,2]" }],
	E_IMPORT_VOCABULARY: [{ where: "a.json", why: "size", got: "V = 3", wanted: "V = 4" }],
	E_IMPORT_LAYOUT: [{ where: "a" }],
	E_ZIP: [{ where: "a.npz", why: "crc", name: "w.npy" }],
	E_NPY: [{ where: "a.npz", why: "bytes", name: "w", got: "[2,3], 20", wanted: "24" }],
	E_HDF5: [{ where: "a.weights.h5", why: "layout", name: "layers/lstm/cell/vars/0" }],
	E_KERAS: [{ where: "a.keras", why: "setting", name: "lstm", got: "recurrent_activation hard_sigmoid" }],
	E_T7: [{ where: "a.t7", why: "cuda", name: "torch.CudaTensor" }],
	E_ONNX: [{ where: "a.onnx", why: "op", name: "Conv" }],
	E_REPRODUCTION: [{ name: "a", known: "b", suggestion: "b" }],
	E_REPRODUCTION_STUDY: [{ study: "reproductions/size-table/studies/linux-0", left: 2, message: "crash" }],
	E_REPRODUCTION_TEXTS: [{ folder: "texts", files: "warpeace_input.txt, linux_input.txt" }],
	E_REPRODUCTION_DATA: [{ name: "music" }, { name: "music", folder: "songs" }],
	E_FLAG: [
		{ flag: "--hiden", suggestion: "--hidden", help: "sluice train --help" },
		{ flag: "--bidirectional", lacks: "bidirectional", help: "sluice train --help" },
		{ flag: "--tied", lacks: "tied", help: "sluice train --help" },
		{ flag: "--embed-dim", lacks: "embedding", help: "sluice train --help" },
		{ flag: "--num-heads", lacks: "attention", help: "sluice train --help" },
	],
	E_FLAG_VALUE: [
		{ flag: "--hidden", help: "sluice train --help" },
		{ flag: "--exact", got: "no", off: true, help: "sluice --help" },
		{ flag: "--exact", got: "yes", help: "sluice --help" },
	],
	E_VERB: [{ verb: "trian", suggestion: "train", help: "sluice --help" }],
	E_ARGUMENT: [
		{ verb: "sluice eval", why: { reason: "missing", forms: ["RUN"] } },
		{ verb: "sluice eval", why: { reason: "notBoth", forms: ["FILE", "--part"] } },
		{ verb: "sluice eval", why: { reason: "needs", given: "FILE", forms: ["--pattern"] } },
		{ verb: "sluice eval", why: { reason: "form", forms: ["UNIT NAME", "UNIT --remove"], got: "x" } },
		{ verb: "sluice runs", why: { reason: "tooMany", got: 1, max: 0 } },
		{ verb: "sluice eval", why: { reason: "tooMany", got: 3, max: 1 } },
		{ verb: "sluice eval", why: { reason: "parser", message: "E" } },
	],
	E_CONFIG_READ: [
		{ path: "a.yaml", why: { reason: "ending" } },
		{ path: "a.yaml", why: { reason: "size" } },
		{ path: "a.yaml", why: { reason: "system", code: "ENOENT" } },
	],
	E_CONFIG_SYNTAX: [
		{ path: "a.yaml", why: { reason: "map" } },
		{ path: "a.yaml", why: { reason: "parser", message: "E" } },
	],
	E_RANKS: [
		{ why: "moreThanShards", ranks: 9, shards: 8 },
		{ why: "moreThanShards", ranks: 2, shards: 1 },
		{ why: "noShards", ranks: 2 },
		{ why: "here" },
		{ why: "lanes", ranks: 3, batch: 32 },
		{ why: "otherCount", ranks: 3, trained: 2, run: "book-lstm-1" },
		{ why: "otherCount", ranks: 2, trained: 1, run: "book-lstm-1" },
		{ why: "otherCount", ranks: 1, trained: 2 },
		{ why: "echo", ranks: 2 },
		{ why: "noAddon" },
		{ why: "unloadable", message: "libmpi.so.40: cannot open shared object file" },
		{ why: "otherMpi", launched: 4, found: 1 },
	],
	E_RANK_LOST: [
		{ lost: { rank: 2, host: "node7", pid: 4711 }, ranks: 3, run: "book-lstm-1" },
		{ lost: { rank: 2, host: "node7", pid: 4711 }, ranks: 3 },
		{ ranks: 3, run: "book-lstm-1" },
		{ ranks: 3, run: "book-lstm-1", fixed: true },
	],
	E_RANK_FAILED: [{ place: { rank: 2, host: "node7", pid: 4711 }, message: "book.txt does not exist." }],
	E_RANK_DIFFERS: [
		{ place: { rank: 2, host: "node7", pid: 4711 }, what: "build", got: "native avx2+fma", wanted: "native avx512" },
		{ place: { rank: 2, host: "node7", pid: 4711 }, what: "weights", got: "1f", wanted: "2a" },
	],
	E_CONFIG_KEY: [{ path: "a.yaml", key: "hiden", suggestion: "hidden" }],
	E_SYSTEM: [{ what: "EMFILE", code: "EMFILE" }],
};

type Named<K extends Reason["reason"]> = Extract<Reason, { reason: K }>;

/** Facts of every reason: a new reason without a sample does not compile. */
const WHYS: { [K in Reason["reason"]]: readonly Named<K>[] } = {
	oneOf: [
		{ reason: "oneOf", choices: ["lstm", "gru", "rnn"], got: '"lstmm"', near: "lstm" },
		{ reason: "oneOf", choices: ["forget", "1997"], got: '"relu"', of: "lstm" },
		{ reason: "oneOf", choices: ["series"] },
	],
	whole: [
		{ reason: "whole", min: 1, max: 65536, got: "0" },
		{ reason: "whole", min: 2048, zero: true, got: "9" },
	],
	number: [{ reason: "number", min: 0, max: 1e6, got: "-1" }, { reason: "number" }],
	above: [
		{ reason: "above", min: 0, max: 1, got: "2" },
		{ reason: "above", min: 0, got: "0" },
	],
	below: [{ reason: "below", min: 0, max: 1, got: "1" }],
	type: [
		{ reason: "type", types: ["number", "text"], got: "true" },
		{ reason: "type", types: ["object"], keys: ["a", "b"] },
		{ reason: "type", types: ["text"], such: "trace.csv", got: "3" },
	],
	list: [
		{ reason: "list", of: "units", such: "l0.c.17", got: "3" },
		{ reason: "list", of: "numbers", exactly: 3, above: 0, got: "[]" },
		{ reason: "list", of: "steps", least: 1, got: "[]" },
		{ reason: "list", of: "units", most: 10_000 },
	],
	form: [
		{ reason: "form", forms: ["L", "A..B"], such: ["50", "50..200"], got: '"x"' },
		{ reason: "form", forms: ["clip:VALUE"], min: 0, max: 100, got: '"clip:x"' },
	],
	checkpoint: [{ reason: "checkpoint", got: '"soon"' }],
	encoding: [{ reason: "encoding", got: '"latin9x"' }],
	tag: [{ reason: "tag", got: '"a/b"' }],
	ending: [{ reason: "ending", endings: [".npz", ".json", ".csv"], got: '"a.txt"' }],
	separator: [{ reason: "separator", got: '";;"' }],
	missing: [{ reason: "missing" }, { reason: "missing", forms: ["COLUMN", "all"] }],
	divisor: [{ reason: "divisor", of: "batch", whole: 32, got: 12 }],
	count: [
		{ reason: "count", of: "patterns", got: 2, min: 1, max: 1 },
		{ reason: "count", of: "units", got: 80, min: 1, max: 64 },
		{ reason: "count", of: "patterns", got: 0, min: 1 },
		{ reason: "count", of: "symbols", in: "test", got: 2, min: 8 },
		{ reason: "count", of: "files", got: 3, max: 2 },
	],
	ofTrainer: [{ reason: "ofTrainer" }],
	twice: [{ reason: "twice", entry: "clip" }],
	distinct: [{ reason: "distinct", got: '"l0.c.7"' }],
	characters: [{ reason: "characters", max: 80, got: '""' }],
	character: [
		{ reason: "character", why: "surrogate", got: "55296" },
		{ reason: "character", why: "syllable", got: "44032" },
		{ reason: "character", why: "mark", got: '"\\u001f"' },
	],
	file: [
		{ reason: "file", why: "gzip" },
		{ reason: "file", why: "unknown" },
		{ reason: "file", why: "type", got: "9" },
		{ reason: "file", why: "cut" },
	],
	json: [{ reason: "json", message: "EOF" }],
	length: [{ reason: "length", got: 5, wanted: 12, shape: "3 x 4" }],
	unused: [{ reason: "unused" }],
	engineArray: [{ reason: "engineArray", got: "Array", wanted: "Float32Array" }, { reason: "engineArray" }],
	shape: [
		{ reason: "shape", got: "[4]", wanted: "[8]" },
		{ reason: "shape", wanted: "[8]" },
	],
	unknownOption: [
		{ reason: "unknownOption", known: ["hidden"], near: "hidden" },
		{ reason: "unknownOption", known: ["hidden", "layers"] },
		{ reason: "unknownOption", known: [] },
		{ reason: "unknownOption", known: [], use: "rates" },
		{ reason: "unknownOption", known: [], use: "remedies", such: "clip" },
	],
	asPairs: [{ reason: "asPairs", file: "a.csv" }],
	onlyFor: [
		{ reason: "onlyFor", kinds: ["task"], not: "text" },
		{ reason: "onlyFor", kinds: ["task", "series"], not: "text", value: "esn" },
		{ reason: "onlyFor", kinds: ["gradient"], not: "echo" },
		{ reason: "onlyFor", kinds: ["echo"], not: "gradient" },
		{ reason: "onlyFor", kinds: ["music"], not: "otherTask" },
	],
	together: [
		{ reason: "together", with: "steps" },
		{ reason: "together", with: "syncEvery", value: "soap" },
	],
	needs: [
		{ reason: "needs", options: ["l1", "l2"], above: 0 },
		{ reason: "needs", options: ["pattern"], value: "outside" },
		{ reason: "needs", options: ["optimizer"], to: "soap" },
	],
	endless: [
		{ reason: "endless", data: "task:order" },
		{ reason: "endless", data: "task:order", use: ["steps", "minutes"] },
	],
	ownParts: [{ reason: "ownParts" }],
	varies: [{ reason: "varies", got: '"quotes"' }],
	questions: [{ reason: "questions" }],
	firstStep: [{ reason: "firstStep" }],
	shortest: [{ reason: "shortest", steps: 50, got: "60" }],
	noForgetGate: [{ reason: "noForgetGate", model: "rnn tanh", got: "1" }],
	noRecurrent: [
		{ reason: "noRecurrent", cell: "mingru" },
		{ reason: "noRecurrent", cell: "mingru", value: "soap", use: "adamw" },
	],
	denser: [{ reason: "denser", units: 4, radius: 0.9, got: "0.01" }],
	echo: (["seed", "onePass", "ownValue", "classes"] as const).map((why) => ({ reason: "echo", why })),
	notInputs: [{ reason: "notInputs", columns: ["level"] }],
	forecastToo: [{ reason: "forecastToo", most: 4, columns: ["month"], got: "5" }],
};

const PLACES: readonly Where[] = ["train", { place: "flag" }, { place: "env" }, { place: "config", path: "lab.yaml" }];

const reasons = REASONS.flatMap((reason) =>
	(WHYS[reason] as readonly Reason[]).flatMap((why) =>
		PLACES.map((where) => fail("E_OPTION", { option: "clipNorm", why, where })),
	),
);
const errors = [
	...(Object.keys(SAMPLES) as ErrorCode[]).flatMap((code) =>
		(SAMPLES[code] as readonly never[]).map((params) => fail(code, params)),
	),
	...reasons,
];

describe("every error and every reason", () => {
	test.each(["en", "ko"] as const)(
		"is whole in %s: nothing missing, no hole, one code at the end, or before the command that the message ends with",
		(lang) => {
			for (const error of errors) {
				const text = error.text(lang);
				expect(text).toMatch(
					new RegExp(` \\(${error.code}\\)(: (sluice|npm|MPICC=PATH npm|mpirun|ls|gzip) [^가-힣]+[^.])?$`),
				);
				expect(text).not.toMatch(/: (sluice|npm|npx|mpirun|ls|gzip) [^:]*[^.] \(E_\w+\)$/);
				expect(text).not.toMatch(/undefined|\[object|(?<!dev\/)null|\$\{|\.\.(?=\s)| {2}|\?\./);
				expect(text.split(`(${error.code})`).length).toBe(2);
			}
		},
	);

	/** Names of flags, files, formats and the like stay; sentences do not: four English words in a row are one. */
	test("Korean is Korean: Hangul in every message, no English sentence, polite endings", () => {
		for (const error of errors) {
			const text = error.text("ko");
			expect(text).toMatch(/\p{Script=Hangul}/u);
			const plain = text.replace(/"[^"]*"|[a-z]+: .*$|\(Nottingham[^)]*\)|https?:\S+/g, "").replace(/sluice .*$/, "");
			expect(plain, text).not.toMatch(/(?<![\w./-])(?:[a-z]{2,} ){3}[a-z]{2,}(?![\w./-])/);
			expect(text).not.toMatch(/십시오|훈련|심볼(?!릭)|코퍼스|에포크|읽기층|능형|플래그|야코비안|자료/);
		}
	});

	test("English holds to the word list", () => {
		for (const error of errors) {
			expect(error.text("en")).not.toMatch(
				/\bwanted\b|\bstands? (in|there)\b|\bholds no\b|\bis whole\b|\bin its place\b|\bbeside\b|\bmend\b|\bflags?\b|\bread-out\b|\bthe head\b/i,
			);
		}
	});

	test("every reason is plain data: JSON gives it back, and the same sentence", () => {
		for (const error of reasons) {
			const again = fail("E_OPTION", JSON.parse(JSON.stringify(error.params)));
			expect([again.text("en"), again.text("ko")]).toEqual([error.text("en"), error.text("ko")]);
		}
	});
});

/** What a reason says of an option that was given as a flag, unless another place is named. */
const said = (option: string, why: Reason, lang: Lang = "en", where: Where = { place: "flag" }) =>
	fail("E_OPTION", { option, why, where }).text(lang).replace(" (E_OPTION)", "");

test.each<[string, Reason, string, string, Where?]>([
	[
		"hidden",
		{ reason: "whole", min: 1, max: 65536, got: "0" },
		'"hidden" must be a whole number from 1 to 65536, got 0.',
		'"hidden" 값은 1 이상 65536 이하의 정수여야 합니다(받은 값: 0).',
		"train",
	],
	[
		"clipNorm",
		{ reason: "number", min: 0, max: 1e6, got: '"five"' },
		'--clip-norm must be a number from 0 to 1e6, got "five".',
		'--clip-norm 값은 0 이상 1e6 이하의 수여야 합니다(받은 값: "five").',
	],
	[
		"cell",
		{ reason: "oneOf", choices: ["lstm", "gru", "rnn"], got: '"lstmm"', near: "lstm" },
		'--cell must be one of lstm, gru, rnn, got "lstmm"; did you mean lstm?',
		'--cell 값은 lstm, gru, rnn 중 하나여야 합니다(받은 값: "lstmm"). 혹시 lstm 아닌가요?',
	],
	[
		"topP",
		{ reason: "above", min: 0, max: 1, got: "2" },
		"--top-p must be a number above 0, up to 1, got 2.",
		"--top-p 값은 0보다 크고 1 이하인 수여야 합니다(받은 값: 2).",
	],
	[
		"limit",
		{ reason: "whole", min: 2048, zero: true, got: "100" },
		"--limit must be 0 or a whole number from 2048, got 100.",
		"--limit 값은 0이거나 2048 이상의 정수여야 합니다(받은 값: 100).",
	],
	[
		"prompt",
		{ reason: "type", types: ["text"], got: "5" },
		'"prompt" must be a string, got 5.',
		'"prompt" 값은 문자열이어야 합니다(받은 값: 5).',
		"sample",
	],
	[
		"length",
		{ reason: "onlyFor", kinds: ["task"], not: "text" },
		"--length is for runs on a task; this run is on text.",
		"--length 옵션은 과제로 학습하는 실행에만 쓸 수 있습니다. 이 실행은 텍스트로 학습합니다.",
	],
	[
		"k2",
		{ reason: "onlyFor", kinds: ["gradient"], not: "echo" },
		"--k2 is for cells trained by backpropagation; this run is an echo state network.",
		"--k2 옵션은 역전파로 학습하는 셀에만 쓸 수 있습니다. 이 실행은 에코 상태 네트워크입니다.",
	],
	[
		"minutes",
		{ reason: "together", with: "steps" },
		"--minutes cannot be combined with --steps; give one of the two.",
		"--minutes 옵션은 --steps 옵션과 함께 쓸 수 없습니다. 둘 중 하나만 쓰세요.",
	],
	[
		"penalize",
		{ reason: "needs", options: ["l1", "l2"], above: 0 },
		"--penalize needs --l1 or --l2 above 0.",
		"--penalize 옵션을 쓰려면 0보다 큰 --l1 또는 --l2 값이 필요합니다.",
	],
	[
		"part",
		{ reason: "count", of: "symbols", in: "test", got: 2, min: 8 },
		'"test" has 2 symbols, but --part needs at least 8.',
		'"test"에 있는 기호 2개로는 모자랍니다. --part에는 기호 8개 이상이 필요합니다.',
	],
	[
		"pattern",
		{ reason: "count", of: "patterns", got: 2, min: 1, max: 1 },
		"--pattern must have exactly 1 pattern, got 2.",
		"--pattern 값은 패턴 1개여야 합니다(받은 수: 2).",
	],
	[
		"forgetBias",
		{ reason: "noForgetGate", model: "rnn tanh", got: "1" },
		"--forget-bias must be 0 for rnn tanh, which has no forget gate, got 1.",
		"rnn tanh에는 망각 게이트가 없으므로 --forget-bias 값은 0이어야 합니다(받은 값: 1).",
	],
	[
		"epochs",
		{ reason: "endless", data: "task:order", use: ["steps", "minutes"] },
		"--epochs cannot be used with task:order, which draws fresh sequences without end; use --steps or --minutes.",
		"--epochs 옵션은 새 시퀀스가 끝없이 나오는 task:order에는 쓸 수 없습니다. 대신 --steps 또는 --minutes를 쓰세요.",
	],
	[
		"from",
		{ reason: "echo", why: "seed" },
		"--from cannot be used with an echo state network: its reservoir comes from the seed.",
		"--from 옵션은 에코 상태 네트워크에 쓸 수 없습니다. 저수지(reservoir)는 시드로 정해집니다.",
	],
])("--%s, %j", (option, why, en, ko, where) => {
	const prefix = typeof where === "string" ? `${where}: ` : "";
	expect(said(option, why, "en", where)).toBe(prefix + en);
	expect(said(option, why, "ko", where)).toBe(prefix + ko);
});

test.each<[ErrorCode, string, string]>([
	[
		"E_ARGUMENT",
		"sluice eval: missing RUN. See sluice eval --help.",
		"sluice eval: RUN이 없습니다. 도움말: sluice eval --help",
	],
	[
		"E_FLAG",
		"unknown option --hiden. Did you mean --hidden? See sluice train --help.",
		"알 수 없는 옵션입니다: --hiden. 혹시 --hidden 아닌가요? 도움말: sluice train --help",
	],
	[
		"E_REMEDY",
		'the remedy "omega" cannot be used here: it penalises dh_t/dh_{t-1} = diag(act\') W_hh, but the state of lstm also passes through gates. Try --cell rnn.',
		'여기서는 "omega" 처방을 쓸 수 없습니다. 이 처방은 dh_t/dh_{t-1} = diag(act\') W_hh에 벌점을 주는데 lstm의 상태는 게이트도 거칩니다. --cell rnn을 써 보세요.',
	],
	[
		"E_RUN_FIELD",
		'runs/a/config.json: "threads" must be a whole number from 0, got "x". Restore the file from a copy.',
		'runs/a/config.json: "threads" 값은 0 이상의 정수여야 합니다(받은 값: "x"). 사본에서 파일을 되살리세요.',
	],
	[
		"E_SNAPSHOT",
		"the checkpoint does not fit this run: optimizer.m has shape [4], expected [8].",
		"체크포인트가 이 실행과 맞지 않습니다. optimizer.m: 모양이 [4]입니다. 필요한 모양은 [8]입니다.",
	],
	[
		"E_FILE_EMPTY",
		"a.txt is empty. Give a file with text in it.",
		"a.txt: 내용이 없습니다(0바이트). 텍스트가 있는 파일을 지정하세요.",
	],
	[
		"E_FILE_KIND",
		"a.fifo is a pipe, expected a regular file or a folder. Save it to a file first.",
		"a.fifo: 파이프입니다. 일반 파일이나 폴더가 필요합니다. 먼저 파일로 저장하세요.",
	],
	[
		"E_RUN_TASK",
		'the run "a" was trained on the task adding, but this command is for runs on text. Try sluice eval a.',
		'"a" 실행은 과제 adding으로 학습했습니다. 이 명령은 텍스트로 학습한 실행에만 쓸 수 있습니다. 다음을 써 보세요: sluice eval a',
	],
	[
		"E_CHECKPOINT_NONE",
		"runs/a has no checkpoint. Train it first, or choose a saved run: sluice runs",
		"runs/a: 체크포인트가 없습니다. 먼저 학습시키거나 저장된 실행을 고르세요: sluice runs",
	],
	[
		"E_RUN_EXISTS",
		"runs/a already exists. Continue it with: sluice resume a, or choose another name with --run.",
		"runs/a: 이미 있는 폴더입니다. --run으로 다른 이름을 고르거나 이어서 학습시키세요: sluice resume a",
	],
	[
		"E_DISK",
		"could not flush runs/a (EIO). Files saved earlier are intact. Check the disk, then run the same command again; continue a training run with sluice resume.",
		"runs/a: 디스크에 기록할 수 없습니다(EIO). 먼저 저장한 파일은 온전합니다. 디스크를 확인하고 같은 명령을 다시 실행하세요. 학습 중이었다면 sluice resume으로 계속할 수 있습니다.",
	],
	[
		"E_DIVERGED",
		"diverged at step 40: the mean loss of ten updates is NaN (gradient norms before: 1, 20), after 2 rollbacks, each at half the learning rate. It was not saved; the checkpoint of step 30 is intact. Train with a lower --lr, or with --clip-norm 1.",
		"갱신 40에서 발산했습니다: 갱신 10회의 평균 손실 값이 NaN입니다(직전 기울기 노름: 1, 20). 체크포인트로 2번 되돌아가 매번 학습률을 절반으로 낮췄지만 다시 발산했습니다. 발산한 가중치는 저장하지 않았고 갱신 30의 체크포인트는 온전합니다. --lr 값을 낮추거나 --clip-norm 1을 써 보세요.",
	],
	[
		"E_MEMORY",
		"there is no memory for an array of 4,000,000,000 bytes. Use a smaller --hidden or --batch.",
		"메모리가 모자랍니다. 4,000,000,000바이트 배열을 만들 수 없습니다. --hidden이나 --batch를 줄이세요.",
	],
	["E_SHAPE", "linear.x has 5 numbers, expected 12 (3 x 4).", "linear.x: 수가 5개입니다. 12개(3 x 4)가 필요합니다."],
	[
		"E_FETCH",
		"https://a cannot be downloaded: the server answered 404. Bytes received so far are kept; run the same command again to continue.",
		"https://a: 받지 못했습니다. 서버가 404로 응답했습니다. 받은 만큼은 남아 있으니 같은 명령을 다시 실행하면 이어서 받습니다.",
	],
	[
		"E_TASK_LENGTH",
		"the task adding cannot have length 1: expected a whole number from 2 to 1000. Try --length 2.",
		"과제 adding의 길이로 1은 쓸 수 없습니다. 2 이상 1000 이하의 정수여야 합니다. 다음을 써 보세요: --length 2",
	],
])("%s is said whole in both languages", (code, en, ko) => {
	const error = fail(code, SAMPLES[code][0] as never);
	expect(error.text("en").replace(` (${code})`, "")).toBe(en);
	expect(error.text("ko").replace(` (${code})`, "")).toBe(ko);
});

describe("an option is named as it was given", () => {
	const why: Reason = { reason: "unknownOption", known: [], use: "rates" };
	test("flag, variable, key of a file, key of a request", () => {
		expect(PLACES.map((where) => said("lrDecay", why, "en", where))).toEqual([
			'"lrDecay" is not an option of train; use "rates".',
			"--lr-decay is not an option; use --rates.",
			"SLUICE_LR_DECAY is not an option; use SLUICE_RATES.",
			'"lrDecay" in lab.yaml is not an option; use "rates" in lab.yaml.',
		]);
		expect(said("lr", why, "en", "compare")).toBe('"lr" is not an option of compare; use "rates".');
		expect([flagOf("clipNorm"), variableOf("clipNorm")]).toEqual(["--clip-norm", "SLUICE_CLIP_NORM"]);
	});

	test("a key of 900 kB and values of any kind are cut and shown without [object Object]", () => {
		const key = "k".repeat(900_000);
		for (const where of PLACES) {
			expect(said(key, { reason: "unknownOption", known: ["hidden"] }, "en", where).length).toBeLessThan(200);
		}
		const circle: unknown[] = [];
		circle.push(circle);
		const values = [{ a: 1 }, [1, 2], null, undefined, Number.NaN, 1n, () => 1, Symbol("x"), circle, "a\u202eb"];
		expect(values.map(shown)).toEqual([
			...['{"a":1}', "[1,2]", "null", undefined, "NaN", "1", "function", "symbol", "array", '"a\\u{202e}b"'],
		]);
		expect(shown("x".repeat(1000))).toBe(quote("x".repeat(1000)));
		expect(shown({ text: "x".repeat(1000) })).toMatch(/^.{64}\.\.\.\[1011\]$/);
	});
});

test("a Korean particle follows the last sound, through quotes and brackets", () => {
	for (const [word, pair, both] of [
		['"hidden"', "을/를", '"hidden"을'],
		["seed 3", "으로/로", "seed 3으로"],
		["8", "으로/로", "8로"],
		["파일", "으로/로", "파일로"],
		["처방(omega)", "은/는", "처방(omega)는"],
	] as const) {
		expect(particle(word, pair)).toBe(both);
	}
});
