import type { Running } from './servers.js';

/** Megabytes of heap in use, as the server itself says: a line of its own, or a figure among ours. */
export async function heapOf({ heapUrl }: Running): Promise<number | null> {
  const text = await fetch(heapUrl).then(
    (answer) => answer.text(),
    () => '',
  );
  const [, bytes] = /^(?:heap|nodejs_heap_size_used_bytes) (\S+)/m.exec(text) ?? [];
  return bytes === undefined ? null : Number(bytes) / 2 ** 20;
}
