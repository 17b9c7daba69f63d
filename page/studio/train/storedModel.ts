/**
 * The networks that come with the page, for views that read a text before anything is trained: that of the stored run,
 * which learned C, with the weights that the page's own training ends with, and one that learned Korean letters. Each is a
 * file of weights and the text that it was trained on.
 */
import firstAddress from "../stored/first.safetensors?url";
import koreanAddress from "../stored/korean.safetensors?url";
import { textOf } from "./texts.ts";
import { Told } from "./told.ts";

/** Named by their texts. */
export type StoredName = "c" | "ko";
export const STORED: readonly StoredName[] = ["ko", "c"];

export interface StoredModel {
	/** A safetensors file with the model and its vocabulary in the notes. */
	bytes: ArrayBuffer;
	text: string;
}

const FILES = { c: firstAddress, ko: koreanAddress } as const;

/** @throws Told if one of both cannot be fetched. */
export async function readStoredModel(name: StoredName): Promise<StoredModel> {
	const [bytes, text] = await Promise.all([readWeights(name), textOf(name)]);
	return { bytes, text };
}

export async function readWeights(name: StoredName): Promise<ArrayBuffer> {
	const file = FILES[name];
	const answer = await fetch(file).catch(() => undefined);
	if (!answer?.ok) throw new Told("data.notServed", { file, status: answer?.status ?? "–" });
	return answer.arrayBuffer();
}
