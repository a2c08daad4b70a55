// Answers each line of standard input, [rule, data], with a line {"value": ...} or {"error": "..."}.
// `undefined` is written as null, and so are NaN and the infinities, by JSON.stringify.
// A variant, the second argument, is json-logic-js with one of our documented deviations put into it.
"use strict";

const readline = require("node:readline");

const [modulePath, variant] = process.argv.slice(2);
const jsonLogic = require(modulePath);

const withoutSign = (number) => (number === 0 ? 0 : number);

if (variant === "plain-zero") {
  jsonLogic.add_operation("-", (a, b) => withoutSign(b === undefined ? -a : a - b));
  jsonLogic.add_operation("/", (a, b) => withoutSign(a / withoutSign(Number(b))));
  jsonLogic.add_operation("%", (a, b) => withoutSign(a % b));
  jsonLogic.add_operation("*", (...factors) =>
    factors.reduce((a, b) => withoutSign(parseFloat(a) * parseFloat(b))),
  );
}

// The one character of the sample state that takes two UTF-16 units becomes one that takes one, and back again.
const narrow = (line) => (variant === "characters" ? line.replaceAll("\\ud83d\\ude00", "\\ue000") : line);
const wide = (line) => (variant === "characters" ? line.replaceAll("\ue000", "\u{1f600}") : line);

function answer(line) {
  const [rule, data] = JSON.parse(line);
  try {
    const value = jsonLogic.apply(rule, data);
    return { value: value === undefined ? null : value };
  } catch (error) {
    return { error: String(error) };
  }
}

readline
  .createInterface({ input: process.stdin, crlfDelay: Infinity })
  .on("line", (line) => process.stdout.write(wide(JSON.stringify(answer(narrow(line)))) + "\n"));
