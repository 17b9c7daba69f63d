/** Saves and loads a checkpoint of `bytes` bytes in `folder`; prints how much memory each took above the tensors. */
const [checkpoints, folder, bytes] = process.argv.slice(2);
const { loadNewest, saveCheckpoint } = await import(checkpoints);

const peak = () => process.resourceUsage().maxRSS * 1024;
const data = new Float32Array(Number(bytes) / 4);
for (let i = 0; i < data.length; i++) data[i] = i % 1_000_003;
const tensors = [
	{ name: "few", shape: [7], data: new Float32Array(7).fill(3) },
	{ name: "many", shape: [data.length], data },
];
const before = peak();
const { sizeBytes } = saveCheckpoint(folder, { tensors, state: { step: 1 } }, { step: 1 });
const saved = peak();
const { tensors: loaded } = loadNewest(folder).snapshot;
const read = peak();
const wrong = loaded[1].data.findIndex((x, i) => x !== i % 1_000_003);
console.log(
	JSON.stringify({ sizeBytes, saving: saved - before, loading: read - saved, wrong, few: loaded[0].data[6] }),
);
