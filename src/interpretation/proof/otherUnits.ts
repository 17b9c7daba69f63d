/** Units for comparison, drawn by seed from the same value. */
import { RandomStream } from "../../kernels/random.ts";
import type { UnitName } from "../hookNames.ts";

/** Returns `count` different units of the same value, or as many as there are, none of them in `own`. */
export function otherUnits(own: readonly UnitName[], count: number, seed: number): UnitName[] {
	const { hook } = own[0]!;
	const taken = new Set(own.map(({ index }) => index));
	const free = Array.from({ length: hook.width }, (_, index) => index).filter((index) => !taken.has(index));
	const random = new RandomStream(seed, "other units");
	const drawn = Math.min(count, free.length);
	for (let i = 0; i < drawn; i++) {
		const j = i + random.below(free.length - i);
		[free[i], free[j]] = [free[j]!, free[i]!];
	}
	return free.slice(0, drawn).map((index) => ({ unit: `${hook.name}.${index}`, hook, index }));
}
