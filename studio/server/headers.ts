/** Headers of every answer. There is none that lets another origin read anything. */
import type { ServerResponse } from "node:http";

/** Only a header can demand it. */
const FRAMES = "frame-ancestors 'none'";
const POLICY = [
	"default-src 'none'",
	"script-src 'self' 'wasm-unsafe-eval'",
	"style-src 'self'",
	"connect-src 'self'",
	"img-src 'self' data:",
	"worker-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	FRAMES,
	"require-trusted-types-for 'script'",
	"trusted-types sluice-worker",
];
/** What a page can demand of itself, in a meta element. */
export const PAGE_POLICY = POLICY.filter((directive) => directive !== FRAMES).join("; ");

export const SECURE_HEADERS: Readonly<Record<string, string>> = {
	"Content-Security-Policy": POLICY.join("; "),
	"Cross-Origin-Opener-Policy": "same-origin",
	"Cross-Origin-Embedder-Policy": "require-corp",
	"Cross-Origin-Resource-Policy": "same-origin",
	"X-Content-Type-Options": "nosniff",
	"Referrer-Policy": "no-referrer",
	"Cache-Control": "no-store",
};

export function secure(response: ServerResponse): void {
	for (const [name, value] of Object.entries(SECURE_HEADERS)) response.setHeader(name, value);
}
