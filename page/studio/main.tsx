/** The studio's page. */
import { createRoot } from "react-dom/client";
import "../kit/tokens.css";
import "./styles/base.css";
import "./styles/header.css";
import "./styles/sentence.css";
import "./styles/options.css";
import "./styles/transport.css";
import "./styles/panels.css";
import "./styles/charts.css";
import "./styles/opened.css";
import "./styles/receipt.css";
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
createRoot(document.getElementById("root")!).render(<App />);
