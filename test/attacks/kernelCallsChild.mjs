/** Hostile arguments of kernel calls: prints a JSON list of what each engine answered, or dies of one. */
const { openEngine } = await import(process.argv[2]);

const [N, D, V] = [5, 7, 11];
const code = (act) => {
	try {
		act();
		return "done";
	} catch (error) {
		return error.code ?? String(error);
	}
};

/** Arrays that lie about their length, each made from one that is long enough. */
const LIARS = {
	"an own length of 1e9": (engine) => Object.defineProperty(engine.floats(1), "length", { value: 1e9 }),
	"a subclass whose length is 1e9": () =>
		new (class extends Float32Array {
			get length() {
				return 1e9;
			}
		})(1),
	"a proxy": (engine) => new Proxy(engine.floats(1), { get: (array, name) => (name === "length" ? 1e9 : array[name]) }),
	"an object with the prototype of an array": () => Object.create(Float32Array.prototype, { length: { value: 1e9 } }),
	"a detached array": () => {
		const array = new Float32Array(N * D);
		structuredClone(array.buffer, { transfer: [array.buffer] });
		return array;
	},
	"an array whose buffer shrank": () => {
		const buffer = new ArrayBuffer(4 * N * D, { maxByteLength: 8 * N * D });
		const array = new Float32Array(buffer, 0, N * D);
		buffer.resize(4);
		return array;
	},
	"an array that follows its buffer, which shrank": () => {
		const buffer = new ArrayBuffer(4 * N * D, { maxByteLength: 8 * N * D });
		const array = new Float32Array(buffer);
		buffer.resize(4);
		return array;
	},
	"a short array in shared memory": () => new Float32Array(new SharedArrayBuffer(4)),
	"an array of another kind": () => new Int32Array(N * D),
};

function attack(name) {
	const engine = openEngine({ engine: name, threads: 2, memoryBytes: 2 ** 26 });
	const floats = (n) => engine.floats(n).fill(1);
	const dense = () => ({ N, D, V, x: floats(N * D), w: floats(V * D), b: floats(V), y: floats(N * V) });
	const answers = {};
	for (const [what, make] of Object.entries(LIARS)) {
		answers[what] = code(() => engine.denseForward({ ...dense(), x: make(engine) }));
		answers[`${what}, as the result`] = code(() => engine.denseForward({ ...dense(), y: make(engine) }));
	}
	const second = (first, later) => {
		let reads = 0;
		return { enumerable: true, get: () => (reads++ === 0 ? first : later) };
	};
	const short = floats(1);
	answers["a getter that gives a short array the second time"] = code(() =>
		engine.denseForward(Object.defineProperty(dense(), "y", second(floats(N * V), short))),
	);
	answers["a getter that gives a large size the second time"] = code(() =>
		engine.denseForward(Object.defineProperty(dense(), "N", second(N, 1e6))),
	);
	const targets = engine.ints(N);
	const soft = { N, V, scale: 1, logits: floats(N * V), targets, losses: floats(N), dlogits: floats(N * V) };
	const scale = {
		valueOf() {
			engine.free(soft.logits);
			return 1;
		},
	};
	answers["a scale that frees an array"] = code(() => engine.softmaxCrossEntropy({ ...soft, scale }));
	answers["symbols out of range"] = code(() =>
		engine.softmaxCrossEntropy({ ...soft, logits: floats(N * V), targets: engine.ints(N).fill(1e9) }),
	);
	const liar = () => Object.defineProperty(engine.floats(3).fill(1), "length", { value: 1e6 });
	answers["a sum of squares of an own length"] = code(() => engine.sumSquares(liar()));
	answers["a sum of squares"] = engine.sumSquares(floats(3));
	answers["the product afterwards"] = code(() => engine.denseForward(dense()));
	engine.close();
	engine.close();
	answers["a call after close"] = code(() => engine.sumSquares(short));
	answers["an array after close"] = code(() => engine.floats(1));
	answers["symbols after close"] = code(() => engine.ints(1));
	answers["a free after close"] = code(() => engine.free(short));
	return answers;
}

console.log(JSON.stringify(attack(process.argv[3])));
