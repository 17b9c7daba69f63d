/** English messages: `sluice import`. */

export const en = {
	"verb.import": "create a run from PyTorch, Keras, char-rnn, ONNX, NumPy or safetensors weights",
	"arg.importFile": "weights file: safetensors, ONNX, .npz, .keras, .weights.h5 or .t7",
	"flag.layout": "naming and gate order of the tensors",
	"flag.vocabulary": "vocabulary, if the file has none: a .json list in id order, or the training text",
	"default.fromFile": "detected from the file",
	"import.done": "{run}: {model}, {parameters:parameter/parameters}, {symbols:symbol/symbols}, from {file}",
} as const;
