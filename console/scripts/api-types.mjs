// Writes src/api/schema.ts from the description that a running server gives of itself:
//   npm run types                                   from http://127.0.0.1:8000
//   RENFLOW_SERVER=http://127.0.0.1:9000 npm run types
import { writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const server = process.env.RENFLOW_SERVER ?? "http://127.0.0.1:8000";
const answer = await fetch(`${server}/openapi.json`);
if (!answer.ok) throw new Error(`${server} answers ${answer.status}`);
const ast = await openapiTS(await answer.json(), { alphabetize: true, defaultNonNullable: false });
const head = "// Written by `npm run types` from /openapi.json. Do not edit.\n\n";
await writeFile(new URL("../src/api/schema.ts", import.meta.url), head + astToString(ast));
