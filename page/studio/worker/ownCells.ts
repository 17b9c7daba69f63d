/**
 * What a worker needs for cells given by equations: the reader of equations, and an engine with the calls for them. Only a
 * worker that meets such a cell loads this file.
 */
import { binary } from "../../../src/browser/engine.ts";
import { parseCell } from "../../../src/cells/own/ownCell.ts";
import { allowOwnCells } from "../../../src/cells/own/reader.ts";
import type { Engine } from "../../../src/kernels/kernels.ts";
import { ownCalls } from "../../../src/kernels/ownCalls.ts";
import { createWasm } from "../../../src/kernels/wasm.ts";
import { WASM } from "../ownFiles.ts";

allowOwnCells(parseCell);

/** The plain engine, whose bits are those of every other network's. @throws E_ENGINE */
export async function openOwnEngine(): Promise<Engine> {
	return createWasm(await binary(WASM, "plain"), { build: "plain", ownCells: ownCalls });
}
