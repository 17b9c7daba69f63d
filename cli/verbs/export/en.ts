/** English messages: `sluice export`. */

export const en = {
	"verb.export": "write a run's weights to a file: Sluice's own, a PyTorch state dict, or an ONNX graph",
	"arg.exportFile": "file to write; one that is there is replaced",
	"flag.to": "form of the file; without it as the file's name ends: .safetensors, .onnx, or .pt for torch",
	"export.noPickle":
		"The state dict is stored as safetensors, no pickle: safetensors.torch.load_file reads it, torch.load does not.",
	"export.done": "{file}: {model}, {parameters:parameter/parameters} of step {step}, {bytes}",
} as const;
