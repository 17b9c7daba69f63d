/** Errors of an exported page: where it cannot be written, which run cannot be published, what must not be in it. */
import { define, pairs } from "./define.ts";
import { particle } from "./particle.ts";
import { quote } from "./quote.ts";

/** What was found in a file that is to be published. */
const LEAKS = pairs<"path" | "host" | "user" | "secret">({
	path: ["a path of this computer", "이 컴퓨터의 경로"],
	host: ["the name of this computer", "이 컴퓨터의 이름"],
	user: ["the name of your account", "사용자 계정 이름"],
	secret: ["a secret", "비밀 값"],
});

/** What to do about it. */
const CURES = pairs<"path" | "host" | "user" | "secret">({
	path: ["Rename the run, cell or tag that has it", "그 값이 들어 있는 실행, 셀, 태그의 이름을 바꾸세요"],
	host: ["Rename the run, cell or tag that has it", "그 값이 들어 있는 실행, 셀, 태그의 이름을 바꾸세요"],
	user: ["Rename the run, cell or tag that has it", "그 값이 들어 있는 실행, 셀, 태그의 이름을 바꾸세요"],
	secret: [
		"Take it out of the run, and change it if others have seen it",
		"실행에서 지우고, 다른 사람이 보았다면 새 값으로 바꾸세요",
	],
});

const RUNS = pairs<"running" | "damaged" | "elsewhere">({
	running: ["it is training; stop it or wait until it ends", "학습하는 중입니다. 멈추거나 끝날 때까지 기다리세요"],
	damaged: [
		"its files are damaged; sluice runs shows what is wrong",
		"파일이 손상되었습니다. sluice runs로 확인하세요",
	],
	elsewhere: [
		"it is not in the folder of runs; choose its folder with --runs",
		"실행 폴더에 없습니다. --runs로 폴더를 고르세요",
	],
});

export const publishErrors = {
	E_PUBLISH_PAGE: define<Record<never, never>>({
		en: () => "the studio's page is not in this build. Build it with: npm run build",
		ko: () => "이 빌드에는 스튜디오 페이지가 없습니다. npm run build로 빌드하세요.",
	}),
	/** `name`: a file in the folder that no export has written as it is. */
	E_PUBLISH_PLACE: define<{ folder: string; why: "file" | "foreign"; name?: string }>({
		exit: 2,
		en: (p) =>
			p.why === "file"
				? `${p.folder} is not a folder. Choose another name for --export.`
				: `${p.folder} holds ${quote(p.name ?? "")}, which is not of an earlier export. Choose another folder, or move that file.`,
		ko: (p) =>
			p.why === "file"
				? `${particle(p.folder, "은/는")} 폴더가 아닙니다. --export에 다른 이름을 쓰세요.`
				: `${p.folder}에 이전에 내보낸 것이 아닌 파일 ${particle(quote(p.name ?? ""), "이/가")} 있습니다. 다른 폴더를 고르거나 그 파일을 옮기세요.`,
	}),
	E_PUBLISH_RUN: define<{ run: string; why: "running" | "damaged" | "elsewhere" }>({
		exit: 2,
		en: (p) => `${p.run} cannot be published: ${RUNS[p.why][0]}.`,
		ko: (p) => `${p.run} 실행은 공개할 수 없습니다. ${RUNS[p.why][1]}.`,
	}),
	/** `shown`: the first characters of what was found. */
	E_PUBLISH_FOUND: define<{
		file: string;
		place: { line: number } | { byte: number };
		kind: "path" | "host" | "user" | "secret";
		shown: string;
	}>({
		en: (p) =>
			`nothing was written: ${p.file}, ${"line" in p.place ? `line ${p.place.line}` : `byte ${p.place.byte}`}, would publish ${LEAKS[p.kind][0]} (${quote(p.shown)}). ${CURES[p.kind][0]}, or publish fewer runs.`,
		ko: (p) =>
			`아무것도 쓰지 않았습니다. ${p.file} ${"line" in p.place ? `${p.place.line}번째 줄` : `${p.place.byte}번째 바이트`}에서 ${particle(LEAKS[p.kind][1], "이/가")} 공개될 뻔했습니다(${quote(p.shown)}). ${CURES[p.kind][1]}. 그 실행을 빼고 내보내도 됩니다.`,
	}),
	E_STUDIO_EXPORTED: define<Record<never, never>>({
		en: () => "this page was exported and has no server. Do it in sluice studio, on the computer that has the run.",
		ko: () => "내보낸 페이지라서 서버가 없습니다. 실행이 있는 컴퓨터의 sluice studio에서 하세요.",
	}),
};
