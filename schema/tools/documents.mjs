import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';

// A check reads a folder: schema itself, or a control's. In it are these two and a folder `operations`.
export const SCHEMA = 'schema.graphql';
export const PROMISED = 'promised.graphql';

export function sdlIn(folder, name) {
  return parse(readFileSync(join(folder, name), 'utf8'));
}

/** Each definition of the folder's documents, word for word. */
export function definitionsIn(folder) {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return parse(text).definitions.map(({ name, loc }) => ({
        name: name.value,
        text: text.slice(loc.start, loc.end),
      }));
    });
}
