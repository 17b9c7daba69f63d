/** Korean messages: loaded when asked for. `{name:을/를}` picks the particle that fits the value. */

import { ko as verbs } from "../verbs/ko.ts";
import { ko as copied } from "./copied/ko.ts";
import { ko as flags } from "./flags/ko.ts";
import { ko as forecasts } from "./forecasts/ko.ts";
import { ko as help } from "./help/ko.ts";
import { joined } from "./joined.ts";
import { ko as labels } from "./labels/ko.ts";
import { ko as progress } from "./progress/ko.ts";
import { ko as reading } from "./reading/ko.ts";
import { ko as training } from "./training/ko.ts";
import { ko as usage } from "./usage/ko.ts";

export const ko = joined(copied, flags, forecasts, help, labels, progress, reading, training, usage, verbs);
