/** The frame around every view: the header, the view of the address, the palette, the toast. */
import { lazy, Suspense, useEffect } from "react";
import { TrainView } from "../train/TrainView.tsx";
import { language, say } from "../words/words.ts";
import { linking, told } from "./acts.ts";
import { Boundary } from "./Boundary.tsx";
import { Header } from "./Header.tsx";
import { Limits } from "./Limits.tsx";
import { address } from "./location.ts";
import { paletteOpen } from "./paletteOpen.ts";
import { Served } from "./Served.tsx";
import { Toast } from "./Toast.tsx";
import { useStore } from "./useStore.ts";

const RunsView = lazy(() => import("../runs/RunsView.tsx"));
const TextView = lazy(() => import("../text/TextView.tsx"));
const CellView = lazy(() => import("../cell/CellView.tsx"));
const LabView = lazy(() => import("../lab/LabView.tsx"));
const PlayView = lazy(() => import("../play/PlayView.tsx"));
const ChatView = lazy(() => import("../chat/ChatView.tsx"));
const LessonsView = lazy(() => import("../lessons/LessonsView.tsx"));
const DocumentsView = lazy(() => import("../documents/DocumentsView.tsx"));
const LessonPanel = lazy(() => import("../lessons/LessonPanel.tsx"));
const ReceiptView = lazy(async () => ({ default: (await import("../receipt/ReceiptView.tsx")).ReceiptView }));
const AboutExport = lazy(() => import("../exported/AboutExport.tsx"));
const LinkDialog = lazy(() => import("../link/LinkDialog.tsx"));
const Palette = lazy(() => import("./Palette.tsx"));

export function App() {
	const lang = useStore(language);
	const { view, more } = useStore(address);
	const teaching = more.lesson !== undefined && view !== "lessons" && view !== "docs";
	const open = useStore(paletteOpen);
	useEffect(() => void performance.mark("studio:ready"), []);
	return (
		<div className={teaching ? "app teaching" : "app"}>
			<button type="button" className="skip" onClick={() => document.getElementById("main")?.focus()}>
				{say("app.skip")}
			</button>
			<Header view={view} teaching={teaching || view === "docs"} />
			<Limits />
			<main id="main" tabIndex={-1}>
				<Suspense>{teaching && <LessonPanel />}</Suspense>
				<div className="view">
					<Boundary key={view}>
						{view === "train" ? (
							<TrainView />
						) : (
							<Suspense fallback={<h1 className="unseen">{say(`app.${view}`)}</h1>}>
								{view === "receipt" && <ReceiptView />}
								{view === "runs" && <RunsView key={lang} />}
								{view === "text" && <TextView />}
								{view === "cell" && <CellView key={lang} />}
								{view === "lab" && <LabView key={lang} />}
								{view === "play" && <PlayView key={lang} />}
								{view === "chat" && <ChatView key={lang} />}
								{view === "lessons" && <LessonsView />}
								{view === "docs" && <DocumentsView key={lang} />}
							</Suspense>
						)}
					</Boundary>
				</div>
			</main>
			<Served instead={<Suspense>{<AboutExport />}</Suspense>}>{null}</Served>
			<Toast />
			<p className="unseen" aria-live="polite">
				{useStore(told)}
			</p>
			<Suspense>{useStore(linking) && <LinkDialog key={lang} />}</Suspense>
			<Suspense>{open && <Palette />}</Suspense>
		</div>
	);
}
