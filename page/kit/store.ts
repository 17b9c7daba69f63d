/** A value that can be watched. Views subscribe to it; it knows no framework. */
export interface Store<T> {
	get(): T;
	set(next: T | ((now: T) => T)): void;
	/** Calls `listener` after each change. Returns the function that ends it. */
	subscribe(listener: () => void): () => void;
}

export function createStore<T>(first: T): Store<T> {
	let value = first;
	const listeners = new Set<() => void>();
	return {
		get: () => value,
		set(next) {
			const now = typeof next === "function" ? (next as (now: T) => T)(value) : next;
			if (Object.is(now, value)) return;
			value = now;
			for (const listener of listeners) listener();
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
	};
}
