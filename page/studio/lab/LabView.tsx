import { OfModel } from "../instrument/OfModel.tsx";
import { say } from "../words/words.ts";

export default function LabView() {
	return <OfModel title={say("app.lab")}>{() => null}</OfModel>;
}
