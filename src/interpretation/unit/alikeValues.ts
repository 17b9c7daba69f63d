/** Which values of a model a unit is compared with. */
import type { ModelSpec } from "../../cells/layout.ts";
import { type Hook, hooksOf } from "../hookNames.ts";

/** Values of the same kind in every layer; h if the cell has no such value. */
export function alike(spec: ModelSpec, { kind, name }: Hook): string[] {
	const letter = name.replace(/^l\d+\./, "");
	const same = hooksOf(spec).filter((hook) => hook.kind === kind && hook.name.replace(/^l\d+\./, "") === letter);
	return (same.length > 0 ? same : hooksOf(spec).filter((hook) => hook.kind === "h")).map((hook) => hook.name);
}
