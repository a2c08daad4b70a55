import checks from "./zh/checks.json";
import endings from "./zh/endings.json";
import errors from "./zh/errors.json";
import flow from "./zh/flow.json";
import hints from "./zh/hints.json";
import labels from "./zh/labels.json";
import problems from "./zh/problems.json";
import settings from "./zh/settings.json";

/** Chinese words for what the server tells: loaded by those who read Chinese. */
export default { checks, endings, errors, flow, hints, labels, problems, settings };
