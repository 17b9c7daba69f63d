/** English messages: `sluice export`. */

export const en = {
	"verb.export":
		"export a run's weights as safetensors, a PyTorch state dict, an ONNX graph, NumPy arrays or a Keras model",
	"arg.exportFile": "file to write; an existing file is overwritten",
	"flag.to": "file format; without --to, the file extension decides: .safetensors, .onnx, .npz, .keras or .weights.h5",
	"export.python":
		"In Python:\n  from safetensors.torch import load_file\n  state = load_file({file})  # weight_ih_l0, ..., head.weight, head.bias",
	"export.done": "{file}: {model}, {parameters:parameter/parameters} of step {step}, {bytes}",
} as const;
