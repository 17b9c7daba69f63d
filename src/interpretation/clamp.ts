/** Clamps: units held at a value in every step, `l1.c.17=1`. */
import type { ModelSpec } from "../cells/layout.ts";
import { fail } from "../errors/index.ts";
import { parseUnit, type UnitName } from "./hookNames.ts";
import type { Hooks, Visit } from "./visit.ts";

export interface Clamp extends UnitName {
	/** Value, finite. */
	value: number;
}

/**
 * Parses `l1.c.17=1`.
 * @throws E_HOOK_NAME, E_HOOK_UNIT for the unit; E_CLAMP for the value.
 */
export function parseClamp(spec: ModelSpec, clamp: string): Clamp {
	const [, unit = "", digits = ""] = /^([^=]*)=(.*)$/s.exec(clamp) ?? [];
	const value = Number(digits);
	if (digits.trim() === "" || !Number.isFinite(value)) throw fail("E_CLAMP", { clamp });
	return { ...parseUnit(spec, unit.trim()), value };
}

/** Returns hooks that hold the units in every lane; of two clamps of one unit the later applies. */
export function clampHooks(clamps: readonly Clamp[]): Hooks {
	const byName = new Map<string, Clamp[]>();
	for (const clamp of clamps) byName.set(clamp.hook.name, [...(byName.get(clamp.hook.name) ?? []), clamp]);
	return Object.fromEntries(
		Array.from(byName, ([name, own]): [string, Visit] => [
			name,
			(values) => {
				for (const { hook, index, value } of own)
					for (let at = index; at < values.length; at += hook.width) values[at] = value;
			},
		]),
	);
}
