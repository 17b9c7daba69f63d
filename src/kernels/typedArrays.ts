/**
 * Facts about a typed array, read from the array itself: own properties, subclasses and proxies cannot change them, as
 * they can `array.length`. What is passed to C is checked with these.
 */
const shared = Object.getPrototypeOf(Uint8Array.prototype) as object;

/** The getter that all typed arrays inherit. */
function getter<T>(name: string | symbol): (array: unknown) => T {
	const { get } = Object.getOwnPropertyDescriptor(shared, name)!;
	return (array) => get!.call(array) as T;
}

/** Name of the array's type, such as "Float32Array"; undefined for anything else, a proxy of an array included. */
export const kindOf = getter<string | undefined>(Symbol.toStringTag);
/** Number of elements; 0 for an array whose buffer is detached or too small for it. */
export const lengthOf = getter<number>("length");
export const bufferOf = getter<ArrayBufferLike>("buffer");
export const byteOffsetOf = getter<number>("byteOffset");
