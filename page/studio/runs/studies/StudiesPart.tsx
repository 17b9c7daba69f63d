/** Studies in the view Runs, which an exported page leaves out: all of them, or the one that the address opens. */
import { useEffect } from "react";
import { OpenStudy } from "./OpenStudy.tsx";
import { StudyList } from "./StudyList.tsx";
import { watchStudies } from "./studiesStore.ts";
import "./studies.css";

/** @param id of the study to open; without one, the list */
export default function StudiesPart({ id }: { id?: string }) {
	useEffect(watchStudies, []);
	return id === undefined ? <StudyList /> : <OpenStudy key={id} id={id} />;
}
