import { OfModel } from "../instrument/OfModel.tsx";
import { say } from "../words/words.ts";

export default function CellView() {
	return <OfModel title={say("app.cell")}>{() => null}</OfModel>;
}
