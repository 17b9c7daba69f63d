/** Errors of corpora, symbols, vocabularies and the catalogue. */
import { define } from "./define.ts";
import { counted } from "./quote.ts";

const count = (n: number): string => n.toLocaleString("en-US");

export const dataErrors = {
	E_UTF8: define<{ name: string; byte: number; offset: number; line: number }>({
		en: (p) =>
			`${p.name} is not UTF-8: byte 0x${hex(p.byte)} at offset ${p.offset} (line ${p.line}) starts no whole character. ` +
			"Try --lossy (bad bytes become U+FFFD) or --unit byte.",
		ko: (p) =>
			`${p.name}: UTF-8이 아닙니다. 오프셋 ${p.offset}(${p.line}번째 줄)의 바이트 0x${hex(p.byte)}에서 온전한 글자가 시작되지 않습니다. ` +
			"--lossy(잘못된 바이트를 U+FFFD로 바꿈)나 --unit byte를 써 보세요.",
	}),
	E_SURROGATE: define<{ index: number; unit: string }>({
		exit: 2,
		en: (p) =>
			`the text holds half of a surrogate pair (\\u${p.unit} at index ${p.index}), which is no character. Remove it or give both halves.`,
		ko: (p) =>
			`글에 서로게이트 쌍의 반쪽(인덱스 ${p.index}의 \\u${p.unit})이 있습니다. 글자가 아니므로 지우거나 두 쪽을 모두 쓰세요.`,
	}),
	E_VOCABULARY: define<{ where: string; got: string; wanted: string }>({
		en: (p) => `${p.where}: the vocabulary has ${p.got}, expected ${p.wanted}. The file is damaged or not Sluice's.`,
		ko: (p) =>
			`${p.where}: 어휘에 잘못된 값이 있습니다(${p.got}). 바른 값: ${p.wanted}. 파일이 손상되었거나 Sluice의 것이 아닙니다.`,
	}),
	E_UNIT: define<{ got: string; wanted: string; next: string }>({
		exit: 2,
		en: (p) => `the unit is "${p.got}", expected ${p.wanted}. Try --unit ${p.next}.`,
		ko: (p) => `단위가 "${p.got}"입니다. 쓸 수 있는 값: ${p.wanted}. 다음을 써 보세요: --unit ${p.next}`,
	}),
	E_SPLIT: define<{ got: string }>({
		exit: 2,
		en: (p) =>
			`--split is "${p.got}", expected TRAIN/VALID/TEST in percent: three numbers from 0 to 100 that sum to 100, TRAIN above 0. Try --split 90/5/5.`,
		ko: (p) =>
			`--split 값이 "${p.got}"입니다. TRAIN/VALID/TEST 백분율 세 개(0~100, 합계 100, TRAIN은 0보다 큼)가 필요합니다. --split 90/5/5를 써 보세요.`,
	}),
	E_CORPUS_EMPTY: define<{ name: string; bytes: number }>({
		en: (p) =>
			`${p.name} holds ${count(p.bytes)} bytes, and none of them fall to the training part. Give a longer text.`,
		ko: (p) => `${p.name}: 전체 ${count(p.bytes)}바이트 가운데 훈련에 쓸 바이트가 없습니다. 더 긴 글을 주세요.`,
	}),
	E_CORPUS_SHORT: define<{ part: string; symbols: number; lanes: number; steps: number }>({
		en: (p) =>
			`the ${p.part} part has ${counted(p.symbols, "symbol", count)}, but --batch ${p.lanes} x --k1 ${p.steps} needs at least ${count(p.lanes * p.steps + 1)}. ` +
			`${shorter(p, "Try", "or a longer text")}.`,
		ko: (p) =>
			`${p.part} 부분에 심볼이 ${count(p.symbols)}개뿐인데, --batch ${p.lanes} x --k1 ${p.steps}에는 적어도 ${count(p.lanes * p.steps + 1)}개가 필요합니다. ` +
			`${shorter(p, "다음을 써 보세요:", "또는 더 긴 글")}.`,
	}),
	E_CURSOR: define<{ epoch: number; step: number; steps: number; part: string }>({
		en: (p) =>
			`the data cursor stands at epoch ${p.epoch}, step ${p.step}, expected a step from 0 to ${p.steps} of the ${p.part} part. The text or --batch differs from when it was saved.`,
		ko: (p) =>
			`데이터 위치가 에포크 ${p.epoch}, 스텝 ${p.step}입니다. ${p.part} 부분의 스텝은 0부터 ${p.steps}까지입니다. 저장할 때와 글 또는 --batch가 다릅니다.`,
	}),
	E_FILE_MISSING: define<{ path: string }>({
		en: (p) => `${p.path} does not exist. Check the path, or see what can be fetched: sluice data list.`,
		ko: (p) =>
			`${p.path}: 그런 파일이나 폴더가 없습니다. 경로를 확인하거나 받을 수 있는 자료를 보세요: sluice data list.`,
	}),
	E_FILE_EMPTY: define<{ path: string }>({
		en: (p) => `${p.path} holds no bytes, expected text. Give a file with text in it.`,
		ko: (p) => `${p.path}: 내용이 없습니다(0바이트). 글이 들어 있는 파일을 주세요.`,
	}),
	E_FILE_DENIED: define<{ path: string }>({
		en: (p) => `${p.path} cannot be read: permission denied. Try: ls -ld ${p.path}`,
		ko: (p) => `${p.path}: 읽을 권한이 없습니다. 확인: ls -ld ${p.path}`,
	}),
	E_FILE_KIND: define<{ path: string; got: string }>({
		en: (p) => `${p.path} is ${p.got}, expected a regular file or a folder. Write it to a file first.`,
		ko: (p) => `${p.path}: 일반 파일이나 폴더가 아닙니다(${p.got}). 먼저 파일로 저장하세요.`,
	}),
	E_FILE_READ: define<{ path: string; why: string }>({
		en: (p) => `${p.path} cannot be read: ${p.why}. Check the disk and try again.`,
		ko: (p) => `${p.path}: 읽지 못했습니다(${p.why}). 디스크를 확인하고 다시 해 보세요.`,
	}),
	E_FILE_CHANGED: define<{ path: string; got: string; wanted: string }>({
		en: (p) =>
			`${p.path} changed while it was in use: ${p.got}, expected ${p.wanted}. What was saved so far is kept; train on a copy that nothing writes to.`,
		ko: (p) =>
			`${p.path}: 사용하는 동안 파일이 바뀌었습니다(지금 ${p.got}, 처음 ${p.wanted}). 저장된 것은 그대로 있습니다. 아무도 고치지 않는 사본으로 훈련하세요.`,
	}),
	E_FOLDER_EMPTY: define<{ path: string; extensions: string }>({
		en: (p) =>
			`${p.path} holds no text file; looked for ${p.extensions}. Name the files themselves, or another folder.`,
		ko: (p) =>
			`${p.path}: 글 파일이 없습니다. 찾은 확장자: ${p.extensions}. 파일을 직접 지정하거나 다른 폴더를 쓰세요.`,
	}),
	E_FOLDER_SIZE: define<{ path: string; files: number; max: number }>({
		en: (p) =>
			`${p.path} holds more than ${count(p.max)} entries (${count(p.files)} so far). Name a smaller folder, or join the files into one first.`,
		ko: (p) =>
			`${p.path}: 항목이 ${count(p.max)}개를 넘습니다(지금까지 ${count(p.files)}개). 더 작은 폴더를 지정하거나 파일을 먼저 하나로 합치세요.`,
	}),
	E_GZIP: define<{ path: string; why: string }>({
		en: (p) => `${p.path} cannot be unpacked: ${p.why}. Try: gzip -t ${p.path}`,
		ko: (p) => `${p.path}: 압축을 풀지 못했습니다(${p.why}). 확인: gzip -t ${p.path}`,
	}),
	E_GZIP_BOMB: define<{ path: string; packed: number; unpacked: number; limit: string }>({
		en: (p) =>
			`${p.path} unpacks to more than ${p.limit} (${count(p.packed)} bytes packed, stopped at ${count(p.unpacked)}). Unpack it yourself if you trust it, then name the file.`,
		ko: (p) =>
			`${p.path}: 풀면 한도(${p.limit})를 넘습니다(압축 ${count(p.packed)}바이트, ${count(p.unpacked)}바이트에서 멈춤). 믿는 파일이면 직접 풀어서 지정하세요.`,
	}),
	E_CACHE: define<{ path: string; why: string }>({
		en: (p) =>
			`the cache file ${p.path} cannot be written: ${p.why}. Free some space or set XDG_CACHE_HOME to a folder with room.`,
		ko: (p) =>
			`캐시 파일 ${p.path}: 쓰지 못했습니다(${p.why}). 공간을 비우거나 XDG_CACHE_HOME을 여유 있는 폴더로 지정하세요.`,
	}),
	E_CORPUS_NAME: define<{ name: string; near?: string; known: string }>({
		exit: 2,
		en: (p) =>
			`no corpus is called "${p.name}".${p.near ? ` Did you mean ${p.near}?` : ""} Known: ${p.known}. See: sluice data list.`,
		ko: (p) =>
			`"${p.name}": 그런 자료 이름은 없습니다.${p.near ? ` 혹시 ${p.near}?` : ""} 있는 이름: ${p.known}. 목록: sluice data list.`,
	}),
	E_FETCH_TOOL: define<{ name: string; tool: string; why: string; next: string }>({
		en: (p) => `${p.name} is fetched with ${p.tool}, which failed: ${p.why}. ${p.next}`,
		ko: (p) => `${p.name}: ${p.tool}(으)로 받는데 실패했습니다(${p.why}). ${p.next}`,
	}),
	E_FETCH: define<{ url: string; why: string }>({
		en: (p) =>
			`${p.url} cannot be fetched: ${p.why}. Bytes that arrived are kept; run the same command again to go on.`,
		ko: (p) => `${p.url}: 받지 못했습니다(${p.why}). 받은 만큼은 남아 있으니 같은 명령을 다시 실행하면 이어집니다.`,
	}),
	E_FETCH_LENGTH: define<{ name: string; got: number; wanted: number }>({
		en: (p) =>
			`${p.name} has ${count(p.got)} bytes, expected ${count(p.wanted)}. The download was thrown away; try again, and if it stays so the source has changed.`,
		ko: (p) =>
			`${p.name}: ${count(p.got)}바이트입니다. 바른 크기는 ${count(p.wanted)}바이트입니다. 받은 것은 버렸으니 다시 해 보세요. 계속 그러면 원본이 바뀐 것입니다.`,
	}),
	E_FETCH_HASH: define<{ name: string; got: string; wanted: string }>({
		en: (p) =>
			`${p.name} has sha256 ${p.got}, expected ${p.wanted}. The download was thrown away; try again, and if it stays so the source has changed.`,
		ko: (p) =>
			`${p.name}: sha256이 ${p.got}입니다. 바른 값은 ${p.wanted}입니다. 받은 것은 버렸으니 다시 해 보세요. 계속 그러면 원본이 바뀐 것입니다.`,
	}),
	E_ARCHIVE: define<{ path: string; why: string }>({
		en: (p) => `the archive ${p.path} cannot be read: ${p.why}. Try again; if it stays so the source has changed.`,
		ko: (p) => `보관 파일 ${p.path}: 읽지 못했습니다(${p.why}). 다시 해 보세요. 계속 그러면 원본이 바뀐 것입니다.`,
	}),
};

function hex(byte: number): string {
	return byte.toString(16).toUpperCase().padStart(2, "0");
}

/** What would fit, as the next move: the largest --k1, the largest --batch, or both together where neither alone does. */
function shorter(p: { symbols: number; lanes: number; steps: number }, lead: string, rest: string): string {
	const room = p.symbols - 1;
	const k1 = Math.floor(room / p.lanes);
	const batch = Math.floor(room / p.steps);
	const moves = [k1 >= 1 && `--k1 ${k1}`, batch >= 1 && `--batch ${batch}`].filter(Boolean);
	if (moves.length === 0 && room >= 1) moves.push(`--batch 1 --k1 ${room}`);
	return moves.length > 0
		? `${lead} ${moves.join(", ")} ${rest}`
		: `${lead} ${rest.replace(/^or /, "").replace(/^또는 /, "")}`;
}
