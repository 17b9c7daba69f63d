/** Errors of the bytes that a user names: files, folders, archives, downloads and their cache. */
import { define, pairs } from "./define.ts";
import { particle } from "./particle.ts";

const count = (n: number): string => n.toLocaleString("en-US");

/** What a path names instead of a regular file. */
const KINDS = pairs({
	folder: ["a folder", "폴더입니다"],
	pipe: ["a pipe", "파이프입니다"],
	socket: ["a socket", "소켓입니다"],
	device: ["a device", "장치입니다"],
	special: ["a special file", "특수 파일입니다"],
	tar: ["a tar archive", "tar 보관 파일입니다"],
});
export type PathKind = keyof typeof KINDS;

/** What is known of a file at one time; a file that is gone has nothing. */
export interface FileFacts {
	bytes?: number;
	/** ISO 8601. */
	changed?: string;
	sha256?: string;
	/** Another file has taken its name. */
	replaced?: boolean;
}

function facts({ bytes, changed, sha256, replaced }: FileFacts): string {
	const told = [
		bytes !== undefined && `${count(bytes)} bytes`,
		changed !== undefined && `changed ${changed}`,
		sha256 !== undefined && `sha256 ${sha256.slice(0, 12)}`,
		replaced && "another file",
	].filter(Boolean);
	return told.length === 0 ? "no file" : told.join(", ");
}

function factsKo({ bytes, changed, sha256, replaced }: FileFacts): string {
	const told = [
		bytes !== undefined && `${count(bytes)}바이트`,
		changed !== undefined && `수정 시각 ${changed}`,
		sha256 !== undefined && `sha256 ${sha256.slice(0, 12)}`,
		replaced && "다른 파일",
	].filter(Boolean);
	return told.length === 0 ? "파일 없음" : told.join(", ");
}

/** Why bytes are no gzip; `message` is what the unpacker says. */
const GZIP = pairs({
	cut: ["it is cut off", "파일이 중간에 끊겼습니다"],
	other: ["it is not gzip data", "gzip 파일이 아닙니다"],
	damaged: ["it is damaged", "손상되었습니다"],
});
export type GzipReason = keyof typeof GZIP;

/** Why an archive cannot be read. */
export type ArchiveReason =
	| {
			reason:
				| "noPackage"
				| "noSource"
				| "noArchive"
				| "cutHeader"
				| "cutName"
				| "checksum"
				| "size"
				| "longName"
				| "pax";
	  }
	| { reason: "cutFile"; file: string }
	| { reason: "large"; mebibytes: number }
	| { reason: "noText"; prefix: string; suffixes: readonly string[] }
	/** What the unpacker says. */
	| { reason: "gzip"; message: string };

const ARCHIVE = pairs({
	noPackage: ["apt-get downloaded no package", "apt-get이 패키지를 내려받지 않았습니다"],
	noSource: ["it has no source archive", "소스 보관 파일이 들어 있지 않습니다"],
	noArchive: ["npm pack made no archive", "npm pack이 보관 파일을 만들지 않았습니다"],
	cutHeader: ["it ends inside a header", "헤더 중간에서 끝납니다"],
	cutName: ["it ends inside a name record", "이름 기록 중간에서 끝납니다"],
	checksum: ["a header has a wrong checksum", "헤더의 체크섬이 틀립니다"],
	size: ["a header has no valid size", "헤더에 올바른 크기가 없습니다"],
	longName: ["a name record is larger than 1 MiB", "이름 기록이 1 MiB보다 큽니다"],
	pax: ["a pax record is damaged", "pax 기록이 손상되었습니다"],
});

function archive(why: ArchiveReason): string {
	switch (why.reason) {
		case "cutFile":
			return `it ends inside ${JSON.stringify(why.file.slice(0, 200))}`;
		case "large":
			return `it has more than ${why.mebibytes} MiB of text`;
		case "noText":
			return `it has no text under ${why.prefix} (${why.suffixes.join(", ")})`;
		case "gzip":
			return `it cannot be unpacked (${why.message})`;
		default:
			return ARCHIVE[why.reason][0];
	}
}

function archiveKo(why: ArchiveReason): string {
	switch (why.reason) {
		case "cutFile":
			return `${JSON.stringify(why.file.slice(0, 200))} 중간에서 끝납니다`;
		case "large":
			return `텍스트가 ${why.mebibytes} MiB를 넘습니다`;
		case "noText":
			return `${why.prefix} 아래에 텍스트(${why.suffixes.join(", ")})가 없습니다`;
		case "gzip":
			return `압축을 풀지 못했습니다(${why.message})`;
		default:
			return ARCHIVE[why.reason][1];
	}
}

/** Why a download fails. */
export type FetchReason =
	| { reason: "status"; status: number }
	| { reason: "redirect" | "range" | "changed" | "rest" | "ended" }
	| { reason: "redirects"; most: number }
	| { reason: "scheme"; scheme: string; redirected: boolean }
	| { reason: "packed"; encoding: string }
	| { reason: "short"; bytes: number; total: number }
	| { reason: "silent" | "late"; seconds: number }
	| { reason: "slow"; seconds: number; bytes: number }
	/** What the network says. */
	| { reason: "network"; message: string };

const FETCH = pairs({
	redirect: ["it redirects to an invalid address", "잘못된 주소로 넘어갑니다"],
	range: ["the server sent another range than requested", "서버가 요청하지 않은 범위를 보냈습니다"],
	changed: ["the file changed on the server", "서버의 파일이 바뀌었습니다"],
	rest: ["the server no longer has the rest", "서버에 나머지가 없습니다"],
	ended: ["the connection ended too early", "연결이 도중에 끊겼습니다"],
});

function fetching(why: FetchReason): string {
	switch (why.reason) {
		case "status":
			return `the server answered ${why.status}`;
		case "redirects":
			return `it redirects more than ${why.most} times`;
		case "scheme":
			return `${why.redirected ? "it redirects to" : "it is"} ${why.scheme}, but only https: is allowed`;
		case "packed":
			return `the server compresses it (${why.encoding})`;
		case "short":
			return `only ${count(why.bytes)} of ${count(why.total)} bytes arrived`;
		case "silent":
			return `the server sent nothing for ${why.seconds} s`;
		case "slow":
			return `the server sent fewer than ${count(why.bytes)} bytes in ${why.seconds} s`;
		case "late":
			return `it took more than ${why.seconds} s`;
		case "network":
			return why.message;
		default:
			return FETCH[why.reason][0];
	}
}

function fetchingKo(why: FetchReason): string {
	switch (why.reason) {
		case "status":
			return `서버가 ${particle(String(why.status), "으로/로")} 응답했습니다`;
		case "redirects":
			return `리디렉션이 ${why.most}번을 넘습니다`;
		case "scheme":
			return `${why.redirected ? "리디렉션 주소가" : "주소가"} ${why.scheme}입니다. https:만 쓸 수 있습니다`;
		case "packed":
			return `서버가 압축해서 보냅니다(${why.encoding})`;
		case "short":
			return `${count(why.total)}바이트 가운데 ${count(why.bytes)}바이트만 왔습니다`;
		case "silent":
			return `서버에서 ${why.seconds}초 동안 아무것도 오지 않았습니다`;
		case "slow":
			return `서버가 ${why.seconds}초 동안 ${count(why.bytes)}바이트도 보내지 않았습니다`;
		case "late":
			return `${why.seconds}초를 넘겼습니다`;
		case "network":
			return `네트워크 오류: ${why.message}`;
		default:
			return FETCH[why.reason][1];
	}
}

/** Why a program of this machine fails: what it says is quoted. */
export type ToolReason =
	| { reason: "notInstalled" }
	| { reason: "said"; message: string }
	| { reason: "signal"; signal: string }
	| { reason: "late"; seconds: number }
	| { reason: "status"; status: number };

function tool(why: ToolReason): string {
	switch (why.reason) {
		case "notInstalled":
			return "it is not installed";
		case "said":
			return why.message;
		case "signal":
			return `it was stopped by ${why.signal}`;
		case "late":
			return `it did not end within ${why.seconds} s`;
		case "status":
			return `its exit status is ${why.status}`;
	}
}

function toolKo(why: ToolReason): string {
	switch (why.reason) {
		case "notInstalled":
			return "설치되어 있지 않습니다";
		case "said":
			return why.message;
		case "signal":
			return `${why.signal} 신호로 멈췄습니다`;
		case "late":
			return `${why.seconds}초 안에 끝나지 않았습니다`;
		case "status":
			return `종료 코드 ${why.status}`;
	}
}

const TOOL_NEXT = pairs({
	npm: [
		"Check the network and npm's registry setting (npm ping), then run the same command again.",
		"네트워크와 npm 레지스트리 설정(npm ping)을 확인하고 같은 명령을 다시 실행하세요.",
	],
	apt: [
		"Without apt, or without that package, use the released kernel: sluice data get linux-tarball",
		"apt나 그 패키지가 없으면 배포된 커널을 받으세요: sluice data get linux-tarball",
	],
});

/** What a system's code for a failed write means, where that is known. */
const WRITING: Readonly<Record<string, readonly [string, string]>> = {
	ENOSPC: ["the disk is full (ENOSPC)", "디스크가 가득 찼습니다(ENOSPC)"],
	EACCES: ["permission denied (EACCES)", "권한이 없습니다(EACCES)"],
};

export const sourceErrors = {
	E_FILE_MISSING: define<{ path?: string }>({
		en: (p) =>
			p.path === undefined
				? "no text is given. Name a file or a folder, or see what can be downloaded: sluice data list"
				: `${p.path} does not exist. Check the path, or see what can be downloaded: sluice data list`,
		ko: (p) =>
			p.path === undefined
				? "텍스트가 없습니다. 파일이나 폴더를 지정하거나 내려받을 수 있는 말뭉치를 확인하세요: sluice data list"
				: `${p.path}: 파일이나 폴더를 찾을 수 없습니다. 경로를 확인하거나 내려받을 수 있는 말뭉치를 보세요: sluice data list`,
	}),
	E_FILE_EMPTY: define<{ path: string }>({
		en: (p) => `${p.path} is empty. Give a file with text in it.`,
		ko: (p) => `${p.path}: 내용이 없습니다(0바이트). 텍스트가 있는 파일을 지정하세요.`,
	}),
	E_FILE_DENIED: define<{ path: string }>({
		en: (p) => `${p.path} cannot be read: permission denied. Try: ls -ld ${p.path}`,
		ko: (p) => `${p.path}: 읽을 권한이 없습니다. 확인: ls -ld ${p.path}`,
	}),
	E_FILE_KIND: define<{ path: string; got: PathKind }>({
		en: (p) => `${p.path} is ${KINDS[p.got][0]}, expected a regular file or a folder. Save it to a file first.`,
		ko: (p) => `${p.path}: ${KINDS[p.got][1]}. 일반 파일이나 폴더가 필요합니다. 먼저 파일로 저장하세요.`,
	}),
	E_FILE_READ: define<{ path: string; why: string }>({
		en: (p) => `${p.path} cannot be read (${p.why}). Check the disk and try again.`,
		ko: (p) => `${p.path}: 읽지 못했습니다(${p.why}). 디스크를 확인하고 다시 해 보세요.`,
	}),
	E_FILE_CHANGED: define<{ path: string; now: FileFacts; was: FileFacts }>({
		en: (p) =>
			`${p.path} changed while it was in use: ${facts(p.now)}, expected ${facts(p.was)}. What was saved so far is kept; train on a copy that nothing writes to.`,
		ko: (p) =>
			`${p.path}: 사용하는 동안 파일이 바뀌었습니다(지금: ${factsKo(p.now)}, 처음: ${factsKo(p.was)}). 지금까지 저장한 것은 남아 있습니다. 바뀌지 않는 사본으로 학습시키세요.`,
	}),
	E_FOLDER_EMPTY: define<{ path: string; extensions: string }>({
		en: (p) => `${p.path} has no text file (looked for ${p.extensions}). Name the files themselves, or another folder.`,
		ko: (p) =>
			`${p.path}: 텍스트 파일이 없습니다. 찾은 확장자: ${p.extensions}. 파일을 직접 지정하거나 다른 폴더를 쓰세요.`,
	}),
	E_FOLDER_SIZE: define<{ path: string; files: number; max: number }>({
		en: (p) =>
			`${p.path} has more than ${count(p.max)} entries (${count(p.files)} so far). Name a smaller folder, or join the files into one first.`,
		ko: (p) =>
			`${p.path}: 항목이 ${count(p.max)}개를 넘습니다(지금까지 ${count(p.files)}개). 더 작은 폴더를 지정하거나 파일을 먼저 하나로 합치세요.`,
	}),
	E_GZIP: define<{ path: string; why: GzipReason; message: string }>({
		en: (p) => `${p.path} cannot be unpacked: ${GZIP[p.why][0]} (${p.message}). Try: gzip -t ${p.path}`,
		ko: (p) => `${p.path}: 압축을 풀지 못했습니다. ${GZIP[p.why][1]}(${p.message}). 확인: gzip -t ${p.path}`,
	}),
	E_GZIP_BOMB: define<{ path: string; packed: number; unpacked: number; limit: { times: number } | { bytes: number } }>(
		{
			en: (p) =>
				`${p.path} unpacks to more than ${"times" in p.limit ? `${p.limit.times} times its size` : `${count(p.limit.bytes)} bytes`} (${count(p.packed)} bytes packed, stopped at ${count(p.unpacked)}). Unpack it yourself if you trust it, then name the file.`,
			ko: (p) =>
				`${p.path}: 압축을 풀면 ${"times" in p.limit ? `원래 크기의 ${p.limit.times}배` : `${count(p.limit.bytes)}바이트`}를 넘습니다(압축 ${count(p.packed)}바이트, ${count(p.unpacked)}바이트에서 멈춤). 믿을 수 있는 파일이면 직접 풀어서 지정하세요.`,
		},
	),
	E_CACHE: define<{ path: string; code: string }>({
		en: (p) =>
			`the cache file ${p.path} cannot be written: ${WRITING[p.code]?.[0] ?? p.code}. Free some space, or set XDG_CACHE_HOME to a folder with room.`,
		ko: (p) =>
			`캐시 파일 ${p.path}: 쓰지 못했습니다. ${WRITING[p.code]?.[1] ?? p.code}. 공간을 비우거나 XDG_CACHE_HOME을 여유 있는 폴더로 지정하세요.`,
	}),
	E_CORPUS_NAME: define<{ name: string; near?: string; known: string }>({
		exit: 2,
		en: (p) =>
			`no corpus is called "${p.name}".${p.near ? ` Did you mean ${p.near}?` : ""} Known: ${p.known}. See: sluice data list`,
		ko: (p) =>
			`"${p.name}" 말뭉치를 찾을 수 없습니다.${p.near ? ` 혹시 ${p.near} 아닌가요?` : ""} 있는 이름: ${p.known}. 목록: sluice data list`,
	}),
	E_FETCH_TOOL: define<{ name: string; tool: string; why: ToolReason; next: keyof typeof TOOL_NEXT }>({
		en: (p) => `${p.name} could not be downloaded with ${p.tool}: ${tool(p.why)}. ${TOOL_NEXT[p.next][0]}`,
		ko: (p) => `${p.name}: ${particle(p.tool, "으로/로")} 받지 못했습니다(${toolKo(p.why)}). ${TOOL_NEXT[p.next][1]}`,
	}),
	E_FETCH: define<{ url: string; why: FetchReason }>({
		en: (p) =>
			`${p.url} cannot be downloaded: ${fetching(p.why)}. Bytes received so far are kept; run the same command again to continue.`,
		ko: (p) =>
			`${p.url}: 받지 못했습니다. ${fetchingKo(p.why)}. 받은 만큼은 남아 있으니 같은 명령을 다시 실행하면 이어서 받습니다.`,
	}),
	E_FETCH_LENGTH: define<{ name: string; got: number; wanted: number }>({
		en: (p) =>
			`${p.name} has ${count(p.got)} bytes, expected ${count(p.wanted)}. The download was deleted; try again. If this repeats, the source has changed.`,
		ko: (p) =>
			`${p.name}: ${count(p.got)}바이트입니다. 올바른 크기는 ${count(p.wanted)}바이트입니다. 받은 것은 지웠으니 다시 해 보세요. 계속 그러면 원본이 바뀐 것입니다.`,
	}),
	E_FETCH_HASH: define<{ name: string; got: string; wanted: string }>({
		en: (p) =>
			`${p.name} has sha256 ${p.got}, expected ${p.wanted}. The download was deleted; try again. If this repeats, the source has changed.`,
		ko: (p) =>
			`${p.name}: sha256이 ${p.got}입니다. 올바른 값은 ${p.wanted}입니다. 받은 것은 지웠으니 다시 해 보세요. 계속 그러면 원본이 바뀐 것입니다.`,
	}),
	E_ARCHIVE: define<{ path: string; why: ArchiveReason }>({
		en: (p) =>
			`the archive ${p.path} cannot be read: ${archive(p.why)}. Try again. If this repeats, the source has changed.`,
		ko: (p) =>
			`보관 파일 ${p.path}: 읽지 못했습니다. ${archiveKo(p.why)}. 다시 해 보세요. 계속 그러면 원본이 바뀐 것입니다.`,
	}),
};
