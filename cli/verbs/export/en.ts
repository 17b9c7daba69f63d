/** English messages: `sluice export`. */

export const en = {
	"verb.export": "export a run's weights as safetensors, a PyTorch state dict or an ONNX graph",
	"arg.exportFile": "file to write; an existing file is overwritten",
	"flag.to": "file format; without --to, the file extension decides: .safetensors, .onnx, or .pt for torch",
	"export.noPickle":
		"The state dict is stored as safetensors, not as a pickle: safetensors.torch.load_file reads it, torch.load does not.",
	"export.done": "{file}: {model}, {parameters:parameter/parameters} of step {step}, {bytes}",
} as const;
