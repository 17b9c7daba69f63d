/** 100,000 mutated requests; every commit runs 2,000 of them (guard.test.ts). */
import { expect, test } from "vitest";
import { openTab } from "./client.ts";
import { fuzz } from "./fuzz.ts";

test("none of 100,000 mutated requests is answered with 5xx or logs an error, and the server lives", async () => {
	const { studio, tab } = await openTab();
	for (let seed = 2; seed < 52; seed++) expect([seed, await fuzz(studio, tab, 2000, seed)]).toEqual([seed, []]);
	expect((await tab.get("/api/hello")).status).toBe(200);
	expect(studio.logged).toEqual([]);
	await studio.close();
}, 3_600_000);
