import type { Entry, Revision } from './revision';

/** A revision of texts held in memory: `{ path: text }`. For tests, previews and embedding. */
export function memoryRevision(files: Readonly<Record<string, string>>, id = 'memory'): Revision {
  const encoder = new TextEncoder();
  const blobs = Object.entries(files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => ({ path, bytes: encoder.encode(text), oid: fnv1a(text) }));
  const entries: readonly Entry[] = blobs.map(({ path, bytes, oid }) => ({ path, oid, size: bytes.length, mode: 'file' }));
  const bytesOf = new Map(blobs.map(({ path, bytes }) => [path, bytes]));
  return {
    id,
    entries: () => Promise.resolve(entries),
    async *read(wanted) {
      for (const entry of wanted) {
        const bytes = bytesOf.get(entry.path);
        if (!bytes) throw new Error(`No such file in this revision: ${entry.path}.`);
        yield await Promise.resolve({ entry, bytes });
      }
    },
  };
}

/** A content id for memory revisions only: 64 bits of FNV-1a with the length. Git and folder revisions use real object ids. */
function fnv1a(text: string): string {
  let a = 0x811c9dc5;
  let b = 0xcbf29ce4;
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(text.length - 1 - i), 0x01000193);
  }
  return `${(a >>> 0).toString(16)}${(b >>> 0).toString(16)}-${text.length}`;
}
