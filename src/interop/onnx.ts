/**
 * ONNX (onnx.ai), operators RNN, GRU and LSTM, gate orders i,o,f,c and z,r,h; and cells given by equations, as Sluice writes
 * them. Load this file on demand: it imports the
 * protobuf package, which nothing else in the library needs.
 */

import { findStack, fromOnnx } from "./onnx/findStack.ts";
import { OnnxGraph } from "./onnx/read.ts";
import { isOfEquations, readEquations } from "./onnx/readEquations.ts";
import { type AskedCell, type PortableModel, readNotes } from "./portable.ts";
import { fromStack } from "./stack.ts";

export { writeOnnx } from "./onnx/write.ts";

/**
 * Reads an ONNX file.
 * @throws E_ONNX, E_IMPORT.
 */
export function readOnnx(bytes: Uint8Array, where: string, asked: AskedCell = {}): PortableModel {
	const graph = new OnnxGraph(bytes, where);
	const notes = readNotes(graph.notes, where);
	if (isOfEquations(notes.spec)) return readEquations(graph, notes.spec, { asked, notes });
	const { stack, found } = findStack(graph);
	return fromStack(fromOnnx(stack), found, { asked, notes, where });
}
