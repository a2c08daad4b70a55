// Rows of delimited text; quoted cells may hold the delimiter, quotes and line breaks.

/** The first rows; a cell that is quoted wrongly ends the reading. */
export function parseTable(text: string, delimiter: "," | "\t", most: number): string[][] {
  const cell = cellUpTo(delimiter);
  const rows: string[][] = [];
  let row: string[] = [];
  while (cell.lastIndex < text.length && rows.length < most) {
    const [, content, end] = cell.exec(text) ?? [];
    if (content === undefined) break;
    row.push(unquoted(content));
    if (end === delimiter) continue;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(text.endsWith(delimiter) ? [...row, ""] : row);
  return rows;
}

function cellUpTo(delimiter: string): RegExp {
  return new RegExp(`("(?:[^"]|"")*"|[^${delimiter}\\r\\n]*)(${delimiter}|\\r?\\n|$)`, "y");
}

function unquoted(cell: string): string {
  return cell.startsWith('"') && cell.endsWith('"') && cell.length > 1
    ? cell.slice(1, -1).replaceAll('""', '"')
    : cell;
}
