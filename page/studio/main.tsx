/** The studio's page. */
import { createRoot } from "react-dom/client";
import "../kit/tokens.css";
import "./studio.css";
import { edition } from "./live/exported.ts";
import { openSession } from "./live/session.ts";
import { App } from "./shell/App.tsx";
import { keptTheme } from "./shell/acts.ts";
import { listenToKeys } from "./shell/commands.ts";
import { listenToDrops } from "./train/dropText.ts";
import { readMachineTexts } from "./train/machineTexts.ts";
import { startByItself } from "./train/startByItself.ts";
import { readStoredRun } from "./train/storedRun.ts";

openSession();
keptTheme();
listenToKeys();
listenToDrops();
startByItself();
void readStoredRun();
readMachineTexts();
if (edition !== null) void import("./exported/offline.ts").then(({ keepOffline }) => keepOffline());
createRoot(document.getElementById("root")!).render(<App />);
