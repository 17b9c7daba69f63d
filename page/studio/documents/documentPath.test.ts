/** Names, files and links of documents, by hand. */
import { expect, test } from "vitest";
import { pathOf, pictureAt, placeAt, targetOf } from "./documentPath.ts";

test("a name is a file of the language and back, and what climbs out of the folder is none", () => {
	expect(pathOf("chat", "en")).toBe("docs/chat.md");
	expect(pathOf("reproductions:README", "ko")).toBe("docs/ko/reproductions/README.md");
	expect(placeAt("docs/ko/reproductions/README.md")).toEqual({ name: "reproductions:README", lang: "ko" });
	for (const name of ["", "..", "..:x", ":x", "a:..:b", "a/b", "a b", "-x"])
		expect([name, pathOf(name, "en")]).toEqual([name, undefined]);
	for (const path of ["README.md", "docs/chat.svg", "docs/../x.md", "src/docs/chat.md"])
		expect([path, placeAt(path)]).toEqual([path, undefined]);
});

test("links between documents, with their sections and languages, are documents", () => {
	const at = (name: string, lang = "en", section = "") => ({ kind: "document", name, lang, section });
	expect(targetOf("attention.md", "docs/chat.md")).toEqual(at("attention"));
	expect(targetOf("ko/chat.md", "docs/chat.md")).toEqual(at("chat", "ko"));
	expect(targetOf("../chat.md#three-models", "docs/ko/chat.md")).toEqual(at("chat", "en", "three-models"));
	expect(targetOf("#세-모델", "docs/ko/chat.md")).toEqual(at("chat", "ko", "세-모델"));
	expect(targetOf("#%EC%84%B8", "docs/ko/chat.md")).toEqual(at("chat", "ko", "세"));
	expect(targetOf("#%E0%A4%A", "docs/chat.md")).toEqual(at("chat")); // not an encoded text
	expect(targetOf("reproductions/README.md#music", "docs/recipe.md")).toEqual(
		at("reproductions:README", "en", "music"),
	);
});

test("an address of the page and one of the web are followed; code, data, other files and other schemes are not", () => {
	expect(targetOf("#/lab?at=radius=0.9", "docs/exercises.md")).toEqual({ kind: "view", href: "#/lab?at=radius=0.9" });
	expect(targetOf("https://arxiv.org/abs/1211.5063", "docs/gradients.md").kind).toBe("away");
	const others = ["../src/index.ts", "../README.md", "../../../etc/passwd.md", "/etc/passwd.md", "//host/x.md"];
	for (const href of [
		...others,
		"javascript:alert(1)",
		" javascript:alert(1)",
		"data:text/html,x",
		"ftp://x/y.md",
		"x.md?y",
	])
		expect([href, targetOf(href, "docs/chat.md")]).toEqual([href, { kind: "none" }]);
});

test("pictures are those of the documents' folder alone", () => {
	expect(pictureAt("../cell/way-back.svg", "docs/ko/studio.md")).toBe("docs/cell/way-back.svg");
	for (const href of ["https://host/x.svg", "data:image/svg+xml,x", "../x.svg", "../../x.svg", "x.html", "x.svg#y"])
		expect([href, pictureAt(href, "docs/studio.md")]).toEqual([href, undefined]);
});
