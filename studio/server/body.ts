/** Bodies of requests: read up to their cap, and checked against what the route expects. */
import type { IncomingMessage } from "node:http";
import { fail } from "../../src/errors/index.ts";
import { type Json, MOST_JSON_BYTES, MOST_TEXT_BYTES } from "../wire.ts";
import { Refusing } from "./refusal.ts";

/** Reads a body. The guard has seen its type and its length, if one was given. @throws a refusal beyond the cap. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
	const most = isJson(request) ? MOST_JSON_BYTES : MOST_TEXT_BYTES;
	const tooLarge = () => new Refusing(fail("E_STUDIO_GUARD", { why: "size" }), { status: 413 });
	if (Number(request.headers["content-length"] ?? 0) > most) throw tooLarge();
	const parts: Buffer[] = [];
	let size = 0;
	for await (const part of request as AsyncIterable<Buffer>) {
		size += part.length;
		if (size > most) throw tooLarge();
		parts.push(part);
	}
	return Buffer.concat(parts, size);
}

export function isJson(request: IncomingMessage): boolean {
	return /^application\/json/i.test(request.headers["content-type"] ?? "");
}

export type Fields = { [key: string]: Json };

/** The object that a body holds. @throws E_STUDIO_REQUEST for anything else, and for other keys than `known`. */
export function fieldsOf(body: Buffer, known: readonly string[]): Fields {
	let value: unknown;
	try {
		value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
	} catch {
		throw fail("E_STUDIO_REQUEST", { why: { reason: "json" } });
	}
	return checkFields(value, known);
}

/** @throws E_STUDIO_REQUEST for anything but an object that has no other keys than `known`. */
export function checkFields(value: unknown, known: readonly string[]): Fields {
	const fields = objectOf(value);
	const key = Object.keys(fields).find((name) => !known.includes(name));
	if (key !== undefined) throw fail("E_STUDIO_REQUEST", { why: { reason: "key", key } });
	return fields;
}

/** Most keys of an object whose keys are checked elsewhere. */
const MOST_KEYS = 200;

/** @throws E_STUDIO_REQUEST for anything but an object with at most 200 keys. */
export function objectOf(value: unknown): Fields {
	const plain = typeof value === "object" && value !== null && !Array.isArray(value);
	if (!plain || Object.keys(value).length > MOST_KEYS) throw fail("E_STUDIO_REQUEST", { why: { reason: "json" } });
	return value as Fields;
}

/** @throws E_STUDIO_REQUEST unless `fits`. `form` says what is expected. */
export function need(key: string, fits: boolean, form: string): void {
	if (!fits) throw fail("E_STUDIO_REQUEST", { why: { reason: "field", key, form } });
}

export function textOf(fields: Fields, key: string, most = 200): string {
	const value = fields[key];
	need(key, typeof value === "string" && value.length > 0 && value.length <= most, `"..." (1..${most})`);
	return value as string;
}

export function textsOf(fields: Fields, key: string): string[] {
	const value = fields[key] ?? [];
	const fits = Array.isArray(value) && value.length <= 20 && value.every((text) => typeof text === "string");
	need(key, fits, `["..."] (0..20)`);
	return value as string[];
}

export function wholeOf(fields: Fields, key: string, least: number, most: number): number | undefined {
	const value = fields[key];
	if (value === undefined) return undefined;
	need(key, Number.isInteger(value) && (value as number) >= least && (value as number) <= most, `${least}..${most}`);
	return value as number;
}
