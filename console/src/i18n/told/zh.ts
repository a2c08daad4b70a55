import endings from "./zh/endings.json";
import errors from "./zh/errors.json";

/** Chinese words for what the server tells: loaded by those who read Chinese. */
export default { endings, errors };
