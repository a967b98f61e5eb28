import { readFileSync } from 'node:fs';

/** The instructions of a Containerfile by stage, in order; line continuations are joined, arguments have their defaults. */
export function stagesOf(path, given = {}) {
  const text = readFileSync(path, 'utf8')
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '');
  const values = { ...given };
  const stages = [];
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const [, word, raw] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    if (!word) throw new Error(`no instruction: ${line}`);
    // A script of Node's own keeps its templates; shell form and the rest are filled in.
    const rest = raw.includes('["node"') ? raw : raw.replaceAll(/\$\{(\w+)\}/g, (_, name) => values[name]);
    if (word === 'ARG') {
      const [name, value] = rest.split('=');
      values[name] ??= value;
    } else if (word === 'FROM') {
      const [image, name] = rest.split(' AS ');
      stages.push({ image, name, instructions: [] });
    } else stages.at(-1).instructions.push({ word, rest });
  }
  return stages;
}
