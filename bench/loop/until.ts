/** Asks every half second until there is an answer other than null; null after `ms`. */
export async function until<T>(ms: number, ask: () => Promise<T | null>): Promise<T | null> {
  const end = Date.now() + ms;
  for (;;) {
    const found = await ask();
    if (found !== null || Date.now() >= end) return found;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
