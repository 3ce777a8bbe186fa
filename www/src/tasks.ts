/** Long drawings in pieces, each a task of its own, so that the page answers between them. */

/** What is to be drawn at a place after the pieces that are under way. */
const wishes = new Map<object, readonly (() => void)[] | null>();

/** Draws pieces at a place one after another. Only the newest wish waits while another is under way. */
export function drawInTasks(place: object, pieces: readonly (() => void)[]): void {
  const isUnderWay = wishes.has(place);
  wishes.set(place, pieces);
  if (!isUnderWay) void draw(place);
}

async function draw(place: object): Promise<void> {
  try {
    for (let pieces = wishes.get(place); pieces; pieces = wishes.get(place)) {
      wishes.set(place, null);
      for (const piece of pieces) {
        await new Promise((resolve) => setTimeout(resolve));
        piece();
      }
    }
  } finally {
    wishes.delete(place);
  }
}
