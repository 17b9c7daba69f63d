/** Reads the public surface from the types: every export of an entry with its documentation, members and signatures. */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";

export const ROOT = join(import.meta.dirname, "../../..");

export interface Member {
	name: string;
	optional: boolean;
	/** Type as it is written in the source. */
	type: string;
	doc: string;
}

export interface Entry {
	name: string;
	kind: "function" | "class" | "interface" | "type" | "const" | "namespace";
	doc: string;
	/** Path of the file that declares it. */
	file: string;
	/** A function's signatures; the type of a constant; the definition of a type without members. */
	signatures: string[];
	/** Properties and methods, inherited ones included. */
	members: Member[];
}

/** The entries of package.json that programs import, with the source of each: "sluice/training", "src/training/index.ts". */
export function entriesOf(): { name: string; source: string }[] {
	const { exports } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
	return Object.entries<{ types?: string }>(exports).flatMap(([path, { types }]) =>
		types ? [{ name: `sluice${path.slice(1)}`, source: types.replace("./dist/", "").replace(".d.ts", ".ts") }] : [],
	);
}

export function openSurface(): (source: string) => Entry[] {
	const config = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile).config as { compilerOptions: object };
	const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
	const program = ts.createProgram(
		entriesOf().map(({ source }) => join(ROOT, source)),
		{ ...options, noEmit: true },
	);
	const checker = program.getTypeChecker();
	return (source) => {
		const file = program.getSourceFile(join(ROOT, source));
		const module = file && checker.getSymbolAtLocation(file);
		if (!module) throw new Error(`${source} has no exports`);
		return checker.getExportsOfModule(module).map((symbol) => entryOf(checker, symbol));
	};
}

function entryOf(checker: ts.TypeChecker, exported: ts.Symbol): Entry {
	const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
	const declaration = symbol.declarations![0]!;
	const kind = kindOf(symbol.flags);
	const own = { name: exported.name, kind, doc: docOf(checker, symbol) || docOf(checker, exported) };
	const file = relative(ROOT, declaration.getSourceFile().fileName);
	return { ...own, file, ...bodyOf(checker, symbol, declaration, kind) };
}

function kindOf(flags: ts.SymbolFlags): Entry["kind"] {
	if (flags & ts.SymbolFlags.Function) return "function";
	if (flags & ts.SymbolFlags.Class) return "class";
	if (flags & ts.SymbolFlags.Interface) return "interface";
	if (flags & ts.SymbolFlags.TypeAlias) return "type";
	return flags & ts.SymbolFlags.ValueModule ? "namespace" : "const";
}

function bodyOf(
	checker: ts.TypeChecker,
	symbol: ts.Symbol,
	declaration: ts.Declaration,
	kind: Entry["kind"],
): Pick<Entry, "signatures" | "members"> {
	if (kind === "namespace") return { signatures: [], members: [] };
	if (kind === "function") {
		const written = symbol.declarations!.filter(ts.isFunctionDeclaration);
		const shown = written.length > 1 ? written.filter(({ body }) => !body) : written;
		return { signatures: shown.map((one) => headOf(checker, one)), members: [] };
	}
	if (kind === "const") {
		const type = checker.getTypeOfSymbolAtLocation(symbol, declaration);
		const noted = ts.isVariableDeclaration(declaration) && declaration.type?.getText();
		return { signatures: [plain(noted || checker.typeToString(type))], members: [] };
	}
	const type = checker.getDeclaredTypeOfSymbol(symbol);
	const literal = ts.isTypeAliasDeclaration(declaration) ? declaration.type : undefined;
	const listed = !literal || ts.isTypeLiteralNode(literal);
	if (!listed) return { signatures: [plain(literal.getText())], members: [] };
	const members = checker.getPropertiesOfType(type).filter(isPublic);
	return { signatures: [], members: members.map((member) => memberOf(checker, member, declaration)) };
}

/** Declared in our sources, and not private. */
function isPublic({ name, declarations = [] }: ts.Symbol): boolean {
	const ours = declarations.every((one) => one.getSourceFile().fileName.startsWith(join(ROOT, "src")));
	return ours && !name.startsWith("__#") && !name.startsWith("#");
}

function memberOf(checker: ts.TypeChecker, member: ts.Symbol, at: ts.Node): Member {
	const declaration = member.declarations?.[0];
	const noted = declaration && "type" in declaration ? (declaration.type as ts.TypeNode | undefined) : undefined;
	const method = declaration && (ts.isMethodSignature(declaration) || ts.isMethodDeclaration(declaration));
	const type = method
		? headOf(checker, declaration).replace(/^[\w$]+\??/, "")
		: noted
			? noted.getText()
			: checker.typeToString(checker.getTypeOfSymbolAtLocation(member, at));
	const optional = (member.flags & ts.SymbolFlags.Optional) !== 0;
	return { name: member.name, optional, type: plain(type), doc: docOf(checker, member) };
}

/** The head of a function as it is written, without its body. */
function headOf(checker: ts.TypeChecker, declaration: ts.SignatureDeclaration): string {
	const { name, typeParameters, parameters, type } = declaration;
	const generics = typeParameters ? `<${typeParameters.map((one) => one.getText()).join(", ")}>` : "";
	const taken = parameters.map((one) => {
		const written = one.type?.getText() ?? checker.typeToString(checker.getTypeAtLocation(one));
		const bound = !ts.isObjectBindingPattern(one.name)
			? one.name.getText()
			: /Hooks|on[A-Z]/.test(written)
				? "hooks"
				: "options";
		const optional = one.questionToken || one.initializer ? "?" : "";
		return `${one.dotDotDotToken ? "..." : ""}${bound}${optional}: ${written}`;
	});
	return plain(`${name?.getText() ?? ""}${generics}(${taken.join(", ")}): ${type?.getText() ?? "void"}`);
}

const plain = (text: string) =>
	text
		.replace(/\/\*\*.*?\*\//gs, "")
		.replace(/\s+/g, " ")
		.trim();

const TAGS = ["throws", "param", "example", "template", "returns"];

/** @throws for a word with an @ that TypeScript takes for a tag: an editor shows nothing of what follows it. */
function docOf(checker: ts.TypeChecker, symbol: ts.Symbol): string {
	const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
	const strange = symbol.getJsDocTags(checker).find(({ name }) => !TAGS.includes(name));
	if (strange) throw new Error(`${symbol.name}: @${strange.name} cuts its documentation off`);
	const tags = symbol.getJsDocTags(checker).filter(({ name }) => ["throws", "param"].includes(name));
	const told = tags.map(({ name, text: parts }) => `@${name} ${ts.displayPartsToString(parts)}`);
	return [text, ...told]
		.filter((one) => one !== "")
		.join("\n")
		.trim();
}
