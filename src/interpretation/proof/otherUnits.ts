/** Units to compare one with: drawn by seed among those of the same value, so that it is one of many and not one of none. */
import { RandomStream } from "../../kernels/random.ts";
import type { UnitName } from "../names.ts";

/** `count` units of the same value, all different and none of `own`, as many as there are. */
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
