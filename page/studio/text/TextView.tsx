import { OfModel } from "../instrument/OfModel.tsx";
import { say } from "../words/words.ts";

export default function TextView() {
	return <OfModel title={say("app.text")}>{() => null}</OfModel>;
}
