import endings from "./zh/endings.json";
import errors from "./zh/errors.json";
import hints from "./zh/hints.json";

/** Chinese words for what the server tells: loaded by those who read Chinese. */
export default { endings, errors, hints };
