/** A closed engine refuses every call, so that using one after close() shows at once, on every engine alike. */
import { fail } from "../errors/index.ts";
import type { Engine } from "./kernels.ts";

type Call = (...args: unknown[]) => unknown;

/** Calls that a closed engine takes: they release what it holds. */
const RELEASING = ["free", "close"];

/** Returns `engine`, whose calls throw E_ENGINE after its first close(). */
export function closable<E extends Engine>(engine: E): E {
	let closed = false;
	const refuseClosed = (of: object) => {
		const calls = of as Record<string, Call>;
		for (const [name, { value: call }] of Object.entries(Object.getOwnPropertyDescriptors(of))) {
			if (typeof call !== "function" || RELEASING.includes(name)) continue;
			calls[name] = (...args) => {
				if (closed) throw fail("E_ENGINE", { engine: engine.name, why: { reason: "closed" } });
				return (call as Call)(...args);
			};
		}
	};
	refuseClosed(engine);
	if (engine.own) refuseClosed(engine.own);
	if (engine.attention) refuseClosed(engine.attention);
	const close = engine.close;
	engine.close = () => {
		if (closed) return;
		closed = true;
		close();
	};
	return engine;
}
