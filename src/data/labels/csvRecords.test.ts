import { expect, test } from "vitest";
import { CsvRecords } from "./csvRecords.ts";

function read(text: string, separator = ",") {
	const reader = new CsvRecords("a.csv", separator);
	const records = (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).flatMap((line) => reader.push(line) ?? []);
	reader.end();
	return records.map(({ fields, line }) => [line, ...fields]);
}

test("quotes, doubled quotes, line ends inside a field, CRLF, a leading # and blanks are taken literally", () => {
	const text = 'a,b\r\n"x, ""y""\nz", # 1 \n\n#tag,"",\n"last"';
	expect(read(text)).toEqual([
		[1, "a", "b"],
		[2, 'x, "y"\nz', " # 1 "],
		[5, "#tag", "", ""],
		[6, "last"],
	]);
	expect(read("a|b,c\n", "|")).toEqual([[1, "a", "b,c"]]);
	expect(read('"a"\t""""\n', "\t")).toEqual([[1, "a", '"']]);
});

test.each([
	['a,b\n1,x"y"\n', 2, "quote"],
	['a\n"b"c\n', 2, "quote"],
	['a\n\n"b\n\n', 3, "open"],
])("%j is refused at its line", (text, line, why) => {
	expect(() => read(text)).toThrow(
		expect.objectContaining({ code: "E_LABELLED_LINE", params: { name: "a.csv", line, why } }),
	);
});
