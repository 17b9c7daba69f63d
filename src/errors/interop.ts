/** Errors of foreign files: JSON, safetensors and weights. */
import { define, table } from "./define.ts";
import { particle } from "./particle.ts";
import { quote } from "./quote.ts";

/** Limits of a weights file, as they are named in messages. */
const LIMITS = table({
	header: { en: "bytes of header", ko: "헤더 바이트 수" },
	tensors: { en: "tensors", ko: "텐서 수" },
	name: { en: "bytes in a tensor's name", ko: "텐서 이름의 바이트 수" },
	rank: { en: "dimensions of a tensor", ko: "텐서의 차원 수" },
});
export type WeightsLimit = keyof typeof LIMITS;

/** Foreign formats known by their first bytes, and how each becomes safetensors. */
const FOREIGN = table({
	zip: {
		en: "a zip archive with neither NumPy arrays nor a Keras model, such as PyTorch's .pt",
		ko: "NumPy 배열도 Keras 모델도 없는 zip 압축 파일(PyTorch .pt 등)",
		recipe:
			"python3 -c \"import torch, safetensors.torch as s; s.save_file(torch.load('model.pt', weights_only=True), 'model.safetensors')\"",
	},
	pickle: {
		en: "a Python pickle, which can run code when it is opened",
		ko: "열 때 코드를 실행할 수 있는 Python pickle",
		recipe:
			"python3 -c \"import torch, safetensors.torch as s; s.save_file(torch.load('model.pt', weights_only=True), 'model.safetensors')\"",
	},
	npy: {
		en: "a NumPy array",
		ko: "NumPy 배열",
		recipe:
			"python3 -c \"import numpy, safetensors.numpy as s; s.save_file({'weight': numpy.load('a.npy', allow_pickle=False)}, 'model.safetensors')\"",
	},
	hdf5: {
		en: "an HDF5 file (Keras .h5)",
		ko: "HDF5 파일(Keras .h5)",
		recipe:
			"python3 -c \"import keras, safetensors.numpy as s; s.save_file({w.path: w.numpy() for w in keras.models.load_model('model.h5').weights}, 'model.safetensors')\"",
	},
	gzip: { en: "a gzip archive", ko: "gzip 압축 파일", recipe: "gunzip model.safetensors.gz" },
});
export type ForeignFormat = keyof typeof FOREIGN;

/** What a JSON document should have had at a place. */
const JSON_WANTED = table({
	end: { en: "the end of the document", ko: "문서의 끝" },
	value: { en: "a JSON value", ko: "JSON 값" },
	key: { en: 'a key in double quotes or "}"', ko: '큰따옴표로 감싼 키 또는 "}"' },
	colon: { en: '":"', ko: '":"' },
	objectEnd: { en: '"," or "}"', ko: '"," 또는 "}"' },
	arrayEnd: { en: '"," or "]"', ko: '"," 또는 "]"' },
	quote: { en: "a closing quote of the string begun here", ko: "여기서 시작한 문자열을 닫는 따옴표" },
	escape: { en: 'one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u', ko: '\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u 중 하나' },
	hex: { en: "four hexadecimal digits after \\u", ko: "\\u 뒤 16진수 네 자리" },
	control: { en: "an escape such as \\n for a control character", ko: "제어 문자 대신 \\n 같은 이스케이프" },
	number: { en: "a number below 1.8e308", ko: "1.8e308보다 작은 수" },
	entries: { en: "fewer entries in one object or array", ko: "객체나 배열 하나의 더 적은 항목" },
	depth: { en: "less nesting", ko: "더 얕은 중첩" },
	utf8: { en: "text in UTF-8", ko: "UTF-8 텍스트" },
});
export type JsonWanted = keyof typeof JSON_WANTED;

/** What a field of a weights file's header should have held. */
const FIELD_WANTED = table({
	object: { en: "an object", ko: "객체" },
	tensors: { en: "an object of tensors that begins with {", ko: "{로 시작하는 텐서 객체" },
	fields: { en: 'only "dtype", "shape" and "data_offsets"', ko: '"dtype", "shape", "data_offsets"만' },
	text: { en: "a text", ko: "문자열" },
	shape: { en: "an array of whole numbers from 0 to 2^53 - 1", ko: "0부터 2^53 - 1까지 정수의 배열" },
	offsets: { en: "two whole numbers from 0 to 2^53 - 1", ko: "0부터 2^53 - 1까지 정수 두 개" },
});
export type FieldWanted = keyof typeof FIELD_WANTED;

export interface InTensor {
	where: string;
	name: string;
}
const at = (p: InTensor) => `${p.where}: ${quote(p.name)}`;

export const interopErrors = {
	E_JSON: define<{ where: string; line: number; column: number; got?: string; wanted: JsonWanted }>({
		en: (p) =>
			`${p.where}, line ${p.line}, column ${p.column}: found ${
				p.got === undefined ? "the end of the document" : quote(p.got)
			}, expected ${JSON_WANTED[p.wanted].en}. Correct the file there.`,
		ko: (p) =>
			`${p.where}, ${p.line}행 ${p.column}열: ${
				p.got === undefined ? "문서가 끝났습니다" : `${particle(quote(p.got), "이/가")} 있습니다`
			}. 필요한 것: ${JSON_WANTED[p.wanted].ko}. 그 위치를 고치세요.`,
	}),
	E_JSON_KEY: define<{ where: string; line: number; column: number; key: string; why: "twice" | "forbidden" }>({
		en: (p) =>
			`${p.where}, line ${p.line}, column ${p.column}: the key ${quote(p.key)} ${
				p.why === "twice" ? "appears twice in one object; keep one of the two" : "is never allowed; rename it"
			}.`,
		ko: (p) =>
			`${p.where}, ${p.line}행 ${p.column}열: ${
				p.why === "twice"
					? `키 ${particle(quote(p.key), "이/가")} 두 번 있습니다. 둘 중 하나만 남기세요`
					: `키 ${particle(quote(p.key), "은/는")} 쓸 수 없습니다. 다른 이름으로 바꾸세요`
			}.`,
	}),
	E_WEIGHTS_FOREIGN: define<{ where: string; format: ForeignFormat }>({
		en: (p) =>
			`${p.where} is ${FOREIGN[p.format].en}, expected a safetensors file. Convert it: ${FOREIGN[p.format].recipe}`,
		ko: (p) =>
			`${p.where}: ${FOREIGN[p.format].ko}입니다. safetensors 파일이 필요합니다. 변환 방법: ${FOREIGN[p.format].recipe}`,
	}),
	E_WEIGHTS_CUT: define<{ where: string; got: string; wanted: string; name?: string }>({
		en: (p) =>
			`${p.where} has ${p.got} bytes, but ${
				p.name === undefined ? "its header" : `its tensor ${quote(p.name)}`
			} ends at byte ${p.wanted}: the file is truncated. Copy or download it again.`,
		ko: (p) =>
			`${p.where}: 파일 크기는 ${p.got}바이트인데 ${
				p.name === undefined ? "헤더" : `텐서 ${quote(p.name)}`
			}의 끝은 ${p.wanted}바이트입니다. 파일이 잘렸으니 다시 복사하거나 내려받으세요.`,
	}),
	E_WEIGHTS_TRAILING: define<{ where: string; got: string; wanted: string }>({
		en: (p) =>
			`${p.where} has ${p.got} bytes, but its tensors end at byte ${p.wanted}: the rest belongs to no tensor. Write the file again.`,
		ko: (p) =>
			`${p.where}: 파일 크기는 ${p.got}바이트인데 텐서의 끝은 ${p.wanted}바이트입니다. 뒤에 남은 내용은 어느 텐서에도 속하지 않으니 파일을 다시 만드세요.`,
	}),
	E_WEIGHTS_LIMIT: define<{ where: string; limit: WeightsLimit; got: string; max: number; name?: string }>({
		en: (p) =>
			`${p.name === undefined ? p.where : at({ where: p.where, name: p.name })}: ${p.got} ${LIMITS[p.limit].en}, at most ${p.max} are read. Is this a safetensors file of a recurrent network?`,
		ko: (p) =>
			`${p.name === undefined ? p.where : at({ where: p.where, name: p.name })}: ${particle(LIMITS[p.limit].ko, "이/가")} ${p.got}입니다. ${p.max}까지 읽을 수 있습니다. 순환 신경망의 safetensors 파일인지 확인하세요.`,
	}),
	E_WEIGHTS_UTF8: define<{ where: string; at: number }>({
		en: (p) =>
			`${p.where}: the header is not UTF-8 at byte ${p.at}. The file is damaged or not a safetensors file; download it again.`,
		ko: (p) =>
			`${p.where}: 헤더의 ${p.at}번째 바이트가 UTF-8이 아닙니다. 손상되었거나 safetensors 파일이 아니니 다시 받으세요.`,
	}),
	E_WEIGHTS_HEADER: define<{ where: string; got: string; wanted: FieldWanted }>({
		en: (p) =>
			`${p.where}: the header holds ${quote(p.got)}, expected ${FIELD_WANTED[p.wanted].en}. Is this a safetensors file? If so, write it again.`,
		ko: (p) =>
			`${p.where}: 헤더 내용이 ${quote(p.got)}입니다. 필요한 값: ${FIELD_WANTED[p.wanted].ko}. safetensors 파일이 맞다면 다시 만드세요.`,
	}),
	E_TENSOR_NAME: define<InTensor & { why: "empty" | "invisible" | "twice" | "reserved" }>({
		en: (p) =>
			`${at(p)} cannot be a tensor's name: ${
				{
					empty: "it is empty",
					invisible: "it holds invisible characters",
					twice: "it is given twice",
					reserved: "it is reserved for the file's notes",
				}[p.why]
			}. Rename the tensor where the file is made.`,
		ko: (p) =>
			`${at(p)}: 텐서 이름으로 쓸 수 없습니다(${
				{ empty: "빈 이름", invisible: "보이지 않는 문자", twice: "중복", reserved: "파일 메모용 예약어" }[p.why]
			}). 파일을 만드는 쪽에서 이름을 바꾸세요.`,
	}),
	E_TENSOR_FIELD: define<InTensor & { field: string; got?: string | undefined; wanted: FieldWanted }>({
		en: (p) =>
			`${at(p)}: ${quote(p.field)} is ${p.got === undefined ? "missing" : quote(p.got)}, expected ${FIELD_WANTED[p.wanted].en}. Write the file again.`,
		ko: (p) =>
			`${at(p)}: ${quote(p.field)} 값이 ${p.got === undefined ? "없습니다" : `${quote(p.got)}입니다`}. 필요한 값: ${FIELD_WANTED[p.wanted].ko}. 파일을 다시 만드세요.`,
	}),
	E_TENSOR_DTYPE: define<InTensor & { got: string; wanted: string }>({
		en: (p) => `${at(p)} has the number type ${p.got}, expected one of ${p.wanted}. Convert it to F32 first.`,
		ko: (p) => `${at(p)}: 숫자 형식이 ${p.got}입니다. 지원하는 형식: ${p.wanted}. 먼저 F32로 변환하세요.`,
	}),
	E_TENSOR_BYTES: define<InTensor & { shape: string; dtype: string; got: string; wanted: string }>({
		en: (p) =>
			`${at(p)} of shape ${p.shape} and type ${p.dtype} needs ${p.wanted} bytes, but has ${p.got}. The header contradicts itself; write the file again.`,
		ko: (p) =>
			`${at(p)}: 모양 ${p.shape}, 형식 ${p.dtype}에는 ${p.wanted}바이트가 필요한데 ${p.got}바이트입니다. 헤더가 모순되니 파일을 다시 만드세요.`,
	}),
	E_TENSOR_PLACE: define<InTensor & { got: string; wanted: string; kind: "overlap" | "hole" | "reversed" }>({
		en: (p) =>
			p.kind === "reversed"
				? `${at(p)} ends at byte ${p.got}, before its begin at byte ${p.wanted}. Write the file again.`
				: `${at(p)} begins at byte ${p.got}, expected ${p.wanted}: it ${
						p.kind === "overlap" ? "overlaps the tensor before it" : "leaves a hole before it"
					}. Write the file again.`,
		ko: (p) =>
			p.kind === "reversed"
				? `${at(p)}: 끝(${p.got}바이트)이 시작(${p.wanted}바이트)보다 앞입니다. 파일을 다시 만드세요.`
				: `${at(p)}: ${p.got}바이트에서 시작합니다. ${p.wanted}바이트에서 시작해야 합니다(${
						p.kind === "overlap" ? "앞 텐서와 겹침" : "앞에 빈 구간이 있음"
					}). 파일을 다시 만드세요.`,
	}),
	E_TENSOR_VALUE: define<InTensor & { index: number; got: string; wanted: string }>({
		en: (p) =>
			`${at(p)}: element ${p.index} is ${p.got}, expected ${p.wanted}. Convert the tensor to F32 or F64 first.`,
		ko: (p) => `${at(p)}: ${p.index}번 원소가 ${p.got}입니다. 필요한 값: ${p.wanted}. 먼저 F32나 F64로 변환하세요.`,
	}),
};
