/** The values of a whole text at once, in memory; use `windows` for texts that do not fit. */
import type { Floats } from "../kernels/kernels.ts";
import { hookOf } from "./hookNames.ts";
import { floatsOf, type Model, type SymbolText, windows } from "./stream.ts";

// S symbols, n numbers of a value

/**
 * Returns each value by name, [S,n], read from a zero state.
 * @throws E_HOOK_NAME.
 */
export async function trace(
	model: Model,
	text: SymbolText,
	{ names, signal }: { names: readonly string[]; signal?: AbortSignal },
): Promise<Map<string, Floats>> {
	const { spec } = model.weights;
	const all = new Map(
		names.map((name) => [name, floatsOf(model.engine, text.symbols * hookOf(spec, name).width)] as const),
	);
	for await (const { at, end, values } of windows(model, text, { names, signal })) {
		for (const [name, found] of all) {
			const { width: n } = hookOf(spec, name);
			found.set(values.get(name)!.subarray(0, end[0]! * n), at[0]! * n);
		}
	}
	return all;
}
