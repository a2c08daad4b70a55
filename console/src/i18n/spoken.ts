// Hints of the server name its endpoints; readers of the console have pages. Chinese words for hints are in `told`.

const PLACES: Record<string, string> = {
  "/flows": "the Flows page",
  "/flow-files": "the Flows page",
  "/flows/{id}/versions": "the flow's Versions tab",
  "/functions": "the Library",
  "/runs": "the Runs page",
  "/runs/{id}": "the run's page",
  "/runs/{id}/artifacts": "the run's Artifacts tab",
  "/runs/{id}/checkpoints": "the run's State tab",
  "/schedules": "the Schedules page",
  "/tasks": "the Tasks page",
};

/** A hint in words of the console: what has no page stays as it is. */
export function spoken(hint: string): string {
  return hint.replace(/GET (\/[a-z{}/-]+)/g, (whole, path: string, at: number) => {
    const place = PLACES[path];
    if (place === undefined) return whole;
    const begins = at === 0 || hint.slice(at - 2, at) === ". ";
    return begins ? place.charAt(0).toUpperCase() + place.slice(1) : place;
  });
}
