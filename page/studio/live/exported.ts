/**
 * An exported page has no server: it reads from files what a server would answer, and refuses what only one can do. Nothing
 * else of the page knows where answers come from. It is loaded with the first request.
 */
import { exportedFile, runFile } from "../../../studio/wire/exportedFiles.ts";
import type { Published, RunDetail } from "../../../studio/wire.ts";
import { ownFile } from "../ownFiles.ts";
import { failureWords } from "../train/failureWords.ts";

/** As a server would answer: a file, or a refusal. */
export async function fetchExported(address: string, { method = "GET", signal }: RequestInit): Promise<Response> {
	const id = /^\/api\/runs\/([0-9a-f]{16})\/(?!lines)/.exec(address)?.[1];
	const published = id === undefined ? undefined : await publishedOf(id);
	const file = method === "GET" ? exportedFile(address, published) : undefined;
	if (file === undefined) return refusal(501, "E_STUDIO_EXPORTED", {});
	const answer = await fetch(ownFile(file), signal ? { signal } : {});
	return answer.ok ? answer : refusal(404, "E_STUDIO_RUN", { id: file.slice(9, 25) });
}

async function publishedOf(id: string): Promise<Published | undefined> {
	const answer = await fetch(ownFile(runFile(id)));
	return answer.ok ? ((await answer.json()) as RunDetail).published : undefined;
}

async function refusal(status: number, code: string, params: object): Promise<Response> {
	return Response.json({ code, message: await failureWords(code, params) }, { status });
}
