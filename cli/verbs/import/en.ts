/** English messages: `sluice import`. */

export const en = {
	"verb.import": "make a run from weights of PyTorch, ONNX or another Sluice",
	"arg.importFile": "file of weights: safetensors or ONNX",
	"flag.layout": "whose names and gate order the file has",
	"flag.vocabulary":
		"symbols of a file that brings none: a .json list in the order of the ids, or the text it was trained on",
	"default.fromFile": "as the file says",
	"import.done": "{run}: {model}, {parameters:parameter/parameters}, {symbols:symbol/symbols}, from {file}",
} as const;
