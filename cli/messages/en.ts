/** English messages: the catalogue that the other languages follow. `{name}` is a hole; `{steps:step/steps}` counts. */

import { en as verbs } from "../verbs/en.ts";
import { en as copied } from "./copied/en.ts";
import { en as flags } from "./flags/en.ts";
import { en as forecasts } from "./forecasts/en.ts";
import { en as help } from "./help/en.ts";
import { joined } from "./joined.ts";
import { en as labels } from "./labels/en.ts";
import { en as progress } from "./progress/en.ts";
import { en as reading } from "./reading/en.ts";
import { en as training } from "./training/en.ts";
import { en as usage } from "./usage/en.ts";

export const en = joined(copied, flags, forecasts, help, labels, progress, reading, training, usage, verbs);
